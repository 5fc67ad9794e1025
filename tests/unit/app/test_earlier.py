"""Earlier checks of the logbook: what holds, for how long, and what does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from psoas.app.check.checking import check, keep_check
from psoas.app.check.checking_in import check_in
from psoas.app.check.earlier import changed_answers, own_disposition, with_earlier
from psoas.app.state import state_of
from psoas.library import shelf as shipped
from psoas.loop.assess.model import Disposition
from psoas.store import Logbook, tables
from tests.kit.sheets import plain_runner, without

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SHELF = shipped()


@pytest.fixture
def logbook(tmp_path):
    with Logbook.open(tmp_path / "runner.db") as found:
        yield found


def answer(logbook, days, sheet, **beside):
    now = NOW + timedelta(days=days)
    checked = check_in(logbook, {"structured": sheet, **beside}, shelf=SHELF, now=now)
    if checked.assessment is not None:
        keep_check(logbook, checked, now=now)
    return checked


@pytest.mark.parametrize(
    ("answers", "held"),
    [
        ({"feels_feverish_or_unwell": True}, "EMERGENCY"),
        ({"limp": True}, "URGENT"),
        ({"pain_walk_0_10": 2, "location": ["knee"]}, "CLINICIAN"),
    ],
)
@pytest.mark.parametrize(("days", "counts"), [(0.001, True), (14, True), (15, False)])
def test_the_worst_of_fourteen_days_holds(logbook, answers, held, days, counts):
    assert answer(logbook, 0, plain_runner(**answers)).assessment.disposition == held
    found = answer(logbook, days, plain_runner())

    assert found.assessment.disposition == (held if counts else "PROGRAMME")
    assert ("That holds up to and including Sun 6 Dec 2026" in found.text) is counts


def test_a_worse_answer_counts_at_once_and_a_milder_one_does_not_shorten_it(logbook):
    answer(logbook, 0, plain_runner(limp=True))
    answer(logbook, 3, plain_runner(pain_walk_0_10=2, location=["knee"]))
    assert answer(
        logbook, 6, plain_runner(feels_feverish_or_unwell=True)
    ).assessment.disposition == ("EMERGENCY")

    assert answer(logbook, 16, plain_runner()).assessment.disposition == "EMERGENCY"
    assert answer(logbook, 21, plain_runner()).assessment.disposition == "PROGRAMME"


def test_an_unfinished_check_holds_nothing(logbook):
    open_one = answer(logbook, 0, without(plain_runner(), "saddle_numbness"))

    assert open_one.assessment.unfinished
    assert own_disposition(open_one.assessment) is None
    assert answer(logbook, 0.01, plain_runner()).assessment.disposition == "PROGRAMME"


def test_what_the_sheet_itself_says_of_earlier_checks_is_kept(logbook):
    answer(logbook, 0, plain_runner(pain_walk_0_10=2, location=["knee"]))
    said = [{"days_ago": 2, "disposition": "URGENT"}]

    assert answer(logbook, 1, plain_runner(previous_assessments=said)).assessment.disposition == (
        "URGENT"
    )
    refused = answer(logbook, 1, plain_runner(previous_assessments="none of your business"))
    assert refused.assessment is None
    assert refused.problems[0][0] == "previous_assessments"


def test_a_logbook_without_checks_changes_nothing():
    record = {"structured": plain_runner()}

    assert with_earlier(record, (), now=NOW) is record


def test_what_changed_between_two_sheets_is_named():
    before = {"structured": plain_runner(limp=True, hop_pain="not_sure")}
    after = {"structured": without(plain_runner(limp=False, hop_pain=None), "bruising")}
    found = {each.key: (each.before, each.after) for each in changed_answers(before, after)}

    assert found == {"limp": (True, False), "bruising": (False, None)}


def test_a_check_that_is_held_is_held_in_the_state(logbook):
    answer(logbook, 0, plain_runner(limp=True))
    answer(logbook, 5, plain_runner())
    state = state_of(logbook, shelf=SHELF, now=NOW + timedelta(days=5))

    assert state.held is not None
    assert state.held.disposition is Disposition.URGENT
    assert not state.trains


@pytest.mark.parametrize(
    ("age", "beside", "words", "rows"),
    [
        (15, {}, "", 0),
        (16, {}, "", 1),
        (35, {"age": 15}, "", 0),
        (35, {}, "I'm 15 and it hurts", 0),
        (None, {"age": 15.9}, "", 0),
    ],
)
def test_of_a_runner_below_sixteen_nothing_is_stored(logbook, age, beside, words, rows):
    answer(logbook, 0, plain_runner(age_years=age), free_text=words, **beside)

    with logbook.reading() as connection:
        stored = {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
        }
    assert stored.pop("sheet") == rows
    assert not any(stored.values())


def test_a_child_is_still_told_what_to_do():
    checked = check({"structured": plain_runner(age_years=15, limp=True)}, shelf=SHELF)

    assert checked.child
    assert checked.assessment.disposition == "URGENT"
    assert checked.exercises == ()
    assert "Stop running" in checked.text


def test_a_check_that_was_kept_without_a_look_at_the_earlier_ones_is_held_too(logbook):
    for days, sheet in ((0, plain_runner(limp=True)), (5, plain_runner())):
        checked = check({"structured": sheet}, shelf=SHELF)
        keep_check(logbook, checked, now=NOW + timedelta(days=days))
    state = state_of(logbook, shelf=SHELF, now=NOW + timedelta(days=5))

    assert state.sheet.assessment.disposition is Disposition.PROGRAMME
    assert not state.trains
    assert state.screening.text == "screen.held"
