"""An unfinished check, and the agreement to keep answers."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from psoas.edges import from_plain, to_plain
from psoas.loop.assess.interview import Draft
from psoas.store import tables
from psoas.store.diary import RECHECK

#: One person has one check at a time.
_ONLY = "check"
#: Tables that hold what a runner said of their health; runs are not among them.
_HEALTH = (
    tables.sheet,
    tables.draft,
    tables.plan,
    tables.done,
    tables.performed,
    tables.pain,
    tables.sitting,
    tables.reading,
    tables.attempt,
    tables.week,
)


def keep_draft(connection: Connection, draft: Draft, *, at: datetime) -> None:
    """Keep the unfinished check in place of the one before."""
    drop_draft(connection)
    connection.execute(insert(tables.draft).values(id=_ONLY, draft=to_plain(draft), changed_at=at))


def draft_of(connection: Connection) -> Draft | None:
    """Return the unfinished check, None where there is none."""
    row = connection.execute(select(tables.draft.c.draft)).one_or_none()
    return None if row is None else from_plain(row.draft, Draft)


def drop_draft(connection: Connection) -> None:
    """Drop the unfinished check."""
    connection.execute(delete(tables.draft))


def give_consent(connection: Connection, *, wording: str, at: datetime) -> None:
    """Keep that the runner agreed, and to which wording."""
    connection.execute(insert(tables.consent).values(id=str(uuid4()), given_at=at, wording=wording))


def consented(connection: Connection, *, wording: str) -> datetime | None:
    """Return since when the runner agrees to *wording*, None where they do not."""
    table = tables.consent
    query = select(table.c.given_at).where(
        table.c.wording == wording, table.c.withdrawn_at.is_(None)
    )
    found = connection.execute(query.order_by(table.c.given_at)).scalars().first()
    return found if isinstance(found, datetime) else None


def withdraw_consent(connection: Connection, *, at: datetime) -> None:
    """Delete what the runner said of their health, and keep that they no longer agree."""
    for table in _HEALTH:
        connection.execute(delete(table))
    connection.execute(delete(tables.profile).where(tables.profile.c.key == RECHECK))
    connection.execute(
        update(tables.consent)
        .where(tables.consent.c.withdrawn_at.is_(None))
        .values(withdrawn_at=at)
    )
