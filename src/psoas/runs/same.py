"""Whether two recordings are of one run: the same stretch of time, whoever recorded it."""

from __future__ import annotations

from collections.abc import Iterable

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
    """When a recording began, in seconds since 1970, how long it took, and its source."""

    id: str
    begun_s: float
    duration_s: float
    source: str

    @property
    def ended_s(self) -> float:
        """The moment after its last second."""
        return self.begun_s + self.duration_s


def shared_ratio(one: Interval, other: Interval) -> float:
    """Return the time two recordings share over the time they cover together.

    Returns
    -------
    float
        0 where they do not meet or both have no length, 1 where they are one.
    """
    both_s = min(one.ended_s, other.ended_s) - max(one.begun_s, other.begun_s)
    either_s = max(one.ended_s, other.ended_s) - min(one.begun_s, other.begun_s)
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
    # who shares nine tenths has begun within a ninth of the length: a quick look, then the ratio
    apart_s = one.duration_s / SHARED_RATIO - one.duration_s
    near = (other for other in known if abs(other.begun_s - one.begun_s) <= apart_s)
    shared = [(shared_ratio(one, other), other) for other in near]
    best_ratio, best = max(shared, key=lambda pair: pair[0], default=(0.0, one))
    return best if best_ratio > SHARED_RATIO else None


def is_better(one: str, other: str) -> bool:
    """Say whether source *one* describes a run better than *other*."""
    order = [source.value for source in BEST_FIRST]
    return order.index(one) < order.index(other)
