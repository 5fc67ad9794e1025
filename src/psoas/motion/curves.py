"""Angles over a stride, from a landing to the same foot's next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.motion.keypoints import Values
from psoas.motion.measures import Measure
from psoas.motion.steps import BACK_RATIO, FORWARD_RATIO, Seen, Step, foot_flat_deg
from psoas.quantity import Band, Side

#: Where a stride is read, per cent from landing to landing.
AT_PCT = np.linspace(0.0, 100.0, 101)
#: What is drawn over a stride, in this order.
ANGLES = ("thigh", "knee", "shank", "foot", "trunk")
#: Fewer strides show no scatter.
FEWEST_STRIDES = 3
OverStride = Annotated[NDArray[np.float64], "(101,), degrees, at AT_PCT"]


@frozen(kw_only=True, eq=False)
class StrideCurve:
    """An angle over the strides of one side.

    Parameters
    ----------
    angle
        One of ``ANGLES``: thigh and shank from hanging down, knee flexion, foot against itself
        lying flat, toe up; trunk lean. Flexion and forward are positive.
    mean_deg, spread_deg
        Mean and standard deviation of the strides at ``AT_PCT``.
    n_strides
        Strides that were seen whole.
    """

    angle: str
    side: Side
    mean_deg: OverStride
    spread_deg: OverStride
    n_strides: int


@frozen(kw_only=True, eq=False)
class StrideCurves:
    """The curves of a clip, and where its toe-offs lie.

    Parameters
    ----------
    curves
        In the order of ``ANGLES``, left before right; an angle without enough strides has none.
    toe_off_pct
        Mean of each side, per cent of the stride.
    """

    curves: tuple[StrideCurve, ...]
    toe_off_pct: Mapping[Side, float]

    def of(self, angle: str, side: Side) -> StrideCurve | None:
        """Return the curve of an angle on a side; None where it was not seen."""
        return next((c for c in self.curves if (c.angle, c.side) == (angle, side)), None)


def stride_curves(steps: tuple[Step, ...], seen: Seen) -> StrideCurves:
    """Return the mean curve of each angle and side.

    Parameters
    ----------
    steps, seen
        What ``steps_of`` and ``seen_of`` gave. A stride with a frame that was lost is left out.
    """
    whole = [step for step in steps if _is_whole(step, seen)]
    found = []
    for angle in ANGLES:
        for side in seen.runner.legs:
            rows = [
                row
                for step in whole
                if step.side is side
                for row in _over_stride(angle, step, seen)
            ]
            if len(rows) >= FEWEST_STRIDES:
                found.append(
                    StrideCurve(
                        angle=angle,
                        side=side,
                        mean_deg=np.mean(rows, axis=0),
                        spread_deg=np.std(rows, axis=0, ddof=1),
                        n_strides=len(rows),
                    )
                )
    return StrideCurves(curves=tuple(found), toe_off_pct=_toe_off_pct(whole))


def _is_whole(step: Step, seen: Seen) -> bool:
    if np.isnan(step.again_s):
        return False
    time_s = seen.runner.time_s
    within = (time_s >= step.contact_s) & (time_s <= step.again_s)
    return not seen.runner.unknown[step.side][within].any()


def _over_stride(angle: str, step: Step, seen: Seen) -> Iterator[Values]:
    """Yield the angle over one stride; nothing where it was not seen."""
    angles = seen.angles[step.side]
    flat_deg = 0.0
    if angle == "foot":
        values, flat_deg = seen.feet_deg[step.side], foot_flat_deg(step, seen)
    elif angle == "trunk":
        values = seen.trunk_deg
    else:
        values = getattr(angles, f"{angle}_deg")
    if not len(values) or np.isnan(flat_deg):
        return
    at_s = step.contact_s + AT_PCT / 100 * (step.again_s - step.contact_s)
    row = np.interp(at_s, seen.runner.time_s, np.unwrap(values, period=360.0)) - flat_deg
    yield row - 360.0 * np.round(row[0] / 360.0)


def _toe_off_pct(whole: list[Step]) -> dict[Side, float]:
    shares: dict[Side, list[float]] = {}
    for step in whole:
        share = (step.toe_off_s - step.contact_s) / (step.again_s - step.contact_s)
        if not np.isnan(share):
            shares.setdefault(step.side, []).append(100 * share)
    return {side: float(np.mean(each)) for side, each in shares.items()}


@frozen(kw_only=True)
class NormMark:
    """A norm where it is known: at one moment of the stride, of one angle."""

    measure: str
    angle: str
    at_pct: float
    norm_deg: Band


def norm_marks(
    curves: StrideCurves, measures: Mapping[str, Measure], *, near: Side | None
) -> tuple[NormMark, ...]:
    """Return the norms of measures that are points of a curve.

    Parameters
    ----------
    curves, measures
        Of one clip. A measure that is refused, or has no norm at its speed, has no mark.
    near
        The side whose peaks say where marks of peaks lie; any side where it is None.

    Notes
    -----
    Norms are known as single values. No norm of a whole curve is made of them.
    """
    found = []
    for name, (angle, where) in _POINTS.items():
        norm = measures[name].norm.get("norm") if name in measures else None
        sides = [near] if near is not None else list(Side.BOTH.single)
        curve = next((c for side in sides if (c := curves.of(angle, side)) is not None), None)
        if norm is None or curve is None:
            continue
        at_pct = _at_pct(where, curve, curves.toe_off_pct.get(curve.side, float("nan")))
        found.append(NormMark(measure=name, angle=angle, at_pct=at_pct, norm_deg=norm))
    return tuple(found)


#: Measures that are points of a curve: of which angle, and the moment.
_POINTS = {
    "thigh_extension_peak": ("thigh", "back"),
    "thigh_flexion_peak": ("thigh", "forward"),
    "knee_flexion_at_contact": ("knee", "contact"),
    "knee_flexion_in_stance": ("knee", "stance"),
    "shank_angle_at_contact": ("shank", "contact"),
    "foot_inclination_at_contact": ("foot", "contact"),
}


def _at_pct(where: str, curve: StrideCurve, toe_off_pct: float) -> float:
    if where == "contact":
        return 0.0
    parts = {
        "back": tuple(100 * each for each in BACK_RATIO),
        "forward": tuple(100 * each for each in FORWARD_RATIO),
        "stance": (0.0, 35.0 if np.isnan(toe_off_pct) else toe_off_pct),
    }
    low, high = parts[where]
    inside = np.flatnonzero((low <= AT_PCT) & (high >= AT_PCT))
    values = -curve.mean_deg if where == "back" else curve.mean_deg
    return float(AT_PCT[inside[int(np.argmax(values[inside]))]])
