"""The smallest change that is more than the error of measuring."""

from __future__ import annotations

from math import sqrt

#: Two-sided 95 % quantile of the normal distribution.
Z95 = 1.96


def sem(*, sd: float, icc: float) -> float:
    """Standard error of measurement from a spread and a reliability.

    Parameters
    ----------
    sd
        Standard deviation between people, any unit.
    icc
        Intraclass correlation of test and retest, 0 to 1.

    Returns
    -------
    float
        In the unit of *sd*, at least 0.

    Raises
    ------
    ValueError
        Where *sd* is negative or *icc* not within 0 to 1.
    """
    if sd < 0 or not 0 <= icc <= 1:
        raise ValueError(f"sd must be at least 0 and icc within 0 to 1, got {sd}, {icc}")
    return sd * sqrt(1 - icc)


def mdc95(sem: float, *, baseline_readings: int = 1, current_readings: int = 1) -> float:
    """Minimal detectable change at 95 %, of means of independent readings.

    Parameters
    ----------
    sem
        Standard error of measurement of one reading.
    baseline_readings, current_readings
        How many readings each mean is of.

    Returns
    -------
    float
        In the unit of *sem*: 1.96 * sem * sqrt(1/n_baseline + 1/n_current).
    """
    return Z95 * sem * sqrt(1 / baseline_readings + 1 / current_readings)


def sem_of(detectable: float) -> float:
    """Return the standard error of measurement behind an MDC95 of two single readings."""
    return detectable / (Z95 * sqrt(2))


def real_by_chance_ratio(n_measures: int, *, level: float = 0.95) -> float:
    """Return how often at least one of several unchanged measures looks changed.

    Parameters
    ----------
    n_measures
        Independent measures, each judged at *level*.
    level
        How sure each single judgement is, 0 to 1.
    """
    ratio: float = 1 - level**n_measures
    return ratio
