"""A season in columns: what is summed, what is the most, and what is not known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from attrs import evolve

from psoas.load import Covered, frames_of, season_of, weeks_of
from psoas.load.season import load_is_known
from tests.kit.runs import fact

MONDAY = date(2026, 11, 2)


def on(n: int) -> date:
    return MONDAY + timedelta(days=n)


def test_a_day_of_rest_is_zero_and_a_day_without_a_record_is_not_there():
    season = season_of([fact(on(1), 8), fact(on(3), 10, fast_m=400)])

    assert season.days() == (on(1), on(2), on(3))
    assert season.distance_m.tolist() == [8000, 0, 10000]
    assert season.fast_m.tolist() == [0, 0, 400]
    np.testing.assert_array_equal(season.most_distance_m, [8000, np.nan, 10000])


def test_days_that_another_sport_covers_are_days_without_a_run():
    season = season_of([fact(on(1), 8)], covered=Covered(first=on(0), last=on(4)))

    assert season.runs.tolist() == [0, 1, 0, 0, 0]
    assert season_of([], covered=Covered(first=on(0), last=on(1))).distance_m.tolist() == [0, 0]


def test_nothing_on_record_is_no_season():
    assert season_of([]) is None


def test_covered_days_run_forward():
    with pytest.raises(ValueError, match="run forward"):
        Covered(first=on(1), last=on(0))


@pytest.mark.parametrize(
    ("km", "units", "moving_s", "known"),
    [
        (8.0, 8.0, 2880, True),
        (8.0, 0.0, 2880, False),  # a treadmill whose seconds have no speed
        (3.0, 0.0, 2880, True),  # walked throughout: 0 is the truth
        (None, 0.0, 2880, False),
        (None, 5.0, 2880, True),
    ],
)
def test_zero_units_at_a_running_speed_are_unknown(km, units, moving_s, known):
    run = evolve(fact(MONDAY, km), units=dict.fromkeys((1, 2, 4, 7, 9), units), moving_s=moving_s)

    assert load_is_known(run) is known
    assert np.isnan(season_of([run]).units).any() != known
    assert np.isnan(season_of([run]).fast_m).any() != known


def test_a_run_without_a_distance_makes_sums_unknown_and_leaves_the_longest_alone():
    season = season_of([fact(on(n), None if n == 8 else 5.0 + n) for n in range(16)])
    frames = frames_of(season)

    assert np.isnan(season.distance_m[8])
    assert np.isnan(frames.week_distance_m[8:15]).all()
    assert frames.week_distance_m[7] == sum(5000.0 + 1000 * n for n in range(1, 8))
    assert frames.most_distance_m[8] == 12000
    assert frames.most_distance_m[9] == 14000


def test_frames_end_on_their_day_and_say_how_much_they_know():
    season = season_of([fact(on(0), 20, fast_m=500), *(fact(on(n), 5) for n in range(1, 40, 3))])
    frames = frames_of(season)

    assert np.isnan(frames.week_distance_m[:6]).all()  # seven days are not on record yet
    assert frames.week_distance_m[6] == 20000 + 2 * 5000
    assert frames.most_distance_m[29] == 20000  # day 0 is the thirtieth day back
    assert frames.most_distance_m[30] == 5000
    assert frames.most_fast_m[[29, 30]].tolist() == [500, 0]
    assert frames.month_days[[0, 28, 29, 35]].tolist() == [1, 29, 30, 30]


def test_a_month_without_a_run_has_no_longest():
    season = season_of([fact(on(0), 20)], covered=Covered(first=on(0), last=on(31)))

    assert np.isnan(frames_of(season).most_distance_m[30])
    assert frames_of(season).week_distance_m[20] == 0


def test_the_most_is_of_one_run_and_the_sum_of_all_of_a_day():
    season = season_of([fact(on(0), 8, name="a"), fact(on(0), 5, name="b")])

    assert (season.distance_m[0], season.most_distance_m[0], season.runs[0]) == (13000, 8000, 2)
    assert (season.units[0, 2], season.most_units[0, 2]) == (13, 8)


def test_weeks_begin_on_monday_and_say_how_many_days_they_know():
    season = season_of([fact(on(3), 8), fact(on(6), 12), fact(on(21), 6)])
    weeks = weeks_of(season)

    assert weeks.mondays == (on(0), on(7), on(14), on(21))
    assert weeks.covered_days.tolist() == [4, 7, 7, 1]
    assert weeks.distance_m.tolist() == [20000, 0, 0, 6000]
    assert weeks.runs.tolist() == [2, 0, 0, 1]
    np.testing.assert_array_equal(weeks.most_distance_m, [12000, np.nan, np.nan, 6000])


def test_cadence_is_that_of_the_runs_that_have_one():
    runs = [fact(on(0), 10, name="a"), fact(on(0), 5, name="b"), fact(on(1), 5, name="c")]
    season = season_of(runs, cadences_spm={"a": 160.0, "b": 170.0})

    assert 60 * season.steps[0] / season.cadence_seconds[0] == pytest.approx(490 / 3)
    assert season.cadence_seconds[1] == 0
