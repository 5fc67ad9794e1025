"""The recheck before a session (hazard H-11): without a *none* of today there is no session."""

from __future__ import annotations

from sqlalchemy import Connection

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
        keep_recheck_in(connection, recheck)


def keep_recheck_in(connection: Connection, recheck: Recheck) -> None:
    """Keep what was answered, perhaps hours ago; see ``keep_recheck``.

    What is told late outweighs what was answered since only where it still stands: a *none*
    of this morning does not open a session of now.
    """
    earlier, sheet = kept.last_recheck(connection), latest_sheet(connection)
    checked_at = sheet.answered_at if sheet else None
    weighs_more = earlier is not None and (
        earlier.stands(checked_at) or recheck.answered_at < earlier.answered_at
    )
    if recheck.stands(checked_at) or not weighs_more:
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
