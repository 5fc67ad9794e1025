"""Laying sessions round the runs, week by week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from psoas.evidence import Limits, Made, Verdict
from psoas.programme.asked import Asked, Placed
from psoas.programme.asking import Shelves, asked_of, strength_days, week_dates
from psoas.programme.cue_days import Retraining, begun_anew, cue_runs, left_out_of
from psoas.programme.model import Brief, Plan, PlanDay, Session
from psoas.programme.place import run_on
from psoas.programme.reasons import day_reasons, reason
from psoas.programme.week_plan import WeekPlan, lay_week

METHOD = Made(by="programme/layout", version=2)


def plan_days(
    brief: Brief,
    dates: Iterable[date],
    sessions: Sequence[Session],
    *,
    retraining: Retraining,
    limits: Limits,
) -> tuple[PlanDay, ...]:
    """Put sessions on their days, each day with its run, its cue run and its reasons."""
    dates = tuple(dates)
    runs = cue_runs(brief, dates, retraining=retraining, limits=limits)
    by_day: dict[date, list[Session]] = {}
    for each in sessions:
        by_day.setdefault(each.on, []).append(each)
    return tuple(
        PlanDay(
            on=on,
            run=run_on(brief, on),
            cue=retraining.course.cue if retraining.course is not None and on in runs else None,
            cue_run=runs.get(on),
            sessions=tuple(by_day.get(on, ())),
            why=day_reasons(on, brief, by_day.get(on, ()), sessions, limits),
        )
        for on in dates
    )


def notes_of(week: int, asked: Asked, laid: WeekPlan) -> tuple[Verdict, ...]:
    """Return what a week could not hold: strength, and wishes that were given up."""
    notes = [
        reason(
            "plan.wish-lost",
            asked.limits,
            week=week + 1,
            wish=each.id,
            wish_kind=each.kind.value,
            wish_amount=each.amount or 0,
            wish_of=", ".join(each.of),
        )
        for each in laid.wishes.lost
    ]
    if not strength_days((*asked.already, *laid.sessions)):
        notes.append(reason("plan.no-strength-day", asked.limits, "heavy-gap", week=week + 1))
    return tuple(notes)


def lay_out(
    brief: Brief,
    *,
    shelves: Shelves,
    before: Plan | None = None,
    retraining: Retraining | None = None,
) -> Plan:
    """Lay a plan round the runner's runs.

    Parameters
    ----------
    brief
        Who, from when, for how long, with what.
    shelves
        What it is filled from.
    before
        An earlier plan: what it has on the same days stays where nothing speaks against it.
    retraining
        The course of cue runs and how far it is; None begins one without a cadence of the
        runner's own.

    Returns
    -------
    Plan
        A day for each day of the weeks asked for, each with a reason. The same brief
        and shelf always give the same plan.
    """
    limits = shelves.limits
    stood = placed(before.sessions) if before is not None else None
    laid: list[Session] = []
    notes: list[Verdict] = []
    for week in range(brief.weeks):
        asked = asked_of(
            brief, week, dates=week_dates(brief, week), laid=laid, before=stood, shelves=shelves
        )
        found = lay_week(asked)
        notes += notes_of(week, asked, found)
        laid += found.sessions
    dates = [on for week in range(brief.weeks) for on in week_dates(brief, week)]
    cued = retraining or begun_anew(
        brief, cues=shelves.cues, exercises=shelves.exercises, limits=limits
    )
    days = plan_days(brief, dates, laid, retraining=cued, limits=limits)
    return Plan(
        start_on=brief.start_on,
        race_on=brief.race_on,
        days=days,
        left_out=(*notes, *left_out_of(brief, days, cued, limits=limits)),
        course=cued.course,
        cue_runs_before=cued.done,
        cues_over=cued.over,
        made=METHOD,
    )


def placed(sessions: Iterable[Session]) -> Placed:
    """Return where each exercise of sessions stands."""
    return frozenset(
        (each.on, each.kind, str(one.exercise)) for each in sessions for one in each.prescriptions
    )
