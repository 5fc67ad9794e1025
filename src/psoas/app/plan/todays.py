"""Today: what the plan has for the day, fitted to the pain and to what was earned."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from attrs import frozen

from psoas.app.check.rechecking import is_rechecked
from psoas.app.check.weighing import owned_by
from psoas.app.cue.cueing import cue_today, shown_plan
from psoas.app.diary.weekly import WEEK_DAYS, is_due
from psoas.app.load.guarding import next_of
from psoas.app.plan.briefing import answers_of, worst_pain_nrs
from psoas.app.plan.earned import dosed, tried_alone
from psoas.app.plan.levels import level_of
from psoas.app.plan.planning import current_plan
from psoas.app.state import State
from psoas.errors import NotFound
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load.guard import Next
from psoas.load.model import Light
from psoas.loop.exercise import Exercise
from psoas.loop.reset import choose_warm_up
from psoas.loop.retrain.course import Course
from psoas.programme import Plan, PlanDay, RunKind, Session, SessionKind
from psoas.programme.adapt import adapt
from psoas.render.words import worded

#: Runs before which one moves first [source:s2-lister-five-ways].
WARMED_UP = (RunKind.HARD, RunKind.LONG, RunKind.RACE)


@frozen(kw_only=True)
class Today:
    """What to do today, or why there is nothing."""

    on: date
    light: Verdict
    guard: Next
    """What the guard makes of the next run: its cap, and what to do."""
    screening: Verdict | None
    day: PlanDay | None
    """With its cue run as it is numbered now; without it where it waits."""
    cue_waits: Verdict | None = None
    """Why the cue run that was planned is not run by its cue today."""
    course: Course | None = None
    warm_up: tuple[Exercise, ...] = ()
    """What moves before today's run, where it is fast, long or a race."""
    sessions: tuple[Session, ...]
    done: tuple[str, ...]
    """Ids of the sessions that are done."""
    rechecked: tuple[str, ...] = ()
    """Ids of the sessions before which nothing was new today."""
    week_due: bool
    """Whether the questions of the week are to be asked."""


def _fitted(sessions: tuple[Session, ...], state: State, shelf: Shelf) -> tuple[Session, ...]:
    """Return sessions as today's pain, the level earned and the sets before leave them."""
    if not sessions:
        return ()
    level = level_of(state, worst_pain_nrs=worst_pain_nrs(state), shelf=shelf)
    left = (
        adapt(
            each,
            light=state.light,
            level=level.now,
            exercises=shelf.exercises,
            limits=shelf.limits,
        )
        for each in sessions
    )
    return tuple(dosed(tried_alone(each, state, shelf=shelf), state, shelf=shelf) for each in left)


def _warm_up(day: PlanDay, state: State, shelf: Shelf) -> tuple[Exercise, ...]:
    """Return dynamic moves before a run that asks for them; none on a red day."""
    if day.run not in WARMED_UP or state.sheet is None or state.light.level == Light.RED:
        return ()
    return choose_warm_up(
        shelf.exercises.values(),
        sheet=answers_of(state, state.sheet, shelf),
        owned=owned_by(state.profile),
    )


def _week_due(state: State) -> bool:
    """Return whether a week has passed since the questions of the week, or since the check.

    A check that is owed comes first.
    """
    owed = state.screening is not None and not state.referred
    if state.sheet is None or owed or not is_due(state.weeks, on=state.on):
        return False
    return bool(state.weeks) or state.now - state.sheet.answered_at >= timedelta(days=WEEK_DAYS)


def today(state: State, *, shelf: Shelf) -> Today:
    """Say what to do on a day.

    Parameters
    ----------
    state
        Where the runner stands on that day.
    shelf
        For how long what is left of a session takes.

    Returns
    -------
    Today
        Without sessions where the runner is not screened, referred, or has no plan.
    """
    plan = current_plan(state)
    cued = cue_today(state, plan, shelf=shelf) if plan else None
    days = cued.plan.days if cued else ()
    day = next((each for each in days if each.on == state.on), None)
    planned = day.sessions if day else ()
    guard = next_of(state, shelf=shelf, now=state.now)
    waits = cued.waits if cued else None
    if day is not None and guard.rests and (day.cue or day.cue_run):  # no run: no cue either
        day, waits = attrs.evolve(day, cue=None, cue_run=None), guard.flags
    return Today(
        on=state.on,
        light=state.light_told,
        guard=guard,
        screening=state.screening,
        day=day,
        cue_waits=waits,
        warm_up=() if day is None or guard.rests else _warm_up(day, state, shelf),
        course=plan.course if plan else None,
        sessions=_fitted(planned, state, shelf),
        done=tuple(each.session for each in state.done),
        rechecked=tuple(each.id for each in planned if is_rechecked(state, each.id)),
        week_due=_week_due(state),
    )


def plan_today(state: State, *, shelf: Shelf) -> Plan | None:
    """Return the plan that may be shown, its day of today as today's pain leaves it."""
    plan = shown_plan(state, shelf=shelf)
    if plan is None:
        return None
    fitted = today(state, shelf=shelf).sessions
    days = (as_fitted(day, fitted) if day.on == state.on else day for day in plan.days)
    return attrs.evolve(plan, days=tuple(days))


def as_fitted(day: PlanDay, sessions: tuple[Session, ...]) -> PlanDay:
    """Return a day of the plan with its sessions as they are today, and why."""
    said = [why for each in sessions for why in each.why]
    new = tuple(why for why in said if why not in day.why)
    return attrs.evolve(day, sessions=sessions, why=(*day.why, *new))


def next_session(state: State, *, shelf: Shelf) -> Session:
    """Return today's first session that is not done.

    Raises
    ------
    NotFound
        Where there is none; it says why where the check stands before all sessions.
    """
    if state.screening is not None:
        raise NotFound(
            f"no session now: {worded(state.screening, texts=shelf.texts)}",
            where="today",
            fix="Look at psoas today for what comes first",
        )
    found = today(state, shelf=shelf)
    for session in found.sessions:
        if session.id not in found.done and session.kind is not SessionKind.REST:
            return session
    raise NotFound("nothing is left to do today", where="today", fix="Look at psoas plan")


def session_named(state: State, session_id: str, *, shelf: Shelf) -> Session:
    """Return a session of the plan as it is today.

    Raises
    ------
    NotFound
        Where the plan has no such session, or none may be shown.
    """
    plan = current_plan(state)
    named = tuple(each for each in plan.sessions if each.id == session_id) if plan else ()
    if not named:
        raise NotFound(
            f"there is no session {session_id!r}",
            where="plan",
            fix="Look at the plan for the sessions there are",
        )
    return _fitted(named, state, shelf)[0]
