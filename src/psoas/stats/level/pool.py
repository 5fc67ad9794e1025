"""Forecasts made on each past day from what was known then, and how good they were.

A forecast is a pool of what the models say and of the runner's own usual range: each weighs by
how well it foretold so far, half and half before that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.stats.level.ahead import score_ahead
from psoas.stats.level.days import Days, PerDay
from psoas.stats.level.grid import Grid
from psoas.stats.level.say import weights
from psoas.stats.level.track import responses, tracks

Chances = Annotated[NDArray[np.float64], "(n_classes,), sums to 1"]

#: Days ahead at which forecasts are checked.
HORIZONS_D = (1, 7, 28)
#: No forecast is made from fewer scores. [source:psoas-stats-notes]
LEAST_SCORES = 14
#: The power of the pool: a forecast's log scores count by half. [source:psoas-stats-notes]
HALF = 0.5


@frozen(eq=False)
class Foretold:
    """One forecast and what came.

    Parameters
    ----------
    made_on, ahead_d
        Days so far when it was made, and how far ahead it looked.
    came
        The class of the score that came.
    model, usual, pool
        What the models said, the runner's own usual range, and both pooled.
    """

    made_on: int
    ahead_d: int
    came: int
    model: Chances
    usual: Chances
    pool: Chances


@frozen(kw_only=True)
class Record:
    """How good the forecasts of one horizon were.

    Parameters
    ----------
    n
        Forecasts whose day has come with a score.
    log_model, log_usual
        Sums of the logarithms of what was said of the score that came.
    loss_pool, loss_usual
        Sums of the ranked probability scores; less is better.
    """

    n: int = 0
    log_model: float = 0.0
    log_usual: float = 0.0
    loss_pool: float = 0.0
    loss_usual: float = 0.0

    @property
    def share_ratio(self) -> float:
        """How much the models weigh in the pool, 0 to 1."""
        apart = HALF * (self.log_usual - self.log_model)
        return 1 / (1 + exp(min(apart, 700.0)))

    @property
    def gain_ratio(self) -> float | None:
        """By how much the pool was better than the usual range; None without a forecast."""
        return 1 - self.loss_pool / self.loss_usual if self.loss_usual > 0 else None

    def and_then(self, told: Foretold) -> Record:
        """Return the record with one forecast more."""
        return Record(
            n=self.n + 1,
            log_model=self.log_model + float(np.log(max(told.model[told.came], 1e-12))),
            log_usual=self.log_usual + float(np.log(max(told.usual[told.came], 1e-12))),
            loss_pool=self.loss_pool + ranked_score(told.pool, told.came),
            loss_usual=self.loss_usual + ranked_score(told.usual, told.came),
        )


def ranked_score(chances: Chances, came: int) -> float:
    """Return the ranked probability score: 0 is perfect; far misses cost more than near ones."""
    steps = np.arange(len(chances)) >= came
    return float(((np.cumsum(chances) - steps) ** 2).sum())


def usual_chances(scores: PerDay, edges: Sequence[float]) -> Chances:
    """Return how often each class came so far; one score is shared out over all beforehand."""
    known = scores[~np.isnan(scores)]
    n_classes = len(edges) + 1
    counts = np.bincount(np.searchsorted(edges, known), minlength=n_classes)
    told: Chances = (counts + 1 / n_classes) / (len(known) + 1)
    return told


def pooled(model: Chances, usual: Chances, record: Record) -> Chances:
    """Return both, weighed by how good they were."""
    share = record.share_ratio
    told: Chances = share * model + (1 - share) * usual
    return told


def foretold(
    grid: Grid,
    days: Days,
    edges: Sequence[float],
    *,
    horizons_d: Sequence[int] = HORIZONS_D,
    every_d: int = 1,
) -> Iterator[Foretold]:
    """Yield the forecasts that would have been made, each from what was known then.

    Parameters
    ----------
    grid, days
        The models; the loads of the day that is foretold are taken as planned.
    edges
        Between the classes of the score.
    horizons_d
        How far ahead.
    every_d
        Days between two days on which forecasts are made.
    """
    told = responses(grid, days)
    classes = np.searchsorted(edges, days.score)
    waiting: dict[int, list[Foretold]] = {}
    records = dict.fromkeys(horizons_d, Record())
    for day, found in enumerate(tracks(grid, days)):
        for each in waiting.pop(day - 1, ()):
            records[each.ahead_d] = records[each.ahead_d].and_then(each)
        ahead = [h for h in horizons_d if day + h <= days.n_days]
        if found.n_scores < LEAST_SCORES or day % every_d or not ahead:
            continue
        weight, usual = weights(found), usual_chances(days.score[:day], edges)
        for ahead_d in ahead:
            on = day + ahead_d - 1
            if np.isnan(days.score[on]):
                continue
            model = score_ahead(found, weight, told[:, on], days=ahead_d).between(edges)
            pool = pooled(model, usual, records[ahead_d])
            each = Foretold(day, ahead_d, int(classes[on]), model, usual, pool)
            waiting.setdefault(on, []).append(each)
            yield each


def records_of(told: Iterable[Foretold]) -> Mapping[int, Record]:
    """Return how good the forecasts were, by how far ahead they looked."""
    records: dict[int, Record] = {}
    for each in told:
        records[each.ahead_d] = records.get(each.ahead_d, Record()).and_then(each)
    return records
