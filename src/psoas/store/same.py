"""Which files tell one activity: when activities were, and what gives way to what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from psoas.runs.same import Interval
from psoas.store import tables
from psoas.store.originals import insert_rows

#: Recordings of one run begin within a tenth of its length: a day is ample for ten days.
ABOUT = timedelta(days=1)


def intervals_between(
    connection: Connection, first: datetime, last: datetime
) -> tuple[Interval, ...]:
    """Return when the activities were that began about a stretch of time."""
    table = tables.activity
    rows = connection.execute(
        select(table.c.id, table.c.started_at, table.c.duration_s, table.c.source).where(
            table.c.started_at.between(first - ABOUT, last + ABOUT)
        )
    )
    return tuple(
        Interval(
            id=row.id,
            begun_s=row.started_at.timestamp(),
            duration_s=row.duration_s,
            source=row.source,
        )
        for row in rows
    )


def keep_same(connection: Connection, same: Collection[tuple[str, str]]) -> None:
    """Say of files which activities they tell again: pairs of file and activity."""
    table = tables.same_run
    about = select(table).where(table.c.original.in_({file for file, _ in same}))
    known = {(row.original, row.activity) for row in connection.execute(about)} if same else set()
    pairs = sorted(set(same) - known)
    insert_rows(connection, table, [{"original": one, "activity": two} for one, two in pairs])


def files_that_tell(connection: Connection, batch: str) -> frozenset[str]:
    """Return the files of other imports that tell an activity again which *batch* brought."""
    told, same = tables.original.alias("told"), tables.same_run
    own, activity = tables.original.alias("own"), tables.activity
    rows = connection.execute(
        select(same.c.original)
        .join(told, told.c.sha256 == same.c.original)
        .join(activity, activity.c.id == same.c.activity)
        .join(own, own.c.sha256 == activity.c.original)
        .where(own.c.batch == batch, told.c.batch.is_distinct_from(batch))
    )
    return frozenset(rows.scalars())


def drop_activity(connection: Connection, activity_id: str) -> tuple[str, ...]:
    """Remove an activity; return the files that told it, which stay."""
    activity, same = tables.activity, tables.same_run
    own = connection.execute(
        select(activity.c.original).where(activity.c.id == activity_id)
    ).scalar_one()
    again = connection.execute(select(same.c.original).where(same.c.activity == activity_id))
    files = (own, *again.scalars())
    connection.execute(delete(activity).where(activity.c.id == activity_id))
    return files
