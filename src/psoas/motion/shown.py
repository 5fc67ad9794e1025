"""The frame that shows a measure best: of the step whose value is nearest to the mean."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen

from psoas.motion.key_frames import Body, body_at
from psoas.motion.keypoints import Track, Values
from psoas.motion.measures import Measure
from psoas.motion.steps import BACK_RATIO, FORWARD_RATIO, Seen, Step, part_s, rows_of
from psoas.quantity import Side

#: Measures that are read at the landing.
AT_CONTACT = (
    "overstride",
    "shank_angle_at_contact",
    "knee_flexion_at_contact",
    "foot_inclination_at_contact",
)
#: Every measure that one frame shows.
IN_ONE_FRAME = (
    *AT_CONTACT,
    "knee_flexion_in_stance",
    "thigh_extension_peak",
    "thigh_flexion_peak",
    "trunk_lean",
)


@frozen(kw_only=True)
class Shown:
    """A measure in one frame.

    Parameters
    ----------
    value, unit
        Of the step that is drawn: nearest to the mean of all.
    """

    measure: str
    side: Side
    value: float
    unit: str
    body: Body


def shown(
    measure: Measure, steps: tuple[Step, ...], seen: Seen, tracks: Mapping[str, Track]
) -> Shown | None:
    """Return the frame that shows a measure; None where no single frame does, or none was seen.

    Parameters
    ----------
    measure
        Of ``IN_ONE_FRAME``.
    steps, seen, tracks
        Of one clip; *tracks* are what ``smoothed`` gave.
    """
    if measure.name not in IN_ONE_FRAME:
        return None
    trusted = {side for side, each in measure.by_side.items() if each.is_trusted}
    near = seen.runner.near
    rows = zip(steps, rows_of(steps, seen), strict=True)
    offered = [
        (abs(row[measure.name] - measure.band.central), step.contact_s, step, row[measure.name])
        for step, row in rows
        if step.side in trusted
        and near in (None, step.side)
        and not np.isnan([row[measure.name], step.toe_off_s, step.again_s]).any()
    ]
    if not offered:
        return None
    _, _, step, value = min(offered, key=lambda each: each[:2])
    at_s = _moment_s(measure.name, step, seen)
    return Shown(
        measure=measure.name,
        side=step.side,
        value=value,
        unit=measure.unit,
        body=body_at(seen.runner, tracks, at_s, step),
    )


def _moment_s(name: str, step: Step, seen: Seen) -> float:
    angles = seen.angles[step.side]
    stance_s = (step.contact_s, step.toe_off_s)
    if name == "knee_flexion_in_stance":
        return _highest_s(angles.knee_deg, stance_s, seen)
    if name == "thigh_extension_peak":
        return _highest_s(-angles.thigh_deg, part_s(step, BACK_RATIO), seen)
    if name == "thigh_flexion_peak":
        return _highest_s(angles.thigh_deg, part_s(step, FORWARD_RATIO), seen)
    if name == "trunk_lean":
        return sum(stance_s) / 2
    return step.contact_s


def _highest_s(values: Values, times_s: tuple[float, float], seen: Seen) -> float:
    time_s = seen.runner.time_s
    inside = np.flatnonzero((time_s >= times_s[0]) & (time_s <= times_s[1]))
    return float(time_s[inside[int(np.argmax(values[inside]))]])
