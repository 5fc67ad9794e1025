"""Left and right: legs must change places once per step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.motion.keypoints import Track, Values, key
from psoas.motion.model import JOINTS
from psoas.quantity import Side
from psoas.signals.filters import low_passed
from psoas.signals.peaks import peaks, refined

Flags = Annotated[NDArray[np.bool_], "(n_frames,)"]

#: Steps per second that are looked for: down to eightfold slow motion. [source:psoas-convention]
STEP_HZ = (0.25, 5.0)
#: A step is regular within these shares of the median. [source:psoas-pose-notes]
REGULAR_RATIO = (0.6, 1.5)
#: Two changes of place are at least this share of a step apart.
_APART_RATIO = 0.45
#: Waves per step that a change of place is read from.
_WAVES = 4.0
#: Feet nearer than this share of their usual distance do not tell which leg is which.
_NEAR_RATIO = 0.25
_MOST_OF_RATE = 0.4
#: Over a hole of more than this part of a step the alternation is not carried on.
#: [source:psoas-convention]
_HOLE_STEPS = 0.5
#: Rates that are tried between two of the clip's own.
_FINER = 4


@frozen(kw_only=True, eq=False)
class Crossings:
    """When the ankles pass each other.

    Parameters
    ----------
    at_frames
        Rising, between frames.
    step_hz
        Steps per second.
    regular_ratio
        Share of the intervals that are a step long.
    swapped_ratio
        Share of the frames in which the sides were exchanged.
    """

    at_frames: Values
    step_hz: float
    regular_ratio: float
    swapped_ratio: float


def step_hz_of(distance: Values, *, rate_hz: float) -> float:
    """Steps per second from how far the feet are apart, either way round.

    Parameters
    ----------
    distance
        Shape (n_frames,), any unit, no NaN, at least 0: it does not mind exchanged sides.
    rate_hz
        Frames per second.

    Returns
    -------
    float
        NaN where the clip holds less than three steps of any rate looked for, or nothing moves.
    """
    slowest = max(STEP_HZ[0], 3 * rate_hz / len(distance))
    fastest = min(STEP_HZ[1], _MOST_OF_RATE * rate_hz)
    if fastest <= slowest:
        return float("nan")
    swing = (distance - distance.mean()) * np.hanning(len(distance))
    n_fine = _FINER * len(distance)
    size = np.abs(np.fft.rfft(swing, n_fine))
    tried = np.arange(len(size)) * rate_hz / n_fine
    size[(tried < slowest) | (tried > fastest)] = 0.0
    return float(tried[np.argmax(size)]) if size.any() else float("nan")


def _where_crossed(apart: Values, step_hz: float, *, rate_hz: float, usual: float) -> Values:
    cutoff_hz = min(_WAVES * step_hz, _MOST_OF_RATE * rate_hz)
    (smooth,) = low_passed(np.abs(apart), rate_hz=rate_hz, cutoff_hz=cutoff_hz)
    n_apart = max(1, round(_APART_RATIO * rate_hz / step_hz))
    found = peaks(-smooth, apart_samples=n_apart)
    low = smooth[found] < 0.5 * usual
    return np.array([refined(-smooth, int(at)) for at in found[low]])


def _regular_ratio(at_frames: Values) -> float:
    steps = np.diff(at_frames)
    if not len(steps):
        return 0.0
    share = steps / np.median(steps)
    low, high = REGULAR_RATIO
    return float(np.mean((share >= low) & (share <= high)))


def crossings_of(left_x: Values, right_x: Values, *, rate_hz: float) -> Crossings | None:
    """When the ankles pass each other, however their sides are named.

    Parameters
    ----------
    left_x, right_x
        Where the ankles are along the way of running: shape (n_frames,), one unit, NaN where
        lost.
    rate_hz
        Frames per second.

    Returns
    -------
    Crossings or None
        None where there are fewer than three. ``swapped_ratio`` is that of frames whose ankles
        are well apart.

    Notes
    -----
    1. The distance between the ankles falls to nothing once per step, and does not mind which
    is called left. 2. Between two such moments one leg is ahead; it alternates. 3. Which
    one begins is one vote of all frames, by their distance [source:psoas-pose-notes]; of all
    between two holes where both ankles are lost for longer than half a step, for nobody
    saw how often they passed each other in there.
    """
    apart = left_x - right_x
    known = ~np.isnan(apart)
    if known.sum() < len(apart) / 2:
        return None
    at = np.arange(len(apart))
    whole = np.interp(at, at[known], apart[known])
    step_hz = step_hz_of(np.abs(whole), rate_hz=rate_hz)
    if np.isnan(step_hz):
        return None
    usual = float(np.median(np.abs(apart[known])))
    crossed = _where_crossed(whole, step_hz, rate_hz=rate_hz, usual=usual)
    if len(crossed) < 3:
        return None
    expected = expected_sign(apart, crossed)
    clear = known & (np.abs(apart) > _NEAR_RATIO * usual)
    wrong = apart * expected < 0
    return Crossings(
        at_frames=crossed,
        step_hz=rate_hz / float(np.median(np.diff(crossed))),
        regular_ratio=_regular_ratio(crossed),
        swapped_ratio=float(np.mean(wrong[clear])) if clear.any() else 0.0,
    )


def expected_sign(apart: Values, crossed_frames: Values) -> Values:
    """Which sign the distance left minus right should have, shape (n_frames,), +1 or -1."""
    frames = np.arange(len(apart))
    longest = _HOLE_STEPS * float(np.median(np.diff(crossed_frames)))
    known = np.flatnonzero(~np.isnan(apart))
    is_hole = np.diff(known) > longest + 1
    ends, begins = known[:-1][is_hole], known[1:][is_hole]
    stretch = np.searchsorted(begins, frames, side="right")
    seen = np.searchsorted(begins, crossed_frames) == np.searchsorted(ends, crossed_frames)
    turn = np.searchsorted(crossed_frames[seen], frames)
    alternating = np.where(turn % 2 == 0, 1.0, -1.0)
    votes = np.bincount(stretch[known], weights=(apart * alternating)[known])
    return np.asarray(alternating * np.where(votes >= 0, 1.0, -1.0)[stretch])


def to_swap(tracks: Mapping[str, Track], crossings: Crossings) -> Flags:
    """Frames whose left and right leg are exchanged, shape (n_frames,).

    Parameters
    ----------
    tracks
        Both legs, NaN where lost; x along the way of running.

    Notes
    -----
    Frames whose ankles are well apart are judged by the alternation; those about a crossing by
    which way round they lie nearer to the judged frames on both sides of them. Where an ankle is
    lost the nearest judged frame holds.
    """
    apart = (tracks[key(Side.LEFT, "ankle")] - tracks[key(Side.RIGHT, "ankle")])[:, 0]
    expected = expected_sign(apart, crossings.at_frames)
    usual = np.nanmedian(np.abs(apart))
    clear = np.abs(apart) > _NEAR_RATIO * usual
    swapped = clear & (apart * expected < 0)
    judged = np.flatnonzero(clear)
    if not len(judged):
        return np.asarray(swapped)
    legs = np.stack(
        [
            np.concatenate([tracks[key(side, joint)] for joint in ("knee", "ankle")], axis=1)
            for side in (Side.LEFT, Side.RIGHT)
        ]
    )
    mended = np.where(swapped[None, :, None], legs[::-1], legs)
    for frame in np.flatnonzero(~clear):
        after = int(np.searchsorted(judged, frame))
        before, later = judged[max(after - 1, 0)], judged[min(after, len(judged) - 1)]
        share = (frame - before) / (later - before) if later > before else 0.0
        awaited = (1 - share) * mended[:, before] + share * mended[:, later]
        if np.isnan(apart[frame]):
            nearest = before if share < 0.5 else later
            swapped[frame] = swapped[nearest]
            continue
        as_named, exchanged = legs[:, frame], legs[::-1, frame]
        off_named = np.nansum((as_named - awaited) ** 2)
        swapped[frame] = np.nansum((exchanged - awaited) ** 2) < off_named
    return np.asarray(swapped)


def exchanged(tracks: Mapping[str, Track], frames: Flags) -> dict[str, Track]:
    """Return the tracks with left and right exchanged in some frames."""
    found = dict(tracks)
    for joint in JOINTS:
        left, right = key(Side.LEFT, joint), key(Side.RIGHT, joint)
        if left in tracks and right in tracks:
            found[left] = np.where(frames[:, None], tracks[right], tracks[left])
            found[right] = np.where(frames[:, None], tracks[left], tracks[right])
    return found
