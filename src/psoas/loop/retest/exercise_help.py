"""Whether exercise helped, by the runner's own scores; until that is known: from studies."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from psoas.evidence import Grade, Scalar, SourceId, Verdict
from psoas.quantity import Answer, Band
from psoas.stats.level import Days, grid_ahead, track
from psoas.stats.level.say import mixture_of, weights
from psoas.stats.level.track import HELP

#: Scores without which nothing is asked. [source:psoas-convention]
LEAST_SCORES = 28

SOURCES = (SourceId("psoas-stats-notes"),)


@frozen(kw_only=True)
class Help:
    """What the scores say of exercise.

    Parameters
    ----------
    points_nrs
        Points that training as planned moves the score, 5, 50 and 95 of 100; below 0 it
        helps. None where no training was planned.
    """

    points_nrs: Band | None
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
        Known only where 90 of 100 lie on one side of 0. Who trains as planned all the time,
        or stops because it hurts, cannot learn it: the verdict names a planned break.
    """
    n_scores = int(np.count_nonzero(~np.isnan(days.score)))
    if days.done is None or n_scores < LEAST_SCORES:
        return Help(points_nrs=None, verdict=_told("studies", Answer.UNKNOWN))
    found = track(grid_ahead(tuple(days.loads)), days)
    told = mixture_of(found, weights(found), found.mean[HELP], found.spread[HELP, HELP])
    low, middle, high = (told.quantile(each) for each in (0.05, 0.5, 0.95))
    values: dict[str, Scalar] = {
        "low": round(min(abs(low), abs(high)), 1),
        "high": round(max(abs(low), abs(high)), 1),
    }
    if high < 0:
        verdict = _told("helps", Answer.YES, **values)
    elif low > 0:
        verdict = _told("goes-with-more", Answer.NO, **values)
    else:
        verdict = _told("studies", Answer.UNKNOWN)
    return Help(points_nrs=Band(low, middle, high), verdict=verdict)


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
