"""The check as the command line tells it: plain values for JSON."""

from __future__ import annotations

from typing import Any

from psoas.app.check.checking import Checked
from psoas.app.check.worth_told import told_by, worth_plain
from psoas.library import Shelf
from psoas.render.words import worded


def check_as_plain(checked: Checked, *, shelf: Shelf) -> dict[str, Any]:
    """Return a check in the shape that ``psoas check`` prints."""
    found = checked.assessment
    if found is None:
        line = not_understood(
            what="; ".join(f"{key} {what}" for key, what in checked.problems),
            where=", ".join(key for key, _ in checked.problems),
            fix="Correct these answers and check again",
        )
        warned = checked.warning.disposition.value if checked.warning else None
        return {**line, "id": checked.id, "disposition": warned, "text": checked.text}
    verdicts = (*found.reasons, *(v for ranked in found.drivers for v in ranked.evidence))
    return {
        "id": checked.id,
        "disposition": found.disposition.value,
        "drivers": [ranked.driver.value for ranked in found.drivers],
        "why": [
            {
                "rule": verdict.rule,
                "text": worded(verdict, texts=shelf.texts),
                "sources": list(verdict.sources),
                "grade": verdict.grade.value,
                **told_by(verdict.rule, shelf=shelf),
            }
            for verdict in verdicts
        ],
        "exercises": list(checked.exercises),
        "running": found.running.value,
        "asked_tests": [shelf.probes[each.probe].name for each in found.next_tests],
        "next_tests": [worth_plain(each, shelf=shelf) for each in found.next_tests],
        "text": checked.text,
        "error": None,
    }


def not_understood(*, what: str, where: str, fix: str) -> dict[str, Any]:
    """Return the line that ``psoas check`` prints for a sheet it cannot assess."""
    return {
        "id": "",
        "disposition": None,
        "drivers": [],
        "why": [],
        "exercises": [],
        "running": "stop",
        "asked_tests": [],
        "next_tests": [],
        "text": f"{what}. {fix}.",
        "error": {"what": what, "where": where, "fix": fix},
    }
