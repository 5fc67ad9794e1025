"""How even the two sides are, as far as a test can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from attrs import frozen

from psoas.diary import Reading
from psoas.loop.measure import Measure
from psoas.quantity import Side


@frozen(kw_only=True)
class Sides:
    """The newest readings of both sides, in the unit of the measure.

    Parameters
    ----------
    weaker
        The side that did less; None where they are equal.
    ratio
        Weaker over stronger, 0 to 1.
    beyond_error
        Whether the difference is more than the error of measuring; None where that error
        is not known.
    """

    weaker: Side | None
    ratio: float
    beyond_error: bool | None


def newest(
    readings: Iterable[Reading], measure: str, *, now: datetime, valid_days: float
) -> Mapping[Side, float]:
    """Return the newest reading of each side that is not too old."""
    found: dict[Side, Reading] = {}
    for each in readings:
        recent = timedelta(0) <= now - each.taken_at <= timedelta(days=valid_days)
        if each.measure == measure and each.side in Side.BOTH.single and recent:
            old = found.get(each.side)
            if old is None or old.taken_at <= each.taken_at:
                found[each.side] = each
    return {side: each.value for side, each in found.items()}


def compared_sides(
    readings: Iterable[Reading], measure: Measure, *, now: datetime, valid_days: float
) -> Sides | None:
    """Compare the two sides of a test.

    Parameters
    ----------
    readings
        Of any measure, in any order.
    measure
        A sided measure of which more is better.
    now, valid_days
        Readings older than this say nothing.

    Returns
    -------
    Sides or None
        None where a side was not measured, or both are 0.
    """
    by_side = newest(readings, measure.id, now=now, valid_days=valid_days)
    if set(by_side) != set(Side.BOTH.single) or not any(by_side.values()):
        return None
    low, high = sorted(by_side, key=lambda side: by_side[side])
    apart = by_side[high] - by_side[low]
    detectable = measure.detectable.of(by_side[high])
    return Sides(
        weaker=low if apart else None,
        ratio=by_side[low] / by_side[high],
        beyond_error=None if detectable is None else apart > detectable,
    )
