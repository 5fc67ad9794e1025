"""The gaits of a logbook in a row: what changed over several videos, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from attrs import frozen

from psoas.app.gait.change import BACKWARD, OF_EVENTS, SAME_MPS, SAME_RATE_RATIO
from psoas.evidence import Scalar, Verdict
from psoas.library import Shelf
from psoas.loop.retest import Moved
from psoas.loop.retest.change import CONFIRMED
from psoas.motion.at_speed import by_speed_alone
from psoas.motion.norms import KINDS
from psoas.quantity import Answer, Band
from psoas.stats.detectable import sem_of
from psoas.stats.repeated import repeated
from psoas.store.gaits import KeptGait

#: Two videos are the baseline, and one more can show a change. [source:psoas-convention]
LEAST_CLIPS = 3
_DAY_S = 86_400.0


@frozen(kw_only=True)
class OverTime:
    """A measure over several videos.

    Parameters
    ----------
    n_clips, n_left_out
        Videos that can be compared with the newest one, and those that cannot: another speed,
        side or frame rate.
    change
        From the first of them to the newest, in *unit*: 5, 50 and 95 of 100; None where it is
        not told.
    more_factor, less_factor
        Bayes factors against no change.
    told_from_factor
        All measures of the videos share one error of 1 in 19.
    """

    measure: str
    unit: str
    n_clips: int
    n_left_out: int
    change: Band | None
    more_factor: float
    less_factor: float
    told_from_factor: float
    moved: Moved
    verdict: Verdict


@frozen(kw_only=True)
class _Told:
    """A measure as one clip tells it, brought to the newest clip's speed."""

    at: datetime
    value: float
    unit: str


def over_time(kept: Sequence[KeptGait], *, shelf: Shelf) -> tuple[OverTime, ...]:
    """Compare the gaits of a logbook with each other, measure by measure.

    Parameters
    ----------
    kept
        Gaits, newest first.
    shelf
        For the names of the measures.

    Returns
    -------
    tuple of OverTime
        Of the measures of the newest clip whose error is known; none with a single clip.
    """
    if len(kept) < LEAST_CLIPS - 1:
        return ()
    newest = kept[0]
    names = [name for name in KINDS if _known(newest, name)]
    factor = CONFIRMED * max(1, len(names))
    return tuple(_over_time(name, kept, factor=factor, shelf=shelf) for name in names)


def _measure(clip: KeptGait, name: str) -> Mapping[str, Any] | None:
    found = clip.told.get("measures", {}).get(name)
    return found if isinstance(found, Mapping) else None


def _known(clip: KeptGait, name: str) -> bool:
    found = _measure(clip, name)
    return found is not None and bool(found.get("mdc")) and found.get("value") is not None


def _comparable(name: str, kept: Sequence[KeptGait]) -> Iterator[_Told]:
    """Yield the measure of the clips that can be compared with the newest, oldest first."""
    newest = kept[0]
    for clip in reversed(kept):
        found = _measure(clip, name)
        if found is None or found.get("value") is None or not _alike(name, clip, newest):
            continue
        by_speed = _by_speed(name, clip, newest)
        if by_speed is not None:
            yield _Told(at=clip.kept_at, value=found["value"] + by_speed, unit=KINDS[name].unit)


def _alike(name: str, clip: KeptGait, newest: KeptGait) -> bool:
    """Whether side and frame rate allow to compare."""
    first, second = (each.told.get("quality", {}) for each in (clip, newest))
    if not KINDS[name].is_of_both and first.get("near_side") != second.get("near_side"):
        return False
    rates = sorted((first.get("fps") or 0.0, second.get("fps") or 0.0))
    return name not in OF_EVENTS or rates[1] <= SAME_RATE_RATIO * rates[0]


def _by_speed(name: str, clip: KeptGait, newest: KeptGait) -> float | None:
    """Return what brings a clip to the newest one's speed; None where it cannot be brought."""
    from_mps, to_mps = clip.told.get("speed_mps"), newest.told.get("speed_mps")
    if from_mps is None or to_mps is None:
        return None
    if abs(to_mps - from_mps) <= SAME_MPS:
        return 0.0
    return by_speed_alone(name, from_mps=from_mps, to_mps=to_mps)


def _over_time(name: str, kept: Sequence[KeptGait], *, factor: float, shelf: Shelf) -> OverTime:
    told = list(_comparable(name, kept))
    more = less = 1.0
    change, moved = None, Moved.CANNOT_TELL_YET
    detectable = float((_measure(kept[0], name) or {})["mdc"])
    if len(told) >= LEAST_CLIPS:
        sign = -1.0 if name in BACKWARD else 1.0
        days = [(each.at - told[0].at).total_seconds() / _DAY_S for each in told]
        values = np.array([sign * each.value for each in told])
        found = repeated(values, np.array(days), sem=sem_of(detectable))
        less, more = found.factors
        if max(less, more) >= factor:
            moved = Moved.MORE if more > less else Moved.LESS
            ends = sorted(sign * found.change.quantile(each) for each in (0.05, 0.95))
            change = Band(ends[0], sign * found.change.quantile(0.5), ends[1])
        elif abs(values[-1] - values[:2].mean()) < detectable:
            moved = Moved.NO_DETECTABLE_CHANGE
    return OverTime(
        measure=name,
        unit=KINDS[name].unit,
        n_clips=len(told),
        n_left_out=len(kept) - len(told),
        change=change,
        more_factor=more,
        less_factor=less,
        told_from_factor=factor,
        moved=moved,
        verdict=_verdict(name, moved, change, len(told), len(kept), shelf=shelf),
    )


def _verdict(
    name: str, moved: Moved, change: Band | None, n_clips: int, n_kept: int, *, shelf: Shelf
) -> Verdict:
    known = moved is not Moved.CANNOT_TELL_YET
    text = moved.value if n_clips >= LEAST_CLIPS else "too-few"
    values: dict[str, Scalar] = {
        "measure": shelf.texts[f"gait_measure.{name}"],
        "unit": KINDS[name].unit,
        "n": n_clips,
        "left_out": n_kept - n_clips,
        "missing": max(0, LEAST_CLIPS - n_clips),
    }
    if change is not None:
        low, high = sorted((abs(change.low), abs(change.high)))
        digits = 1 if abs(change.central) >= 1 else 3
        values |= {"change": round(abs(change.central), digits)}
        values |= {"low": round(low, digits), "high": round(high, digits)}
    return Verdict(
        rule=f"over-time-{name}",
        answer=Answer.of(moved is not Moved.NO_DETECTABLE_CHANGE if known else None),
        level=moved,
        text=f"over_time.{text}",
        values=values,
        sources=KINDS[name].sources,
        grade=KINDS[name].grade,
    )
