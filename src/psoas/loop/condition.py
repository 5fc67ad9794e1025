"""One comparison of an answer with a value; it has three outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from numbers import Real

from attrs import field, frozen
from attrs.validators import min_len

from psoas.quantity import Answer

Answered = bool | int | float | str | Sequence[str]
Sheet = Mapping[str, Answered | None]
"""Answers by key. A key that is absent or None was not answered."""


class Comparison(StrEnum):
    """How an answer is compared; the list is closed."""

    EQUALS = "equals"
    IS_NOT = "is-not"
    ONE_OF = "one-of"
    INCLUDES = "includes"
    """A list of answers holds the value."""
    INCLUDES_ANY = "includes-any"
    ABOVE = "above"
    AT_LEAST = "at-least"
    BELOW = "below"
    AT_MOST = "at-most"


def _includes(answer: Answered, value: Answered) -> bool:
    return isinstance(answer, Sequence) and not isinstance(answer, str) and value in answer


def _includes_any(answer: Answered, value: Answered) -> bool:
    return isinstance(value, Sequence) and any(_includes(answer, each) for each in value)


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[Answered, Answered], bool]:
    def outcome(answer: Answered, value: Answered) -> bool:
        numbers = (answer, value)
        if any(isinstance(each, bool) or not isinstance(each, Real) for each in numbers):
            raise TypeError(f"only numbers are ordered, got {answer!r} and {value!r}")
        return compare(float(answer), float(value))  # type: ignore[arg-type]  # both are Real

    return outcome


_COMPARE: dict[Comparison, Callable[[Answered, Answered], bool]] = {
    Comparison.EQUALS: lambda answer, value: answer == value,
    Comparison.IS_NOT: lambda answer, value: answer != value,
    Comparison.ONE_OF: lambda answer, value: isinstance(value, Sequence) and answer in value,
    Comparison.INCLUDES: _includes,
    Comparison.INCLUDES_ANY: _includes_any,
    Comparison.ABOVE: _ordered(lambda answer, value: answer > value),
    Comparison.AT_LEAST: _ordered(lambda answer, value: answer >= value),
    Comparison.BELOW: _ordered(lambda answer, value: answer < value),
    Comparison.AT_MOST: _ordered(lambda answer, value: answer <= value),
}


@frozen(kw_only=True)
class Condition:
    """An answer's key, a comparison, and the value it is compared with."""

    key: str = field(validator=min_len(1))
    compare: Comparison
    value: Answered

    def holds(self, sheet: Sheet) -> Answer:
        """Return whether it holds of *sheet*; unknown where the key was not answered."""
        answer = sheet.get(self.key)
        if answer is None:
            return Answer.UNKNOWN
        return Answer.of(_COMPARE[self.compare](answer, self.value))
