"""The calendar that goes out: its name, and the hash of the token in its address."""

from __future__ import annotations

from datetime import datetime, time

from attrs import frozen
from sqlalchemy import Connection, delete, insert, select

from psoas.store import tables


@frozen(kw_only=True)
class Feed:
    """How the calendar goes out.

    Parameters
    ----------
    id
        Random, and the same for as long as the logbook lives: events are told apart by it.
    token_sha256
        Of the token in its address; None where there is no address.
    made_at
        When the address was made, or taken back.
    details
        Whether events name exercises, cues and reasons.
    at_time
        When sessions begin on their day; None for events of the whole day.
    """

    id: str
    token_sha256: str | None
    made_at: datetime
    details: bool
    at_time: time | None


def keep_feed(connection: Connection, feed: Feed) -> None:
    """Keep how the calendar goes out; there is one."""
    connection.execute(delete(tables.feed))
    connection.execute(
        insert(tables.feed).values(
            id=feed.id,
            token_sha256=feed.token_sha256,
            made_at=feed.made_at,
            details=int(feed.details),
            at_time=None if feed.at_time is None else feed.at_time.isoformat("minutes"),
        )
    )


def kept_feed(connection: Connection) -> Feed | None:
    """Return how the calendar goes out; None where it never did."""
    row = connection.execute(select(tables.feed)).one_or_none()
    if row is None:
        return None
    return Feed(
        id=row.id,
        token_sha256=row.token_sha256,
        made_at=row.made_at,
        details=bool(row.details),
        at_time=None if row.at_time is None else time.fromisoformat(row.at_time),
    )
