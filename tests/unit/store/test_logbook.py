"""A logbook opens to the newest schema, keeps its promises, and refuses what it is not."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from psoas.errors import Conflict, NotFound, NotNow, PsoasError, UnreadableFile
from psoas.store import Logbook, open_logbook
from psoas.store.activities import activities
from psoas.store.diary import profile, set_profile
from psoas.store.logbook import HEAD
from psoas.store.migrate import config
from psoas.store.tables import metadata
from tests.kit.shell import python, quiet
from tests.kit.store import rows

OPENING = "import sys; from psoas.store import Logbook; Logbook.open(sys.argv[1]).close()"


def _made(path: Path) -> Path:
    Logbook.open(path).close()
    return path


def test_what_is_written_first_is_on_the_disk(logbook: Logbook) -> None:
    with logbook.reading() as connection:

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"pragma {name}").scalar()

        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2  # full: a commit survives a power cut
        assert pragma("foreign_keys") == 1
        assert pragma("secure_delete") == 1


def test_every_table_is_strict(tmp_path: Path) -> None:
    db = _made(tmp_path / "x.db")
    strict = {name: bool(is_strict) for _, name, *_, is_strict in rows(db, "pragma table_list")}

    assert {name: strict[name] for name in metadata.tables} == dict.fromkeys(metadata.tables, True)


def test_a_value_of_the_wrong_kind_is_refused(logbook: Logbook, now: datetime) -> None:
    with pytest.raises(IntegrityError), logbook.writing() as connection:
        connection.exec_driver_sql(
            "insert into pain values ('x', '2026-01-01', 'after', null, 'five', '2026-01-01')"
        )


def test_an_activity_without_its_original_is_refused(logbook: Logbook) -> None:
    with pytest.raises(IntegrityError), logbook.writing() as connection:
        connection.exec_driver_sql("insert into stream values ('nobody', x'00', 'x', 1)")


def test_the_newest_migration_is_the_one_we_name(tmp_path: Path) -> None:
    db = _made(tmp_path / "x.db")

    assert ScriptDirectory.from_config(config()).get_heads() == [HEAD]
    assert rows(db, "select version_num from alembic_version") == [(HEAD,)]


def test_migrations_and_tables_say_the_same(logbook: Logbook) -> None:
    with logbook.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})

        assert compare_metadata(context, metadata) == []


def test_a_logbook_of_the_first_schema_keeps_all(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        command.upgrade(config(connection), "0001")
        connection.execute(text("insert into batch values ('b', '2025', 'x', 1, 0)"))
        for name in ("one", "two"):
            row = f"'{name}', '{name}', 'x.fit', x'00', '2025', 'b'"
            connection.execute(text(f"insert into original values ({row})"))  # noqa: S608
        connection.execute(
            text(
                "insert into activity (id, original, sport, sport_name, source, started_at,"
                " local_on, duration_s, moving_s, has, notes, made_by, made_version) values"
                " ('a', 'one', 'run', 'running', 'fit', '2025-05-04T06:30:00+00:00',"
                " '2025-05-04', 1, 1, '{}', '[]', 'x', 1)"
            )
        )
        connection.execute(text("insert into same_run values ('two', 'a')"))
    engine.dispose()

    with Logbook.open(path) as logbook, logbook.reading() as connection:
        same = connection.execute(text("select original, activity from same_run")).all()
        (activity,) = activities(connection)

    assert same == [("two", "a")]
    assert (activity.summary.dynamics, activity.summary.climb_m) == ({}, None)


def test_a_failed_transaction_leaves_nothing(logbook: Logbook, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), logbook.writing() as connection:
        set_profile(connection, {"tight_side": "left"}, at=now)
        _ = 1 / 0

    with logbook.reading() as connection:
        assert profile(connection) == {}


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    db = _made(tmp_path / "x.db")
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("update alembic_version set version_num = '9999'")

    with pytest.raises(Conflict, match="newer"):
        Logbook.open(db)

    assert rows(db, "select version_num from alembic_version") == [("9999",)]


@pytest.mark.parametrize("content", [b"not a database at all " * 100, bytes(range(256)) * 20])
def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(content)

    with pytest.raises(UnreadableFile):
        Logbook.open(file)

    assert file.read_bytes() == content


def test_a_damaged_logbook_is_refused(tmp_path: Path) -> None:
    db = _made(tmp_path / "x.db")
    damaged = bytearray(db.read_bytes())
    damaged[100:5000] = b"\xa5" * 4900
    db.write_bytes(damaged)

    with pytest.raises(UnreadableFile):
        Logbook.open(db)


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    db = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("create table plan (id integer)")

    with pytest.raises(UnreadableFile, match="another program"):
        Logbook.open(db)

    assert rows(db, "select name from sqlite_master") == [("plan",)]


def test_what_must_exist_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Logbook.open(tmp_path / "missing" / "x.db", must_exist=True)

    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "folder").mkdir()

    for place in (tmp_path / "file" / "x.db", tmp_path / "folder"):
        with pytest.raises(NotFound):
            Logbook.open(place)


AS_ANOTHER = """
import os, sys
from psoas.errors import NotFound
from psoas.store import Logbook
Logbook.open(sys.argv[2]).close()  # loads all that the other user may not read
if os.getuid() == 0:
    os.setuid(65534)
try:
    Logbook.open(sys.argv[1])
except NotFound as error:
    print(error.what)
"""


def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    """As another user where we are root, whom no permission stops."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)

        found = python(AS_ANOTHER, f"{folder}/x.db", tmp_path / "before.db")

        assert "cannot be opened for writing" in found.stdout


@pytest.mark.parametrize("name", ["a b.db", "what?.db", "50%.db", "#1.db", ":memory:", "läuft.db"])
def test_any_name_is_a_name(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with open_logbook(name) as logbook:
        assert {path.name for path in tmp_path.iterdir()} >= {name}
        assert logbook.path == Path(name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_opening_again_does_not_load_alembic(tmp_path: Path) -> None:
    code = f"{OPENING}; print('alembic' in sys.modules)"

    assert [python(code, tmp_path / "x.db").stdout.strip() for _ in range(2)] == ["True", "False"]


def test_a_new_logbook_may_be_opened_by_several_at_once(tmp_path: Path) -> None:
    gate = tmp_path / "go"
    code = f"""
import os, sys, time
import psoas.store.migrate
print("ready", flush=True)
while not os.path.exists(sys.argv[2]):
    time.sleep(0.001)
{OPENING}
"""
    for n in range(2):
        db = tmp_path / f"{n}.db"
        openers = [
            subprocess.Popen(
                [sys.executable, "-c", code, str(db), str(gate)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=quiet(),
            )
            for _ in range(2)
        ]
        for opener in openers:
            assert opener.stdout is not None
            opener.stdout.readline()
        gate.touch()
        ends = [(opener.communicate(timeout=60)[1], opener.returncode) for opener in openers]
        gate.unlink()

        assert ends == [(b"", 0)] * 2
        assert rows(db, "select version_num from alembic_version") == [(HEAD,)]


def test_writers_in_two_places_wait_for_each_other(tmp_path: Path, now: datetime) -> None:
    db = tmp_path / "x.db"
    with Logbook.open(db) as one, Logbook.open(db) as other:
        with one.writing() as connection:
            set_profile(connection, {"tight_side": "left"}, at=now)
            with other.reading() as reader:
                assert profile(reader) == {}
        with other.writing() as connection:
            set_profile(connection, {"days": [1]}, at=now)
        with one.reading() as reader:
            assert profile(reader) == {"tight_side": "left", "days": [1]}


def test_a_logbook_held_by_another_is_not_now(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("psoas.store.logbook.WAIT_MS", 10)
    db = tmp_path / "x.db"
    refused = pytest.raises(NotNow, match="another program")
    with (
        Logbook.open(db) as one,
        Logbook.open(db) as other,
        one.writing(),
        refused,
        other.writing(),
    ):
        pass


def test_a_copy_of_the_closed_file_is_a_whole_backup(tmp_path: Path, now: datetime) -> None:
    db = tmp_path / "x.db"
    with Logbook.open(db) as logbook, logbook.writing() as connection:
        set_profile(connection, {"tight_side": "left"}, at=now)

    assert [path.name for path in tmp_path.iterdir()] == ["x.db"]
    copy = Path(shutil.copy(db, tmp_path / "copy.db"))
    with Logbook.open(copy, must_exist=True) as logbook, logbook.reading() as connection:
        assert profile(connection) == {"tight_side": "left"}


def test_every_refusal_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("not a database at all " * 100)

    with pytest.raises(PsoasError) as refused:
        Logbook.open(tmp_path / "x.db")

    assert refused.value.where == str(tmp_path / "x.db")
    assert refused.value.fix
