"""Reading one answer of a sheet: yes, no or unknown."""

from __future__ import annotations

from psoas.loop.condition import Sheet
from psoas.quantity import Answer


def said_yes(sheet: Sheet, key: str) -> Answer:
    """Return a yes-or-no answer with its third outcome."""
    answer = sheet.get(key)
    return Answer.of(answer if isinstance(answer, bool) else None)


def said(sheet: Sheet, key: str, *values: str) -> Answer:
    """Return whether the answer is one of *values*."""
    answer = sheet.get(key)
    return Answer.of(None if answer is None else answer in values)


def listed(sheet: Sheet, key: str, *values: str) -> Answer:
    """Return whether a list of answers holds one of *values*."""
    answer = sheet.get(key)
    return Answer.of(any(v in answer for v in values) if isinstance(answer, tuple) else None)


def number_of(sheet: Sheet, key: str) -> float | None:
    """Return a number, None where it was not answered."""
    answer = sheet.get(key)
    return float(answer) if isinstance(answer, int | float) else None


def inverted(answer: Answer) -> Answer:
    """Return no for yes and yes for no; unknown stays unknown."""
    swapped = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}
    return swapped.get(answer, answer)
