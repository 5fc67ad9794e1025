"""Whatever stops an import, nothing is half kept and nothing is lost."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from psoas.app.files.importing import import_files
from psoas.store import Logbook
from tests.kit.runs import run_file
from tests.kit.shell import command, process, python, quiet, told
from tests.kit.store import assert_whole, count, rows

FILES = 60
KILLS = 20
SEED = 20261122
FIRST = date(2026, 1, 1)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for n in range(FILES):
        run_file(folder, FIRST + timedelta(days=n), km=0.6)
    return folder


def _start(files: Path, db: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command("import", files, "--db", db, "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=quiet(),
    )


def _written(db: Path) -> int:
    """Return how many bytes lie in the write-ahead log, where all is written first."""
    try:
        return db.with_name(f"{db.name}-wal").stat().st_size
    except FileNotFoundError:
        return 0


def _until_written(importing: subprocess.Popen[bytes], db: Path, n_bytes: int) -> None:
    while importing.poll() is None and _written(db) < n_bytes:
        time.sleep(0.0002)


def _measured(files: Path, db: Path) -> tuple[float, int]:
    """Import once; return the seconds and the bytes from the first byte to the end."""
    importing = _start(files, db)
    _until_written(importing, db, 1)
    began, most = time.perf_counter(), 0
    while importing.poll() is None:
        most = max(most, _written(db))
        time.sleep(0.001)
    assert importing.communicate()[1] == b""
    return time.perf_counter() - began, most


def _assert_sound(db: Path) -> int:
    """Open what a crash left and return how many activities it holds."""
    Logbook.open(db).close()
    assert_whole(db)
    return count(db, "activity")


def test_an_import_killed_at_any_moment_loses_nothing(files: Path, tmp_path: Path) -> None:
    """Twenty kills: at random moments, and at random amounts written, in turn.

    Each logbook is imported into again and again until it is complete; then another is begun.
    """
    dice = random.Random(SEED)  # noqa: S311 - moments, no secrets
    whole_s, whole_bytes = min(_measured(files, tmp_path / f"{name}.db") for name in "ab")

    n_kills = n_logbooks = 0
    while n_kills < KILLS:
        n_logbooks += 1
        db = tmp_path / f"{n_logbooks}.db"
        n_kept, complete = 0, False
        while not complete and n_kills < KILLS:
            share = 0.8 * dice.random()  # the very end is mostly over before the kill
            importing = _start(files, db)
            if n_kills % 2:
                _until_written(importing, db, 1)
                time.sleep(share * whole_s)
            else:
                to_come_bytes = whole_bytes * (1 - n_kept / FILES)
                _until_written(importing, db, round(share * to_come_bytes))
            n_kills += importing.poll() is None
            importing.kill()
            importing.communicate()
            before, n_kept = n_kept, _assert_sound(db)
            assert n_kept >= before
            complete = n_kept == FILES

        said = told("import", files, "--db", db)
        assert (said["new"], said["duplicate"]) == (FILES - n_kept, n_kept)
        assert said["failed"] == said["skipped"] == []
        assert _assert_sound(db) == FILES
        names = {Path(name).name for (name,) in rows(db, "select name from original")}
        assert names == {path.name for path in files.iterdir()}


#: Import in as many processes as there are statements, each killed at its own.
AT_EACH_STATEMENT = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from sqlalchemy import Engine, event
import psoas.store.migrate
from psoas.app.files import importing
from psoas.store import Logbook

files, folder = map(Path, sys.argv[1:])
importing.PER_TRANSACTION = 2
with Logbook.open(folder / "0.db") as logbook:  # what is compiled here, no child compiles
    importing.import_files(logbook, [files], now=datetime.now(UTC))
killed, n = True, 0
while killed:
    n += 1
    child = os.fork()
    if child == 0:
        left = n

        def count(*_):
            global left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "after_cursor_execute", count)
        event.listen(Engine, "commit", count)
        with Logbook.open(folder / f"{n}.db") as logbook:
            importing.import_files(logbook, [files], now=datetime.now(UTC))
        os._exit(0)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
print(n)
"""


def test_an_import_killed_at_each_statement_loses_nothing(
    files: Path, tmp_path: Path, now: datetime
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for path in sorted(files.iterdir())[:3]:
        (few / path.name).write_bytes(path.read_bytes())
    dbs = tmp_path / "dbs"
    dbs.mkdir()

    n = int(python(AT_EACH_STATEMENT, few, dbs).stdout)
    kept = []
    for each in range(1, n + 1):
        with Logbook.open(dbs / f"{each}.db") as logbook:
            assert_whole(logbook.path)
            kept.append(count(logbook.path, "activity"))
            assert import_files(logbook, [few], now=now).new == 3 - kept[-1]
            assert_whole(logbook.path)

    assert n > 20
    assert kept == sorted(kept)
    assert set(kept) == {0, 2, 3}


def _limited(files: Path, db: Path, most_bytes: int) -> subprocess.CompletedProcess[str]:
    """Import where no file may grow beyond *most_bytes*, which fails as a full disk does."""
    limits = (most_bytes, most_bytes)
    return process(
        "import",
        files,
        "--db",
        db,
        "--json",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits),
    )


@pytest.mark.parametrize("most_kb", [2, 40, 150, 300])
def test_a_full_disk_is_said_and_leaves_the_logbook_whole(
    files: Path, tmp_path: Path, most_kb: int
) -> None:
    db = tmp_path / "x.db"

    found = _limited(files, db, most_kb * 1024)

    assert found.returncode == 1
    error = json.loads(found.stdout)["error"]
    assert error["where"] == str(db)
    assert "space" in error["fix"]
    assert "Traceback" not in found.stderr
    assert _assert_sound(db) < FILES


def test_after_a_full_disk_the_import_goes_on(files: Path, tmp_path: Path, now: datetime) -> None:
    db = tmp_path / "x.db"
    with Logbook.open(db) as logbook:
        import_files(logbook, sorted(files.iterdir())[:10], now=now)
    before = _assert_sound(db)

    found = _limited(files, db, db.stat().st_size + 20_000)
    assert found.returncode == 1
    assert before <= _assert_sound(db) < FILES

    assert process("import", files, "--db", db).returncode == 0
    assert _assert_sound(db) == FILES


def test_two_imports_at_once_keep_each_file_once(files: Path, tmp_path: Path) -> None:
    db = tmp_path / "x.db"
    both = [_start(files, db) for _ in range(2)]
    ends = [importing.communicate(timeout=120) for importing in both]

    assert [importing.returncode for importing in both] == [0, 0], ends
    said = [json.loads(out) for out, _ in ends]
    assert sum(each["new"] for each in said) == FILES
    assert sum(each["duplicate"] for each in said) == FILES
    assert _assert_sound(db) == FILES
