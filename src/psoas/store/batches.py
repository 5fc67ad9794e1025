"""Imports as a whole: what each brought, and taking one back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Select, delete, func, insert, select, update

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


def batches(
    connection: Connection, *, limit: int | None = 50, offset: int = 0
) -> tuple[Batch, ...]:
    """Return the newest imports, newest first, with how many files each brought that are kept."""
    table = tables.batch
    order = (table.c.started_at.desc(), table.c.id)
    rows = connection.execute(_with_files().order_by(*order).limit(limit).offset(offset))
    return tuple(_batch(row) for row in rows)


def batch_of(connection: Connection, batch_id: str) -> Batch | None:
    """Return an import, None where there is none of that id."""
    row = connection.execute(_with_files().where(tables.batch.c.id == batch_id)).one_or_none()
    return None if row is None else _batch(row)


def count_batches(connection: Connection) -> int:
    """Return how many imports there were."""
    return int(connection.execute(select(func.count()).select_from(tables.batch)).scalar_one())


def _with_files() -> Select[Any]:
    table, original = tables.batch, tables.original
    n = func.count(original.c.sha256).label("n")
    kept = select(table, n).outerjoin(original, original.c.batch == table.c.id)
    return kept.group_by(table.c.id)


def _batch(row: Any) -> Batch:
    return Batch(
        id=row.id,
        started_at=row.started_at,
        label=row.label,
        finished=bool(row.finished),
        undone=bool(row.undone),
        new=row.n,
    )


def sports_of(connection: Connection, batch_id: str) -> dict[str, int]:
    """Return how many activities of each sport an import brought that are kept."""
    activity, original = tables.activity, tables.original
    rows = connection.execute(
        select(activity.c.sport, func.count().label("n"))
        .join(original, original.c.sha256 == activity.c.original)
        .where(original.c.batch == batch_id)
        .group_by(activity.c.sport)
        .order_by(activity.c.sport)
    )
    return {row.sport: row.n for row in rows}


def undo_batch(connection: Connection, batch_id: str) -> int:
    """Remove what an import brought; return how many files it was."""
    original = tables.original
    gone = connection.execute(delete(original).where(original.c.batch == batch_id)).rowcount
    connection.execute(update(tables.batch).where(tables.batch.c.id == batch_id).values(undone=1))
    return int(gone)
