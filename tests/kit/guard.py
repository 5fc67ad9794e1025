"""Runs as the guard sees them, and what each rule says of one more run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from psoas.evidence import Limits, Verdict
from psoas.library import shelf
from psoas.load import RunFact
from psoas.load.guard import Exposure, Judged, Told, judge_all
from psoas.load.guard.past import Past
from psoas.load.guard.spike import spike

DAY = date(2026, 11, 22)
"""The day of the run that is judged."""


def run(
    days_ago: float,
    km: float | None = 8.0,
    *,
    fast_m: float | None = 0.0,
    units: Mapping[int, float] | float | None = 8.0,
    planned: bool = False,
    unknown_ratio: float = 0.0,
) -> Exposure:
    """A run that starts at seven, so many days before ``DAY``; parts of a day move the hour."""
    at = datetime(DAY.year, DAY.month, DAY.day, 7, tzinfo=UTC) - timedelta(days=days_ago)
    by_m = dict.fromkeys((1, 2, 4, 7, 9), units) if isinstance(units, float) else units
    return Exposure(
        id=f"{days_ago:g}",
        started_at=at,
        local_on=at.date(),
        distance_m=None if km is None else 1000 * km,
        fast_m=fast_m,
        units=by_m,
        planned=planned,
        unknown_ratio=unknown_ratio,
    )


def judged(runs: Sequence[Exposure], told: Told | None = None) -> Judged:
    """What the guard says of the newest run."""
    return judge_all(runs, limits=shelf().limits, told=told)[-1]


def says(rule: str, runs: Sequence[Exposure], told: Told | None = None) -> Verdict:
    return judged(runs, told).by(rule)


def judge_run(
    *, distance_m: float | None, at: datetime, history: Sequence[RunFact], limits: Limits
) -> Verdict:
    """G1 alone, of one run: what ``judge_all`` says of it among others."""
    past = Past(limits)
    before = [run for run in history if run.started_at < at]
    for run in sorted(before, key=lambda run: (run.started_at, run.id)):
        past.add(Exposure.of(run))
    return spike(distance_m, past.before(at, at.date()).distance, limits=limits)
