"""The smallest change that is more than the error of measuring."""

from __future__ import annotations

from math import sqrt

#: Two-sided 95 % quantile of the normal distribution.
Z95 = 1.96


def sem_of(detectable: float) -> float:
    """Return the standard error of measurement behind an MDC95 of two single readings."""
    return detectable / (Z95 * sqrt(2))
