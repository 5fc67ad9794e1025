"""Taking a measure: what can be, what is scored, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any
from uuid import uuid4

from attrs import field, frozen

from psoas.app.battery.photo import angle_of, as_detail
from psoas.diary import Attempt, Outcome, Reading
from psoas.diary.model import NotAnEntry
from psoas.errors import InvalidAnswer, NotFound
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.loop.measure import Kind, Measure
from psoas.loop.taking import controlled, judge
from psoas.quantity import Answer, Side
from psoas.store import Logbook
from psoas.store.attempts import attempts, drop_attempt, keep_attempt
from psoas.store.diary import keep_reading


@frozen(kw_only=True)
class Taking:
    """What a runner says of a measure that was taken."""

    measure: str
    side: Side | None = None
    value: float | None = None
    said: Outcome = Outcome.SCORED
    pain_nrs: int | None = None
    seen: tuple[str, ...] | None = None
    control: Mapping[str, Answer] = field(factory=dict)
    photos: tuple[str, ...] = ()


@frozen(kw_only=True)
class Taken:
    """What became of it: the attempt as it is kept, and why."""

    attempt: Attempt
    reading: Reading | None
    verdict: Verdict


def measure_named(name: str, *, shelf: Shelf) -> Measure:
    """Return a measure of the shelf.

    Raises
    ------
    NotFound
        Where there is none of that name.
    """
    known = shelf.measures.get(name)
    if known is None:
        raise NotFound(
            f"there is no measure {name!r}",
            where="measure",
            fix=f"Choose one of: {', '.join(sorted(shelf.measures))}",
        )
    return known


def _plausible(value: float, measure: Measure) -> float:
    low, high = measure.plausible
    if not isfinite(value) or not low <= value <= high:
        raise InvalidAnswer(
            f"{value:g} {measure.unit} is out of range",
            where=measure.name,
            fix=f"Give a value between {low:g} and {high:g} {measure.unit}",
        )
    return value


def _checked_side(measure: Measure, side: Side | None) -> Side | None:
    if not (side in (Side.LEFT, Side.RIGHT) if measure.sided else side is None):
        fix = "Say --side left or right" if measure.sided else "Leave the side out"
        raise InvalidAnswer("the side does not fit", where=measure.name, fix=fix)
    return side


def _checked_seen(measure: Measure, seen: tuple[str, ...] | None) -> tuple[str, ...] | None:
    known = [each.id for each in measure.seen]
    wrong = sorted(set(seen or ()) - set(known))
    if wrong or (seen is not None and not known):
        raise InvalidAnswer(
            f"{', '.join(wrong) or 'anything'} cannot be seen in it",
            where=measure.name,
            fix=f"Known are: {', '.join(known) or 'none'}",
        )
    return None if seen is None else tuple(each for each in known if each in seen)


def _value(taking: Taking, measure: Measure, seen: tuple[str, ...] | None) -> float | None:
    if taking.value is not None:
        return _plausible(taking.value, measure)
    if measure.kind is Kind.FAULTS and seen is not None:
        return float(len(seen))
    if measure.kind is Kind.PROVOKE and taking.pain_nrs is not None:
        return float(taking.pain_nrs)
    return None


def _read(
    taking: Taking, measure: Measure, seen: tuple[str, ...] | None, shelf: Shelf
) -> tuple[float | None, float | None, dict[str, Any]]:
    """Return the value, how far repeats of an angle differ, and what it was worked out from."""
    if not taking.photos:
        return _value(taking, measure, seen), None, {}
    if measure.kind is not Kind.ANGLE:
        raise InvalidAnswer("photos give an angle only", where=measure.name, fix="Give the value")
    found = angle_of(taking.photos, limits=shelf.limits)
    value = _plausible(round(found.mean_deg.central, 2), measure)
    return value, found.spread_deg, as_detail(taking.photos, found)


def take(logbook: Logbook, taking: Taking, *, shelf: Shelf, now: datetime) -> Taken:
    """Keep a measure that was taken, and score it where it may be scored.

    Points in photos are worked out again here: what a page showed is not believed. A result
    that pain stopped or that was not controlled is kept as what it is and is no reading.

    Raises
    ------
    NotFound
        Where the shelf has no such measure.
    InvalidAnswer
        Where something of it cannot be, or nothing was read.
    """
    measure = measure_named(taking.measure, shelf=shelf)
    side, seen = _checked_side(measure, taking.side), _checked_seen(measure, taking.seen)
    if measure.kind is Kind.FORM:
        raise InvalidAnswer(
            "it is worked out from the questions of the week",
            where=measure.name,
            fix="Answer them: psoas week, or the page How it is going",
        )
    value, spread_deg, detail = _read(taking, measure, seen, shelf)
    verdict = judge(
        measure,
        said=taking.said,
        pain_nrs=taking.pain_nrs,
        control=controlled(measure, taking.control),
        spread_deg=spread_deg,
        limits=shelf.limits,
    )
    scored = verdict.level == Outcome.SCORED
    if scored and value is None:
        raise InvalidAnswer(
            "nothing was read", where=measure.name, fix="Give a value, or say what stopped you"
        )
    said = {point: answer.value for point, answer in taking.control.items()}
    try:
        attempt = Attempt(
            id=str(uuid4()),
            measure=str(measure.id),
            side=side,
            outcome=Outcome(verdict.level),
            value=value,
            pain_nrs=taking.pain_nrs,
            seen=seen,
            controlled=controlled(measure, taking.control),
            detail={**detail, "control": said} if said else detail,
            taken_at=now,
            reading=str(uuid4()) if scored else None,
        )
    except NotAnEntry as error:
        raise InvalidAnswer(str(error), where="pain", fix="Give a number from 0 to 10") from error
    reading = None
    with logbook.writing() as connection:
        if attempt.reading is not None and value is not None:
            reading = Reading(measure=str(measure.id), side=side, value=value, taken_at=now)
            keep_reading(connection, reading, record_id=attempt.reading)
        keep_attempt(connection, attempt)
    return Taken(attempt=attempt, reading=reading, verdict=verdict)


def add_reading(
    logbook: Logbook,
    *,
    measure: str,
    value: float,
    side: Side | None,
    shelf: Shelf,
    now: datetime,
) -> Reading | None:
    """Keep a plain value of a measure; None where it cannot be scored without more.

    Raises
    ------
    NotFound, InvalidAnswer
        As ``take`` does.
    """
    taking = Taking(measure=measure, side=side, value=value)
    return take(logbook, taking, shelf=shelf, now=now).reading


def _chosen(kept: Sequence[Attempt], attempt_id: str | None) -> Attempt:
    found = [each for each in kept if attempt_id is None or each.id == attempt_id]
    if not found:
        raise NotFound(
            "there is no such value to take back",
            where=attempt_id or "the last value",
            fix="Look at psoas tests for the values there are",
        )
    return found[-1]


def undo_attempt(logbook: Logbook, *, attempt_id: str | None = None) -> Attempt:
    """Remove an attempt and the reading it became: the one named, or the last.

    Raises
    ------
    NotFound
        Where there is none.
    """
    with logbook.writing() as connection:
        attempt = _chosen(attempts(connection), attempt_id)
        drop_attempt(connection, attempt)
    return attempt
