"""Where a head is in each frame, rather too much of the picture than too little."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from psoas.motion.cleaning import confident
from psoas.motion.keypoints import FACE, SHOULDER, SIDES, KeyPoints, Track, Values, key

#: One circle a frame: x, y up, radius, in the unit of the points; NaN where it is not known.
Circles = Annotated[NDArray[np.float64], "(n_frames, 3)"]

# Lengths in leg lengths, a leg being 0.491 of the height. A head is 0.13 of the height, its middle
# 0.117 above the shoulders and 0.405 above the hips [source:drillis-contini-1966]. How much wider
# the circles are is [source:psoas-convention].
_OVER_SHOULDERS, _OVER_HIPS, _HALF_HEAD = 0.24, 0.83, 0.13
_BY_FACE, _BESIDE_FACE, _BY_SHOULDERS, _BY_HIPS, _HELD = 0.24, 0.26, 0.36, 0.50, 0.60
#: Points of a face farther from each other than this are no face: one of them is elsewhere.
_WIDEST_FACE = 0.5


def head_circles(points: KeyPoints) -> tuple[Circles, ...]:
    """Return circles that hold the head: by the face's points, and by the body's.

    Parameters
    ----------
    points
        As they came, in pixels or metres.

    Returns
    -------
    tuple
        Two tables of circles. In each frame at least one is known: where neither face nor
        body was seen, the body's circle is drawn from one side of the hole to the other,
        wider, and held before the first and after the last frame that was seen.
    """
    seen = confident(points)
    leg = _leg_length(seen)
    by_face, by_body = _by_face(points, leg), _by_body(seen, leg)
    is_sure = ~np.isnan(by_face[:, 0]) & (by_body[:, 2] == _BY_SHOULDERS * leg)
    by_body[is_sure, 2] = _BESIDE_FACE * leg  # a second guess, in case the face is elsewhere
    return by_face, _without_holes(by_body, leg)


def head_boxes(points: KeyPoints) -> tuple[Track, Track]:
    """Return the corners of a box that the body says the head is in, NaN where no trunk was seen.

    Returns
    -------
    tuple
        Lower left and upper right corner, in the unit of the points.
    """
    seen = confident(points)
    leg = _leg_length(seen)
    middle = np.full((len(points.time_s), 2), np.nan)
    if SHOULDER in seen:
        middle = _over_shoulders(seen[SHOULDER], _hips(seen), leg)
    return middle - _HALF_HEAD * leg, middle + _HALF_HEAD * leg


def _leg_length(tracks: Mapping[str, Track]) -> float:
    lengths = []
    for side in SIDES:
        if key(side, "hip") in tracks:
            hip, knee, ankle = (tracks[key(side, joint)] for joint in ("hip", "knee", "ankle"))
            lengths += [np.hypot(*(hip - knee).T) + np.hypot(*(knee - ankle).T)]
    return float(np.nanmedian(np.concatenate(lengths)))


def _by_face(points: KeyPoints, leg: float) -> Circles:
    """Round the middle of the face's points, as wide as they lie apart and a head besides."""
    n = len(points.time_s)
    if not points.face:
        return np.full((n, 3), np.nan)
    doubted = np.full((n, 2), np.nan)
    tracks = []
    for name in FACE:
        if name not in points.face:
            continue
        sure = points.confidence.get(name, np.ones(n)) >= 0.1
        tracks.append(np.where(sure[:, None], points.face[name], doubted))
    stack = np.stack(tracks)
    known = np.asarray(~np.isnan(stack).any(axis=2))
    count = known.sum(axis=0)
    place = np.where(known[:, :, None], stack, 0.0).sum(axis=0) / np.maximum(count, 1)[:, None]
    off = np.where(known, np.hypot(*(stack - place).transpose(2, 0, 1)), 0.0).max(axis=0)
    radius = _BY_FACE * leg + off
    is_face = (count > 0) & (off < _WIDEST_FACE * leg)
    found: Circles = np.column_stack([place, radius])
    found[~is_face] = np.nan
    return found


def _by_body(tracks: Mapping[str, Track], leg: float) -> Circles:
    """Above the shoulders on the line of the trunk; without shoulders straight above the hips."""
    hips = _hips(tracks)
    above = np.column_stack([hips[:, 0], hips[:, 1] + _OVER_HIPS * leg])
    found: Circles = np.column_stack([above, np.full(len(hips), _BY_HIPS * leg)])
    if SHOULDER in tracks:
        by_trunk = _over_shoulders(tracks[SHOULDER], hips, leg)
        is_seen = ~np.isnan(by_trunk).any(axis=1)
        found[is_seen, :2] = by_trunk[is_seen]
        found[is_seen, 2] = _BY_SHOULDERS * leg
    return found


def _hips(tracks: Mapping[str, Track]) -> Track:
    return _middle([tracks[key(side, "hip")] for side in SIDES if key(side, "hip") in tracks])


def _over_shoulders(shoulder: Track, hips: Track, leg: float) -> Track:
    """Middle of the head, on the line of the trunk."""
    trunk = shoulder - hips
    along = trunk / np.maximum(np.hypot(*trunk.T), 1e-9)[:, None]
    return np.asarray(shoulder + _OVER_SHOULDERS * leg * along)


def _middle(tracks: list[Track]) -> Track:
    """Mean of the points that are known, NaN where none is."""
    stack = np.stack(tracks)
    known = np.asarray(~np.isnan(stack).any(axis=2))
    total = np.where(known[:, :, None], stack, 0.0).sum(axis=0)
    count = np.asarray(known.sum(axis=0), dtype=np.float64)
    count[count == 0] = np.nan
    return np.asarray(total / count[:, np.newaxis])


def _without_holes(circles: Circles, leg: float) -> Circles:
    known = np.asarray(~np.isnan(circles).any(axis=1))
    at = np.arange(len(circles))
    filled = np.column_stack([np.interp(at, at[known], axis[known]) for axis in circles.T])
    filled[~known, 2] = _HELD * leg
    return filled


def circles_at(circles: Circles, time_s: Values, at_s: float) -> tuple[float, float, float] | None:
    """Return a circle at a time, that of the nearest frame made wide enough for both beside it.

    Returns
    -------
    tuple or None
        x, y, radius; None where neither of the frames beside it has one.
    """
    after = int(np.clip(np.searchsorted(time_s, at_s), 1, len(time_s) - 1))
    beside = [row for row in circles[after - 1 : after + 1] if not np.isnan(row).any()]
    if not beside:
        return None
    x, y, _ = np.mean(beside, axis=0)
    radius = max(float(row[2] + np.hypot(row[0] - x, row[1] - y)) for row in beside)
    return float(x), float(y), radius
