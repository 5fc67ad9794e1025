"""Comparing two planned weeks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from psoas.app.told import verdict_as_plain
from psoas.edges import to_plain
from psoas.edges.planned_week import parse_week
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import WeekLoad, compare_weeks, week_load
from psoas.render.words import worded


@frozen(kw_only=True)
class ComparedWeeks:
    """Two weeks, as they were typed and as they load, and what is said of them."""

    said_a: str
    said_b: str
    a: WeekLoad
    b: WeekLoad
    verdict: Verdict


def compare_planned(said_a: str, said_b: str, *, shelf: Shelf) -> ComparedWeeks:
    """Compare two weeks as they were typed.

    Raises
    ------
    InvalidAnswer
        Naming the run that is not understood.
    """
    a = week_load(parse_week(said_a, name="week A"))
    b = week_load(parse_week(said_b, name="week B"))
    return ComparedWeeks(
        said_a=said_a, said_b=said_b, a=a, b=b, verdict=compare_weeks(a, b, limits=shelf.limits)
    )


def _week_as_plain(said: str, week: WeekLoad) -> dict[str, Any]:
    return {
        "said": said,
        "runs": week.runs,
        "distance_m": round(week.distance_m, 1),
        "duration_s": round(week.duration_s),
        "fast_m": round(week.fast_m, 1),
        "strides": round(week.strides),
        "impulse_bw_s": to_plain(week.impulse_bw_s),
        "units": {f"m{m}": round(each, 4) for m, each in week.units.items()},
        "published_units": {f"m{m}": round(each, 4) for m, each in week.published_units.items()},
    }


def as_plain(found: ComparedWeeks, *, shelf: Shelf) -> dict[str, Any]:
    """Return a comparison in the shape that ``psoas weeks`` prints."""
    return {
        "a": _week_as_plain(found.said_a, found.a),
        "b": _week_as_plain(found.said_b, found.b),
        "verdict": verdict_as_plain(found.verdict, shelf=shelf),
        "assumed": shelf.texts["weeks.assumed"],
    }


def lines(found: ComparedWeeks, *, shelf: Shelf) -> Iterator[str]:
    """Return a comparison in words."""
    rows = [
        ("", "A", "B"),
        ("runs", f"{found.a.runs}", f"{found.b.runs}"),
        ("distance, km", f"{found.a.distance_m / 1000:.1f}", f"{found.b.distance_m / 1000:.1f}"),
        ("fast metres", f"{found.a.fast_m:.0f}", f"{found.b.fast_m:.0f}"),
        ("strides of a leg", f"{found.a.strides:.0f}", f"{found.b.strides:.0f}"),
        *(
            (f"units, m = {m}", f"{found.a.units[m]:.1f}", f"{found.b.units[m]:.1f}")
            for m in found.a.units
        ),
        (
            "impulse, BW s",
            f"{found.a.impulse_bw_s.central:.0f}",
            f"{found.b.impulse_bw_s.central:.0f}",
        ),
    ]
    yield from (f"{name:<17}{a:>10}{b:>10}" for name, a, b in rows)
    yield worded(found.verdict, texts=shelf.texts)
    yield shelf.texts["weeks.not-better"]
    yield shelf.texts["weeks.assumed"]
