"""The course of weeks in the loop: what calls for a clinician reaches everything that is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from psoas.app.battery.gate import gate
from psoas.app.check.checking_in import check_in
from psoas.app.check.clinician import page_of_state
from psoas.app.diary.keeping import set_up
from psoas.app.plan.planning import current_plan, make_plan
from psoas.app.plan.todays import today
from psoas.app.plan.told import today_lines
from psoas.app.retest.retesting import retest
from psoas.app.state import state_of
from psoas.errors import Conflict
from psoas.store import Logbook
from tests.kit.loop import HIP_FLEXOR, NOW, eight_weeks, turn
from tests.kit.sheets import plain_runner

RECORD = {"id": "again", "structured": plain_runner(**HIP_FLEXOR), "free_text": ""}
#: Days ago and pain: two reds within two weeks, and greens since.
TWO_REDS = ((9, 7), (6, 6), (1, 1))
ONE_RED = ((9, 5), (6, 6), (1, 1))


@pytest.fixture
def walk(tmp_path, shelf):
    files = eight_weeks(tmp_path / "runs", until=NOW.date())
    opened: list[Logbook] = []

    def walked(**changes):
        logbook = Logbook.open(tmp_path / f"{len(opened)}.db")
        opened.append(logbook)
        return logbook, turn(logbook, files, shelf, plan_days_ago=10, **changes)

    yield walked
    for logbook in opened:
        logbook.close()


def test_two_red_days_refer_and_hold_back_every_exercise(walk, shelf):
    """One red day less is a plan; two, and a clinician comes first, whatever today's pain is."""
    _, plain = walk(diary=ONE_RED)
    logbook, found = walk(diary=TWO_REDS)

    assert plain.plan is not None
    assert plain.exercises
    assert plain.retested.decision.level != "refer"
    assert found.retested.decision.level == "refer"
    assert found.retested.decision.rule == "two-reds"
    assert found.state.screening.text == "refer.two-reds"
    assert current_plan(found.state) is None  # plan, today, report
    assert found.today.sessions == ()
    assert not found.report.plan
    assert page_of_state(found.state, shelf=shelf).exercises == ()
    assert "go on as planned" not in " ".join(today_lines(found.today, shelf=shelf))
    assert found.retested.following is None  # no test either
    assert gate(shelf.measures["side-plank"], found.state, shelf=shelf).verdict.level == "not-now"
    with pytest.raises(Conflict, match="clinician"):
        make_plan(logbook, shelf=shelf, now=NOW)
    # what must not change: the runs, their load, what the check itself said
    assert [run.units for run in found.state.runs] == [run.units for run in plain.state.runs]
    assert found.disposition == plain.disposition == "PROGRAMME"


def test_a_new_check_does_not_undo_it_and_a_clinicians_look_does(walk, shelf):
    logbook, _ = walk(diary=TWO_REDS)

    again = check_in(logbook, RECORD, shelf=shelf, now=NOW)
    assert again.assessment.disposition == "CLINICIAN"
    assert again.exercises == ()
    assert "clinician" in again.text

    set_up(logbook, {"seen_on": NOW.date().isoformat()}, now=NOW)
    seen = state_of(logbook, shelf=shelf, now=NOW)
    assert seen.referred == ()
    assert seen.screening.text == "screen.seen"  # the check comes first, then exercises
    assert check_in(logbook, RECORD, shelf=shelf, now=NOW).assessment.disposition == "PROGRAMME"


def test_it_ends_when_the_reds_are_two_weeks_old(walk, shelf):
    logbook, _ = walk(diary=TWO_REDS)
    still, later = (
        state_of(logbook, shelf=shelf, now=NOW + timedelta(days=n)).referred for n in (4, 5)
    )

    assert still
    assert later == ()


def test_a_day_that_lies_ahead_is_no_visit(walk, shelf):
    from psoas.errors import InvalidAnswer

    logbook, _ = walk(diary=TWO_REDS)
    tomorrow = (NOW + timedelta(days=1)).date().isoformat()

    with pytest.raises(InvalidAnswer):
        set_up(logbook, {"seen_on": tomorrow}, now=NOW)


def test_six_weeks_without_gain_refer(walk, shelf):
    """The same pain in the first and in the last week, and a gain: only the first one refers."""
    logbook, found = walk(diary=tuple((n, 4) for n in range(14)))
    later = NOW + timedelta(days=32)
    assert found.retested.decision.level != "refer"

    from psoas.app.diary.keeping import log_pain
    from psoas.diary import When

    for n in range(5):
        at = later - timedelta(days=n)
        log_pain(logbook, pain_nrs=4, when=When.AFTER, side=None, felt_on=at.date(), now=at)
    state = state_of(logbook, shelf=shelf, now=later)

    assert retest(state, shelf=shelf).decision.text == "refer.no-gain-at-all"
    assert today(state, shelf=shelf).sessions == ()


def test_the_report_says_that_most_days_were_not_scored(walk):
    """Who reads the report must know it as whoever reads Progress does."""
    every, some = (tuple((ago, 2) for ago in range(60, 0, -step)) for step in (1, 3))
    texts = [
        {
            each.verdict.text
            for section in found.report.sections
            if section.heading == "report.retest"
            for each in section.statements
        }
        for _, found in (walk(diary=every), walk(diary=some))
    ]
    assert texts[1] - texts[0] == {"symptoms.few-days"}
