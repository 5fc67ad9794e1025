"""Which way the runner faces, and whether he or she gets anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np

from psoas.motion.keypoints import SIDES, Track, Values, key
from psoas.quantity import Side

#: A hip that moves slower than this, in leg lengths a second, is on a treadmill.
#: [source:psoas-pose-notes]
TREADMILL_BELOW_PER_S = 0.3


class Ground(StrEnum):
    """What is run on."""

    TREADMILL = "treadmill"
    OVERGROUND = "overground"


def facing(tracks: Mapping[str, Track]) -> float:
    """Return +1 where the runner faces to greater x, -1 to lesser, NaN where nothing tells.

    Toes are ahead of heels, over all frames and never by one; without feet, knees are ahead of
    the line from hip to ankle. Displacement would not tell on a treadmill.
    """
    ahead = [
        (tracks[key(side, "toe")] - tracks[key(side, "heel")])[:, 0]
        for side in SIDES
        if key(side, "toe") in tracks and key(side, "heel") in tracks
    ]
    sign = _sign(ahead)
    if not np.isnan(sign):
        return sign
    bent = []
    for side in SIDES:
        if key(side, "hip") in tracks:
            hip, knee, ankle = (tracks[key(side, each)] for each in ("hip", "knee", "ankle"))
            bent.append((knee - (hip + ankle) / 2)[:, 0])
    return _sign(bent)


def _sign(values: list[Values]) -> float:
    every = np.concatenate(values) if values else np.empty(0)
    every = every[~np.isnan(every)]
    middle = np.median(every) if len(every) else 0.0
    return float(np.sign(middle)) if middle else float("nan")


def near_side(facing_sign: float) -> Side:
    """Return the side that faces a camera: a runner who faces left in a picture shows the left."""
    return Side.RIGHT if facing_sign > 0 else Side.LEFT


def ground_of(hip_x_ratio: Values, time_s: Values) -> Ground:
    """Return what is run on, from where the hip is, in leg lengths."""
    slope_per_s = float(np.polyfit(time_s - time_s[0], hip_x_ratio, 1)[0])
    return Ground.TREADMILL if abs(slope_per_s) < TREADMILL_BELOW_PER_S else Ground.OVERGROUND
