"""Yes, no and unknown, with Kleene's strong logic."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Answer(StrEnum):
    """The answer to a question that may not have been asked or measured."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, claim: bool | None) -> Answer:
        """Return the answer that *claim* stands for; None is unknown."""
        if claim is None:
            return cls.UNKNOWN
        return cls.YES if claim else cls.NO


def all_of(answers: Iterable[Answer]) -> Answer:
    """Return whether all hold: no if one is no, else unknown if one is unknown."""
    seen = set(answers)
    if Answer.NO in seen:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in seen else Answer.YES


def any_of(answers: Iterable[Answer]) -> Answer:
    """Return whether any holds: yes if one is yes, else unknown if one is unknown."""
    seen = set(answers)
    if Answer.YES in seen:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in seen else Answer.NO
