"""Distance along positions. The positions themselves are never kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

EARTH_RADIUS_M = 6_371_009.0  # mean radius of the WGS 84 ellipsoid
#: A step that is both faster and longer is a jump of the position. files.md C3
JUMP_MPS = 12.0
JUMP_M = 30.0


def along_m(
    latitude_deg: Samples, longitude_deg: Samples, *, t_s: Samples, segment: Samples
) -> tuple[Samples, int]:
    """Cumulative distance along a track.

    Parameters
    ----------
    latitude_deg, longitude_deg
        Shape (n,), NaN where unknown; values off the globe count as unknown.
    t_s
        Shape (n,), seconds, rising.
    segment
        Shape (n,), numbers of stretches; the way between two is not counted.

    Returns
    -------
    distance_m : numpy.ndarray
        Shape (n,), from 0 at the first known position; NaN where the position is unknown.
    n_jumps : int
        Steps left out because they were longer than 30 m and faster than 12 m/s.
    """
    known = (np.abs(latitude_deg) <= 90) & (np.abs(longitude_deg) <= 180)
    distance_m = np.full(len(t_s), np.nan)
    if not known.any():
        return distance_m, 0
    step_m = _steps_m(np.radians(latitude_deg[known]), np.radians(longitude_deg[known]))
    jumps = (step_m > JUMP_M) & (step_m > JUMP_MPS * np.diff(t_s[known]))
    counted = ~jumps & (np.diff(segment[known]) == 0)
    distance_m[known] = np.concatenate(([0.0], np.cumsum(np.where(counted, step_m, 0.0))))
    return distance_m, int(jumps.sum())


def _steps_m(latitude: Samples, longitude: Samples) -> Samples:
    """Return the great-circle steps between angles in radians, by the haversine formula."""
    half_north = np.diff(latitude) / 2
    half_east = np.diff(longitude) / 2
    square = (
        np.sin(half_north) ** 2
        + np.cos(latitude[:-1]) * np.cos(latitude[1:]) * np.sin(half_east) ** 2
    )
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(square, 1.0))))
