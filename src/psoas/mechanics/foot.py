"""The foot as one rigid piece: frames that break it, and the ankle that it carries."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.mechanics.anthropometry import SegmentTable
from psoas.mechanics.dynamics import Moving
from psoas.motion import Leg

Track = Annotated[NDArray[np.float64], "(n_frames, 2)"]
Flags = Annotated[NDArray[np.bool_], "(n_frames,)"]

# A foot point is taken for lost where a distance within the foot is off its median by more
# than a quarter of the foot, or five times its usual scatter; heel to toe cannot be seen
# longer than it is, so a tenth is enough there. [source:psoas-convention]
_OFF_RATIO = 0.25
_LONGER_RATIO = 0.10
_SCATTERS = 5.0
#: Frames round a lost one that are lost with it: a swap of points fades in and out.
_AROUND_S = 0.03

#: Share of frames in which the leg is straightest: thigh and shank then lie in the plane
#: of running, and the seen ankle is the true one. [source:psoas-convention]
STRAIGHTEST_RATIO = 0.3


@frozen(kw_only=True)
class FootShape:
    """Where the ankle lies on the foot.

    Parameters
    ----------
    ankle_ahead_m, ankle_above_m
        From the heel: along the line to the toe, and at a right angle to it, up.
    length_m
        Heel to toe.
    """

    ankle_ahead_m: float
    ankle_above_m: float
    length_m: float


def _distance_m(first_m: Track, second_m: Track) -> NDArray[np.float64]:
    return np.asarray(np.hypot(*(first_m - second_m).T))


def lost_feet(leg: Leg, *, rate_hz: float) -> Flags:
    """Frames in which heel and toe cannot be one foot with the ankle, shape (n_frames,)."""
    length_m = _distance_m(leg.toe_m, leg.heel_m)
    usual_m = float(np.nanmedian(length_m)) if not np.isnan(length_m).all() else np.nan
    off = np.isnan(length_m)
    for values, ratio in (
        (length_m, _LONGER_RATIO),
        (_distance_m(leg.ankle_m, leg.heel_m), _OFF_RATIO),
        (_distance_m(leg.ankle_m, leg.toe_m), _OFF_RATIO),
    ):
        if np.isnan(values).all():
            continue
        middle = np.nanmedian(values)
        scatter = 1.4826 * np.nanmedian(np.abs(values - middle))
        limit = max(ratio * usual_m, _SCATTERS * scatter)
        off |= (values - middle > limit) | (
            (middle - values > limit) if ratio == _OFF_RATIO else False
        )
    n_around = round(_AROUND_S * rate_hz)
    return np.asarray(np.convolve(off, np.ones(2 * n_around + 1), mode="same") > 0)


def _axes(heel_m: Track, toe_m: Track) -> tuple[Track, Track]:
    along = toe_m - heel_m
    along = along / np.hypot(*along.T)[:, None]
    return along, np.stack([-along[:, 1], along[:, 0]], axis=1)


def foot_shape(
    *, knee_m: Track, hip_m: Track, ankle_m: Track, heel_m: Track, toe_m: Track
) -> FootShape:
    """The shape of the foot, from the frames in which the leg is straightest.

    Parameters
    ----------
    knee_m, hip_m, ankle_m, heel_m, toe_m
        Shape (n_frames, 2), metres, smooth, no NaN.
    """
    thigh, shank = knee_m - hip_m, ankle_m - knee_m
    cosine = (thigh * shank).sum(axis=1) / np.hypot(*thigh.T) / np.hypot(*shank.T)
    straight = cosine >= np.quantile(cosine, 1 - STRAIGHTEST_RATIO)
    along, up = _axes(heel_m, toe_m)
    offset = ankle_m - heel_m
    return FootShape(
        ankle_ahead_m=float(np.median((offset * along).sum(axis=1)[straight])),
        ankle_above_m=float(np.median((offset * up).sum(axis=1)[straight])),
        length_m=float(np.median(_distance_m(toe_m, heel_m))),
    )


def carried_ankle_m(shape: FootShape, *, heel_m: Track, toe_m: Track) -> Track:
    """The ankle where a rigid foot carries it, shape (n_frames, 2), metres."""
    along, up = _axes(heel_m, toe_m)
    return heel_m + shape.ankle_ahead_m * along + shape.ankle_above_m * up


def foot_centre_m(table: SegmentTable, *, heel_m: Track, toe_m: Track) -> Track:
    """The centre of mass of the foot, shape (n_frames, 2), metres."""
    _, up = _axes(heel_m, toe_m)
    length_m = np.hypot(*(toe_m - heel_m).T)[:, None]
    share = table.foot.centre_ratio
    return np.asarray(
        heel_m + share * (toe_m - heel_m) - table.foot_below_ratio * np.median(length_m) * up
    )


def footless(ankle: Moving) -> tuple[Moving, Moving, Moving]:
    """Heel, toe and centre of a foot that was not seen: all its mass at the ankle."""
    return ankle, ankle, ankle
