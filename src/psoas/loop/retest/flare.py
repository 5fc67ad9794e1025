"""Tomorrow's flare, and the longest run that adds little to the chance of one."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

import attrs
import numpy as np
from attrs import frozen

from psoas.evidence import Grade, SourceId, Verdict
from psoas.loop.retest.forecast import Known
from psoas.quantity import Answer, Band
from psoas.stats.level.ahead import Responses, with_loads_ahead
from psoas.stats.level.chance import chance_of
from psoas.stats.level.days import PerDay
from psoas.stats.level.say import level_of
from psoas.stats.level.track import responses

#: A flare is a score of so many points above the level. [source:psoas-stats-notes]
FLARE_NRS = 2.0
#: No run is looked at that is longer than so many typical ones. [source:psoas-convention]
LONGEST_RATIO, STEP_RATIO = 3.0, 0.05
_ALL = 10

SOURCES = (SourceId("psoas-stats-notes"),)


@frozen(kw_only=True)
class Flare:
    """The chance of a flare tomorrow.

    Parameters
    ----------
    at_least_nrs
        The score from which it is one: two points above the level.
    chance_ratio
        Probability, and the range in which it lies at 9 of 10.
    """

    at_least_nrs: int
    chance_ratio: Band
    verdict: Verdict


def flare_nrs(known: Known) -> int | None:
    """Return the score that is a flare; None where it would lie above 10."""
    nrs = floor(_level_nrs(known) + FLARE_NRS + 0.5)
    return nrs if nrs <= 10 else None


def _level_nrs(known: Known) -> float:
    return max(level_of(known.found, known.weight).quantile(0.5), 0.0)


def flare_tomorrow(known: Known, loads: Mapping[str, PerDay]) -> Flare | None:
    """Say how likely a flare is tomorrow.

    Parameters
    ----------
    known
        From ``known_from``.
    loads
        What is planned for tomorrow, one day by channel.
    """
    nrs = flare_nrs(known)
    if nrs is None:
        return None
    told = responses(known.found.grid, with_loads_ahead(known.days, loads, n_days=1))
    asked = told[:, known.days.n_days : known.days.n_days + 1]
    chance = chance_of(known.found, known.weight, asked, at_least=nrs)
    of_10 = [round(10 * each) for each in chance]
    return Flare(
        at_least_nrs=nrs,
        chance_ratio=Band(*chance),
        verdict=Verdict(
            rule="flare",
            answer=Answer.UNKNOWN,
            level="forecast",
            text=_text(*of_10),
            values={
                "of_10": min(of_10[1], 9),
                "low": of_10[0],
                "high": max(of_10[2], 1),
                "nrs": nrs,
                "level": round(_level_nrs(known), 1),
            },
            sources=SOURCES,
            grade=Grade.MEASURED,
        ),
    )


def _text(low: int, of_10: int, high: int) -> str:
    """Return how it is said: never as if it could not be, and never as if it must."""
    if of_10 == 0:
        return "flare.tomorrow-rare"
    if of_10 == _ALL:
        return "flare.tomorrow-near"
    if low == high or (low, of_10) == (0, high):
        return "flare.tomorrow-sure"
    return "flare.tomorrow" if low else "flare.tomorrow-most"


def longest_run_ratio(
    known: Known, run: Mapping[str, float], *, excess_ratio: float, within_days: int
) -> float | None:
    """Return how long a run today may be to add little to the chance of a flare.

    Parameters
    ----------
    known
        From ``known_from``.
    run
        The loads by channel of a run of size 1.
    excess_ratio, within_days
        What it may add at most, in so many days after it. The excess is bounded and not the
        chance itself: without a run that can already be 0.27.

    Returns
    -------
    float
        Its size, in steps; None where a run of three times the size adds no more.
    """
    nrs = flare_nrs(known)
    if nrs is None:
        return None
    rest, ran = _after(known, {}, within_days), _after(known, run, within_days)

    def chance_ratio(size_ratio: float) -> float:
        asked = rest + size_ratio * (ran - rest)
        return chance_of(known.found, known.weight, asked, at_least=nrs).central

    most = chance_ratio(0.0) + excess_ratio
    low, high = 0, round(LONGEST_RATIO / STEP_RATIO)
    if chance_ratio(LONGEST_RATIO) <= most:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if chance_ratio(middle * STEP_RATIO) <= most else (low, middle)
    return max(low, 1) * STEP_RATIO


def _after(known: Known, run: Mapping[str, float], within_days: int) -> Responses:
    """Return the responses of the days after a run today; they grow in line with its size."""
    days = known.days
    ran = {name: _with(load, run.get(name, 0.0)) for name, load in days.loads.items()}
    rest = {name: np.zeros(within_days) for name in days.loads}
    ahead = with_loads_ahead(attrs.evolve(days, loads=ran), rest, n_days=within_days)
    told = responses(known.found.grid, ahead)
    return told[:, days.n_days : days.n_days + within_days]


def _with(load: PerDay, more: float) -> PerDay:
    return np.concatenate([load[:-1], load[-1:] + more])
