"""Our model of a stride: moment, force band and impulse from speed, cadence and gradient.

Sources: [source:psoas-computed-load] for the moment (fit on nine men at 2 to 5 m/s and
one sprinter), [source:telhan-2010] for gradient; ``published`` holds what others found,
and the band of a force holds it too.
"""

from __future__ import annotations

from math import exp, hypot, log

import numpy as np

from psoas.load.published import (
    Values,
    cadence_factor,
    published_force_bw,
    recomputed_force_bw,
)
from psoas.mechanics.force import FORCE_PER_MOMENT
from psoas.mechanics.force import force_band_bw as force_of_moment_bw
from psoas.quantity import Band

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

#: Within this grade no clear change of the joint moments was measured. [source:telhan-2010]
LEVEL_PCT = 7.0
#: Beyond this grade nothing is claimed. [source:psoas-computed-load] (mechanics.md D)
STEEPEST_PCT = 15.0
#: Uphill at the steepest grade of the model: +1 % of moment for 1 % of grade, from +20 % hip
#: excursion at 21 % of grade. [source:psoas-computed-load] (mechanics.md D)
STEEPEST_FACTOR = 1.15


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
    return constant + speed_mps * (linear + square * speed_mps)


def moment_log_nm_per_kg(speed_log_mps: Values, cadence_log_spm: Values) -> Values:
    """Logarithm of ``moment_nm_per_kg`` from the logarithms of speed and cadence."""
    constant = log(MOMENT_AT_1_MPS) - MOMENT_CADENCE_EXPONENT * log(120 * MOMENT_CADENCE_HZ)
    return np.asarray(
        MOMENT_SPEED_EXPONENT * speed_log_mps
        + (MOMENT_CADENCE_EXPONENT * cadence_log_spm + constant)
    )


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
    return np.asarray(np.exp(moment_log_nm_per_kg(np.log(speed_mps), np.log(cadence_spm))))


def gradient_factor(grade_pct: Values) -> Values:
    """How a gradient changes the moment at the same speed and cadence.

    1.00 within 7 % of grade and on every descent; uphill it rises evenly from there to 1.15
    at 15 %.

    Parameters
    ----------
    grade_pct
        Shape (n,), plus is uphill.

    Returns
    -------
    numpy.ndarray
        Shape (n,), factor on moment and force; NaN where the grade is NaN, and beyond 15 %
        either way: nothing was measured there.

    Notes
    -----
    Two things are known: no clear change up to 7 % [source:telhan-2010], and about +1 % per
    % at the far end (mechanics.md D). A line of +1 % per % from 7 % on would jump there; this
    one meets both and the error of 1 % per % holds either reading in between.
    """
    climb_ratio = (grade_pct - LEVEL_PCT) / (STEEPEST_PCT - LEVEL_PCT)
    factor = 1 + (STEEPEST_FACTOR - 1) * np.maximum(climb_ratio, 0)
    factor[np.abs(grade_pct) > STEEPEST_PCT] = np.nan
    return np.asarray(factor)


def own_error_ratio(speed_mps: float) -> float:
    """Error of the moment at a speed, 1 SD, with speed, cadence and gradient known."""
    measured = MEASURED_MPS[0] <= speed_mps <= MEASURED_MPS[1]
    return MOMENT_ERROR_RATIO if measured else MOMENT_ERROR_OUTSIDE_RATIO


def spread_bw_s(impulse_bw_s: float, *, error_ratio: float) -> Band:
    """Put the band over models round an impulse, with the error of its inputs."""
    return force_of_moment_bw(impulse_bw_s / FORCE_PER_MOMENT.central, error_ratio=error_ratio)


def force_round_bw(
    moment_nm_per_kg: float, published_bw: float, *, speed_mps: float, input_error_ratio: float
) -> Band:
    """Peak iliopsoas force as a band round our model and the published ones.

    Parameters
    ----------
    moment_nm_per_kg, published_bw
        Of one stride, with its cadence and gradient.
    speed_mps
        Its speed.
    input_error_ratio
        Error of the moment, 1 SD, from what the watch does not know; 0 where it knows all.

    Returns
    -------
    Band
        Body weights: our model's band, widened to hold the published and the recomputed
        curve. What the watch does not know widens all three.
    """
    ours = force_of_moment_bw(
        moment_nm_per_kg, error_ratio=hypot(own_error_ratio(speed_mps), input_error_ratio)
    )
    speed = np.array(speed_mps)
    recomputed_bw = published_bw * float(recomputed_force_bw(speed) / published_force_bw(speed))
    slack = exp(input_error_ratio)
    return ours.hull(
        min(published_bw, recomputed_bw) / slack, max(published_bw, recomputed_bw) * slack
    )


def force_band_bw(speed_mps: float, cadence_spm: float, *, input_error_ratio: float = 0.0) -> Band:
    """Peak iliopsoas force of a stride on level ground, as ``force_round_bw``.

    Parameters
    ----------
    speed_mps, cadence_spm
        One speed and one cadence of both feet.
    input_error_ratio
        Error of the moment, 1 SD, from what the watch does not know; 0 where it knows all.
    """
    speed, cadence = np.array([speed_mps]), np.array([cadence_spm])
    off_usual = cadence_factor(cadence / usual_cadence_spm(speed))
    return force_round_bw(
        float(moment_nm_per_kg(speed, cadence)[0]),
        float((published_force_bw(speed) * off_usual)[0]),
        speed_mps=speed_mps,
        input_error_ratio=input_error_ratio,
    )
