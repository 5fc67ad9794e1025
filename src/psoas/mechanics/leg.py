"""One leg of a motion: from points to smooth moving chain and swings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.mechanics.anthropometry import SegmentTable
from psoas.mechanics.dynamics import Chain, Moving
from psoas.mechanics.foot import carried_ankle_m, foot_centre_m, foot_shape, footless, lost_feet
from psoas.mechanics.smoothing import MeanStride, Rhythm, jitter_m, low_passed, rhythm
from psoas.mechanics.swing import swings
from psoas.motion import JOINTS, Leg
from psoas.quantity import Span

Track = Annotated[NDArray[np.float64], "(n_frames, 2)"]
Values = Annotated[NDArray[np.float64], "(n_frames,)"]
Tracks = Mapping[str, Track]
Smooth = Callable[[Track], Moving]
Flags = Annotated[NDArray[np.bool_], "(n_frames,)"]

#: Low-pass for points that hardly jitter, as for laboratory markers.
#: [source:psoas-computed-load] (mechanics.md C1)
CUTOFF_HZ = 15.0
#: The part of the frame rate up to which a low-pass can work.
_CUTOFF_OF_RATE = 0.4
#: A leg moves little above this; what is there is jitter. [source:psoas-convention]
_MOVING_BELOW_HZ = 15.0
_MOVING_BELOW_OF_RATE = 0.35
#: From this jitter on the mean stride of the clip is closer than a low-pass per stride.
#: [source:psoas-computed-load] (validation/README.md)
JITTERY_M = 0.002
#: Harmonics of the mean stride up to 3.5 m/s and above. [source:psoas-computed-load] (E)
HARMONICS_SLOW, HARMONICS_FAST, FAST_MPS = 6, 8, 3.5
#: A hole up to this long is bridged by the mean stride. [source:psoas-convention]
BRIDGE_UP_TO_S = 0.15


#: Nothing of a leg goes backward faster than the foot on the ground.
_STANCE_QUANTILE = 0.05


class Way(StrEnum):
    """How a leg's points were smoothed."""

    LOW_PASS = "low-pass"  # noqa: S105 - a filter
    MEAN_STRIDE = "mean-stride"


@frozen(kw_only=True, eq=False)
class SmoothLeg:
    """A leg ready for inverse dynamics.

    Parameters
    ----------
    chain
        Its points and accelerations.
    points
        What the chain was made of, by joint: holes bridged, not yet smoothed, metres.
    smooth
        What smoothed them.
    stride_hz
        Strides per second.
    speed_mps
        Speed over the ground or the belt, from the foot on it.
    swings
        Its swings, in frames.
    unknown
        Frames in which a point was lost for too long, shape (n_frames,).
    jitter_by_joint_m
        Standard deviation in each direction, metres.
    way
        How it was smoothed.
    """

    chain: Chain
    points: Tracks
    smooth: Smooth
    stride_hz: float
    speed_mps: float
    swings: tuple[Span, ...]
    unknown: Flags
    jitter_by_joint_m: Mapping[str, float]
    way: Way


def _lost(track_m: Track) -> Flags:
    return np.asarray(np.isnan(track_m).any(axis=1))


def _long_holes(lost: Flags, *, rate_hz: float) -> Flags:
    """Frames of holes that are too long to bridge."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lost, [False]]).astype(int)))
    too_long = np.zeros(len(lost), dtype=bool)
    for start, end in edges.reshape(-1, 2):
        if (end - start) / rate_hz > BRIDGE_UP_TO_S:
            too_long[start:end] = True
    return too_long


def _bridged_m(track_m: Track, mean: Moving) -> Track:
    """The track with its holes filled by the mean stride, tied to both banks."""
    lost = _lost(track_m)
    if not lost.any():
        return track_m
    at = np.arange(len(track_m))
    off = track_m - mean.at_m
    tied = np.stack([np.interp(at, at[~lost], off[~lost, axis]) for axis in (0, 1)], axis=1)
    return np.where(lost[:, None], mean.at_m + tied, track_m)


def _speed_mps(ankle: Moving, hip: Moving, *, rate_hz: float) -> float:
    """Speed over ground or belt: how fast the foot goes backward under the hip."""
    ahead = (ankle.at_m - hip.at_m)[:, 0]
    return float(-np.quantile(np.gradient(ahead) * rate_hz, _STANCE_QUANTILE))


def _mean_stride(
    tracks: Tracks, time_s: Values, beat: Rhythm, *, rate_hz: float
) -> tuple[MeanStride, float]:
    """The mean stride with as many harmonics as the speed asks for, and the speed in m/s."""
    slow = MeanStride(time_s, beat, n_harmonics=HARMONICS_SLOW)
    ankle, hip = slow.through(tracks["ankle"]), slow.through(tracks["hip"])
    speed_mps = _speed_mps(ankle, hip, rate_hz=rate_hz)
    if speed_mps <= FAST_MPS:
        return slow, speed_mps
    return MeanStride(time_s, beat, n_harmonics=HARMONICS_FAST), speed_mps


def chain_of(points: Tracks, smooth: Smooth, table: SegmentTable) -> Chain:
    """The moving chain of a leg.

    Parameters
    ----------
    points
        By joint, shape (n_frames, 2), metres, no NaN; heel and toe both or neither.
    smooth
        Gives a track's smooth way with its acceleration.
    table
        For where the foot's mass lies.

    Notes
    -----
    The ankle is where the rigid foot carries it: a bent leg leaves the plane of running,
    a chain of hip, knee and ankle angles does not show it, and the foot does.
    """
    hip, knee, ankle = (smooth(points[joint]) for joint in ("hip", "knee", "ankle"))
    if "toe" not in points:
        heel, toe, centre = footless(ankle)
    else:
        heel, toe = smooth(points["heel"]), smooth(points["toe"])
        shape = foot_shape(
            hip_m=hip.at_m, knee_m=knee.at_m, ankle_m=ankle.at_m, heel_m=heel.at_m, toe_m=toe.at_m
        )
        ankle = smooth(carried_ankle_m(shape, heel_m=heel.at_m, toe_m=toe.at_m))
        centre = smooth(foot_centre_m(table, heel_m=heel.at_m, toe_m=toe.at_m))
    return Chain(hip=hip, knee=knee, ankle=ankle, heel=heel, toe=toe, foot_centre=centre)


def smooth_leg(
    leg: Leg, time_s: Values, *, rate_hz: float, table: SegmentTable, way: Way | None = None
) -> SmoothLeg:
    """Smooth a leg and find its swings.

    Parameters
    ----------
    leg
        Its points, NaN where lost.
    time_s
        Shape (n_frames,), seconds, evenly spaced at *rate_hz*.
    rate_hz
        Frames per second.
    table
        For where the foot's mass lies.
    way
        How to smooth; by default a low-pass where points hardly jitter, else the mean stride.

    Notes
    -----
    1. Frames whose heel and toe cannot be one foot are taken for lost. 2. Rhythm from
    the ankle against the hip; mean stride by harmonics; short holes bridged by it. 3. Low-pass
    or mean stride by the jitter. Without heel and toe the seen ankle is used, with the foot's
    mass in it.
    """
    lost = lost_feet(leg, rate_hz=rate_hz)
    seen = [joint for joint in JOINTS if joint not in ("heel", "toe") or not lost.all()]
    tracks = {joint: leg.point_m(joint) for joint in seen}
    for joint in {"heel", "toe"}.intersection(seen):
        tracks[joint] = np.where(lost[:, None], np.nan, tracks[joint])
    beat = rhythm((tracks["ankle"] - tracks["hip"])[:, 0], time_s)
    mean, speed_mps = _mean_stride(tracks, time_s, beat, rate_hz=rate_hz)
    points = {joint: _bridged_m(track, mean.through(track)) for joint, track in tracks.items()}
    above_hz = min(_MOVING_BELOW_HZ, _MOVING_BELOW_OF_RATE * rate_hz)
    jitter = {
        joint: jitter_m(track, rate_hz=rate_hz, moving_below_hz=above_hz)
        for joint, track in points.items()
    }
    if way is None:
        way = Way.MEAN_STRIDE if np.median(list(jitter.values())) > JITTERY_M else Way.LOW_PASS
    cutoff_hz = min(CUTOFF_HZ, _CUTOFF_OF_RATE * rate_hz)
    smooth = (
        mean.through
        if way is Way.MEAN_STRIDE
        else partial(low_passed, rate_hz=rate_hz, cutoff_hz=cutoff_hz)
    )
    unknown = np.zeros(len(time_s), dtype=bool)
    for track in tracks.values():
        unknown |= _long_holes(_lost(track), rate_hz=rate_hz)
    chain = chain_of(points, smooth, table)
    found = swings(
        hip_m=chain.hip.at_m,
        ankle_m=chain.ankle.at_m,
        toe_m=chain.toe.at_m,
        rate_hz=rate_hz,
        stride_hz=beat.stride_hz,
    )
    return SmoothLeg(
        chain=chain,
        points=points,
        smooth=smooth,
        stride_hz=beat.stride_hz,
        speed_mps=speed_mps,
        swings=tuple(found),
        unknown=unknown,
        jitter_by_joint_m=jitter,
        way=way,
    )
