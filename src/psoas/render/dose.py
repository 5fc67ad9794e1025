"""A dose in words."""

from __future__ import annotations

import re

from psoas.loop.exercise import Dose, Exercise, Range, SideRule
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


def tempo_words(tempo: str) -> str:
    """Return a tempo in words: ``2-1-2`` is 2 s there, 1 s held, 2 s back."""
    counted = re.match(r"(\d+)-(\d+)-(\d+)", tempo)
    if counted is None:
        return tempo
    parts = zip(counted.groups(), ("there", "held", "back"), strict=True)
    said = ", ".join(f"{seconds}\u00a0s {what}" for seconds, what in parts if seconds != "0")
    return said + tempo[counted.end() :]


def _range(bounds: Range, what: str) -> str:
    low, high = bounds
    said = number(low) if low == high else f"{number(low)} to {number(high)}"
    return f"{said} {what}"


def _amount_range(dose: Dose) -> str:
    if dose.duration_min is not None:
        return _range(dose.duration_min, "min")
    if dose.distance_yd is not None:
        return _range(dose.distance_yd, "yards")
    if dose.reps is not None and dose.hold_s is not None:
        return f"{_range(dose.reps, 'holds')} of {_range(dose.hold_s, 's')}"
    if dose.reps is not None:
        return _range(dose.reps, "reps") + (" each way" if dose.each_way else "")
    if dose.hold_s is not None:
        return f"hold {_range(dose.hold_s, 's')}"
    return "to fatigue" if dose.to_fatigue else "no amount given"


def dose_range(exercise: Exercise) -> str:
    """Return the dose as the shelf has it, from the least to the most, in words."""
    dose = exercise.dose
    sets = "1 set" if dose.sets == (1.0, 1.0) else _range(dose.sets, "sets")
    per_side = "" if exercise.side is SideRule.NONE else ", on each side worked"
    return f"{sets}, {_amount_range(dose)}{per_side}"
