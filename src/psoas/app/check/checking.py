"""The check: from an answer sheet to what may be done, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import attrs
from attrs import field, frozen

from psoas.app.check.observing import Seen, observed_of
from psoas.app.check.weighing import UNSAID, believed_sheet
from psoas.errors import InvalidAnswer
from psoas.evidence import Made
from psoas.library import Shelf
from psoas.loop.assess.assess import assess
from psoas.loop.assess.believe import Believed, believe
from psoas.loop.assess.model import Assessment, Disposition
from psoas.loop.assess.sheet import SheetErrors
from psoas.loop.condition import Sheet
from psoas.loop.equipment import Equipment
from psoas.loop.reload import choose_strength, level_allowed
from psoas.loop.reset import choose_drills
from psoas.render.assessment import assessment_text
from psoas.store import Logbook
from psoas.store.sheets import KeptSheet, drop_plans, keep_sheet

METHOD = Made(by="app/checking", version=2)
RECORD_KEYS = frozenset({"id", "age", "sex", "free_text", "structured"})
#: How many exercises a check names to begin with; the plan has the doses.
FIRST_EXERCISES = 4
FIRST_DRILLS = 1
#: Below this age nothing is kept (safety.md section 3, H-09).
KEPT_FROM_YEARS = 16


@frozen(kw_only=True)
class Checked:
    """An answer sheet with what was said of it."""

    id: str
    answers: Mapping[str, Any]
    assessment: Assessment | None
    exercises: tuple[str, ...] = ()
    text: str = ""
    problems: tuple[tuple[str, str], ...] = field(default=())
    child: bool = False
    """Whether any age that was stated is below 16."""
    warning: Assessment | None = None
    """What the answers that are understood call for, where others were refused."""


def first_exercises(
    assessment: Assessment, sheet: Sheet, *, shelf: Shelf, owned: frozenset[Equipment]
) -> tuple[str, ...]:
    """Return the names of what a runner would begin with; none for one who is referred."""
    if not assessment.disposition.trains:
        return ()
    pain = sheet.get("pain_run_0_10")
    worst = pain if isinstance(pain, int) else None
    level = level_allowed((), worst_pain_nrs=worst)
    if sheet.get("strength_sessions_week") in (None, 0):
        level = 1  # level 2 is earned by two sessions (science.md section 8.3)
    exercises = shelf.exercises.values()
    drivers = [ranked.driver.value for ranked in assessment.drivers]
    strength = choose_strength(exercises, drivers=drivers, sheet=sheet, owned=owned, level=level)
    drills = [
        each
        for each in choose_drills(exercises, sheet=sheet, owned=owned)
        if each.level[0] <= level and each not in strength[:FIRST_EXERCISES]
    ]
    chosen = (*strength[:FIRST_EXERCISES], *drills[:FIRST_DRILLS])
    return tuple(each.name for each in chosen)


def check(
    record: Mapping[str, Any],
    *,
    shelf: Shelf,
    owned: frozenset[Equipment] = UNSAID,
    seen: Seen | None = None,
    now: datetime | None = None,
    needed: frozenset[str] = frozenset(),
) -> Checked:
    """Assess one answer sheet.

    Parameters
    ----------
    record
        ``structured`` answers, and optionally ``id``, ``age``, ``sex``, ``free_text``.
    shelf
        Questions, rules and weights.
    owned
        What the runner has: it decides which exercises are named, and which tests.
    seen, now
        What is kept of the runner and the moment of the answers: runs, tests and clip speak
        to the drivers, never to the disposition. Without both only the answers speak.
    needed
        Questions that must be answered beside the essential ones.

    Returns
    -------
    Checked
        With ``problems`` (field and what is wrong) and no assessment where an answer
        cannot be true or is not understood.
    """
    name = "" if record.get("id") is None else str(record["id"])
    answers = record.get("structured", {})
    unknown = sorted(set(record) - RECORD_KEYS)
    if unknown or not isinstance(answers, Mapping):
        problems = [(key, "is not part of an answer sheet") for key in unknown]
        if not isinstance(answers, Mapping):
            problems.append(("structured", "must be an object of answers"))
        return _refused(name, {}, tuple(problems))
    beside: dict[str, Any] = {key: record.get(key) for key in ("free_text", "age", "sex")}
    try:
        sheet = believed_sheet(record, shelf=shelf)
        assessment = assess(
            answers,
            questions=shelf.questions,
            rules=shelf.rules,
            weights=shelf.weights,
            probes=shelf.probes,
            observed=_observed(sheet, seen, now, shelf=shelf),
            owned=owned,
            needed=needed,
            **beside,
        )
    except SheetErrors as error:
        refused = _refused(name, answers, error.problems)
        return _with_warning(refused, error.rest, words=beside["free_text"], shelf=shelf)
    believed = _believed(record, shelf=shelf)
    exercises = first_exercises(assessment, sheet, shelf=shelf, owned=owned)
    return Checked(
        id=name,
        answers=dict(record),
        assessment=assessment,
        child=_is_child(believed),
        exercises=exercises,
        text=checked_text(assessment, shelf=shelf),
    )


def _observed(sheet: Sheet, seen: Seen | None, now: datetime | None, *, shelf: Shelf) -> Sheet:
    if seen is None or now is None:
        return {}
    return observed_of(seen, sheet, answered_at=now, shelf=shelf)


def _believed(record: Mapping[str, Any], *, shelf: Shelf) -> Believed:
    return believe(
        record.get("structured", {}),
        questions=shelf.questions,
        free_text=record.get("free_text"),
        age=record.get("age"),
        sex=record.get("sex"),
    )


def _is_child(believed: Believed) -> bool:
    """Whether the youngest age that was stated is below 16."""
    ages = (each for each in believed.ages if isinstance(each, int | float))
    return min(ages, default=KEPT_FROM_YEARS) < KEPT_FROM_YEARS


def checked_text(assessment: Assessment, *, shelf: Shelf) -> str:
    """Return all that a runner is shown of an assessment, with what to test next."""
    return assessment_text(
        assessment, texts=shelf.texts, questions=shelf.questions, probes=shelf.probes
    )


def _with_warning(
    refused: Checked, rest: Mapping[str, object], *, words: object, shelf: Shelf
) -> Checked:
    """Say at once what the answers that are understood warn of; a typing error hides none."""
    found = assess(
        rest,
        free_text=words if isinstance(words, str) else None,
        questions=shelf.questions,
        rules=shelf.rules,
        weights=shelf.weights,
    )
    if found.disposition not in (Disposition.EMERGENCY, Disposition.URGENT):
        return refused
    warning = assessment_text(found, texts=shelf.texts, questions=shelf.questions)
    return attrs.evolve(refused, text=f"{warning}\n{refused.text}", warning=found)


def _refused(
    name: str, answers: Mapping[str, Any], problems: tuple[tuple[str, str], ...]
) -> Checked:
    said = "Please check these answers: " + "; ".join(f"{key} {what}" for key, what in problems)
    return Checked(id=name, answers=answers, assessment=None, text=said, problems=problems)


def keep_check(logbook: Logbook, checked: Checked, *, now: datetime) -> KeptSheet | None:
    """Keep a check as it is; a runner who is referred keeps no plan.

    Of a runner below 16 nothing is kept, and None is returned (hazard H-09).

    Raises
    ------
    InvalidAnswer
        Where the sheet was refused.
    """
    if checked.assessment is None:
        raise InvalidAnswer(
            "; ".join(f"{key} {what}" for key, what in checked.problems),
            where=checked.id or "the answer sheet",
            fix="Correct these answers and check again",
        )
    if checked.child:
        return None
    kept = KeptSheet(
        id=str(uuid4()),
        answered_at=now,
        answers=checked.answers,
        assessment=checked.assessment,
    )
    with logbook.writing() as connection:
        keep_sheet(connection, kept, made=METHOD)
        if not checked.assessment.disposition.trains:
            drop_plans(connection)
    return kept
