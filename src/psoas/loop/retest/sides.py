"""Two sides of a test that drift apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import sqrt
from statistics import fmean

from psoas.diary import Reading
from psoas.evidence import Limits
from psoas.loop.measure import Measure
from psoas.loop.retest.change import practice_readings
from psoas.quantity import Side


def apart(readings: Sequence[Reading]) -> tuple[float, ...]:
    """Return how far the two sides are from each other, day by day, where both were read.

    Parameters
    ----------
    readings
        Of one measure, both sides, in any order; of several on a day the last one counts.
    """
    days: dict[date, dict[Side, float]] = {}
    for each in sorted(readings, key=lambda each: each.taken_at):
        if each.side is not None:
            days.setdefault(each.taken_at.date(), {})[each.side] = each.value
    both = (days[day] for day in sorted(days) if len(days[day]) == len(Side.BOTH.single))
    return tuple(abs(day[Side.LEFT] - day[Side.RIGHT]) for day in both)


def drifted_apart(readings: Sequence[Reading], *, measure: Measure, limits: Limits) -> bool:
    """Return whether the sides are farther apart than at first, beyond the error, twice in a row.

    A difference of two sides errs by more than a side does, by the square root of 2.
    """
    known = apart(readings)[practice_readings(measure, limits) :]
    n_first, times = int(limits["baseline-readings"].value), int(limits["lopsided-times"].value)
    if len(known) < n_first + times:
        return False
    detectable = measure.detectable.of(readings[0].value)
    if not detectable:
        return False
    first = fmean(known[:n_first])
    return all(each - first > sqrt(2) * detectable for each in known[-times:])
