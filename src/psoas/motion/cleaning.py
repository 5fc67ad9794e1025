"""From key points to even frames: what cannot be true is lost, short holes are bridged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from psoas.motion.keypoints import SIDES, KeyPoints, Track, Values, key
from psoas.motion.model import JOINTS
from psoas.signals.grid import resampled

Flags = Annotated[NDArray[np.bool_], "(n_frames,)"]
Tracks = Mapping[str, Track]

#: Below it a finder says itself that it did not see the point. [source:psoas-convention]
LEAST_CONFIDENCE_RATIO = 0.1
#: A limb is off where its length is off its median by this much, or by five times its usual
#: scatter: a leg that turns out of the picture is seen shorter by less.
#: [source:psoas-convention]
OFF_RATIO = 0.25
OFF_SCATTERS = 5.0
#: Holes up to this long are bridged. [source:psoas-pose-notes]
BRIDGE_UP_TO_S = 0.1
#: Frames that are this much later than the next are a hole in time.
_NEXT_FRAMES = 1.5
_FEWEST_FOR_MEDIAN = 5


def confident(points: KeyPoints) -> dict[str, Track]:
    """Return the tracks without points that their finder did not believe in."""
    found = {}
    for name, track in points.tracks.items():
        kept = track.copy()
        if name in points.confidence:
            kept[~(points.confidence[name] >= LEAST_CONFIDENCE_RATIO)] = np.nan
        kept[np.isnan(kept).any(axis=1)] = np.nan
        found[name] = kept
    return found


def off_length(first: Track, second: Track) -> Flags:
    """Frames whose distance between two points cannot be the limb's, shape (n_frames,).

    Parameters
    ----------
    first, second
        Tracks of the limb's ends, in one unit. A lost end is not off.
    """
    length = np.hypot(*(first - second).T)
    known = ~np.isnan(length)
    if known.sum() < _FEWEST_FOR_MEDIAN:
        return np.zeros(len(length), dtype=bool)
    middle = np.median(length[known])
    scatter = 1.4826 * np.median(np.abs(length[known] - middle))
    return np.asarray(np.abs(length - middle) > max(OFF_RATIO * middle, OFF_SCATTERS * scatter))


def whole_limbs(tracks: Tracks) -> tuple[dict[str, Track], float]:
    """Lose the points of limbs of impossible length.

    Returns
    -------
    tuple
        The tracks, and the share of leg frames that lost one. Where thigh and shank are both off
        the knee is lost, else what hangs below the limb that is off.
    """
    found = {name: track.copy() for name, track in tracks.items()}
    off_shares = []
    for side in SIDES:
        names = {joint: key(side, joint) for joint in JOINTS}
        if names["hip"] not in tracks:
            continue
        hip, knee, ankle = (tracks[names[joint]] for joint in ("hip", "knee", "ankle"))
        thigh, shank = off_length(hip, knee), off_length(knee, ankle)
        lost = {
            "knee": thigh,
            "ankle": thigh ^ shank,
            "heel": thigh ^ shank,
            "toe": thigh ^ shank,
        }
        for joint, frames in lost.items():
            if names[joint] in found:
                found[names[joint]][frames] = np.nan
        off_shares.append(float(np.mean(thigh | shank)))
    return found, max(off_shares, default=0.0)


def even_times_s(time_s: Values) -> Values:
    """Evenly spaced times over the same stretch, at the median rate."""
    step_s = float(np.median(np.diff(time_s)))
    n = round(float(np.ptp(time_s)) / step_s) + 1
    return np.asarray(time_s[0] + step_s * np.arange(n))


def on_times(tracks: Tracks, time_s: Values, at_s: Values) -> dict[str, Track]:
    """Tracks at even times; a lost frame stays lost, as does a hole in time."""
    bridge_s = _NEXT_FRAMES * float(np.median(np.diff(time_s)))
    if len(at_s) == len(time_s) and np.abs(at_s - time_s).max() < 0.02 * (at_s[1] - at_s[0]):
        return dict(tracks)
    return {
        name: _resampled(track, time_s, at_s, bridge_up_to_s=bridge_s)
        for name, track in tracks.items()
    }


def _resampled(track: Track, time_s: Values, at_s: Values, *, bridge_up_to_s: float) -> Track:
    axes = [
        resampled(axis, t_s=time_s, at_s=at_s, bridge_up_to_s=bridge_up_to_s) for axis in track.T
    ]
    return np.stack(axes, axis=1)


def bridged(track: Track, time_s: Values, *, up_to_s: float = BRIDGE_UP_TO_S) -> Track:
    """A track with its short holes bridged by straight lines."""
    return _resampled(track, time_s, time_s, bridge_up_to_s=up_to_s)


def filled(track: Track) -> Track:
    """A track with every hole filled, ends held: for filters only, its frames are unknown."""
    at = np.arange(len(track))
    known = ~np.isnan(track).any(axis=1)
    if known.all() or not known.any():
        return track
    return np.stack([np.interp(at, at[known], axis[known]) for axis in track.T], axis=1)
