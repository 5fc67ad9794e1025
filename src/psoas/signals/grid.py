"""Irregular samples on a regular grid, with a bound on what is bridged."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def resampled(
    values: NDArray[np.float64],
    *,
    t_s: NDArray[np.float64],
    at_s: NDArray[np.float64],
    bridge_up_to_s: float,
) -> NDArray[np.float64]:
    """Values at other times, by linear interpolation over holes that are not too long.

    Parameters
    ----------
    values
        Shape (n,), any unit, NaN where missing.
    t_s
        Shape (n,), seconds, rising strictly.
    at_s
        Shape (m,), seconds, rising.
    bridge_up_to_s
        The longest time between two known values that is bridged.

    Returns
    -------
    numpy.ndarray
        Shape (m,), the unit of *values*. NaN before the first and after the last known
        value, and within a hole that is longer than *bridge_up_to_s*; at the time of a
        known value, that value.

    Examples
    --------
    >>> t_s = np.array([0.0, 2.0, 9.0])
    >>> resampled(np.array([1.0, 3.0, 5.0]), t_s=t_s, at_s=np.arange(5.0), bridge_up_to_s=3.0)
    array([ 1.,  2.,  3., nan, nan])
    """
    known = ~np.isnan(values)
    if not known.all():
        values, t_s = values[known], t_s[known]
    if not len(values):
        return np.full(len(at_s), np.nan)
    found = np.interp(at_s, t_s, values, left=np.nan, right=np.nan)
    for hole in np.flatnonzero(np.diff(t_s) > bridge_up_to_s):
        first = np.searchsorted(at_s, t_s[hole], side="right")
        last = np.searchsorted(at_s, t_s[hole + 1], side="left")
        found[first:last] = np.nan
    return found
