"""Looking into a logbook's file from outside, and what must hold of it at any moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from psoas.intake import unpack


def rows(db: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db, timeout=20)) as connection:
        return connection.execute(query).fetchall()


def count(db: Path, table: str) -> int:
    return int(rows(db, f"select count(*) from {table}")[0][0])  # noqa: S608 - our own table names


def assert_whole(db: Path) -> None:
    """Fail unless the file is sound and each activity has all that belongs to it."""
    assert rows(db, "pragma integrity_check") == [("ok",)]
    assert rows(db, "pragma foreign_key_check") == []
    activities = count(db, "activity")
    originals = count(db, "original")
    new = rows(db, "select count(*) from intake where outcome = 'new'")[0][0]
    assert activities == count(db, "stream")
    tell = "select original from activity union select original from same_run"
    assert originals == len(rows(db, tell))
    assert [(new,)] == rows(db, "select count(distinct original) from activity")
    runs = rows(db, "select id from activity where sport = 'run' order by id")
    assert runs == rows(db, "select activity from run_load order by activity")
    joined = "select count(*) from activity a join original o on a.original = o.sha256"
    assert rows(db, f"{joined} join stream s on s.activity = a.id") == [(activities,)]
    kept = rows(db, "select sha256, content_sha256, name, bytes from original")
    for digest, content_digest, name, content in kept:
        assert sha256(content).hexdigest() == digest
        assert sha256(unpack(content, name)).hexdigest() == content_digest
