"""Where the last weeks call for a clinician every page says so, and none shows an exercise."""

from __future__ import annotations

from datetime import timedelta

import pytest

from psoas.app.demo import fill_demo
from psoas.app.diary.keeping import log_pain
from psoas.diary import When
from psoas.store import Logbook
from tests.unit.web.test_pages import NOW, _browser


@pytest.fixture
def path(tmp_path):
    return tmp_path / "logbook.db"


@pytest.fixture
def browser(path):
    with Logbook.open(path) as logbook:
        fill_demo(logbook, now=NOW)
        for days_ago in (8, 4):
            at = NOW - timedelta(days=days_ago)
            log_pain(logbook, pain_nrs=7, when=When.AFTER, side=None, felt_on=at.date(), now=at)
    yield from _browser(path)


def test_two_red_days_put_a_clinician_first(browser):
    for page in ("/", "/plan", "/progress", "/exercises", "/check/result"):
        shown = browser.get(page).text
        assert "First, a clinician" in shown, page
        assert "red 2 times in 14 days" in shown, page
        assert "go on as planned" not in shown, page
    assert "Next test that decides" not in browser.get("/progress").text


def test_on_the_result_it_stands_above_what_the_check_said(browser):
    main = browser.get("/check/result").text.partition("<main")[2]

    assert main.index("First, a clinician") < main.index("You may start")
    assert "<h1>You may start" not in main


def test_the_button_asks_the_check_again(browser):
    seen = browser.post("/seen")

    assert (seen.status_code, seen.headers["location"]) == (303, "/check")
    shown = browser.get("/").text
    assert "First, a clinician" not in shown
    assert "Answer the check again" in shown
