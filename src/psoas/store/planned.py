"""Runs that are planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from psoas.edges import from_plain, to_plain
from psoas.load.planned import PlannedPart
from psoas.programme.calendar import PlannedDay
from psoas.programme.model import RunKind
from psoas.store import tables


def keep_planned(connection: Connection, planned: PlannedDay, *, at: datetime) -> None:
    """Keep a planned run in place of the one with its id."""
    drop_planned(connection, [planned.id])
    connection.execute(
        insert(tables.planned_run).values(
            id=planned.id,
            on_day=planned.on,
            kind=planned.kind,
            title=planned.title,
            distance_m=planned.distance_m,
            duration_s=planned.duration_s,
            parts=to_plain(planned.parts),
            came_from=planned.came_from,
            kept_at=at,
        )
    )


def planned_runs(connection: Connection, *, since: date | None = None) -> tuple[PlannedDay, ...]:
    """Return the planned runs in order of their days, from a day on."""
    table = tables.planned_run
    query = select(table).order_by(table.c.on_day, table.c.id)
    rows = connection.execute(query if since is None else query.where(table.c.on_day >= since))
    return tuple(
        PlannedDay(
            id=row.id,
            on=row.on_day,
            kind=None if row.kind is None else RunKind(row.kind),
            title=row.title,
            distance_m=row.distance_m,
            duration_s=row.duration_s,
            parts=tuple(from_plain(part, PlannedPart) for part in row.parts),
            came_from=row.came_from,
        )
        for row in rows
    )


def drop_planned(connection: Connection, ids: Iterable[str]) -> int:
    """Drop planned runs; return how many there were."""
    table = tables.planned_run
    return sum(connection.execute(delete(table).where(table.c.id == each)).rowcount for each in ids)
