"""What is believed of a sheet: the answers, raised by the runner's words, the safer of two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from psoas.loop.assess.contradictions import contradictions, implied
from psoas.loop.assess.free_text import raise_from
from psoas.loop.assess.model import Contradiction, Question, Raised
from psoas.loop.assess.sheet import SheetErrors, check_sheet
from psoas.loop.condition import Answered, Sheet


class Believed(NamedTuple):
    """A sheet to judge, and what became of it on the way."""

    sheet: Sheet
    ages: tuple[Answered, ...]
    """Every age that was stated."""
    raised: tuple[Raised, ...]
    asked_again: tuple[Contradiction, ...]


def believe(
    raw_sheet: Mapping[str, object],
    *,
    questions: Mapping[str, Question],
    free_text: object = None,
    age: object = None,
    sex: object = None,
) -> Believed:
    """Return the sheet that rules, exercises and drivers look at.

    Parameters
    ----------
    raw_sheet, free_text, age, sex
        As they came in; see ``assess``.
    questions
        From the shelf, by key.

    Raises
    ------
    SheetErrors
        With every answer that cannot be true or is not understood.
    """
    words = _words(free_text)
    answers, person = _checked((raw_sheet, {"age_years": age, "sex": sex}), questions)
    person_clashes = _person_clashes(answers, person)
    stated = _safer({**person, **answers}, person_clashes)
    spoken, raised = raise_from(words, stated)
    clashes = contradictions(spoken)
    used = {**_safer(spoken, clashes), **implied(spoken)}
    ages = (each.get("age_years") for each in (used, answers, person))
    return Believed(
        sheet=used,
        ages=tuple(dict.fromkeys(age for age in ages if age is not None)),
        raised=raised,
        asked_again=(*person_clashes, *clashes),
    )


def _words(free_text: object) -> str:
    if free_text is None or isinstance(free_text, str):
        return free_text or ""
    raise SheetErrors((("free_text", f"must be text, got {free_text!r}"),), {})


def _checked(
    parts: tuple[Mapping[str, object], ...], questions: Mapping[str, Question]
) -> list[Sheet]:
    sheets: list[Sheet] = []
    problems: list[tuple[str, str]] = []
    for part in parts:
        try:
            sheets.append(check_sheet(part, questions))
        except SheetErrors as errors:
            problems.extend(errors.problems)
            sheets.append(errors.rest)
    if problems:
        rest = {key: value for sheet in reversed(sheets) for key, value in sheet.items()}
        raise SheetErrors(tuple(dict.fromkeys(problems)), rest)
    return sheets


def _person_clashes(answers: Sheet, person: Sheet) -> tuple[Contradiction, ...]:
    """Return where age or sex stated beside the sheet differ from those in it (H-09)."""
    clashes = []
    for key, text in (("age_years", "contradiction.age-twice"), ("sex", "contradiction.sex-twice")):
        one, other = answers.get(key), person.get(key)
        if one is not None and other is not None and one != other:
            safer = {key: _younger(one, other)}
            clashes.append(Contradiction(keys=(key,), text=text, safer=safer))
    return tuple(clashes)


def _younger(one: Answered, other: Answered) -> Answered | None:
    """Return the lower of two numbers; of two words neither."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return min(one, other)
    return None


def _safer(sheet: Sheet, clashes: tuple[Contradiction, ...]) -> Sheet:
    """Return *sheet* with the safer answer wherever two clash."""
    used = dict(sheet)
    for clash in clashes:
        used.update(clash.safer)
    return used
