"""Opening a logbook, and its transactions."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError

from psoas.errors import Conflict, NotFound, NotNow, PsoasError, UnreadableFile

#: The newest migration; a test asserts that it is Alembic's head.
HEAD = "0008"
WAIT_MS = 20_000


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, so that DDL is in it too
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Turn the write-ahead log on; SQLite does not wait for whoever is doing so just now."""
    until_s = time.monotonic() + WAIT_MS / 1000
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until_s:
                raise
            time.sleep(0.01)


def _on_begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("outside", False):  # VACUUM runs outside of any transaction
        writes = options.get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN DEFERRED")


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path.absolute())))
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _mended(error: DatabaseError, path: Path) -> PsoasError:
    """Say what a person can do about what the database refused."""
    said = str(error.orig)
    where = str(path)
    if "not a database" in said or "malformed" in said:
        return UnreadableFile(
            f"this is not a logbook, or it is damaged ({said})",
            where=where,
            fix="Name another file with --db, or restore an export with psoas restore",
        )
    if "disk is full" in said or "disk I/O error" in said:
        return NotNow(
            f"the disk is full or fails ({said}); nothing of this step was kept",
            where=where,
            fix="Free some space and do it again",
        )
    if "locked" in said or "busy" in said:
        return NotNow(
            "another program is writing to this logbook",
            where=where,
            fix="Wait for it to finish and do it again",
        )
    if "readonly" in said or "unable to open" in said:
        return NotFound(
            f"the logbook cannot be opened for writing ({said})",
            where=where,
            fix="Check that the folder exists and that you may write to it",
        )
    raise error


class Logbook:
    """One runner's logbook. Open it with ``Logbook.open`` and close it, or use ``with``."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    @classmethod
    def open(cls, path: str | Path, *, must_exist: bool = False) -> Self:
        """Open a logbook, make it if it is not there, and bring it to the newest schema.

        Parameters
        ----------
        path
            The SQLite file; its folder is made.
        must_exist
            Refuse to make a new one.

        Raises
        ------
        NotFound
            Where it must exist and does not, or cannot be written to.
        UnreadableFile
            Where the file is no logbook.
        Conflict
            Where it was written by a newer psoas.
        """
        where = Path(path)
        if must_exist and not where.exists():
            raise NotFound(
                "there is no logbook here",
                where=str(where),
                fix="Import runs first (psoas import), or name another file with --db",
            )
        try:
            where.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotFound(
                f"the folder cannot be made ({error.strerror})",
                where=str(where.parent),
                fix="Name a file in a folder you may write to",
            ) from error
        logbook = cls(where, _engine(where))
        try:
            with logbook._mending():
                logbook._upgrade()
        except BaseException:
            logbook.close()
            raise
        return logbook

    @property
    def files(self) -> tuple[Path, ...]:
        """The file and what SQLite may keep beside it."""
        return tuple(self.path.with_name(self.path.name + end) for end in ("", "-wal", "-shm"))

    def close(self) -> None:
        """Close its connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_exc: object) -> None:
        """Close it."""
        self.close()

    @contextmanager
    def _mending(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            raise _mended(error, self.path) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look at the logbook."""
        with self._mending(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        with self._mending(), self._engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    def shrink(self) -> None:
        """Rewrite the file without what was deleted, and empty the write-ahead log."""
        with self._mending(), self._engine.connect() as connection:
            outside = connection.execution_options(outside=True)
            outside.exec_driver_sql("VACUUM")
            outside.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _version(self) -> str | None:
        with self._engine.connect() as connection, connection.begin():
            names = inspect(connection).get_table_names()
            if not names:
                return None
            if "alembic_version" not in names:
                raise UnreadableFile(
                    "this is the database of another program",
                    where=str(self.path),
                    fix="Name another file with --db",
                )
            found = connection.execute(text("select version_num from alembic_version")).scalar()
            return None if found is None else str(found)

    def _upgrade(self) -> None:
        version = self._version()
        if version == HEAD:
            return
        if version is not None and version > HEAD:
            raise Conflict(
                f"this logbook was written by a newer psoas (schema {version}, ours is {HEAD})",
                where=str(self.path),
                fix="Upgrade psoas",
            )
        from psoas.store.migrate import upgrade

        with self._engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                upgrade(connection)


def open_logbook(path: str | Path, *, must_exist: bool = False) -> Logbook:
    """Open a logbook; see ``Logbook.open``."""
    return Logbook.open(path, must_exist=must_exist)
