"""From the diary and the runs to the days that the retest looks at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from psoas.app.retest.symptoms import HALF_YEAR_D, LEAST_LOADED_DAYS, diary_of
from psoas.diary import Pain, Sitting, When
from psoas.load import RunFact

ON = date(2026, 11, 20)


def pain(days_ago: int, nrs: int, when: When = When.AFTER, hour: int = 20) -> Pain:
    on = ON - timedelta(days=days_ago)
    at = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Pain(felt_on=on, when=when, pain_nrs=nrs, entered_at=at)


def run(days_ago: int, km: float, hour: int = 18) -> RunFact:
    on = ON - timedelta(days=days_ago)
    return RunFact(
        id=f"{days_ago}",
        started_at=datetime(on.year, on.month, on.day, hour, tzinfo=UTC),
        local_on=on,
        distance_m=1000 * km,
        moving_s=3600,
        fast_m=0,
        units={4: km},
    )


def test_without_a_score_there_is_no_diary():
    assert diary_of((), [run(1, 10)], (), on=ON) is None


def test_scores_of_more_than_half_a_year_ago_make_no_diary():
    """Who comes back after it is asked anew; the pages broke on this once."""
    assert diary_of((pain(HALF_YEAR_D - 1, 3),), (), (), on=ON).first < ON
    assert diary_of((pain(HALF_YEAR_D, 3),), (), (), on=ON) is None


def test_a_day_has_its_strongest_score_and_holes_stay_holes():
    found = diary_of((pain(4, 2), pain(4, 5), pain(4, 3), pain(1, 1)), (), (), on=ON)

    assert found.first == ON - timedelta(days=4)
    np.testing.assert_array_equal(found.days.score, [5, np.nan, np.nan, 1, np.nan])
    np.testing.assert_array_equal(found.days.n_written, [3, 0, 0, 1, 0])


def test_a_load_is_in_typical_days():
    runs = [run(ago, 10) for ago in range(0, 2 * LEAST_LOADED_DAYS, 2)]
    found = diary_of((pain(20, 1),), runs, (), on=ON)

    assert set(found.days.loads) == {"distance", "units-4"}
    assert set(found.days.loads["distance"]) == {0.0, 1.0}


def test_too_few_loaded_days_make_no_channel():
    found = diary_of((pain(20, 1),), [run(1, 10)], [sitting(2)], on=ON)
    assert dict(found.days.loads) == {}


def sitting(days_ago: int) -> Sitting:
    on = ON - timedelta(days=days_ago)
    return Sitting(on=on, sitting_h=8, entered_at=datetime(2026, 11, 20, tzinfo=UTC))


@pytest.mark.parametrize(
    ("when", "hour", "counts"),
    [
        (When.MORNING, 21, False),
        (When.BEFORE, 21, False),
        (When.AFTER, 20, True),
        (When.AFTER, 12, False),
    ],
)
def test_a_run_after_the_score_is_not_before_it(when, hour, counts):
    runs = [run(ago, 10) for ago in range(0, 2 * LEAST_LOADED_DAYS, 2)]
    found = diary_of((pain(20, 1), pain(4, 3, when, hour)), runs, (), on=ON)
    day = 20 - 4

    assert found.days.loads["distance"][day] == 1.0
    assert bool(found.days.loads_before_score["distance"][day] == 1.0) is counts
