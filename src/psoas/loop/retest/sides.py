"""Two sides of a test that drift apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import sqrt
from statistics import fmean

from psoas.diary import Reading
from psoas.evidence import Limits
from psoas.loop.measure import Measure
from psoas.loop.retest.change import practice_readings
from psoas.quantity import Side

#: Readings that are no farther from the first are of one time. [source:psoas-convention]
ONE_TIME = timedelta(hours=12)


def apart(readings: Sequence[Reading]) -> tuple[float, ...]:
    """Return how far the two sides are from each other, each time both were read.

    Parameters
    ----------
    readings
        Of one measure, both sides, in any order. What is read within ``ONE_TIME`` is one time,
        whatever the calendar of the place says; of several the last one counts.
    """
    times: list[tuple[datetime, dict[Side, float]]] = []
    for each in sorted(readings, key=lambda each: each.taken_at):
        if each.side is None:
            continue
        if not times or each.taken_at - times[-1][0] > ONE_TIME:
            times.append((each.taken_at, {}))
        times[-1][1][each.side] = each.value
    both = (read for _, read in times if len(read) == len(Side.BOTH.single))
    return tuple(abs(read[Side.LEFT] - read[Side.RIGHT]) for read in both)


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
