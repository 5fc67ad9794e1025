"""Steps and what is seen in each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from attrs import frozen

from psoas.motion.angles import LegAngles, foot_deg, leg_angles, trunk_deg
from psoas.motion.events import Event, EventKind
from psoas.motion.keypoints import Values
from psoas.motion.runner import Runner
from psoas.quantity import Side

#: An interval is one step, or one stride, within these shares of the usual one.
#: [source:psoas-convention]
_USUAL_RATIO = (0.6, 1.5)
#: Where in a stride the thigh is farthest back, and farthest forward; a little wider than the
#: mean curves ask, for slow runners. [source:fukuchi-2017]
BACK_RATIO, FORWARD_RATIO = (0.25, 0.55), (0.60, 0.95)
#: Where in a stance the foot is flat. [source:psoas-convention]
_FLAT_RATIO = (0.33, 0.67)
NAN = float("nan")


@frozen(kw_only=True)
class Step:
    """One landing of a foot, and what followed; NaN where it was not seen.

    Parameters
    ----------
    side
        The foot that landed.
    contact_s, toe_off_s
        When it landed and left.
    before_s, other_s
        When the other foot landed, before and after.
    again_s
        When this foot landed again.
    """

    side: Side
    contact_s: float
    toe_off_s: float
    before_s: float
    other_s: float
    again_s: float


def _times_s(events: tuple[Event, ...], side: Side, kind: EventKind) -> list[float]:
    return [each.time_s for each in events if each.side is side and each.event is kind]


def _within_s(value_s: float, usual_s: float) -> float:
    low, high = _USUAL_RATIO
    return value_s if low * usual_s <= value_s <= high * usual_s else NAN


def steps_of(events: tuple[Event, ...], *, step_s: float) -> tuple[Step, ...]:
    """Steps of both feet in order of time.

    Parameters
    ----------
    events
        What ``events_of`` gave.
    step_s
        The usual time of a step: an interval far from it is a step that was missed.
    """
    found = []
    for side in (Side.LEFT, Side.RIGHT):
        landed = _times_s(events, side, EventKind.INITIAL_CONTACT)
        others = _times_s(events, side.other, EventKind.INITIAL_CONTACT)
        left = _times_s(events, side, EventKind.TOE_OFF)
        found += [
            Step(
                side=side,
                contact_s=at,
                toe_off_s=_first_s(left, at, most_s=1.4 * step_s),
                before_s=at - _within_s(at - _last_s(others, at), step_s),
                other_s=at + _within_s(_first_s(others, at, most_s=2 * step_s) - at, step_s),
                again_s=at + _within_s(_first_s(landed, at, most_s=4 * step_s) - at, 2 * step_s),
            )
            for at in landed
        ]
    return tuple(sorted(found, key=lambda each: each.contact_s))


def _last_s(times_s: list[float], before_s: float) -> float:
    """The last time before another, NaN where there is none."""
    return max((each for each in times_s if each < before_s), default=NAN)


def _first_s(times_s: list[float], after_s: float, *, most_s: float) -> float:
    """The first time after another, NaN where there is none within *most_s*."""
    return next((x for x in times_s if after_s < x <= after_s + most_s), NAN)


@frozen(kw_only=True, eq=False)
class Seen:
    """The curves that steps are read from.

    Parameters
    ----------
    runner
        Whose they are.
    angles, ahead_ratio, feet_deg
        By side: angles; how far the ankle is ahead of the hip, in leg lengths; inclination of
        the foot, empty where it was not seen.
    trunk_deg
        Lean of the trunk, empty where it was not seen.
    hips_ratio
        Height of the hips, in leg lengths.
    leg_mm
        Length of a leg; NaN where no scale is known.
    """

    runner: Runner
    angles: Mapping[Side, LegAngles]
    ahead_ratio: Mapping[Side, Values]
    feet_deg: Mapping[Side, Values]
    trunk_deg: Values
    hips_ratio: Values
    leg_mm: float

    def at(self, values: Values, time_s: float) -> float:
        """Return a curve between its frames; NaN where it is empty or the time is not known."""
        if not len(values) or np.isnan(time_s):
            return NAN
        return float(np.interp(time_s, self.runner.time_s, values, left=NAN, right=NAN))

    def between(
        self, values: Values, times_s: tuple[float, float], of: Callable[[Values], float]
    ) -> float:
        """Return what *of* says of a curve over some time; NaN where it is not all there."""
        if not len(values) or np.isnan(times_s).any():
            return NAN
        time_s = self.runner.time_s
        inside = values[(time_s >= times_s[0]) & (time_s <= times_s[1])]
        return float(of(inside)) if len(inside) >= 2 else NAN


def seen_of(runner: Runner, *, leg_m: float | None) -> Seen:
    """Return the curves of a runner."""
    sides = list(runner.legs)
    hips = np.mean([runner.smooth(side, "hip")[:, 1] for side in sides], axis=0)
    return Seen(
        runner=runner,
        angles={side: leg_angles(runner, side) for side in sides},
        ahead_ratio={
            side: (runner.smooth(side, "ankle") - runner.smooth(side, "hip"))[:, 0]
            for side in sides
        },
        feet_deg={side: foot_deg(runner, side) for side in sides},
        trunk_deg=trunk_deg(runner),
        hips_ratio=hips,
        leg_mm=NAN if leg_m is None else 1000 * leg_m,
    )


def part_s(step: Step, ratio: tuple[float, float]) -> tuple[float, float]:
    """Return part of a stride, from and to, in seconds."""
    stride_s = step.again_s - step.contact_s
    return step.contact_s + ratio[0] * stride_s, step.contact_s + ratio[1] * stride_s


def foot_flat_deg(step: Step, seen: Seen) -> float:
    """Return the inclination of the foot lying flat: the floor's slope, the points' offset."""
    stance_s = step.toe_off_s - step.contact_s
    flat_s = tuple(step.contact_s + share * stance_s for share in _FLAT_RATIO)
    return seen.between(seen.feet_deg[step.side], (flat_s[0], flat_s[1]), np.median)


def _foot_deg(step: Step, seen: Seen) -> float:
    """Foot at contact, less the foot lying flat."""
    return seen.at(seen.feet_deg[step.side], step.contact_s) - foot_flat_deg(step, seen)


def _values(step: Step, seen: Seen) -> Iterator[tuple[str, float]]:
    """Yield every measure of one step; NaN where something it needs was not seen."""
    angles = seen.angles[step.side]
    stance_s = (step.contact_s, step.toe_off_s)
    stride_s = step.again_s - step.contact_s
    contact_ms = 1000 * (step.toe_off_s - step.contact_s)
    yield "step_time", 1000 * (step.contact_s - step.before_s)
    yield "contact_time", contact_ms
    yield "flight_time", 1000 * (step.other_s - step.toe_off_s)
    yield "duty_factor", contact_ms / 1000 / stride_s
    yield "overstride", seen.at(seen.ahead_ratio[step.side], step.contact_s)
    yield "shank_angle_at_contact", seen.at(angles.shank_deg, step.contact_s)
    yield "knee_flexion_at_contact", seen.at(angles.knee_deg, step.contact_s)
    yield "foot_inclination_at_contact", _foot_deg(step, seen)
    yield "knee_flexion_in_stance", seen.between(angles.knee_deg, stance_s, np.max)
    yield (
        "thigh_extension_peak",
        seen.between(angles.thigh_deg, part_s(step, BACK_RATIO), np.min),
    )
    yield (
        "thigh_flexion_peak",
        seen.between(angles.thigh_deg, part_s(step, FORWARD_RATIO), np.max),
    )
    yield "trunk_lean", seen.between(seen.trunk_deg, part_s(step, (0.0, 1.0)), np.mean)
    rise = seen.between(seen.hips_ratio, (step.contact_s, step.other_s), np.ptp)
    yield "vertical_oscillation", seen.leg_mm * rise


def rows_of(steps: tuple[Step, ...], seen: Seen) -> tuple[dict[str, float], ...]:
    """Return the measures of each step, by name; NaN where what one needs was not seen."""
    return tuple(dict(_values(step, seen)) for step in steps)


def values_of(steps: tuple[Step, ...], seen: Seen) -> dict[str, dict[Side, list[float]]]:
    """Return the values of every step, by measure and side; unknown ones left out."""
    found: dict[str, dict[Side, list[float]]] = {}
    for step, row in zip(steps, rows_of(steps, seen), strict=True):
        for name, value in row.items():
            by_side = found.setdefault(name, {side: [] for side in seen.runner.legs})
            if not np.isnan(value):
                by_side[step.side].append(value)
    return found


def step_s_of(steps: tuple[Step, ...]) -> tuple[float, float]:
    """Time of a step, and its standard error, from all landings of both feet.

    Notes
    -----
    A straight line through the landings by their number, one for each foot with one slope: what
    one landing is off does not lengthen the clip.
    """
    times = np.array([step.contact_s for step in steps])
    if len(times) < 4:
        return NAN, NAN
    usual = float(np.median(np.diff(times)))
    number = np.round((times - times[0]) / usual)
    is_left = np.array([step.side is Side.LEFT for step in steps], dtype=float)
    table = np.stack([number, is_left, 1 - is_left], axis=1)
    table = table[:, [0, *(1 + np.flatnonzero(table[:, 1:].any(axis=0)))]]
    fit, *_ = np.linalg.lstsq(table, times, rcond=None)
    off = times - table @ fit
    spare = max(len(times) - table.shape[1], 1)
    spread = float(np.sqrt((off**2).sum() / spare / ((number - number.mean()) ** 2).sum()))
    per_number = 1.0 if 0 < is_left.sum() < len(times) else 2.0  # one foot lands every other step
    return float(fit[0]) / per_number, spread / per_number
