"""Swings: from the toe leaving the ground to just before the foot lands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from psoas.quantity import Span
from psoas.signals.peaks import peaks

Track = Annotated[NDArray[np.float64], "(n_frames, 2)"]
Values = Annotated[NDArray[np.float64], "(n_frames,)"]

#: The toe has left the ground where it is this far above its lowest. [source:psoas-convention]
RISEN_M = 0.02
#: Toe-off is looked for in this share of a stride before the foot is farthest behind the hip.
_BEFORE_RATIO = 0.22
#: Two extremes of one kind are at least this share of a stride apart.
_APART_RATIO = 0.4


def swings(
    *, hip_m: Track, ankle_m: Track, toe_m: Track, rate_hz: float, stride_hz: float
) -> Iterator[Span]:
    """Yield the swings of one leg, in order, each ``[toe-off, before landing)`` in frames.

    Parameters
    ----------
    hip_m, ankle_m, toe_m
        Shape (n_frames, 2), metres, smooth, no NaN. Without a toe give the ankle.
    rate_hz, stride_hz
        Frames and strides per second.

    Notes
    -----
    1. The foot is farthest behind the hip 60 to 90 ms after toe-off (Zeni's marker method);
    toe-off is where the toe, on its way there, has risen ``RISEN_M`` above its lowest. 2. The
    swing ends where the ankle is farthest ahead of the hip, about 20 ms before the foot lands,
    so that no landing gets into it [source:zeni-2008].
    """
    ahead_m = (ankle_m - hip_m)[:, 0]
    stride_frames = rate_hz / stride_hz
    apart = round(_APART_RATIO * stride_frames)
    behind, landing = peaks(-ahead_m, apart_samples=apart), peaks(ahead_m, apart_samples=apart)
    for farthest in behind:
        start = _toe_off(toe_m[:, 1], int(farthest), round(_BEFORE_RATIO * stride_frames))
        after = landing[landing > farthest]
        if start is not None and len(after) and after[0] - farthest < 0.7 * stride_frames:
            yield Span(start, int(after[0]))


def _toe_off(height_m: Values, farthest: int, n_before: int) -> int | None:
    """Return the frame of toe-off, or None where the clip begins after it."""
    begin = farthest - n_before
    if begin < 0:
        return None
    lowest = begin + int(np.argmin(height_m[begin : farthest + 1]))
    risen = np.flatnonzero(height_m[lowest : farthest + 1] > height_m[lowest] + RISEN_M)
    return lowest + int(risen[0]) if len(risen) else farthest
