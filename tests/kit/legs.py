"""Legs that move as a formula says, so that their moments are known."""

from __future__ import annotations

import numpy as np

from psoas.motion import Leg, Motion
from psoas.quantity import Side

THIGH_M, SHANK_M, FOOT_M = 0.44, 0.45, 0.24
#: Where the ankle lies on the foot, from the heel: along it and above it.
ANKLE_AHEAD_M, ANKLE_ABOVE_M = 0.06, 0.05


def turned(angle_rad: np.ndarray, length_m: float) -> np.ndarray:
    """A segment that hangs down and is turned forward, shape (n, 2)."""
    return length_m * np.stack([np.sin(angle_rad), -np.cos(angle_rad)], axis=1)


def running_leg(time_s: np.ndarray, *, stride_hz: float = 1.4, late_stride: float = 0.0) -> Leg:
    """A leg with the two largest waves of a runner's, its toe on the ground in stance."""
    phase = 2 * np.pi * (stride_hz * time_s + late_stride)
    thigh_rad = np.radians(12 + 33 * np.cos(phase) - 4 * np.cos(2 * phase))
    knee_rad = np.radians(52 - 36 * np.cos(phase + 1.3) + 15 * np.cos(2 * phase + 0.9))
    hip = np.stack([0.9 + 0.01 * np.sin(2 * phase), 0.93 + 0.03 * np.cos(2 * phase)], axis=1)
    knee = hip + turned(thigh_rad, THIGH_M)
    ankle = knee + turned(thigh_rad - knee_rad, SHANK_M)
    foot_rad = 0.6 * (thigh_rad - knee_rad)
    along = np.stack([np.cos(foot_rad), np.sin(foot_rad)], axis=1)
    up = np.stack([-along[:, 1], along[:, 0]], axis=1)
    heel = ankle - ANKLE_AHEAD_M * along - ANKLE_ABOVE_M * up
    return Leg(hip_m=hip, knee_m=knee, ankle_m=ankle, heel_m=heel, toe_m=heel + FOOT_M * along)


def running_motion(*, rate_hz: float = 100.0, seconds: float = 5.0) -> Motion:
    """Both legs of a runner, half a stride apart."""
    time_s = np.arange(0, seconds, 1 / rate_hz)
    return Motion.of(
        time_s=time_s,
        legs={
            Side.LEFT: running_leg(time_s),
            Side.RIGHT: running_leg(time_s, late_stride=0.5),
        },
    )


def with_jitter(motion: Motion, jitter_m: float, rng: np.random.Generator) -> Motion:
    """The same motion with white noise on every point."""
    legs = {
        side: Leg(
            **{
                f"{joint}_m": leg.point_m(joint) + rng.normal(0, jitter_m, (len(motion.time_s), 2))
                for joint in ("hip", "knee", "ankle", "heel", "toe")
            }
        )
        for side, leg in motion.legs.items()
    }
    return Motion.of(time_s=motion.time_s, legs=legs)


def as_csv(motion: Motion, **more: str) -> bytes:
    """The motion as a table; *more* are columns that hold the same text in every line."""
    columns = {"time_s": [repr(float(value)) for value in motion.time_s]}
    for side, leg in motion.legs.items():
        for joint in ("hip", "knee", "ankle", "heel", "toe"):
            for axis, values in zip("xy", leg.point_m(joint).T, strict=True):
                columns[f"{side}_{joint}_{axis}_m"] = [repr(float(value)) for value in values]
    for name, text in more.items():
        columns[name] = [text] * len(motion.time_s)
    rows = [",".join(columns), *(",".join(row) for row in zip(*columns.values(), strict=True))]
    return ("\n".join(rows) + "\n").encode()
