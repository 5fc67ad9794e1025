"""Did the daily score really fall? Confirmed, possible, worse, or: cannot tell yet."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.evidence import Grade, Scalar, SourceId, Verdict
from psoas.loop.retest.habit import Habit, written_otherwise
from psoas.quantity import Answer, Band
from psoas.stats.level import FORECAST, Beliefs, Days, advance, grid_asked, grid_of, track
from psoas.stats.level.grid import HIGHER_POINTS, RAMP_POINTS
from psoas.stats.level.mixture import Mixture
from psoas.stats.level.say import change_of, factors, level_of, weights
from psoas.stats.level.track import adherence, responses

#: A change is confirmed at this Bayes factor: looked at every day, at most 1 in 19 unchanged
#: runners ever comes to it (Ville). Below it and above the other, it is possible.
#: [source:psoas-stats-notes]
CONFIRMED, POSSIBLE = 19.0, 4.0
#: How sure a change must be to be larger than one that runners notice.
#: [source:psoas-stats-notes]
MEANINGFUL_RATIO = 0.8
#: Flares that keep so much from day to day make waves which look like change.
#: [source:psoas-stats-notes]
LONG_WAVE, LONG_WAVE_RATIO = 0.85, 0.5
#: No date is told that lies further ahead than this. [source:psoas-convention]
AHEAD_D = 84
#: Scores without which nothing is said at all: two weeks of a baseline. [source:psoas-stats-notes]
LEAST_SCORES = 14
#: Of a level that nobody scored for longer, nothing is said as if it were of today.
#: [source:psoas-convention]
LATEST_D = 14
#: With scores on fewer days than this it is said that the others are not known.
#: [source:psoas-convention]
MOST_DAYS_RATIO = 0.5
#: Up to which score, how many points matter. [source:nrs-mdc-thieme]
WORTH_NRS = ((4.5, 1.0), (7.5, 2.0), (float("inf"), 3.0))

WRITTEN_OTHERWISE = {
    Habit.RARER: "symptoms.possible-rarer",
    Habit.OFTENER: "symptoms.possible-oftener",
}
SOURCES = (SourceId("psoas-stats-notes"), SourceId("nrs-mdc-thieme"))


class Trend(StrEnum):
    """What a daily score did."""

    MEANINGFUL = "confirmed-and-meaningful"
    CONFIRMED = "confirmed"
    POSSIBLE = "possible"
    WORSE = "flare-or-worsening"
    PERHAPS_WORSE = "perhaps-worse"
    CANNOT_TELL = "cannot-tell-yet"


@frozen(kw_only=True)
class Symptoms:
    """What the daily scores say.

    Parameters
    ----------
    level_nrs, change_nrs
        Level now, and change against the mean of the first two weeks: 5, 50 and 95 of 100.
    fall_factor, rise_factor
        Bayes factors against a level that stays.
    has_long_waves
        Whether flares last so long that they look like change: more weeks are needed.
    decided_in_d
        Days until a change would be confirmed, if the level stays where it is now; None
        where that is further than ``AHEAD_D`` days away, or done.
    unscored
        That few days were scored, where it is so: which ones is not known.
    """

    n_days: int
    n_scores: int
    level_nrs: Band | None
    change_nrs: Band | None
    fall_factor: float
    rise_factor: float
    has_long_waves: bool
    decided_in_d: int | None
    trend: Trend
    verdict: Verdict
    unscored: Verdict | None = None

    @property
    def said(self) -> tuple[Verdict, ...]:
        """All that is said in words."""
        return (self.verdict,) if self.unscored is None else (self.verdict, self.unscored)


def symptoms(days: Days) -> Symptoms:
    """Judge a daily score of 0 to 10, looked at on any day.

    Parameters
    ----------
    days
        From the first score to today, days without a score included.

    Returns
    -------
    Symptoms
        *cannot-tell-yet* with fewer than 14 scores, or none in the last 14 days. Two grids are
        used: one that wanders, for the level, and one that stays, for the question whether it
        changed.
    """
    n_scores = int(np.count_nonzero(~np.isnan(days.score)))
    if n_scores < LEAST_SCORES:
        missing = LEAST_SCORES - n_scores
        return _nothing(days.n_days, n_scores, "too-few", n=n_scores, missing=missing)
    if (ago_d := last_score_ago_d(days)) >= LATEST_D:
        return _nothing(days.n_days, n_scores, "long-ago", days=ago_d)
    channels = tuple(days.loads)
    heights = HIGHER_POINTS if _moved_nrs(days) > max(RAMP_POINTS) else RAMP_POINTS
    told = track(grid_of(channels, days.n_days, noises=FORECAST, heights=heights), days)
    asked = track(grid_asked(channels, days.n_days), days)
    weight = weights(told)
    level, change = level_of(told, weight), change_of(told, weight)
    level_nrs, change_nrs = _band(level), _band(change)
    found = factors(asked)
    waves, habit = has_long_waves(asked), written_otherwise(days)
    baseline = level.mean - change.mean
    trend = _trend(found.fall, found.rise, change, baseline, unsure=waves or habit is not None)
    ahead = None
    if trend in (Trend.POSSIBLE, Trend.CANNOT_TELL) and not waves and habit is None:
        ahead = _decided_in_d(asked, days, level.mean)
    return Symptoms(
        n_days=days.n_days,
        n_scores=n_scores,
        level_nrs=level_nrs,
        change_nrs=change_nrs,
        fall_factor=found.fall,
        rise_factor=found.rise,
        has_long_waves=waves,
        decided_in_d=ahead,
        trend=trend,
        verdict=_verdict(trend, level_nrs, change_nrs, days, ahead=ahead, waves=waves, habit=habit),
        unscored=_unscored(days.n_days, n_scores),
    )


def last_score_ago_d(days: Days) -> int:
    """Return how many days ago the last score was given: 0 is the last day; of at least one."""
    return days.n_days - 1 - int(np.flatnonzero(~np.isnan(days.score))[-1])


def _moved_nrs(days: Days) -> float:
    """Return how far the last two weeks of scores are from the first, up or down."""
    known = days.score[~np.isnan(days.score)]
    return abs(float(known[-LEAST_SCORES:].mean() - known[:LEAST_SCORES].mean()))


def _band(found: Mixture) -> Band:
    low, middle, high = (found.quantile(each) for each in (0.05, 0.5, 0.95))
    return Band(low, middle, high)


def has_long_waves(found: Beliefs) -> bool:
    """Whether most of the weight lies on flares that last for weeks."""
    keeps = np.tile([each.keeps for each in found.grid.noises], len(found.grid.kernels))
    share = weights(found).sum(axis=1)
    return bool(share[keeps >= LONG_WAVE].sum() > LONG_WAVE_RATIO)


def worth_noticing_nrs(baseline_nrs: float) -> float:
    """Return the smallest fall that matters to people with such a score."""
    return next(points for most, points in WORTH_NRS if baseline_nrs < most)


def _trend(
    fall_factor: float,
    rise_factor: float,
    change: Mixture,
    baseline_nrs: float,
    *,
    unsure: bool,
) -> Trend:
    if rise_factor >= CONFIRMED and rise_factor > fall_factor:
        return Trend.WORSE
    if fall_factor >= CONFIRMED and not unsure:
        noticed = change.below(-worth_noticing_nrs(baseline_nrs)) >= MEANINGFUL_RATIO
        return Trend.MEANINGFUL if noticed else Trend.CONFIRMED
    if max(fall_factor, rise_factor) < POSSIBLE:
        return Trend.CANNOT_TELL
    return Trend.PERHAPS_WORSE if rise_factor > fall_factor else Trend.POSSIBLE


def _decided_in_d(found: Beliefs, days: Days, level_nrs: float) -> int | None:
    """Return in how many days a fall would be confirmed if the level stayed where it is."""
    no_load = Days(
        score=np.full(days.n_days + AHEAD_D, np.nan),
        loads={name: _as_usual(load) for name, load in days.loads.items()},
        done=None if days.done is None else np.concatenate([days.done, np.full(AHEAD_D, np.nan)]),
    )
    told, helped = responses(found.grid, no_load), adherence(no_load)
    score = float(np.clip(level_nrs, 0, 10))
    week: list[Beliefs] = []
    for ahead in range(1, AHEAD_D + 1):
        day = days.n_days + ahead - 1
        adhered = 0.0 if helped is None else float(helped[day])
        found = advance(found, score=score, response=told[:, day], adhered=adhered)
        week.append(found)
        if ahead % 7 == 0:  # to ask the models costs more than to go on
            if factors(found).fall >= CONFIRMED:
                in_week = (n for n, each in enumerate(week, 1) if factors(each).fall >= CONFIRMED)
                return ahead - 7 + next(in_week)
            week = []
    return None


def _as_usual(load: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a load with its own mean on each of the days to come."""
    usual = float(load[-28:].mean()) if len(load) else 0.0
    return np.concatenate([load, np.full(AHEAD_D, usual)])


def _verdict(
    trend: Trend,
    level_nrs: Band,
    change_nrs: Band,
    days: Days,
    *,
    ahead: int | None,
    waves: bool,
    habit: Habit | None,
) -> Verdict:
    values: dict[str, Scalar] = {
        "now": round(level_nrs.central, 1),
        "change": round(change_nrs.central, 1),
        "low": round(change_nrs.low, 1),
        "high": round(change_nrs.high, 1),
        "weeks": 0 if ahead is None else max(1, round(ahead / 7)),
        "seen": round(days.n_days / 7),
    }
    text = f"symptoms.{trend}"
    if trend in (Trend.POSSIBLE, Trend.CANNOT_TELL):  # of a rise nothing is awaited
        text += "-waves" if waves else "-when" if ahead is not None else ""
    if trend is Trend.POSSIBLE and habit is not None and not waves:
        text = WRITTEN_OTHERWISE[habit]
    known = trend in (Trend.MEANINGFUL, Trend.CONFIRMED, Trend.WORSE)
    return Verdict(
        rule="symptoms",
        answer=Answer.of(trend is not Trend.WORSE if known else None),
        level=trend,
        text=text,
        values=values,
        sources=SOURCES,
        grade=Grade.MEASURED,
    )


def _unscored(n_days: int, n_scores: int) -> Verdict | None:
    """Say that most days have no score: who scores the bad days only is not as bad as told."""
    if n_scores >= MOST_DAYS_RATIO * n_days:
        return None
    return _told("few-days", Trend.CANNOT_TELL, n=n_scores, days=n_days)


def _told(text: str, level: str, **values: Scalar) -> Verdict:
    return Verdict(
        rule="symptoms",
        answer=Answer.UNKNOWN,
        level=level,
        text=f"symptoms.{text}",
        values=values,
        sources=SOURCES,
        grade=Grade.MEASURED,
    )


def _nothing(n_days: int, n_scores: int, text: str, **values: Scalar) -> Symptoms:
    return Symptoms(
        n_days=n_days,
        n_scores=n_scores,
        level_nrs=None,
        change_nrs=None,
        fall_factor=1.0,
        rise_factor=1.0,
        has_long_waves=False,
        decided_in_d=None,
        trend=Trend.CANNOT_TELL,
        verdict=_told(text, Trend.CANNOT_TELL, **values),
    )
