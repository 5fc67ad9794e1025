"""Taking one import back."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from psoas.app.files.bringing_back import bring_back
from psoas.errors import NotFound
from psoas.store import Logbook
from psoas.store.batches import Batch, batches, undo_batch
from psoas.store.same import files_that_tell


@frozen(kw_only=True)
class Undone:
    """What an undo removed, and what came back because a better file is gone."""

    batch: str
    files: int
    back: int


def imports_of(logbook: Logbook) -> tuple[Batch, ...]:
    """Return the imports, newest first."""
    with logbook.reading() as connection:
        return batches(connection)


def _chosen(found: tuple[Batch, ...], batch_id: str | None) -> Batch:
    standing = [each for each in found if each.new and not each.undone]
    wanted = [each for each in standing if batch_id is None or each.id.startswith(batch_id)]
    if not wanted or (batch_id is not None and len(wanted) > 1):
        raise NotFound(
            "there is no such import to take back",
            where=batch_id or "the last import",
            fix="Look at psoas import --list, or the import log, for the imports there are",
        )
    return wanted[0]


def undo(logbook: Logbook, *, now: datetime, batch_id: str | None = None) -> Undone:
    """Remove everything that one import brought, in one transaction.

    Parameters
    ----------
    logbook
        The runner's.
    now
        Written on what is derived again.
    batch_id
        The import, or the beginning of its id; None for the last that brought anything.

    Returns
    -------
    Undone
        A run that was also known from an earlier, lesser file comes back from that one.

    Raises
    ------
    NotFound
        Where there is no such import, or it is not clear which is meant.
    """
    with logbook.reading() as connection:
        batch = _chosen(batches(connection, limit=None), batch_id)
    with logbook.writing() as connection:
        told = files_that_tell(connection, batch.id)
        files = undo_batch(connection, batch.id)
        back = bring_back(connection, told, at=now)
    return Undone(batch=batch.id, files=files, back=len(back))
