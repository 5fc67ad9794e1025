"""What else changed since a training began."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from psoas.loop.retest.also import also_changed
from psoas.quantity import Answer

ON = date(2026, 11, 20)
SINCE = ON - timedelta(weeks=4)


def weekly(before_km: float, after_km: float):
    """One run a week, before and since."""
    return [
        SimpleNamespace(
            local_on=ON - timedelta(weeks=n, days=3),
            distance_m=1000 * (after_km if n < 4 else before_km),
        )
        for n in range(10)
    ]


@pytest.mark.parametrize(
    ("before_km", "after_km", "text"),
    [
        (30, 30, "same"),
        (30, 32, "same"),
        (30, 38, "distance"),
        (30, 20, "distance"),
        (0, 20, "no-runs"),
    ],
)
def test_more_or_less_running(before_km, after_km, text):
    found = also_changed(weekly(before_km, after_km), since=SINCE, on=ON)

    assert found.text == f"also.{text}"


def test_before_a_training_and_in_its_first_weeks_it_is_not_known():
    for since in (None, ON - timedelta(days=10)):
        found = also_changed(weekly(30, 60), since=since, on=ON)
        assert (found.answer, found.text) == (Answer.UNKNOWN, "also.too-soon")


@pytest.mark.parametrize(
    ("weeks_before", "text"), [(1, "no-runs"), (3, "same"), (6, "same"), (20, "same")]
)
def test_weeks_before_the_logbook_began_are_not_weeks_of_rest(weeks_before, text):
    """30 km a week before and since: three weeks of runs are not 15 km a week over six."""
    runs = [
        SimpleNamespace(local_on=ON - timedelta(weeks=n, days=7 - day), distance_m=15_000)
        for n in range(4 + weeks_before)
        for day in (0, 3)
    ]

    assert also_changed(runs, since=SINCE, on=ON).text == f"also.{text}"
