"""A platform's word for a sport stays with its file: taken back or derived again, it counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from psoas.app.files.importing import import_files
from psoas.app.files.rederiving import rederive
from psoas.app.files.undoing import undo
from psoas.store import Logbook
from psoas.store.activities import activities
from tests.kit.archives import ENGLISH, gpx, row, tcx
from tests.kit.runs import gpx_file, run_file
from tests.kit.store import assert_whole


def _sports(logbook: Logbook) -> list[tuple[str, str]]:
    with logbook.reading() as connection:
        return [(each.sport, each.source) for each in activities(connection)]


@pytest.fixture
def told(tmp_path: Path) -> Path:
    """A Strava folder: a walk and a ride, in files that name no sport."""
    folder = tmp_path / "strava"
    (folder / "activities").mkdir(parents=True)
    for day, speed_mps in enumerate((3.0, 4.0)):
        (folder / f"activities/{day}.gpx").write_bytes(gpx(day, step_mps=speed_mps))
    rows = [row(day, f"activities/{day}.gpx", sport=s) for day, s in enumerate(("Walk", "Ride"))]
    (folder / "activities.csv").write_text("\n".join([ENGLISH, *rows, ""]))
    return folder


def test_a_walk_that_comes_back_is_still_a_walk(
    logbook: Logbook, told: Path, tmp_path: Path, now: datetime
) -> None:
    import_files(logbook, [told], now=now)
    before = _sports(logbook)
    for day, sport in enumerate((b"Walking", b"Biking")):
        (tmp_path / f"{day}.tcx").write_bytes(tcx(day).replace(b"Running", sport))
    better = [tmp_path / "0.tcx", tmp_path / "1.tcx"]
    import_files(logbook, better, now=now + timedelta(minutes=1))
    assert [source for _, source in _sports(logbook)] == ["tcx", "tcx"]

    undone = undo(logbook, now=now)

    assert undone.back == 2
    assert _sports(logbook) == before == [("walk", "gpx"), ("ride", "gpx")]
    assert_whole(logbook.path)


@pytest.mark.parametrize("forgotten", ["update activity set sport_name = 'run'", None])
def test_a_walk_derived_again_is_still_a_walk(
    logbook: Logbook, told: Path, now: datetime, forgotten: str | None
) -> None:
    """The original's word counts; a logbook from before it was kept has the activity's."""
    import_files(logbook, [told], now=now)
    before = _sports(logbook)
    with logbook.writing() as connection:
        connection.execute(text(forgotten or "update original set sport_word = null"))

    rederive(logbook, now=now, everything=True)

    assert _sports(logbook) == before


def test_a_run_is_not_lost_with_the_activity_that_stood_for_it(
    logbook: Logbook, tmp_path: Path, now: datetime
) -> None:
    """An older psoas found a second activity in a file; another file told that one again."""
    import_files(logbook, [gpx_file(tmp_path / "twin.gpx", now)], now=now)
    import_files(logbook, [run_file(tmp_path, now.date() - timedelta(days=5), km=0.9)], now=now)
    with logbook.reading() as connection:
        fit, twin = activities(connection)
    moved = {"twin": twin.id, "other": fit.original, "own": twin.original}
    with logbook.writing() as connection:
        for said in (
            "update activity set original = :other where id = :twin",
            "insert into same_run values (:own, :twin)",
        ):
            connection.execute(text(said), moved)

    rederive(logbook, now=now, everything=True)

    assert _sports(logbook) == [("run", "fit"), ("run", "gpx")]
    with logbook.reading() as connection:
        assert [each.original for each in activities(connection)] == [fit.original, twin.original]
        assert connection.execute(text("select * from same_run")).all() == []
    assert_whole(logbook.path)
