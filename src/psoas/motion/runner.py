"""A runner ready to be measured: even frames, true sides, forward +x, in leg lengths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.motion import cleaning
from psoas.motion.heading import Ground, facing, ground_of, near_side
from psoas.motion.keypoints import SHOULDER, KeyPoints, Length, Track, Values, key
from psoas.motion.model import JOINTS, NEEDED
from psoas.motion.sides import Crossings, crossings_of, exchanged, step_hz_of, to_swap
from psoas.quantity import Side
from psoas.signals.filters import low_passed

Flags = Annotated[NDArray[np.bool_], "(n_frames,)"]

#: Zero-lag low-pass for joints and feet; 6 Hz would lose 4 degrees of the knee's range.
#: [source:psoas-pose-notes]
JOINT_HZ, FOOT_HZ = 10.0, 14.0
_MOST_OF_RATE = 0.4
_FEET = ("heel", "toe")
#: Hip to ankle along the bones, as a share of body height. [source:drillis-contini-1966]
LEG_OF_HEIGHT_RATIO = 0.491


@frozen(kw_only=True, eq=False)
class Runner:
    """A runner in leg lengths, x forward, y up.

    Parameters
    ----------
    time_s, rate_hz
        Even frames.
    legs
        Tracks by side and joint, shape (n_frames, 2), no NaN. A joint that was hardly
        seen is missing (heel, toe).
    shoulder
        The middle of the shoulders in the same way; empty where it was not followed.
    unknown
        By side: frames whose hip, knee or ankle was lost for too long, filled for the filters.
    lost
        The same of each track, by its name.
    leg_length
        Of one leg, in *unit*.
    facing_sign
        Where x of the picture was forward: +1 or -1.
    near
        The side towards the camera; None where points are no camera's.
    crossings
        None with one leg.
    off_limb_ratio, lost_ratio
        Share of frames with a limb of impossible length; with a point lost too long.
    shank_spread_ratio
        How much the shank's seen length scatters, of its median.
    shank_by_side
        Median seen length of the shank, in leg lengths.
    """

    time_s: Values
    rate_hz: float
    legs: Mapping[Side, Mapping[str, Track]]
    shoulder: Mapping[str, Track]
    unknown: Mapping[Side, Flags]
    lost: Mapping[str, Flags]
    leg_length: float
    unit: Length
    facing_sign: float
    near: Side | None
    ground: Ground
    step_hz: float
    crossings: Crossings | None
    off_limb_ratio: float
    lost_ratio: float
    shank_spread_ratio: float
    shank_by_side: Mapping[Side, float]

    def smooth(self, side: Side, joint: str, *, order: int = 0) -> Track:
        """Return a joint's smooth track, or a derivative of it, per second to the order."""
        cutoff_hz = min(FOOT_HZ if joint in _FEET else JOINT_HZ, _MOST_OF_RATE * self.rate_hz)
        (found,) = low_passed(
            self.legs[side][joint], rate_hz=self.rate_hz, cutoff_hz=cutoff_hz, orders=(order,)
        )
        return found

    def leg_m(self, *, height_m: float | None) -> float | None:
        """Length of a leg in metres; None for pixels of a runner whose height is not known."""
        if self.unit is Length.METRES:
            return self.leg_length
        return None if height_m is None else LEG_OF_HEIGHT_RATIO * height_m


class NoRunner(ValueError):
    """Key points from which no runner can be made; *cause* says why."""

    def __init__(self, cause: str, **values: float) -> None:
        super().__init__(cause)
        self.cause = cause
        self.values = values


def runner_of(points: KeyPoints, *, facing_side: Side | None = None) -> Runner:
    """Make key points ready to be measured.

    Parameters
    ----------
    points
        As they came.
    facing_side
        The side that faces the camera where somebody says so: pictures that were mirrored
        show the other one, and its names are then exchanged.

    Raises
    ------
    NoRunner
        Where legs are hardly seen, the runner is not upright, or nothing tells which way he or
        she faces.

    Notes
    -----
    1. Points without confidence and of impossible limbs are lost. 2. Even frames. 3. x forward.
    4. Legs change places once per step: exchanged frames are put right. 5. Holes up to
    0.1 s are bridged; longer ones are filled for the filters and their frames unknown.
    """
    tracks, off_ratio = cleaning.whole_limbs(cleaning.confident(points))
    time_s = cleaning.even_times_s(points.time_s)
    rate_hz = points.rate_hz
    tracks = cleaning.on_times(tracks, points.time_s, time_s)
    _check_seen(tracks, points.sides)
    sign = facing(tracks)
    if np.isnan(sign):
        raise NoRunner("no-direction")
    tracks = {name: track * np.array([sign, 1.0]) for name, track in tracks.items()}
    near = near_side(sign) if points.unit is Length.PIXELS else None
    if near is not None and facing_side is not None and facing_side is not near:
        tracks, near = exchanged(tracks, np.ones(len(time_s), dtype=bool)), facing_side
    tracks, crossings = _with_true_sides(tracks, rate_hz)
    length, spread_ratio, shanks = _lengths(tracks, points.sides)
    tracks = {
        name: cleaning.bridged(track / length, time_s)
        for name, track in tracks.items()
        if not np.isnan(track).any(axis=1).all()
    }
    _check_upright(tracks, points.sides)
    unknown = {side: _unknown(tracks, side) for side in points.sides}
    whole = {name: cleaning.filled(track) for name, track in tracks.items()}
    legs = {
        side: {joint: whole[key(side, joint)] for joint in JOINTS if key(side, joint) in whole}
        for side in points.sides
    }
    hips = np.mean([legs[side]["hip"][:, 0] for side in points.sides], axis=0)
    return Runner(
        time_s=time_s,
        rate_hz=rate_hz,
        legs=legs,
        shoulder={SHOULDER: whole[SHOULDER]} if SHOULDER in whole else {},
        unknown=unknown,
        lost={name: np.asarray(np.isnan(track).any(axis=1)) for name, track in tracks.items()},
        leg_length=length,
        unit=points.unit,
        facing_sign=sign,
        near=near,
        ground=ground_of(hips, time_s),
        step_hz=crossings.step_hz if crossings else _step_hz_of_one(legs, rate_hz),
        crossings=crossings,
        off_limb_ratio=off_ratio,
        lost_ratio=max(float(np.mean(each)) for each in unknown.values()),
        shank_spread_ratio=spread_ratio,
        shank_by_side={side: shank / length for side, shank in shanks.items()},
    )


#: A leg that is seen in fewer frames than this is not followed. [source:psoas-convention]
SEEN_RATIO = 0.5


def _check_seen(tracks: Mapping[str, Track], sides: tuple[Side, ...]) -> None:
    for side in sides:
        for joint in NEEDED:
            seen = float(np.mean(~np.isnan(tracks[key(side, joint)]).any(axis=1)))
            if seen < SEEN_RATIO:
                raise NoRunner("no-person", seen_pct=round(100 * seen))


#: Hips stand above ankles by less of a leg than this only where the picture lies on its side.
#: [source:psoas-convention]
_UPRIGHT_RATIO = 0.5


def _check_upright(tracks: Mapping[str, Track], sides: tuple[Side, ...]) -> None:
    """Refuse a runner, in leg lengths, who lies or stands on the head: angles would be wrong."""
    for side in sides:
        rise = (tracks[key(side, "hip")] - tracks[key(side, "ankle")])[:, 1]
        if not float(np.nanmedian(rise)) >= _UPRIGHT_RATIO:
            raise NoRunner("not-upright")


def _with_true_sides(
    tracks: dict[str, Track], rate_hz: float
) -> tuple[dict[str, Track], Crossings | None]:
    left, right = key(Side.LEFT, "ankle"), key(Side.RIGHT, "ankle")
    if left not in tracks or right not in tracks:
        return tracks, None
    crossings = crossings_of(tracks[left][:, 0], tracks[right][:, 0], rate_hz=rate_hz)
    if crossings is None:
        return tracks, None
    return exchanged(tracks, to_swap(tracks, crossings)), crossings


def _step_hz_of_one(legs: Mapping[Side, Mapping[str, Track]], rate_hz: float) -> float:
    """Steps per second of both feet from one leg: it swings once per stride."""
    leg = next(iter(legs.values()))
    ahead = (leg["ankle"] - leg["hip"])[:, 0]
    return 2 * step_hz_of(ahead - ahead.min(), rate_hz=rate_hz)


def _lengths(
    tracks: Mapping[str, Track], sides: tuple[Side, ...]
) -> tuple[float, float, dict[Side, float]]:
    """Length of a leg, scatter of the shank's length, and the shank of each side."""
    thighs, shanks, spreads = [], {}, []
    for side in sides:
        hip, knee, ankle = (tracks[key(side, joint)] for joint in NEEDED)
        thigh, shank = np.hypot(*(hip - knee).T), np.hypot(*(knee - ankle).T)
        if np.isnan(thigh).all() or np.isnan(shank).all():
            raise NoRunner("no-person", seen_pct=0)
        thighs.append(float(np.nanmedian(thigh)))
        shanks[side] = float(np.nanmedian(shank))
        if not (thighs[-1] > 0 and shanks[side] > 0):
            raise NoRunner("no-direction")  # joints that lie on one point face no way
        spreads.append(float(np.nanstd(shank)) / shanks[side])
    length = float(np.mean(thighs) + np.mean(list(shanks.values())))
    return length, max(spreads), shanks


def _unknown(tracks: Mapping[str, Track], side: Side) -> Flags:
    lost = [np.isnan(tracks[key(side, joint)]).any(axis=1) for joint in NEEDED]
    return np.asarray(np.any(lost, axis=0))
