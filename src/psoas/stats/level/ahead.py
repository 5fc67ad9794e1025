"""The score of days to come: one day, the mean of some days, and the difference of two plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import attrs
import numpy as np
from numpy.typing import NDArray

from psoas.stats.level.days import Days, PerDay
from psoas.stats.level.mixture import Mixture
from psoas.stats.level.say import mixture_of
from psoas.stats.level.track import (
    EFFECT,
    FLARE,
    LEVEL,
    Beliefs,
    Means,
    PerModel,
    Spreads,
    one_day_later,
    per_noise,
    ramp_at,
    rows_of,
    seen_of,
)

Responses = Annotated[NDArray[np.float64], "(n_kernels, n_days)"]


def days_later(found: Beliefs, days: int) -> tuple[Means, Spreads]:
    """Return the state so many days later, no score in between; 1 is tomorrow."""
    while days > 1 and found.n_days < found.grid.baseline_d:
        mean, spread = one_day_later(found)
        found = attrs.evolve(found, n_days=found.n_days + 1, mean=mean, spread=spread)
        days -= 1
    mean, spread = one_day_later(found)
    more = days - 1
    if more:
        keeps = per_noise(found.grid, "keeps") ** more
        mean[FLARE] *= keeps[:, None]
        spread[FLARE, :] *= keeps
        spread[:, FLARE] *= keeps
        spread[FLARE, FLARE] += per_noise(found.grid, "flares") * (1 - keeps**2)
        spread[LEVEL, LEVEL] += per_noise(found.grid, "walk") * more
    return mean, spread


def with_loads_ahead(days: Days, loads: Mapping[str, PerDay], *, n_days: int) -> Days:
    """Return the days with *n_days* to come behind them, whose loads are planned.

    Of a day to come as much of its load comes before its score as used to.
    """
    none = np.full(n_days, np.nan)
    before = None
    if days.loads_before_score is not None:
        before = {
            name: np.concatenate([till, loads[name] * _share(till, days.loads[name])])
            for name, till in days.loads_before_score.items()
        }
    return Days(
        score=np.concatenate([days.score, none]),
        loads={name: np.concatenate([load, loads[name]]) for name, load in days.loads.items()},
        loads_before_score=before,
        done=None if days.done is None else np.concatenate([days.done, none]),
    )


def _share(till_score: PerDay, all_day: PerDay) -> float:
    total = float(all_day.sum())
    return float(till_score.sum()) / total if total > 0 else 1.0


def score_ahead(found: Beliefs, weight: PerModel, response: PerDay, *, days: int) -> Mixture:
    """Return the score of a day to come, as far as it can be known.

    Parameters
    ----------
    found, weight
        All models after the last day, and their weights.
    response
        What each kernel makes of the loads on that day, from ``responses``.
    days
        How many days ahead; 1 is tomorrow.
    """
    mean, spread = days_later(found, days)
    rows = rows_of(found, response, 0.0)
    place = seen_of(mean, rows) + ramp_at(found.grid, found.n_days + days - 1)
    variance = np.einsum("ic,ijc,jc->c", rows, spread, rows) + 1.0
    return mixture_of(found, weight, place, variance)


def mean_ahead(found: Beliefs, weight: PerModel, ahead: Responses, *, days: int) -> Mixture:
    """Return the mean score of some days in a row to come.

    Parameters
    ----------
    found, weight
        All models after the last day, and their weights.
    ahead
        What each kernel makes of the loads on each of those days.
    days
        How many days ahead the first of them is.
    """
    mean, spread = days_later(found, days)
    n_days = ahead.shape[1]
    keeps = per_noise(found.grid, "keeps")
    place = np.zeros(mean.shape[1:])
    variance = np.zeros(spread.shape[2])
    shared = np.zeros(spread.shape[1:])  # of the sum so far with the state
    for day in range(n_days):
        if day:
            mean[FLARE] *= keeps[:, None]
            shared[FLARE] *= keeps
            spread[FLARE, :] *= keeps
            spread[:, FLARE] *= keeps
            spread[FLARE, FLARE] += per_noise(found.grid, "flares") * (1 - keeps**2)
            spread[LEVEL, LEVEL] += per_noise(found.grid, "walk")
        rows = rows_of(found, ahead[:, day], 0.0)
        place += seen_of(mean, rows) + ramp_at(found.grid, found.n_days + days - 1 + day)
        own = np.einsum("ijc,jc->ic", spread, rows)
        variance += np.einsum("ic,ic->c", rows, own + 2 * shared) + 1.0
        shared += own
    return mixture_of(found, weight, place / n_days, variance / n_days**2)


def difference_of(found: Beliefs, weight: PerModel, more: PerDay) -> Mixture:
    """Return by how much a score is higher under one plan than under another.

    Parameters
    ----------
    found, weight
        All models, and their weights.
    more
        By kernel, how much more its response is under the first plan.

    Returns
    -------
    Mixture
        All that both plans share cancels; the response is above 0 in every model.
    """
    each = np.repeat(more, len(found.grid.noises))
    place = found.mean[EFFECT] * each[:, None]
    variance = found.spread[EFFECT, EFFECT] * each**2
    return mixture_of(found, weight, place, variance, same_sign=True)
