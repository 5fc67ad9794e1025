"""A season as plain values for JSON, and as lines of words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np

from psoas.app.load.season import SeasonView
from psoas.app.told import verdict_as_plain
from psoas.library import Shelf
from psoas.load import Change, Frames, Season, Weeks
from psoas.load.frames import MONTH_DAYS
from psoas.load.model import EXPONENTS
from psoas.render.words import worded


def _known(value: float, digits: int = 1) -> float | None:
    return None if np.isnan(value) else round(float(value), digits)


def _units(row: Any) -> dict[str, float] | None:
    if np.isnan(row).any():
        return None
    return {f"m{m}": round(float(each), 4) for m, each in zip(EXPONENTS, row, strict=True)}


def _day(season: Season, frames: Frames, n: int, pain_nrs: int | None) -> dict[str, Any]:
    return {
        "on": (season.covered.first + timedelta(days=n)).isoformat(),
        "runs": int(season.runs[n]),
        "distance_m": _known(season.distance_m[n]),
        "fast_m": _known(season.fast_m[n]),
        "units": _units(season.units[n]),
        "pain_nrs": pain_nrs,
        "sum_7d": {
            "distance_m": _known(frames.week_distance_m[n]),
            "fast_m": _known(frames.week_fast_m[n]),
            "units": _units(frames.week_units[n]),
        },
        "max_30d": {
            "days_on_record": int(frames.month_days[n]),
            "longest_m": _known(frames.most_distance_m[n]),
            "fast_m": _known(frames.most_fast_m[n]),
            "units": _units(frames.most_units[n]),
        },
    }


def _weeks(weeks: Weeks, since: str) -> list[dict[str, Any]]:
    return [
        {
            "monday": monday.isoformat(),
            "days_on_record": int(weeks.covered_days[n]),
            "runs": int(weeks.runs[n]),
            "distance_m": _known(weeks.distance_m[n]),
            "fast_m": _known(weeks.fast_m[n]),
            "longest_m": _known(weeks.most_distance_m[n]),
            "units": _units(weeks.units[n]),
        }
        for n, monday in enumerate(weeks.mondays)
        if (monday + timedelta(days=6)).isoformat() >= since
    ]


def as_plain(found: SeasonView, *, shelf: Shelf, days: int | None = None) -> dict[str, Any]:
    """Return a season in the shape that ``psoas season`` prints."""
    worst, rows = found.worst_on(), found.rows(days)
    plain_days: list[dict[str, Any]] = []
    weeks: list[dict[str, Any]] = []
    if found.season and found.frames and found.weeks:
        first = found.season.covered.first
        plain_days = [
            _day(found.season, found.frames, n, worst.get(first + timedelta(days=n))) for n in rows
        ]
        weeks = _weeks(found.weeks, plain_days[0]["on"]) if plain_days else []
    return {
        "on": found.on.isoformat(),
        "covered": {
            "first": found.season.covered.first.isoformat(),
            "last": found.season.covered.last.isoformat(),
        }
        if found.season
        else None,
        "days": plain_days,
        "weeks": weeks,
        "onset": {
            "on": found.onset.on.isoformat() if found.onset.on else None,
            "until": found.onset.until.isoformat() if found.onset.until else None,
            "why": verdict_as_plain(found.onset.verdict, shelf=shelf),
        },
        "changed": [
            {
                "what": each.what,
                "change": each.change.value,
                "why": verdict_as_plain(each.verdict, shelf=shelf),
            }
            for each in found.changed
        ],
        "not_a_cause": shelf.texts["season.not-a-cause"],
    }


def _last_row(found: SeasonView) -> Iterator[str]:
    """Say both frames as of the last day on record."""
    if found.season is None or found.frames is None:
        return
    season, frames = found.season, found.frames
    units = frames.week_units[-1][EXPONENTS.index(4)]
    numbers = (frames.week_distance_m[-1] / 1000, frames.week_fast_m[-1], units)
    km, fast_m, m4 = (f"{each:.{d}f}" for each, d in zip(numbers, (1, 0, 1), strict=True))
    known = not np.isnan(numbers).any()
    yield f"on record from {season.covered.first} to {season.covered.last}"
    yield "7 days up to then: " + (
        f"{km} km, {fast_m} fast metres, {m4} units (m = 4)" if known else "not all known"
    )
    longest_m = frames.most_distance_m[-1]
    month = f"{frames.month_days[-1]} of {MONTH_DAYS} days on record"
    longest = "no run" if np.isnan(longest_m) else f"longest run {longest_m / 1000:.1f} km"
    yield f"30 days up to then ({month}): {longest}"


def lines(found: SeasonView, *, shelf: Shelf) -> Iterator[str]:
    """Return a season in words."""
    texts = shelf.texts
    if found.season is None:
        yield texts["season.no-runs"]
    yield from _last_row(found)
    yield worded(found.onset.verdict, texts=texts)
    for each in found.changed:
        name, change = texts[f"season_what.{each.what}"], texts[f"season_change.{each.change}"]
        mark = "*" if each.change in (Change.MORE, Change.LESS) else " "
        word = "" if each.what == "return" else f" {change}."
        yield f"{mark} {name}:{word} {worded(each.verdict, texts=texts)}"
    if found.changed:
        yield texts["season.units"]
        yield texts["season.by-chance"]
        yield texts["season.not-a-cause"]
