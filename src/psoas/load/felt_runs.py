"""Easy runs with what was felt in them: how many in a row were green."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from attrs import frozen

from psoas.diary import Pain, When
from psoas.evidence import Limits
from psoas.load.model import Light, RunFact
from psoas.load.pain import pain_of_run


@frozen(kw_only=True)
class FeltRun:
    """A run, how long, and its pain.

    Parameters
    ----------
    light
        Of that run and its next morning.
    pain_nrs
        The worst during and after it; None where nobody said.
    """

    on: date
    moving_min: float
    is_easy: bool
    light: Light
    pain_nrs: int | None


def felt_runs(
    runs: Iterable[RunFact], pains: Iterable[Pain], *, limits: Limits
) -> tuple[FeltRun, ...]:
    """Put the pain of the diary beside the runs.

    Parameters
    ----------
    runs
        In any order.
    pains
        The diary.
    limits
        From how many fast metres a run is not easy, and the bounds of pain.

    Returns
    -------
    tuple of FeltRun
        In order of time. A run with seconds of unknown speed is not called easy.
    """
    diary = list(pains)
    fast_m = limits["guard-fast-distance"].value
    found = []
    for run in sorted(runs, key=lambda each: each.started_at):
        light = pain_of_run(diary, on=run.local_on, limits=limits)
        felt = [
            each.pain_nrs
            for each in diary
            if each.felt_on == run.local_on and each.when in (When.DURING, When.AFTER)
        ]
        found.append(
            FeltRun(
                on=run.local_on,
                moving_min=run.moving_s / 60,
                is_easy=run.fast_m < fast_m and not run.unknown_s,
                light=Light(light.level),
                pain_nrs=max(felt, default=None),
            )
        )
    return tuple(found)


def last_easy(runs: Sequence[FeltRun], *, n: int, least_min: float) -> tuple[FeltRun, ...]:
    """Return the newest *n* easy runs of at least *least_min* minutes, oldest first."""
    long_enough = [each for each in runs if each.is_easy and each.moving_min >= least_min]
    return tuple(long_enough[-n:])


def green_in_a_row(runs: Sequence[FeltRun], *, least_min: float) -> int:
    """Count the newest easy runs of at least *least_min* minutes that were all green.

    One without a score ends the row: what was not told is not green.
    """
    n = 0
    for each in reversed(last_easy(runs, n=len(runs), least_min=least_min)):
        if each.light is not Light.GREEN:
            break
        n += 1
    return n
