"""No exercise without a check that allows one: not in today, not in a plan, not in a report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.app.check.checking import check, keep_check
from psoas.app.diary.keeping import log_pain
from psoas.app.files.importing import import_files
from psoas.app.plan.planning import current_plan, make_plan
from psoas.app.plan.todays import next_session, session_named, today
from psoas.app.plan.told import clinician_lines, today_lines
from psoas.app.reporting import report_of, write_report
from psoas.app.retest.retesting import retest
from psoas.app.state import State, state_of
from psoas.diary import When
from psoas.errors import Conflict, InvalidAnswer, NotFound
from psoas.library import Shelf
from psoas.loop.assess.model import Disposition
from psoas.store import Logbook
from psoas.store.sheets import latest_plan
from tests.conftest import NOW
from tests.kit.rule_sheets import firing_sheet
from tests.kit.runs import run_file
from tests.kit.sheets import plain_runner, without


def _check(logbook: Logbook, shelf: Shelf, answers: Mapping[str, Any], at: datetime) -> Disposition:
    checked = check({"structured": answers}, shelf=shelf)
    return keep_check(logbook, checked, now=at).assessment.disposition


def _sheet_for(disposition: Disposition, shelf: Shelf) -> dict[str, Any]:
    if disposition is Disposition.PROGRAMME:
        return plain_runner()
    rules = [rule for rule in shelf.rules.values() if rule.then is disposition]
    sheets = [firing_sheet(rule) for rule in rules]
    return next(each for each in sheets if _disposition(each, shelf) is disposition)


def _disposition(answers: Mapping[str, Any], shelf: Shelf) -> Disposition | None:
    found = check({"structured": answers}, shelf=shelf).assessment
    return found.disposition if found else None


def _assert_no_exercise(logbook: Logbook, state: State, shelf: Shelf, folder: Path) -> None:
    """Nothing of today, plan, session or report names an exercise."""
    found = today(state, shelf=shelf)
    assert found.screening is not None
    assert found.light.level != "green", "green says: go on"
    assert (found.day, found.sessions) == (None, ())
    assert current_plan(state) is None
    with pytest.raises(NotFound):
        next_session(state, shelf=shelf)
    if state.plan is not None:
        for session in state.plan.plan.sessions:
            with pytest.raises(NotFound):
                session_named(state, session.id, shelf=shelf)
    with pytest.raises(Conflict):
        make_plan(logbook, shelf=shelf, now=NOW)
    said = str(report_of(state, shelf=shelf))
    assert [name for name in shelf.exercises if f"'{name}'" in said] == []
    out = folder / "report.html"
    write_report(logbook, out, shelf=shelf, now=NOW)
    page = out.read_text(encoding="utf-8")
    assert [each.name for each in shelf.exercises.values() if each.name in page] == []
    assert 'class="back"' not in page  # a file has no way back


@pytest.fixture
def run_in(logbook: Logbook, tmp_path: Path) -> Logbook:
    """Return a logbook with some runs."""
    for days_ago in (2, 4, 7, 9, 11):
        run_file(tmp_path / "files", NOW.date() - timedelta(days=days_ago), km=3.2)
    import_files(logbook, [tmp_path / "files"], now=NOW)
    return logbook


def test_who_was_never_checked_gets_no_exercise(
    run_in: Logbook, shelf: Shelf, tmp_path: Path
) -> None:
    state = state_of(run_in, shelf=shelf, now=NOW)

    assert state.screening is not None
    assert state.screening.text == "screen.not-yet"
    _assert_no_exercise(run_in, state, shelf, tmp_path)


@pytest.mark.parametrize("disposition", Disposition)
def test_each_disposition_trains_or_is_held_back(
    run_in: Logbook, shelf: Shelf, tmp_path: Path, disposition: Disposition
) -> None:
    assert _check(run_in, shelf, _sheet_for(disposition, shelf), NOW) is disposition
    state = state_of(run_in, shelf=shelf, now=NOW)

    assert state.trains == disposition.trains
    if disposition.holds_back:
        assert state.screening is not None
        _assert_no_exercise(run_in, state, shelf, tmp_path)
    else:
        kept = make_plan(run_in, shelf=shelf, now=NOW, weeks=2)
        planned = state_of(run_in, shelf=shelf, now=NOW)
        assert kept.plan.sessions
        assert current_plan(planned) == kept.plan
        assert today(planned, shelf=shelf).screening is None
        out = tmp_path / "report.html"  # what the others are searched for is found here
        write_report(run_in, out, shelf=shelf, now=NOW)
        page = out.read_text(encoding="utf-8")
        assert any(each.name in page for each in shelf.exercises.values())
        said = str(report_of(planned, shelf=shelf))
        assert any(f"'{name}'" in said for name in shelf.exercises)


@pytest.mark.parametrize("disposition", [each for each in Disposition if each.holds_back])
def test_a_referral_takes_the_plan_away(
    run_in: Logbook, shelf: Shelf, tmp_path: Path, disposition: Disposition
) -> None:
    _check(run_in, shelf, plain_runner(), NOW - timedelta(days=2))
    make_plan(run_in, shelf=shelf, now=NOW - timedelta(days=2))
    _check(run_in, shelf, _sheet_for(disposition, shelf), NOW)

    with run_in.reading() as connection:
        assert latest_plan(connection) is None
    _assert_no_exercise(run_in, state_of(run_in, shelf=shelf, now=NOW), shelf, tmp_path)


@pytest.mark.parametrize(
    ("age", "trains"),
    [
        (timedelta(0), True),
        (timedelta(days=13, hours=23), True),
        (timedelta(days=14), False),
        (timedelta(days=400), False),
    ],
)
def test_a_check_is_good_for_14_days(
    run_in: Logbook, shelf: Shelf, tmp_path: Path, age: timedelta, *, trains: bool
) -> None:
    began = NOW - age
    _check(run_in, shelf, plain_runner(), began)
    make_plan(run_in, shelf=shelf, now=began, weeks=16)

    state = state_of(run_in, shelf=shelf, now=NOW)

    assert state.trains == trains
    assert (current_plan(state) is None) != trains
    if not trains:
        assert state.screening is not None
        assert state.screening.text == "screen.expired"
        assert state.screening.values["days"] == age.days
        _assert_no_exercise(run_in, state, shelf, tmp_path)


def test_an_expired_referral_stays_a_referral(
    run_in: Logbook, shelf: Shelf, tmp_path: Path
) -> None:
    _check(run_in, shelf, plain_runner(weight_bearing="unable"), NOW - timedelta(days=60))
    state = state_of(run_in, shelf=shelf, now=NOW)

    assert state.screening is not None
    assert state.screening.level == Disposition.EMERGENCY
    _assert_no_exercise(run_in, state, shelf, tmp_path)


def test_a_new_check_gives_the_plan_back(run_in: Logbook, shelf: Shelf) -> None:
    _check(run_in, shelf, plain_runner(), NOW - timedelta(days=20))
    make_plan(run_in, shelf=shelf, now=NOW - timedelta(days=20))
    assert current_plan(state_of(run_in, shelf=shelf, now=NOW)) is None

    _check(run_in, shelf, plain_runner(), NOW)

    assert current_plan(state_of(run_in, shelf=shelf, now=NOW)) is not None


def test_a_sheet_that_was_refused_is_not_kept(
    run_in: Logbook, shelf: Shelf, tmp_path: Path
) -> None:
    with pytest.raises(InvalidAnswer):
        _check(run_in, shelf, plain_runner(pain_run_0_10=11), NOW)

    _assert_no_exercise(run_in, state_of(run_in, shelf=shelf, now=NOW), shelf, tmp_path)


@settings(max_examples=25)
@given(
    missing=st.sets(st.sampled_from(sorted(plain_runner())), max_size=6),
    nrs=st.integers(0, 10),
    walking=st.integers(0, 10),
    days_ago=st.integers(0, 20),
)
def test_exercises_are_there_exactly_where_a_check_allows_them(
    shelf: Shelf,
    tmp_path_factory: pytest.TempPathFactory,
    missing: set[str],
    nrs: int,
    walking: int,
    days_ago: int,
) -> None:
    answers = plain_runner(pain_run_0_10=nrs, pain_walk_0_10=walking)
    folder = tmp_path_factory.mktemp("state")
    with Logbook.open(folder / "logbook.db") as logbook:
        began = NOW - timedelta(days=days_ago)
        found = _check(logbook, shelf, without(answers, *missing), began)
        allowed = found.trains and days_ago < 14
        state = state_of(logbook, shelf=shelf, now=NOW)

        assert state.trains == allowed
        if allowed:
            make_plan(logbook, shelf=shelf, now=NOW, weeks=1)
        else:
            _assert_no_exercise(logbook, state, shelf, folder)


def test_on_a_red_day_nothing_is_left_to_mark_as_done(logbook, shelf):
    _check(logbook, shelf, plain_runner(), NOW)
    kept = make_plan(logbook, shelf=shelf, now=NOW)
    planned = [each.id for each in kept.plan.sessions if each.on == NOW.date()]
    state = state_of(logbook, shelf=shelf, now=NOW)
    assert next_session(state, shelf=shelf).id in planned
    log_pain(logbook, pain_nrs=8, when=When.MORNING, side=None, felt_on=NOW.date(), now=NOW)
    state = state_of(logbook, shelf=shelf, now=NOW)
    with pytest.raises(NotFound):
        next_session(state, shelf=shelf)
    told = "\n".join(today_lines(today(state, shelf=shelf), shelf=shelf))
    assert "8 of 10" in told
    assert [each.name for each in shelf.exercises.values() if each.name in told] == []


@pytest.mark.parametrize(
    ("answers", "is_referred", "decision"),
    [
        (None, False, "decide.check-first"),
        (plain_runner(), False, "decide.nothing"),
        (plain_runner(limp=True), True, "decide.be-seen"),
    ],
)
def test_no_stage_is_told_to_who_may_not_train(logbook, shelf, answers, is_referred, decision):
    if answers is not None:
        _check(logbook, shelf, answers, NOW)
    state = state_of(logbook, shelf=shelf, now=NOW)

    assert state.is_referred is is_referred
    assert retest(state, shelf=shelf).decision.text == decision


def test_a_check_that_held_an_earlier_referral_back_refers_too(logbook, shelf):
    _check(logbook, shelf, plain_runner(limp=True), NOW - timedelta(days=2))
    _check(logbook, shelf, plain_runner(), NOW)
    state = state_of(logbook, shelf=shelf, now=NOW)

    assert state.is_referred
    assert retest(state, shelf=shelf).decision.text == "decide.be-seen"


def test_today_says_to_who_is_referred_what_to_do_and_how_soon(logbook, shelf):
    _check(logbook, shelf, plain_runner(limp=True), NOW)
    state = state_of(logbook, shelf=shelf, now=NOW)

    lines = clinician_lines(state, shelf=shelf)
    assert lines[0].startswith("See a clinician")
    assert any("not a diagnosis" in line for line in lines)
    _check(logbook, shelf, plain_runner(), NOW + timedelta(days=20))
    later = state_of(logbook, shelf=shelf, now=NOW + timedelta(days=20))
    assert clinician_lines(later, shelf=shelf) == ()


def test_the_green_light_says_go_on_only_to_who_may_train(logbook, shelf):
    log_pain(logbook, pain_nrs=1, when=When.DURING, side=None, felt_on=NOW.date(), now=NOW)
    unchecked = today(state_of(logbook, shelf=shelf, now=NOW), shelf=shelf).light
    assert (unchecked.level, unchecked.text) == ("unknown", "pain.green-is-not-enough")

    _check(logbook, shelf, plain_runner(), NOW)
    assert today(state_of(logbook, shelf=shelf, now=NOW), shelf=shelf).light.text == "pain.green"

    log_pain(logbook, pain_nrs=7, when=When.AFTER, side=None, felt_on=NOW.date(), now=NOW)
    _check(logbook, shelf, _sheet_for(Disposition.CLINICIAN, shelf), NOW)
    assert today(state_of(logbook, shelf=shelf, now=NOW), shelf=shelf).light.level == "red"


def test_what_else_changed_is_asked_from_the_same_day_as_the_runs(logbook, shelf, tmp_path):
    """Nobody trained yet: with a day that was named there is something to compare."""
    today = NOW.date()
    for weeks_ago in range(10):
        run_file(
            tmp_path / "files", today - timedelta(weeks=weeks_ago), km=6 if weeks_ago < 4 else 3
        )
    import_files(logbook, [tmp_path / "files"], now=NOW)
    state = state_of(logbook, shelf=shelf, now=NOW)

    assert retest(state, shelf=shelf).also.text == "also.too-soon"
    since = today - timedelta(weeks=4) + timedelta(days=1)
    assert retest(state, shelf=shelf, since=since).also.text == "also.distance"
