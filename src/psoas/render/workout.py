"""A session, or a run by a cue, as named steps for a watch.

Copy the file into ``GARMIN/NewFiles`` of the watch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from attrs import frozen

from psoas.evidence import Limits
from psoas.loop.exercise import Exercise
from psoas.loop.measure import Measure
from psoas.loop.prescription import Prescription
from psoas.programme import Session, SessionKind
from psoas.render.dose import amount, side_words
from psoas.render.workout_file import (
    COOL_DOWN,
    FLEXIBILITY,
    INTERVAL,
    RECOVERY,
    REST,
    RUN,
    STRENGTH,
    WARM_UP,
    Repeat,
    Step,
    workout_fit,
)

#: What a bout without help says: it must not tell the number.
BY_YOURSELF = "As before, without beat or words"


@frozen(kw_only=True)
class CadenceAsked:
    """The cadence to hold in a bout, and the runner's own, in steps of both feet a minute."""

    baseline_spm: float
    low_spm: float
    high_spm: float


def session_workout(
    session: Session,
    *,
    exercises: Mapping[str, Exercise],
    measures: Mapping[str, Measure],
    limits: Limits,
    made_at: datetime,
) -> bytes:
    """Return a session as a FIT workout.

    Parameters
    ----------
    session
        As it is planned.
    exercises, measures
        The shelf, for names.
    limits
        Rest between sets and the time to get ready.
    made_at
        When the plan was made.

    Returns
    -------
    bytes
        A whole file. Each side is a step of its own; sets are repeated by repeat steps.

    Raises
    ------
    NothingToDo
        Where the session has no exercise and no test.
    """
    steps = session_steps(session, exercises=exercises, measures=measures, limits=limits)
    kind = FLEXIBILITY if session.kind is SessionKind.RESET else STRENGTH
    name = f"{session.on:%d %b} {session.kind}, {session.minutes:g} min"
    return workout_fit(name, steps, sport=kind, key=session.id, made_at=made_at)


def session_steps(
    session: Session,
    *,
    exercises: Mapping[str, Exercise],
    measures: Mapping[str, Measure],
    limits: Limits,
) -> tuple[Step | Repeat, ...]:
    """Return the steps of a session in order; see ``session_workout``."""
    steps: list[Step | Repeat] = []
    for each in session.prescriptions:
        exercise = exercises[each.exercise]
        first = len(steps)
        steps += _one_set(each, exercise, ready_s=limits["get-ready"].value)
        if each.sets > 1:
            steps.append(_rest("Rest", limits["set-rest"].value))
            steps.append(Repeat(first=first, times=each.sets))
    for measure in session.measures:
        name = measures[measure].name if measure in measures else measure
        steps.append(Step(name=f"Test: {name}", notes="Open psoas: it shows how, and keeps it"))
    return tuple(steps)


def _rest(name: str, rest_s: float) -> Step:
    return Step(name=name, duration_s=rest_s, intensity=REST)


def _one_set(each: Prescription, exercise: Exercise, *, ready_s: float) -> Iterator[Step]:
    """Yield a set: side by side; where a clock runs, with the time to get into position."""
    names = [f", {side_words(side, exercise.side)}" for side in each.sides] or [""]
    notes = f"{amount(each)}. Not: {exercise.fault[:1].lower()}{exercise.fault[1:]}"
    timed_s = each.duration_min * 60 if each.duration_min is not None else None
    if each.reps is None and each.hold_s is not None:
        timed_s = float(each.hold_s)
    for side in names:
        if timed_s is not None:
            yield _rest(f"Get ready{side}", ready_s)
        yield Step(
            name=exercise.name + side,
            notes=notes,
            duration_s=timed_s,
            reps=None if each.reps is None else each.reps * (2 if each.each_way else 1),
            watch_name=exercise.watch_name,
        )


def cue_run_workout(
    *,
    name: str,
    say: str,
    cadence: CadenceAsked | None,
    bouts: int,
    n_with_feedback: int,
    bout_s: float,
    easy_s: float,
    warm_up_s: float,
    cool_down_s: float,
    key: str,
    made_at: datetime,
) -> bytes:
    """Return a run with bouts by a cue as a FIT workout.

    Parameters
    ----------
    name
        What the watch lists it as.
    say
        The words to run by.
    cadence
        The cadence to hold; None for a cue of words.
    bouts, bout_s, easy_s
        How many, how long, and how long easy after each.
    n_with_feedback
        The first so many bouts show the words and hold the cadence. The others do not: a watch
        that beeps at a cadence is help from outside.
    warm_up_s, cool_down_s
        Easy running before and after; 0 leaves it out.
    key
        What makes it this workout and no other, such as its day.
    made_at
        When it was made.

    Raises
    ------
    ValueError
        Where there is no bout, or the bounds of cadence do not rise.
    """
    if bouts < 1 or not 0 <= n_with_feedback <= bouts:
        raise ValueError(f"{n_with_feedback} of {bouts} bouts with feedback")
    steps: list[Step | Repeat] = []
    if warm_up_s > 0:
        steps.append(Step(name="Warm-up, easy", duration_s=warm_up_s, intensity=WARM_UP))
    alone = Step(name="By yourself", notes=BY_YOURSELF, duration_s=bout_s, intensity=INTERVAL)
    for step, times in (
        (_helped(say, cadence, bout_s), n_with_feedback),
        (alone, bouts - n_with_feedback),
    ):
        first = len(steps)
        if times:
            steps.append(step)
            steps.append(Step(name="Easy, as you like", duration_s=easy_s, intensity=RECOVERY))
        if times > 1:
            steps.append(Repeat(first=first, times=times))
    if cool_down_s > 0:
        steps.append(Step(name="Cool-down, easy", duration_s=cool_down_s, intensity=COOL_DOWN))
    return workout_fit(name, steps, sport=RUN, key=key, made_at=made_at)


def _helped(say: str, cadence: CadenceAsked | None, bout_s: float) -> Step:
    """Return a bout with help: the words, and the watch's look at the cadence."""
    if cadence is None:
        return Step(name=say, duration_s=bout_s, intensity=INTERVAL)
    low_spm, high_spm = cadence.low_spm, cadence.high_spm
    if not 0 < low_spm <= high_spm:
        raise ValueError(f"bouts at {low_spm:g} to {high_spm:g} steps/min")
    return Step(
        name=f"{low_spm:g} to {high_spm:g} steps/min",
        notes=f"{say} Your usual is {cadence.baseline_spm:.0f} steps/min.",
        duration_s=bout_s,
        cadence_spm=(low_spm, high_spm),
        intensity=INTERVAL,
    )


def said_run_workout(*, name: str, say: str, means: str, key: str, made_at: datetime) -> bytes:
    """Return a run by a cue of words: one step, as long as the run is."""
    steps = (Step(name=say, notes=means),)
    return workout_fit(name, steps, sport=RUN, key=key, made_at=made_at)
