"""A check in the light of the logbook: what was said before, and what runs and tests show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs

from psoas.app.check.checking import Checked, check
from psoas.app.check.course import referred_of
from psoas.app.check.earlier import held_by, held_verdict, with_earlier
from psoas.app.state import seen_of
from psoas.library import Shelf
from psoas.loop.assess.sheet import VALID_DAYS
from psoas.render.words import worded
from psoas.store import Logbook
from psoas.store.sheets import sheets_since


def check_in(
    logbook: Logbook,
    record: Mapping[str, Any],
    *,
    shelf: Shelf,
    now: datetime,
    needed: frozenset[str] = frozenset(),
) -> Checked:
    """Assess an answer sheet of the logbook's own runner, without keeping it.

    The worst check of the last 14 days holds (hazard H-10), and so does the course of the last
    weeks, where it calls for a clinician. Runs and tests speak to the
    drivers, and never to the disposition.
    """
    with logbook.reading() as connection:
        earlier = sheets_since(connection, now - timedelta(days=VALID_DAYS + 1))
    seen, owned = seen_of(logbook, on=now.date())
    referred = referred_of(logbook, shelf=shelf, now=now)
    judged = with_earlier(record, earlier, now=now, referred=bool(referred))
    checked = check(judged, shelf=shelf, owned=owned, seen=seen, now=now, needed=needed)
    if checked.assessment is None:
        return checked
    held = held_by(checked.assessment, earlier, at=now, now=now)
    also = (*referred, *([held_verdict(held, shelf=shelf)] if held else []))
    said = [worded(each, texts=shelf.texts) for each in also]
    return attrs.evolve(checked, text="\n".join((checked.text, *said)))
