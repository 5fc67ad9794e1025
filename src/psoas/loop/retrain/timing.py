"""A cue run by the clock: the same for the watch, the beat, and what is read back."""

from __future__ import annotations

from attrs import frozen

from psoas.evidence import Limits
from psoas.loop.retrain.adherence import Bout, asked_bouts
from psoas.loop.retrain.course import Course, CueRun, Target


@frozen(kw_only=True)
class Timing:
    """Easy running before the first bout, after each bout, and at the end."""

    warm_up_s: int
    easy_s: int
    cool_down_s: int


@frozen(kw_only=True)
class Beat:
    """A beat for the bouts that have one: it begins with the first bout."""

    cadence_spm: int
    minutes: float
    on_min: float
    off_min: float


def timing(limits: Limits) -> Timing:
    """Return the timing of every cue run."""
    warm_up, easy, cool_down = (
        int(limits[each].value) for each in ("course-warm-up", "course-easy", "course-cool-down")
    )
    return Timing(warm_up_s=warm_up, easy_s=easy, cool_down_s=cool_down)


def duration_min(run: CueRun, *, limits: Limits) -> float:
    """Return how long a cue run takes as it is asked for."""
    by = timing(limits)
    return (by.warm_up_s + run.bouts * (run.bout_s + by.easy_s) + by.cool_down_s) / 60


def bouts_of(run: CueRun, *, limits: Limits) -> tuple[Bout, ...]:
    """Return when the bouts are, in seconds of the run's file."""
    by = timing(limits)
    return asked_bouts(run, begins_s=by.warm_up_s, between_s=by.easy_s)


def beat_of(run: CueRun, target: Target | None, *, limits: Limits) -> Beat | None:
    """Return the beat of a cue run; None where it has none, or goes without."""
    if target is None or not run.n_with_feedback:
        return None
    easy_s = timing(limits).easy_s
    seconds = run.n_with_feedback * (run.bout_s + easy_s) - easy_s
    return Beat(
        cadence_spm=target.beat_spm,
        minutes=seconds / 60,
        on_min=run.bout_s / 60,
        off_min=easy_s / 60,
    )


def is_check(run: CueRun, course: Course) -> bool:
    """Say whether a run is the one after the course, without any help."""
    return run.number > len(course.runs)
