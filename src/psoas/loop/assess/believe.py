"""What is believed of a sheet: the answers, raised by the runner's words, the safer of two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from psoas.loop.assess.contradictions import contradictions, implied
from psoas.loop.assess.free_text import raise_from
from psoas.loop.assess.model import Contradiction, Question, Raised
from psoas.loop.assess.sheet import SheetErrors, check_sheet, without
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
    beside = {"age_years": age, "sex": sex}
    words, (answers, person) = _checked(free_text, (raw_sheet, beside), questions)
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


def _checked(
    words: object, parts: tuple[Mapping[str, object], ...], questions: Mapping[str, Question]
) -> tuple[str, list[Sheet]]:
    sheets: list[Sheet] = []
    problems: list[tuple[str, str]] = []
    rest: dict[str, object] = {}
    for part in parts:
        try:
            sheets.append(check_sheet(part, questions))
            rest = {**without(part), **rest}
        except SheetErrors as errors:
            problems.extend(errors.problems)
            rest = {**errors.rest, **rest}
    if words is not None and not isinstance(words, str):
        problems.append(("free_text", f"must be text, got {words!r}"))
    elif not problems:
        return words or "", sheets
    raise SheetErrors(tuple(dict.fromkeys(problems)), rest)


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
