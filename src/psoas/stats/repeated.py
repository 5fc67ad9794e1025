"""Whether a test that is repeated over weeks really changed, looked at after every reading.

A rule of fixed size (beyond the MDC95 of one pair) that is asked at each visit is wrong in one
of five who did not change. Here every ramp that can have begun is weighed against none, and the
size of the error is learned from the readings, beginning at what studies found.
"""

from __future__ import annotations

from itertools import product
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.stats.level.mixture import Mixture
from psoas.stats.level.say import Factors

PerReading = Annotated[NDArray[np.float64], "(n_readings,)"]

#: Heights of a ramp in standard errors of measurement, and their weights. The notes end at 5;
#: without the 8 a gain of 10 would be believed less than one of 6. [source:psoas-stats-notes]
HEIGHTS_SEM = {1.5: 0.40, 3.0: 0.31, 5.0: 0.19, 8.0: 0.10}
#: How high a ramp may be where its size is asked, in standard errors.
#: [source:psoas-convention]
HEIGHT_SD = 6.0
#: Days between possible beginnings, and how long a ramp takes. [source:psoas-stats-notes]
BEGINS_EVERY_D, LASTS_D = 7.0, (21.0, 56.0)
#: How a level may wander without a change: variance gained in a week, in error variances, and
#: weights. [source:psoas-stats-notes]
WANDERS = {0.0: 0.7, 0.01: 0.3}
#: How many readings the studies' error is worth. [source:psoas-stats-notes]
PRIOR_READINGS = 10
#: The level is not known beforehand: so many errors of measurement round the first reading.
#: [source:psoas-convention]
LEVEL_SEM = 30.0
_WEEK_D = 7.0


@frozen(kw_only=True, eq=False)
class Repeated:
    """What all models say of a test that was repeated.

    Parameters
    ----------
    factors
        Bayes factors of a fall and of a rise against a level that stays. Looked at after
        every reading, each passes 19 in at most 1 of 19 who did not change, if the models hold.
    change
        From the level of the first reading to that of the last, in the unit of the readings,
        if there is one.
    """

    factors: Factors
    change: Mixture


def repeated(values: PerReading, days: PerReading, *, sem: float) -> Repeated:
    """Ask the readings of one test whether its level changed.

    Parameters
    ----------
    values
        In the test's unit, in order of time, at least one.
    days
        When each was taken; the first is the beginning.
    sem
        Standard error of measurement of one reading, as studies found it, above 0.
    """
    days, values = days - days[0], values - values[0]
    ramps = _ramps(float(days[-1]))
    begins, lasts, heights, prior = ramps.T
    shapes = np.clip((days[:, None] - begins) / lasts, 0.0, 1.0)
    n_values, nu = len(values), PRIOR_READINGS + len(values)
    logs, sizes = [], []
    for wander, weight in WANDERS.items():
        walk = wander / _WEEK_D * np.minimum.outer(days, days)
        lower = np.linalg.cholesky(np.eye(n_values) + walk + LEVEL_SEM**2)
        white = np.linalg.solve(lower, np.column_stack([values, shapes]))
        value, shape = white[:, :1], white[:, 1:]
        left = value - heights * sem * shape
        start = PRIOR_READINGS * sem**2
        same = np.log(weight * prior) - np.log(np.diag(lower)).sum()
        logs.append(same - nu / 2 * np.log(start + (left * left).sum(axis=0)))
        precision = (shape * shape).sum(axis=0) + 1 / HEIGHT_SD**2
        mean = (value * shape).sum(axis=0) / precision
        squares = start + (value * value).sum(axis=0) - mean**2 * precision
        size = same - np.log(precision) / 2 - nu / 2 * np.log(squares)
        variance = squares / nu * (shapes[-1] ** 2 / precision + walk[-1, -1])
        sizes.append((size, mean * shapes[-1], np.sqrt(variance)))
    shares = np.exp(np.array(logs) - np.max(logs)).sum(axis=0)

    def each(part: NDArray[np.bool_]) -> float:
        return float(shares[part].sum() / prior[part].sum())

    none = each(heights == 0)
    # every ramp stands in the list for several heights, up and down: here its height is free
    size, place, width = (np.array(part)[:, 1:] for part in zip(*sizes, strict=True))
    weights = np.exp(size - size.max())
    return Repeated(
        factors=Factors(fall=each(heights < 0) / none, rise=each(heights > 0) / none),
        change=Mixture.of(weights / weights.sum(), place, width, nu),
    )


def _ramps(lasted_d: float) -> Annotated[NDArray[np.float64], "(n_ramps, 4)"]:
    """Return beginning, length, height in standard errors and prior weight; the first is none."""
    begins = np.arange(0.0, max(lasted_d, 1.0), BEGINS_EVERY_D)
    each = 0.5 / (2 * len(begins) * len(LASTS_D))
    some = [
        (begin, lasts, sign * height, each * weight)
        for begin, lasts, (height, weight), sign in product(
            begins, LASTS_D, HEIGHTS_SEM.items(), (-1, 1)
        )
    ]
    return np.array([(0.0, 1.0, 0.0, 0.5), *some])
