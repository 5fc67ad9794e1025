"""When the symptoms began: who tells it, how exactly, and when nobody knows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from psoas.diary import Pain, When
from psoas.load import Told, find_onset
from psoas.quantity import Answer

ANSWERED = date(2026, 11, 22)


def back(n: int) -> date:
    return ANSWERED - timedelta(days=n)


def pain(days_ago: int, nrs: int, when: When = When.DURING) -> Pain:
    on = back(days_ago)
    entered_at = datetime(on.year, on.month, on.day, 20, tzinfo=UTC)
    return Pain(felt_on=on, when=when, pain_nrs=nrs, entered_at=entered_at)


QUIET = [pain(n, 1) for n in (20, 16, 12)]

ROWS = {
    "nobody said anything": (None, [], Told.NOBODY, None),
    "the check says three weeks": (3, [], Told.SHEET, 21),
    "less than a week is no day": (0, [], Told.NOBODY, None),
    "half a year is too long ago": (26, [], Told.NOBODY, None),
    "half a year ago, and a flare in the diary": (26, [*QUIET, pain(8, 4)], Told.DIARY, 8),
    "the diary names the day of the week": (2, [pain(13, 4)], Told.SHEET_AND_DIARY, 13),
    "the diary hurts outside of that week": (4, [pain(13, 4)], Told.SHEET, 28),
    "it hurt before that week already": (2, [pain(20, 3), pain(13, 4)], Told.SHEET, 14),
    "the check does not say, the diary does": (None, [*QUIET, pain(8, 3)], Told.DIARY, 8),
    "the newest of two flares": (
        None,
        [pain(60, 1), pain(58, 0), pain(55, 1), pain(54, 5), *QUIET, pain(8, 3), pain(7, 6)],
        Told.DIARY,
        8,
    ),
    "the diary begins with pain": (None, [pain(8, 4), pain(7, 4)], Told.NOBODY, None),
    "two low scores are no stretch": (None, [*QUIET[:2], pain(8, 4)], Told.NOBODY, None),
    "2 of 10 is below amber": (None, [*QUIET, pain(8, 2)], Told.NOBODY, None),
    "the quiet was a month before": (
        None,
        [pain(50, 0), pain(49, 0), pain(48, 0), pain(8, 4)],
        Told.NOBODY,
        None,
    ),
}


@pytest.mark.parametrize(("weeks", "diary", "told", "days_ago"), ROWS.values(), ids=ROWS)
def test_the_onset(weeks, diary, told, days_ago, shelf):
    found = find_onset(
        answered_on=ANSWERED, duration_weeks=weeks, pains=reversed(diary), limits=shelf.limits
    )

    assert found.verdict.level == told
    assert found.on == (None if days_ago is None else back(days_ago))
    assert (found.verdict.answer is Answer.UNKNOWN) == (found.on is None) == (found.until is None)


@pytest.mark.parametrize(
    ("when", "days_before"),
    [(When.DURING, 0), (When.AFTER, 0), (When.MORNING, 1), (When.BEFORE, 1)],
)
def test_a_pain_before_the_run_leaves_the_days_run_out(when, days_before, shelf):
    found = find_onset(
        answered_on=None, duration_weeks=None, pains=[*QUIET, pain(8, 4, when)], limits=shelf.limits
    )

    assert found.on - found.until == timedelta(days=days_before)
