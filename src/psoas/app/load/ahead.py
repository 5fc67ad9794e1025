"""What the guard says of planned runs, before they are run, and what kind of run each is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import attrs
from attrs import frozen

from psoas.app.load.guarding import check_ahead, worst
from psoas.app.state import State
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load.guard import Exposure, Judged
from psoas.programme import RunKind
from psoas.programme.calendar import PlannedDay, fast_m, kind_of

#: The guard looks at the runs of four weeks: what is later stands on runs not run yet.
#: psoas-convention
LOOK_AHEAD = timedelta(weeks=4)
WINDOW = timedelta(days=30)
#: What G1 says of a run, as it is said before the run.
_BEFORE = {f"guard.spike-{each}": "ahead.jump" for each in ("small", "moderate", "large")}


@frozen(kw_only=True)
class Ahead:
    """A planned run and what the guard says of it; *says* are what is loud, worst first."""

    run: PlannedDay
    kind: RunKind | None
    level: str | None
    """None where the plan tells no distance, or the run lies behind or far ahead."""
    says: tuple[Verdict, ...] = ()


def usual_long_m(state: State) -> float | None:
    """Return the longest run of the thirty days before today; None where there is none."""
    since = state.on - WINDOW
    known = [r.distance_m for r in state.runs if since <= r.local_on < state.on and r.distance_m]
    return max(known, default=None)


def _still_ahead(state: State) -> tuple[PlannedDay, ...]:
    """Return the planned runs from today on; today's only until there is a run."""
    ran = any(run.local_on == state.on for run in state.runs)
    return tuple(
        run for run in state.planned if run.on > state.on or (run.on == state.on and not ran)
    )


def exposures_of(state: State) -> tuple[Exposure, ...]:
    """Return the planned runs of four weeks that tell their distance, as the guard sees them.

    No time of day is planned: they are taken to be at noon, and today's not before now.
    """
    until = state.on + LOOK_AHEAD
    return tuple(
        Exposure(
            id=f"planned-{run.id}",
            started_at=_noon(run.on, state.now),
            local_on=run.on,
            distance_m=run.distance_m,
            fast_m=fast_m(run),
            planned=True,
        )
        for run in _still_ahead(state)
        if run.on <= until and run.distance_m and run.kind is not RunKind.REST
    )


def _noon(on: date, now: datetime) -> datetime:
    return max(now, datetime.combine(on, time(12), tzinfo=now.tzinfo))


def runs_ahead(state: State, *, shelf: Shelf) -> tuple[Ahead, ...]:
    """Return the planned runs from today on with what the guard says, in order of days."""
    judged = check_ahead(exposures_of(state), state, shelf=shelf)
    found = {each.run.id: (each, flags) for each, flags in judged}
    long_m = usual_long_m(state)
    return tuple(
        _said(run, found.get(f"planned-{run.id}"), long_m=long_m) for run in _still_ahead(state)
    )


def _said(run: PlannedDay, judged: tuple[Judged, Verdict] | None, *, long_m: float | None) -> Ahead:
    kind = kind_of(run, usual_long_m=long_m)
    if judged is None:
        return Ahead(run=run, kind=kind, level=None)
    each, flags = judged
    loud = (*([flags] if flags.level in ("red", "amber") else ()), *each.loud)
    return Ahead(run=run, kind=kind, level=worst(each, flags), says=tuple(map(_before, loud)))


def _before(verdict: Verdict) -> Verdict:
    """Return a jump in distance as it is said before it is run."""
    return attrs.evolve(verdict, text=_BEFORE.get(verdict.text, verdict.text))


def by_day(ahead: tuple[Ahead, ...]) -> Mapping[date, tuple[Ahead, ...]]:
    """Return planned runs by their day."""
    days = dict.fromkeys(each.run.on for each in ahead)
    return {on: tuple(each for each in ahead if each.run.on == on) for on in days}
