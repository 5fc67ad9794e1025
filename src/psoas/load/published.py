"""What others published of hip-flexor load by speed and cadence, as curves and tables.

Nothing here is our model: ``curves`` holds that. Sources: [source:dorn-2012] with
[source:s3-clinician-process] for the anchors, [source:lenhart-2014] and
[source:lieberman-2015] for cadence, [source:psoas-computed-load] for what was computed
again from open data (science.md 1.1 to 1.3).
"""

from __future__ import annotations

from enum import StrEnum
from math import log
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

#: Values by second. The hot path takes single precision: half the bytes, three times as quick.
Values = Annotated[NDArray[np.float32] | NDArray[np.float64], "(n,)"]

#: Speed in m/s and peak iliopsoas force in BW: the numbers of [source:s3-clinician-process] at
#: the speeds of [source:dorn-2012].
ANCHORS = ((3.5, 2.0), (5.2, 3.5), (9.0, 9.0))
#: How step length and step frequency rose from one speed to the next: 3.5, 5.2, 7.0, 9.0 m/s.
#: [source:dorn-2012]; which series is which follows from speed = length times frequency.
DORN_RISES = ((1.32, 1.10), (1.17, 1.12), (1.03, 1.25))

#: Peaks at 90, 100 and 110 % of the preferred step rate, N/kg. [source:lenhart-2014], table 1
LENHART_RATIOS = (0.9, 1.0, 1.1)
LENHART_N_PER_KG = {
    "psoas": (12.78, 13.19, 13.36),
    "iliacus": (17.63, 19.29, 20.43),
    "rectus femoris, swing": (7.28, 8.00, 9.11),
    "rectus femoris, stance": (9.98, 8.93, 7.88),
    "gluteus medius": (34.6, 32.1, 28.7),
}
#: What these runners ran at, m/s: their preferred speed, about 2.7 to 2.9. The figure is
#: from memory (science.md 1.1). [source:lenhart-2014]
LENHART_MPS = 2.8
#: Weight of a kilogram, N.
GRAVITY_N_PER_KG = 9.80665

#: From 85 to 90 strides/min: largest hip-flexor moment, foot ahead of the hip at contact.
#: [source:lieberman-2015]
LIEBERMAN_STRIDES_PER_MIN = (85.0, 90.0)
LIEBERMAN_FOOT_AHEAD_RATIO = 0.941

#: Contact time 0.465 v^-0.508 s at 2 to 5 m/s (within 6 ms); faster 0.539 v^-0.637 s (within
#: 20 ms). Where they meet they differ by 12 ms. [source:psoas-computed-load] (science.md 1.3)
CONTACT = (0.465, -0.508)
CONTACT_FASTER = (0.539, -0.637)
CONTACT_FASTER_MPS = 5.0


class Reach(StrEnum):
    """How a value of the published curve comes about."""

    ANCHOR = "anchor"
    INTERPOLATED = "interpolated"
    EXTRAPOLATED = "extrapolated"


def reach_of(speed_mps: float) -> Reach:
    """Say whether the published curve was given, joined or continued at a speed."""
    at = [speed for speed, _ in ANCHORS]
    if speed_mps in at:
        return Reach.ANCHOR
    return Reach.INTERPOLATED if at[0] < speed_mps < at[-1] else Reach.EXTRAPOLATED


def published_force_log_bw(speed_log_mps: Values) -> Values:
    """Logarithm of ``published_force_bw`` from the logarithm of the speed."""
    x = speed_log_mps - log(3.5)
    return np.asarray(log(2.0) + x * (1.4137 + 0.3261 * (x - 0.3959)))


def published_force_bw(speed_mps: Values) -> Values:
    """Peak iliopsoas force through the published anchors 2, 3.5 and 9 BW.

    Joined log-quadratically; below 3.5 m/s it extrapolates (see ``reach_of``).

    Parameters
    ----------
    speed_mps
        Shape (n,), above 0.

    Returns
    -------
    numpy.ndarray
        Shape (n,), body weights; NaN where the speed is NaN.
    """
    return np.asarray(np.exp(published_force_log_bw(np.log(speed_mps))))


def recomputed_force_bw(speed_mps: Values) -> Values:
    """Peak iliopsoas force recomputed from open data without a strength limit.

    0.700 v^1.205, nine men at 2 to 5 m/s [source:psoas-computed-load].

    Parameters
    ----------
    speed_mps
        Shape (n,), above 0.

    Returns
    -------
    numpy.ndarray
        Shape (n,), body weights; NaN where the speed is NaN.
    """
    return np.asarray(0.700 * speed_mps**1.205)


def recomputed_moment_nm_per_kg(speed_mps: Values) -> Values:
    """Peak swing hip-flexion moment by speed alone, from the same men and one sprinter.

    0.267 + 0.221 v + 0.0317 v^2, 2 to 9.5 m/s [source:psoas-computed-load].

    Parameters
    ----------
    speed_mps
        Shape (n,).

    Returns
    -------
    numpy.ndarray
        Shape (n,), Nm/kg.
    """
    return 0.267 + speed_mps * (0.221 + 0.0317 * speed_mps)


def cadence_log_factor(cadence_log_ratio: Values) -> Values:
    """Logarithm of ``cadence_factor`` from the logarithm of the ratio."""
    return np.asarray(0.41 * cadence_log_ratio + 0.22 * np.minimum(cadence_log_ratio, 0))


def cadence_factor(cadence_ratio: Values) -> Values:
    """How a cadence off the usual changes the published force at the same speed.

    Exponent 0.63 below and 0.41 above the usual cadence: -6.4 % and +4.0 % at 90 and
    110 % [source:lenhart-2014].

    Parameters
    ----------
    cadence_ratio
        Shape (n,), cadence over usual cadence, measured for 0.9 to 1.1.

    Returns
    -------
    numpy.ndarray
        Shape (n,), factor on the force; NaN where the ratio is NaN.
    """
    return np.asarray(np.exp(cadence_log_factor(np.log(cadence_ratio))))


def lenhart_factor(*muscles: str, cadence_ratio: float) -> float:
    """How the summed peaks of muscles change with cadence at the same speed.

    Parameters
    ----------
    *muscles
        Names of ``LENHART_N_PER_KG``.
    cadence_ratio
        Cadence over preferred cadence.

    Returns
    -------
    float
        Factor on the force; NaN beyond the 0.9 to 1.1 that were measured. Between the
        three measured ratios it is joined in logarithms.
    """
    if not LENHART_RATIOS[0] <= cadence_ratio <= LENHART_RATIOS[-1]:
        return float("nan")
    sums = np.sum([LENHART_N_PER_KG[muscle] for muscle in muscles], axis=0)
    joined = np.interp(np.log(cadence_ratio), np.log(LENHART_RATIOS), np.log(sums / sums[1]))
    return float(np.exp(joined))


def contact_s(speed_mps: Values) -> Values:
    """Time that a foot is on the ground.

    Parameters
    ----------
    speed_mps
        Shape (n,), 2 to 9.5.

    Returns
    -------
    numpy.ndarray
        Shape (n,), seconds.
    """
    faster = speed_mps > CONTACT_FASTER_MPS
    slow, quick = (factor * speed_mps**power for factor, power in (CONTACT, CONTACT_FASTER))
    return np.asarray(np.where(faster, quick, slow), dtype=np.float64)


def duty_ratio(speed_mps: Values, cadence_spm: Values) -> Values:
    """Share of a stride in which its foot is on the ground.

    Parameters
    ----------
    speed_mps, cadence_spm
        Shape (n,). Cadence counts both feet.
    """
    return contact_s(speed_mps) * cadence_spm / 120
