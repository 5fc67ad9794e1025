"""Wrong versions of a disposition rule, each by one small mistake."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import attrs

from psoas.library import shelf
from psoas.loop.assess import Disposition
from psoas.loop.assess.model import AnswerKind
from psoas.loop.condition import Comparison, Condition
from psoas.loop.rule import Rule

ORDERED = (
    Comparison.ABOVE,
    Comparison.AT_LEAST,
    Comparison.BELOW,
    Comparison.AT_MOST,
    Comparison.EQUALS,
    Comparison.IS_NOT,
)
#: What else each comparison could have been written as; the number comparisons come from ORDERED.
FLIPPED = {
    Comparison.EQUALS: (Comparison.IS_NOT,),
    Comparison.IS_NOT: (Comparison.EQUALS,),
    Comparison.INCLUDES: (Comparison.EQUALS, Comparison.IS_NOT),
    Comparison.INCLUDES_ANY: (Comparison.EQUALS, Comparison.IS_NOT),
    Comparison.ONE_OF: (Comparison.EQUALS, Comparison.IS_NOT),
}
#: The smallest step of an answer, where it is not 1.
STEPS = {"temperature_c": 0.1, "bmi": 0.1}


class Mutant(NamedTuple):
    """A wrong rule, and the mistake in it; None is the rule taken away."""

    rule: str
    mistake: str
    wrong: Rule[Disposition] | None


def mutants(rule: Rule[Disposition]) -> Iterator[Mutant]:
    """Yield every mutant of *rule*."""
    for mistake, wrong in _wrong(rule):
        yield Mutant(rule.id, mistake, wrong)


def _wrong(rule: Rule[Disposition]) -> Iterator[tuple[str, Rule[Disposition] | None]]:
    yield "taken away", None
    yield "retired", attrs.evolve(rule, until=date(2026, 11, 25))
    yield from _consequences(rule)
    conditions = rule.all or rule.any
    if len(conditions) > 1:
        yield "all and any swapped", attrs.evolve(rule, all=rule.any, any=rule.all)
        for number, each in enumerate(conditions):
            rest = conditions[:number] + conditions[number + 1 :]
            yield f"without {each.key}", _with(rule, rest)
    for number, each in enumerate(conditions):
        for mistake, wrong in _conditions(each):
            changed = (*conditions[:number], wrong, *conditions[number + 1 :])
            yield f"{each.key} {mistake}", _with(rule, changed)


def _with(rule: Rule[Disposition], conditions: tuple[Condition, ...]) -> Rule[Disposition]:
    name = "all" if rule.all else "any"
    return attrs.evolve(rule, **{name: conditions})


def _consequences(rule: Rule[Disposition]) -> Iterator[tuple[str, Rule[Disposition]]]:
    levels = list(Disposition)
    at = levels.index(rule.then)
    for place in (at - 1, at + 1):
        if 0 <= place < len(levels):
            yield f"gives {levels[place]}", attrs.evolve(rule, then=levels[place])


def _conditions(condition: Condition) -> Iterator[tuple[str, Condition]]:
    for mistake, change in (*_comparisons(condition), *_values(condition)):
        yield mistake, attrs.evolve(condition, **change)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _comparisons(condition: Condition) -> Iterator[tuple[str, dict[str, Any]]]:
    others = ORDERED if _is_number(condition.value) else FLIPPED[condition.compare]
    for each in others:
        if each is not condition.compare:
            yield each.value, {"compare": each}


def _values(condition: Condition) -> Iterator[tuple[str, dict[str, Any]]]:
    value = condition.value
    if isinstance(value, bool):
        yield "value swapped", {"value": not value}
    elif isinstance(value, int | float):
        step = STEPS.get(condition.key, 1)
        for wrong in (value - step, value + step):
            yield f"value {wrong:g}", {"value": wrong}
    elif isinstance(value, str):
        for sibling in _siblings(condition.key, (value,)):
            yield f"value {sibling}", {"value": sibling}
    else:
        yield from _lists(condition.key, tuple(value))


def _lists(key: str, values: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    for each in values:
        yield f"without {each}", {"value": tuple(other for other in values if other != each)}
    for sibling in _siblings(key, values):
        yield f"with {sibling}", {"value": (*values, sibling)}


def _siblings(key: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the other answers of the question."""
    question = shelf().questions[key]
    if question.kind is AnswerKind.TEXT:
        return ("another",)
    assert question.kind in (AnswerKind.CHOICE, AnswerKind.CHOICES)
    return tuple(each for each in question.choices if each not in values)
