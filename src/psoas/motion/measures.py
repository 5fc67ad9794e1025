"""Measures of a clip: value, interval, detectable change, norm at the speed, standing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np
from attrs import evolve, frozen

from psoas.evidence import Grade, SourceId
from psoas.motion.norms import FUKUCHI, KINDS, NORMS, Kind, detectable_of, method_of
from psoas.motion.quality import STEPS_A_SIDE
from psoas.motion.runner import Runner
from psoas.quantity import Band, Side
from psoas.stats.detectable import Z95


class Standing(StrEnum):
    """Where a measure lies against the norm of its speed."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why a measure is not told, or cannot be compared."""

    NEVER_FROM_POINTS = "never-from-points"
    FRAME_RATE = "frame-rate"
    FEW_STEPS = "few-steps"
    NO_SCALE = "no-scale"
    NOT_SEEN = "not-seen"
    FAR_LEG = "far-leg"
    IMPLAUSIBLE = "implausible"
    NO_SPEED = "no-speed"
    SPEED_DOUBTED = "speed-doubted"
    SPEED_WITHOUT_NORM = "speed-without-norm"
    NO_NORM = "no-norm"
    NEAR_THE_EDGE = "near-the-edge"
    FAST_MODE = "fast-mode"


@frozen(kw_only=True)
class OfSide:
    """A measure of one side.

    Parameters
    ----------
    unit
        Of all numbers.
    band
        Mean over the steps with its 95 % interval: scatter of steps and error of the method.
    steps
        The value of each step.
    is_trusted
        False for the leg that the other one hides.
    """

    unit: str
    band: Band
    steps: tuple[float, ...]
    is_trusted: bool


@frozen(kw_only=True)
class Measure:
    """A measure of a clip.

    Parameters
    ----------
    unit
        Of all numbers.
    band
        Mean with its 95 % interval: of the near leg, or of both feet where a step of either tells
        the same or no leg is hidden.
    detectable
        A change that is larger has happened; None where none was published.
    norm
        What about 95 of 100 regular runners show at this speed; None where it is not known.
    standing
        Against the norm; unknown where the interval reaches over its edge.
    why
        Why the standing is unknown.
    by_side
        The measure of each side.
    sources, grade
        What detectable change and norm rest on.
    """

    name: str
    unit: str
    band: Band
    detectable: float | None
    norm: Mapping[str, Band]
    standing: Standing
    why: Why | None
    by_side: Mapping[Side, OfSide]
    sources: tuple[SourceId, ...]
    grade: Grade


@frozen(kw_only=True)
class Refusal:
    """A measure that is not told, and why."""

    measure: str
    why: Why


def interval(values: Sequence[float], *, method: float) -> Band:
    """Mean of values with a 95 % interval.

    Parameters
    ----------
    values
        At least two, in any unit.
    method
        Standard error of the way they were measured, which no number of steps makes smaller.
    """
    mean = float(np.mean(values))
    error = float(np.std(values, ddof=1)) / len(values) ** 0.5 if len(values) > 1 else 0.0
    wide = Z95 * float(np.hypot(error, method))
    return Band(mean - wide, mean, mean + wide)


def standing_of(
    band: Band, name: str, *, speed_mps: float | None
) -> tuple[dict[str, Band], Standing, Why | None]:
    """Return the norm at a speed, where a measure lies against it, and why that is unknown."""
    if name not in NORMS:
        return {}, Standing.UNKNOWN, Why.NO_NORM
    if speed_mps is None:
        return {}, Standing.UNKNOWN, Why.NO_SPEED
    norm = NORMS[name].at(speed_mps)
    if norm is None:
        return {}, Standing.UNKNOWN, Why.SPEED_WITHOUT_NORM
    named = {"norm": norm}
    if band.central in norm:
        return named, Standing.WITHIN, None
    if band.low > norm.high:
        return named, Standing.ABOVE, None
    if band.high < norm.low:
        return named, Standing.BELOW, None
    return named, Standing.UNKNOWN, Why.NEAR_THE_EDGE


def doubted(measure: Measure, *, other_mps: float) -> Measure:
    """Return a measure whose speed may be another: its standing holds where both speeds agree."""
    _, standing, _ = standing_of(measure.band, measure.name, speed_mps=other_mps)
    if standing is measure.standing:
        return measure
    return evolve(measure, norm={}, standing=Standing.UNKNOWN, why=Why.SPEED_DOUBTED)


def _refused(
    name: str, kind: Kind, runner: Runner, by_side: Mapping[Side, list[float]]
) -> Why | None:
    if runner.rate_hz < kind.least_rate_hz * 0.98:  # 59.94 is told as 60
        return Why.FRAME_RATE
    if name == "trunk_lean" and not runner.shoulder:
        return Why.NOT_SEEN
    counts = [len(values) for values in by_side.values()]
    if max(counts, default=0) == 0:
        return Why.NOT_SEEN
    if min(counts) < STEPS_A_SIDE:
        return Why.FEW_STEPS
    return None


#: Contact as a share of a stride, from a sprint to the slowest jog that still flies.
#: [source:psoas-pose-notes]
DUTY_RATIO = (0.20, 0.50)
#: What rests on toe-off.
_OF_STANCE = ("contact_time", "flight_time", "duty_factor", "foot_inclination_at_contact")


def _is_stance_plausible(values: Mapping[str, Mapping[Side, list[float]]]) -> bool:
    low, high = DUTY_RATIO
    duties = [each for side in values["duty_factor"].values() for each in side]
    return not duties or low <= float(np.median(duties)) <= high


def measured(
    values: Mapping[str, Mapping[Side, list[float]]],
    runner: Runner,
    *,
    speed_mps: float | None,
    has_scale: bool,
    is_rough: bool = False,
) -> tuple[dict[str, Measure], tuple[Refusal, ...]]:
    """Return the measures of a clip, and those that are refused with the reason.

    Parameters
    ----------
    values
        Of every step, by measure and side, in the unit of ``KINDS``.
    runner
        Whose they are.
    speed_mps
        Of running; None where nobody told it and nothing shows it.
    has_scale
        Whether lengths in metres are known.
    is_rough
        Whether a small model found the points: its far leg, its toe-off (51 ms off) and its
        joints at landing are not told. [source:psoas-pose-notes]
    """
    found, refusals = {}, []
    is_plausible = _is_stance_plausible(values)
    for name, by_side in values.items():
        kind = KINDS[name]
        why = _refused(name, kind, runner, by_side)
        if is_rough and (name in _OF_STANCE or kind.least_rate_hz > 0):
            why = Why.FAST_MODE
        if name == "vertical_oscillation" and not has_scale:
            why = Why.NO_SCALE
        if why is None and name in _OF_STANCE and not is_plausible:
            why = Why.IMPLAUSIBLE
        if why is not None:
            refusals.append(Refusal(measure=name, why=why))
            continue
        told = by_side
        if is_rough and runner.near is not None and not kind.is_of_both:
            told = {runner.near: by_side[runner.near]}
        found[name] = _measure(name, kind, told, runner, speed_mps=speed_mps)
    return found, tuple(refusals)


def _measure(
    name: str,
    kind: Kind,
    by_side: Mapping[Side, list[float]],
    runner: Runner,
    *,
    speed_mps: float | None,
) -> Measure:
    method = method_of(name, rate_hz=runner.rate_hz)
    sides = {
        side: OfSide(
            unit=kind.unit,
            band=interval(each, method=method),
            steps=tuple(each),
            is_trusted=runner.near in (None, side) or kind.is_of_both,
        )
        for side, each in by_side.items()
    }
    trusted = [value for side, each in by_side.items() if sides[side].is_trusted for value in each]
    return judged(name, interval(trusted, method=method), sides, runner, speed_mps=speed_mps)


def judged(
    name: str,
    band: Band,
    by_side: Mapping[Side, OfSide],
    runner: Runner,
    *,
    speed_mps: float | None,
) -> Measure:
    """Return a measure with its norm and standing, *band* in the unit of its kind."""
    kind = KINDS[name]
    norm, standing, why = standing_of(band, name, speed_mps=speed_mps)
    sources = (*kind.sources, FUKUCHI) if norm and FUKUCHI not in kind.sources else kind.sources
    return Measure(
        name=name,
        unit=kind.unit,
        band=band,
        detectable=detectable_of(name, rate_hz=runner.rate_hz),
        norm=norm,
        standing=standing,
        why=why,
        by_side=by_side,
        sources=sources,
        grade=kind.grade,
    )
