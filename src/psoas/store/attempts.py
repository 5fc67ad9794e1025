"""Measures that were taken, scored or not, and the questions of the week."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from psoas.diary import Attempt, Outcome, Week
from psoas.quantity import Answer, Side
from psoas.store import tables


def keep_attempt(connection: Connection, attempt: Attempt) -> None:
    """Keep an attempt; the reading it became is kept before it."""
    connection.execute(
        insert(tables.attempt).values(
            id=attempt.id,
            measure=attempt.measure,
            side=attempt.side,
            outcome=attempt.outcome,
            value=attempt.value,
            pain_nrs=attempt.pain_nrs,
            seen=None if attempt.seen is None else list(attempt.seen),
            controlled=attempt.controlled,
            detail=dict(attempt.detail),
            taken_at=attempt.taken_at,
            reading=attempt.reading,
        )
    )


def attempts(connection: Connection) -> tuple[Attempt, ...]:
    """Return all attempts in order of time."""
    table = tables.attempt
    rows = connection.execute(select(table).order_by(table.c.taken_at))
    return tuple(
        Attempt(
            id=row.id,
            measure=row.measure,
            side=None if row.side is None else Side(row.side),
            outcome=Outcome(row.outcome),
            value=row.value,
            pain_nrs=row.pain_nrs,
            seen=None if row.seen is None else tuple(row.seen),
            controlled=Answer(row.controlled),
            detail=row.detail,
            taken_at=row.taken_at,
            reading=row.reading,
        )
        for row in rows
    )


def drop_attempt(connection: Connection, attempt: Attempt) -> None:
    """Remove an attempt and the reading that it became."""
    connection.execute(delete(tables.attempt).where(tables.attempt.c.id == attempt.id))
    if attempt.reading is not None:
        connection.execute(delete(tables.reading).where(tables.reading.c.id == attempt.reading))


def keep_week(connection: Connection, week: Week) -> None:
    """Keep the answers of a week; the last word of a day counts."""
    connection.execute(delete(tables.week).where(tables.week.c.on_day == week.on))
    connection.execute(
        insert(tables.week).values(
            id=week.id, on_day=week.on, answers=dict(week.answers), answered_at=week.answered_at
        )
    )


def weeks(connection: Connection) -> tuple[Week, ...]:
    """Return the answers to the questions of the week by day."""
    rows = connection.execute(select(tables.week).order_by(tables.week.c.on_day))
    return tuple(
        Week(id=row.id, on=row.on_day, answers=row.answers, answered_at=row.answered_at)
        for row in rows
    )


def drop_week(connection: Connection, week: Week) -> None:
    """Remove the answers of a day."""
    connection.execute(delete(tables.week).where(tables.week.c.id == week.id))
