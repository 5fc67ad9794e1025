"""Laying a plan anew in the middle: what was and what still holds stays, the rest moves least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta

import attrs

from psoas.evidence import Limits, Verdict
from psoas.loop.exercise import Exercise
from psoas.programme.asking import Shelves, asked_of, exercises_of, week_dates
from psoas.programme.breach import Breach
from psoas.programme.breaches import breaches
from psoas.programme.cue_days import COURSE_RULES, Retraining, carried_on, left_out_of
from psoas.programme.layout import METHOD, notes_of, plan_days
from psoas.programme.layout import placed as placed_of
from psoas.programme.model import Brief, Plan, PlanDay, Session
from psoas.programme.things import things
from psoas.programme.week_plan import lay_week


def replan(
    plan: Plan,
    brief: Brief,
    *,
    on: date,
    shelves: Shelves,
    retraining: Retraining | None = None,
) -> Plan:
    """Lay a plan anew from a day on.

    Parameters
    ----------
    plan
        The plan so far.
    brief
        The runner as of now; it begins where the plan begins.
    on
        The first day that may change. The days before it are history: a cue run that was not
        run is taken out of it.
    shelves
        What a plan is filled from.
    retraining
        The course of cue runs and how far it is; None takes the plan's, all of it done.

    Returns
    -------
    Plan
        The week of *on* is laid anew round what was done in it, at a cost for each change:
        a missed session finds another day where the rules leave one, and is never made up
        for by doubling. A later week stays as it is unless it breaks a rule now.
    """
    if brief.start_on != plan.start_on:
        raise ValueError(f"the plan begins on {plan.start_on}, the brief on {brief.start_on}")
    on = max(on, plan.start_on)  # a runner who flew west may be a day before the plan
    done = {each.session for each in brief.done}
    cued = retraining or carried_on(plan, on=on)
    run_by_cue = {each.on: each.run for each in cued.done}
    past = [attrs.evolve(day, cue_run=run_by_cue.get(day.on)) for day in plan.days if day.on < on]
    laid = [each for day in past for each in day.sessions if each.id in done]
    stood = placed_of(each for each in plan.sessions if each.on >= on)
    exercises = {str(each.id): each for each in shelves.exercises}
    first = (on - brief.start_on).days // 7
    told = [each for each in plan.left_out if each.rule not in COURSE_RULES]
    notes = [each for each in told if _week_of(each) <= first]
    for week in range(first, brief.weeks):
        dates = week_dates(brief, week, since=on)
        old = [each for each in plan.sessions if each.on in dates]
        if (
            week > first
            and old
            and _holds(
                past, dates, (*laid, *old), brief, exercises, cued=cued, limits=shelves.limits
            )
        ):
            laid += old
            notes += [each for each in told if _week_of(each) == week + 1]
            continue
        asked = asked_of(
            brief,
            week,
            dates=dates,
            laid=laid,
            begun=_begun_in(plan, week, before=on) if week == first else frozenset(),
            before=stood if old else None,
            shelves=shelves,
        )
        found = lay_week(asked)
        notes += notes_of(week, asked, found)
        laid += found.sessions
    weeks = range(first, brief.weeks)
    ahead = [day for week in weeks for day in week_dates(brief, week, since=on)]
    future = [each for each in laid if each.on >= on]
    days = plan_days(brief, ahead, future, retraining=cued, limits=shelves.limits)
    return attrs.evolve(
        plan,
        race_on=brief.race_on,
        days=(*past, *days),
        left_out=(*notes, *left_out_of(brief, days, cued, limits=shelves.limits)),
        course=cued.course,
        cue_runs_before=cued.done,
        cues_over=cued.over,
        made=METHOD,
    )


def _begun_in(plan: Plan, week: int, *, before: date) -> frozenset[str]:
    """Return the things that a week of the plan began before a day, done or not."""
    first = plan.start_on + timedelta(weeks=week)
    earlier = things(exercises_of(each for each in plan.sessions if each.on < first))
    tried = exercises_of(each for each in plan.sessions if first <= each.on < before)
    return frozenset(things(tried)).difference(earlier)


def _week_of(note: Verdict) -> int:
    return int(note.values.get("week", 0))


def _holds(
    past: Sequence[PlanDay],
    dates: Sequence[date],
    sessions: Sequence[Session],
    brief: Brief,
    exercises: Mapping[str, Exercise],
    *,
    cued: Retraining,
    limits: Limits,
) -> bool:
    """Say whether an old week breaks no rule after what now stands before it."""
    first = past[-1].on + timedelta(days=1) if past else brief.start_on
    future = [each for each in sessions if each.on >= first]
    days = [first + timedelta(days=n) for n in range((dates[-1] - first).days + 1)]
    tried = Plan(
        start_on=brief.start_on,
        race_on=brief.race_on,
        days=(*past, *plan_days(brief, days, future, retraining=cued, limits=limits)),
        course=cued.course,
        cue_runs_before=cued.done,
        made=METHOD,
    )
    return not broken_since(tried, brief, exercises, since=first, limits=limits)


def broken_since(
    plan: Plan,
    brief: Brief,
    exercises: Mapping[str, Exercise],
    *,
    since: date,
    limits: Limits,
) -> tuple[Breach, ...]:
    """Return what a plan breaks from a day on.

    What only concerns the past is history, and what was missed in it tired nobody. Cue runs of
    the past are counted in ``cue_runs_before``.
    """
    done = {each.session for each in brief.done}
    past = {each.id for each in plan.sessions if each.on < since}
    days = tuple(
        attrs.evolve(
            day,
            sessions=tuple(s for s in day.sessions if s.id in done or s.on >= since),
            cue_run=day.cue_run if day.on >= since else None,
        )
        for day in plan.days
    )
    found = breaches(attrs.evolve(plan, days=days), brief, exercises, limits=limits)
    return tuple(each for each in found if not _is_past(each, past, since=since))


def _is_past(breach: Breach, past: Set[str], *, since: date) -> bool:
    if breach.on is not None and breach.on < since:
        return True
    return bool(breach.sessions) and past >= set(breach.sessions)


def unmoved_ratio(before: Plan, after: Plan, *, since: date) -> float:
    """Return the share of the old plan's sessions from a day on that stand as they were.

    Returns
    -------
    float
        0 to 1; 1 where the old plan had none. A session stands where its day, its kind and
        its exercises are the same; how much of each is not looked at.
    """

    def stands(plan: Plan) -> set[tuple[str, frozenset[str]]]:
        return {
            (each.id, frozenset(str(one.exercise) for one in each.prescriptions))
            for each in plan.sessions
            if each.on >= since
        }

    old = stands(before)
    return len(old & stands(after)) / len(old) if old else 1.0
