"""Whether a row of noisy values steps up or down at a place, when two instruments took them.

Every instrument has its own zero and its own noise; what wanders is common to all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import log
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.stats.level.grid import Noise
from psoas.stats.level.mixture import Mixture
from psoas.stats.level.say import Factors

PerValue = Annotated[NDArray[np.float64], "(n_values,)"]
PerModel = Annotated[NDArray[np.float64], "(n_models,)"]
Spread = Annotated[NDArray[np.float64], "(n_values, n_values), in noise variances"]

#: Variance of another instrument's noise, as multiples of the first one's.
#: [source:psoas-convention]
NOISE_RATIOS = (0.25, 0.5, 1.0, 2.0, 4.0)
#: How far zeros may lie apart, and how large a step may be, in standard deviations of one
#: value's noise. [source:psoas-convention]
ZERO_SD, STEP_SD = 1.75, 2.5
#: How values wander where nothing steps: the kinds of the notes for a decision.
#: [source:psoas-stats-notes]
STAYING = (
    (0.0, 0.0, 0.0, 0.15),
    (5e-4, 0.3, 1.0, 0.25),
    (5e-4, 0.6, 0.3, 0.20),
    (5e-4, 0.6, 1.0, 0.30),
    (0.0, 0.85, 1.0, 0.10),
)
#: And levels that drift by themselves, slowly or fast, as a runner's cadence does over a year:
#: without them the drift is told as a step. [source:psoas-convention]
DRIFTING = ((0.02, 0.0, 0.0, 0.1), (0.1, 0.0, 0.0, 0.1))
WANDERS = tuple(
    Noise(walk=walk, keeps=keeps, flares=flares, weight=weight / 1.2)
    for walk, keeps, flares, weight in (*STAYING, *DRIFTING)
)
#: Larger than any sum of squares, so that a matrix with rows of values has a root.
_BEYOND = 1e18
#: How many values the prior of the noise is worth. [source:psoas-stats-notes]
PRIOR_VALUES = 4


@frozen(kw_only=True, eq=False)
class Row:
    """Values in order of time.

    Parameters
    ----------
    value
        In any one unit, without gaps.
    is_after
        1 from the place of the possible step on, 0 before.
    instrument
        What took each value.
    share
        How much of a whole value's worth each is, above 0, at most 1: its noise is so much
        larger.
    """

    value: PerValue
    is_after: PerValue
    instrument: Sequence[object]
    share: PerValue


@frozen(kw_only=True, eq=False)
class Stepped:
    """What all models say of a step.

    Parameters
    ----------
    factors
        Bayes factors of a step down and of one up against none. Looked at after every value,
        one of them passes 19 in at most 1 of 19 rows that do not step, if the models hold.
    height
        Of the step, in the unit of the values.
    """

    factors: Factors
    height: Mixture


def stepped(
    row: Row,
    *,
    heights: Mapping[float, float],
    prior_sd: float,
    noises: Sequence[Noise] = WANDERS,
) -> Stepped:
    """Ask a row of values whether it steps.

    Parameters
    ----------
    row
        The values.
    heights
        Sizes that a step may have, with weights that sum to 1; up and down are alike.
    prior_sd
        Standard deviation of a value's noise before values are seen.
    noises
        How values may wander where nothing happens.
    """
    squares, cross, power, log_prior = np.array(
        [_whitened(row, *each) for each in _spreads(row, noises)]
    ).T
    nu = PRIOR_VALUES + len(row.value)
    start = PRIOR_VALUES * prior_sd**2

    def evidence(height: float) -> float:
        left = start + squares - 2 * height * cross + height**2 * power
        return _log_sum(log_prior - nu / 2 * np.log(left))

    none = evidence(0.0)
    fall, rise = (
        sum(weight * np.exp(evidence(sign * size) - none) for size, weight in heights.items())
        for sign in (-1, 1)
    )
    precision = power + 1 / STEP_SD**2
    left = start + squares - cross**2 / precision
    weight = log_prior - np.log(precision) / 2 - nu / 2 * np.log(left)
    height = Mixture.of(
        np.exp(weight - _log_sum(weight)), cross / precision, np.sqrt(left / nu / precision), nu
    )
    return Stepped(factors=Factors(fall=float(fall), rise=float(rise)), height=height)


def _spreads(row: Row, noises: Sequence[Noise]) -> Iterator[tuple[Spread, float]]:
    """Yield how the values hang together in each model, and its weight as a logarithm."""
    names = [name for name, _ in Counter(row.instrument).most_common()]
    own = np.array([[each == name for name in names] for each in row.instrument], dtype=float)
    places = np.arange(len(row.value))
    far = np.abs(places[:, None] - places)
    ratios = [(1.0, *rest) for rest in product(NOISE_RATIOS, repeat=len(names) - 1)]
    for noise in noises:
        wander = noise.walk * np.minimum.outer(places, places) + noise.flares * noise.keeps**far
        common = wander + ZERO_SD**2 * own @ own.T
        for ratio in ratios:
            yield common + np.diag(own @ ratio / row.share), log(noise.weight / len(ratios))


def _whitened(row: Row, spread: Spread, log_weight: float) -> tuple[float, float, float, float]:
    """Return squares, cross product and squares of values and step, and the model's weight.

    The values and the step are the last two rows of the matrix: its root whitens them.
    """
    n_values = len(row.value)
    framed = np.diag(np.full(n_values + 2, _BEYOND))
    framed[:n_values, :n_values] = spread
    framed[n_values:, :n_values] = row.value, row.is_after
    lower = np.linalg.cholesky(framed)
    value, after = lower[n_values:, :n_values]
    log_root = np.log(np.diag(lower)[:n_values]).sum()
    return value @ value, value @ after, after @ after, log_weight - log_root


def _log_sum(logs: PerModel) -> float:
    most = float(logs.max())
    return most + log(float(np.exp(logs - most).sum()))
