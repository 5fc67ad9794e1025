"""What drives the flare-ups: which load, after how many days; or how long until that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from math import log, sqrt

import numpy as np
from attrs import frozen

from psoas.evidence import Grade, Scalar, SourceId, Verdict
from psoas.quantity import Answer, Band
from psoas.stats.level import Beliefs, Days
from psoas.stats.level.answers import Answers, answers_of, effect_by, learned_a_day
from psoas.stats.level.grid import LAGS_D, Kernel
from psoas.stats.level.mixture import Mixture

#: Channels of load that come from running.
RUNNING = frozenset({"distance", "fast", "units-1", "units-2", "units-4"})
#: A response is there at this Bayes factor against none: looked at every day, at most 1 in 19
#: runners without one ever comes to it (Ville). [source:psoas-stats-notes]
SURE_FACTOR = 19.0
#: How likely the load must be among all to be named. [source:psoas-stats-notes]
NAMED, LIKELY = 0.95, 0.80
#: More weeks than this are told as *more than half a year*. [source:psoas-convention]
MOST_WEEKS, AS_LIKELY_AS_NOT = 26, 0.5

SOURCES = (SourceId("psoas-stats-notes"),)


class Found(StrEnum):
    """How far it is known what drives the score."""

    KNOWN = "known"
    LIKELY = "likely"
    RUNNING = "running"
    OPEN = "open"


@frozen(kw_only=True)
class Drivers:
    """What the scores say of loads.

    Parameters
    ----------
    by_channel_ratio, none_ratio
        Probability of each channel, and of no response; they sum to 1.
    channel, lag_d
        The likeliest, and how many days after it.
    by_lag_ratio
        Probability of each lag of that channel; sums to 1.
    factor
        Bayes factor of some response against none.
    effect_nrs
        Points for a typical loaded day at the peak, if it is that channel.
    weeks
        In how many more weeks of days like these it is as likely as not settled; None where it
        is settled or takes more than half a year.
    """

    by_channel_ratio: Mapping[str, float]
    none_ratio: float
    channel: str
    lag_d: int
    by_lag_ratio: Mapping[int, float]
    factor: float
    effect_nrs: Band
    weeks: int | None
    found: Found
    verdict: Verdict

    @property
    def answers_to_running(self) -> bool:
        """Whether it is known that the score answers to running at all."""
        return self.channel in RUNNING and self.found is not Found.OPEN


def drivers(found: Beliefs, days: Days) -> Drivers | None:
    """Say which load the score answers to; None where no load was written down.

    Parameters
    ----------
    found
        All models after the days, of a grid with these channels.
    days
        Scores and loads.
    """
    channels = tuple(days.loads)
    if not channels:
        return None
    answers = answers_of(found)
    by_channel = {name: answers.of(_of(name)) for name in channels}
    first = max(by_channel, key=lambda name: by_channel[name])
    lags = {lag: answers.of(_of(first, lag_d=lag)) for lag in LAGS_D}
    by_lag = {lag: share / max(by_channel[first], 1e-300) for lag, share in lags.items()}
    lag_d = max(by_lag, key=lambda lag: by_lag[lag])
    effect = effect_by(found, _of(first))
    low, middle, high = (effect.quantile(each) for each in (0.05, 0.5, 0.95))
    factor = answers.factor(lambda each: bool(each.channel))
    state = _found(by_channel, first, factor)
    weeks = (
        None
        if state in (Found.KNOWN, Found.LIKELY)
        else _weeks(found, days, answers, first, effect)
    )
    band = Band(low, max(low, middle), max(low, middle, high))
    return Drivers(
        by_channel_ratio=by_channel,
        none_ratio=answers.of(lambda each: not each.channel),
        channel=first,
        lag_d=lag_d,
        by_lag_ratio=by_lag,
        factor=factor,
        effect_nrs=band,
        weeks=weeks,
        found=state,
        verdict=_verdict(state, first, lag_d, by_channel[first], band, weeks),
    )


def _of(name: str, *, lag_d: int | None = None) -> Callable[[Kernel], bool]:
    return lambda each: each.channel == name and lag_d in (None, each.lag_d)


def _found(by_channel: Mapping[str, float], first: str, factor: float) -> Found:
    if factor < SURE_FACTOR:
        return Found.OPEN
    if by_channel[first] >= NAMED:
        return Found.KNOWN
    if by_channel[first] >= LIKELY:
        return Found.LIKELY
    running = sum(share for name, share in by_channel.items() if name in RUNNING)
    return Found.RUNNING if running >= NAMED and first in RUNNING else Found.OPEN


def _weeks(found: Beliefs, days: Days, answers: Answers, first: str, effect: Mixture) -> int | None:
    """Return in how many weeks it is as likely as not that the likeliest load stands out.

    The size of the response decides, and is not known yet: each size comes as likely as the
    scores have it so far, none at all among them.
    """
    best = answers.best(_of(first))
    names = ["", *(name for name in days.loads if name != first)]
    rivals = [answers.best(_of(name)) for name in names]
    least = 0.0  # the square of the response that is large enough within a week
    for name, a_day in zip(names, learned_a_day(found, days, best, rivals), strict=True):
        if name:
            other = max(answers.of(_of(name)), 1e-12)
            missing = log(LIKELY / (1 - LIKELY)) - log(answers.of(_of(first)) / other)
        else:
            missing = log(SURE_FACTOR) - log(max(answers.factor(_of(first)), 1e-12))
        if missing > 0:
            least = max(least, missing / (7 * a_day) if a_day > 0 else np.inf)
    some = 1 - answers.of(_of(""))
    for weeks in range(1, MOST_WEEKS + 1):
        if some * (1 - effect.below(sqrt(least / weeks))) >= AS_LIKELY_AS_NOT:
            return weeks
    return None


def _verdict(
    state: Found, channel: str, lag_d: int, share_ratio: float, effect_nrs: Band, weeks: int | None
) -> Verdict:
    values: dict[str, Scalar] = {
        "chance_of_10": max(1, min(9, round(10 * share_ratio))),
        "low": round(effect_nrs.low, 1),
        "high": round(effect_nrs.high, 1),
        "weeks": 0 if weeks is None else weeks,
    }
    name = channel.partition("-")[0]
    text = {
        Found.KNOWN: f"drivers.{name}-{lag_d}",
        Found.LIKELY: f"drivers.{name}-{lag_d}",
        Found.RUNNING: "drivers.running" if weeks is not None else "drivers.running-long",
        Found.OPEN: "drivers.open" if weeks is not None else "drivers.open-long",
    }[state]
    return Verdict(
        rule="drivers",
        answer=Answer.of(True if state is not Found.OPEN else None),
        level=state,
        text=text,
        values=values,
        sources=SOURCES,
        grade=Grade.MEASURED,
    )
