"""The flare-up guard: a run against the thirty days before it.

Of the rules of science.md 2.3 this holds G1 (the single-run spike). It never divides
by a baseline that is not there, and never shows an acute-to-chronic ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import floor

from psoas.evidence import Limits, Scalar, Verdict
from psoas.load.model import Light, RunFact
from psoas.quantity import Answer


def _before(history: Sequence[RunFact], at: datetime, *, window: timedelta) -> list[RunFact]:
    return [
        run for run in history if at - window <= run.started_at < at and run.distance_m is not None
    ]


def _verdict(
    limits: Limits, *, limit: str, answer: Answer, level: Light, text: str, **values: Scalar
) -> Verdict:
    ground = limits[limit]
    return Verdict(
        rule="G1",
        answer=answer,
        level=level,
        text=text,
        values=values,
        sources=ground.sources,
        grade=ground.grade,
    )


def judge_run(
    *, distance_m: float | None, at: datetime, history: Sequence[RunFact], limits: Limits
) -> Verdict:
    """Compare a run, done or planned, with the longest of the thirty days before it.

    Parameters
    ----------
    distance_m
        The run's distance; None where it is not known.
    at
        Its start, aware; only runs that start before it are looked at.
    history
        Runs in any order; the run itself may be among them.
    limits
        The guard's numbers from the shelf.

    Returns
    -------
    Verdict
        Green up to 1.10 times the longest, amber above, red above 2.00; unknown where
        there is no baseline (fewer than 3 runs, or none of 3 km) or no distance.
    """
    window_days = limits["guard-window"].value
    before = _before(history, at, window=timedelta(days=window_days))
    km = [run.distance_m / 1000 for run in before if run.distance_m is not None]
    needed = limits["guard-baseline-runs"].value
    if distance_m is None:
        return _verdict(
            limits,
            limit="guard-baseline-runs",
            answer=Answer.UNKNOWN,
            level=Light.UNKNOWN,
            text="guard.no-distance",
        )
    this_km = distance_m / 1000
    if len(km) < needed or max(km) < limits["guard-baseline-distance"].value:
        return _verdict(
            limits,
            limit="guard-baseline-runs",
            answer=Answer.UNKNOWN,
            level=Light.UNKNOWN,
            text="guard.no-baseline",
            runs=len(km),
            needed=int(needed),
            distance_km=round(this_km, 2),
        )
    longest_km = max(km)
    ratio = round(this_km / longest_km, 6)  # metres of a kilometre; keeps 1.10 exact
    grade, level = _spike(ratio, limits)
    return _verdict(
        limits,
        limit="guard-spike",
        answer=Answer.of(level is not Light.GREEN),
        level=level,
        text=f"guard.spike-{grade}",
        distance_km=round(this_km, 2),
        longest_km=round(longest_km, 2),
        ratio=round(ratio, 2),
        cap_km=floor(10 * longest_km * limits["guard-spike"].value) / 10,
        window_days=int(window_days),
    )


def _spike(ratio: float, limits: Limits) -> tuple[str, Light]:
    """Classes of the cohort: each bound belongs to the class below it."""
    if ratio <= limits["guard-spike"].value:
        return "none", Light.GREEN
    if ratio <= limits["guard-spike-moderate"].value:
        return "small", Light.AMBER
    if ratio <= limits["guard-spike-large"].value:
        return "moderate", Light.AMBER
    return "large", Light.RED


def judge_history(
    runs: Sequence[RunFact], *, limits: Limits
) -> tuple[tuple[RunFact, Verdict], ...]:
    """Judge each run of a history by what came before it, in order of time."""
    ordered = sorted(runs, key=lambda run: run.started_at)
    window = timedelta(days=limits["guard-window"].value)
    judged, start = [], 0
    for index, run in enumerate(ordered):
        while ordered[start].started_at < run.started_at - window:
            start += 1
        verdict = judge_run(
            distance_m=run.distance_m,
            at=run.started_at,
            history=ordered[start:index],
            limits=limits,
        )
        judged.append((run, verdict))
    return tuple(judged)
