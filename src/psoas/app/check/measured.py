"""What measuring answers of the check: a test that was taken speaks for itself.

Only readings speak: what was stopped by pain, not controlled or not tried says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from math import ceil
from typing import Any

import attrs
from attrs import frozen

from psoas.app.check.checking import check
from psoas.diary import Attempt, Pain, Reading, When
from psoas.library import Shelf
from psoas.loop.assess.model import Assessment
from psoas.loop.condition import Answered
from psoas.loop.measure import Better, Measure, Says
from psoas.quantity import Side
from psoas.store.sheets import KeptSheet

#: Measures that are a score of their day, as the diary's are, and the moment they are of.
DAY_SCORES = {
    "pain-nrs-now": When.BEFORE,
    "pain-nrs-run": When.DURING,
    "pain-nrs-morning": When.MORNING,
}


def scores_of(
    readings: Iterable[Reading], *, zone: tzinfo | None, shelf: Shelf
) -> tuple[Pain, ...]:
    """Return pain that was told as a measure or with the questions of the week, by day.

    Only what is amber or more: it can make a day louder, and never green.
    """
    least = shelf.limits["pain-amber"].value
    return tuple(
        Pain(
            felt_on=each.taken_at.astimezone(zone).date(),
            when=DAY_SCORES[each.measure],
            pain_nrs=ceil(each.value),
            entered_at=each.taken_at,
        )
        for each in readings
        if each.measure in DAY_SCORES and ceil(each.value) >= least
    )


@frozen(kw_only=True)
class _Found:
    """The newest reading of a side, with what was seen; None where nobody looked."""

    value: float
    seen: tuple[str, ...] | None
    taken_at: datetime


@frozen(kw_only=True)
class Measured:
    """An answer that was measured."""

    key: str
    value: Answered
    measure: str
    taken_at: datetime


def _newest(
    readings: Sequence[Reading], attempts: Sequence[Attempt], *, measure: Measure, side: Side | None
) -> _Found | None:
    mine = [each for each in readings if each.measure == measure.id and each.side == side]
    if not mine:
        return None
    last = max(mine, key=lambda each: each.taken_at)
    told = [
        each
        for each in attempts
        if each.reading is not None
        and (each.measure, each.side, each.taken_at) == (last.measure, last.side, last.taken_at)
    ]
    if measure.control and not told:
        return None  # nobody says that it was controlled
    return _Found(value=last.value, seen=told[-1].seen if told else None, taken_at=last.taken_at)


def _fits(says: Says, found: _Found) -> bool:
    if says.above is not None and not found.value > says.above:
        return False
    if not says.looks:
        return True
    seen = found.seen
    return seen is not None and set(says.seen) <= set(seen) and not set(says.none_seen) & set(seen)


def _answers_of(measure: Measure, found: _Found) -> Iterator[tuple[int, Measured]]:
    """Return the answer to each key, with its place: the worst of a key stands first."""
    told: set[str] = set()
    for place, says in enumerate(measure.says):
        if says.key in told or not _fits(says, found):
            continue
        if (
            not says.looks
            and found.seen is None
            and any(each.looks and each.key == says.key for each in measure.says)
        ):
            continue  # nobody looked, so what is left over is not known
        told.add(says.key)
        value = found.value if says.value is None else says.value
        yield (
            place,
            Measured(key=says.key, value=value, measure=measure.id, taken_at=found.taken_at),
        )


def _worst(measure: Measure, found: Sequence[tuple[int, Measured]]) -> dict[str, Measured]:
    """Of both sides keep the worse answer of each key."""
    sign = 1 if measure.better is Better.HIGHER else -1

    def badness(each: tuple[int, Measured]) -> tuple[float, float]:
        place, measured = each
        number = measured.value
        plain = isinstance(number, int | float) and not isinstance(number, bool)
        return (place, sign * float(number) if plain else 0.0)  # type: ignore[arg-type]  # a number

    kept: dict[str, Measured] = {}
    for _, measured in sorted(found, key=badness):
        kept.setdefault(measured.key, measured)
    return kept


def measured_answers(
    readings: Sequence[Reading],
    attempts: Sequence[Attempt],
    *,
    sore: Side | None,
    now: datetime,
    shelf: Shelf,
) -> tuple[Measured, ...]:
    """Return what readings answer of the check.

    Parameters
    ----------
    readings, attempts
        All that are kept; the newest of a measure and side speaks.
    sore
        The sore side speaks; of both, or where it is not known, the worse.
    now
        Readings that are older from it than a limit of the shelf no longer speak.
    shelf
        For the measures and the limit.
    """
    since = now - timedelta(days=shelf.limits["measured-valid"].value)
    readings = [each for each in readings if each.taken_at >= since]
    sides = sore.single if sore is not None else Side.BOTH.single
    answers: list[Measured] = []
    for measure in shelf.measures.values():
        of_sides = [
            _newest(readings, attempts, measure=measure, side=side)
            for side in (sides if measure.sided else (None,))
        ]
        told = [pair for each in of_sides if each for pair in _answers_of(measure, each)]
        answers += _worst(measure, told).values()
    return tuple(answers)


def _never_milder(old: Assessment, new: Assessment) -> Assessment:
    """A test may raise how soon a clinician is needed; a good result never lowers it."""
    if new.disposition.urgency >= old.disposition.urgency:
        return new
    return attrs.evolve(
        new,
        disposition=old.disposition,
        running=old.running,
        reasons=old.reasons,
        concerns=old.concerns,
    )


def with_measured(sheet: KeptSheet, measured: Sequence[Measured], *, shelf: Shelf) -> KeptSheet:
    """Return a sheet as it stands with what was measured since; itself where nothing was.

    An answer given in the check after the test holds over it. A runner who is referred
    stays referred: no test is looked at.
    """
    structured: Mapping[str, Any] = sheet.answers.get("structured", {})
    newer = {
        each.key: each.value
        for each in measured
        if each.taken_at >= sheet.answered_at or structured.get(each.key) is None
    }
    if not newer or not sheet.assessment.disposition.trains:
        return sheet
    answers = {**sheet.answers, "structured": {**structured, **newer}}
    found = check(answers, shelf=shelf)
    if found.assessment is None:
        return sheet
    assessment = _never_milder(sheet.assessment, found.assessment)
    return attrs.evolve(sheet, answers=answers, assessment=assessment)
