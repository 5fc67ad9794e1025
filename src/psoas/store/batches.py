"""Imports as a whole: what each brought, and taking one back."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection, delete, func, insert, select, update

from psoas.store import tables


@frozen(kw_only=True)
class Batch:
    """One import: everything that came with one command or one upload."""

    id: str
    started_at: datetime
    label: str
    finished: bool = False
    undone: bool = False
    new: int = 0


def keep_batch(connection: Connection, batch: Batch) -> None:
    """Begin an import."""
    connection.execute(
        insert(tables.batch).values(
            id=batch.id, started_at=batch.started_at, label=batch.label, finished=0, undone=0
        )
    )


def finish_batch(connection: Connection, batch_id: str) -> None:
    """Say that an import came to its end."""
    connection.execute(update(tables.batch).where(tables.batch.c.id == batch_id).values(finished=1))


def batches(connection: Connection, *, limit: int = 50) -> tuple[Batch, ...]:
    """Return the newest imports, newest first, with how many files each brought that are kept."""
    table, original = tables.batch, tables.original
    n = func.count(original.c.sha256).label("n")
    rows = connection.execute(
        select(table, n)
        .outerjoin(original, original.c.batch == table.c.id)
        .group_by(table.c.id)
        .order_by(table.c.started_at.desc(), table.c.id)
        .limit(limit)
    )
    return tuple(
        Batch(
            id=row.id,
            started_at=row.started_at,
            label=row.label,
            finished=bool(row.finished),
            undone=bool(row.undone),
            new=row.n,
        )
        for row in rows
    )


def undo_batch(connection: Connection, batch_id: str) -> int:
    """Remove what an import brought; return how many files it was."""
    original = tables.original
    gone = connection.execute(delete(original).where(original.c.batch == batch_id)).rowcount
    connection.execute(update(tables.batch).where(tables.batch.c.id == batch_id).values(undone=1))
    return int(gone)
