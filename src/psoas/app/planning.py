"""The plan, today, and what was done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import ceil
from uuid import uuid4

from attrs import frozen

from psoas.app.guarding import next_of
from psoas.app.observing import filled
from psoas.app.state import State, state_of
from psoas.app.weighing import believed_sheet, owned_by
from psoas.diary import Pain
from psoas.errors import Conflict, NotFound
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load.guard import Next
from psoas.load.model import Light
from psoas.loop.condition import Sheet
from psoas.programme import Brief, Plan, PlanDay, Session, breaches, lay_out, usual_week
from psoas.programme.adapt import adapt
from psoas.quantity import Side
from psoas.store import Logbook
from psoas.store.sheets import KeptPlan, KeptSheet, keep_plan

WEEKS = 6
"""The six-week programme of [source:s2-lister-five-ways]."""
MOST_WEEKS = 16
RECENT_DAYS = 7


@frozen(kw_only=True)
class Today:
    """What to do today, or why there is nothing."""

    on: date
    light: Verdict
    guard: Next
    """What the guard makes of the next run: its cap, and what to do."""
    screening: Verdict | None
    day: PlanDay | None
    sessions: tuple[Session, ...]
    done: tuple[str, ...]
    """Ids of the sessions that are done."""


def _worst(pains: tuple[Pain, ...], on: date) -> int | None:
    since = on - timedelta(days=RECENT_DAYS)
    return max((p.pain_nrs for p in pains if since < p.felt_on <= on), default=None)


def _answers(state: State, sheet: KeptSheet, shelf: Shelf) -> Sheet:
    """Return the kept answers as they were judged, and what was seen where nothing is said."""
    return filled(believed_sheet(sheet.answers, shelf=shelf), state.observed)


def _tight(state: State, answers: Sheet) -> Side | None:
    said = state.profile.get("tight_side") or answers.get("side")
    return Side(said) if isinstance(said, str) and said in list(Side) else None


def _whole(reported: object) -> int | None:
    """Return a pain answer as a whole number, rounded up: never milder than it was said."""
    return ceil(reported) if isinstance(reported, int | float) else None


def brief_of(
    state: State, *, shelf: Shelf, start_on: date, weeks: int, race_on: date | None
) -> Brief:
    """Gather what a plan is made from.

    Raises
    ------
    NotFound
        Where there is no check to build on.
    """
    if state.sheet is None:
        raise NotFound("there is no check yet", where="plan", fix="Answer the check first")
    answers = _answers(state, state.sheet, shelf)
    reported = answers.get("pain_run_0_10")
    worst = _worst(state.pains, state.on)
    return Brief(
        start_on=start_on,
        weeks=weeks,
        race_on=race_on,
        usual_runs=usual_week(state.runs, on=start_on),
        days=frozenset(state.profile.get("days") or range(7)),
        owned=owned_by(state.profile),
        tight=_tight(state, answers),
        drivers=tuple(ranked.driver.value for ranked in state.sheet.assessment.drivers),
        sheet=answers,
        light=Light(state.light.level),
        worst_pain_nrs=worst if worst is not None else _whole(reported),
        done=state.done,
        known=state.exercises_done,
    )


def make_plan(
    logbook: Logbook,
    *,
    shelf: Shelf,
    now: datetime,
    weeks: int = WEEKS,
    race_on: date | None = None,
) -> KeptPlan:
    """Make a plan from today and keep it.

    Parameters
    ----------
    logbook, shelf
        The runner's, and what can be prescribed.
    now
        The plan starts on its day.
    weeks
        1 to 16; with a race the plan reaches to race day where that is within 16 weeks.
    race_on
        None takes the race of the profile, if it still lies ahead.

    Raises
    ------
    Conflict
        Where the runner is not screened, or is referred: then there is no plan.
    """
    state = state_of(logbook, shelf=shelf, now=now)
    if state.referred:
        raise Conflict(
            "no plan: the last weeks call for a clinician first",
            where="plan",
            fix="After the visit say so (psoas setup --seen-on DATE), and answer the check again",
        )
    if state.screening is not None:
        raise Conflict(
            "no plan without a check that allows one",
            where="plan",
            fix="Answer the check (psoas check, or the Check page); it is good for 14 days",
        )
    kept_race = state.profile.get("race_on")
    race = race_on or (date.fromisoformat(kept_race) if kept_race else None)
    if race is not None and race < state.on:
        race = None
    if race is not None:
        weeks = max(1, (race - state.on).days // 7 + 1)
    brief = brief_of(
        state, shelf=shelf, start_on=state.on, weeks=min(weeks, MOST_WEEKS), race_on=race
    )
    plan = lay_out(
        brief,
        exercises=shelf.exercises.values(),
        cues=shelf.cues.values(),
        measures=shelf.measures.values(),
        limits=shelf.limits,
    )
    broken = breaches(plan, brief, shelf.exercises, limits=shelf.limits)
    if broken:  # the checker stands above the planner: a broken plan is never shown
        said = "; ".join(f"{breach.constraint}: {breach.because}" for breach in broken)
        raise Conflict(f"the plan breaks its own rules ({said})", where="plan", fix="Report this")
    kept = KeptPlan(
        id=str(uuid4()),
        planned_at=now,
        wishes={"weeks": weeks, "race_on": race.isoformat() if race else None},
        plan=plan,
    )
    with logbook.writing() as connection:
        keep_plan(connection, kept)
    return kept


def current_plan(state: State) -> Plan | None:
    """Return the plan that may be shown: none while the runner is not screened."""
    return state.plan.plan if state.plan is not None and state.trains else None


def _fitted(session: Session, state: State, shelf: Shelf) -> Session:
    return adapt(session, light=state.light, exercises=shelf.exercises, limits=shelf.limits)


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
    day = next((each for each in plan.days if each.on == state.on), None) if plan else None
    planned = day.sessions if day else ()
    return Today(
        on=state.on,
        light=state.light,
        guard=next_of(state, shelf=shelf, now=state.now),
        screening=state.screening,
        day=day,
        sessions=tuple(_fitted(each, state, shelf) for each in planned),
        done=tuple(each.session for each in state.done),
    )


def next_session(state: State, *, shelf: Shelf) -> Session:
    """Return today's first session that is not done.

    Raises
    ------
    NotFound
        Where there is none.
    """
    found = today(state, shelf=shelf)
    for session in found.sessions:
        if session.id not in found.done:
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
    for session in plan.sessions if plan else ():
        if session.id == session_id:
            return _fitted(session, state, shelf)
    raise NotFound(
        f"there is no session {session_id!r}",
        where="plan",
        fix="Look at the plan for the sessions there are",
    )
