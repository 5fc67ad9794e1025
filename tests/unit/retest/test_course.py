"""What in the course of weeks calls for a clinician: science.md section 9.4 as a table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from psoas.diary import Pain, When
from psoas.loop.retest.course import Course, is_green_two_weeks, red_days, referrals
from psoas.quantity import Answer

ON = date(2026, 11, 20)


def pain(days_ago: int, nrs: int, when: When = When.AFTER) -> Pain:
    felt_on = ON - timedelta(days=days_ago)
    at = datetime(felt_on.year, felt_on.month, felt_on.day, 20, tzinfo=UTC)
    return Pain(felt_on=felt_on, when=when, pain_nrs=nrs, entered_at=at)


def course(*pains: Pain, weeks: int | None = None, **more) -> Course:
    return Course(
        on=ON,
        since=None if weeks is None else ON - timedelta(weeks=weeks),
        pains=pains,
        psfs_nrs=more.pop("psfs_nrs", {}),
        psfs_detectable_nrs=2.4,
        is_held_back_twice=more.pop("is_held_back_twice", False),
        **more,
    )


def days(nrs_first: int, nrs_now: int, *, weeks: int) -> tuple[Pain, ...]:
    """Five scores round the beginning and five in the last week."""
    first = [pain(7 * weeks + n - 2, nrs_first) for n in range(5)]
    return (*first, *(pain(n, nrs_now) for n in range(5)))


def psfs(first: float, now: float, *, weeks: int):
    return {ON - timedelta(weeks=weeks): first, ON: now}


BETWEEN = {"reds_after": ON - timedelta(days=5)}
FEW = (pain(28, 4), pain(27, 4), pain(1, 4), pain(0, 4))

TABLE = [
    # reds
    ("no score at all", course(), []),
    ("one red day", course(pain(3, 7)), []),
    ("one red day, still red by its light on the next", course(pain(1, 7), pain(0, 1)), []),
    ("two red days", course(pain(9, 6), pain(2, 7)), ["two-reds"]),
    ("two reds, one 14 days ago", course(pain(14, 6), pain(2, 7)), []),
    ("a clinician looked between", course(pain(9, 6), pain(2, 7), **BETWEEN), []),
    ("amber every day", course(*(pain(n, 5) for n in range(14))), []),
    # the questions of the week
    ("two weeks held back much", course(is_held_back_twice=True), ["held-back"]),
    # worse than at the beginning, by more than measuring alone can make (1.77)
    ("from 2 to 4 in 3 weeks", course(*days(2, 4, weeks=3), weeks=3), ["worse"]),
    ("from 2 to 3 in 3 weeks", course(*days(2, 3, weeks=3), weeks=3), []),
    ("from 2 to 4, no session was done", course(*days(2, 4, weeks=3)), []),
    ("activities from 6 to 3", course(psfs_nrs=psfs(6, 3, weeks=3), weeks=3), ["worse-activities"]),
    ("activities from 6 to 4", course(psfs_nrs=psfs(6, 4, weeks=3), weeks=3), []),
    # no gain
    ("4 stays 4 in 3 weeks", course(*days(4, 4, weeks=3), weeks=3), []),
    ("4 stays 4 in 4 weeks", course(*days(4, 4, weeks=4), weeks=4), ["no-gain"]),
    ("5 to 4 in 4 weeks", course(*days(5, 4, weeks=4), weeks=4), ["no-gain"]),
    ("5 to 3 in 4 weeks", course(*days(5, 3, weeks=4), weeks=4), []),
    ("3 to 2 in 4 weeks: a third", course(*days(3, 2, weeks=4), weeks=4), []),
    ("4 stays 4 in 6 weeks", course(*days(4, 4, weeks=6), weeks=6), ["no-gain-at-all"]),
    ("1 stays 1 in 6 weeks: no room", course(*days(1, 1, weeks=6), weeks=6), []),
    ("4 weeks, pain never scored", course(weeks=4), []),
    ("4 weeks, two scores a week: unknown", course(*FEW, weeks=4), []),
    (
        "4 stays 4, activities 5 to 8",
        course(*days(4, 4, weeks=4), psfs_nrs=psfs(5, 8, weeks=4), weeks=4),
        [],
    ),
    (
        "4 stays 4, activities 5 to 6",
        course(*days(4, 4, weeks=4), psfs_nrs=psfs(5, 6, weeks=4), weeks=4),
        ["no-gain"],
    ),
    ("activities 5 to 6 alone", course(psfs_nrs=psfs(5, 6, weeks=4), weeks=4), ["no-gain"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "rules"), [each[1:] for each in TABLE], ids=[each[0] for each in TABLE]
)
def test_what_calls_for_a_clinician(shelf, said, rules):
    found = referrals(said, limits=shelf.limits)

    assert [each.rule for each in found] == rules
    assert {each.level for each in found} <= {"refer"}
    assert all(each.sources for each in found)


def test_a_red_day_that_lifts_the_mean_of_its_week_is_one_red(shelf):
    pains = [*(pain(n, 3 - n // 7) for n in range(21)), pain(2, 7)]

    assert len(red_days(pains, on=ON, limits=shelf.limits)) == 1


def test_a_mean_that_rises_is_one_red_however_long(shelf):
    """Three weeks of 1, 2, 3: the light is red for days, and yet nothing is red twice."""
    pains = [pain(n, 3 - n // 7) for n in range(21)]

    assert len(red_days(pains, on=ON, limits=shelf.limits)) == 1


@pytest.mark.parametrize(
    ("pains", "answer"),
    [
        ((), Answer.UNKNOWN),
        ([pain(n, 1) for n in range(5)], Answer.UNKNOWN),
        ([pain(n, 1) for n in range(6)], Answer.YES),
        ([*(pain(n, 1) for n in range(6)), pain(10, 3)], Answer.NO),
        ([*(pain(n, 1) for n in range(6)), pain(14, 3)], Answer.YES),
    ],
)
def test_two_green_weeks(shelf, pains, answer):
    assert is_green_two_weeks(tuple(pains), on=ON, limits=shelf.limits) is answer
