"""A cue run in words: the same numbers on a page, in a calendar, on paper and on the watch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from psoas.evidence import Limits, Scalar
from psoas.loop.retrain.course import Course, CueRun, Target
from psoas.loop.retrain.timing import duration_min, is_check, timing
from psoas.render.units import System, pace
from psoas.render.words import say, worded

Texts = Mapping[str, str]


def _values(run: CueRun, course: Course, limits: Limits) -> dict[str, Scalar]:
    by = timing(limits)
    return {
        "number": run.number,
        "runs": len(course.runs),
        "bouts": run.bouts,
        "bout_s": run.bout_s,
        "with": run.n_with_feedback,
        "without": run.bouts - run.n_with_feedback,
        "warm_up_min": round(by.warm_up_s / 60),
        "easy_s": by.easy_s,
        "cool_down_min": round(by.cool_down_s / 60),
        "minutes": round(duration_min(run, limits=limits)),
    }


def cue_run_title(run: CueRun, course: Course, *, limits: Limits, texts: Texts) -> str:
    """Return which run of the course it is."""
    key = "cue_run.check" if is_check(run, course) else "cue_run.number"
    return say(key, _values(run, course, limits), texts=texts)


def cue_run_short(run: CueRun, course: Course, *, limits: Limits, texts: Texts) -> str:
    """Return a cue run in one line: how often, how long, how much by oneself, how many steps."""
    parts = [say("cue_run.short", values=_values(run, course, limits), texts=texts)]
    parts.append(_help(run, course, limits=limits, texts=texts))
    if course.target is not None:
        parts.append(
            say("cue_run.target-short", values=_target(course.target, System.KM), texts=texts)
        )
    return " ".join(parts)


def cue_run_lines(
    run: CueRun,
    course: Course,
    *,
    limits: Limits,
    texts: Texts,
    system: System = System.KM,
    titled: bool = True,
    with_cost: bool = True,
) -> Iterator[str]:
    """Return how a cue run is run, line by line; what it costs where it is a cadence.

    Parameters
    ----------
    run, course
        The run, and the course that it is of.
    limits, texts
        The shelf: how long one warms up, and the words.
    system
        For the pace.
    titled
        Whether the first line says which run it is.
    with_cost
        Whether the last line says what a higher cadence costs.
    """
    values = _values(run, course, limits)
    if titled:
        yield cue_run_title(run, course, limits=limits, texts=texts)
    yield say("cue_run.how", values=values, texts=texts)
    yield _help(run, course, limits=limits, texts=texts)
    if course.target is not None:
        yield say("cue_run.target", values=_target(course.target, system), texts=texts)
    if course.trade_off is not None and with_cost:
        yield worded(course.trade_off.verdict, texts=texts)


def _help(run: CueRun, course: Course, *, limits: Limits, texts: Texts) -> str:
    """Say how much of a run has help from outside."""
    whole = run.n_with_feedback == run.bouts
    if not run.n_with_feedback:
        key = "cue_run.alone"
    elif course.target is None:
        key = "cue_run.words-all" if whole else "cue_run.words-some"
    else:
        key = "cue_run.beat-all" if whole else "cue_run.beat-some"
    return say(key, _values(run, course, limits), texts=texts)


def _target(target: Target, system: System) -> dict[str, Scalar]:
    """Return a cadence as it is told, beside the runner's own."""
    return {
        "low": target.low_spm,
        "high": target.high_spm,
        "beat": target.beat_spm,
        "own": round(target.baseline_spm),
        "more_low": round(100 * (target.low_spm / target.baseline_spm - 1), 1),
        "more_high": round(100 * (target.high_spm / target.baseline_spm - 1), 1),
        "pace": pace(target.speed_mps, system),
    }
