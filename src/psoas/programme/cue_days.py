"""The one cue over the days of a plan: which easy runs are run by it, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from attrs import frozen

from psoas.evidence import Limits, Verdict
from psoas.loop.exercise import Exercise
from psoas.loop.retrain.baseline import Baseline
from psoas.loop.retrain.choose import choose_cue
from psoas.loop.retrain.course import Course, CueRun, check_on, check_run, lay_course
from psoas.loop.retrain.cue import Cue
from psoas.programme.model import Brief, CueRunDone, Plan, PlanDay, RunKind
from psoas.programme.place import may_be_new, recovers, run_on
from psoas.programme.reasons import reason

#: What a plan may say of its course among what it left out; said anew whenever it is laid.
COURSE_RULES = frozenset({"course", "course-weeks"})


@frozen(kw_only=True)
class Retraining:
    """The course of the one cue, how far it is, and which cues are over."""

    course: Course | None
    done: tuple[CueRunDone, ...] = ()
    over: tuple[str, ...] = ()


def course_of(
    cue: Cue | None,
    *,
    exercises: Iterable[Exercise],
    baseline: Baseline | None,
    worst_pain_nrs: int | None,
    limits: Limits,
) -> Course | None:
    """Lay out the course of a cue by the exercise it is run in; None without a cue."""
    run = next((each for each in exercises if cue is not None and each.id == cue.run), None)
    if cue is None or run is None:
        return None
    return lay_course(cue, run, baseline=baseline, worst_pain_nrs=worst_pain_nrs, limits=limits)


def begun_anew(
    brief: Brief, *, cues: Iterable[Cue], exercises: Iterable[Exercise], limits: Limits
) -> Retraining:
    """Return the course of a runner of whom no cadence and no cue run is known."""
    course = course_of(
        choose_cue(cues, drivers=brief.drivers, sheet=brief.sheet),
        exercises=exercises,
        baseline=None,
        worst_pain_nrs=brief.worst_pain_nrs,
        limits=limits,
    )
    return Retraining(course=course)


def carried_on(plan: Plan, *, on: date) -> Retraining:
    """Return a plan's course as if each of its cue runs before a day was run."""
    known = {each.on for each in plan.cue_runs_before}
    target = plan.course.target if plan.course is not None else None
    since = (
        CueRunDone(on=day.on, run=day.cue_run, target=target)
        for day in plan.days
        if day.cue_run is not None and day.on < on and day.on not in known
    )
    return Retraining(course=plan.course, done=(*plan.cue_runs_before, *since), over=plan.cues_over)


def numbered(
    dates: Iterable[date], course: Course, *, done: Sequence[CueRunDone], limits: Limits
) -> dict[date, CueRun]:
    """Give each day its run of the course.

    Parameters
    ----------
    dates
        Days with an easy run that may have a cue, in order.
    course
        Its runs; one without runs gives none.
    done
        The runs done so far: the first day gets the next.
    limits
        When the run without feedback comes.

    Returns
    -------
    dict
        After the last run of the course the first day late enough is the one without
        feedback; after it there is no cue.
    """
    n, last_on = len(done), done[-1].on if done else None
    check, found = check_run(course), {}
    for on in dates:
        if n < len(course.runs):
            found[on] = course.runs[n]
        elif (
            n == len(course.runs)
            and check is not None
            and last_on is not None
            and on >= check_on(last_on, limits=limits)
        ):
            found[on] = check
        else:
            continue
        n, last_on = n + 1, on
    return found


def cue_runs(
    brief: Brief, dates: Iterable[date], *, retraining: Retraining, limits: Limits
) -> Mapping[date, CueRun]:
    """Return the cue runs of a plan's days: as if strength went on, and each was run."""
    course = retraining.course
    if course is None:
        return {}
    begun = bool(retraining.done)
    fitting = (on for on in dates if _may_have_cue(brief, on, begun=begun, limits=limits))
    return numbered(fitting, course, done=retraining.done, limits=limits)


def _may_have_cue(brief: Brief, on: date, *, begun: bool, limits: Limits) -> bool:
    """Say whether an easy run may be run by a cue: one that was begun goes on at once."""
    first = brief.programme.first_cue_week
    if first is None:
        return False
    since = brief.start_on if begun else brief.start_on + timedelta(weeks=first)
    return (
        on >= since
        and run_on(brief, on) is RunKind.EASY
        and may_be_new(brief, on, limits=limits)
        and not recovers(brief, on, limits)
    )


def left_out_of(
    brief: Brief, days: Sequence[PlanDay], retraining: Retraining, *, limits: Limits
) -> tuple[Verdict, ...]:
    """Return why there is no course, or that it takes longer than it should."""
    course = retraining.course
    if course is None or brief.programme.first_cue_week is None:
        return ()
    if not course.runs:
        return (course.verdict,)
    on = [each.on for each in retraining.done]
    on += [day.on for day in days if day.cue_run is not None]
    within = on[: len(course.runs)]
    if within and (within[-1] - within[0]).days >= 7 * course.within_weeks:
        days_needed = (within[-1] - within[0]).days + 1
        return (
            reason(
                "course.slow",
                limits,
                "course-weeks",
                runs=len(within),
                days=days_needed,
                weeks=course.within_weeks,
            ),
        )
    return ()
