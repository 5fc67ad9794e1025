"""The level of exercises that a runner has earned, by sessions, sets, tests and runs."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import frozen

from psoas.app.state import State
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load.felt_runs import felt_runs
from psoas.load.model import Light
from psoas.loop.reload import level_allowed
from psoas.loop.reload.deload import GoOn, after_missed
from psoas.loop.reload.gates import Shown, gates
from psoas.loop.reload.model import Gate
from psoas.programme import SessionKind, day_named
from psoas.quantity import Answer

HIGHEST = 4
#: Conditions of a gate that a test decides.
TESTED = frozenset({"gate-even", "gate-side-plank", "gate-single-leg-bridge", "gate-squat"})
#: Runs that are looked at for a gate: easy ones of half an hour, three in a row. psoas-convention
RECENT = timedelta(days=60)


def pain_in_a_week(state: State) -> int | None:
    """Return the worst pain of the last seven days; None where none was told."""
    return worst_told_nrs(state, days=7)


def worst_told_nrs(state: State, *, days: int) -> int | None:
    """Return the worst pain of so many days up to today; None where none was told."""
    since = state.on - timedelta(days=days)
    return max(
        (p.pain_nrs for p in state.pains_said if since < p.felt_on <= state.on), default=None
    )


def gates_of(state: State, *, shelf: Shelf) -> tuple[Gate, ...]:
    """Return the gates between levels as they stand today."""
    shown = Shown(
        done=state.done,
        performed=state.performed,
        readings=state.readings,
        runs=felt_runs(
            (run for run in state.runs if run.local_on > state.on - RECENT),
            state.pains,
            limits=shelf.limits,
        ),
        now=state.now,
    )
    return gates(shown, exercises=shelf.exercises, measures=shelf.measures, limits=shelf.limits)


def go_on(state: State, *, shelf: Shelf) -> Verdict:
    """Say how strength goes on after what was missed of the current plan."""
    plan = state.plan.plan if state.plan is not None else None
    done = {each.session for each in state.done}
    strength = [
        each
        for each in (plan.sessions if plan else ())
        if each.kind is SessionKind.RELOAD and each.on < state.on
    ]
    missed = 0
    for each in reversed(strength):
        if each.id in done:
            break
        missed += 1
    last = max((each for each in map(strength_day, done) if each is not None), default=None)
    return after_missed(
        missed if plan is not None else None,
        days_since_last=None if last is None else (state.on - last).days,
        limits=shelf.limits,
    )


def strength_day(session_id: str) -> date | None:
    """Return the day of a strength session by its id; None of any other."""
    day = day_named(session_id)
    return day if session_id == f"{day}-{SessionKind.RELOAD}" else None


@frozen(kw_only=True)
class Level:
    """The level earned today, and the highest that no test has shut."""

    now: int
    most: int


def level_of(state: State, *, worst_pain_nrs: int | None, shelf: Shelf) -> Level:
    """Return the level that sessions, sets, tests and runs have earned.

    Parameters
    ----------
    state, shelf
        The runner and the shelf.
    worst_pain_nrs
        The worst recent pain; None counts as painful.

    Returns
    -------
    Level
        A red day, and too much that was missed, take one level each.
    """
    found = gates_of(state, shelf=shelf)
    recent = pain_in_a_week(state)
    red_nrs = shelf.limits["pain-red"].value
    red = state.light.level == Light.RED or (recent is not None and recent >= red_nrs)
    drop = go_on(state, shelf=shelf).level == GoOn.DROP_LEVEL and bool(state.done)
    now = level_allowed(
        state.done, worst_pain_nrs=worst_pain_nrs, gates=found, red=red, drop_level=drop
    )
    shut = [gate.above for gate in found if _shut_by_measuring(gate)]
    return Level(now=now, most=max(now, min(shut, default=HIGHEST)))


def _shut_by_measuring(gate: Gate) -> bool:
    """Say whether a test has failed: sessions and runs that are still to come shut nothing."""
    return any(c.rule in TESTED and c.answer is Answer.NO for c in gate.conditions)
