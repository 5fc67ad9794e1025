"""The smallest change that is more than the error of measuring."""

from __future__ import annotations

from math import sqrt

#: Two-sided 95 % quantile of the normal distribution.
Z95 = 1.96


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
