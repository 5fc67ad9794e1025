"""A session as a list of steps: get ready, work, rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs
from attrs import frozen

from psoas.errors import NotFound
from psoas.evidence import Limits
from psoas.loop.exercise import Exercise
from psoas.loop.prescription import Prescription, bout_s
from psoas.programme import Session
from psoas.quantity import Side
from psoas.render.dose import amount, side_words


@frozen(kw_only=True)
class Step:
    """One thing to do for a while.

    ``kind`` is ``ready``, ``work`` or ``rest``. A step that *waits* ends when the runner
    says so: nobody knows beforehand when a muscle is tired. *beat_s* is the time of one
    repetition, *reps* and *hold_s* are the plan's of the whole set. A set is written down
    at the end of the step that says *logs*.
    """

    kind: str
    exercise: str
    title: str
    say: str
    side: str = ""
    leg: str = ""
    set_number: int = 1
    sets: int = 1
    seconds: float
    beat_s: float | None = None
    reps: int | None = None
    hold_s: float | None = None
    logs: bool = False
    waits: bool = False
    switch: bool = False
    first: bool = False


def exercise_of(each: Prescription, exercises: Mapping[str, Exercise]) -> Exercise:
    """Return the exercise that a plan names.

    Raises
    ------
    NotFound
        Where the shelf has changed since the plan was made.
    """
    found = exercises.get(each.exercise)
    if found is None:
        raise NotFound(
            f"the plan names the exercise {each.exercise!r}, which is not on the shelf",
            where="plan",
            fix="Make the plan again",
        )
    return found


def _beat_s(each: Prescription, exercise: Exercise) -> float | None:
    """Return the time of one repetition, None where nothing is counted."""
    if each.duration_min is not None or each.distance_yd is not None:
        return None
    if each.reps is not None:
        return float(each.hold_s) if each.hold_s is not None else exercise.rep_s
    return exercise.rep_s if each.hold_s is None else None


def _work(each: Prescription, exercise: Exercise, ready: Step, limits: Limits) -> Iterator[Step]:
    """One set on one side; what is done each way is two steps."""
    work_s = bout_s(each, exercise, limits=limits)
    ways = ("one way", "the other way") if each.each_way and each.reps is not None else ("",)
    for way in ways:
        yield attrs.evolve(
            ready,
            kind="work",
            say=f"{each.reps} reps {way}" if way else amount(each),
            seconds=work_s / len(ways),
            beat_s=_beat_s(each, exercise),
            reps=None if each.reps is None else each.reps * len(ways),
            hold_s=None if each.hold_s is None else float(each.hold_s),
            logs=way == ways[-1],
            waits=each.to_fatigue,
            switch=False,
            first=False,
        )


def _exercise_steps(each: Prescription, exercise: Exercise, limits: Limits) -> Iterator[Step]:
    sides: tuple[Side | None, ...] = each.sides or (None,)
    for set_number in range(1, each.sets + 1):
        for index, side in enumerate(sides):
            ready = Step(
                kind="ready",
                exercise=str(exercise.id),
                title=exercise.name,
                say=amount(each),
                side=side_words(side, exercise.side) if side else "",
                leg=side or "",
                set_number=set_number,
                sets=each.sets,
                seconds=limits["get-ready"].value,
                switch=index > 0,
                first=set_number == 1 and index == 0,
            )
            yield ready
            yield from _work(each, exercise, ready, limits)
        if set_number < each.sets:
            yield Step(
                kind="rest",
                exercise=str(exercise.id),
                title=exercise.name,
                say="Rest",
                set_number=set_number,
                sets=each.sets,
                seconds=limits["set-rest"].value,
            )


def steps_of_one(
    each: Prescription, *, exercises: Mapping[str, Exercise], limits: Limits
) -> tuple[Step, ...]:
    """Return the steps of one exercise in order."""
    return tuple(_exercise_steps(each, exercise_of(each, exercises), limits))


def steps_of(
    session: Session, *, exercises: Mapping[str, Exercise], limits: Limits
) -> tuple[Step, ...]:
    """Return all steps of a session in order; together they take what the plan says."""
    return tuple(
        step
        for each in session.prescriptions
        for step in steps_of_one(each, exercises=exercises, limits=limits)
    )
