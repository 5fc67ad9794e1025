"""A file of several activities in the logbook: kept, told again, taken back, derived again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from psoas.app.files.importing import import_files
from psoas.app.files.rederiving import outdated, rederive
from psoas.app.files.undoing import undo
from psoas.store import Logbook
from psoas.store.activities import Activity, activities, load_of, stream_of
from tests.kit.runs import gpx_file, run_file
from tests.kit.shell import process
from tests.kit.store import assert_whole


def kept(logbook: Logbook) -> tuple[Activity, ...]:
    with logbook.reading() as connection:
        return activities(connection)


@pytest.fixture
def chained(tmp_path: Path, now: datetime) -> Path:
    """Two runs on two days in one file, as old devices write them."""
    days = (now.date() - timedelta(days=1), now.date())
    path = tmp_path / "chained.fit"
    path.write_bytes(b"".join(run_file(tmp_path / "one", day, km=0.9).read_bytes() for day in days))
    return path


def test_each_activity_of_a_file_is_kept(logbook: Logbook, chained: Path, now: datetime) -> None:
    found = import_files(logbook, [chained], now=now)
    again = import_files(logbook, [chained], now=now)

    assert (found.new, found.runs) == (2, 2)
    assert (again.new, again.duplicate) == (0, 1)
    assert len({each.local_on for each in kept(logbook)}) == 2
    assert_whole(logbook.path)


def test_a_run_that_is_known_is_not_kept_twice(
    logbook: Logbook, chained: Path, tmp_path: Path, now: datetime
) -> None:
    import_files(
        logbook, [run_file(tmp_path / "known", now.date(), km=0.9, speed_mps=3.01)], now=now
    )

    found = import_files(logbook, [chained], now=now)

    assert (found.new, found.duplicate) == (1, 0)
    assert len(kept(logbook)) == 2


def test_taking_back_the_better_file_brings_back_only_what_it_had_replaced(
    logbook: Logbook, tmp_path: Path, now: datetime
) -> None:
    two = gpx_file(tmp_path / "two.gpx", now)
    other = gpx_file(tmp_path / "other.gpx", now - timedelta(days=3)).read_text()
    track = other[other.index("<trk>") : other.index("</gpx>")]
    two.write_text(two.read_text().replace("</gpx>", f"{track}</gpx>"))
    import_files(logbook, [two], now=now)
    assert [each.source for each in kept(logbook)] == ["gpx", "gpx"]
    better = run_file(tmp_path / "better", now.date(), km=0.9)
    import_files(logbook, [better], now=now + timedelta(minutes=1))
    assert [each.source for each in kept(logbook)] == ["gpx", "fit"]

    undone = undo(logbook, now=now)

    assert (undone.files, undone.back) == (1, 1)
    assert [each.source for each in kept(logbook)] == ["gpx", "gpx"]
    assert_whole(logbook.path)


def test_what_an_older_psoas_derived_is_derived_again(
    logbook: Logbook, chained: Path, tmp_path: Path, now: datetime
) -> None:
    import_files(logbook, [chained, gpx_file(tmp_path / "same.gpx", now)], now=now)
    before = kept(logbook)
    assert outdated(logbook) == ()
    with logbook.writing() as connection:
        connection.execute(text("update activity set distance_m = 1, made_version = 1"))
        connection.execute(text("update stream set packed = x'00', made_version = 1"))
        connection.execute(text("update run_load set load = '{}', made_version = 0"))
    assert len(outdated(logbook)) == 1

    found = rederive(logbook, now=now)

    assert (found.files, found.activities, found.failed) == (1, 2, {})
    assert kept(logbook) == before
    with logbook.reading() as connection:
        for each in before:
            stream = stream_of(connection, each.id)
            assert stream is not None
            assert np.nanmean(stream.speed_mps) == pytest.approx(3.0, abs=0.01)
            assert load_of(connection, each.id) is not None
    assert rederive(logbook, now=now).files == 0
    assert rederive(logbook, now=now, everything=True).files == 1
    assert_whole(logbook.path)  # that the GPX tells the same run was not forgotten


def test_an_import_says_that_an_older_psoas_read_files(
    logbook: Logbook, chained: Path, now: datetime
) -> None:
    import_files(logbook, [chained], now=now)
    with logbook.writing() as connection:
        connection.execute(text("update activity set made_version = 1"))

    said = process("import", chained, "--db", logbook.path).stdout

    assert "psoas rederive" in said
