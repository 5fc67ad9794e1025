"""The ladder back after a break: which step a run stands on.

How the ladder goes on after the first run back is our own convention
[source:psoas-convention]: a step holds for seven days, then the next one follows. A break
within a return begins on the lower of its own step and the one the return had reached.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from attrs import frozen

from psoas.evidence import Limits


class Step(IntEnum):
    """From the lowest up; free has no cap."""

    RUN_WALK = 0
    SIXTY = 1
    EIGHTY = 2
    FREE = 3

    def share_ratio(self, limits: Limits) -> float:
        """Return the share of the prior longest run; 0 for run-walk, which has none."""
        match self:
            case Step.RUN_WALK:
                return 0.0
            case Step.SIXTY:
                return limits["guard-return-long"].value
            case Step.EIGHTY:
                return limits["guard-return-short"].value
            case Step.FREE:
                return 1.0


@frozen(kw_only=True)
class Return:
    """A break, the first day back, and the step the return begins on."""

    gap_days: int
    since: date
    begins: Step
    longest_m: float | None
    """The longest run of the 30 days before the break; None without a baseline."""

    def step(self, on: date, limits: Limits) -> Step:
        """Return the step of a day: before ``since`` (flown over the date line) the first."""
        back_days = max(0, (on - self.since).days)
        climbed = back_days // int(limits["guard-return-hold"].value)
        return Step(min(Step.FREE, self.begins + climbed))


def _begins(gap_days: int, limits: Limits) -> Step:
    if gap_days >= limits["guard-gap-longest"].value:
        return Step.RUN_WALK
    if gap_days >= limits["guard-gap-long"].value:
        return Step.SIXTY
    return Step.EIGHTY


def returned(
    on: date, *, last_on: date, longest_m: float | None, was: Return | None, limits: Limits
) -> Return | None:
    """Return which return from a break a run of a day belongs to.

    Parameters
    ----------
    on, last_on
        The run's day, and that of the run before it.
    longest_m
        The longest run of the 30 days up to and with the run before it.
    was
        The return that the run before it was part of.
    limits
        Days of the breaks, shares, and how long a step holds.

    Returns
    -------
    Return or None
        None where there is no break, or it is behind the runner.
    """
    gap_days = (on - last_on).days
    if gap_days < limits["guard-gap"].value:
        return was if was is not None and was.step(on, limits) < Step.FREE else None
    begins = _begins(gap_days, limits)
    if was is not None:
        begins = min(begins, was.step(on, limits))
    return Return(gap_days=gap_days, since=on, begins=begins, longest_m=longest_m)
