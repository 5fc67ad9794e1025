"""The course of cue runs on a day: how far it is, whether today has one, and why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import attrs
from attrs import frozen

from psoas.app.plan.levels import strength_day
from psoas.app.state import State
from psoas.diary import Pain, When
from psoas.evidence import Limits, Verdict
from psoas.library import Shelf
from psoas.load import Light, pain_light
from psoas.load.felt_runs import felt_runs, green_in_a_row
from psoas.loop.retrain.begin import Begin, may_begin
from psoas.loop.retrain.course import CueRun
from psoas.loop.saying import said
from psoas.programme import Plan, RunKind
from psoas.programme.cue_days import numbered
from psoas.programme.model import CueRunDone
from psoas.quantity import Answer


@frozen(kw_only=True)
class CueToday:
    """The plan with its cue runs as they are numbered now, and why today has none.

    Parameters
    ----------
    plan
        From today on; before it as it was laid.
    done
        The course's runs that were run, oldest first.
    waits
        None where today has its cue run, or none was planned.
    """

    plan: Plan
    done: tuple[CueRunDone, ...]
    waits: Verdict | None


def strength_weeks(state: State, *, on: date) -> int:
    """Count the weeks of strength before a day: seven days each, from the first session on.

    A week counts where a strength session was done in it, and once it is over.
    """
    days = [day for each in state.done if (day := strength_day(each.session)) is not None]
    past = [day for day in days if day < on]
    if not past:
        return 0
    first = min(past)
    over = (on - first).days // 7
    return len({(day - first).days // 7 for day in past if (day - first).days // 7 < over})


def _known_before(pains: Sequence[Pain], on: date) -> list[Pain]:
    """Return the pain that was known before a day's run."""
    early = (When.MORNING, When.BEFORE)
    return [p for p in pains if p.felt_on < on or (p.felt_on == on and p.when in early)]


def _waits(
    state: State, *, on: date, light: Verdict, n_done: int, race_on: date | None, limits: Limits
) -> Verdict | None:
    """Say why a planned cue run is not run by its cue on a day; None where it is."""
    level = Light(light.level)
    if n_done:
        paused = level in (Light.AMBER, Light.RED)
        ground = limits["pain-amber"]
        return (
            said(
                ground,
                "course.pause",
                rule="course-begin",
                answer=Answer.NO,
                level=Begin.WAIT,
            )
            if paused
            else None
        )
    runs = felt_runs(
        [each for each in state.runs if each.local_on < on],
        _known_before(state.pains, on),
        limits=limits,
    )
    verdict = may_begin(
        strength_weeks=strength_weeks(state, on=on),
        green_runs=green_in_a_row(runs, least_min=limits["gate-run-time"].value) if runs else None,
        days_to_race=None if race_on is None else (race_on - on).days,
        light=level,
        limits=limits,
    )
    return None if verdict.level == Begin.BEGIN else verdict


def _laid_on(state: State) -> date | None:
    return None if state.plan is None else state.plan.planned_at.astimezone(state.now.tzinfo).date()


def done_runs(state: State, *, shelf: Shelf) -> tuple[CueRunDone, ...]:
    """Return the runs of the plan's course that were run before today, numbered as they came.

    A day with a cue run counts where there was a run, and where its cue was shown: begun as the
    rules say, on no amber or red morning.
    """
    plan, laid_on = (state.plan.plan if state.plan else None), _laid_on(state)
    if plan is None or plan.course is None or laid_on is None:
        return ()
    ran = {each.local_on for each in state.runs}
    done = list(plan.cue_runs_before)
    for on in _fitting(plan, since=laid_on, limits=shelf.limits):
        run = numbered([on], plan.course, done=done, limits=shelf.limits).get(on)
        if run is None or on >= state.on or on not in ran:
            continue
        light = pain_light(_known_before(state.pains, on), on=on, limits=shelf.limits)
        waits = _waits(
            state,
            on=on,
            light=light,
            n_done=len(done),
            race_on=plan.race_on,
            limits=shelf.limits,
        )
        if waits is None:
            done.append(CueRunDone(on=on, run=run, target=plan.course.target))
    return tuple(done)


def cue_today(state: State, plan: Plan, *, shelf: Shelf) -> CueToday:
    """Number a plan's cue runs from today on, and say why today has none.

    The days ahead are numbered as if all goes well; of today it is known.
    """
    limits, done = shelf.limits, done_runs(state, shelf=shelf)
    dates = _fitting(plan, since=state.on, limits=limits)
    runs = numbered(dates, plan.course, done=done, limits=limits) if plan.course else {}
    today = next((day for day in plan.days if day.on == state.on), None)
    asked = today is not None and (today.on in runs or (plan.course is None and today.cue))
    waits = None
    if asked:
        waits = _waits(
            state,
            on=state.on,
            light=state.light,
            n_done=len(done),
            race_on=plan.race_on,
            limits=limits,
        )
    if waits is not None and plan.course is not None:
        later = [on for on in dates if on > state.on]
        runs = numbered(later, plan.course, done=done, limits=limits)
    without = {state.on} if waits is not None else set()
    return CueToday(
        plan=_numbered_anew(plan, runs, since=state.on, without=without), done=done, waits=waits
    )


def shown_plan(state: State, *, shelf: Shelf) -> Plan | None:
    """Return the plan with its cue runs as they are now; None where none may be shown."""
    if state.plan is None or not state.trains:
        return None
    return cue_today(state, state.plan.plan, shelf=shelf).plan


def _fitting(plan: Plan, *, since: date, limits: Limits) -> list[date]:
    """Return the easy runs of a plan that may have a cue: from the first it was laid with on."""
    laid = [day.on for day in plan.days if day.cue_run is not None]
    before, after = (
        timedelta(days=limits[each].value) for each in ("race-new-gap", "after-race-gap")
    )
    race_on = plan.race_on
    return [
        day.on
        for day in plan.days
        if laid
        and day.on >= max(since, laid[0])
        and day.run is RunKind.EASY
        and not (race_on is not None and -after <= race_on - day.on < before)
    ]


def _numbered_anew(
    plan: Plan, runs: Mapping[date, CueRun], *, since: date, without: Collection[date]
) -> Plan:
    if plan.course is None:  # laid before there were courses: its cue stands without numbers
        days = [attrs.evolve(d, cue=None) if d.on in without else d for d in plan.days]
        return attrs.evolve(plan, days=tuple(days))
    cue = plan.course.cue
    return attrs.evolve(
        plan,
        days=tuple(
            day
            if day.on < since
            else attrs.evolve(day, cue=cue if day.on in runs else None, cue_run=runs.get(day.on))
            for day in plan.days
        ),
    )
