"""How the score will be in the week before the race, and under another plan."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.evidence import Grade, Scalar, SourceId, Verdict
from psoas.loop.retest.drivers import RUNNING
from psoas.quantity import Answer, Band
from psoas.stats.level import Beliefs, Days, grid_ahead, grid_far, track
from psoas.stats.level.ahead import difference_of, mean_ahead, score_ahead, with_loads_ahead
from psoas.stats.level.days import PerDay
from psoas.stats.level.mixture import Mixture
from psoas.stats.level.pool import Record, foretold, pooled, records_of, usual_chances
from psoas.stats.level.say import weights
from psoas.stats.level.track import PerModel, responses

Chances = Annotated[NDArray[np.float64], "(11,), sums to 1"]

#: Between the whole numbers from 0 to 10.
EDGES = tuple(k + 0.5 for k in range(10))
#: No forecast without a month of scores. [source:psoas-convention]
LEAST_SCORES = 28
#: From so many past forecasts on their worth is told; below this gain a forecast is the
#: usual range, slightly sharpened. [source:psoas-convention]
LEAST_FORETOLD, SHARP_RATIO = 20, 0.10
#: Past forecasts are made again on every so many days: more cost time and say the same.
CHECKED_EVERY_D = 4
#: Beyond a week. [source:psoas-stats-notes]
WEEK_D = 7
#: Two plans that differ by less make no difference that people notice.
#: [source:nrs-mdc-thieme]
NOTICED_NRS = 1.0

SOURCES = (SourceId("psoas-stats-notes"),)


@frozen(kw_only=True)
class When:
    """The days that are asked about: how far ahead the first is, and how many."""

    first_d: int
    n_days: int = WEEK_D
    is_race: bool = False

    @property
    def last_d(self) -> int:
        """How far ahead the last of them is."""
        return self.first_d + self.n_days - 1


@frozen(kw_only=True)
class Forecast:
    """The score of some days to come.

    Parameters
    ----------
    when
        The days.
    chances_ratio
        Of each score from 0 to 10 on one of those days: the models and the runner's own
        usual range, pooled.
    day_nrs
        The same as 5, 50 and 95 of 100.
    mean_nrs
        Mean of those days by the models alone: 5, 50 and 95 of 100.
    share_ratio
        How much the models weigh in the pool.
    gain_ratio, n_checked
        By how much past forecasts so far ahead were better than the usual range, and how many
        they were; None where there was none.
    less_nrs
        By how much the mean would be lower under the other plan; None without one.
    """

    when: When
    chances_ratio: tuple[float, ...]
    day_nrs: Band
    mean_nrs: Band
    share_ratio: float
    gain_ratio: float | None
    n_checked: int
    less_nrs: Band | None
    verdict: Verdict
    worth: Verdict
    other_plan: Verdict | None


@frozen(kw_only=True, eq=False)
class Known:
    """All models after the last day, how good their forecasts were, and the days themselves.

    *found* is for tomorrow and for what drives it; *far*, with ramps, for weeks ahead.
    """

    days: Days
    found: Beliefs
    weight: PerModel
    far: Beliefs
    records: Mapping[int, Record]


def known_from(days: Days, *, checked: bool = True) -> Known | None:
    """Follow the days, and every forecast that they would have had; None with too few scores.

    Parameters
    ----------
    days
        Scores and loads up to today.
    checked
        Whether past forecasts are made again, on every fourth day: without, none is worth
        more than another.
    """
    if np.count_nonzero(~np.isnan(days.score)) < LEAST_SCORES:
        return None
    channels = tuple(days.loads)
    found = track(grid_ahead(channels), days)
    far = grid_far(channels, days.n_days)
    past = foretold(far, days, EDGES, every_d=CHECKED_EVERY_D) if checked else ()
    return Known(
        days=days,
        found=found,
        weight=weights(found),
        far=track(far, days) if checked else found,
        records=records_of(past),
    )


def as_usual(days: Days, n_days: int) -> dict[str, PerDay]:
    """Return loads to come: each weekday's mean of the last four weeks."""
    return {name: _weekly(load, n_days) for name, load in days.loads.items()}


def _weekly(load: PerDay, n_days: int) -> PerDay:
    weeks = min(4, len(load) // 7)
    if weeks == 0:
        return np.full(n_days, load.mean() if len(load) else 0.0)
    week = load[-7 * weeks :].reshape(weeks, 7).mean(axis=0)
    return np.resize(week, n_days)


def with_less_running(loads: Mapping[str, PerDay], *, share_ratio: float) -> dict[str, PerDay]:
    """Return loads with a share of the running; all else as it is."""
    return {name: load * share_ratio if name in RUNNING else load for name, load in loads.items()}


def forecast(
    known: Known,
    when: When,
    loads: Mapping[str, PerDay],
    *,
    other: Mapping[str, PerDay] | None = None,
    other_pct: int | None = None,
) -> Forecast:
    """Say how the score will be on some days to come.

    Parameters
    ----------
    known
        From ``known_from``.
    when
        The days asked about.
    loads
        What is planned from tomorrow to the last of them, by channel.
    other, other_pct
        Another plan, and its running in percent of the first.
    """
    n_known = known.days.n_days
    far, weight = known.far, weights(known.far)
    told = responses(far.grid, with_loads_ahead(known.days, loads, n_days=when.last_d))
    asked = slice(n_known + when.first_d - 1, n_known + when.last_d)
    chances, record = _pooled(known, weight, when, told[:, asked])
    mean = mean_ahead(far, weight, told[:, asked], days=when.first_d)
    less = None
    if other is not None:
        second = responses(far.grid, with_loads_ahead(known.days, other, n_days=when.last_d))
        more = np.round((told - second)[:, asked].mean(axis=1), 9)
        less = difference_of(far, weight, more)
    band = _day_nrs(chances)
    return Forecast(
        when=when,
        chances_ratio=tuple(float(each) for each in chances),
        day_nrs=band,
        mean_nrs=_on_scale(mean),
        share_ratio=record.share_ratio,
        gain_ratio=record.gain_ratio,
        n_checked=record.n,
        less_nrs=None if less is None else _on_scale(less, least_nrs=-10.0),
        verdict=_verdict(when, band, _on_scale(mean)),
        worth=_worth(record),
        other_plan=None if less is None else _other_plan(less, other_pct),
    )


def _pooled(
    known: Known, weight: PerModel, when: When, told: NDArray[np.float64]
) -> tuple[Chances, Record]:
    """Return the pool of one day among those asked about, and the record it rests on."""
    each = [
        score_ahead(known.far, weight, told[:, day], days=when.first_d + day).between(EDGES)
        for day in range(when.n_days)
    ]
    horizon = _horizon(when, known.records)
    record = known.records.get(horizon, Record())
    usual = usual_chances(known.days.score, EDGES)
    return pooled(np.mean(each, axis=0), usual, record), record


def _horizon(when: When, records: Mapping[int, Record]) -> int:
    """Return the nearest horizon, by ratio, of which there is a record."""
    middle = when.first_d + (when.n_days - 1) / 2
    return min(records or (WEEK_D,), key=lambda each: abs(log(each / middle)))


def _band(found: Mixture) -> Band:
    few = found.merged()
    low, middle, high = (few.quantile(each) for each in (0.05, 0.5, 0.95))
    return Band(low, max(low, middle), max(low, middle, high))


def _on_scale(found: Mixture, *, least_nrs: float = 0.0) -> Band:
    """Return a score, or a difference of two: no more than the scale is wide."""
    told = _band(found)
    low, middle, high = np.clip([told.low, told.central, told.high], least_nrs, 10.0)
    return Band(float(low), float(middle), float(high))


def _day_nrs(chances: Chances) -> Band:
    sums = np.cumsum(chances)
    low, middle, high = (float(np.argmax(sums >= each)) for each in (0.05, 0.5, 0.95))
    return Band(low, middle, high)


def _verdict(when: When, day_nrs: Band, mean_nrs: Band) -> Verdict:
    text = "race-week" if when.n_days == WEEK_D else "race-days"
    return _told(
        text if when.is_race else "weeks-ahead",
        Answer.UNKNOWN,
        level="forecast",
        n_days=when.n_days,
        middle=int(day_nrs.central),
        low=int(day_nrs.low),
        high=int(day_nrs.high),
        mean_low=round(mean_nrs.low, 1),
        mean_high=round(mean_nrs.high, 1),
    )


def _worth(record: Record) -> Verdict:
    """Say how good forecasts so far ahead were for this runner."""
    gain = record.gain_ratio
    if gain is None or record.n < LEAST_FORETOLD:
        return _told("not-checked", Answer.UNKNOWN, level="unknown", n=record.n)
    values = {"n": record.n, "gain_pct": round(100 * gain)}
    if round(100 * gain) <= 0:
        return _told("no-better", Answer.NO, level="usual-range", **values)
    if gain < SHARP_RATIO:
        return _told("sharpened", Answer.YES, level="usual-range", **values)
    return _told("better", Answer.YES, level="better", **values)


def _other_plan(less: Mixture, other_pct: int | None) -> Verdict:
    band = _on_scale(less, least_nrs=-10.0)
    values = {
        "other_pct": 0 if other_pct is None else other_pct,
        "less": round(abs(band.central), 1),
        "low": round(min(abs(band.low), abs(band.high)), 1),
        "high": round(max(abs(band.low), abs(band.high)), 1),
    }
    way = "more" if band.low + band.high < 0 else "less"
    noticed = less.below(-NOTICED_NRS) if way == "more" else 1 - less.below(NOTICED_NRS)
    if noticed >= 0.8:
        return _told(f"other-{way}", Answer.YES, level="differs", **values)
    if noticed <= 0.2:
        text = f"other-same-{way}" if values["high"] else "other-same"
        return _told(text, Answer.NO, level="hardly-differs", **values)
    return _told(f"other-open-{way}", Answer.UNKNOWN, level="cannot-tell-yet", **values)


def _told(text: str, answer: Answer, *, level: str, **values: Scalar) -> Verdict:
    return Verdict(
        rule="forecast",
        answer=answer,
        level=level,
        text=f"forecast.{text}",
        values=values,
        sources=SOURCES,
        grade=Grade.MEASURED,
    )
