"""How steep it is, where the altitude is good enough to tell."""

from __future__ import annotations

import numpy as np

from psoas.runs.model import Samples

#: A slope over so many metres of way. Of a barometer its noise is then 0.7 %, and the same
#: place gives the same slope on other days (ICC 0.90). files.md C8
WINDOW_M = 100.0
#: Seconds and metres of way that a window needs to have a slope, at the ends of a run, in
#: holes and on the spot. [source:psoas-convention]
LEAST_SAMPLES = 5
LEAST_WAY_M = 40.0


def grade_pct(altitude_m: Samples, way_m: Samples) -> Samples:
    """Slope of the ground, by regression over 100 m of way.

    Parameters
    ----------
    altitude_m
        Shape (n_seconds,), of a barometer: that of satellites is too noisy for a single run
        at any window (files.md C8).
    way_m
        Shape (n_seconds,), cumulative distance, NaN where unknown.

    Returns
    -------
    numpy.ndarray
        Shape (n_seconds,), percent, positive is uphill. NaN where altitude or way is
        unknown, or a window holds too little of them.

    Examples
    --------
    >>> way_m = 3.0 * np.arange(100)
    >>> grade_pct(20 + 0.05 * way_m, way_m)[50].round(6)
    np.float64(5.0)
    """
    slope_pct = np.full(len(altitude_m), np.nan)
    known = ~(np.isnan(altitude_m) | np.isnan(way_m))
    if np.count_nonzero(known) < LEAST_SAMPLES:
        return slope_pct
    along_m = np.maximum.accumulate(way_m[known])
    high_m = altitude_m[known] - altitude_m[known].mean()
    first = np.searchsorted(along_m, along_m - WINDOW_M / 2, side="left")
    last = np.searchsorted(along_m, along_m + WINDOW_M / 2, side="right")
    centred_m = along_m - along_m.mean()
    rows = np.stack([centred_m, high_m, centred_m**2, centred_m * high_m])
    sums = np.concatenate([np.zeros((4, 1)), np.cumsum(rows, axis=1)], axis=1)
    way, high, way_squared, both = sums[:, last] - sums[:, first]
    n_samples = last - first
    spread = way_squared - way**2 / n_samples
    enough = n_samples >= LEAST_SAMPLES
    enough &= along_m[last - 1] - along_m[first] >= LEAST_WAY_M
    enough &= spread > 0
    slope = np.full(len(along_m), np.nan)
    np.divide(both - way * high / n_samples, spread, out=slope, where=enough)
    slope_pct[known] = 100 * slope
    return slope_pct
