"""Load over time, and what the guard says of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from attrs import frozen

from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import DayLoad, Light, RunFact, by_day, judge_history
from psoas.render.words import worded
from psoas.store import Logbook
from psoas.store.activities import run_facts


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
    """Load by day, the last 30 days, and the guard's verdict on each run."""

    days: tuple[DayLoad, ...]
    window: Window
    judged: tuple[tuple[RunFact, Verdict], ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many runs were judged at each level."""
        found = {level.value: 0 for level in Light}
        for _, verdict in self.judged:
            found[verdict.level] += 1
        return found


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


def loading(logbook: Logbook, *, shelf: Shelf, now: datetime, days: int | None = None) -> Loading:
    """Say what was run, what it loaded, and what the guard makes of each run.

    Parameters
    ----------
    logbook, shelf
        The runner's, and the guard's limits.
    now
        The moment asked about.
    days
        Only the last so many days; None for all. The guard always sees all.
    """
    with logbook.reading() as connection:
        runs = run_facts(connection)
    return loading_of(runs, shelf=shelf, on=now.date(), days=days)


def loading_of(
    runs: tuple[RunFact, ...], *, shelf: Shelf, on: date, days: int | None = None
) -> Loading:
    """Do as ``loading`` does with runs that were read already."""
    since = None if days is None else on - timedelta(days=days - 1)
    judged = judge_history(runs, limits=shelf.limits)
    return Loading(
        days=tuple(day for day in by_day(runs) if since is None or since <= day.on <= on),
        window=_window(runs, on, days=int(shelf.limits["guard-window"].value)),
        judged=tuple(
            (run, verdict)
            for run, verdict in judged
            if since is None or since <= run.local_on <= on
        ),
    )


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
            for run, verdict in found.judged
        ],
        "guard_counts": found.counts,
    }
