"""What is to come on Progress and Today: told with enough scores, withheld from the referred."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from psoas.app.check.checking import check, keep_check
from psoas.app.diary.keeping import log_pain, log_sitting, set_up
from psoas.app.files.importing import import_files
from psoas.diary import When
from psoas.library import shelf
from psoas.store import Logbook
from psoas.web import make_app
from tests.kit.runs import run_file
from tests.kit.sheets import plain_runner

NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)
Get = Callable[[str], str]


def logbook(
    path: Path, *, n_days: int, n_runs: int = 9, answers: dict[str, Any] | None = None
) -> Path:
    days = [(NOW - timedelta(days=4 * n + 1)).date() for n in range(n_runs)]
    with Logbook.open(path) as kept:
        import_files(kept, [run_file(path.parent / "runs", on, km=4.0) for on in days], now=NOW)
        for ago in range(n_days, 0, -1):
            at = NOW - timedelta(days=ago)
            on = at.date()
            log_pain(kept, pain_nrs=ago % 4, when=When.AFTER, side=None, felt_on=on, now=at)
            log_sitting(kept, sitting_h=5 + ago % 3, on=on, now=at)
        set_up(kept, {"race_on": "2026-12-20"}, now=NOW)
        if answers is not None:
            sheet = {"structured": plain_runner(**answers)}
            keep_check(kept, check(sheet, shelf=shelf()), now=NOW)
    return path


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Callable[..., Get]]:
    clients: list[Any] = []

    def opened(**kept: Any) -> Get:
        path = logbook(tmp_path / f"{len(clients)}.db", **kept)
        client = TestClient(make_app(path, now=lambda: NOW), base_url="http://127.0.0.1")
        clients.append(client)
        client.__enter__()
        return lambda address: str(client.get(address).text)

    yield opened
    for client in clients:
        client.__exit__(None, None, None)


def test_with_a_month_of_scores_the_week_before_the_race_and_tomorrow_are_told(pages):
    get = pages(n_days=40)
    progress, today = get("/progress?running=50"), get("/")

    assert "The week before the race" in progress
    assert "With 50 % of that running" in progress
    assert '<option value="50" selected>' in progress
    assert ">foretold<" in progress
    assert "What drives" in progress
    assert "Tomorrow, by your diary" in today
    assert today.count('class="full"') + today.count('class="maybe"') <= 10


def test_a_plan_that_is_not_offered_is_the_usual_other_one(pages):
    assert "With 70 % of that running" in pages(n_days=40)("/progress?running=9999")


def test_without_a_run_no_other_amount_of_running_is_offered(pages):
    progress = pages(n_days=40, n_runs=0)("/progress")

    assert "The week before the race" in progress
    assert "of that running" not in progress


def test_with_few_scores_it_says_how_many_are_needed(pages):
    get = pages(n_days=20)

    assert "Scores so far: 20. Still needed: 8." in get("/progress")
    assert "by your diary" not in get("/")


def test_for_whom_a_clinician_comes_first_nothing_is_foretold(pages):
    get = pages(n_days=40, answers={"locking_catching": True})

    assert "Nothing is foretold here" in get("/progress")
    assert "The week before the race" not in get("/progress")
    assert ">foretold<" not in get("/progress")
    assert "by your diary" not in get("/")
