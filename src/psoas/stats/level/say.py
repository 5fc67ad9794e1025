"""What all models together say after some days: weights, the level, its change, tomorrow."""

from __future__ import annotations

from math import log, sqrt
from typing import Annotated, NamedTuple

import numpy as np
from numpy.typing import NDArray

from psoas.stats.level.grid import Grid
from psoas.stats.level.mixture import Mixture
from psoas.stats.level.track import BASELINE, EFFECT, LEVEL, Beliefs, PerModel, ramp_at
from psoas.stats.student import t_cdf


def weights(found: Beliefs) -> PerModel:
    """Return the posterior weight of each model, ``(n_chains, n_ramps)``, summing to 1.

    The response to load is never below 0: each model's evidence is that of its half with a
    response above 0.
    """
    log_weight = _log_weight(found)
    weight = np.exp(log_weight - log_weight.max())
    total: PerModel = weight / weight.sum()
    return total


def _log_weight(found: Beliefs) -> PerModel:
    told: PerModel = found.log_evidence + _log_prior(found.grid) + _log_above_zero(found)
    return told


def log_evidence_of(found: Beliefs) -> float:
    """Return the logarithm of how well all models together foretold the scores, day by day."""
    log_weight = _log_weight(found)
    most = float(log_weight.max())
    return most + log(float(np.exp(log_weight - most).sum()))


def _log_prior(grid: Grid) -> PerModel:
    kernels, noises, ramps = grid.log_prior
    chains = np.add.outer(kernels, noises).ravel()
    told: PerModel = np.add.outer(chains, ramps)
    return told


def _log_above_zero(found: Beliefs) -> PerModel:
    """Return the logarithm of how much likelier the scores made a response above 0."""
    grid = found.grid
    answers = np.array([bool(each.channel) for each in grid.kernels])[found.chain_kernel]
    before = t_cdf(np.array(grid.effect / sqrt(grid.effect_var)), grid.prior_days)
    variance = found.spread[EFFECT, EFFECT][:, None] * found.squares / found.nu
    after = t_cdf(found.mean[EFFECT] / np.sqrt(variance), found.nu)
    ratio = np.log(np.maximum(after, 1e-300)) - np.log(before)
    told: PerModel = np.where(answers[:, None], ratio, 0.0)
    return told


def ramp_baseline(grid: Grid) -> Annotated[NDArray[np.float64], "(n_ramps,), points"]:
    """Return how far each ramp has moved the mean of the baseline's days."""
    days = [ramp_at(grid, day) for day in range(grid.baseline_d)]
    mean: NDArray[np.float64] = np.mean(days, axis=0)
    return mean


def level_of(found: Beliefs, weight: PerModel) -> Mixture:
    """Return the level on the last day, in points."""
    place = found.mean[LEVEL] + ramp_at(found.grid, found.n_days - 1)
    return mixture_of(found, weight, place, found.spread[LEVEL, LEVEL])


def change_of(found: Beliefs, weight: PerModel) -> Mixture:
    """Return how far the level is from the mean of the baseline's days, in points."""
    moved = ramp_at(found.grid, found.n_days - 1) - ramp_baseline(found.grid)
    place = found.mean[LEVEL] - found.mean[BASELINE] + moved
    spread = found.spread
    variance = spread[LEVEL, LEVEL] - 2 * spread[LEVEL, BASELINE] + spread[BASELINE, BASELINE]
    return mixture_of(found, weight, place, variance)


def mixture_of(
    found: Beliefs,
    weight: PerModel,
    place: PerModel,
    variance: NDArray[np.float64],
    *,
    same_sign: bool = False,
) -> Mixture:
    """Return what all models say of a number: places, and variances in noise variances."""
    width = np.sqrt(np.maximum(variance, 0.0)[:, None] * found.squares / found.nu)
    return Mixture.of(weight, place, width, found.nu, same_sign=same_sign)


class Factors(NamedTuple):
    """Bayes factors of a fall and of a rise of the level against none."""

    fall: float
    rise: float


def factors(found: Beliefs) -> Factors:
    """Return how much better a fall, and a rise, explain the scores than a level that stays.

    Under no change each is a martingale that begins at 1: it passes 19 at any time in at most
    1 of 19 series (Ville), so that looking every day is honest.
    """
    grid = found.grid
    log_weight = _log_weight(found)
    shares = np.exp(log_weight - log_weight.max()).sum(axis=0)
    points = np.array([each.points for each in grid.ramps])
    prior = np.array([each.weight for each in grid.ramps])
    stays = shares[points == 0].sum() / prior[points == 0].sum()

    def against(part: NDArray[np.bool_]) -> float:
        share = shares[part].sum() / prior[part].sum()
        return float(share / stays) if stays > 0 else float("inf")

    return Factors(fall=against(points < 0), rise=against(points > 0))
