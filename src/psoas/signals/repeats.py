"""When a movement that is repeated comes, by its whole shape and not by one peak of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psoas.signals.peaks import refined

#: Grid that shapes are compared on; between its points a parabola tells.
#: [source:psoas-convention]
_STEP_S = 0.005
#: How far off a time may have been told at first. [source:psoas-convention]
_REACH_S = 0.1
#: Share of a shape that must have been seen. [source:psoas-convention]
_SEEN_RATIO = 0.7
#: Fewer repeats make no shape that one of them could be held against.
FEWEST_REPEATS = 4
#: The shape gets sharper as repeats are laid over each other; a third time moves none by 1 ms.
_ROUNDS = 3


def laid_over(
    curves: NDArray[np.float64],
    about_s: NDArray[np.float64],
    *,
    rate_hz: float,
    span_s: tuple[float, float],
) -> NDArray[np.float64]:
    """Return when each repeat of a movement comes, by laying all over their median.

    Parameters
    ----------
    curves
        Shape (n_samples, n_curves), one unit, evenly spaced; NaN where nothing was seen.
    about_s
        When each repeat comes as far as it is known, seconds from the first sample; it may be
        0.1 s off, and NaN.
    rate_hz
        Samples per second.
    span_s
        What is compared: from and to, seconds about a repeat.

    Returns
    -------
    numpy.ndarray
        Shape of *about_s*, and of the same mean. NaN where a repeat was not seen for most of its
        span or is like the others nowhere within reach, and everywhere with fewer than four.

    Notes
    -----
    The time of one peak hangs on the few samples about it; that of a shape on all of them, so
    that jitter averages out. Levels are not compared: a foot that is seen higher is not later.
    Differences are counted by their size and not by their square: a point that was lost for a
    frame or two pulls little.

    Examples
    --------
    >>> beats_s = np.array([1.0, 2.02, 2.97, 4.0])
    >>> time_s = np.arange(0, 5, 0.01)
    >>> bumps = np.exp(-(((time_s[:, None] - beats_s) / 0.05) ** 2)).sum(axis=1)
    >>> told_s = np.array([1.03, 2.0, 2.99, 3.98])
    >>> found_s = laid_over(bumps[:, None], told_s, rate_hz=100, span_s=(-0.1, 0.1))
    >>> bool(np.allclose(np.diff(found_s), np.diff(beats_s), atol=0.001))
    True
    """
    n_early, n_late = (round(each / _STEP_S) for each in span_s)
    n_reach = round(_REACH_S / _STEP_S)
    span, wide = (_STEP_S * np.arange(n_early - more, n_late + more + 1) for more in (0, n_reach))
    seen = np.array(
        [
            not np.isnan(each)
            and np.mean(~np.isnan(_read(curves, each + span, rate_hz=rate_hz))) >= _SEEN_RATIO
            for each in about_s
        ],
        dtype=bool,
    )
    found_s = np.full(len(about_s), np.nan)
    if seen.sum() < FEWEST_REPEATS:
        return found_s
    at_s, has_valley = about_s[seen], np.ones(int(seen.sum()), dtype=bool)
    for _ in range(_ROUNDS):
        around = np.stack([_read(curves, each + wide, rate_hz=rate_hz) for each in at_s])
        middle = around[:, n_reach : n_reach + len(span)]
        shape = _median(middle - _level(middle, axis=1))
        late_s = _STEP_S * (np.array([_nearest(each, shape) for each in around]) - n_reach)
        has_valley = ~np.isnan(late_s)
        if has_valley.sum() < FEWEST_REPEATS:
            return found_s
        at_s = np.where(has_valley, at_s + late_s, at_s)
        at_s += np.mean((about_s[seen] - at_s)[has_valley])
    found_s[seen] = np.where(has_valley, at_s, np.nan)
    return found_s


def _read(
    curves: NDArray[np.float64], at_s: NDArray[np.float64], *, rate_hz: float
) -> NDArray[np.float64]:
    """Curves between their samples, shape (n_times, n_curves); NaN beyond the ends."""
    at = np.arange(len(curves))
    return np.stack(
        [np.interp(at_s * rate_hz, at, each, left=np.nan, right=np.nan) for each in curves.T],
        axis=1,
    )


def _level(values: NDArray[np.float64], *, axis: int) -> NDArray[np.float64]:
    """Mean of what is known along an axis, which is kept; NaN where nothing is."""
    known = ~np.isnan(values)
    n_known = known.sum(axis=axis, keepdims=True)
    total = np.where(known, values, 0.0).sum(axis=axis, keepdims=True)
    return np.asarray(
        np.divide(total, n_known, out=np.full(total.shape, np.nan), where=n_known > 0)
    )


def _median(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median of what is known along the first axis; NaN where nothing is."""
    n_known = (~np.isnan(values)).sum(axis=0)
    ordered = np.sort(values, axis=0)  # NaN come last
    half = np.stack([np.maximum(n_known - 1, 0) // 2, n_known // 2 * (n_known > 0)])
    half = np.minimum(half, len(values) - 1)
    return np.asarray(np.take_along_axis(ordered, half, axis=0).mean(axis=0))


def _nearest(around: NDArray[np.float64], shape: NDArray[np.float64]) -> float:
    """By how many grid points the shape is moved to be most like a part of what is around it.

    NaN where the misfit still falls at the end of what was seen, or of the reach.
    """
    windows = np.lib.stride_tricks.sliding_window_view(around, len(shape), axis=0)
    off = windows - shape.T
    off = np.abs(off - _level(off, axis=2)).reshape(len(windows), -1)
    known = ~np.isnan(off)
    is_seen = known.mean(axis=1) >= _SEEN_RATIO
    misfit = np.full(len(windows), np.inf)
    misfit[is_seen] = np.where(known, off, 0.0)[is_seen].sum(axis=1) / known[is_seen].sum(axis=1)
    least = int(np.argmin(misfit))
    if not 0 < least < len(misfit) - 1 or np.isinf(misfit[least - 1 : least + 2]).any():
        return float("nan")
    return refined(-misfit, least)
