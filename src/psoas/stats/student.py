"""Student's t with a whole number of degrees of freedom, exactly."""

from __future__ import annotations

from math import pi, sqrt
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

Values = Annotated[NDArray[np.float64], "any shape"]


def t_cdf(x: Values, nu: int) -> Values:
    """Return the cumulative distribution of Student's t.

    Parameters
    ----------
    x
        Where, any shape; NaN gives NaN.
    nu
        Degrees of freedom, a whole number from 1.

    Returns
    -------
    array
        Of the shape of *x*, 0 to 1. The finite series of Abramowitz and Stegun 26.7.3 and
        26.7.4: exact to rounding.
    """
    if nu < 1:
        raise ValueError(f"degrees of freedom must be 1 or more, got {nu}")
    angle = np.arctan(np.asarray(x, dtype=float) / sqrt(nu))
    cosine, sine = np.cos(angle), np.sin(angle)
    square = cosine * cosine
    if nu == 1:
        return 0.5 + angle / pi
    odd = nu % 2
    term = cosine.copy() if odd else np.ones_like(angle)
    total = term.copy()
    for k in range(3 if odd else 2, nu - 1, 2):
        term *= square * ((k - 1) / k)
        total += term
    inside = (angle + sine * total) * (2 / pi) if odd else sine * total
    return 0.5 + inside / 2
