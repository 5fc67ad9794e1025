"""A dose in words."""

from __future__ import annotations

from psoas.loop.exercise import Exercise, SideRule
from psoas.loop.prescription import Prescription
from psoas.quantity import Side
from psoas.render.units import number


def amount(each: Prescription) -> str:
    """Return what one set is, in words."""
    if each.duration_min is not None:
        return f"{number(each.duration_min)} min"
    if each.distance_yd is not None:
        return f"{number(each.distance_yd)} yards"
    if each.reps is not None and each.hold_s is not None:
        return f"{each.reps} holds of {each.hold_s} s"
    if each.reps is not None:
        return f"{each.reps} reps" + (" each way" if each.each_way else "")
    if each.hold_s is not None:
        return f"hold {each.hold_s} s"
    return "until tired, kept clean"


def side_words(side: Side, rule: SideRule) -> str:
    """Return a side as it is meant in the exercise."""
    return f"{side} knee down" if rule is SideRule.TIGHT_DOWN else f"{side} side"


def dose_words(each: Prescription, exercise: Exercise) -> str:
    """Return a whole dose in words: sets, amount, sides."""
    sets = f"{each.sets} × " if each.sets > 1 else ""
    names = [side_words(side, exercise.side) for side in each.sides]
    if not names:
        return sets + amount(each)
    said = f"{names[0]} only" if len(names) == 1 else ", then ".join(names)
    return f"{sets}{amount(each)} · {said}"
