"""Measures and the week as the command line tells them: plain values, and lines of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from psoas.app.battery.entries import Entry, Standing
from psoas.app.battery.taking import Taken
from psoas.app.told import verdict_as_plain
from psoas.diary import Attempt
from psoas.library import Shelf
from psoas.loop.condition import Comparison, Condition
from psoas.render.words import say, worded


def attempt_as_plain(attempt: Attempt) -> dict[str, Any]:
    """Return an attempt."""
    return {
        "id": attempt.id,
        "measure": attempt.measure,
        "side": attempt.side.value if attempt.side else None,
        "outcome": attempt.outcome.value,
        "value": attempt.value,
        "pain_nrs": attempt.pain_nrs,
        "seen": None if attempt.seen is None else list(attempt.seen),
        "controlled": attempt.controlled.value,
        "detail": dict(attempt.detail),
        "taken_at": attempt.taken_at.isoformat(),
    }


def taken_as_plain(taken: Taken, *, shelf: Shelf) -> dict[str, Any]:
    """Return what became of a measure; *kept* is the reading, null where it is none."""
    reading = taken.reading
    kept = reading and {
        "measure": reading.measure,
        "side": reading.side.value if reading.side else None,
        "value": reading.value,
        "taken_at": reading.taken_at.isoformat(),
    }
    return {
        "kept": kept,
        "attempt": attempt_as_plain(taken.attempt),
        "why": verdict_as_plain(taken.verdict, shelf=shelf),
    }


def _standing_as_plain(standing: Standing) -> dict[str, Any]:
    last = standing.last
    return {
        "side": standing.side.value if standing.side else None,
        "value": last.value if last else None,
        "taken_at": last.taken_at.isoformat() if last else None,
        "error": standing.error,
        "direction": standing.change.direction.value if standing.change else None,
    }


def condition_words(condition: Condition, *, shelf: Shelf) -> tuple[str, str]:
    """Return a condition as its question and the answers that would rule a measure out."""
    texts, key, value = shelf.texts, condition.key, condition.value
    values = value if isinstance(value, tuple) else (value,)
    labels = [
        texts.get(f"choice.{key}.{each}", str(each).replace("_", " ")).lower() for each in values
    ]
    match condition.compare:
        case Comparison.IS_NOT:
            answer = f"anything but {labels[0]}"
        case Comparison.AT_LEAST:
            answer = f"{labels[0]} or more"
        case Comparison.AT_MOST:
            answer = f"{labels[0]} or less"
        case _:
            answer = "yes" if value is True else " or ".join(labels)
    return shelf.questions[key].ask, answer


def entry_as_plain(entry: Entry, *, shelf: Shelf) -> dict[str, Any]:
    """Return a measure as it stands for a runner today."""
    measure, verdict = entry.measure, entry.gate.verdict
    known = measure.detectable
    return {
        "id": measure.id,
        "name": measure.name,
        "kind": measure.kind.value,
        "unit": measure.unit,
        "sided": measure.sided,
        "minutes": measure.minutes,
        "allowed": verdict.answer.value,
        "why": verdict_as_plain(verdict, shelf=shelf),
        "ask": [condition_words(each, shelf=shelf)[0] for each in entry.gate.ask],
        "detectable": None if known.unknown else {"value": known.value, "pct": known.pct},
        "last": [_standing_as_plain(each) for each in entry.standings],
    }


def entry_lines(entry: Entry, *, shelf: Shelf) -> Iterator[str]:
    """Return a measure in words: may it be taken, and what was last read."""
    measure, gate = entry.measure, entry.gate
    mark = {"yes": "now", "no": "not now", "unknown": "ask first"}[gate.verdict.answer.value]
    yield f"{measure.id} [{mark}] {measure.name}"
    if not gate.is_open:
        yield f"  {worded(gate.verdict, texts=shelf.texts)}"
    for condition in gate.ask:
        question, answer = condition_words(condition, shelf=shelf)
        yield f"  {question} (wait if: {answer})"
    for each in entry.standings:
        if each.last is not None:
            side = f"{each.side} " if each.side else ""
            error = "error not known" if each.error is None else f"counts from {each.error:g}"
            yield f"  {side}{each.last.value:g} {measure.unit}, {error}"


def taken_lines(taken: Taken, *, shelf: Shelf) -> Iterator[str]:
    """Return what became of a measure in words."""
    attempt, detail = taken.attempt, taken.attempt.detail
    unit = shelf.measures[attempt.measure].unit
    side = f", {attempt.side}" if attempt.side else ""
    value = "" if attempt.value is None else f": {attempt.value:g} {unit}"
    yield f"{attempt.measure}{value}{side}"
    if "taps_error_deg" in detail:
        known = shelf.measures[attempt.measure].detectable
        yield say(
            "photo.error",
            values={
                "taps_deg": round(detail["taps_error_deg"], 1),
                "spread_deg": round(detail["spread_deg"], 1),
                "test_deg": known.value or 0.0,
            },
            texts=shelf.texts,
        )
    yield worded(taken.verdict, texts=shelf.texts)


def battery_as_plain(entries: Sequence[Entry], *, shelf: Shelf) -> dict[str, Any]:
    """Return every measure as it stands today."""
    return {"tests": [entry_as_plain(each, shelf=shelf) for each in entries]}
