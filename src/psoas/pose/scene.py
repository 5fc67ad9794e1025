"""Whether the camera moves: what lies behind the runner stays where it is, or does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.pose.crop import stored_px
from psoas.pose.frames import Frame
from psoas.pose.landmarks import Body

Small = Annotated[NDArray[np.float32], "(height, width), brightness, as stored"]
Patches = Annotated[NDArray[np.float32], "(n, 32, 32), brightness"]

#: The background is compared in a picture about so wide, in squares of so many pixels.
_WIDE_PX, _PATCH_PX, _HOP_PX = 320, 32, 28
#: A square with less texture than this tells nothing. [source:psoas-convention]
_TEXTURE = 4.0
#: How far the best place of a square must stand out, in scatters of all places.
#: [source:psoas-convention]
_STANDS_OUT = 8.0
#: Room about the runner that may be his or hers: arms, shadow, belt.
_ROOM_RATIO = 0.08
_FEWEST_PATCHES = 3


@frozen(kw_only=True, eq=False)
class Scene:
    """A small picture of a frame, and where the runner is in it.

    Parameters
    ----------
    small
        Brightness, shrunk, as stored.
    shrunk_factor
        Pixels of the clip along one of its pixels.
    box_px
        Corners of the runner's box in it, shape (2, 2); no rows where nobody was found.
    """

    small: Small
    shrunk_factor: float
    box_px: NDArray[np.float64]


def scene_of(frame: Frame, body: Body | None) -> Scene:
    """Return the scene of a frame, as stored: a camera moves whichever way is up."""
    picture = frame.decoded
    shrunk = max(picture.width, picture.height) / _WIDE_PX
    size = (round(picture.width / shrunk), round(picture.height / shrunk))
    small = picture.reformat(width=size[0], height=size[1], format="gray")
    return Scene(
        small=np.asarray(small.to_ndarray(), dtype=np.float32),
        shrunk_factor=shrunk,
        box_px=np.empty((0, 2)) if body is None else _box_px(frame, body) / shrunk,
    )


def _box_px(frame: Frame, body: Body) -> NDArray[np.float64]:
    """The runner's box with some room, in the stored picture."""
    stored = (frame.decoded.width, frame.decoded.height)
    points = stored_px(body.points_px, stored, frame.turn_deg)
    room = _ROOM_RATIO * np.ptp(points, axis=0).max()
    return np.stack([points.min(axis=0) - room, points.max(axis=0) + room])


def camera_px(scenes: Sequence[Scene]) -> float:
    """How far the background usually moves from one scene to the next, in pixels of the clip.

    Parameters
    ----------
    scenes
        Of one clip, in order of time.

    Returns
    -------
    float
        The median; NaN where no background tells, as a wall without a mark does not.

    Notes
    -----
    Squares of the background that lie clear of the runner are compared with themselves in the
    next scene by phase correlation: the median of their moves. Where most of them, though they
    are not bare, are not found again, the camera went farther than they are wide by half.
    """
    moves = [each for before, after in pairwise(scenes) if (each := _move_px(before, after)) >= 0]
    if 2 * len(moves) < len(scenes) - 1 or not moves:
        return float("nan")
    return float(np.median(moves))


def _move_px(before: Scene, after: Scene) -> float:
    """How far the background moved, in pixels of the clip; -1 where nothing tells."""
    if before.small.shape != after.small.shape:
        return -1.0
    corners = list(_clear(before, after))
    first, second = (_patches(each, corners) for each in (before, after))
    tells = np.minimum(first.std(axis=(1, 2)), second.std(axis=(1, 2))) >= _TEXTURE
    if tells.sum() < _FEWEST_PATCHES:
        return -1.0
    found = _shifts_px(first[tells], second[tells])
    if 2 * len(found) < tells.sum():
        return before.shrunk_factor * _PATCH_PX / 2
    return float(before.shrunk_factor * np.hypot(*np.median(found, axis=0)))


def _patches(scene: Scene, corners: Sequence[tuple[int, int]]) -> Patches:
    return np.array(
        [scene.small[y : y + _PATCH_PX, x : x + _PATCH_PX] for y, x in corners], dtype=np.float32
    ).reshape(-1, _PATCH_PX, _PATCH_PX)


def _clear(before: Scene, after: Scene) -> Iterator[tuple[int, int]]:
    """Yield the corners of squares that neither runner's box reaches into."""
    height, width = before.small.shape
    boxes = [each.box_px for each in (before, after) if len(each.box_px)]
    for down in range(0, height - _PATCH_PX + 1, _HOP_PX):
        for across in range(0, width - _PATCH_PX + 1, _HOP_PX):
            low, high = np.array([across, down]), np.array([across, down]) + _PATCH_PX
            if all((high < box[0]).any() or (low > box[1]).any() for box in boxes):
                yield down, across


_WINDOW = np.hanning(_PATCH_PX)[:, None] * np.hanning(_PATCH_PX)


def _shifts_px(before: Patches, after: Patches) -> NDArray[np.float64]:
    """How far squares moved, down and across, shape (n_found, 2): those that are found again."""
    first, second = (
        np.fft.rfft2((each - each.mean(axis=(1, 2), keepdims=True)) * _WINDOW)
        for each in (before, after)
    )
    cross = second * np.conj(first)
    places = np.fft.irfft2(cross / np.maximum(np.abs(cross), 1e-6), s=before.shape[1:])
    best = places.reshape(len(places), -1).argmax(axis=1)
    down, across = np.unravel_index(best, before.shape[1:])
    at = np.arange(len(places))
    stands_out = places[at, down, across] >= _STANDS_OUT * places.std(axis=(1, 2))
    finer = np.stack(
        [_finer(places[at, :, across], down), _finer(places[at, down], across)], axis=1
    )
    return np.asarray(finer[stands_out])


def _finer(lines: NDArray[np.float64], peaks: NDArray[np.intp]) -> NDArray[np.float64]:
    """Places of peaks on rings, between their cells, from minus half a ring to half of it."""
    n_rings, n = lines.shape
    at = np.arange(n_rings)
    left, middle, right = (lines[at, (peaks + step) % n] for step in (-1, 0, 1))
    bend = left - 2 * middle + right
    between = np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, -1.0), 0.0)
    return np.asarray((peaks + between + n / 2) % n - n / 2)
