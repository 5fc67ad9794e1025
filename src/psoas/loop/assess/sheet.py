"""The gate: a raw answer sheet is checked once, all of it, and trusted from there on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from psoas.loop.assess.model import AnswerKind, Contradiction, Question
from psoas.loop.condition import Answered, Sheet

NOT_SURE = "not_sure"
"""Accepted as any answer; it is unknown, and never no."""

DERIVED = "derived"
"""The group of keys that are computed and never asked."""


#: Units as people write them.
_WRITTEN = {"degc": "°C", "nrs": "", "min_per_km": "min/km"}


class SheetErrors(ValueError):
    """Answers that cannot be true or are not understood.

    Parameters
    ----------
    problems
        ``(key, problem)`` for every answer that was refused.
    rest
        The answers that are fine. They may still call for help today: an emergency
        found in them must be shown beside the errors.
    """

    def __init__(self, problems: tuple[tuple[str, str], ...], rest: Sheet) -> None:
        super().__init__("; ".join(f"{key} {problem}" for key, problem in problems))
        self.problems = problems
        self.rest = rest


class _Refused(ValueError):
    """One answer that is not accepted; the message follows the key."""


def _fahrenheit_hint(question: Question, value: float) -> str:
    celsius = (value - 32) / 1.8  # from degrees Fahrenheit
    low, high = question.low, question.high
    if question.unit == "degc" and low is not None and high is not None and low <= celsius <= high:
        return f"; {value:g} looks like Fahrenheit, did you mean {celsius:.1f}?"
    return ""


def _one_leg_hint(question: Question, value: float) -> str:
    low, high = question.low, question.high
    if question.unit == "spm" and low is not None and high is not None and low <= 2 * value <= high:
        return f"; {value:g} looks like one leg, did you mean {2 * value:g}?"
    return ""


def _number(question: Question, value: object) -> Answered:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Refused(f"must be a number, got {value!r}")
    if not math.isfinite(value):
        raise _Refused(f"must be a finite number, got {value!r}")
    low = -math.inf if question.low is None else question.low
    high = math.inf if question.high is None else question.high
    if not low <= value <= high:
        hint = _fahrenheit_hint(question, value) + _one_leg_hint(question, value)
        unit = f" {_WRITTEN.get(question.unit, question.unit)}".rstrip()
        raise _Refused(f"must be between {low:g} and {high:g}{unit}, got {value:g}{hint}")
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
        if question is None:
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
        raise SheetErrors(tuple(problems), sheet)
    return sheet


def _at_least(sheet: Sheet, key: str, least: float) -> bool:
    value = sheet.get(key)
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= least


def _has(sheet: Sheet, key: str, value: str) -> bool:
    answer = sheet.get(key)
    return isinstance(answer, tuple) and value in answer


_Clash = Callable[[Sheet], bool]

#: What clashes, the answers concerned, and the safer answer where a rule would miss it.
_CLASHES: tuple[tuple[str, tuple[str, ...], _Clash, Mapping[str, Answered | None]], ...] = (
    (
        "unable-yet-painless",
        ("weight_bearing", "pain_walk_0_10"),
        lambda s: s.get("weight_bearing") == "unable" and s.get("pain_walk_0_10") == 0,
        {},
    ),
    (
        "painful-weight-yet-painless-walk",
        ("weight_bearing", "pain_walk_0_10"),
        lambda s: s.get("weight_bearing") == "painful" and s.get("pain_walk_0_10") == 0,
        {},
    ),
    (
        "walking-pain-yet-normal-weight",
        ("weight_bearing", "pain_walk_0_10"),
        lambda s: s.get("weight_bearing") == "normal" and _at_least(s, "pain_walk_0_10", 5),
        {"weight_bearing": "painful"},
    ),
    (
        "walking-hurts-more-than-running",
        ("pain_walk_0_10", "pain_run_0_10"),
        lambda s: _at_least(s, "pain_walk_0_10", 2) and s.get("pain_run_0_10") == 0,
        {},
    ),
    (
        "night-pain-yet-sleeps",
        ("pain_night_0_10", "night_pain_wakes"),
        lambda s: _at_least(s, "pain_night_0_10", 5) and s.get("night_pain_wakes") is False,
        {"night_pain_wakes": True},
    ),
    (
        "wakes-yet-no-night-pain",
        ("pain_night_0_10", "night_pain_wakes"),
        lambda s: s.get("pain_night_0_10") == 0 and s.get("night_pain_wakes") is True,
        {},
    ),
    (
        "feels-well-yet-fever",
        ("temperature_c", "feels_feverish_or_unwell"),
        lambda s: (
            _at_least(s, "temperature_c", 37.8) and s.get("feels_feverish_or_unwell") is False
        ),
        {},
    ),
    (
        "saddle-numb-twice",
        ("numbness_area", "saddle_numbness"),
        lambda s: s.get("numbness_area") == "saddle" and s.get("saddle_numbness") is False,
        {"saddle_numbness": True},
    ),
    (
        "testicle-twice",
        ("location", "testicular_pain"),
        lambda s: _has(s, "location", "testicle_scrotum") and s.get("testicular_pain") is False,
        {"testicular_pain": True},
    ),
    (
        "coughing-twice",
        ("pattern", "cough_sneeze_pain"),
        lambda s: _has(s, "pattern", "cough_sneeze") and s.get("cough_sneeze_pain") is False,
        {"cough_sneeze_pain": True},
    ),
    (
        "cannot-lift-yet-strong",
        ("cannot_lift_leg", "resisted_hip_flexion"),
        lambda s: (
            s.get("cannot_lift_leg") is True
            and str(s.get("resisted_hip_flexion")).startswith("strong")
        ),
        {},
    ),
    (
        "pregnant-twice",
        ("pregnant", "periods"),
        lambda s: s.get("periods") == "pregnant" and s.get("pregnant") is False,
        {"pregnant": True},
    ),
    (
        "man-and-pregnancy",
        ("sex", "pregnant"),
        lambda s: (
            s.get("sex") == "male"
            and (s.get("pregnant") is True or s.get("late_period_or_possible_pregnancy") is True)
        ),
        {"sex": None},
    ),
)


def contradictions(sheet: Sheet) -> tuple[Contradiction, ...]:
    """Return the answers of *sheet* that cannot both be true, each with the safer one."""
    return tuple(
        Contradiction(keys=keys, text=f"contradiction.{name}", safer=safer)
        for name, keys, clash, safer in _CLASHES
        if clash(sheet)
    )
