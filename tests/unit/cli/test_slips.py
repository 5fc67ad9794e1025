"""What a slip at the command line can do: nothing is lost, and what is said can be acted on."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import psoas
from psoas.errors import Conflict, InvalidAnswer
from psoas.store import Logbook
from tests.kit.shell import AT, SHEETS, command, process, quiet, said, told


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("planned") / "logbook.db"
    with Logbook.open(db):
        pass
    told("check", SHEETS / "may_train.json", "--db", db, "--at", AT)
    told("plan", "--weeks", 1, "--db", db, "--at", AT)
    return db


@pytest.fixture
def db(planned: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(planned, tmp_path / "logbook.db"))


def first_session(db: Path) -> tuple[str, dict[str, Any]]:
    days = told("plan", "--text", db.parent / "plan.txt", "--db", db, "--at", AT)["days"]
    return next((day["on"] + "T08:00", each) for day in days for each in day["sessions"])


# ── a logbook is never written over ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    "args",
    [
        ("plan", "--ics"),
        ("plan", "--text"),
        ("plan", "--page"),
        ("export",),
        ("metronome", "--cadence", 170, "--minutes", 1, "--out"),
    ],
)
def test_no_command_writes_over_a_logbook(db: Path, tmp_path: Path, args: tuple[Any, ...]) -> None:
    other = Path(shutil.copy(db, tmp_path / "other.db"))
    before = other.read_bytes()
    own = () if args[0] == "metronome" else ("--db", db, "--at", AT)

    found = process(*args, other, *own)

    assert found.returncode == 1
    assert "a logbook or another database" in found.stderr
    assert other.read_bytes() == before


def test_a_report_or_an_export_replaces_files_and_no_device(db: Path, tmp_path: Path) -> None:
    device = tmp_path / "device.html"
    device.symlink_to("/dev/null")
    for args in (("report", "--out", device), ("export", device)):
        with pytest.raises(Conflict, match="this is no file"):
            told(*args, "--db", db, "--at", AT)

    assert device.is_symlink()


# ── what is said of pain ─────────────────────────────────────────────────────────────


def test_a_score_is_answered_with_what_it_means(db: Path) -> None:
    log = said("log", "--pain", 7, "--when", "after", "--db", db, "--at", AT).stdout
    assert "7 of 10" in log.splitlines()[1]
    assert log.splitlines()[1] in said("today", "--db", db, "--at", AT).stdout


@pytest.mark.parametrize(
    "args",
    [
        ("feel", "--pain-now", 8),
        ("feel", "--pain-run", 8),
        ("measure", "pain-nrs-morning", 8),
        ("measure", "pain-nrs-now", 8),
    ],
)
def test_pain_that_is_told_as_a_measure_is_pain_of_its_day(db: Path, args: tuple[Any, ...]) -> None:
    """Today said *go on as planned* to who had just told a pain of 8."""
    told("log", "--pain", 1, "--when", "after", "--db", db, "--at", AT)
    assert told("today", "--db", db, "--at", AT)["light"]["level"] == "green"

    assert "8 of 10" in said(*args, "--db", db, "--at", AT).stdout.splitlines()[-1]
    now = told("today", "--db", db, "--at", AT)
    assert (now["light"]["level"], now["guard"]["todo"][0]["level"]) == ("red", "red")
    assert not any(each["exercises"] for each in now["sessions"])
    told(args[0], "--undo", "--db", db, "--at", AT)
    assert told("today", "--db", db, "--at", AT)["light"]["level"] == "green"


def test_little_pain_that_is_told_as_a_measure_makes_no_day_green(db: Path) -> None:
    told("feel", "--pain-now", 1, "--pain-run", 0, "--db", db, "--at", AT)

    assert told("today", "--db", db, "--at", AT)["light"]["level"] == "unknown"


@pytest.mark.parametrize("more", [(), ("--set", "dead-bug:left:8")])
def test_done_says_what_its_pain_means(db: Path, more: tuple[str, ...]) -> None:
    at, session = first_session(db)
    told("recheck", "--none", "--db", db, "--at", at)
    text = said("done", session["id"], "--after", 8, *more, "--db", db, "--at", at).stdout

    assert "8 of 10" in text
    assert told("today", "--db", db, "--at", at)["light"]["level"] == "red"


def test_done_without_a_check_that_allows_it_says_so(db: Path) -> None:
    told("recheck", "--yes", "--db", db, "--at", AT)

    found = process("done", "--db", db, "--at", AT)
    assert found.returncode == 1
    assert "Something may be new since your check" in found.stderr
    assert "nothing is left" not in found.stderr


def test_a_referred_runner_is_not_told_to_answer_the_check_again(db: Path) -> None:
    told("check", SHEETS / "needs_clinician.json", "--db", db, "--at", AT)

    found = process("plan", "--weeks", 1, "--db", db, "--at", AT)
    assert found.returncode == 1
    assert "a clinician first" in found.stderr
    assert "Answer the check" not in found.stderr


def test_a_visit_that_is_still_to_come_is_told_what_a_visit_is(db: Path) -> None:
    found = process("setup", "--seen-on", "2026-12-22", "--db", db, "--at", AT)

    assert found.returncode == 1
    assert "a day up to today" in found.stderr


# ── names and files ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["Dead bug", "dead-bug", "DEAD BUG"])
def test_an_exercise_may_be_named_as_it_is_shown(db: Path, name: str) -> None:
    at, session = first_session(db)
    found = told("done", session["id"], "--set", f"{name}:left:8", "--db", db, "--at", at)

    assert found["sets"][0]["exercise"] == "dead-bug"


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    found = process("run", tmp_path, "--json")

    assert found.returncode == 1
    assert json.loads(found.stdout)["error"]["what"] == "this is a folder"


# ── a full disk, and a stop ──────────────────────────────────────────────────────────


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs a device that is full")
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_an_output_that_is_not_whole_is_told(db: Path, more: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        found = subprocess.run(
            command("today", *more, "--db", db, "--at", AT),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            env=quiet(),
        )

    assert found.returncode == 1
    assert "the disk is full" in found.stderr
    assert "Traceback" not in found.stderr


def test_an_import_that_is_stopped_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("psoas.app.files.importing.import_files", stopped)
    found = said("import", tmp_path, "--db", tmp_path / "logbook.db", exit_code=1)

    assert "the same command goes on there" in found.stderr


# ── from Python ──────────────────────────────────────────────────────────────────────


def test_a_moment_without_a_zone_is_in_the_zone_of_the_machine(db: Path) -> None:
    naive = datetime.fromisoformat(AT)
    with Logbook.open(db) as logbook:
        assert psoas.retest(logbook, now=naive) == psoas.retest(logbook, now=naive.astimezone())


@pytest.mark.parametrize("weeks", [0, 17, -1])
def test_weeks_that_cannot_be_planned_leave_the_plan(db: Path, weeks: int) -> None:
    with Logbook.open(db) as logbook, pytest.raises(InvalidAnswer, match="cannot be planned"):
        psoas.plan(logbook, weeks=weeks, now=datetime.fromisoformat(AT))

    assert first_session(db)


@pytest.mark.parametrize("pct", [-5, 131])
def test_another_plan_is_of_an_amount_that_can_be_run(db: Path, pct: int) -> None:
    with Logbook.open(db) as logbook, pytest.raises(InvalidAnswer, match="no plan"):
        psoas.forecast(logbook, other_pct=pct)
