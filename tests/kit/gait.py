"""A runner after published mean curves, who lands like a metronome."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from psoas.motion.keypoints import SHOULDER, KeyPoints, Length, key
from psoas.quantity import Side
from tests.kit.legs import turned

STEP_SPM = 171.0
THIGH_M, SHANK_M, LEG_M = 0.43, 0.43, 0.86
#: Per cent of a stride from initial contact, and degrees: about the mean of 28 runners at 3.5 m/s.
THIGH = {0: 21, 7: 21, 14: 15, 25: -6, 33.7: -23.2, 39: -26.4, 50: -15, 60: 8, 70: 28, 79: 34.4}
THIGH |= {88: 30, 95: 24}
KNEE = {0: 10.3, 7: 30, 14: 42.9, 22: 36, 30: 22, 35: 20, 40: 32, 50: 75, 60: 102, 63: 105.2}
KNEE |= {70: 95, 80: 58, 90: 18, 95: 9}
ANKLE = {0: 4, 7: 14, 14: 24, 22: 24, 33.7: -18, 38: -22, 50: -5, 62: 0, 80: 5, 95: 4}
TOE_OFF_RATIO = 0.337
LEAN_DEG = 7.0


def curve(points: Mapping[float, float], phase: np.ndarray) -> np.ndarray:
    """A smooth periodic curve through points: seven waves, least squares."""
    at = np.array(list(points)) / 100
    waves = np.arange(1, 8)

    def table(where: np.ndarray, weight: np.ndarray) -> np.ndarray:
        turns = 2 * np.pi * waves * where[:, None]
        return np.concatenate(
            [np.ones((len(where), 1)), np.cos(turns) * weight, np.sin(turns) * weight], axis=1
        )

    weight = 1 / waves**2  # the smoothest curve through the points
    fit, *_ = np.linalg.lstsq(
        table(at, weight), np.array(list(points.values()), dtype=float), rcond=None
    )
    return table(phase, weight) @ fit


def leg(phase: np.ndarray, hip: np.ndarray, *, reach_deg: float = 0.0) -> dict[str, np.ndarray]:
    """A leg; *reach_deg* more puts the shank forward where the foot lands."""
    landing = reach_deg * np.exp(-0.5 * (((phase + 0.5) % 1 - 0.5) / 0.05) ** 2)
    thigh = curve(THIGH, phase)
    shank = thigh - curve(KNEE, phase) + landing
    foot = np.radians(shank + curve(ANKLE, phase))
    knee = hip + turned(np.radians(thigh), THIGH_M)
    ankle = knee + turned(np.radians(shank), SHANK_M)
    along = np.stack([np.cos(foot), np.sin(foot)], axis=1)
    up = np.stack([-along[:, 1], along[:, 0]], axis=1)
    heel = ankle - 0.06 * along - 0.05 * up
    return {"hip": hip, "knee": knee, "ankle": ankle, "heel": heel, "toe": heel + 0.24 * along}


def points_m(
    time_s: np.ndarray, *, step_spm: float = STEP_SPM, reach_deg: float = 0.0, speed_mps: float = 0
) -> dict[str, np.ndarray]:
    """Tracks of a runner who faces +x; *speed_mps* is that of the hips, 0 on a treadmill."""
    phase = time_s * step_spm / 120
    height = 0.93 - 0.04 * np.cos(4 * np.pi * (phase - 0.16))
    hip = np.stack([speed_mps * time_s, height], axis=1)
    lean = np.radians(LEAN_DEG)
    found = {SHOULDER: hip + 0.5 * np.array([np.sin(lean), np.cos(lean)])}
    for side, late in ((Side.LEFT, 0.0), (Side.RIGHT, 0.5)):
        tracks = leg((phase - late) % 1, hip, reach_deg=reach_deg)
        found |= {key(side, joint): track for joint, track in tracks.items()}
    return found


def runner(
    *,
    rate_hz: float = 120.0,
    seconds: float = 8.0,
    px_per_m: float | None = None,
    facing: int = 1,
    jitter_m: float = 0.0,
    seed: int = 0,
    **how: float,
) -> KeyPoints:
    """Key points of the runner: metres, or as a camera sees them with *px_per_m*."""
    time_s = np.arange(round(seconds * rate_hz)) / rate_hz
    rng = np.random.default_rng(seed)
    tracks = {
        name: track + rng.normal(0, jitter_m, track.shape) if jitter_m else track
        for name, track in points_m(time_s, **how).items()
    }
    if px_per_m is None:
        return KeyPoints.of(time_s=time_s, unit=Length.METRES, tracks=tracks, y_down=False)
    width, height = 3 * px_per_m, 2 * px_per_m
    seen = {
        name: np.stack(
            [width / 2 + facing * px_per_m * track[:, 0], 1.9 * px_per_m - px_per_m * track[:, 1]],
            axis=1,
        )
        for name, track in tracks.items()
    }
    return KeyPoints.of(
        time_s=time_s,
        unit=Length.PIXELS,
        tracks=seen,
        picture_px=(width, height),
        y_down=True,
    )


def landings_s(side: Side, *, seconds: float = 8.0, step_spm: float = STEP_SPM) -> np.ndarray:
    """When a foot of the runner lands."""
    stride_s = 120 / step_spm
    first_s = 0.0 if side is Side.LEFT else stride_s / 2
    return np.arange(first_s, seconds, stride_s)


def changed(points: KeyPoints, **tracks: np.ndarray) -> KeyPoints:
    """The same key points with some tracks replaced, y up."""
    return KeyPoints.of(
        time_s=points.time_s,
        unit=points.unit,
        tracks={**points.tracks, **tracks},
        confidence=points.confidence,
        picture_px=points.picture_px,
        y_down=False,
    )


def csv_of(points: KeyPoints) -> bytes:
    """The key points as our own table."""
    unit = points.unit.value
    sign = -1 if points.unit is Length.PIXELS else 1
    columns = {"time_s": points.time_s}
    for name, track in points.tracks.items():
        stem = "shoulder_mid" if name == SHOULDER else name
        columns[f"{stem}_x_{unit}"] = track[:, 0]
        columns[f"{stem}_y_{unit}"] = sign * track[:, 1]
    lines = [",".join(columns)]
    lines += [",".join(map(repr, map(float, row))) for row in zip(*columns.values(), strict=True)]
    return "\n".join(lines).encode()
