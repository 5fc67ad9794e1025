"""Load day by day, and a season of days in columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from psoas.load.model import EXPONENTS, DayLoad, RunFact
from psoas.load.watch import BANDS_MPS

Daily = NDArray[np.float64]
"""A number for each day of a season, NaN where it is not known."""


def by_day(runs: Iterable[RunFact]) -> tuple[DayLoad, ...]:
    """Sum runs by the runner's local day, from the first run's day to the last's.

    Parameters
    ----------
    runs
        In any order.

    Returns
    -------
    tuple of DayLoad
        One for each day, days of rest included, in order; empty without runs. A run
        whose distance is unknown counts with 0 m.
    """
    ordered = sorted(runs, key=lambda run: run.started_at)
    if not ordered:
        return ()
    first, last = min(run.local_on for run in ordered), max(run.local_on for run in ordered)
    n_days = (last - first).days + 1
    days: dict[date, list[RunFact]] = {first + timedelta(days=n): [] for n in range(n_days)}
    for run in ordered:
        days[run.local_on].append(run)
    return tuple(
        DayLoad(
            on=on,
            runs=len(found),
            distance_m=sum(run.distance_m or 0.0 for run in found),
            fast_m=sum(run.fast_m for run in found),
            units={m: sum(run.units.get(m, 0.0) for run in found) for m in EXPONENTS},
        )
        for on, found in days.items()
    )


@frozen(kw_only=True)
class Covered:
    """Days, both included, for which the watch history speaks: there a day without a run is 0."""

    first: date
    last: date = field()

    @last.validator
    def _runs_forward(self, _attribute: object, last: date) -> None:
        if last < self.first:
            raise ValueError(f"covered days run forward: {last} is before {self.first}")

    @property
    def n_days(self) -> int:
        """How many days that are."""
        return (self.last - self.first).days + 1


@frozen(kw_only=True, eq=False)
class Season:
    """Every covered day in columns of shape (n_days,); *units* is (n_days, exponents).

    A day without a run sums to 0. A day with a run whose distance, or whose load, nobody
    knows is NaN in that column. The ``most`` columns hold a day's largest single run, and
    are NaN on a day without one that is known.
    """

    covered: Covered
    runs: NDArray[np.int64]
    distance_m: Daily
    fast_m: Daily
    units: NDArray[np.float64]
    most_distance_m: Daily
    most_fast_m: Daily
    most_units: NDArray[np.float64]
    cadence_seconds: Daily
    """Moving seconds of runs whose cadence is known."""
    steps: Daily
    """Steps in those seconds."""

    def index(self, on: date) -> int:
        """Return the row of a day; it lies outside the columns where the day is not covered."""
        return (on - self.covered.first).days

    def days(self) -> tuple[date, ...]:
        """Return the days, in order."""
        return tuple(self.covered.first + timedelta(days=n) for n in range(self.covered.n_days))


def load_is_known(run: RunFact) -> bool:
    """Say whether a run's load was told: zero at a running speed only says that nobody knows.

    Parameters
    ----------
    run
        A run of the history.

    Returns
    -------
    bool
        False where no second had a speed, so that fast metres and units are 0 for want
        of data. A run that was walked throughout truly is 0.
    """
    if run.units.get(1, 0.0) > 0:
        return True
    if run.distance_m is None:
        return False
    return run.distance_m < BANDS_MPS["easy"] * run.moving_s


def season_of(
    runs: Sequence[RunFact],
    *,
    covered: Covered | None = None,
    cadences_spm: Mapping[str, float] | None = None,
) -> Season | None:
    """Lay runs on their days.

    Parameters
    ----------
    runs
        In any order; those outside *covered* are left out.
    covered
        The days that are on record; None takes those from the first run to the last.
    cadences_spm
        Mean cadence by run, for runs that have one.

    Returns
    -------
    Season or None
        None where nothing is on record.
    """
    if covered is None:
        if not runs:
            return None
        days = [run.local_on for run in runs]
        covered = Covered(first=min(days), last=max(days))
    inside = [run for run in runs if covered.first <= run.local_on <= covered.last]
    at = np.array([(run.local_on - covered.first).days for run in inside], dtype=np.int64)
    known = np.array([load_is_known(run) for run in inside], dtype=bool)
    distance_m = np.array([np.nan if r.distance_m is None else r.distance_m for r in inside])
    fast_m = np.where(known, [run.fast_m for run in inside], np.nan)
    units = np.array([[run.units.get(m, 0.0) for m in EXPONENTS] for run in inside])
    units = np.where(known[:, None], units.reshape(-1, len(EXPONENTS)), np.nan)
    spm = np.array([(cadences_spm or {}).get(run.id, np.nan) for run in inside])
    stepped_s = np.where(np.isnan(spm), 0.0, [run.moving_s for run in inside])
    n_days = covered.n_days
    return Season(
        covered=covered,
        runs=np.bincount(at, minlength=n_days),
        distance_m=_summed(at, distance_m, n_days),
        fast_m=_summed(at, fast_m, n_days),
        units=_summed(at, units, n_days),
        most_distance_m=_most(at, distance_m, n_days),
        most_fast_m=_most(at, fast_m, n_days),
        most_units=_most(at, units, n_days),
        cadence_seconds=_summed(at, stepped_s, n_days),
        steps=_summed(at, np.nan_to_num(spm) * stepped_s / 60, n_days),
    )


def _summed(at: NDArray[np.int64], values: Daily, n_days: int) -> Daily:
    found = np.zeros((n_days, *values.shape[1:]))
    np.add.at(found, at, values)
    return found


def _most(at: NDArray[np.int64], values: Daily, n_days: int) -> Daily:
    found = np.full((n_days, *values.shape[1:]), np.nan)
    np.fmax.at(found, at, values)
    return found
