"""Means and medians of samples."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def moving_mean(values: NDArray[np.float64], *, n_samples: int) -> NDArray[np.float64]:
    """Mean over a centred window of samples, of those that are known.

    Parameters
    ----------
    values
        Shape (n,), any unit, NaN where missing.
    n_samples
        Width of the window, odd and at least 1. At the ends it is cut short.

    Returns
    -------
    numpy.ndarray
        Shape (n,), the unit of *values*. NaN where no sample in the window is known.

    Raises
    ------
    ValueError
        Where *n_samples* is even or below 1.

    Examples
    --------
    >>> moving_mean(np.array([1.0, 2.0, np.nan, 6.0]), n_samples=3)
    array([1.5, 1.5, 4. , 6. ])
    """
    if n_samples < 1 or n_samples % 2 == 0:
        raise ValueError(f"a centred window has an odd number of samples, got {n_samples}")
    known = ~np.isnan(values)
    if len(values) >= n_samples and known.all():
        return _of_known(values, n_samples)
    n_known = _windowed(known.astype(np.float64), n_samples)
    total = _windowed(np.where(known, values, 0.0), n_samples)
    mean = np.full(len(values), np.nan)
    np.divide(total, n_known, out=mean, where=n_known > 0)
    return mean


def _of_known(values: NDArray[np.float64], n_samples: int) -> NDArray[np.float64]:
    """Mean where all is known: only the ends have fewer samples."""
    half = n_samples // 2
    mean = _windowed(values, n_samples)
    mean /= n_samples
    cut = n_samples / np.arange(half + 1, n_samples)
    mean[:half] *= cut
    mean[len(values) - half :] *= cut[::-1]
    return mean


def _windowed(values: NDArray[np.float64], n_samples: int) -> NDArray[np.float64]:
    """Sum over a centred window that is cut short at the ends."""
    half = n_samples // 2
    n = len(values)
    total = np.zeros(n + n_samples)  # zeros in front, the whole sum behind
    np.cumsum(values, out=total[half + 1 : half + 1 + n])
    if n:
        total[half + 1 + n :] = total[half + n]
    return total[n_samples:] - total[:n]


def median(values: NDArray[np.float64]) -> float:
    """Median of values, all known; NumPy's own loads its masked arrays, which takes long.

    Parameters
    ----------
    values
        Shape (n,), n at least 1, any unit, no NaN.

    Examples
    --------
    >>> median(np.array([4.0, 1.0, 2.0, 9.0]))
    3.0
    """
    half = len(values) // 2
    first = half - 1 + len(values) % 2
    middle = np.partition(values, (first, half))
    return float((middle[first] + middle[half]) / 2)
