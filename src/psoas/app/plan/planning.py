"""Making a plan, and fitting it to what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from psoas.app.cue.course import retraining_of
from psoas.app.plan.briefing import brief_again, brief_of, programme_named, usual_programme
from psoas.app.state import State, state_of
from psoas.edges.wishes import parse_wishes
from psoas.errors import Conflict, InvalidAnswer, NotFound
from psoas.library import Shelf
from psoas.programme import (
    Brief,
    Clash,
    Plan,
    broken_since,
    clash_of,
    lay_out,
    replan,
)
from psoas.programme.asking import asked_of, week_dates
from psoas.store import Logbook
from psoas.store.sheets import KeptPlan, keep_plan

MOST_WEEKS = 16


def _screened(logbook: Logbook, *, shelf: Shelf, now: datetime) -> State:
    state = state_of(logbook, shelf=shelf, now=now)
    if state.referred:
        raise Conflict(
            "no plan: the last weeks call for a clinician first",
            where="plan",
            fix="After the visit say so (psoas setup --seen-on DATE), and answer the check again",
        )
    if state.is_referred and not (state.sheet and state.sheet.assessment.unfinished):
        raise Conflict(
            "no plan: the check calls for a clinician first",
            where="plan",
            fix="psoas today, or the page Today, says what to do and how soon",
        )
    if state.screening is not None:
        raise Conflict(
            "no plan without a check that allows one",
            where="plan",
            fix="Answer the check (psoas check, or the Check page); it is good for 14 days",
        )
    return state


def race_ahead(state: State, race_on: date | None = None) -> date | None:
    """Return the race that is given, else the profile's where it is not over.

    Raises
    ------
    InvalidAnswer
        Where the race that is given is over.
    """
    if race_on is not None and race_on < state.on:
        raise InvalidAnswer(
            f"the race of {race_on} is over",
            where="race day",
            fix="Give a day from today on, or none",
        )
    kept = state.profile.get("race_on")
    race = race_on or (date.fromisoformat(kept) if kept else None)
    return race if race is not None and race >= state.on else None


def _keep(
    logbook: Logbook,
    plan: Plan,
    brief: Brief,
    wishes: dict[str, Any],
    *,
    since: date,
    shelf: Shelf,
    now: datetime,
) -> KeptPlan:
    """Keep a plan that the checker passes: it stands above the planner."""
    broken = broken_since(plan, brief, shelf.exercises, since=since, limits=shelf.limits)
    if broken:  # a broken plan is never shown
        said = "; ".join(f"{breach.constraint}: {breach.because}" for breach in broken)
        raise Conflict(f"the plan breaks its own rules ({said})", where="plan", fix="Report this")
    kept = KeptPlan(id=str(uuid4()), planned_at=now, wishes=wishes, plan=plan)
    with logbook.writing() as connection:
        keep_plan(connection, kept)
    return kept


def make_plan(
    logbook: Logbook,
    *,
    shelf: Shelf,
    now: datetime,
    weeks: int | None = None,
    race_on: date | None = None,
    raceless: bool = False,
    programme: str | None = None,
    wishes: Sequence[str] = (),
    cue: str | None = None,
) -> KeptPlan:
    """Make a plan from today and keep it.

    Parameters
    ----------
    logbook, shelf
        The runner's, and what can be prescribed.
    now
        The plan starts on its day.
    weeks
        1 to 16; None takes the programme's. With a race the plan reaches to race day where
        that is within 16 weeks.
    race_on
        None takes the race of the profile, if it still lies ahead.
    raceless
        Plan as if there were no race, whatever the profile says.
    programme
        Its id; None takes the general one, or the one for a race that is near.
    wishes
        As ``edges.wishes`` reads them; what cannot be kept is told in ``left_out``.
    cue
        The cue the runner would rather run by; one that was begun goes on first, and one that
        the answers do not allow is not taken.

    Raises
    ------
    NotFound
        Where there is no such cue or programme.
    Conflict
        Where the runner is not screened, or is referred: then there is no plan.
    InvalidAnswer
        Where the weeks are not 1 to 16, the race that is given is over, or a wish is not
        understood.
    """
    if weeks is not None and not 1 <= weeks <= MOST_WEEKS:
        raise InvalidAnswer(
            f"{weeks} weeks cannot be planned",
            where="weeks",
            fix=f"Give a number from 1 to {MOST_WEEKS}",
        )
    state = _screened(logbook, shelf=shelf, now=now)
    if cue is not None and cue not in shelf.cues:
        raise NotFound(
            f"there is no cue {cue!r}", where="cue", fix=f"Known are: {', '.join(shelf.cues)}"
        )
    race = None if raceless else race_ahead(state, race_on)
    name = programme or usual_programme(state.on, race)
    length = programme_named(name, shelf=shelf).weeks if weeks is None else weeks
    if race is not None:
        length = max(1, (race - state.on).days // 7 + 1)
    brief = brief_of(
        state,
        shelf=shelf,
        start_on=state.on,
        weeks=min(length, MOST_WEEKS),
        race_on=race,
        programme=name,
        wishes=parse_wishes(wishes, exercises=shelf.exercises),
    )
    plan = lay_out(
        brief,
        shelves=shelf.for_plans,
        retraining=retraining_of(logbook, state, brief, shelf=shelf, wanted=cue),
    )
    said = {
        "weeks": length,
        "race_on": race.isoformat() if race else None,
        "programme": name,
        "wishes": list(wishes),
        "cue": cue,
    }
    return _keep(logbook, plan, brief, said, since=state.on, shelf=shelf, now=now)


def clash_in(logbook: Logbook, kept: KeptPlan, *, shelf: Shelf, now: datetime) -> Clash | None:
    """Say which of a plan's wishes do not fit into a week together; None where all do."""
    said = kept.wishes.get("wishes") or ()
    if not said:
        return None
    state = _screened(logbook, shelf=shelf, now=now)
    brief = brief_again(state, kept, shelf=shelf)
    dates = week_dates(brief, 0)
    return clash_of(asked_of(brief, 0, dates=dates, laid=(), before=None, shelves=shelf.for_plans))


def missed_sessions(state: State) -> tuple[str, ...]:
    """Return the ids of sessions before today that were not done since the plan was laid."""
    plan = current_plan(state)
    if plan is None or state.plan is None:
        return ()
    done = {each.session for each in state.done}
    laid_on = state.plan.planned_at.astimezone(state.now.tzinfo).date()
    past = (each for each in plan.sessions if laid_on <= each.on < state.on)
    return tuple(each.id for each in past if each.id not in done)


def refit_plan(logbook: Logbook, *, shelf: Shelf, now: datetime) -> KeptPlan:
    """Fit the rest of the current plan to what was done, moving as little as can be.

    Raises
    ------
    Conflict
        Where the runner is not screened, or is referred.
    NotFound
        Where there is no plan, or it is over.
    """
    state = _screened(logbook, shelf=shelf, now=now)
    kept = state.plan
    if kept is None or not kept.plan.days or kept.plan.days[-1].on < state.on:
        raise NotFound("there is no plan to go on with", where="plan", fix="Make a plan")
    brief = brief_again(state, kept, shelf=shelf)
    wishes = dict(kept.wishes)
    plan = replan(
        kept.plan,
        brief,
        on=state.on,
        shelves=shelf.for_plans,
        retraining=retraining_of(logbook, state, brief, shelf=shelf, wanted=wishes.get("cue")),
    )
    return _keep(logbook, plan, brief, wishes, since=state.on, shelf=shelf, now=now)


def current_plan(state: State) -> Plan | None:
    """Return the plan that may be shown: none while the runner is not screened."""
    return state.plan.plan if state.plan is not None and state.trains else None
