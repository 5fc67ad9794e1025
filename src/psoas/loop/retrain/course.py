"""A course of cue runs: eight of them, with feedback that fades to none."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from math import ceil, floor

from attrs import evolve, frozen

from psoas.evidence import Limits, Verdict
from psoas.loop.exercise import Exercise, Range
from psoas.loop.retrain.baseline import Baseline
from psoas.loop.retrain.cue import Cue
from psoas.loop.retrain.trade import TradeOff, trade_off
from psoas.loop.saying import said
from psoas.quantity import Answer


class Ready(StrEnum):
    """Whether a course can be laid out."""

    READY = "ready"
    NEEDS_BASELINE = "needs-baseline"


@frozen(kw_only=True)
class CueRun:
    """One run of a course.

    Parameters
    ----------
    number
        From 1.
    bouts, bout_s
        How often one runs by the cue, and how long each time; easy running between.
    feedback_ratio
        The share of the bouts with beat or cue from outside; 0 is by oneself.
    n_with_feedback
        The first so many bouts; the others go without.
    """

    number: int
    bouts: int
    bout_s: int
    feedback_ratio: float
    n_with_feedback: int


@frozen(kw_only=True)
class Target:
    """The cadence that is asked for, at one speed, in whole steps of both feet."""

    low_spm: int
    beat_spm: int
    high_spm: int
    baseline_spm: float
    speed_mps: float


@frozen(kw_only=True)
class Course:
    """All runs of one cue.

    Parameters
    ----------
    target, trade_off
        None for a cue of words.
    within_weeks
        The runs are done within so many weeks, on easy runs.
    check_after_days
        So many days after the last run one runs without any feedback.
    """

    cue: str
    runs: tuple[CueRun, ...]
    target: Target | None
    trade_off: TradeOff | None
    within_weeks: int
    check_after_days: int
    verdict: Verdict


def feedback_ratio(number: int, *, limits: Limits) -> float:
    """Return the share of bouts with feedback in a run of a course.

    Parameters
    ----------
    number
        Of the run, from 1.
    limits
        How many runs there are, and how many begin with all of it.

    Returns
    -------
    float
        1 in the first runs, then evenly down to 0 in the last; it never rises.
    """
    n, full = int(limits["course-runs"].value), int(limits["course-full-runs"].value)
    if number <= full:
        return 1.0
    return max(0.0, (n - number) / (n - full))


def target(baseline: Baseline, *, worst_pain_nrs: int | None, limits: Limits) -> Target:
    """Return the cadence to run at, from the runner's own.

    Parameters
    ----------
    baseline
        The cadence without any cue, at one speed.
    worst_pain_nrs
        The worst of the last two weeks; None counts as sore.
    limits
        By how much at least and at most.

    Returns
    -------
    Target
        From 3 %; at most 5 % while the hip is sore, at most 7.5 % where it is calm. The beat
        begins at the low end while it is sore. Rounded inwards, so that no bound is passed.
    """
    calm = worst_pain_nrs is not None and worst_pain_nrs < limits["pain-amber"].value
    cap = limits["cadence-calm"] if calm else limits["cadence-sore"]
    own_spm = baseline.cadence_spm
    high_spm = floor(own_spm * (1 + cap.value / 100))
    low_spm = min(ceil(own_spm * (1 + limits["cadence-least"].value / 100)), high_spm)
    calm_beat_spm = floor(own_spm * (1 + limits["cadence-sore"].value / 100))
    return Target(
        low_spm=low_spm,
        beat_spm=max(low_spm, calm_beat_spm) if calm else low_spm,
        high_spm=high_spm,
        baseline_spm=own_spm,
        speed_mps=baseline.speed_mps,
    )


def lay_course(
    cue: Cue,
    run: Exercise,
    *,
    baseline: Baseline | None,
    worst_pain_nrs: int | None,
    limits: Limits,
) -> Course:
    """Lay out the runs of one cue.

    Parameters
    ----------
    cue
        The one cue.
    run
        The entry of the shelf that is run by it: its dose gives bouts and minutes.
    baseline
        The runner's own cadence; None where it is not known.
    worst_pain_nrs
        The worst of the last two weeks; None counts as sore.
    limits
        The numbers of a course.

    Returns
    -------
    Course
        Eight runs, the bouts growing through the dose while the feedback fades. A cue that
        is a number of steps has no runs where the runner's own number is not known.
    """
    check_days, weeks = (int(limits[each].value) for each in ("course-check", "course-weeks"))
    ground = limits["course-runs"]
    if cue.beat and baseline is None:
        needed = int(limits["course-baseline-runs"].value)
        verdict = said(
            limits["course-baseline-runs"],
            "course.needs-baseline",
            rule="course",
            answer=Answer.UNKNOWN,
            level=Ready.NEEDS_BASELINE,
            needed=needed,
        )
        return Course(
            cue=cue.id,
            runs=(),
            target=None,
            trade_off=None,
            within_weeks=weeks,
            check_after_days=check_days,
            verdict=verdict,
        )
    aim = (
        target(baseline, worst_pain_nrs=worst_pain_nrs, limits=limits)
        if cue.beat and baseline is not None
        else None
    )
    cost = (
        trade_off(speed_mps=aim.speed_mps, from_spm=aim.baseline_spm, to_spm=aim.beat_spm)
        if aim is not None
        else None
    )
    n = int(ground.value)
    return Course(
        cue=cue.id,
        runs=tuple(_run(number, n, run, limits) for number in range(1, n + 1)),
        target=aim,
        trade_off=cost,
        within_weeks=weeks,
        check_after_days=check_days,
        verdict=said(
            ground,
            "course.ready",
            rule="course",
            answer=Answer.YES,
            level=Ready.READY,
            runs=n,
            weeks=weeks,
            check_days=check_days,
        ),
    )


def _run(number: int, n: int, run: Exercise, limits: Limits) -> CueRun:
    share = (number - 1) / (n - 1) if n > 1 else 0.0
    bouts = round(_between(run.dose.sets, share))
    ratio = feedback_ratio(number, limits=limits)
    return CueRun(
        number=number,
        bouts=bouts,
        bout_s=round(60 * _between(run.dose.duration_min or (1.0, 1.0), share)),
        feedback_ratio=ratio,
        n_with_feedback=round(ratio * bouts),
    )


def _between(bounds: Range, share_ratio: float) -> float:
    low, high = bounds
    return low + (high - low) * share_ratio


def check_run(course: Course) -> CueRun | None:
    """Return the run after the course: as its last, without any feedback."""
    if not course.runs:
        return None
    last = course.runs[-1]
    return evolve(last, number=last.number + 1, feedback_ratio=0.0, n_with_feedback=0)


def check_on(last_run_on: date, *, limits: Limits) -> date:
    """Return the day from which on one runs without feedback, to see what stayed."""
    return last_run_on + timedelta(days=int(limits["course-check"].value))


def one_cue(
    chosen: Cue | None, *, current: Cue | None, runs_done: int, is_checked: bool, limits: Limits
) -> Cue | None:
    """Return the one cue to run by now.

    Parameters
    ----------
    chosen
        What would be chosen today.
    current, runs_done
        The cue that was begun, and how many of its runs are done.
    is_checked
        Whether its run without feedback was done.
    limits
        How many runs a course has.

    Returns
    -------
    Cue or None
        The one that was begun, until its course is done and checked: one at a time.
    """
    over = runs_done >= limits["course-runs"].value and is_checked
    return chosen if current is None or over else current
