"""All that is kept can be taken out, brought back, and made to be gone."""

from __future__ import annotations

import json
import resource
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.app.archive import export_logbook, forget_logbook, restore_logbook
from psoas.app.battery.taking import add_reading
from psoas.app.check.agreeing import agree
from psoas.app.check.checking import check, keep_check
from psoas.app.diary.keeping import finish_session, log_pain, log_sitting, set_up
from psoas.app.diary.weekly import keep_answers
from psoas.app.files.importing import import_files
from psoas.app.gait.keeping import keep_gait
from psoas.app.gait.measuring import gait
from psoas.app.gait.told import as_plain
from psoas.app.outgoing.feed import open_feed
from psoas.app.plan.planning import make_plan
from psoas.app.state import state_of
from psoas.diary import Done, Performed, When
from psoas.errors import Conflict, NotFound, NotNow, UnreadableFile
from psoas.library import Shelf
from psoas.loop.assess.interview import Draft
from psoas.quantity import Side
from psoas.store import Logbook
from psoas.store.archive import delete_all, dump, is_empty, table_names
from psoas.store.drafts import keep_draft
from psoas.store.performed import keep_performed
from psoas.store.planned import keep_planned
from tests.conftest import NOW
from tests.kit.gait import runner
from tests.kit.planned import planned_run
from tests.kit.runs import gpx_file, run_file
from tests.kit.sheets import plain_runner
from tests.kit.shell import process
from tests.kit.store import assert_whole

CANARY = "the-canary-that-sang-in-Zürich"

Rows = dict[str, list[dict[str, Any]]]


def _fill(logbook: Logbook, folder: Path, *, shelf: Shelf, now: datetime) -> None:
    """Put something of everything into a logbook."""
    (folder / "files").mkdir(parents=True)
    run_file(folder / "files", now.date(), km=1.0)
    day_before = now.date() - timedelta(days=1)
    run_file(folder / "files", day_before, km=0.5, speed_mps=1.4, sport="walking")
    gpx_file(folder / "files" / "twin.gpx", now, minutes=6)  # the run again, from another app
    (folder / "files" / "login.html").write_text("<!doctype html><html>Log in</html>")
    import_files(logbook, [folder / "files"], now=now)
    log_pain(logbook, pain_nrs=2, when=When.AFTER, side=Side.LEFT, felt_on=now.date(), now=now)
    log_sitting(logbook, sitting_h=7.25, on=now.date(), now=now)
    add_reading(logbook, measure="side-plank", value=41.5, side=Side.LEFT, shelf=shelf, now=now)
    keep_answers(logbook, {"pain-nrs-now": 2, "activities": {"hills": 6}}, now=now)
    set_up(logbook, {"equipment": ["band"], "days": [0, 2, 4]}, now=now)
    record = {"structured": plain_runner(), "free_text": f"tight, {CANARY}"}
    keep_check(logbook, check(record, shelf=shelf), now=now)
    kept = make_plan(logbook, shelf=shelf, now=now, weeks=2)
    session = kept.plan.sessions[0]
    agree(logbook, now=now)
    with logbook.writing() as connection:
        keep_draft(connection, Draft(answers={"sex": "female"}, done=("sex",)), at=now)
    finished = Done(session=session.id, finished_at=now)
    finish_session(logbook, finished, exercises=("a-march",), shelf=shelf)
    done = Performed(session=session.id, exercise="a-march", reps=8, hold_s=2.5, done_at=now)
    with logbook.writing() as connection:
        keep_performed(connection, {"a-march.1": done}, record="one")
    open_feed(logbook, now=now)
    with logbook.writing() as connection:
        keep_planned(connection, planned_run(now.date()), at=now)
    found = gait(runner(px_per_m=500, seconds=3.0), speed_mps=3.5)
    told = as_plain(found, texts=shelf.texts)
    keep_gait(logbook, found, name=CANARY, told=told, now=now, original=b"the clip")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> Iterator[Logbook]:
    """Return a logbook with something of everything; not to be written to."""
    folder = tmp_path_factory.mktemp("kept")
    with Logbook.open(folder / "logbook.db") as logbook:
        _fill(logbook, folder, shelf=shelf, now=NOW)
        yield logbook


@pytest.fixture(scope="module")
def exported(kept: Logbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("exported") / "all.zip"
    export_logbook(kept, out, now=NOW)
    return out


def _rows(logbook: Logbook) -> Rows:
    with logbook.reading() as connection:
        return {table: list(dump(connection, table)) for table in table_names()}


def test_the_logbook_of_these_tests_has_a_row_in_every_table(kept: Logbook) -> None:
    assert [table for table, rows in _rows(kept).items() if not rows] == []


def test_an_export_restored_gives_the_same_rows(
    kept: Logbook, exported: Path, logbook: Logbook, shelf: Shelf
) -> None:
    counts = restore_logbook(logbook, exported)

    assert _rows(logbook) == _rows(kept)
    assert counts == {table: len(rows) for table, rows in _rows(kept).items()}
    assert_whole(logbook.path)
    assert state_of(logbook, shelf=shelf, now=NOW) == state_of(kept, shelf=shelf, now=NOW)


def test_an_export_of_what_was_restored_is_the_same_export(
    exported: Path, logbook: Logbook, tmp_path: Path
) -> None:
    restore_logbook(logbook, exported)
    again = tmp_path / "again.zip"
    export_logbook(logbook, again, now=NOW)

    with zipfile.ZipFile(exported) as one, zipfile.ZipFile(again) as other:
        assert one.namelist() == other.namelist()
        assert all(one.read(name) == other.read(name) for name in one.namelist())


def test_an_export_holds_the_originals_byte_for_byte(exported: Path, kept: Logbook) -> None:
    with zipfile.ZipFile(exported) as archive:
        assert archive.testzip() is None
        originals = [name for name in archive.namelist() if name.startswith("originals/")]
        contents = {name: archive.read(name) for name in originals}
    files = kept.path.parent / "files"
    assert sorted(contents.values()) == sorted(
        path.read_bytes() for path in files.iterdir() if path.suffix in (".fit", ".gpx")
    )
    assert {f"originals/{sha256(each).hexdigest()}" for each in contents.values()} == set(originals)


def test_an_empty_logbook_can_be_exported_and_restored(logbook: Logbook, tmp_path: Path) -> None:
    export_logbook(logbook, tmp_path / "empty.zip", now=NOW)
    with Logbook.open(tmp_path / "other.db") as other:
        counts = restore_logbook(other, tmp_path / "empty.zip")

    assert set(counts.values()) == {0}


@pytest.mark.parametrize("table", [None, *table_names()])
def test_an_export_is_never_mixed_with_what_is_there(
    exported: Path, logbook: Logbook, table: str | None
) -> None:
    """A row in any one table makes a logbook one that is not empty."""
    if table is not None:
        restore_logbook(logbook, exported)
        with closing(sqlite3.connect(logbook.path)) as file, file:
            for each in set(table_names()) - {table}:
                file.execute(f"delete from {each}")  # noqa: S608 - our own table names
    before = _rows(logbook)
    with logbook.reading() as connection:
        assert is_empty(connection) == (table is None)

    if table is None:
        restore_logbook(logbook, exported)
    else:
        with pytest.raises(Conflict, match="not empty"):
            restore_logbook(logbook, exported)
        assert _rows(logbook) == before


def _rewritten(source: Path, out: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write *source* again with members changed; None leaves one out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out


def _manifest(**changes: Any) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        return json.dumps({**json.loads(content), **changes}).encode()

    return change


def _replaced(member: str, content: bytes | None) -> Callable[[str, bytes], bytes | None]:
    return lambda name, old: content if name.startswith(member) else old


def _first_row(table: str, **changes: Any) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        if name != f"{table}.jsonl":
            return content
        first, *rest = content.split(b"\n")
        return b"\n".join([json.dumps({**json.loads(first), **changes}).encode(), *rest])

    return change


DAMAGE: dict[str, Callable[[str, bytes], bytes | None]] = {
    "no manifest": _replaced("manifest.json", None),
    "a manifest that is no JSON": _replaced("manifest.json", b"{"),
    "a manifest that is a list": _replaced("manifest.json", b"[]"),
    "a manifest without counts": _manifest(rows={}),
    "a manifest with wrong counts": _manifest(rows=dict.fromkeys(table_names(), 99)),
    "a table that is missing": _replaced("pain.jsonl", None),
    "a table that is cut": _replaced("pain.jsonl", b'{"id": "x", "felt_on'),
    "a table that is no text": _replaced("pain.jsonl", b"\xff\xfe\x00"),
    "a row without a column": _replaced("pain.jsonl", b'{"id": "x"}'),
    "a row that is a number": _replaced("pain.jsonl", b"5"),
    "a row with a text for a number": _first_row("pain", pain_nrs="five"),
    "a row out of bounds": _first_row("pain", pain_nrs=11),
    "a row with a number too large": _first_row("pain", pain_nrs=2**80),
    "a row with a list": _first_row("pain", felt_on=[1]),
    "a row with bytes that are none": _first_row("stream", packed={"base64": "%"}),
    "a row that points nowhere": _first_row("stream", activity="nobody"),
    "a row with a column too much": _first_row("pain", mood="good"),
    "an original that is missing": _replaced("originals/", None),
    "an original that was changed": _replaced("originals/", b"changed"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_what_is_no_whole_export_restores_nothing(
    exported: Path, logbook: Logbook, tmp_path: Path, name: str
) -> None:
    damaged = _rewritten(exported, tmp_path / "damaged.zip", DAMAGE[name])

    with pytest.raises(UnreadableFile, match="not a whole export"):
        restore_logbook(logbook, damaged)

    with logbook.reading() as connection:
        assert is_empty(connection)


@given(share=st.floats(0, 1, exclude_max=True))
def test_a_cut_export_restores_nothing(
    exported: Path, tmp_path_factory: pytest.TempPathFactory, share: float
) -> None:
    whole = exported.read_bytes()
    folder = tmp_path_factory.getbasetemp()
    (folder / "cut.zip").write_bytes(whole[: int(share * len(whole))])
    with Logbook.open(folder / "cut.db") as logbook:
        with pytest.raises(UnreadableFile):
            restore_logbook(logbook, folder / "cut.zip")
        with logbook.reading() as connection:
            assert is_empty(connection)


@given(at=st.floats(0, 1, exclude_max=True), by=st.integers(1, 255))
def test_a_changed_byte_restores_all_or_nothing(
    kept: Logbook, exported: Path, tmp_path_factory: pytest.TempPathFactory, at: float, by: int
) -> None:
    """Where the byte does not matter (a date, an attribute) the same comes back."""
    content = bytearray(exported.read_bytes())
    content[int(at * len(content))] ^= by
    folder = tmp_path_factory.getbasetemp()
    (folder / "changed.zip").write_bytes(content)
    with Logbook.open(folder / "changed.db") as logbook:
        try:
            restore_logbook(logbook, folder / "changed.zip")
        except UnreadableFile:
            with logbook.reading() as connection:
                assert is_empty(connection)
        else:
            assert _rows(logbook) == _rows(kept)
            with logbook.writing() as connection:
                for table in reversed(table_names()):
                    connection.exec_driver_sql(f"delete from {table}")  # noqa: S608 - our names


@pytest.mark.parametrize("content", [b"", b"PK", b"{}", b"no zip at all " * 50])
def test_what_is_no_zip_is_unreadable(logbook: Logbook, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)

    with pytest.raises(UnreadableFile):
        restore_logbook(logbook, tmp_path / "x.zip")


def test_an_export_that_is_not_there_is_not_found(logbook: Logbook, tmp_path: Path) -> None:
    for place in (tmp_path / "x.zip", tmp_path):
        with pytest.raises(NotFound):
            restore_logbook(logbook, place)


@pytest.mark.parametrize("changes", [{"format": 2}, {"schema": "9999"}, {"schema": "0000"}])
def test_an_export_of_another_version_is_a_conflict(
    exported: Path, logbook: Logbook, tmp_path: Path, changes: dict[str, Any]
) -> None:
    other = _rewritten(exported, tmp_path / "other.zip", _manifest(**changes))

    with pytest.raises(Conflict, match="schema"):
        restore_logbook(logbook, other)


def test_an_export_of_the_first_schema_is_restored(
    exported: Path, logbook: Logbook, tmp_path: Path
) -> None:
    later = {"draft", "consent", "gait", "attempt", "week", "performed"}  # tables
    since = {"climb_m", "at_1hz_ratio", "cadence_sd_spm", "dynamics", "sport_word"}

    def older(name: str, content: bytes) -> bytes | None:
        if name.removesuffix(".jsonl") in later:
            return None
        if name == "manifest.json":
            manifest = json.loads(content) | {"schema": "0001"}
            for table in later:
                del manifest["rows"][table]
            return json.dumps(manifest).encode()
        if name not in ("activity.jsonl", "original.jsonl"):
            return content
        rows = [json.loads(line) for line in content.splitlines()]
        lines = [json.dumps({k: v for k, v in row.items() if k not in since}) for row in rows]
        return "\n".join(lines).encode()

    counts = restore_logbook(logbook, _rewritten(exported, tmp_path / "older.zip", older))

    assert {counts[table] for table in later} == {0}
    assert_whole(logbook.path)


def test_an_export_where_it_cannot_be_written_leaves_nothing(kept: Logbook, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "taken.zip").mkdir()

    for out in ("file/all.zip", "missing/all.zip", "taken.zip"):
        with pytest.raises(NotNow):
            export_logbook(kept, tmp_path / out, now=NOW)

    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "taken.zip"]


def test_an_export_onto_a_full_disk_keeps_the_older_one(
    kept: Logbook, exported: Path, tmp_path: Path
) -> None:
    out = tmp_path / "all.zip"
    out.write_bytes(b"an older export")
    most = exported.stat().st_size // 2

    found = process(
        "export",
        out,
        "--db",
        kept.path,
        "--json",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )

    assert found.returncode == 1
    assert json.loads(found.stdout)["error"]["fix"]
    assert out.read_bytes() == b"an older export"
    assert list(tmp_path.iterdir()) == [out]


def test_an_export_never_replaces_the_logbook(kept: Logbook) -> None:
    for out in kept.files:
        with pytest.raises(Conflict, match="itself"):
            export_logbook(kept, out, now=NOW)

    assert_whole(kept.path)


def _bytes_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_forgetting_leaves_no_file_and_no_word(tmp_path: Path, shelf: Shelf) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    logbook = Logbook.open(folder / "logbook.db")
    _fill(logbook, tmp_path, shelf=shelf, now=NOW)
    assert CANARY.encode() in _bytes_under(folder)

    removed = forget_logbook(logbook)

    assert folder / "logbook.db" in removed
    assert list(folder.iterdir()) == []


def test_what_is_deleted_is_overwritten_before_the_files_go(tmp_path: Path, shelf: Shelf) -> None:
    """Were the removed file found again on the disk, nothing could be read in it."""
    folder = tmp_path / "kept"
    folder.mkdir()
    with Logbook.open(folder / "logbook.db") as logbook:
        _fill(logbook, tmp_path, shelf=shelf, now=NOW)
        delete_all(logbook)
        with logbook.reading() as connection:
            assert is_empty(connection)

        left = _bytes_under(folder)

    assert CANARY.encode() not in left
    assert b"2026-11-22-running.fit" not in left
    assert len(left) < 400_000


def test_forgetting_takes_nothing_that_lies_beside(tmp_path: Path) -> None:
    (tmp_path / "logbook.db.bak").write_text("mine")
    (tmp_path / "export.zip").write_text("mine")

    forget_logbook(Logbook.open(tmp_path / "logbook.db"))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["export.zip", "logbook.db.bak"]
