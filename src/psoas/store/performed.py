"""Sets as they were done."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from psoas.diary import Performed
from psoas.quantity import Side
from psoas.store import tables


def keep_performed(connection: Connection, sets: Mapping[str, Performed], *, record: str) -> None:
    """Keep sets under the ids that they came with; one that comes again replaces itself.

    Parameters
    ----------
    connection
        Inside a writing transaction.
    sets
        By the id that each was given where it was written down.
    record
        The id of what they came in: ids of another record are others.
    """
    table = tables.performed
    for name, each in sets.items():
        connection.execute(delete(table).where(table.c.record == record, table.c.id == name))
        connection.execute(
            insert(table).values(
                record=record,
                id=name,
                session=each.session,
                exercise=each.exercise,
                instead_of=each.instead_of,
                side=each.side,
                set_number=each.set_number,
                reps=each.reps,
                hold_s=each.hold_s,
                load_kg=each.load_kg,
                in_reserve=each.in_reserve,
                pain_nrs=each.pain_nrs,
                done_at=each.done_at,
            )
        )


def drop_record(connection: Connection, record: str) -> None:
    """Remove the sets of a record."""
    connection.execute(delete(tables.performed).where(tables.performed.c.record == record))


def performed(connection: Connection) -> tuple[Performed, ...]:
    """Return all sets in order of time."""
    table = tables.performed
    rows = connection.execute(select(table).order_by(table.c.done_at, table.c.record, table.c.id))
    return tuple(
        Performed(
            session=row.session,
            exercise=row.exercise,
            instead_of=row.instead_of,
            side=None if row.side is None else Side(row.side),
            set_number=row.set_number,
            reps=row.reps,
            hold_s=row.hold_s,
            load_kg=row.load_kg,
            in_reserve=row.in_reserve,
            pain_nrs=row.pain_nrs,
            done_at=row.done_at,
        )
        for row in rows
    )
