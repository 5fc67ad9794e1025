"""Angles of the segments a side view shows; flexion and forward are positive."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from psoas.motion.keypoints import SHOULDER, Track, Values
from psoas.motion.runner import JOINT_HZ, Runner
from psoas.quantity import Side
from psoas.signals.filters import low_passed


def from_hanging_deg(upper: Track, lower: Track) -> Values:
    """Angle of a segment from hanging straight down, shape (n_frames,), degrees.

    Parameters
    ----------
    upper, lower
        Its ends, x forward, y up, one unit.

    Returns
    -------
    numpy.ndarray
        Within (-180, 180]; positive where the lower end is ahead. NaN where an end is.
    """
    ahead, up = (lower - upper).T
    return np.asarray(np.degrees(np.arctan2(ahead, -up)))


@frozen(kw_only=True, eq=False)
class LegAngles:
    """A leg's angles, shape (n_frames,), degrees.

    Parameters
    ----------
    thigh_deg, shank_deg
        From hanging down: positive with the knee ahead of the hip, the ankle ahead of the knee.
    knee_deg
        Flexion positive.
    """

    thigh_deg: Values
    shank_deg: Values
    knee_deg: Values


def leg_angles(runner: Runner, side: Side) -> LegAngles:
    """Return the angles of a leg from its smooth points."""
    hip, knee, ankle = (runner.smooth(side, joint) for joint in ("hip", "knee", "ankle"))
    thigh, shank = from_hanging_deg(hip, knee), from_hanging_deg(knee, ankle)
    return LegAngles(
        thigh_deg=thigh, shank_deg=shank, knee_deg=(thigh - shank + 180.0) % 360.0 - 180.0
    )


def foot_deg(runner: Runner, side: Side) -> Values:
    """Inclination of the line heel to toe, toe up positive; empty where no foot was seen."""
    if not {"heel", "toe"} <= set(runner.legs[side]):
        return np.empty(0)
    ahead, up = (runner.smooth(side, "toe") - runner.smooth(side, "heel")).T
    return np.asarray(np.degrees(np.arctan2(up, ahead)))


def trunk_deg(runner: Runner) -> Values:
    """Lean of the line hips to shoulders, forward positive; empty where it was not seen."""
    if SHOULDER not in runner.shoulder:
        return np.empty(0)
    hips = np.mean([runner.smooth(side, "hip") for side in runner.legs], axis=0)
    (shoulder,) = low_passed(
        runner.shoulder[SHOULDER],
        rate_hz=runner.rate_hz,
        cutoff_hz=min(JOINT_HZ, 0.4 * runner.rate_hz),
    )
    ahead, up = (shoulder - hips).T
    return np.asarray(np.degrees(np.arctan2(ahead, up)))
