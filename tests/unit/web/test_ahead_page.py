"""Planned runs on the pages Plan and Today."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar.testing import TestClient

from psoas.render.workout import said_run_workout
from psoas.web import make_app
from tests.kit.sheets import plain_runner
from tests.kit.store import rows
from tests.unit.web.test_outgoing import NOW, demo
from tests.unit.web.test_pages import Browser

__all__ = ["demo"]


@pytest.fixture
def logbook_path(tmp_path: Path) -> Path:
    return tmp_path / "logbook.db"


@pytest.fixture
def filled(demo: Path, logbook_path: Path) -> Iterator[Browser]:
    shutil.copy(demo, logbook_path)
    with TestClient(make_app(logbook_path, now=lambda: NOW), base_url="http://127.0.0.1") as client:
        yield Browser(client)


def typed(browser: Browser, **changes):
    plain = {"on": "2026-11-29", "title": "Long 25 km", "parts": ""}
    return browser.post("/plan/ahead", plain | changes)


def test_a_run_typed_in_stands_on_its_day_with_the_guards_word(filled):
    assert typed(filled).headers["location"] == "/plan?kept=ahead#ahead"
    text = filled.get("/plan").text

    assert "Planned: Long 25 km" in text
    assert "This run would be" in text


def test_a_run_of_today_stands_on_today(filled):
    typed(filled, on="2026-11-22")

    assert "Planned: Long 25 km, 25.0 km." in filled.get("/").text
    assert "This run would be" in filled.get("/").text


def test_a_run_is_taken_out(filled, logbook_path):
    typed(filled)
    (run,) = rows(logbook_path, "select id from planned_run")[0]
    assert filled.post("/plan/ahead/drop", {"run": run}).status_code == 303

    assert rows(logbook_path, "select * from planned_run") == []
    assert filled.post("/plan/ahead/drop", {"run": run}).status_code == 404


@pytest.mark.parametrize(
    "change", [{"on": ""}, {"on": "2030-01-01"}, {"title": ""}, {"parts": "x"}]
)
def test_a_run_that_cannot_be_is_refused(filled, logbook_path, change):
    assert typed(filled, **change).status_code == 422
    assert rows(logbook_path, "select * from planned_run") == []


def bring(browser: Browser, name: str, data: bytes, **fields: str):
    sent = {"_csrf_token": browser.token(), **fields}
    return browser.client.post("/plan/ahead/files", data=sent, files={"files": (name, data)})


def test_a_file_is_brought_in_and_what_was_not_taken_is_told(filled, logbook_path):
    table = b"date,title,distance_km\n2026-11-24,Easy,8\n2026-11-25,Ride,30\n2026-11-26,Easy,far\n"
    text = bring(filled, "plan.csv", table).text

    assert "1 new, 0 changed, 0 there already." in text
    assert "plan.csv, line 3" in text
    assert "plan.csv, line 4" in text
    assert "Name the unit" in text
    assert "0 new, 0 changed, 1 there already." in bring(filled, "plan.csv", table).text
    assert len(rows(logbook_path, "select * from planned_run")) == 1


def test_runs_that_are_not_in_the_file_now_are_taken_out_at_once(filled, logbook_path):
    days = b"2026-11-24,Easy run\n2026-11-25,Long run\n2026-11-27,Tempo run\n"
    bring(filled, "plan.csv", b"date,title\n" + days)
    text = bring(filled, "plan.csv", b"date,title\n2026-11-24,Easy run\n").text
    assert "Not in the file now, but still planned" in text
    assert "Take all 2 out" in text

    gone = [
        run
        for run, title in rows(logbook_path, "select id, title from planned_run")
        if title != "Easy run"
    ]
    assert filled.post("/plan/ahead/drop", {"run": gone}).status_code == 303
    assert rows(logbook_path, "select title from planned_run") == [("Easy run",)]


def test_a_workout_takes_the_day_of_the_form(filled, logbook_path):
    workout = said_run_workout(name="Easy", say="Easy", means="", key="k", made_at=NOW)

    assert "says no day" in bring(filled, "x.fit", workout).text
    assert "1 new" in bring(filled, "x.fit", workout, on="2026-11-25").text
    assert rows(logbook_path, "select on_day, kind from planned_run") == [("2026-11-25", "easy")]


def test_what_is_no_plan_is_told(filled):
    assert "not read" in bring(filled, "x.fit", b"not a plan at all").text


def test_a_file_without_our_token_is_refused(filled, logbook_path):
    sent = filled.client.post("/plan/ahead/files", files={"files": ("plan.csv", b"date,title\n")})

    assert sent.status_code == 403
    assert rows(logbook_path, "select * from planned_run") == []


def test_a_title_with_markup_is_text(filled):
    typed(filled, title="<script>alert(1)</script> run 5 km")
    text = filled.get("/plan").text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_who_is_referred_sees_planned_runs_and_no_exercise(filled):
    typed(filled)
    filled.answer(plain_runner(saddle_numbness=True))
    text = filled.get("/plan").text

    assert "Long 25 km" in text
    assert "/session/" not in text
    assert "No plan now" in text
