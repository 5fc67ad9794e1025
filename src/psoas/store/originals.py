"""Files as they came, and what became of each that was offered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Table, case, func, insert, select

from psoas.store import tables


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert many rows at once; none is nothing to do."""
    if rows:
        connection.execute(insert(table), rows)


@frozen(kw_only=True)
class Original:
    """A file as it came."""

    sha256: str
    content_sha256: str
    name: str
    content: bytes
    sport_word: str | None = None
    """What an index beside it calls its sport."""


@frozen(kw_only=True)
class LogLine:
    """What became of one file that was offered."""

    at: datetime
    name: str
    outcome: str
    reason: str | None = None
    fix: str | None = None
    original: str | None = None


def known_contents(connection: Connection, *, among: Sequence[str] | None = None) -> dict[str, str]:
    """Return the original's hash by the hash of its unpacked content, for all or *among* some."""
    table = tables.original
    query = select(table.c.content_sha256, table.c.sha256)
    if among is not None:
        query = query.where(table.c.content_sha256.in_(among))
    return {row.content_sha256: row.sha256 for row in connection.execute(query)}


def keep_originals(
    connection: Connection, originals: Sequence[Original], *, at: datetime, batch: str | None
) -> None:
    """Keep files' bytes under their hashes."""
    rows = [{**_original_row(each, at), "batch": batch} for each in originals]
    insert_rows(connection, tables.original, rows)


def _original_row(original: Original, at: datetime) -> dict[str, Any]:
    return {
        "sha256": original.sha256,
        "content_sha256": original.content_sha256,
        "name": original.name,
        "bytes": original.content,
        "kept_at": at,
        "sport_word": original.sport_word,
    }


def keep_log(connection: Connection, lines: Sequence[LogLine], *, batch: str | None = None) -> None:
    """Add lines to the import log."""
    insert_rows(connection, tables.intake, [{**_log_row(line), "batch": batch} for line in lines])


def _log_row(line: LogLine) -> dict[str, Any]:
    return {
        "at": line.at,
        "name": line.name,
        "outcome": line.outcome,
        "reason": line.reason,
        "fix": line.fix,
        "original": line.original,
    }


def lines_of(
    connection: Connection,
    batch: str,
    *,
    outcome: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[LogLine, ...]:
    """Return the lines of one import: what failed first, then what was skipped, then the rest."""
    table = tables.intake
    urgency = case({"failed": 0, "skipped": 1}, value=table.c.outcome, else_=2)
    query = select(table).where(table.c.batch == batch).order_by(urgency, table.c.id)
    if outcome is not None:
        query = query.where(table.c.outcome == outcome)
    return tuple(_line(row) for row in connection.execute(query.limit(limit).offset(offset)))


def outcomes_of(connection: Connection, among: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return how many files had which outcome, for each import *among* some."""
    table = tables.intake
    rows = connection.execute(
        select(table.c.batch, table.c.outcome, func.count().label("n"))
        .where(table.c.batch.in_(among))
        .group_by(table.c.batch, table.c.outcome)
    )
    counts: dict[str, dict[str, int]] = {batch: {} for batch in among}
    for row in rows:
        counts[row.batch][row.outcome] = row.n
    return counts


def _line(row: Any) -> LogLine:
    return LogLine(
        at=row.at,
        name=row.name,
        outcome=row.outcome,
        reason=row.reason,
        fix=row.fix,
        original=row.original,
    )


def _original(row: Any) -> Original:
    return Original(
        sha256=row.sha256,
        content_sha256=row.content_sha256,
        name=row.name,
        content=row.bytes,
        sport_word=row.sport_word,
    )


def original_of(connection: Connection, sha256: str) -> Original | None:
    """Return a kept file, None where there is none of that hash."""
    table = tables.original
    row = connection.execute(select(table).where(table.c.sha256 == sha256)).one_or_none()
    return None if row is None else _original(row)
