"""Better, worse, or only measured again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from statistics import fmean

from attrs import frozen

from psoas.diary import Reading
from psoas.evidence import Limits, Scalar, Verdict
from psoas.loop.measure import Better, Measure
from psoas.quantity import Answer, Side


class Direction(StrEnum):
    """What a retest says."""

    BETTER = "better"
    WORSE = "worse"
    NO_DETECTABLE_CHANGE = "no-detectable-change"
    CANNOT_TELL_YET = "cannot-tell-yet"


@frozen(kw_only=True)
class Change:
    """A measure before and after on one side, with the change that would count."""

    measure: str
    side: Side | None
    unit: str
    before: float | None
    after: float | None
    detectable: float | None
    direction: Direction
    verdict: Verdict


def _verdict(
    measure: Measure, direction: Direction, text: str, values: Mapping[str, Scalar]
) -> Verdict:
    known = direction is not Direction.CANNOT_TELL_YET
    moved = direction in (Direction.BETTER, Direction.WORSE)
    return Verdict(
        rule=measure.id,
        answer=Answer.of(moved if known else None),
        level=direction,
        text=f"retest.{text}",
        values=values,
        sources=measure.detectable.sources,
        grade=measure.detectable.grade,
    )


def direction_of(delta: float, *, detectable: float, better: Better) -> Direction:
    """Return better, worse or no detectable change of a measure that moved by *delta*."""
    if abs(delta) < detectable or delta == 0:
        return Direction.NO_DETECTABLE_CHANGE
    improved = (delta > 0) == (better is Better.HIGHER)
    return Direction.BETTER if improved else Direction.WORSE


def _judged(
    baseline: float, later: Sequence[float], *, measure: Measure, detectable: float, factor: float
) -> Direction:
    """Say what the later readings show: a change must be seen twice, or once clearly."""
    latest = direction_of(later[-1] - baseline, detectable=detectable, better=measure.better)
    if latest is Direction.NO_DETECTABLE_CHANGE:
        return latest
    seen_before = any(
        direction_of(value - baseline, detectable=detectable, better=measure.better) is latest
        for value in later[:-1]
    )
    clear = abs(later[-1] - baseline) >= factor * detectable
    return latest if seen_before or clear else Direction.CANNOT_TELL_YET


def compare(
    readings: Sequence[Reading], *, measure: Measure, side: Side | None, limits: Limits
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
        How many readings make a baseline, and how clear a single change must be.

    Returns
    -------
    Change
        *cannot-tell-yet* until two readings make the baseline and one more follows, and
        while a change beyond the detectable one was seen only once and not clearly.
    """
    ordered = sorted(readings, key=lambda reading: reading.taken_at)
    n_baseline = int(limits["baseline-readings"].value)
    values = [reading.value for reading in ordered]
    if len(values) <= n_baseline:
        return _too_few(values, measure=measure, side=side, n_baseline=n_baseline)
    baseline, later = fmean(values[:n_baseline]), values[n_baseline:]
    detectable = measure.detectable.of(baseline)
    if detectable is None:
        return _without_error(baseline, later[-1], measure=measure, side=side)
    direction = _judged(
        baseline,
        later,
        measure=measure,
        detectable=detectable,
        factor=limits["single-reading-factor"].value,
    )
    said: dict[str, Scalar] = {
        "measure": measure.name,
        "side": side.value if side else "",
        "before": round(baseline, 2),
        "after": round(later[-1], 2),
        "detectable": round(detectable, 2),
        "unit": measure.unit,
    }
    text = "seen-once" if direction is Direction.CANNOT_TELL_YET else direction.value
    return Change(
        measure=measure.id,
        side=side,
        unit=measure.unit,
        before=baseline,
        after=later[-1],
        detectable=detectable,
        direction=direction,
        verdict=_verdict(measure, direction, text, said),
    )


def _too_few(
    values: Sequence[float], *, measure: Measure, side: Side | None, n_baseline: int
) -> Change:
    said: dict[str, Scalar] = {
        "measure": measure.name,
        "side": side.value if side else "",
        "n": len(values),
        "missing": n_baseline + 1 - len(values),
    }
    return Change(
        measure=measure.id,
        side=side,
        unit=measure.unit,
        before=fmean(values) if values else None,
        after=None,
        detectable=None,
        direction=Direction.CANNOT_TELL_YET,
        verdict=_verdict(measure, Direction.CANNOT_TELL_YET, "too-few", said),
    )


def _without_error(before: float, after: float, *, measure: Measure, side: Side | None) -> Change:
    """Show both numbers and judge nothing: how far the test errs is not known."""
    said: dict[str, Scalar] = {
        "measure": measure.name,
        "side": side.value if side else "",
        "before": round(before, 2),
        "after": round(after, 2),
        "unit": measure.unit,
    }
    return Change(
        measure=measure.id,
        side=side,
        unit=measure.unit,
        before=before,
        after=after,
        detectable=None,
        direction=Direction.CANNOT_TELL_YET,
        verdict=_verdict(measure, Direction.CANNOT_TELL_YET, "no-error-known", said),
    )
