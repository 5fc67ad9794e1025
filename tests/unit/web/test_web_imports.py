"""Bringing files in through the browser: on its way, its outcome, stopped, taken back."""

from __future__ import annotations

import errno
import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from psoas.app.files import importing
from psoas.app.files.importing import Advance
from psoas.errors import NotNow
from psoas.store import Logbook
from psoas.store.batches import Batch, keep_batch
from psoas.web import make_app, upload
from psoas.web.imports import pace_of
from psoas.web.importview import Shown, State, said_of
from psoas.web.incoming import PREFIX, Incoming, sweep
from tests.kit.archives import fit, strava, zipped
from tests.kit.holding import held_before
from tests.kit.store import assert_whole, count
from tests.unit.web.test_pages import NOW, Browser


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "data" / "logbook.db"


@pytest.fixture
def browser(db: Path) -> Iterator[Browser]:
    with TestClient(make_app(db, now=lambda: NOW), base_url="http://127.0.0.1") as client:
        yield Browser(client)


@pytest.fixture
def held(monkeypatch) -> Iterator[threading.Event]:
    """Imports wait before their third file until this is set."""
    go_on = held_before(3, monkeypatch, within_s=20)
    yield go_on
    go_on.set()


def _send(browser, files, **fields):
    sent = [("files", (name, content)) for name, content in files.items()]
    answer = browser.post("/runs", fields, files=sent)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def _wait(browser, path, *, until="ended"):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        told = browser.get(f"{path}/state").json()
        at_work = until != "running" or told["looked"].startswith("2 files")
        if told["ended"] or (told["state"] == until and at_work):
            return told
        time.sleep(0.02)
    pytest.fail(f"not {until} in 20 s: {told}")


def _brought(browser, files, **fields):
    path = _send(browser, files, **fields)
    _wait(browser, path)
    return path


def _leftovers(db: Path) -> list[Path]:
    return [each for each in db.parent.glob(f"{PREFIX}*/*") if each.is_dir()]


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


# -- the outcome -----------------------------------------------------------------------


def test_a_whole_export_says_what_became_of_each_file(browser, db):
    path = _brought(browser, {"export.zip": strava()})
    text = browser.get(path).text

    assert "3 new" in _words(text)
    assert "activities/15.fit.gz" in text
    assert "What to do:" in text
    assert text.index("activities/15.fit.gz") < text.index("activities/11.fit.gz"), "failed first"
    assert _leftovers(db) == []
    assert_whole(db)


def test_the_same_files_again_are_known(browser, db):
    _brought(browser, {"export.zip": strava()})
    again = browser.get(_brought(browser, {"export.zip": strava()})).text

    assert "Nothing new" in again
    assert "3 known already" in _words(again)
    assert "Take this import back" not in again, "it brought nothing"


def test_lines_can_be_looked_at_by_outcome_and_page_by_page(browser):
    files = {f"{n:03}.fit": fit(n) for n in range(60)}
    path = _brought(browser, {"many.zip": zipped(files | {"torn.fit": fit(99)[:60]})})

    first, second = (browser.get(f"{path}?show=new&page={n}").text for n in (1, 2))
    assert "Page 1 of 2" in first
    assert ">000.fit" in first
    assert ">059.fit" in second
    assert ">000.fit" not in second
    assert "torn.fit" not in first + second
    failed = browser.get(f"{path}?show=failed").text
    assert "torn.fit" in failed
    assert "000.fit" not in failed
    assert "None." in browser.get(f"{path}?show=skipped").text


def test_a_look_keeps_nothing_and_says_what_would_be(browser, db):
    path = _brought(browser, {"export.zip": strava()}, dry_run="yes")
    text = browser.get(path).text

    assert "3 would be new" in text
    assert "activities/15.fit.gz" in text
    assert "Take this import back" not in text
    assert count(db, "activity") == count(db, "batch") == count(db, "intake") == 0
    assert "Nothing was brought in yet" in browser.get("/runs/log").text


def test_an_import_can_be_taken_back_and_brought_again(browser, db):
    path = _brought(browser, {"export.zip": strava()})
    assert "Yes, take it back" in browser.get(path).text

    answer = browser.post(f"{path}/undo")
    assert answer.headers["location"].startswith(path)
    text = browser.get(answer.headers["location"]).text
    assert "Taken back" in text
    assert "Yes, take it back" not in text
    assert count(db, "activity") == count(db, "original") == 0
    assert "Taken back" in browser.get("/runs/log").text
    assert browser.post(f"{path}/undo").status_code == 404
    assert "3 new" in _words(browser.get(_brought(browser, {"export.zip": strava()})).text)


def test_the_log_lists_imports_newest_first_and_page_by_page(browser, db):
    with Logbook.open(db) as logbook, logbook.writing() as connection:
        for n in range(25):
            keep_batch(connection, Batch(id=f"b{n:02}", started_at=NOW, label=f"box {n:02}"))
    first, second = (browser.get(f"/runs/log?page={n}").text for n in (1, 2))

    assert "box 00" in first
    assert "box 24" in second
    assert "box 00" not in second
    assert "Page 2 of 2" in second


def test_an_import_older_than_the_newest_fifty_can_be_taken_back(browser, db):
    path = _brought(browser, {"one.fit": fit(0)})
    with Logbook.open(db) as logbook, logbook.writing() as connection:
        for n in range(60):
            keep_batch(
                connection, Batch(id=f"b{n:02}", started_at=NOW.replace(year=2027), label="")
            )

    assert browser.post(f"{path}/undo").status_code == 303
    assert count(db, "activity") == 0


# -- on its way ------------------------------------------------------------------------


def test_a_running_import_shows_how_far_it_is_in_every_tab(browser, held):
    path = _send(browser, {"many.zip": zipped({f"{n}.fit": fit(n) for n in range(5)})})
    told = _wait(browser, path, until="running")
    text = browser.get(path).text

    assert told["state"] == "running"
    assert 0 < told["done_ratio"] < 1
    assert "2 files looked at" in told["looked"]
    assert '<noscript><meta http-equiv="refresh"' in text
    assert f'href="{path}"' in browser.get("/runs").text
    assert f'href="{path}"' in browser.get("/").text
    assert "Under way" in browser.get("/runs/log").text
    held.set()
    _wait(browser, path)
    assert f'href="{path}"' not in browser.get("/runs").text
    assert "http-equiv" not in browser.get(path).text


def test_a_second_import_waits_for_the_first(browser, db, held):
    first = _send(browser, {"a.zip": zipped({f"{n}.fit": fit(n) for n in range(3)})})
    _wait(browser, first, until="running")
    second = _send(browser, {"b.zip": zipped({f"{n}.fit": fit(n) for n in range(3, 5)})})

    assert browser.get(f"{second}/state").json()["state"] == "waiting"
    assert "Waiting its turn" in browser.get(second).text
    held.set()
    _wait(browser, second)
    assert count(db, "activity") == 5


def test_one_that_waits_can_be_stopped_before_it_began(browser, db, held):
    first = _send(browser, {"a.zip": zipped({f"{n}.fit": fit(n) for n in range(3)})})
    _wait(browser, first, until="running")
    second = _send(browser, {"b.fit": fit(9)})
    browser.post(f"{second}/stop")
    held.set()

    assert _wait(browser, second)["state"] == "unfinished"
    assert count(db, "activity") == 3
    assert _leftovers(db) == []


def test_a_stopped_import_keeps_what_is_in_and_goes_on_when_brought_again(
    browser, db, held, monkeypatch
):
    monkeypatch.setattr(importing, "PER_TRANSACTION", 2)
    box = {"many.zip": zipped({f"{n}.fit": fit(n) for n in range(9)})}
    path = _send(browser, box)
    _wait(browser, path, until="running")
    browser.post(f"{path}/stop")
    assert browser.get(f"{path}/state").json()["state"] == "stopping"
    held.set()
    _wait(browser, path)

    text = browser.get(path).text
    assert "It did not come to its end" in text
    assert "Bring the same files again" in text
    assert count(db, "activity") == 3
    assert "Not finished" in browser.get("/runs/log").text
    assert_whole(db)
    assert "6 new" in _words(browser.get(_brought(browser, box)).text)


def test_an_import_cut_by_the_end_of_a_server_says_what_to_do(db, held):
    box = {"many.zip": zipped({f"{n}.fit": fit(n) for n in range(9)})}
    with TestClient(make_app(db, now=lambda: NOW), base_url="http://127.0.0.1") as client:
        path = _send(Browser(client), box)
        _wait(Browser(client), path, until="running")
        threading.Timer(0.2, held.set).start()
    assert list(db.parent.glob(f"{PREFIX}*")) == []

    with TestClient(make_app(db, now=lambda: NOW), base_url="http://127.0.0.1") as client:
        text = Browser(client).get(path).text
    assert "It did not come to its end" in text
    assert "What to do:" in text


def test_nothing_is_taken_back_while_files_come_in(browser, held):
    held.set()
    path = _brought(browser, {"one.fit": fit(0)})
    held.clear()
    running = _send(browser, {"a.zip": zipped({f"{n}.fit": fit(n) for n in range(1, 4)})})
    _wait(browser, running, until="running")

    assert browser.post(f"{path}/undo").status_code == 409


def test_forgetting_stops_an_import_and_leaves_nothing(browser, db, held):
    path = _send(browser, {"a.zip": zipped({f"{n}.fit": fit(n) for n in range(40)})})
    _wait(browser, path, until="running")
    threading.Timer(0.2, held.set).start()
    browser.post("/you/forget", {"sure": "yes"})

    assert list(db.parent.iterdir()) == []
    assert browser.get(path).status_code == 404


def test_a_logbook_that_refuses_ends_the_import_with_a_way_out(browser, db, monkeypatch):
    def full(*_args, **_more):
        raise NotNow("the disk is full", where="logbook", fix="Free some space")

    monkeypatch.setattr(importing, "settle", full)
    path = _brought(browser, {"one.fit": fit(0)})
    text = browser.get(path).text

    assert "That did not work" in text
    assert "Free some space" in text
    assert _leftovers(db) == []


def test_a_fault_of_ours_ends_the_import_and_tells_no_value(browser, db, monkeypatch, capsys):
    def broken(*_args, **_more):
        raise RuntimeError("secret value 42")

    monkeypatch.setattr(importing, "settle", broken)
    path = _brought(browser, {"one.fit": fit(0)})

    assert "fault of psoas" in browser.get(path).text
    assert "secret" not in browser.get(path).text + "".join(capsys.readouterr())
    monkeypatch.undo()
    assert "1 new" in _words(browser.get(_brought(browser, {"one.fit": fit(0)})).text)


@pytest.mark.parametrize("end", ["", "/state"])
def test_an_import_that_is_not_there_is_not_found(browser, end):
    assert browser.get(f"/runs/imports/none{end}").status_code == 404
    assert browser.post("/runs/imports/none/stop").status_code == 404
    assert browser.post("/runs/imports/none/undo").status_code == 404


# -- the files on their way ------------------------------------------------------------


def test_files_of_one_name_are_both_taken(browser, tmp_path):
    sent = [("files", ("run.fit", fit(0))), ("files", ("run.fit", fit(1)))]
    path = browser.post("/runs", files=sent).headers["location"]
    _wait(browser, path)

    assert "2 new" in _words(browser.get(path).text)


@pytest.mark.parametrize("name", ["ラン" * 50 + ".gpx", "x" * 300 + ".fit", "..", ".", "a/.."])
def test_a_file_is_taken_whatever_its_name(browser, name):
    assert "1 new" in _words(browser.get(_brought(browser, {name: fit(0)})).text)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\a\\b.gpx", "b.gpx"),
        ("../../x.fit", "x.fit"),
        ("", "file"),
        (".", "file"),
        ("a/..", "file"),
        ("ラン" * 50 + ".gpx", "ラン" * 24 + ".gpx"),
        ("ラン" * 50 + ".fit.gz", "ン" + "ラン" * 23 + ".fit.gz"),
        ("\ud800.gpx", "?.gpx"),
    ],
)
def test_a_file_goes_to_disk_under_its_own_name_as_far_as_it_can(tmp_path, name, kept):
    path = upload.Upload(folder=tmp_path).place(name)
    path.write_bytes(b"x")

    assert path == tmp_path / "0" / kept


def test_a_large_file_arrives_as_it_was_sent(browser, db, held, tmp_path):
    content = zipped({f"{n}.fit": fit(n) for n in range(3)}, method=0) + bytes(range(256)) * 20_000
    path = _send(browser, {"big.bin": content})
    _wait(browser, path, until="running")
    (kept,) = db.parent.glob(f"{PREFIX}*/*/0/big.bin")

    assert kept.read_bytes() == content
    assert kept.parents[2].stat().st_mode & 0o077 == 0, "only this user can read it"


def test_no_room_on_the_disk_is_said_before_anything_is_taken(browser, db, monkeypatch):
    usage = shutil.disk_usage(db.parent.parent)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    answer = browser.post("/runs", files={"files": ("one.fit", fit(0))})

    assert answer.status_code == 503
    assert "no room" in answer.text
    assert _leftovers(db) == []


def test_a_disk_that_fills_on_the_way_is_said_and_cleaned(browser, db, monkeypatch):
    def full(_file, _block):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(upload, "_write_all", full)
    answer = browser.post("/runs", files={"files": ("big.zip", bytes(3_000_000))})

    assert answer.status_code == 503
    assert "Free some space" in answer.text
    assert _leftovers(db) == []


def test_more_than_the_limit_is_refused_at_once(browser):
    announced = {"content-length": str(upload.LIMIT_BYTES + 1)}
    answer = browser.post("/runs", files={"files": ("x", b"x")}, headers=announced)

    assert answer.status_code == 413
    assert "8 GB" in answer.text
    assert f"{upload.LIMIT_BYTES}" in browser.get("/runs").text, "the page knows it too"


def test_too_many_files_say_what_to_do(browser, db, monkeypatch):
    monkeypatch.setattr(upload, "MOST_PARTS", 3)
    sent = [("files", (f"{n}.fit", b"x")) for n in range(5)]
    answer = browser.post("/runs", files=sent)

    assert answer.status_code == 422
    assert "Zip the folder" in answer.text
    assert _leftovers(db) == []


@pytest.mark.parametrize("token", [None, "x", "0" * 128])
def test_files_without_our_token_never_reach_the_disk(browser, db, monkeypatch, token):
    monkeypatch.setattr(upload.Upload, "place", lambda *_: pytest.fail("a file was taken"))
    browser.token()
    fields = {} if token is None else {"_csrf_token": token}
    answer = browser.client.post("/runs", data=fields, files={"files": ("one.fit", fit(0))})

    assert answer.status_code == 403
    assert _leftovers(db) == []


@pytest.mark.parametrize(
    ("body", "boundary"), [(b"nonsense", "boundary=x"), (b"--x\r\n\r\n", "boundary=x"), (b"", "")]
)
def test_what_is_no_form_is_refused(browser, db, body, boundary):
    browser.token()
    kind = {"content-type": f"multipart/form-data; {boundary}"}

    assert 400 <= browser.client.post("/runs", content=body, headers=kind).status_code < 500
    assert _leftovers(db) == []


def test_a_long_field_is_refused(browser):
    answer = browser.post("/runs", {"note": "x" * 20_000}, files={"files": ("one.fit", fit(0))})

    assert answer.status_code == 400


def test_what_a_killed_server_left_is_removed_and_what_a_living_one_holds_is_not(tmp_path):
    living, gone = Incoming(tmp_path), tmp_path / f"{PREFIX}gone"
    held = living.new()
    (gone / "0").mkdir(parents=True)
    (gone / "0" / "export.zip").write_bytes(b"x")

    assert sweep(tmp_path) == 1
    assert held.is_dir()
    assert not gone.exists()
    living.close()
    assert list(tmp_path.iterdir()) == []


# -- pace ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "done_ratio", "spent_s", "looked", "left"),
    [
        (1, 0.0, 0.1, "1 file looked at", "Time left: not known yet"),
        (40, 0.2, 10.0, "40 files looked at, 4 a second", "About 40 s left"),
        (5, 0.5, 10.0, "5 files looked at, 0.5 a second", "About 10 s left"),
        (9000, 0.9, 10.0, "9,000 files looked at, 900 a second", "A few seconds left"),
        (400, 0.1, 40.0, "400 files looked at, 10 a second", "About 6 min left"),
        (400, 0.001, 40.0, "400 files looked at, 10 a second", "Time left: not known yet"),
    ],
)
def test_the_pace_in_words(files, done_ratio, spent_s, looked, left, now):
    pace = pace_of(Advance(files=files, done_ratio=done_ratio), spent_s=spent_s)
    said = said_of(
        Shown(
            id="x", label="x", at=now, state=State.RUNNING, dry_run=False,
            counts={}, sports={}, can_undo=False, pace=pace,
        )
    )  # fmt: skip

    assert (said["looked"], said["left"]) == (looked, left)
