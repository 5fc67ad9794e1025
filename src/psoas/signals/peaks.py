"""Peaks between samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def peaks(values: NDArray[np.float64], *, apart_samples: int) -> NDArray[np.int64]:
    """Samples that are the largest within *apart_samples* on both sides, ends left out.

    Parameters
    ----------
    values
        Shape (n,), any unit, no NaN.
    apart_samples
        How far on each side a peak must be the largest.

    Examples
    --------
    >>> peaks(np.array([0.0, 2.0, 1.0, 3.0, 0.0]), apart_samples=2)
    array([3])
    """
    inner = np.flatnonzero((values[1:-1] > values[:-2]) & (values[1:-1] >= values[2:])) + 1
    return np.array(
        [
            at
            for at in inner
            if values[at] >= values[max(0, at - apart_samples) : at + apart_samples + 1].max()
        ],
        dtype=np.int64,
    )


def refined(values: NDArray[np.float64], at: int) -> float:
    """Where between samples the peak at sample *at* lies, by a parabola through three samples.

    Parameters
    ----------
    values
        Shape (n,), any unit.
    at
        An inner sample that is a peak.

    Returns
    -------
    float
        In samples, within half a sample of *at*.

    Examples
    --------
    >>> refined(np.array([3.0, 4.0, 3.0, 0.0]), 1)
    1.0
    >>> refined(np.array([2.0, 4.0, 4.0, 2.0]), 1)
    1.5
    """
    before, here, after = values[at - 1 : at + 2].tolist()
    bend = before - 2 * here + after
    return float(at) if bend == 0 else at + 0.5 * (before - after) / bend


def highest_between(values: NDArray[np.float64], *, first: float, last: float) -> float:
    """Where the highest peak lies from sample *first* to *last*, between samples.

    Returns
    -------
    float
        In samples; NaN where no inner peak lies there: an end that is higher is none.

    Examples
    --------
    >>> highest_between(np.array([0.0, 2.0, 1.0, 3.0, 9.0]), first=0.0, last=4.0)
    1.1666666666666667
    """
    begin, end = max(1, int(np.ceil(first))), min(len(values) - 2, int(np.floor(last)))
    if end < begin:
        return float("nan")
    inside = values[begin : end + 1]
    risen = inside > values[begin - 1 : end]
    falls = inside >= values[begin + 1 : end + 2]
    found = np.flatnonzero(risen & falls)
    if not len(found):
        return float("nan")
    return refined(values, begin + int(found[np.argmax(inside[found])]))
