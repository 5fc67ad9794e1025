"""Today's dose of an exercise: what the step, the side and the week make of it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from psoas.evidence import Limits, Verdict
from psoas.loop.exercise import Exercise
from psoas.loop.prescription import Prescription, prescribe, timed
from psoas.loop.reload.deload import sets_in
from psoas.loop.reload.model import Step
from psoas.loop.reload.sided import Sided
from psoas.quantity import Side


def dose_today(
    exercise: Exercise,
    steps: Mapping[Side | None, Step],
    *,
    sided: Sided,
    week: Verdict,
    limits: Limits,
) -> tuple[Prescription, ...]:
    """Turn the next steps of an exercise into what is done today.

    Parameters
    ----------
    exercise
        An entry of the shelf.
    steps
        By side; under None for an exercise without sides. A side without a step begins at the
        low end of the dose.
    sided
        Which sides work, in order, and which does more.
    week
        Whether it is an easier one, from ``week_kind``.
    limits
        Rest and get-ready times.

    Returns
    -------
    tuple of Prescription
        One where all sides do the same, else one for each side in its turn. Never more than
        one set above the dose, and at least one.
    """
    if not sided.doses:
        return (_one(exercise, (), steps.get(None), 0, week, limits),)
    each = [
        _one(exercise, (dose.side,), steps.get(dose.side), dose.more_sets, week, limits)
        for dose in sided.doses
    ]
    sides = tuple(dose.side for dose in sided.doses)
    alike = {attrs.evolve(one, sides=()) for one in each}
    if len(alike) == 1:
        return (timed(attrs.evolve(each[0], sides=sides), exercise, limits=limits),)
    return tuple(each)


def _one(
    exercise: Exercise,
    sides: tuple[Side, ...],
    step: Step | None,
    more_sets: int,
    week: Verdict,
    limits: Limits,
) -> Prescription:
    begun = prescribe(exercise, sides=sides, progress_ratio=0.0, limits=limits)
    fewer = step.fewer_sets if step is not None else 0
    # pain takes a set before anything gives one
    sets = max(1, begun.sets - fewer) if fewer else begun.sets + more_sets
    if step is not None and step.reps is not None and begun.reps is not None:
        begun = attrs.evolve(begun, reps=step.reps)
    if step is not None and step.hold_s is not None and begun.hold_s is not None:
        begun = attrs.evolve(begun, hold_s=step.hold_s)
    asked = attrs.evolve(begun, sets=sets_in(week, sets, limits=limits))
    return timed(asked, exercise, limits=limits)
