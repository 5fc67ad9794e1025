"""More, less, or only measured again: for what has no better and no worse."""

from __future__ import annotations

from enum import StrEnum

from psoas.loop.measure import Better
from psoas.loop.retest.change import Direction, direction_of


class Moved(StrEnum):
    """What two measurements say of a thing of which neither more nor less is better."""

    MORE = "more"
    LESS = "less"
    NO_DETECTABLE_CHANGE = "no-detectable-change"
    CANNOT_TELL_YET = "cannot-tell-yet"


def moved(before: float, after: float, *, detectable: float, factor: float) -> Moved:
    """Say whether a measure moved between two measurements.

    Parameters
    ----------
    before, after, detectable
        In one unit, that of the measure.
    factor
        A change that was seen once counts from this many detectable changes on; nearer to one
        it must be seen again, as ``compare`` asks of tests. [source:psoas-convention]

    Returns
    -------
    Moved
        More or less by the number, -20 being less than -15.
    """
    delta = after - before
    direction = direction_of(delta, detectable=detectable, better=Better.HIGHER)
    if direction is Direction.NO_DETECTABLE_CHANGE:
        return Moved.NO_DETECTABLE_CHANGE
    if abs(delta) < factor * detectable:
        return Moved.CANNOT_TELL_YET
    return Moved.MORE if direction is Direction.BETTER else Moved.LESS
