"""One answer sheet in, one assessment out."""

from __future__ import annotations

from collections.abc import Mapping

from psoas.evidence import Verdict
from psoas.loop.assess.dispose import Disposed, Rules, dispose
from psoas.loop.assess.drivers import rank_drivers
from psoas.loop.assess.findings import with_findings
from psoas.loop.assess.free_text import raise_from
from psoas.loop.assess.model import (
    Assessment,
    Contradiction,
    Disposition,
    Driver,
    Question,
    RankedDriver,
    Running,
    Weight,
)
from psoas.loop.assess.sheet import SheetErrors, check_sheet, contradictions
from psoas.loop.condition import Answered, Sheet

MOST_CONCERNS = 5
"""No more concerns than a worried runner can read; the reasons are never cut."""

_LOAD_DRIVERS = frozenset({Driver.LOAD_SPIKE, Driver.SPEED_OVERLOAD})


def assess(
    raw_sheet: Mapping[str, object],
    *,
    questions: Mapping[str, Question],
    rules: Rules,
    weights: Mapping[str, Weight],
    free_text: object = None,
    age: object = None,
    sex: object = None,
) -> Assessment:
    """Assess one answer sheet.

    Parameters
    ----------
    raw_sheet
        Answers by key, as they came in.
    questions, rules, weights
        From the shelf, by key and id.
    free_text
        The runner's own words; they can raise an answer and never lower one.
    age, sex
        As stated beside the sheet. Of two ages the younger is used, and the more urgent
        of what either gives; of two sexes none is believed.

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
    used = _safer(spoken, clashes)
    ages = [each.get("age_years") for each in (used, answers, person)]
    disposed = _most_urgent(used, ages, questions=questions, rules=rules)
    found = with_findings(used)
    drivers = rank_drivers(found, weights) if disposed.disposition.trains else ()
    return Assessment(
        disposition=disposed.disposition,
        running=_eased(disposed.running, drivers),
        reasons=disposed.reasons,
        drivers=drivers,
        concerns=_concerns(disposed.disposition, disposed.reasons, rules),
        unknown=disposed.unknown,
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


def _most_urgent(
    sheet: Sheet,
    ages: list[Answered | None],
    *,
    questions: Mapping[str, Question],
    rules: Rules,
) -> Disposed:
    """Dispose for every age that was stated; the most urgent outcome holds."""
    known: list[Answered | None] = [age for age in dict.fromkeys(ages) if age is not None]
    outcomes = [
        dispose(with_findings({**sheet, "age_years": age}), rules, questions)
        for age in known or [None]
    ]
    return max(outcomes, key=lambda each: each.disposition.urgency)


def _eased(running: Running, drivers: tuple[RankedDriver, ...]) -> Running:
    """Ease running where the load itself is a named driver."""
    if running is Running.CONTINUE and any(each.driver in _LOAD_DRIVERS for each in drivers):
        return Running.MODIFY
    return running


def _concerns(
    disposition: Disposition, reasons: tuple[Verdict, ...], rules: Rules
) -> tuple[str, ...]:
    """Return what to say of the rules that fired, at the deciding level and the one below.

    A watched programme's advice is not given to a runner who must be seen first.
    """
    least = disposition.urgency - 1
    if disposition is Disposition.CLINICIAN:
        least = disposition.urgency
    told = (
        key
        for reason in reasons
        if Disposition(reason.level).urgency >= least
        for key in rules[reason.rule].say[1:]
    )
    return tuple(dict.fromkeys(told))[:MOST_CONCERNS]
