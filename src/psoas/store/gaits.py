"""What clips showed of a runner's gait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, delete, insert, select

from psoas.evidence import Made
from psoas.store import tables


@frozen(kw_only=True)
class KeptGait:
    """A gait as it was told, and what it answers of the answer sheet.

    Parameters
    ----------
    name
        Of the file it was measured from.
    told
        What ``psoas gait --json`` printed: measures, events, quality, refusals.
    answers
        By key of the answer sheet.
    made
        What measured it.
    has_original
        Whether the file itself is kept as well.
    """

    id: str
    kept_at: datetime
    name: str
    told: Mapping[str, Any]
    answers: Mapping[str, bool | float]
    made: Made
    has_original: bool = False


def keep_gait(connection: Connection, gait: KeptGait, *, original: bytes | None) -> None:
    """Keep a gait, and the file it was measured from where that is asked for."""
    connection.execute(
        insert(tables.gait).values(
            id=gait.id,
            kept_at=gait.kept_at,
            name=gait.name,
            told=dict(gait.told),
            answers=dict(gait.answers),
            original=original,
            made_by=gait.made.by,
            made_version=gait.made.version,
        )
    )


def gaits(connection: Connection, *, limit: int | None = None) -> tuple[KeptGait, ...]:
    """Return the gaits that are kept, newest first, without their files."""
    table = tables.gait
    columns: list[ColumnElement[Any]] = [each for each in table.c if each.name != "original"]
    columns.append(table.c.original.is_not(None).label("has_original"))
    order = (table.c.kept_at.desc(), table.c.id)
    return tuple(
        KeptGait(
            id=row.id,
            kept_at=row.kept_at,
            name=row.name,
            told=row.told,
            answers=row.answers,
            made=Made(by=row.made_by, version=row.made_version),
            has_original=bool(row.has_original),
        )
        for row in connection.execute(select(*columns).order_by(*order).limit(limit))
    )


def original_of_gait(connection: Connection, gait_id: str) -> bytes | None:
    """Return the file a gait was measured from, None where it was not kept."""
    table = tables.gait
    query = select(table.c.original).where(table.c.id == gait_id)
    found: bytes | None = connection.execute(query).scalar_one_or_none()
    return found


def remove_gait(connection: Connection, gait_id: str) -> bool:
    """Remove a gait with the file that it was measured from; say whether it was there."""
    gone = connection.execute(delete(tables.gait).where(tables.gait.c.id == gait_id))
    return gone.rowcount > 0
