"""Each file that is offered is new, a duplicate, skipped or failed, and the log says why."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from psoas.app.files.importing import PER_TRANSACTION, Advance, import_files
from psoas.app.files.undoing import imports_of, undo
from psoas.errors import NotFound
from psoas.store import Logbook
from psoas.store.activities import activities, run_facts
from psoas.store.originals import lines_of
from tests.kit.runs import gpx_file, run_file
from tests.kit.store import assert_whole, count, rows

APPLE_DOUBLE = b"\x00\x05\x16\x07" + bytes(60)
LOGIN = "<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


def test_a_folder_of_all_kinds(logbook: Logbook, folder: Path, now: datetime) -> None:
    run = run_file(folder / "2026", now.date(), km=0.5)
    day = now.date() - timedelta(days=1)
    run_file(folder / "2026", day, km=0.4, speed_mps=1.4, sport="walking")
    day -= timedelta(days=1)
    run_file(folder / "2026", day, km=2.0, speed_mps=8.0, sport="cycling")
    (folder / "again.fit.gz").write_bytes(gzip.compress(run.read_bytes()))
    (folder / "._run.fit").write_bytes(APPLE_DOUBLE)
    (folder / "README.md").write_text("# My runs\n")
    (folder / "login.html").write_text(LOGIN)
    (folder / "login.fit").write_text(LOGIN)
    (folder / "empty.gpx").write_bytes(b"")

    found = import_files(logbook, [folder], now=now)

    assert (found.new, found.runs, found.duplicate) == (3, 1, 1)
    assert found.by_sport == {"run": 1, "walk": 1, "ride": 1}
    reasons = {each.file: each.reason for each in found.skipped}
    reasons |= {each.file: each.reason for each in found.failed}
    assert "web page" in reasons["files/login.fit"]
    assert "empty" in reasons["files/empty.gpx"]
    assert "macOS" in reasons["files/._run.fit"]
    assert reasons["files"] == "2 files: No activity"  # what nobody calls an activity
    assert all(each.fix for each in found.failed)
    assert "files/._run.fit" in {each.file for each in found.skipped}
    assert found.readable
    assert_whole(logbook.path)


def test_the_log_says_what_became_of_each_file(
    logbook: Logbook, folder: Path, now: datetime
) -> None:
    run = run_file(folder, now.date(), km=0.5)
    (folder / "copy.fit").write_bytes(run.read_bytes())
    (folder / "._run.fit").write_bytes(APPLE_DOUBLE)
    (folder / "login.fit").write_text(LOGIN)
    found = import_files(logbook, [folder], now=now)

    with logbook.reading() as connection:
        lines = {line.name: line for line in lines_of(connection, found.batch or "")}
        (activity,) = activities(connection)
    outcomes = {name: line.outcome for name, line in lines.items()}
    # in order of name the run comes before its copy
    assert outcomes == {
        f"files/{run.name}": "new",
        "files/copy.fit": "duplicate",
        "files/._run.fit": "skipped",
        "files/login.fit": "failed",
    }
    assert lines[f"files/{run.name}"].original == activity.original
    assert lines["files/login.fit"].original is None
    assert lines["files/login.fit"].reason
    assert lines["files/login.fit"].fix
    assert {line.at for line in lines.values()} == {now}


def test_importing_again_adds_nothing(logbook: Logbook, folder: Path, now: datetime) -> None:
    for days_ago in range(3):
        run_file(folder, now.date() - timedelta(days=days_ago), km=0.3)
    import_files(logbook, [folder], now=now)
    with logbook.reading() as connection:
        before = activities(connection)

    again = import_files(logbook, [folder, folder], now=now + timedelta(days=1))

    assert (again.new, again.duplicate, again.readable) == (0, 3, True)
    with logbook.reading() as connection:
        assert activities(connection) == before


def test_a_file_under_another_name_is_a_duplicate(
    logbook: Logbook, folder: Path, now: datetime
) -> None:
    run = run_file(folder, now.date(), km=0.3)
    import_files(logbook, [run], now=now)
    run.rename(folder / "renamed.fit")

    assert import_files(logbook, [folder], now=now).duplicate == 1


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("n_between", [0, 40])
def test_two_files_alike_that_cannot_be_read_fail_both(
    logbook: Logbook, tmp_path: Path, now: datetime, n_between: int, dry_run: bool
) -> None:
    """Two empty files in a folder ended the import, and whatever was read beside them was lost."""
    folder = tmp_path / "alike"
    run_file(folder, now.date()).rename(folder / "run.fit")
    for n in range(n_between):  # the twin comes in a later transaction
        (folder / f"m{n:02}.fit").write_bytes(b"no activity %d" % n)
    for name in ("a.fit", "z.fit"):
        (folder / name).write_bytes(b"")
    for name in ("b.gpx", "y.gpx"):
        (folder / name).write_bytes(b"<!doctype html><html>Log in</html>")

    found = import_files(logbook, [folder], now=now, dry_run=dry_run)

    assert (found.new, found.duplicate) == (1, 0)
    said = {each.file.rpartition("/")[2]: (each.reason, each.fix) for each in found.failed}
    assert said["a.fit"] == said["z.fit"]
    assert said["b.gpx"] == said["y.gpx"]


def test_a_link_in_a_folder_is_not_followed(
    logbook: Logbook, folder: Path, tmp_path: Path, now: datetime
) -> None:
    elsewhere = run_file(tmp_path / "elsewhere", now.date(), km=0.3)
    (folder / "link.fit").symlink_to(elsewhere)
    (folder / "linked").symlink_to(elsewhere.parent)
    (folder / "round").symlink_to(folder)
    (folder / "nowhere.fit").symlink_to(tmp_path / "nowhere.fit")

    found = import_files(logbook, [folder], now=now)

    assert (found.new, found.failed) == (0, ())
    assert [each.reason for each in found.skipped] == [
        "4 files: A link, which psoas does not follow"
    ]


def test_a_path_that_is_missing_imports_nothing(
    logbook: Logbook, folder: Path, now: datetime
) -> None:
    run_file(folder, now.date(), km=0.3)

    with pytest.raises(NotFound) as refused:
        import_files(logbook, [folder, folder / "missing"], now=now)

    assert refused.value.where == str(folder / "missing")
    with logbook.reading() as connection:
        assert activities(connection) == ()
    assert count(logbook.path, "intake") == 0


def test_the_logbook_itself_is_never_read_as_a_file(tmp_path: Path, now: datetime) -> None:
    """It would fail as one, and closing it would let go of SQLite's locks on it."""
    run_file(tmp_path, now.date(), km=0.3)
    (tmp_path / "link").symlink_to(tmp_path)
    with Logbook.open(tmp_path / "link" / "logbook.db") as logbook:
        found = import_files(logbook, [tmp_path, tmp_path / "logbook.db"], now=now)

    assert (found.new, found.failed) == (1, ())


def test_nothing_readable_is_said(logbook: Logbook, folder: Path, now: datetime) -> None:
    assert import_files(logbook, [folder], now=now).readable

    (folder / "login.fit").write_text(LOGIN)

    assert not import_files(logbook, [folder], now=now).readable


def test_many_files_are_kept_in_several_transactions(
    logbook: Logbook, folder: Path, now: datetime
) -> None:
    n = PER_TRANSACTION + 3
    for days_ago in range(n):
        run_file(folder, now.date() - timedelta(days=days_ago), km=0.05)
    seen: list[Advance] = []

    found = import_files(logbook, [folder], now=now, progress=seen.append)

    assert found.new == found.runs == n
    assert [each.files for each in seen] == list(range(1, n + 1))
    ratios = [each.done_ratio for each in seen]
    assert ratios == sorted(ratios)
    assert 0 <= ratios[0] < ratios[-1] <= 1
    with logbook.reading() as connection:
        days = [fact.local_on for fact in run_facts(connection)]
    assert days == sorted(days)
    assert len(set(days)) == n
    assert_whole(logbook.path)


def test_what_another_import_has_kept_meanwhile_is_a_duplicate(
    logbook: Logbook, folder: Path, now: datetime
) -> None:
    """The other one comes in after this one has looked what is known."""
    run_file(folder, now.date(), km=0.3)
    run_file(folder, now.date() - timedelta(days=1), km=0.3)

    def interfere(advance: Advance) -> None:
        if advance.files == 1:
            import_files(logbook, [folder / f"{now.date()}-running.fit"], now=now)

    found = import_files(logbook, [folder], now=now, progress=interfere)

    assert (found.new, found.duplicate) == (1, 1)
    assert_whole(logbook.path)


@pytest.mark.parametrize("fit_first", [True, False])
def test_one_run_from_two_apps_is_one_run(
    logbook: Logbook, folder: Path, now: datetime, *, fit_first: bool
) -> None:
    fit = run_file(folder, now.date(), km=0.9)  # 300 s at 3 m/s
    other = gpx_file(folder / "other.gpx", now)
    order = [fit, other] if fit_first else [other, fit]

    results = [import_files(logbook, [path], now=now) for path in order]

    assert [(each.new, each.duplicate) for each in results] == [(1, 0), (0, 1)]
    with logbook.reading() as connection:
        (activity,) = activities(connection)
        assert activity.source == "fit"  # it tells more
        assert len(run_facts(connection)) == 1
    (reason,) = rows(logbook.path, "select reason from intake order by id desc")[0]
    assert "another file" in reason
    assert_whole(logbook.path)


def test_both_apps_in_one_import(logbook: Logbook, folder: Path, now: datetime) -> None:
    run_file(folder, now.date(), km=0.9)
    gpx_file(folder / "2026-a.gpx", now)

    found = import_files(logbook, [folder], now=now)

    assert (found.new, found.duplicate) == (1, 1)
    assert_whole(logbook.path)


def test_a_warm_up_before_a_race_is_its_own_run(
    logbook: Logbook, folder: Path, now: datetime
) -> None:
    run_file(folder, now.date(), km=0.9)
    gpx_file(folder / "race.gpx", now + timedelta(hours=2), minutes=6)
    text = (folder / "race.gpx").read_text().replace("T07:", "T08:")
    (folder / "race.gpx").write_text(text)

    assert import_files(logbook, [folder], now=now).new == 2


def test_a_dry_run_says_what_would_be_new_and_keeps_nothing(
    logbook: Logbook, folder: Path, now: datetime
) -> None:
    run_file(folder, now.date(), km=0.3)

    found = import_files(logbook, [folder], now=now, dry_run=True)

    assert (found.new, found.batch) == (1, None)
    with logbook.reading() as connection:
        assert activities(connection) == ()
    assert count(logbook.path, "intake") == 0
    assert imports_of(logbook) == ()


def test_one_import_can_be_taken_back(logbook: Logbook, folder: Path, now: datetime) -> None:
    first = run_file(folder / "a", now.date(), km=0.3)
    second = run_file(folder / "b", now.date() - timedelta(days=1), km=0.3)
    import_files(logbook, [first], now=now)
    import_files(logbook, [second], now=now + timedelta(minutes=1))

    undone = undo(logbook, now=now)

    assert (undone.files, undone.back) == (1, 0)
    with logbook.reading() as connection:
        assert [each.local_on for each in activities(connection)] == [now.date()]
    assert import_files(logbook, [second], now=now).new == 1  # and can come again
    with pytest.raises(NotFound):
        undo(logbook, now=now, batch_id="no such import")


def test_what_a_better_file_replaced_comes_back_when_it_is_taken_back(
    logbook: Logbook, folder: Path, now: datetime
) -> None:
    lesser = gpx_file(folder / "other.gpx", now)
    import_files(logbook, [lesser], now=now)
    better = run_file(folder, now.date(), km=0.9)
    import_files(logbook, [better], now=now + timedelta(minutes=1))

    undone = undo(logbook, now=now)

    assert (undone.files, undone.back) == (1, 1)
    with logbook.reading() as connection:
        (activity,) = activities(connection)
    assert activity.source == "gpx"


def test_workers_give_what_one_process_gives(
    tmp_path: Path, folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days_ago in range(3 * PER_TRANSACTION):
        run_file(folder, now.date() - timedelta(days=days_ago), km=0.05)
    monkeypatch.setattr("psoas.app.files.importing.FILES_BEFORE_WORKERS", PER_TRANSACTION)

    facts = []
    for workers in (1, 2):
        with Logbook.open(tmp_path / f"{workers}.db") as logbook:
            assert import_files(logbook, [folder], now=now, workers=workers).new == 96
            with logbook.reading() as connection:
                facts.append(run_facts(connection))
    assert facts[0] == facts[1]
