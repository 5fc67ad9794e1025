"""What is to come, as plain values for JSON and as lines of words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psoas.app.forecast.forecasting import Ahead
from psoas.app.told import verdict_as_plain
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.loop.retest.drivers import Drivers
from psoas.loop.retest.forecast import Forecast
from psoas.quantity import Band
from psoas.render.words import worded


def said_of(found: Ahead) -> tuple[Verdict, ...]:
    """Return all that is said, the nearest first."""
    if found.withheld is not None:
        return (found.withheld,)
    told = list(found.notes)
    told += [] if found.flare is None else [found.flare.verdict]
    if found.forecast is not None:
        week = found.forecast
        told += [week.verdict, week.worth]
        told += [] if found.running is None else [found.running]
        told += [] if week.other_plan is None else [week.other_plan]
    told += [] if found.drivers is None else [found.drivers.verdict]
    told += [] if found.help is None else [found.help.verdict]
    return tuple(told)


def lines(found: Ahead, *, shelf: Shelf) -> Iterator[str]:
    """Return what is to come in words."""
    for each in said_of(found):
        yield worded(each, texts=shelf.texts)
    if found.withheld is None and found.drivers is None:
        yield shelf.texts["drivers.none-written"]


def as_plain(found: Ahead, *, shelf: Shelf) -> dict[str, Any]:
    """Return what ``psoas forecast --json`` prints; what is not known is null."""
    withheld = found.withheld
    return {
        "on": found.on.isoformat(),
        "withheld": None if withheld is None else verdict_as_plain(withheld, shelf=shelf),
        "notes": [verdict_as_plain(each, shelf=shelf) for each in found.notes],
        "week": None if found.forecast is None else _week(found, found.forecast, shelf),
        "tomorrow": _tomorrow(found, shelf),
        "drivers": None if found.drivers is None else _drivers(found.drivers, shelf),
        "exercise": None
        if found.help is None
        else {
            "points_nrs": _band(found.help.points_nrs),
            "factor": round(found.help.factor, 4),
            "why": verdict_as_plain(found.help.verdict, shelf=shelf),
        },
    }


def _week(found: Ahead, week: Forecast, shelf: Shelf) -> dict[str, Any]:
    other = week.other_plan
    return {
        "first_on": None if found.first_on is None else found.first_on.isoformat(),
        "last_on": None if found.last_on is None else found.last_on.isoformat(),
        "before_race": week.when.is_race,
        "planned_runs": found.n_planned,
        "chance_by_score": [round(each, 4) for each in week.chances_ratio],
        "day_nrs": _band(week.day_nrs),
        "mean_nrs": _band(week.mean_nrs),
        "models_share": round(week.share_ratio, 3),
        "gain_over_usual": None if week.gain_ratio is None else round(week.gain_ratio, 3),
        "past_forecasts": week.n_checked,
        "why": verdict_as_plain(week.verdict, shelf=shelf),
        "worth": verdict_as_plain(week.worth, shelf=shelf),
        "other_plan": None
        if other is None
        else {
            "running_pct": found.other_pct,
            "less_nrs": _band(week.less_nrs),
            "why": verdict_as_plain(other, shelf=shelf),
        },
    }


def _tomorrow(found: Ahead, shelf: Shelf) -> dict[str, Any] | None:
    if found.flare is None:
        return None
    return {
        "at_least_nrs": found.flare.at_least_nrs,
        "chance": _band(found.flare.chance_ratio),
        "why": verdict_as_plain(found.flare.verdict, shelf=shelf),
    }


def _drivers(found: Drivers, shelf: Shelf) -> dict[str, Any]:
    return {
        "found": found.found.value,
        "chance_by_load": {name: round(share, 4) for name, share in found.by_channel_ratio.items()},
        "chance_of_none": round(found.none_ratio, 4),
        "likeliest": found.channel,
        "chance_by_lag_days": {
            str(lag): round(share, 4) for lag, share in found.by_lag_ratio.items()
        },
        "factor": found.factor,
        "effect_nrs": _band(found.effect_nrs),
        "weeks_to_settle": found.weeks,
        "why": verdict_as_plain(found.verdict, shelf=shelf),
    }


def _band(told: Band | None) -> dict[str, float] | None:
    """Return 5, 50 and 95 of 100, or a chance with its range."""
    if told is None:
        return None
    return {
        "low": round(told.low, 4),
        "central": round(told.central, 4),
        "high": round(told.high, 4),
    }
