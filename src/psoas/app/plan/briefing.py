"""What a plan is made from: the runner's check, runs, pain, equipment and wishes."""

from __future__ import annotations

from datetime import date
from math import ceil

from psoas.app.check.observing import filled
from psoas.app.check.weighing import believed_sheet, owned_by
from psoas.app.load.ahead import usual_long_m
from psoas.app.plan.earned import drills_with, strength_done, trials_of
from psoas.app.plan.levels import level_of, pain_in_a_week
from psoas.app.state import State
from psoas.edges.wishes import still_wished
from psoas.errors import NotFound
from psoas.library import Shelf
from psoas.load.model import Light
from psoas.loop.condition import Sheet
from psoas.loop.reset.trial import Fate
from psoas.programme import Brief, Programme, RunKind, Wish, usual_week
from psoas.programme.calendar import ORDER, kinds_of, unsaid
from psoas.quantity import Side
from psoas.store.sheets import KeptPlan, KeptSheet

GENERAL = "general"
#: With the race so near, strength is only kept (science.md 9.3). psoas-convention
RACE_SOON_DAYS = 21


def answers_of(state: State, sheet: KeptSheet, shelf: Shelf) -> Sheet:
    """Return the kept answers as they were judged, and what was seen where nothing is said."""
    return filled(believed_sheet(sheet.answers, shelf=shelf), state.observed)


def _tight(state: State, answers: Sheet) -> Side | None:
    said = state.profile.get("tight_side") or answers.get("side")
    return Side(said) if isinstance(said, str) and said in list(Side) else None


def _whole(reported: object) -> int | None:
    """Return a pain answer as a whole number, rounded up: never milder than it was said."""
    return ceil(reported) if isinstance(reported, int | float) else None


def worst_pain_nrs(state: State, answers: Sheet | None = None) -> int | None:
    """Return the worst recent pain: of the week's scores, else as the check was answered.

    Returns
    -------
    int or None
        0 to 10; None where nothing was said.
    """
    worst = pain_in_a_week(state)
    if worst is not None:
        return worst
    said = state.sheet.answers.get("structured", {}) if state.sheet else {}
    return _whole((said if answers is None else answers).get("pain_run_0_10"))


def programme_named(name: str, *, shelf: Shelf) -> Programme:
    """Return a programme of the shelf.

    Raises
    ------
    NotFound
        Where there is none of that name.
    """
    found = shelf.programmes.get(name)
    if found is None:
        raise NotFound(
            f"there is no programme {name!r}",
            where="programme",
            fix=f"Known are: {', '.join(shelf.programmes)}",
        )
    return found


def usual_programme(on: date, race_on: date | None) -> str:
    """Return which programme fits where none is asked for: near a race one that keeps."""
    near = race_on is not None and 0 <= (race_on - on).days <= RACE_SOON_DAYS
    return "race-soon" if near else "general"


def planned_kinds(state: State, *, start_on: date) -> dict[date, RunKind]:
    """Return the kind of run by day where one is planned.

    A planned run of which nobody knows the kind counts as hard, or as what is usual on its
    day where that asks more: a plan is rather too careful. psoas-convention
    """
    usual = usual_week(state.runs, on=start_on)
    long_m = usual_long_m(state)
    known = dict(kinds_of(state.planned, usual_long_m=long_m))
    careful = {
        on: max(RunKind.HARD, usual.get(on.weekday(), RunKind.REST), key=ORDER.index)
        for on in unsaid(state.planned, usual_long_m=long_m)
    }
    return {
        on: max(known.get(on, RunKind.REST), careful.get(on, RunKind.REST), key=ORDER.index)
        for on in sorted({*known, *careful})
    }


def brief_of(
    state: State,
    *,
    shelf: Shelf,
    start_on: date,
    weeks: int,
    race_on: date | None,
    programme: str = "general",
    wishes: tuple[Wish, ...] = (),
) -> Brief:
    """Gather what a plan is made from.

    Raises
    ------
    NotFound
        Where there is no check to build on, or no such programme.
    """
    if state.sheet is None:
        raise NotFound("there is no check yet", where="plan", fix="Answer the check first")
    answers = answers_of(state, state.sheet, shelf)
    worst = worst_pain_nrs(state, answers)
    level = level_of(state, worst_pain_nrs=worst, shelf=shelf)
    trials = trials_of(state, shelf=shelf)
    return Brief(
        start_on=start_on,
        weeks=weeks,
        race_on=race_on,
        usual_runs=usual_week(state.runs, on=start_on),
        planned_runs=planned_kinds(state, start_on=start_on),
        days=frozenset(state.profile.get("days") or range(7)),
        owned=owned_by(state.profile),
        tight=_tight(state, answers),
        drivers=tuple(ranked.driver.value for ranked in state.sheet.assessment.drivers),
        sheet=answers,
        light=Light(state.light.level),
        worst_pain_nrs=worst,
        level_now=level.now,
        level_most=level.most,
        kept=drills_with(trials, Fate.KEEP),
        dropped=drills_with(trials, Fate.DROP),
        strength_done=strength_done(state, shelf=shelf).answer,
        programme=programme_named(programme, shelf=shelf),
        wishes=wishes,
        done=state.done,
        known=state.exercises_done,
    )


def programme_of(kept: KeptPlan, *, shelf: Shelf) -> str:
    """Return the id of a kept plan's programme; an older plan, or one gone since, is general."""
    said = kept.wishes.get("programme")
    return said if isinstance(said, str) and said in shelf.programmes else GENERAL


def brief_again(state: State, kept: KeptPlan, *, shelf: Shelf) -> Brief:
    """Gather the brief of a kept plan as of now: it begins where the plan begins.

    Raises
    ------
    NotFound
        Where there is no check.
    """
    plan = kept.plan
    return brief_of(
        state,
        shelf=shelf,
        start_on=plan.start_on,
        weeks=max(1, len(plan.days) // 7),
        race_on=plan.race_on,
        programme=programme_of(kept, shelf=shelf),
        wishes=still_wished(kept.wishes.get("wishes") or (), exercises=shelf.exercises),
    )
