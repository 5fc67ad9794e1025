"""How soon a clinician is needed: rules as data, the most urgent that fires wins.

Three things can hold a programme back: a rule that fires; an essential question
without an answer (hazard H-06); and an emergency or urgent rule that is met as far as
it is known and lacks only an answer. *Not sure* is unknown, and unknown is never no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from psoas.evidence import Scalar, Verdict
from psoas.loop.assess.inputs import INPUTS
from psoas.loop.assess.model import Disposition, Question, Running
from psoas.loop.condition import Answered, Sheet
from psoas.loop.rule import Rule
from psoas.quantity import Answer

GREEN_NRS = 2
"""Running pain up to here is green (science.md section 2.4)."""

STOP_ABOVE_NRS = 3
"""Above this a runner who waits for a clinician does not run (stop rule of the programme)."""

HEALING_WEEKS = 12
"""Before so many weeks after a birth a clinician comes first (hazard H-18)."""

Rules = Mapping[str, Rule[Disposition]]


class Disposed(NamedTuple):
    """What the rules say of a sheet."""

    disposition: Disposition
    running: Running
    reasons: tuple[Verdict, ...]
    unknown: tuple[str, ...]


def dispose(
    sheet: Sheet,
    rules: Rules,
    questions: Mapping[str, Question],
    *,
    needed: frozenset[str] = frozenset(),
) -> Disposed:
    """Return the disposition of *sheet*, what to do about running, and the reasons.

    Parameters
    ----------
    sheet
        A checked sheet with its findings.
    rules, questions
        By id and by key.
    needed
        Questions beside the essential ones that must be answered: what was said of them is
        a sign of danger of which no more is known.

    Returns
    -------
    Disposed
        Reasons are the rules that fired, most urgent first. Where a question is open
        that must not be, the disposition is at least CLINICIAN and ``unknown`` names it.
    """
    fired = sorted(
        (rule for rule in rules.values() if rule.fires(sheet) is Answer.YES),
        key=lambda rule: -rule.then.urgency,
    )
    unknown = (*_essentials_open(sheet, questions, needed), *_half_met(sheet, rules))
    found = [rule.then for rule in fired] + [Disposition.CLINICIAN] * bool(unknown)
    disposition = max(found, key=lambda each: each.urgency, default=Disposition.PROGRAMME)
    return Disposed(
        disposition,
        running(disposition, sheet),
        tuple(_verdict(rule, sheet) for rule in fired),
        tuple(dict.fromkeys(unknown)),
    )


def _essentials_open(
    sheet: Sheet, questions: Mapping[str, Question], needed: frozenset[str]
) -> Iterator[str]:
    """Yield essential questions without an answer.

    One that concerns the other sex is waived. While the sex is not known none is
    waived: organs are asked about, not assumed.
    """
    for key, question in questions.items():
        waived = question.only_for and sheet.get("sex") not in (None, question.only_for)
        essential = question.essential or key in needed
        if essential and not waived and sheet.get(key) is None:
            yield key


def _half_met(sheet: Sheet, rules: Rules) -> Iterator[str]:
    """Yield what to ask where an emergency or urgent rule lacks only an answer."""
    for rule in rules.values():
        if rule.then.urgency < Disposition.URGENT.urgency or not rule.all:
            continue
        answers = {condition.key: condition.holds(sheet) for condition in rule.all}
        if rule.fires(sheet) is Answer.UNKNOWN and Answer.YES in answers.values():
            for key, answer in answers.items():
                if answer is Answer.UNKNOWN:
                    yield from _to_ask(key, sheet)


def _to_ask(key: str, sheet: Sheet) -> Iterator[str]:
    for asked in INPUTS.get(key, (key,)):
        if sheet.get(asked) is None:
            yield asked


def running(disposition: Disposition, sheet: Sheet) -> Running:
    """Return what to do about running meanwhile.

    An emergency or an urgent finding stops it. Before a clinician has looked, it stops
    where it hurts above 3 of 10, where walking or the night hurts, where that is not
    known, and after an operation or a birth; otherwise it is eased. A watched programme
    eases it. A programme goes on with it while running pain is green.
    """
    if disposition.urgency >= Disposition.URGENT.urgency:
        return Running.STOP
    if disposition is Disposition.CLINICIAN:
        return Running.STOP if _hurts_too_much(sheet) or _healing(sheet) else Running.MODIFY
    if disposition is Disposition.PROGRAMME and _within(sheet, "pain_run_0_10", GREEN_NRS):
        return Running.CONTINUE
    return Running.MODIFY


def _healing(sheet: Sheet) -> bool:
    """Whether a surgeon, or twelve weeks after a birth, come before any run (hazard H-18)."""
    operated = sheet.get("surgery") not in (None, "none")
    weeks = sheet.get("weeks_postpartum")
    return operated or (isinstance(weeks, int | float) and weeks < HEALING_WEEKS)


def _hurts_too_much(sheet: Sheet) -> bool:
    return not (
        _within(sheet, "pain_run_0_10", STOP_ABOVE_NRS)
        and _within(sheet, "pain_walk_0_10", 0)
        and _within(sheet, "pain_night_0_10", 0)
    )


def _within(sheet: Sheet, key: str, most: float) -> bool:
    pain = sheet.get(key)
    return isinstance(pain, int | float) and pain <= most


def _verdict(rule: Rule[Disposition], sheet: Sheet) -> Verdict:
    return Verdict(
        rule=rule.id,
        answer=Answer.YES,
        level=rule.then.value,
        text=rule.say[0],
        values=shown_values(sheet, rule.keys),
        sources=rule.sources,
        grade=rule.grade,
    )


def shown_values(sheet: Sheet, keys: tuple[str, ...]) -> dict[str, Scalar]:
    """Return the answers to *keys* that are known, in a form that can be shown."""
    return {key: _shown(value) for key in keys if (value := sheet.get(key)) is not None}


def _shown(value: Answered) -> Scalar:
    if isinstance(value, bool):
        return Answer.of(value).value
    if isinstance(value, int | float | str):
        return value
    return ", ".join(value)
