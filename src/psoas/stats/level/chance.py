"""How likely a score of so much is in the days to come, and how well that is known itself."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from psoas.stats.level.ahead import Responses, days_later
from psoas.stats.level.mixture import t_below, t_quantiles
from psoas.stats.level.track import Beliefs, PerModel, per_noise, ramp_at, rows_of, seen_of

#: The state is looked at in so many places of equal probability.
_N_PLACES = 9


class Chance(NamedTuple):
    """A probability, and the range in which 9 of 10 models and states have it."""

    low: float
    central: float
    high: float


def chance_of(
    found: Beliefs, weight: PerModel, ahead: Responses, *, at_least: float, days: int = 1
) -> Chance:
    """Return the chance that any score of some days in a row is so high.

    Parameters
    ----------
    found, weight
        All models after the last day, and their weights.
    ahead
        What each kernel makes of the loads on each of those days.
    at_least
        The score; it is reached half a point below, as whole numbers are.
    days
        How many days ahead the first of them is.

    Returns
    -------
    Chance
        *central* is what to bet on; its range is what is not known of the runner (where the
        level is, how load works), not what no one can know of a day.

    Notes
    -----
    Of several days each is asked alone, given where the level is: that flares hang together
    from one day to the next beyond that is left out.
    """
    none = np.ones((_N_PLACES, *weight.shape))
    at = t_quantiles((np.arange(_N_PLACES) + 0.5) / _N_PLACES, found.nu)[:, None, None]
    scale = np.sqrt(found.squares / found.nu)
    keeps, flares = per_noise(found.grid, "keeps"), per_noise(found.grid, "flares")
    for day in range(ahead.shape[1]):
        mean, spread = days_later(found, days + day)
        rows = rows_of(found, ahead[:, day], 0.0)
        place = seen_of(mean, rows) + ramp_at(found.grid, found.n_days + days + day - 1)
        whole = np.einsum("ic,ijc,jc->c", rows, spread, rows)
        steps = days + day
        fresh = flares * (1 - keeps ** (2 * steps)) + per_noise(found.grid, "walk") * steps
        fresh = np.minimum(fresh, whole)
        known = np.sqrt(np.maximum(whole - fresh, 0.0))[:, None] * scale
        open_ = np.sqrt(fresh + 1.0)[:, None] * scale
        none *= t_below((at_least - 0.5 - place - at * known) / open_, found.nu)
    return _spread(1 - none, np.broadcast_to(weight / _N_PLACES, none.shape))


def _spread(chance: NDArray[np.float64], weight: NDArray[np.float64]) -> Chance:
    order = np.argsort(chance, axis=None)
    sorted_, share = chance.ravel()[order], np.cumsum(weight.ravel()[order])
    low, high = (
        float(sorted_[min(np.searchsorted(share, q * share[-1]), len(sorted_) - 1)])
        for q in (0.05, 0.95)
    )
    central = float((chance * weight).sum() / share[-1])
    return Chance(min(low, central), central, max(high, central))
