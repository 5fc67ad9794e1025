"""Where the joints of one person are: BlazePose's landmarks, refined by its own heat maps.

Deviations from its own pipeline: no filter over time, which would lag (gait filters both ways
later); and the square is sampled from brightness and colour as they are stored.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.pose.crop import Region, cropped, region_along
from psoas.pose.frames import Frame
from psoas.pose.network import Network

Points = Annotated[NDArray[np.float64], "(39, 2)"]
Values = Annotated[NDArray[np.float64], "(39,), 0 to 1"]
Heat = Annotated[NDArray[np.float32], "(64, 64, 39), logits"]

#: Results of the model: points, whether there is a person, heat maps. Not its outline of the body
#: and not its guess of depth.
OUTPUTS = (0, 1, 3)
N_BODY = 33
#: Which of them are left and right of a joint of ours.
JOINTS_AT = {
    "shoulder": (11, 12),
    "hip": (23, 24),
    "knee": (25, 26),
    "ankle": (27, 28),
    "heel": (29, 30),
    "toe": (31, 32),
}
#: The same of a face, for what hides it; its nose is the first point of all.
FACE_AT = {"eye": (2, 5), "ear": (7, 8)}
NOSE_AT = 0
#: Two more points: the middle of the hips, and one that says how far the body reaches.
_HIP, _REACH = 33, 34
#: These are of the model, by its own pipeline. [source:mediapipe-pose]
_N, _WIDER_FACTOR = 256, 1.25
_LEAST_PERSON_RATIO, _LEAST_HEAT_RATIO = 0.5, 0.5
_NEAR = np.arange(-3, 4)


@frozen(kw_only=True, eq=False)
class Body:
    """The points of a person in one frame.

    Parameters
    ----------
    points_px
        Shape (33, 2), in the upright picture, y down.
    seen_ratio
        Shape (33,): how sure the model is that each point lies in the picture.
    next_region
        Where to look in the next frame.
    """

    points_px: Points
    seen_ratio: Values
    next_region: Region


def body_in(frame: Frame, region: Region, *, landmarks: Network) -> Body | None:
    """Return the points of the person in a region, None where there is nobody.

    Parameters
    ----------
    frame
        Of a clip.
    region
        That holds the whole body.
    landmarks
        The network, with ``OUTPUTS``.
    """
    raw, person, heat = landmarks(cropped(frame, region, n=_N, padded=False))
    if not person[0, 0] >= _LEAST_PERSON_RATIO:
        return None
    table = np.float64(raw[0]).reshape(-1, 5)
    placed_px = region.placed_px(refined(table[:, :2] / _N, heat[0]))
    return Body(
        points_px=placed_px[:N_BODY],
        seen_ratio=1 / (1 + np.exp(-table[:N_BODY, 4])),
        next_region=region_along(placed_px[_HIP], placed_px[_REACH], wider_factor=_WIDER_FACTOR),
    )


def refined(points_ratio: Points, heat: Heat) -> Points:
    """Move points to the middle of the heat about them, where there is enough of it.

    Parameters
    ----------
    points_ratio
        Shape (39, 2), x and y as shares of the square.
    heat
        Shape (64, 64, 39), logits, y first.

    Notes
    -----
    Seven by seven cells about each point, all points at once; one with no cell above one half
    stays, as does one outside the square.
    """
    height, width, n_points = heat.shape
    x, y = np.floor(points_ratio * (width, height)).astype(np.intp).T
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    columns, rows = x[:, None] + _NEAR, y[:, None] + _NEAR
    there = ((rows >= 0) & (rows < height))[:, :, None] & ((columns >= 0) & (columns < width))[
        :, None
    ]
    logits = heat[
        np.clip(rows, 0, height - 1)[:, :, None],
        np.clip(columns, 0, width - 1)[:, None],
        np.arange(n_points)[:, None, None],
    ]
    sure = np.where(there, 1 / (1 + np.exp(-np.float64(logits))), 0.0)
    total = sure.sum(axis=(1, 2))
    moved = inside & (sure.max(axis=(1, 2)) >= _LEAST_HEAT_RATIO)
    share = np.where(moved, total, 1.0)
    middle = np.stack(
        [
            (sure.sum(axis=1) * columns).sum(axis=1) / share / width,
            (sure.sum(axis=2) * rows).sum(axis=1) / share / height,
        ],
        axis=1,
    )
    return np.where(moved[:, None], middle, points_ratio)
