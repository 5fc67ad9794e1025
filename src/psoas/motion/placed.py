"""Points made ready, put back where they were in the picture or on the ground."""

from __future__ import annotations

import numpy as np

from psoas.motion.keypoints import KeyPoints, Length, Track, key
from psoas.motion.runner import JOINT_HZ, Flags, Runner
from psoas.signals.filters import low_passed


def placed(runner: Runner) -> KeyPoints:
    """Return a runner's points in the unit and direction in which they came.

    Returns
    -------
    KeyPoints
        Even frames with true sides: legs that were exchanged are put right, impossible limbs
        are lost, holes up to 0.1 s are bridged. Not smoothed. NaN where a point was lost for
        longer. Measured again they give the same gait, to rounding.
    """
    back = runner.leg_length * np.array([runner.facing_sign, 1.0])
    ready = {
        key(side, joint): track
        for side, joints in runner.legs.items()
        for joint, track in joints.items()
    } | dict(runner.shoulder)
    return KeyPoints.of(
        time_s=runner.time_s,
        unit=runner.unit,
        tracks={name: _without(track, runner.lost[name]) * back for name, track in ready.items()},
        y_down=False,
    )


def _without(track: Track, lost: Flags) -> Track:
    found = track.copy()
    found[lost] = np.nan
    return found


def smoothed(runner: Runner) -> dict[str, Track]:
    """Return every track smooth, by name: forward and up, in leg lengths, filled where lost."""
    cutoff_hz = min(JOINT_HZ, 0.4 * runner.rate_hz)
    return {
        key(side, joint): runner.smooth(side, joint)
        for side, joints in runner.legs.items()
        for joint in joints
    } | {
        name: low_passed(track, rate_hz=runner.rate_hz, cutoff_hz=cutoff_hz)[0]
        for name, track in runner.shoulder.items()
    }


def in_metres(points: KeyPoints, *, m_per_px: float) -> KeyPoints:
    """Return key points of pixels in metres: the lowest point on the ground, x from 0.

    Parameters
    ----------
    points
        In pixels; metres come back as they are.
    m_per_px
        Metres that a pixel is.
    """
    if points.unit is Length.METRES:
        return points
    every = np.concatenate(list(points.tracks.values()))
    lowest = np.nanmin(every, axis=0)
    return KeyPoints.of(
        time_s=points.time_s,
        unit=Length.METRES,
        tracks={name: m_per_px * (track - lowest) for name, track in points.tracks.items()},
        y_down=False,
    )
