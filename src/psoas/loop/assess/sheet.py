"""The gate: a raw answer sheet is checked once, all of it, and trusted from there on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Set

from psoas.loop.assess.model import AnswerKind, Disposition, Question
from psoas.loop.condition import Answered, Sheet

NOT_SURE = "not_sure"
"""Accepted as any answer; it is unknown, and never no."""

DERIVED = "derived"
"""The group of keys that are computed and never asked."""


#: Units as people write them.
_WRITTEN = {"degc": "°C", "nrs": "", "min_per_km": "min/km"}


EARLIER = "previous_assessments"
"""Earlier checks: a list of ``{"days_ago": n, "disposition": "…"}``, or none."""

VALID_DAYS = 14
"""A check is valid, and its worst answer holds, for so long (hazards H-10 and H-11)."""

_HELD_BACK = {"EMERGENCY": "earlier_emergency", "URGENT": "earlier_urgent"}


class SheetErrors(ValueError):
    """Answers that cannot be true or are not understood.

    Parameters
    ----------
    problems
        ``(key, problem)`` for every answer that was refused.
    rest
        The answers that are fine, as they came in, and what a refused one means until it is
        put right: a raw sheet without a problem. They may still call for help today: an
        emergency found in them must be shown beside the errors.
    """

    def __init__(self, problems: tuple[tuple[str, str], ...], rest: Mapping[str, object]) -> None:
        super().__init__("; ".join(f"{key} {problem}" for key, problem in problems))
        self.problems = problems
        self.rest = rest


class _Refused(ValueError):
    """One answer that is not accepted; the message follows the key."""


#: Per unit, what is often written instead: its name, and how it turns into the unit.
_MIXED_UP: Mapping[str, tuple[str, Callable[[float], float]]] = {
    "degc": ("Fahrenheit", lambda value: (value - 32) / 1.8),
    "spm": ("one leg", lambda value: 2 * value),
    "h": ("minutes", lambda value: value / 60),
    "cm": ("metres", lambda value: 100 * value),
}

#: What an answer that was refused means until it is put right: a temperature that cannot
#: be is a fever, and is never dropped (hazard H-08).
UNTIL_CLARIFIED: Mapping[str, Mapping[str, Answered]] = {
    "temperature_c": {"feels_feverish_or_unwell": True},
}


def _hint(question: Question, value: float) -> str:
    """Return the other unit that would make *value* possible, if there is one."""
    low, high = question.low, question.high
    if question.unit not in _MIXED_UP or low is None or high is None:
        return ""
    name, converted = _MIXED_UP[question.unit]
    meant = converted(value)
    if not low < meant <= high:
        return ""
    return f"; {value:g} looks like {name}, did you mean {meant:.3g}?"


def _number(question: Question, value: object) -> Answered:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Refused(f"must be a number, got {value!r}")
    if not math.isfinite(value):
        raise _Refused(f"must be a finite number, got {value!r}")
    low = -math.inf if question.low is None else question.low
    high = math.inf if question.high is None else question.high
    if not low <= value <= high:
        unit = f" {_WRITTEN.get(question.unit, question.unit)}".rstrip()
        raise _Refused(
            f"must be between {low:g} and {high:g}{unit}, got {value:g}{_hint(question, value)}"
        )
    return value


def _yes_no(_question: Question, value: object) -> Answered:
    if not isinstance(value, bool):
        raise _Refused(f"must be true or false, got {value!r}")
    return value


def _text(_question: Question, value: object) -> Answered:
    if not isinstance(value, str):
        raise _Refused(f"must be text, got {value!r}")
    return value


def _choice(question: Question, value: object) -> Answered:
    chosen = _text(question, value)
    if not question.open and chosen not in question.choices:
        raise _Refused(f"must be one of {', '.join(question.choices)}, got {value!r}")
    return chosen


def _choices(question: Question, value: object) -> Answered:
    if not isinstance(value, list | tuple):
        raise _Refused(f"must be a list, got {value!r}")
    return tuple(str(_choice(question, each)) for each in value)


_ACCEPT: dict[AnswerKind, Callable[[Question, object], Answered]] = {
    AnswerKind.YES_NO: _yes_no,
    AnswerKind.NUMBER: _number,
    AnswerKind.TEXT: _text,
    AnswerKind.CHOICE: _choice,
    AnswerKind.CHOICES: _choices,
}


def _of_the_sore_side(question: Question, value: object) -> object:
    """Return the sore side's number of a test that was done on both: sore side, other side."""
    if not (question.sided and isinstance(value, list | tuple)):
        return value
    if len(value) != 2:
        raise _Refused("must be one number, or two: the sore side's and the other's")
    for each in value:
        if not _is_unknown(each):
            _number(question, each)
    return value[0]


def _is_unknown(value: object) -> bool:
    return (
        value is None
        or value == NOT_SURE
        or (isinstance(value, list | tuple) and NOT_SURE in value)
    )


def _earlier(value: object) -> dict[str, Answered]:
    """Return what earlier checks mean today: the worst of two weeks, the last one's age."""
    found: dict[str, Answered] = {
        "earlier_emergency": False,
        "earlier_urgent": False,
        "earlier_clinician": False,
    }
    if not isinstance(value, list | tuple):
        raise _Refused("must be a list of earlier checks")
    ages = []
    for each in value:
        days, said = (
            (each.get("days_ago"), each.get("disposition"))
            if isinstance(each, Mapping)
            else (None, None)
        )
        if isinstance(days, bool) or not isinstance(days, int | float) or not days >= 0:
            raise _Refused("must name days_ago, 0 or more, for each check")
        if said not in tuple(Disposition):
            raise _Refused(f"must name one of {', '.join(Disposition)} for each check")
        ages.append(days)
        if days <= VALID_DAYS and Disposition(said).holds_back:
            found[_HELD_BACK.get(str(said), "earlier_clinician")] = True
    if ages:
        found["last_check_days_ago"] = min(ages)
    return found


def check_sheet(raw: Mapping[str, object], questions: Mapping[str, Question]) -> Sheet:
    """Return *raw* as a sheet that can be trusted; what is unknown is left out.

    Parameters
    ----------
    raw
        Answers by key, as they came in.
    questions
        The questions by key.

    Raises
    ------
    SheetErrors
        With every problem at once.
    """
    problems: list[tuple[str, str]] = []
    sheet: dict[str, Answered] = {}
    for key, value in raw.items():
        question = questions.get(key)
        if key == EARLIER:
            try:
                sheet.update({} if _is_unknown(value) else _earlier(value))
            except _Refused as refused:
                problems.append((key, str(refused)))
        elif question is None:
            problems.append((str(key), "is not a key of the answer sheet"))
        elif question.group == DERIVED:
            problems.append((key, "is computed from other answers and cannot be entered"))
        else:
            try:
                answer = _of_the_sore_side(question, value)
                if not _is_unknown(answer):
                    sheet[key] = _ACCEPT[question.kind](question, answer)
            except _Refused as refused:
                problems.append((key, str(refused)))
    if problems:
        raise SheetErrors(tuple(problems), without(raw, {key for key, _ in problems}))
    return sheet


def without(raw: Mapping[str, object], refused: Set[str] = frozenset()) -> dict[str, object]:
    """Return the raw answers but unknown and refused ones, and what these mean for now."""
    fine = {key: value for key, value in raw.items() if str(key) not in refused}
    rest = {key: value for key, value in fine.items() if not _is_unknown(value)}
    for key in refused:
        rest |= UNTIL_CLARIFIED.get(key, {})
    return rest
