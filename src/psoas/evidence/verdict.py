"""A statement that explains itself."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen
from attrs.validators import min_len

from psoas.evidence.grade import Grade
from psoas.evidence.source import SourceId
from psoas.quantity import Answer

Scalar = str | int | float


@frozen(kw_only=True)
class Verdict:
    """What a rule said of one runner, built from the numbers that decided.

    Parameters
    ----------
    rule
        The id of the rule, measure or method that speaks.
    answer
        Whether it holds; unknown where something it needs was not measured.
    level
        The consequence, a word of the room that made it (``red``, ``URGENT``).
    text
        Key into the texts; ``render`` words it with *values*.
    values
        The very numbers that decided, each name ending in its unit.
    sources, grade
        What it rests on, and how strong that is.
    """

    rule: str
    answer: Answer
    level: str
    text: str
    values: Mapping[str, Scalar] = field(factory=dict)
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
    grade: Grade
