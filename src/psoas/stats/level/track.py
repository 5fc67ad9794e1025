"""Following a daily score through all models at once, one day after the other, exactly.

Each model is conjugate: given the noise's variance the state is normal, and the variance is
inverse gamma. All variances are in units of the noise's, so gains depend neither on the
scores nor on the ramp, and models that differ in the ramp only share them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from math import lgamma, log, pi
from typing import Annotated

import attrs
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.stats.level.days import Days, PerDay
from psoas.stats.level.grid import Grid, Kernel

PerChain = Annotated[NDArray[np.float64], "(n_chains,)"]
Means = Annotated[NDArray[np.float64], "(n_states, n_chains, n_ramps)"]
Spreads = Annotated[NDArray[np.float64], "(n_states, n_states, n_chains), in noise variances"]
PerModel = Annotated[NDArray[np.float64], "(n_chains, n_ramps)"]

#: The state: level, flare, response to load, mean level of the first days, help of training.
LEVEL, FLARE, EFFECT, BASELINE, HELP = range(5)
#: Days over which adherence fades. [source:psoas-stats-notes]
_ADHERENCE_D = 21.0


@frozen(kw_only=True, eq=False)
class Beliefs:
    """All models after some days.

    Parameters
    ----------
    grid
        The models; a chain is a kernel with a noise.
    n_days, n_scores
        Days and scores so far.
    mean, spread
        Of the state, after the last day; the last state is there where training is planned.
    squares
        Of the inverse gamma of the noise's variance: the sum that grows with each score.
    log_scale
        Sum of the logarithms of the predictions' variances, in noise variances.
    """

    grid: Grid
    n_days: int
    n_scores: int
    mean: Means
    spread: Spreads
    squares: PerModel
    log_scale: PerChain

    @property
    def nu(self) -> int:
        """Degrees of freedom of all that is said."""
        return self.grid.prior_days + self.n_scores

    @property
    def has_help(self) -> bool:
        """Whether training was planned, so that its help may be looked for."""
        return len(self.mean) > HELP

    @property
    def chain_kernel(self) -> NDArray[np.intp]:
        """For each chain the place of its kernel in the grid."""
        return np.repeat(np.arange(len(self.grid.kernels)), len(self.grid.noises))

    @property
    def log_evidence(self) -> PerModel:
        """Logarithm of each model's evidence, prior weights left out.

        Student's densities of the days, multiplied: all but the first and the last sum of
        squares cancel.
        """
        first, last = self.grid.prior_days, self.nu
        start = first * self.grid.prior_sd**2
        constant = lgamma(last / 2) - lgamma(first / 2) - self.n_scores / 2 * log(pi)
        constant += first / 2 * log(start)
        return constant - last / 2 * np.log(self.squares) - self.log_scale[:, None] / 2


def begin(grid: Grid, *, has_help: bool = False) -> Beliefs:
    """Return all models before the first day."""
    n_chains, n_ramps = len(grid.kernels) * len(grid.noises), len(grid.ramps)
    n_states = HELP + 1 if has_help else HELP
    variance = grid.prior_sd**2
    mean = np.zeros((n_states, n_chains, n_ramps))
    mean[LEVEL] = grid.level
    mean[EFFECT] = grid.effect * grid.prior_sd
    spread = np.zeros((n_states, n_states, n_chains))
    spread[LEVEL, LEVEL] = grid.level_sd**2 / variance
    spread[FLARE, FLARE] = per_noise(grid, "flares")
    spread[EFFECT, EFFECT] = grid.effect_var
    if has_help:
        spread[HELP, HELP] = grid.help_sd**2 / variance
    return Beliefs(
        grid=grid,
        n_days=0,
        n_scores=0,
        mean=mean,
        spread=spread,
        squares=np.full((n_chains, n_ramps), grid.prior_days * variance),
        log_scale=np.zeros(n_chains),
    )


def per_noise(grid: Grid, what: str) -> PerChain:
    """Return one number of each chain's noise."""
    return np.tile([getattr(each, what) for each in grid.noises], len(grid.kernels))


def ramp_at(grid: Grid, day: int) -> Annotated[NDArray[np.float64], "(n_ramps,), points"]:
    """Return how far each ramp has moved the level on a day."""
    begins, lasts, points = _ramp_arrays(grid)
    return points * np.clip((day - begins) / lasts, 0.0, 1.0)


def _ramp_arrays(grid: Grid) -> tuple[PerDay, PerDay, PerDay]:
    return (
        np.array([each.from_day for each in grid.ramps], dtype=float),
        np.array([each.lasts_d for each in grid.ramps], dtype=float),
        np.array([each.points for each in grid.ramps]),
    )


def responses(grid: Grid, days: Days) -> Annotated[NDArray[np.float64], "(n_kernels, n_days)"]:
    """Return what each kernel makes of the loads, less its mean of the first days.

    The mean is of the baseline's days: so that a response is one to *more* load than then.
    """
    found = np.zeros((len(grid.kernels), days.n_days))
    for place, kernel in enumerate(grid.kernels):
        if kernel.channel and days.n_days:
            told = _response(kernel, days)
            found[place] = told - told[: grid.baseline_d].mean()
    return found


def _response(kernel: Kernel, days: Days) -> PerDay:
    load = days.loads[kernel.channel]
    fades = np.exp(-1 / kernel.decay_d)
    told = np.zeros_like(load)
    memory = 0.0
    before = load if days.loads_before_score is None else days.loads_before_score[kernel.channel]
    for day in range(len(load)):
        source = day - kernel.lag_d
        if kernel.lag_d == 0:
            told[day] = memory * fades + before[day]
            memory = memory * fades + load[day]
        elif source >= 0:
            memory = memory * fades + load[source]
            told[day] = memory
    return told


def adherence(days: Days) -> PerDay | None:
    """Return how much was trained of late, 0 to 1; None where nothing was planned."""
    if days.done is None:
        return None
    fades = np.exp(-1 / _ADHERENCE_D)
    found, memory = np.zeros(days.n_days), 0.0
    for day, done in enumerate(days.done):
        memory = fades * memory + (1 - fades) * (0.0 if np.isnan(done) else done)
        found[day] = memory
    return found


def track(grid: Grid, days: Days) -> Beliefs:
    """Follow a score through all its days."""
    return deque(tracks(grid, days), maxlen=1).pop()


def tracks(grid: Grid, days: Days) -> Iterator[Beliefs]:
    """Yield all models before the first day and after each."""
    told, helped = responses(grid, days), adherence(days)
    found = begin(grid, has_help=helped is not None)
    yield found
    for day in range(days.n_days):
        found = advance(
            found,
            score=float(days.score[day]),
            response=told[:, day],
            adhered=0.0 if helped is None else float(helped[day]),
        )
        yield found


def advance(
    found: Beliefs,
    *,
    score: float,
    response: Annotated[NDArray[np.float64], "(n_kernels,)"],
    adhered: float = 0.0,
) -> Beliefs:
    """Return all models one day later.

    Parameters
    ----------
    found
        After the day before; it stays as it is.
    score
        Of the day; NaN where none was given, and nothing is learned then.
    response
        What each kernel makes of the loads, from ``responses``.
    adhered
        From ``adherence``.
    """
    mean, spread = one_day_later(found)
    if np.isnan(score):
        return attrs.evolve(found, n_days=found.n_days + 1, mean=mean, spread=spread)
    rows = rows_of(found, response, adhered)
    gains = np.einsum("ijc,jc->ic", spread, rows)
    scale = np.einsum("ic,ic->c", rows, gains) + 1.0
    error = (score - ramp_at(found.grid, found.n_days)) - seen_of(mean, rows)
    gains /= scale
    for state, gain in enumerate(gains):  # one by one they stay in the cache
        mean[state] += gain[:, None] * error
    spread -= scale * gains[:, None] * gains[None]
    return attrs.evolve(
        found,
        n_days=found.n_days + 1,
        n_scores=found.n_scores + 1,
        mean=mean,
        spread=spread,
        squares=found.squares + error * error / scale[:, None],
        log_scale=found.log_scale + np.log(scale),
    )


def one_day_later(found: Beliefs) -> tuple[Means, Spreads]:
    """Return the state of the next day before its score is known."""
    grid, mean, spread = found.grid, found.mean.copy(), found.spread.copy()
    if found.n_days > 0:
        keeps = per_noise(grid, "keeps")
        mean[FLARE] *= keeps[:, None]
        spread[FLARE, :] *= keeps
        spread[:, FLARE] *= keeps
        spread[FLARE, FLARE] += per_noise(grid, "flares") * (1 - keeps**2)
        spread[LEVEL, LEVEL] += per_noise(grid, "walk")
    if found.n_days < grid.baseline_d:
        share = 1 / grid.baseline_d
        mean[BASELINE] += share * mean[LEVEL]
        spread[BASELINE, :] += share * spread[LEVEL, :]
        spread[:, BASELINE] += share * spread[:, LEVEL]
    return mean, spread


def rows_of(found: Beliefs, response: PerDay, adhered: float) -> NDArray[np.float64]:
    """Return how each chain's state makes a score, ``(n_states, n_chains)``."""
    rows = np.zeros(found.spread.shape[1:])
    rows[LEVEL] = rows[FLARE] = 1.0
    rows[EFFECT] = np.repeat(response, len(found.grid.noises))
    if found.has_help:
        rows[HELP] = adhered
    return rows


def seen_of(mean: Means, rows: NDArray[np.float64]) -> PerModel:
    """Return the score that each model expects, its ramp left out."""
    seen: PerModel = mean[LEVEL] + mean[FLARE]
    seen += rows[EFFECT][:, None] * mean[EFFECT]
    if len(mean) > HELP:
        seen += rows[HELP][:, None] * mean[HELP]
    return seen
