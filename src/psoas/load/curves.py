"""Curves: moment, force, impulse and cadence of a stride from speed and cadence.

Sources: [source:psoas-computed-load] for the moment (fit on nine men at 2 to 5 m/s and
one sprinter), [source:dorn-2012] with [source:s3-clinician-process] for the published
force, [source:lenhart-2014] and [source:lieberman-2015] for cadence.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from psoas.mechanics.force import FORCE_PER_MOMENT
from psoas.quantity import Band

Values = Annotated[NDArray[np.float64], "(n,)"]

# Peak swing hip-flexion moment, Nm/kg: 0.496 v^0.863 (f / 1.42)^0.96, f in strides/s.
# Leave-one-subject-out error 10.7 %, stated as 12 % for a run; the exponent of cadence is
# that of [source:lieberman-2015], the men are those of [source:hamner-delp-2013].
# [source:psoas-computed-load] (mechanics.md D)
MOMENT_AT_1_MPS = 0.496
MOMENT_SPEED_EXPONENT = 0.863
MOMENT_CADENCE_EXPONENT = 0.96
MOMENT_CADENCE_HZ = 1.42
MOMENT_ERROR_RATIO = 0.12
#: Beyond the measured 2 to 5 m/s the error is stated as 15 %. [source:psoas-computed-load]
MOMENT_ERROR_OUTSIDE_RATIO = 0.15
MEASURED_MPS = (2.0, 5.0)

# Impulse of psoas and iliacus per stride, BW s: 0.161 v^0.878, 2 to 5 m/s.
# [source:psoas-computed-load] (science.md 1.3); its band is the force's.
IMPULSE_AT_1_MPS = 0.161
IMPULSE_SPEED_EXPONENT = 0.878

# Usual cadence at a speed, steps/min, 2 to 9.5 m/s; between runners the SD is 9.
# [source:psoas-computed-load] (science.md 1.3)
USUAL_CADENCE = (148.7, 2.978, 0.979)
USUAL_CADENCE_SD_SPM = 9.0


def usual_cadence_spm(speed_mps: Values) -> Values:
    """Cadence that a runner would choose at a speed.

    Parameters
    ----------
    speed_mps
        Shape (n,), valid from 2 to 9.5.

    Returns
    -------
    numpy.ndarray
        Shape (n,), steps of both feet per minute; NaN where the speed is NaN.
    """
    constant, linear, square = USUAL_CADENCE
    return constant + linear * speed_mps + square * speed_mps**2


def moment_nm_per_kg(speed_mps: Values, cadence_spm: Values) -> Values:
    """Peak swing hip-flexion moment of a stride on level ground.

    Parameters
    ----------
    speed_mps, cadence_spm
        Shape (n,). Cadence counts both feet.

    Returns
    -------
    numpy.ndarray
        Shape (n,), Nm/kg, positive is flexion; NaN where an input is NaN.
    """
    stride_hz = cadence_spm / 120
    return np.asarray(
        MOMENT_AT_1_MPS
        * speed_mps**MOMENT_SPEED_EXPONENT
        * (stride_hz / MOMENT_CADENCE_HZ) ** MOMENT_CADENCE_EXPONENT
    )


def published_force_bw(speed_mps: Values) -> Values:
    """Peak iliopsoas force through the published anchors 2, 3.5 and 9 BW.

    The anchors are [source:s3-clinician-process]'s numbers at [source:dorn-2012]'s
    speeds 3.5, 5.2 and 9.0 m/s, joined log-quadratically; below 3.5 it extrapolates.

    Parameters
    ----------
    speed_mps
        Shape (n,), above 0.

    Returns
    -------
    numpy.ndarray
        Shape (n,), body weights; NaN where the speed is NaN.
    """
    x = np.log(speed_mps / 3.5)
    return np.asarray(2.0 * np.exp(1.4137 * x + 0.3261 * x * (x - 0.3959)))


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
    return np.where(cadence_ratio < 1, cadence_ratio**0.63, cadence_ratio**0.41)


def force_band_bw(speed_mps: float, cadence_spm: float) -> Band:
    """Peak iliopsoas force of a stride as a band around our model and the published ones.

    Parameters
    ----------
    speed_mps, cadence_spm
        One speed and one cadence of both feet.

    Returns
    -------
    Band
        Body weights: our model's band, widened to hold both published curves.
    """
    speed = np.array([speed_mps])
    moment = float(moment_nm_per_kg(speed, np.array([cadence_spm]))[0])
    factor = cadence_factor(cadence_spm / usual_cadence_spm(speed))
    published = published_force_bw(speed) * factor
    recomputed = recomputed_force_bw(speed) * factor
    return FORCE_PER_MOMENT.scaled(moment).hull(float(published[0]), float(recomputed[0]))
