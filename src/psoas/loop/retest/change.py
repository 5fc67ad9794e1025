"""Better, worse, or only measured again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import sqrt
from statistics import fmean

import numpy as np
from attrs import frozen

from psoas.diary import Reading
from psoas.evidence import Limits, Scalar, Verdict
from psoas.loop.measure import Better, Measure
from psoas.quantity import Answer, Band, Side
from psoas.stats.detectable import sem_of
from psoas.stats.repeated import Repeated, repeated

#: A change of one measure, asked by itself, is told at this Bayes factor.
#: [source:psoas-stats-notes]
CONFIRMED = 19.0
#: From here on it may have changed, and it is measured again. [source:psoas-stats-notes]
POSSIBLE = 4.0
_DAY_S = 86_400.0


class Direction(StrEnum):
    """What a retest says."""

    BETTER = "better"
    WORSE = "worse"
    NO_DETECTABLE_CHANGE = "no-detectable-change"
    CANNOT_TELL_YET = "cannot-tell-yet"


@frozen(kw_only=True)
class Change:
    """A measure before and after on one side, and whether it really changed.

    Parameters
    ----------
    before, after
        Mean of the baseline, and the newest reading.
    detectable
        What two single readings must be apart: the MDC95 of the shelf.
    change
        From the first reading that counts to the newest, by all readings: 5, 50 and 95 of
        100; None where it is not told.
    better_factor, worse_factor
        Bayes factors against a level that stays.
    told_from_factor
        The factor from which it is told.
    """

    measure: str
    side: Side | None
    unit: str
    n_readings: int
    before: float | None
    after: float | None
    detectable: float | None
    change: Band | None = None
    better_factor: float = 1.0
    worse_factor: float = 1.0
    told_from_factor: float
    direction: Direction
    verdict: Verdict


def direction_of(delta: float, *, detectable: float, better: Better) -> Direction:
    """Return better, worse or no detectable change of a measure that moved by *delta*."""
    if abs(delta) < detectable or delta == 0:
        return Direction.NO_DETECTABLE_CHANGE
    improved = (delta > 0) == (better is Better.HIGHER)
    return Direction.BETTER if improved else Direction.WORSE


def practice_readings(measure: Measure, limits: Limits) -> int:
    """Return how many readings are for practice: of a measure that is done with the body."""
    return int(limits["practice-readings"].value) if measure.strains else 0


def compare(
    readings: Sequence[Reading],
    *,
    measure: Measure,
    side: Side | None,
    limits: Limits,
    told_from_factor: float = CONFIRMED,
) -> Change:
    """Compare later readings of a measure with its baseline.

    Parameters
    ----------
    readings
        Readings of this measure and side in any order.
    measure
        The measure, with its detectable change.
    side
        Left, right, or None for a measure without sides.
    limits
        How many readings are for practice, and how many make a baseline.
    told_from_factor
        Higher where several measures are asked at once.

    Returns
    -------
    Change
        *cannot-tell-yet* until the baseline is made and one more reading follows, and while
        it may have changed. Better or worse needs both: the factor, and a change beyond the
        error of means of two readings.
    """
    ordered = sorted(readings, key=lambda reading: reading.taken_at)
    counted = ordered[practice_readings(measure, limits) :]
    n_baseline = int(limits["baseline-readings"].value)
    values = [reading.value for reading in counted]
    asked = _Asked(measure=measure, side=side, factor=told_from_factor, n_readings=len(ordered))
    if len(values) <= n_baseline:
        return asked.too_few(values, missing=n_baseline + 1 - len(values))
    before, after = fmean(values[:n_baseline]), values[-1]
    detectable = measure.detectable.of(before)
    if not detectable:  # unknown, or a share of nothing
        return asked.without_error(before, after)
    days = [(each.taken_at - counted[0].taken_at).total_seconds() / _DAY_S for each in counted]
    found = repeated(np.array(values), np.array(days), sem=sem_of(detectable))
    return asked.judged(found, before=before, after=after, detectable=detectable)


@frozen(kw_only=True)
class _Asked:
    """A measure and side that is compared, and from which factor on a change is told."""

    measure: Measure
    side: Side | None
    factor: float
    n_readings: int

    def judged(self, found: Repeated, *, before: float, after: float, detectable: float) -> Change:
        higher = self.measure.better is Better.HIGHER
        fall, rise = found.factors
        better, worse = (rise, fall) if higher else (fall, rise)
        direction = Direction.NO_DETECTABLE_CHANGE
        if max(better, worse) >= POSSIBLE or abs(after - before) >= detectable:
            direction = Direction.CANNOT_TELL_YET
        band = None
        if max(better, worse) >= self.factor:
            low, middle, high = (found.change.quantile(each) for each in (0.05, 0.5, 0.95))
            band = Band(low, middle, high)
            way = 1.0 if rise > fall else -1.0
            # what went there and came back is no change: the newest reading must agree
            if way * middle >= detectable / sqrt(2) and way * (after - before) > 0:
                direction = Direction.BETTER if better > worse else Direction.WORSE
        text = "seen-once" if direction is Direction.CANNOT_TELL_YET else direction.value
        told: dict[str, Scalar] = {"before": round(before, 2), "after": round(after, 2)}
        told |= {"detectable": round(detectable, 2), "unit": self.measure.unit}
        if band is not None:
            way = 1.0 if band.central >= 0 else -1.0
            ends = sorted((way * band.low, way * band.high))  # below 0 is the other way
            told |= {"change": round(abs(band.central), 1)}
            told |= {"low": round(ends[0], 1), "high": round(ends[1], 1)}
        return self._change(
            direction,
            text,
            told,
            before=before,
            after=after,
            detectable=detectable,
            change=band,
            better_factor=better,
            worse_factor=worse,
        )

    def too_few(self, values: Sequence[float], *, missing: int) -> Change:
        return self._change(
            Direction.CANNOT_TELL_YET,
            "too-few-practice" if self.measure.strains else "too-few",
            {"n": self.n_readings, "missing": missing},
            before=fmean(values) if values else None,
        )

    def without_error(self, before: float, after: float) -> Change:
        """Show both numbers and judge nothing: how far the test errs is not known."""
        told: dict[str, Scalar] = {"before": round(before, 2), "after": round(after, 2)}
        told["unit"] = self.measure.unit
        return self._change(
            Direction.CANNOT_TELL_YET, "no-error-known", told, before=before, after=after
        )

    def _change(
        self,
        direction: Direction,
        text: str,
        told: Mapping[str, Scalar],
        *,
        before: float | None = None,
        after: float | None = None,
        detectable: float | None = None,
        change: Band | None = None,
        better_factor: float = 1.0,
        worse_factor: float = 1.0,
    ) -> Change:
        known = direction is not Direction.CANNOT_TELL_YET
        moved = direction in (Direction.BETTER, Direction.WORSE)
        side = self.side.value if self.side else ""
        return Change(
            measure=self.measure.id,
            side=self.side,
            unit=self.measure.unit,
            n_readings=self.n_readings,
            before=before,
            after=after,
            detectable=detectable,
            change=change,
            better_factor=better_factor,
            worse_factor=worse_factor,
            told_from_factor=self.factor,
            direction=direction,
            verdict=Verdict(
                rule=self.measure.id,
                answer=Answer.of(moved if known else None),
                level=direction,
                text=f"retest.{text}",
                values={
                    "measure": self.measure.name,
                    "side": side,
                    "readings": self.n_readings,
                    **told,
                },
                sources=self.measure.detectable.sources,
                grade=self.measure.detectable.grade,
            ),
        )
