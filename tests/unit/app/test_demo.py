"""The sample runner is never mixed with a person's own, and other writing is all or nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from psoas.app.demo import fill_demo
from psoas.app.diary.keeping import log_sitting
from psoas.app.reporting import write_report
from psoas.app.sample_runner import sample_runs
from psoas.errors import Conflict, NotNow
from psoas.library import Shelf
from psoas.store import Logbook
from tests.kit.runs import run_file
from tests.kit.store import assert_whole, count


def test_the_sample_runner_stays_away_from_a_diary_without_runs(
    logbook: Logbook, now: datetime
) -> None:
    log_sitting(logbook, sitting_h=5, on=now.date(), now=now)

    with pytest.raises(Conflict, match="not empty"):
        fill_demo(logbook, now=now)

    assert (count(logbook.path, "sitting"), count(logbook.path, "activity")) == (1, 0)


def test_the_sample_runners_files_may_lie_beside_ones_own(
    logbook: Logbook, now: datetime, tmp_path: Path
) -> None:
    own = run_file(tmp_path / "files", now.date(), km=0.3)

    found = fill_demo(logbook, now=now, files=own.parent)

    n_runs = len(list(sample_runs(until=now.date())))
    assert found["runs"] == count(logbook.path, "activity") == n_runs
    assert len(list(own.parent.iterdir())) == n_runs + 1
    assert_whole(logbook.path)


def test_a_report_that_cannot_be_written_leaves_nothing(
    logbook: Logbook, shelf: Shelf, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "taken.html").mkdir()
    before = sorted(tmp_path.rglob("*"))

    for out in ("file/report.html", "missing/report.html", "taken.html"):
        with pytest.raises(NotNow):
            write_report(logbook, tmp_path / out, shelf=shelf, now=now)

    assert sorted(tmp_path.rglob("*")) == before
