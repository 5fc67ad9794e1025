"""Pain, sitting, readings, sessions done, and what the runner set once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from psoas.diary import Done, Pain, Reading, Recheck, Sitting, When
from psoas.edges import from_plain, to_plain
from psoas.quantity import Side
from psoas.store import tables
from psoas.store.sheets import ENTERED

RECHECK = "recheck"
"""The entry that stands beside the profile's: the last recheck."""


def keep_pain(connection: Connection, pain: Pain, *, record_id: str) -> None:
    """Keep a pain score; one that comes again under its id replaces itself."""
    connection.execute(delete(tables.pain).where(tables.pain.c.id == record_id))
    connection.execute(
        insert(tables.pain).values(
            id=record_id,
            felt_on=pain.felt_on,
            moment=pain.when,
            side=pain.side,
            pain_nrs=pain.pain_nrs,
            entered_at=pain.entered_at,
        )
    )


def pains(connection: Connection) -> tuple[Pain, ...]:
    """Return all pain scores in order of entry."""
    rows = connection.execute(select(tables.pain).order_by(tables.pain.c.entered_at, ENTERED))
    return tuple(_pain(row) for row in rows)


def _pain(row: Any) -> Pain:
    return Pain(
        felt_on=row.felt_on,
        when=When(row.moment),
        side=None if row.side is None else Side(row.side),
        pain_nrs=row.pain_nrs,
        entered_at=row.entered_at,
    )


def drop_last_pain(connection: Connection) -> Pain | None:
    """Drop the pain score that was entered last and return it; None where there is none."""
    table = tables.pain
    newest = table.c.entered_at.desc(), ENTERED.desc()
    row = connection.execute(select(table).order_by(*newest).limit(1)).one_or_none()
    if row is None:
        return None
    connection.execute(delete(table).where(table.c.id == row.id))
    return _pain(row)


def keep_sitting(connection: Connection, sitting: Sitting) -> None:
    """Keep a day's sitting hours; the last entry of a day counts."""
    connection.execute(delete(tables.sitting).where(tables.sitting.c.on_day == sitting.on))
    connection.execute(
        insert(tables.sitting).values(
            on_day=sitting.on, sitting_h=sitting.sitting_h, entered_at=sitting.entered_at
        )
    )


def sittings(connection: Connection) -> tuple[Sitting, ...]:
    """Return all sitting hours by day."""
    rows = connection.execute(select(tables.sitting).order_by(tables.sitting.c.on_day))
    return tuple(
        Sitting(on=row.on_day, sitting_h=row.sitting_h, entered_at=row.entered_at) for row in rows
    )


def keep_reading(connection: Connection, reading: Reading, *, record_id: str) -> None:
    """Keep a reading of a measure."""
    connection.execute(
        insert(tables.reading).values(
            id=record_id,
            measure=reading.measure,
            side=reading.side,
            value=reading.value,
            taken_at=reading.taken_at,
        )
    )


def readings(connection: Connection) -> tuple[Reading, ...]:
    """Return all readings in order of time."""
    rows = connection.execute(select(tables.reading).order_by(tables.reading.c.taken_at))
    return tuple(
        Reading(
            measure=row.measure,
            side=None if row.side is None else Side(row.side),
            value=row.value,
            taken_at=row.taken_at,
        )
        for row in rows
    )


def keep_done(connection: Connection, done: Done, *, exercises: tuple[str, ...]) -> None:
    """Keep a session as done; done again replaces it."""
    connection.execute(delete(tables.done).where(tables.done.c.session == done.session))
    connection.execute(
        insert(tables.done).values(
            session=done.session,
            finished_at=done.finished_at,
            share_done_ratio=done.share_done_ratio,
            pain_nrs=done.pain_nrs,
            before_nrs=done.before_nrs,
            after_nrs=done.after_nrs,
            exercises=list(exercises),
        )
    )


def dones(connection: Connection) -> tuple[tuple[Done, tuple[str, ...]], ...]:
    """Return the sessions done, each with its exercises, in order of time."""
    rows = connection.execute(select(tables.done).order_by(tables.done.c.finished_at))
    return tuple(
        (
            Done(
                session=row.session,
                finished_at=row.finished_at,
                share_done_ratio=row.share_done_ratio,
                pain_nrs=row.pain_nrs,
                before_nrs=row.before_nrs,
                after_nrs=row.after_nrs,
            ),
            tuple(row.exercises),
        )
        for row in rows
    )


def set_profile(connection: Connection, values: Mapping[str, Any], *, at: datetime) -> None:
    """Set entries of the profile; None removes one."""
    for key, value in values.items():
        connection.execute(delete(tables.profile).where(tables.profile.c.key == key))
        if value is not None:
            connection.execute(insert(tables.profile).values(key=key, value=value, set_at=at))


def profile(connection: Connection) -> dict[str, Any]:
    """Return the profile."""
    rows = connection.execute(select(tables.profile.c.key, tables.profile.c.value))
    return {row.key: row.value for row in rows if row.key != RECHECK}


def keep_recheck(connection: Connection, recheck: Recheck) -> None:
    """Keep what was answered before a session; the last one counts."""
    set_profile(connection, {RECHECK: to_plain(recheck)}, at=recheck.answered_at)


def last_recheck(connection: Connection) -> Recheck | None:
    """Return what was answered last before a session; None where nothing was."""
    table = tables.profile
    row = connection.execute(select(table).where(table.c.key == RECHECK)).one_or_none()
    return None if row is None else from_plain(row.value, Recheck)
