"""What a runner agrees to before answers are kept, and taking it back."""

from __future__ import annotations

from datetime import datetime

from psoas.store import Logbook
from psoas.store.drafts import consented, give_consent, withdraw_consent

#: Which wording of the welcome was agreed to; another wording is asked again.
WORDING = "2026-11"
#: The two boxes of the first check, and what is said where one is not ticked.
BOXES = {
    "understood": "Tick the box to say that you have read what this is",
    "agreed": "Tick the box to say that the answers may be kept on this device",
}


def agree(logbook: Logbook, *, now: datetime) -> None:
    """Keep that the runner has read what this is and lets answers be kept."""
    with logbook.writing() as connection:
        if consented(connection, wording=WORDING) is None:
            give_consent(connection, wording=WORDING, at=now)


def agreed_at(logbook: Logbook) -> datetime | None:
    """Return since when answers may be kept; None where that was not agreed to."""
    with logbook.reading() as connection:
        return consented(connection, wording=WORDING)


def withdraw(logbook: Logbook, *, now: datetime) -> None:
    """Delete answers, scores, tests and plan, overwritten; runs stay."""
    with logbook.writing() as connection:
        withdraw_consent(connection, at=now)
    logbook.shrink()
