"""Where people are in a picture: BlazePose's detector."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.pose.crop import Region, cropped, region_along, whole
from psoas.pose.frames import Frame
from psoas.pose.network import Network

Values = Annotated[NDArray[np.float64], "(n,)"]
Rows = Annotated[NDArray[np.float64], "(n, 12), box and four points; ratios of the input"]

#: Results of the model: boxes with points, and scores.
OUTPUTS = (0, 1)
#: Side of what it takes, in pixels. This and the next ones are of the model, by its own pipeline.
#: [source:mediapipe-pose]
_N = 224
_STRIDES = (8, 16, 32, 32, 32)
_LEAST_SCORE_RATIO, _SAME_RATIO = 0.5, 0.3
_MOST_LOGIT = 100.0
_WIDER_FACTOR = 1.25
_HIP, _REACH = slice(4, 6), slice(6, 8)


@frozen(kw_only=True, eq=False)
class Person:
    """Somebody in a picture.

    Parameters
    ----------
    region
        The square that holds the whole body.
    score_ratio
        How sure the detector is, 0 to 1.
    """

    region: Region
    score_ratio: float


def people_in(frame: Frame, *, detector: Network) -> list[Person]:
    """Return the people in a frame, the largest first.

    Parameters
    ----------
    frame
        Of a clip.
    detector
        The network, with ``OUTPUTS``.
    """
    around = whole(*upright_px(frame))
    raw, logits = detector(2 * cropped(frame, around, n=_N, padded=True) - 1)
    scores = 1 / (
        1 + np.exp(-np.clip(logits[0, :, 0].astype(np.float64), -_MOST_LOGIT, _MOST_LOGIT))
    )
    sure = scores >= _LEAST_SCORE_RATIO
    rows = _decoded(raw[0][sure].astype(np.float64), _anchors_ratio()[sure])
    found = [
        Person(
            region=_region(around, row),
            score_ratio=score,
        )
        for row, score in _merged(rows, scores[sure])
    ]
    return sorted(found, key=lambda each: -each.region.size_px)


def upright_px(frame: Frame) -> tuple[int, int]:
    """Width and height of a frame, turned upright."""
    size = (frame.decoded.width, frame.decoded.height)
    return size if frame.turn_deg in (0, 180) else size[::-1]


def _region(around: Region, row: Values) -> Region:
    hip_px, reach_px = around.placed_px(np.stack([row[_HIP], row[_REACH]]))
    return region_along(hip_px, reach_px, wider_factor=_WIDER_FACTOR)


@cache
def _anchors_ratio() -> NDArray[np.float64]:
    """Centres of the cells that the detector's rows belong to, shape (2254, 2)."""
    found = []
    for stride in dict.fromkeys(_STRIDES):
        n = _N // stride
        down, across = np.divmod(np.arange(n * n), n)
        centres = (np.stack([across, down], axis=1) + 0.5) / n
        found.append(np.repeat(centres, 2 * _STRIDES.count(stride), axis=0))
    return np.concatenate(found)


def _decoded(raw: Rows, anchors_ratio: NDArray[np.float64]) -> Rows:
    """Return boxes and points as ratios of the input: distances from the cells' centres before."""
    rows = raw / _N
    rows[:, :2] += anchors_ratio
    rows[:, 4:] += np.tile(anchors_ratio, 4)
    return rows


def _merged(rows: Rows, scores_ratio: Values) -> Iterator[tuple[Values, float]]:
    """Yield one row for each person: the mean of those that overlap, weighted by score."""
    left = np.argsort(-scores_ratio, kind="stable")
    while len(left):
        same = _overlap_ratio(rows[left[0]], rows[left]) > _SAME_RATIO
        same[0] = True
        group = left[same]
        weights = scores_ratio[group] / scores_ratio[group].sum()
        yield weights @ rows[group], float(scores_ratio[group[0]])
        left = left[~same]


def _overlap_ratio(row: Values, rows: Rows) -> Values:
    """Intersection over union of boxes, given as centre and size."""
    low = np.maximum(row[:2] - row[2:4] / 2, rows[:, :2] - rows[:, 2:4] / 2)
    high = np.minimum(row[:2] + row[2:4] / 2, rows[:, :2] + rows[:, 2:4] / 2)
    shared = np.clip(high - low, 0, None).prod(axis=1)
    return np.asarray(shared / (row[2:4].prod() + rows[:, 2:4].prod(axis=1) - shared))
