"""Whether exercise helped, by the runner's own scores; until that is known: from studies."""

from __future__ import annotations

from math import exp

import attrs
import numpy as np
from attrs import frozen

from psoas.evidence import Grade, Scalar, SourceId, Verdict
from psoas.quantity import Answer, Band
from psoas.stats.level import Days, grid_far, track
from psoas.stats.level.days import PerDay
from psoas.stats.level.say import log_evidence_of, mixture_of, weights
from psoas.stats.level.track import HELP

#: Scores without which nothing is asked. [source:psoas-convention]
LEAST_SCORES = 28
#: It is told at this Bayes factor against no help and no harm. [source:psoas-stats-notes]
SURE_FACTOR = 19.0
#: Of a week's plan: trained, and not trained. [source:psoas-convention]
TRAINED_RATIO, RESTED_RATIO = 0.5, 0.25
#: So many days of training on both sides of a break. Two weeks without leave eight days whose
#: last seven are empty. [source:psoas-convention]
LEAST_TRAINED_D, LEAST_RESTED_D = 14, 7
#: A larger factor says no more.
_MOST_LOG = 50.0

SOURCES = (SourceId("psoas-stats-notes"),)


@frozen(kw_only=True)
class Help:
    """What the scores say of exercise.

    Parameters
    ----------
    points_nrs
        Points that training as planned moves the score, 5, 50 and 95 of 100; below 0 it
        helps. None where no training was planned, or it had no break.
    factor
        Bayes factor of some effect of training, either way, against none.
    """

    points_nrs: Band | None
    factor: float
    verdict: Verdict


def exercise_help(days: Days) -> Help:
    """Say what the scores tell of exercise.

    Parameters
    ----------
    days
        With *done*: the share of what was planned; None where nothing ever was.

    Returns
    -------
    Help
        Known only after a break between times of training, where an effect is 19 times likelier
        than none and 90 of 100 lie on one side of 0. Without a break nobody can learn it: most
        overuse pain eases by itself, and who trains meanwhile would hear that training did it
        (``validation/help.md``). So a level that is on its way by itself is among the models.
    """
    n_scores = int(np.count_nonzero(~np.isnan(days.score)))
    if days.done is None or n_scores < LEAST_SCORES or not had_a_break(days.done):
        return Help(points_nrs=None, factor=1.0, verdict=_told("studies", Answer.UNKNOWN))
    grid = grid_far(tuple(days.loads), days.n_days)
    found, without = track(grid, days), track(grid, attrs.evolve(days, done=None))
    factor = exp(min(log_evidence_of(found) - log_evidence_of(without), _MOST_LOG))
    told = mixture_of(found, weights(found), found.mean[HELP], found.spread[HELP, HELP])
    low, middle, high = (told.quantile(each) for each in (0.05, 0.5, 0.95))
    values: dict[str, Scalar] = {
        "low": round(min(abs(low), abs(high)), 1),
        "high": round(max(abs(low), abs(high)), 1),
    }
    sure = factor >= SURE_FACTOR
    if sure and high < 0:
        verdict = _told("helps", Answer.YES, **values)
    elif sure and low > 0:
        verdict = _told("goes-with-more", Answer.NO, **values)
    else:
        verdict = _told("open", Answer.UNKNOWN)
    return Help(points_nrs=Band(low, middle, high), factor=factor, verdict=verdict)


def had_a_break(done_ratio: PerDay) -> bool:
    """Return whether training stopped and came back: two weeks of it before and after."""
    trained = np.cumsum(done_ratio >= TRAINED_RATIO)
    rested = 0
    for day, share in enumerate(done_ratio):
        rested = rested + 1 if share <= RESTED_RATIO else 0
        before, after = trained[day], trained[-1] - trained[day]
        if rested >= LEAST_RESTED_D and min(before, after) >= LEAST_TRAINED_D:
            return True
    return False


def _told(text: str, answer: Answer, **values: Scalar) -> Verdict:
    return Verdict(
        rule="exercise-help",
        answer=answer,
        level=text,
        text=f"exercise_help.{text}",
        values=values,
        sources=SOURCES,
        grade=Grade.MEASURED,
    )
