"""Load over time, and what the guard says of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from attrs import frozen

from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import DayLoad, Light, RunFact, by_day
from psoas.load.guard import RULES, Exposure, Judged, Told, judge_all
from psoas.render.words import worded


@frozen(kw_only=True)
class Window:
    """The most that was done in the 30 days up to a day; None without a run in them."""

    since: date
    until: date
    runs: int
    longest_m: float | None
    fast_m: float | None
    units_m4: float | None


@frozen(kw_only=True)
class Loading:
    """Load by day, the last 30 days, and the guard's verdicts on each run."""

    days: tuple[DayLoad, ...]
    window: Window
    judged: tuple[Judged, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many runs G1, the jump in distance, judged at each level."""
        return self.counts_by_rule["G1"]

    @property
    def counts_by_rule(self) -> dict[str, dict[str, int]]:
        """How many runs each rule judged at each level."""
        found = {rule: {level.value: 0 for level in Light} for rule in RULES}
        for judged in self.judged:
            for verdict in judged.verdicts:
                found[verdict.rule][verdict.level] += 1
        return found

    @property
    def loud(self) -> tuple[tuple[Exposure, Verdict], ...]:
        """What is amber or red, in order of time."""
        return tuple((each.run, verdict) for each in self.judged for verdict in each.loud)


def _window(runs: tuple[RunFact, ...], on: date, *, days: int) -> Window:
    since = on - timedelta(days=days - 1)
    inside = [run for run in runs if since <= run.local_on <= on]
    return Window(
        since=since,
        until=on,
        runs=len(inside),
        longest_m=max((r.distance_m for r in inside if r.distance_m is not None), default=None),
        fast_m=max((run.fast_m for run in inside), default=None),
        units_m4=max((run.units[4] for run in inside), default=None),
    )


def loading_of(
    runs: tuple[RunFact, ...],
    *,
    shelf: Shelf,
    on: date,
    days: int | None = None,
    told: Told | None = None,
) -> Loading:
    """Say what was run, what it loaded, and what the guard makes of each run.

    Parameters
    ----------
    runs
        All that are kept.
    shelf
        For the guard's limits.
    on
        The day asked about.
    days
        Only the last so many days; None for all. The guard always sees all.
    told
        What no run shows: pain, strength sessions, races.
    """
    since = None if days is None else on - timedelta(days=days - 1)
    judged = judge_all(map(Exposure.of, runs), limits=shelf.limits, told=told)
    return Loading(
        days=tuple(day for day in by_day(runs) if since is None or since <= day.on <= on),
        window=_window(runs, on, days=int(shelf.limits["guard-window"].value)),
        judged=tuple(each for each in judged if since is None or since <= each.run.local_on <= on),
    )


def verdict_on_run(run: Exposure, verdict: Verdict, *, shelf: Shelf) -> dict[str, Any]:
    """Return a verdict of the guard with the run it is about."""
    return {
        "run": run.id,
        "start_at": run.started_at.isoformat(),
        "rule": verdict.rule,
        "level": verdict.level,
        "answer": verdict.answer.value,
        "text": worded(verdict, texts=shelf.texts),
        "values": dict(verdict.values),
        "sources": list(verdict.sources),
        "grade": verdict.grade.value,
    }


def as_plain(found: Loading, *, shelf: Shelf) -> dict[str, Any]:
    """Return load over time in the shape that ``psoas load`` prints."""
    window = found.window
    return {
        "days": [
            {
                "on": day.on.isoformat(),
                "runs": day.runs,
                "distance_m": round(day.distance_m, 1),
                "fast_m": round(day.fast_m, 1),
                "units": {f"m{m}": round(value, 4) for m, value in day.units.items()},
            }
            for day in found.days
        ],
        "max_30d": {
            "since": window.since.isoformat(),
            "until": window.until.isoformat(),
            "runs": window.runs,
            "longest_m": window.longest_m,
            "fast_m": window.fast_m,
            "units_m4": window.units_m4,
        },
        "guard": [
            {
                **verdict_on_run(each.run, each.by("G1"), shelf=shelf),
                "rules": [verdict_on_run(each.run, said, shelf=shelf) for said in each.verdicts],
            }
            for each in found.judged
        ],
        "guard_counts": found.counts,
        "guard_counts_by_rule": found.counts_by_rule,
    }
