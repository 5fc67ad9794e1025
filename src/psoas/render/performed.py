"""A set as it was done, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from psoas.diary import Performed
from psoas.loop.exercise import Exercise
from psoas.render.units import number


def _name(exercise: str, exercises: Mapping[str, Exercise]) -> str:
    return exercises[exercise].name if exercise in exercises else exercise.replace("-", " ")


def _said(each: Performed) -> Iterator[str]:
    if each.reps is not None:
        yield f"{each.reps} reps"
    if each.hold_s is not None:
        yield f"held {number(each.hold_s)} s"
    if each.load_kg is not None:
        yield f"{number(each.load_kg)} kg"
    if each.in_reserve is not None:
        yield f"{each.in_reserve} more possible"
    if each.pain_nrs is not None:
        yield f"pain {each.pain_nrs} of 10"


def set_words(each: Performed, exercises: Mapping[str, Exercise]) -> str:
    """Return a set in words; what was not said is not there.

    Parameters
    ----------
    each
        The set.
    exercises
        The shelf; one that left it is called by its id.
    """
    side = f", {each.side}" if each.side else ""
    old = f" instead of {_name(each.instead_of, exercises)}" if each.instead_of else ""
    said = ", ".join(_said(each)) or "done, nothing more said"
    return f"{_name(each.exercise, exercises)}{old}{side}, set {each.set_number}: {said}"
