"""The questions of the week: skipped is unknown, lists are compared with themselves only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from psoas.app.check.checking import check, keep_check
from psoas.app.diary.weekly import (
    checked,
    is_due,
    is_substantial,
    keep_answers,
    overuse_verdict,
    psfs_nrs,
    readings_of,
    undo_week,
    week_verdicts,
)
from psoas.app.plan.todays import today
from psoas.app.plan.told import today_lines
from psoas.app.reporting import report_of
from psoas.app.retest.retesting import retest
from psoas.app.state import state_of
from psoas.errors import InvalidAnswer, NotFound
from psoas.quantity import Answer
from psoas.render.words import worded
from tests.conftest import NOW
from tests.kit.sheets import plain_runner

MINE = {"hills": 4, "desk": 6, "stairs": 8}


def kept(logbook, shelf, *weeks):
    for n, said in enumerate(weeks):
        at = NOW - timedelta(days=7 * (len(weeks) - 1 - n))
        keep_answers(logbook, said, now=at)
    return state_of(logbook, shelf=shelf, now=NOW)


def test_what_is_skipped_is_unknown_and_never_zero(logbook, shelf):
    found = kept(logbook, shelf, {"pain-nrs-now": 2, "pain-nrs-worst": None})

    assert found.weeks[0].answers == {"pain-nrs-now": 2}
    assert [(r.measure, r.value) for r in found.readings] == [("pain-nrs-now", 2.0)]


def test_the_last_word_of_a_day_counts(logbook, shelf):
    keep_answers(logbook, {"pain-nrs-now": 2}, now=NOW - timedelta(hours=2))
    keep_answers(logbook, {"pain-nrs-now": 3, "days-lost": 0}, now=NOW)
    found = state_of(logbook, shelf=shelf, now=NOW)

    assert [dict(week.answers) for week in found.weeks] == [{"pain-nrs-now": 3, "days-lost": 0}]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"pain-nrs-now": None},
        {"pain-nrs-now": 11},
        {"pain-nrs-now": True},
        {"pain-nrs-now": 2.5},
        {"days-lost": 8},
        {"hurt": "very"},
        {"mood": 3},
        {"activities": {"": 3}},
        {"activities": {"x" * 61: 3}},
        {"activities": {str(n): 3 for n in range(6)}},
    ],
)
def test_what_cannot_be_is_refused(logbook, shelf, said):
    with pytest.raises(InvalidAnswer):
        keep_answers(logbook, said, now=NOW)
    assert state_of(logbook, shelf=shelf, now=NOW).weeks == ()


def test_own_activities_have_a_mean_only_when_three_or_more_are_scored():
    assert psfs_nrs({"activities": MINE}) == pytest.approx(6.0)
    assert psfs_nrs({"activities": {**MINE, "desk": None}}) is None
    assert psfs_nrs({"activities": {"hills": 4, "desk": 6}}) is None
    assert psfs_nrs({}) is None


def test_another_list_of_activities_is_another_scale(logbook, shelf):
    other = {"kick": 1, "sprint": 2, "squat": 3}
    found = kept(logbook, shelf, {"activities": MINE}, {"activities": other})

    assert [r.value for r in found.readings] == [2.0]


def test_a_change_of_them_counts_from_the_detectable_one(logbook, shelf):
    def week(score):
        return {"activities": dict.fromkeys(MINE, score)}

    found = kept(logbook, shelf, week(4), week(4), week(6), week(8), week(8))
    change = {c.measure: c for c in retest(found, shelf=shelf).changes}["psfs"]
    assert (change.before, change.after, change.detectable) == (4, 8, 2.4)
    assert change.direction == "better"


def test_days_lost_are_shown_and_never_judged(logbook, shelf):
    found = kept(logbook, shelf, *({"days-lost": n} for n in (0, 0, 7, 7)))
    change = {c.measure: c for c in retest(found, shelf=shelf).changes}["days-lost"]

    assert change.verdict.text == "retest.no-error-known"
    assert retest(found, shelf=shelf).decision.level == "stay"


@pytest.mark.parametrize(
    ("said", "is_held"),
    [
        ({"took-part": "none", "cut-back": "little", "ran-worse": "none"}, Answer.NO),
        ({"took-part": "none", "cut-back": "much", "ran-worse": "none"}, Answer.YES),
        ({"took-part": "all"}, Answer.YES),
        ({"took-part": "none", "cut-back": "little"}, Answer.UNKNOWN),
        ({"hurt": "all"}, Answer.UNKNOWN),
    ],
)
def test_a_week_is_held_back_not_held_back_or_not_known(said, is_held):
    assert is_substantial(checked(said)) is is_held


HELD = {"cut-back": "much"}
WELL = {"took-part": "none", "cut-back": "none", "ran-worse": "none"}


@pytest.mark.parametrize(
    ("weeks", "text"),
    [
        ([HELD], "week.held-back"),
        ([HELD, HELD], "week.held-back-twice"),
        ([HELD, HELD, WELL], "week.held-back-twice"),
        ([HELD, WELL, HELD], "week.held-back"),
        ([HELD, HELD, WELL, WELL], "week.not-held-back"),
        ([WELL], "week.not-held-back"),
        ([{"pain-nrs-now": 1}], "week.overuse-unknown"),
    ],
)
def test_two_weeks_in_a_row_call_for_a_clinician(logbook, shelf, weeks, text):
    found = kept(logbook, shelf, *weeks)
    verdict = overuse_verdict(found.weeks, on=NOW.date())

    assert verdict.text == text
    assert (verdict.level == "refer") == (text == "week.held-back-twice")


def test_the_report_tells_the_newest_week_and_nothing_without_one(logbook, shelf):
    empty = state_of(logbook, shelf=shelf, now=NOW)
    assert week_verdicts(empty.weeks, on=NOW.date(), shelf=shelf) == ()
    headings = [s.heading for s in report_of(empty, shelf=shelf).sections]
    assert "report.week" not in headings

    found = kept(logbook, shelf, {"pain-nrs-now": 9}, {"pain-nrs-now": 2, "activities": MINE})
    section = {s.heading: s for s in report_of(found, shelf=shelf).sections}["report.week"]
    said = " ".join(worded(s.verdict, texts=shelf.texts) for s in section.statements)
    assert "Pain now: 2 of 10" in said
    assert "6 of 10" in said
    assert "9 of 10" not in said


def test_the_newest_week_is_taken_back(logbook, shelf):
    kept(logbook, shelf, {"days-lost": 1}, {"days-lost": 2})
    assert undo_week(logbook).answers == {"days-lost": 2}
    assert undo_week(logbook).answers == {"days-lost": 1}
    with pytest.raises(NotFound):
        undo_week(logbook)


def test_it_is_asked_again_after_seven_days(logbook, shelf):
    found = kept(logbook, shelf, {"days-lost": 1})
    on = NOW.date()
    assert is_due((), on=on)
    assert not is_due(found.weeks, on=on + timedelta(days=6))
    assert is_due(found.weeks, on=on + timedelta(days=7))
    assert list(readings_of(())) == []


def test_today_asks_for_the_week_after_seven_days_and_not_on_the_day_of_the_check(logbook, shelf):
    checked_at = NOW - timedelta(days=8)
    keep_check(
        logbook, check({"id": "x", "structured": plain_runner()}, shelf=shelf), now=checked_at
    )

    def due(days_ago: int) -> bool:
        state = state_of(logbook, shelf=shelf, now=NOW - timedelta(days=days_ago))
        return today(state, shelf=shelf).week_due

    assert not due(-10), "a check that is too old is asked first"
    assert not due(8)
    assert not due(2)
    assert due(1)
    assert "psoas feel" in "\n".join(today_lines(_today(logbook, shelf), shelf=shelf))

    keep_answers(logbook, {"pain-nrs-now": 2}, now=NOW)
    assert not due(0)


def test_nobody_is_asked_for_the_week_before_the_check(logbook, shelf):
    assert not _today(logbook, shelf).week_due


def _today(logbook, shelf):
    return today(state_of(logbook, shelf=shelf, now=NOW), shelf=shelf)
