"""The recheck before a session (hazard H-11): without a *none* of today there is no session."""

from __future__ import annotations

from psoas.app.state import State
from psoas.diary import Felt, Recheck
from psoas.store import Logbook
from psoas.store import diary as kept
from psoas.store.sheets import latest_sheet

#: What the runner is asked about, as text keys: new or worse since the check.
SIGNS = (
    "recheck.night",
    "recheck.walking",
    "recheck.fever",
    "recheck.numb",
    "recheck.locks",
    "recheck.pop",
    "recheck.swelling",
)


def keep_recheck(logbook: Logbook, recheck: Recheck) -> None:
    """Keep what was answered; a *yes* or *not sure* stands until the check is answered again."""
    with logbook.writing() as connection:
        earlier, sheet = kept.last_recheck(connection), latest_sheet(connection)
        answered_at = sheet.answered_at if sheet else None
        if recheck.felt is Felt.NONE and earlier is not None and earlier.stands(answered_at):
            return
        kept.keep_recheck(connection, recheck)


def is_rechecked(state: State, session: str) -> bool:
    """Return whether *session* may begin: *none* was answered for it on this day."""
    last = state.recheck
    return (
        state.trains
        and last is not None
        and last.felt is Felt.NONE
        and last.session == session
        and last.answered_at.astimezone(state.now.tzinfo).date() == state.on
    )
