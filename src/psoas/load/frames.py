"""Frames of a season: what the last 7 days sum to, and the most in one run of the last 30.

The two frames stand side by side. They are never divided by each other: in 5,205 runners
such ratios did not point the way they were said to [source:frandsen-2025].
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from attrs import frozen
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from psoas.load.season import Daily, Season

#: Days of the two frames: a week, and the thirty days of the guard [source:frandsen-2025].
WEEK_DAYS, MONTH_DAYS = 7, 30


@frozen(kw_only=True, eq=False)
class Frames:
    """Two frames that end on each day of a season, in columns of shape (n_days,).

    The ``week`` columns sum 7 days; NaN until 7 days are on record, and where a part is not
    known. The ``most`` columns are the largest single run of up to 30 days, of runs whose
    value is known; NaN where there is none. *month_days* says how many of the 30 days are
    on record. *units* columns are (n_days, exponents).
    """

    week_distance_m: Daily
    week_fast_m: Daily
    week_units: NDArray[np.float64]
    most_distance_m: Daily
    most_fast_m: Daily
    most_units: NDArray[np.float64]
    month_days: NDArray[np.int64]


def trailing_sum(values: Daily, n_days: int) -> Daily:
    """Sum the last days at each day; NaN where a day is not known or not on record.

    Parameters
    ----------
    values
        A number a day, in order; more columns may follow.
    n_days
        How many days a sum holds, the day itself included.

    Returns
    -------
    numpy.ndarray
        In the shape of *values*.
    """
    found = np.full(values.shape, np.nan)
    if len(values) >= n_days:
        found[n_days - 1 :] = sliding_window_view(values, n_days, axis=0).sum(axis=-1)
    return found


def trailing_most(values: Daily, n_days: int) -> Daily:
    """Take the largest known value of up to the last days, at each day.

    Parameters
    ----------
    values
        A number a day, in order; NaN is not a candidate. More columns may follow.
    n_days
        How many days to look at, the day itself included.

    Returns
    -------
    numpy.ndarray
        In the shape of *values*; NaN where no value is known.
    """
    ahead = np.full((n_days - 1, *values.shape[1:]), np.nan)
    windows = sliding_window_view(np.concatenate([ahead, values]), n_days, axis=0)
    return np.asarray(np.fmax.reduce(windows, axis=-1))


def frames_of(season: Season) -> Frames:
    """Return both frames for every day of *season*."""
    on_record = np.arange(1, season.covered.n_days + 1)
    return Frames(
        week_distance_m=trailing_sum(season.distance_m, WEEK_DAYS),
        week_fast_m=trailing_sum(season.fast_m, WEEK_DAYS),
        week_units=trailing_sum(season.units, WEEK_DAYS),
        most_distance_m=trailing_most(season.most_distance_m, MONTH_DAYS),
        most_fast_m=trailing_most(season.most_fast_m, MONTH_DAYS),
        most_units=trailing_most(season.most_units, MONTH_DAYS),
        month_days=np.minimum(on_record, MONTH_DAYS),
    )


@frozen(kw_only=True, eq=False)
class Weeks:
    """Calendar weeks, Monday first, in columns of shape (n_weeks,).

    *covered_days* is below 7 in a week that is not all on record: its sums are those of
    the days that are. NaN where a run's number is not known.
    """

    mondays: tuple[date, ...]
    covered_days: NDArray[np.int64]
    runs: NDArray[np.int64]
    distance_m: Daily
    fast_m: Daily
    units: NDArray[np.float64]
    most_distance_m: Daily


def weeks_of(season: Season) -> Weeks:
    """Sum a season by calendar week; weeks without a run stay, with 0."""
    first = season.covered.first
    starts = np.arange(-first.weekday(), season.covered.n_days, WEEK_DAYS)
    inside = np.maximum(starts, 0)
    ends = np.minimum(starts + WEEK_DAYS, season.covered.n_days)
    return Weeks(
        mondays=tuple(first + timedelta(days=int(n)) for n in starts),
        covered_days=ends - inside,
        runs=np.add.reduceat(season.runs, inside),
        distance_m=np.add.reduceat(season.distance_m, inside),
        fast_m=np.add.reduceat(season.fast_m, inside),
        units=np.add.reduceat(season.units, inside, axis=0),
        most_distance_m=np.fmax.reduceat(season.most_distance_m, inside),
    )
