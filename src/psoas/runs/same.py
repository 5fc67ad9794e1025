"""Whether two recordings are of one run: the same stretch of time, whoever recorded it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from attrs import frozen

from psoas.runs.model import Source

#: Two recordings are one run if what they share is more than this of what they cover.
#: Start times alone mislead: a race can begin two minutes after its warm-up ends, and 106
#: real ones did (files.md C10). [source:psoas-convention]
SHARED_RATIO = 0.9
#: The better a file describes a run, the further to the front.
BEST_FIRST = (Source.FIT, Source.TCX, Source.GPX)


@frozen(kw_only=True)
class Interval:
    """When a recording began, how long it took, and what it was read from."""

    id: str
    started_at: datetime
    duration_s: float
    source: str

    @property
    def ended_at(self) -> datetime:
        """The moment after its last second."""
        return self.started_at + timedelta(seconds=self.duration_s)


def shared_ratio(one: Interval, other: Interval) -> float:
    """Return the time two recordings share over the time they cover together.

    Returns
    -------
    float
        0 where they do not meet or both have no length, 1 where they are one.
    """
    both_s = (
        min(one.ended_at, other.ended_at) - max(one.started_at, other.started_at)
    ).total_seconds()
    either_s = (
        max(one.ended_at, other.ended_at) - min(one.started_at, other.started_at)
    ).total_seconds()
    return max(0.0, both_s) / either_s if either_s > 0 else 0.0


def same_run(one: Interval, known: Iterable[Interval]) -> Interval | None:
    """Return the recording among *known* that is of the same run, None where there is none.

    Parameters
    ----------
    one
        A recording.
    known
        Others; the one that shares most is returned.
    """
    shared = [(shared_ratio(one, other), other) for other in known]
    best_ratio, best = max(shared, key=lambda pair: pair[0], default=(0.0, one))
    return best if best_ratio > SHARED_RATIO else None


def is_better(one: str, other: str) -> bool:
    """Say whether source *one* describes a run better than *other*."""
    order = [source.value for source in BEST_FIRST]
    return order.index(one) < order.index(other)
