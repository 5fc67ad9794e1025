"""A real season as a Strava export: as many activities as there are files, once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from psoas.app.files.importing import import_files
from psoas.store import Logbook
from tests.kit.archives import ENGLISH, row, zipped
from tests.kit.store import assert_whole, count

SEASON = Path(__file__).parents[3] / "shared" / "data" / "runs" / "season_a"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not SEASON.is_dir(), reason=f"the measuring data is not at {SEASON}"),
]


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {f"activities/{path.name}": path.read_bytes() for path in sorted(SEASON.glob("*.gz"))}
    rows = [row(number, name) for number, name in enumerate(files, start=1)]
    index = "\n".join([ENGLISH, *rows, ""]).encode()
    out = tmp_path_factory.mktemp("strava") / "export_1234.zip"
    out.write_bytes(zipped({"activities.csv": index, **files}))
    return out


def test_all_of_it_once(export: Path, tmp_path: Path, now) -> None:
    with Logbook.open(tmp_path / "a.db") as logbook:
        first = import_files(logbook, [export], now=now)
        again = import_files(logbook, [export, SEASON], now=now)
    assert (first.new, first.runs, first.failed) == (240, 218, ())
    assert (again.new, again.duplicate, again.failed) == (0, 480, ())


def test_interrupted_at_random_it_resumes(export: Path, tmp_path: Path, now) -> None:
    dice = random.Random(7)  # noqa: S311 - moments, no secrets
    db = tmp_path / "a.db"
    for _ in range(3):
        command = [sys.executable, "-m", "psoas", "import", str(export), "--db", str(db)]
        importing = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        time.sleep(1.0 + 1.5 * dice.random())
        importing.kill()
        importing.wait()
    with Logbook.open(db) as logbook:
        kept = count(db, "activity")
        assert_whole(db)
        rest = import_files(logbook, [export], now=now)
    assert (rest.new, rest.duplicate) == (240 - kept, kept)
