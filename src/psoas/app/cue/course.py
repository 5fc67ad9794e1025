"""The course of cue runs that a plan is laid with: which cue, from which cadence, how far it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from psoas.app.cue.cueing import done_runs
from psoas.app.plan.levels import worst_told_nrs
from psoas.app.retest.by_speed import speeds_of
from psoas.app.state import State
from psoas.evidence import Limits
from psoas.library import Shelf
from psoas.loop.retrain.baseline import Baseline, own_baseline
from psoas.loop.retrain.choose import choose_cue, is_ruled_out
from psoas.loop.retrain.course import one_cue
from psoas.programme import Brief
from psoas.programme.cue_days import Retraining, course_of
from psoas.store import Logbook

#: So many of the newest easy runs are read for the own cadence. psoas-convention
MOST_RUNS = 60
#: The pain of so many days decides how much more cadence may be asked for (science.md 8.2).
PAIN_DAYS = 14


def retraining_of(
    logbook: Logbook, state: State, brief: Brief, *, shelf: Shelf, wanted: str | None = None
) -> Retraining:
    """Return the course of a plan that is laid now.

    Parameters
    ----------
    logbook, state
        The runner's: runs for the own cadence, pain, and the plan there is.
    brief
        What the plan is made from.
    shelf
        Cues, exercises and limits.
    wanted
        The cue the runner would rather run by.

    Returns
    -------
    Retraining
        The cue that was begun goes on until its course is run and checked, unless an answer
        rules it out now; then comes another.
    """
    limits, before = shelf.limits, state.plan.plan if state.plan else None
    done = done_runs(state, shelf=shelf)
    n_runs = int(limits["course-runs"].value)
    current = shelf.cues.get(before.course.cue) if before and before.course and done else None
    is_over = len(done) > n_runs
    over = before.cues_over if before else ()
    if current is not None and is_over:
        over = tuple(dict.fromkeys((*over, current.id)))
    if current is not None and is_ruled_out(current, brief.sheet):
        current = None
    chosen = choose_cue(
        shelf.cues.values(), drivers=brief.drivers, sheet=brief.sheet, over=over, wanted=wanted
    )
    cue = one_cue(
        chosen,
        current=current,
        runs_done=min(len(done), n_runs),
        is_checked=is_over,
        limits=limits,
    )
    goes_on = cue is not None and cue is current
    kept = done if goes_on else ()
    course = course_of(
        cue,
        exercises=shelf.exercises.values(),
        baseline=_own_cadence(
            logbook,
            state,
            before=kept[0].on if kept else None,
            without={each.on for each in done},
            limits=limits,
        )
        if cue is not None and cue.beat
        else None,
        worst_pain_nrs=_worst_pain_nrs(state, brief),
        limits=limits,
    )
    return Retraining(course=course, done=kept, over=over)


def _worst_pain_nrs(state: State, brief: Brief) -> int | None:
    """Return the worst of two weeks; None where nothing was told of this week.

    Not the week's alone, which the rest of the plan goes by: more cadence takes a longer calm.
    """
    if brief.worst_pain_nrs is None:
        return None
    told = worst_told_nrs(state, days=PAIN_DAYS)
    return brief.worst_pain_nrs if told is None else max(brief.worst_pain_nrs, told)


def _own_cadence(
    logbook: Logbook,
    state: State,
    *,
    before: date | None,
    without: Collection[date],
    limits: Limits,
) -> Baseline | None:
    """Read the own cadence from easy runs without a cue: those before the course, if it began."""
    fast_m = limits["guard-fast-distance"].value
    easy = [
        each.id
        for each in state.runs
        if each.local_on < (before or state.on)
        and each.local_on not in without
        and each.fast_m < fast_m
        and not each.unknown_s
    ]
    return own_baseline(speeds_of(logbook, easy[-MOST_RUNS:]), limits=limits)
