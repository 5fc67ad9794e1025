"""An exercise as it is to be done today: side, sets, reps, and how long it takes."""

from __future__ import annotations

import attrs
from attrs import frozen

from psoas.evidence import Limits
from psoas.loop.exercise import Exercise, ExerciseId, Range
from psoas.quantity import Side


@frozen(kw_only=True)
class Prescription:
    """One exercise of a session.

    Exactly what is to be done: *reps*, *hold_s*, *distance_yd* or *duration_min* as the
    exercise's dose gives it, *sets* times, on each of *sides* (empty: no side).
    """

    exercise: ExerciseId
    sides: tuple[Side, ...]
    sets: int
    reps: int | None
    hold_s: int | None
    distance_yd: float | None
    duration_min: float | None
    to_fatigue: bool
    each_way: bool
    seconds: float


def _between(bounds: Range | None, share_ratio: float) -> float | None:
    if bounds is None:
        return None
    low, high = bounds
    return low + (high - low) * min(max(share_ratio, 0.0), 1.0)


def bout_s(each: Prescription, exercise: Exercise, *, limits: Limits) -> float:
    """Return the seconds of one set on one side, rests left out.

    Parameters
    ----------
    each, exercise
        What is to be done, and the entry it is of.
    limits
        The pace of a crawl, and how many repetitions *to fatigue* is planned as.
    """
    if each.duration_min is not None:
        return each.duration_min * 60
    if each.distance_yd is not None:
        yard_s = limits["crawl-pace"].value if exercise.yard_s is None else exercise.yard_s
        return each.distance_yd * yard_s
    if each.reps is None and each.hold_s is not None:
        return float(each.hold_s)
    reps = each.reps if each.reps is not None else limits["fatigue-reps"].value
    per_rep_s = each.hold_s if each.hold_s is not None else exercise.rep_s
    return reps * per_rep_s * (2 if each.each_way else 1)


def timed(each: Prescription, exercise: Exercise, *, limits: Limits) -> Prescription:
    """Return *each* with the seconds it takes, changes of side and rests included."""
    bouts = each.sets * max(1, len(each.sides))
    rest_s = limits["set-rest"].value * (each.sets - 1) + limits["get-ready"].value * bouts
    work_s = bouts * bout_s(each, exercise, limits=limits)
    return attrs.evolve(each, seconds=round(work_s + rest_s, 1))


def prescribe(
    exercise: Exercise,
    *,
    sides: tuple[Side, ...],
    progress_ratio: float,
    fewer_sets: int = 0,
    limits: Limits,
) -> Prescription:
    """Turn an exercise's dose into what is done today.

    Parameters
    ----------
    exercise
        An entry of the shelf.
    sides
        The sides to work, in order; empty for an exercise without sides.
    progress_ratio
        0 at the low end of the dose's ranges, 1 at the high end.
    fewer_sets
        How many sets today's pain takes away; at least one set stays.
    limits
        Rest and get-ready times.

    Returns
    -------
    Prescription
        With the seconds it takes, changes of side and rests between sets included.
    """
    dose = exercise.dose
    sets = max(1, round(_between(dose.sets, progress_ratio) or 1) - fewer_sets)
    reps = _between(dose.reps, 1 - progress_ratio if dose.reps_fall else progress_ratio)
    hold_s = _between(dose.hold_s, progress_ratio)
    found = Prescription(
        exercise=exercise.id,
        sides=sides,
        sets=sets,
        reps=None if reps is None else round(reps),
        hold_s=None if hold_s is None else round(hold_s),
        distance_yd=None if dose.distance_yd is None else dose.distance_yd[0],
        duration_min=None if dose.duration_min is None else dose.duration_min[0],
        to_fatigue=dose.to_fatigue,
        each_way=dose.each_way,
        seconds=0.0,
    )
    return timed(found, exercise, limits=limits)
