"""A kept check, weighed by all that is known now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from psoas.library import Shelf
from psoas.loop.assess.advise import advice
from psoas.loop.assess.assess import eased
from psoas.loop.assess.believe import believe
from psoas.loop.assess.drivers import rank_drivers
from psoas.loop.assess.findings import with_findings
from psoas.loop.assess.sheet import SheetErrors
from psoas.loop.assess.worthwhile import most_worth
from psoas.loop.condition import Sheet
from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.store.sheets import KeptSheet

#: What a runner has of whom nothing is said: a band is taken for granted.
UNSAID = ALWAYS_THERE | {Equipment.BAND}


def owned_by(profile: Mapping[str, Any]) -> frozenset[Equipment]:
    """Return what the runner has; a band is taken for granted until something is said."""
    said = profile.get("equipment")
    if said is None:
        return UNSAID
    return ALWAYS_THERE | {Equipment(each) for each in said}


def believed_sheet(record: Mapping[str, Any], *, shelf: Shelf) -> Sheet:
    """Return the answers of *record* as they were judged, with what follows from them.

    What a runner's own words raised, and the safer of two answers that clash, rule an
    exercise out as an answer does.
    """
    believed = believe(
        record.get("structured", {}),
        questions=shelf.questions,
        free_text=record.get("free_text"),
        age=record.get("age"),
        sex=record.get("sex"),
    )
    return with_findings(believed.sheet)


def weighed_anew(
    kept: KeptSheet,
    observed: Sheet,
    *,
    shelf: Shelf,
    owned: frozenset[Equipment],
    tests_allowed: bool = True,
) -> KeptSheet:
    """Return a kept check with its drivers weighed by all that is known now.

    Runs that were imported, tests that were taken and clips that were kept since the check
    speak too. Disposition, reasons and what is open stay as they were; running is only ever
    eased. A check of a runner who may not train, or that psoas no longer understands, is
    returned as it was kept.

    Parameters
    ----------
    kept
        As it was kept.
    observed
        What runs, tests and clip show.
    shelf
        Weights and probes.
    owned
        What the runner has.
    tests_allowed
        Whether the body may be tested today.
    """
    found = kept.assessment
    if not found.disposition.trains:
        return kept
    try:
        answers = believed_sheet(kept.answers, shelf=shelf)
    except SheetErrors:
        return kept
    told = {**answers, **observed}
    drivers = rank_drivers(told, shelf.weights)
    worth = most_worth(
        told,
        weights=shelf.weights,
        probes=shelf.probes.values(),
        owned=owned,
        tests_allowed=tests_allowed,
    )
    return attrs.evolve(
        kept,
        assessment=attrs.evolve(
            found,
            running=eased(found.running, drivers),
            drivers=drivers,
            advice=advice(answers, drivers),
            next_tests=worth,
            to_measure=tuple(m for each in worth if (m := shelf.probes[each.probe].measure)),
        ),
    )
