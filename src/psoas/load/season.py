"""Load by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from psoas.load.model import EXPONENTS, DayLoad, RunFact


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
