"""The check, one screen after the other, over HTTP."""

from __future__ import annotations

import re

import pytest

from psoas.library import shelf
from psoas.store import Logbook
from psoas.store.drafts import draft_of
from tests.kit.sheets import plain_runner
from tests.kit.store import count
from tests.unit.web.test_pages import Browser, _browser

AGREED = {"understood": "yes", "agreed": "yes", "about": "me"}


@pytest.fixture
def db(tmp_path):
    return tmp_path / "logbook.db"


@pytest.fixture
def site(db):
    yield from _browser(db)


def _screen(path: str) -> str:
    return path.rsplit("/", 1)[1]


def _fields(screen, sheet, ticks):
    """What a runner with this sheet sends of a screen."""
    if screen.items:
        return {"yes": [key for key in screen.keys if key in ticks]}
    if screen.key == "location":
        return {"spot": [f"{sheet['side']}:{place}" for place in sheet["location"]]}
    value = sheet.get(screen.key)
    if value is None:
        return {"unsure": "yes"}
    if isinstance(value, bool):
        return {"answer": "yes" if value else "no"}
    if isinstance(value, list):
        return {"answers": value} if value else {"none": "yes"}
    return {"answer": str(value)}


def go_through(site: Browser, sheet, *, ticks=(), begin=None, until="result") -> str:
    """Answer screen by screen; return where it ended."""
    path = site.post("/check", begin or AGREED).headers["location"]
    for _ in range(80):
        name = _screen(path)
        if name == until:
            break
        assert site.get(path).status_code == 200, path
        fields = {"free_text": ""} if name == "words" else _fields(_of(name), sheet, ticks)
        answer = site.post(path, fields)
        assert answer.status_code == 303, (path, re.findall(r'role="alert">([^<]+)', answer.text))
        path = answer.headers["location"]
    return path


def _of(name):
    return shelf().screens[name]


def test_a_plain_runner_comes_to_a_plan(site, db):
    assert go_through(site, plain_runner(), ticks={"pain_run_0_10"}) == "/check/result"

    assert "Make my plan" in site.get("/check/result").text
    assert count(db, "draft") == 0
    assert count(db, "sheet") == 1
    assert count(db, "consent") == 1


def test_each_answer_is_kept_and_the_check_is_gone_on_with(site, db):
    go_through(site, plain_runner(), until="weeks")
    with Logbook.open(db) as logbook, logbook.reading() as connection:
        draft = draft_of(connection)
    text = site.get("/check").text

    assert draft.answers["limp"] is False
    assert "You have begun a check" in text
    assert 'href="/check/mine/weeks"' in text


def test_a_screen_that_was_answered_can_be_changed(site):
    go_through(site, plain_runner(), until="weeks")
    assert re.search(r'value="male" aria-pressed="true"', site.get("/check/mine/sex").text)

    site.post("/check/mine/leg", {"yes": ["groin_lump"], "unsure": ["limp"]})
    text = site.get("/check/mine/leg").text
    assert re.search(r'name="yes" value="groin_lump" checked', text)
    assert re.search(r'name="unsure" value="limp"[^>]* checked', text)


def test_an_emergency_ends_it_and_is_kept(site, db):
    path = go_through(site, plain_runner(), ticks={"saddle_numbness"})
    text = site.get(path).text

    assert path == "/check/result"
    assert "emergency" in text.lower()
    assert "Not answered" not in text
    assert count(db, "sheet") == 1


def test_who_is_referred_is_told_on_the_way(site):
    go_through(site, plain_runner(), ticks={"limp"}, until="where")
    text = site.get("/check/mine/where").text
    assert "call for a clinician first" in text

    assert site.post("/check/mine/end").headers["location"] == "/check/result"
    assert "Make my plan" not in site.get("/check/result").text


@pytest.mark.parametrize("missing", ["understood", "agreed"])
def test_without_agreement_nothing_begins(site, db, missing):
    answer = site.post("/check", {**AGREED, missing: ""})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert count(db, "draft") == 0


def test_a_check_about_somebody_else_leaves_no_row(site, db):
    begin = {"understood": "yes", "about": "other"}
    path = go_through(site, plain_runner(), ticks={"limp"}, begin=begin)
    text = site.get(path).text

    assert re.match(r"/check/[\w-]{8,}/result", path)
    assert "clinician" in text.lower()
    assert all(count(db, table) == 0 for table in ("draft", "sheet", "consent", "plan"))
    assert site.get("/check/result").status_code == 303


def test_of_a_child_nothing_is_kept_not_even_the_age(site, db):
    sheet = plain_runner(age_years=15)
    path = go_through(site, sheet, ticks={"limp"})
    text = site.get(path).text

    assert "/mine/" not in path
    assert "tell an adult" in text
    assert count(db, "draft") == 0
    assert count(db, "sheet") == 0


def test_a_wrong_answer_is_named_on_its_screen(site):
    go_through(site, plain_runner(), until="age")
    answer = site.post("/check/mine/age", {"typed": "380"})

    assert answer.status_code == 422
    assert "between" in answer.text
    assert site.get("/check").text.count("1 answered") == 1


def test_an_empty_answer_is_not_a_no(site):
    go_through(site, plain_runner(), until="testicle")
    answer = site.post("/check/mine/testicle", {})

    assert answer.status_code == 422
    assert "nothing is answered yet" in answer.text.lower()


def test_taking_it_back_deletes_what_was_said_and_keeps_runs(site, db):
    go_through(site, plain_runner())
    site.post("/pain", {"pain": "3", "when": "after"})
    assert site.post("/you/withdraw").status_code == 422

    assert site.post("/you/withdraw", {"sure": "yes"}).status_code == 303
    assert count(db, "sheet") == count(db, "pain") == 0
    assert "Who is this about" in site.get("/check").text
    assert 'name="agreed"' in site.get("/check").text


def test_a_check_that_does_not_exist_is_named(site):
    assert site.get("/check/mine/sex").status_code == 404
    assert site.get("/check/nobody/sex").status_code == 404
    go_through(site, plain_runner(), until="age")
    assert site.get("/check/mine/no-such-screen").status_code == 404
