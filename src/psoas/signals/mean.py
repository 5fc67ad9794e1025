"""Moving means that know what is missing."""

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
    half = n_samples // 2
    known = ~np.isnan(values)
    total = np.cumsum(np.concatenate(([0.0], np.where(known, values, 0.0))))
    count = np.cumsum(np.concatenate(([0], known)))
    at = np.arange(len(values))
    first = np.maximum(at - half, 0)
    last = np.minimum(at + half + 1, len(values))
    n_known = count[last] - count[first]
    summed = total[last] - total[first]
    return np.where(n_known > 0, summed / np.maximum(n_known, 1), np.nan)
