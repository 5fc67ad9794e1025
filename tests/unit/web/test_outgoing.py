"""What goes out over the web: the feed behind its address, watch files, print and text."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import vobject
from litestar.testing import TestClient

from psoas.app.demo import fill_demo
from psoas.app.diary.keeping import log_pain
from psoas.app.state import State, state_of
from psoas.diary import When
from psoas.library import shelf as shipped
from psoas.store import Logbook
from psoas.web import make_app
from tests.kit.sheets import plain_runner
from tests.kit.store import rows
from tests.unit.web.test_pages import Browser

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "logbook.db"
    with Logbook.open(path) as logbook:
        fill_demo(logbook, now=NOW)
        logbook.shrink()
    return path


@pytest.fixture
def logbook_path(tmp_path: Path) -> Path:
    return tmp_path / "logbook.db"


@pytest.fixture
def filled(demo: Path, logbook_path: Path) -> Iterator[Browser]:
    shutil.copy(demo, logbook_path)
    with TestClient(make_app(logbook_path, now=lambda: NOW), base_url="http://127.0.0.1") as client:
        yield Browser(client)


@pytest.fixture
def empty(logbook_path: Path) -> Iterator[Browser]:
    with TestClient(make_app(logbook_path, now=lambda: NOW), base_url="http://127.0.0.1") as client:
        yield Browser(client)


def stand(path: Path) -> State:
    with Logbook.open(path) as logbook:
        return state_of(logbook, shelf=shipped(), now=NOW)


def today_in(text: str) -> str:
    """Return what a text or page says of today."""
    found = re.search(r"Sun 22.*?Mon 23", text, re.DOTALL)
    assert found
    return found.group()


def address(browser: Browser) -> str:
    """Make an address and return its path."""
    text = browser.post("/you/feed").text
    found = re.search(r'value="http://127\.0\.0\.1(/feed/[A-Za-z0-9_-]+\.ics)"', text)
    assert found
    return found.group(1)


def summaries(answer) -> set[str]:
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return {each.summary.value for each in vobject.readOne(answer.text).vevent_list}


def refer(browser: Browser) -> None:
    browser.answer(plain_runner(saddle_numbness=True))


def test_the_address_opens_the_plan(filled):
    found = summaries(filled.get(address(filled)))

    assert any(re.fullmatch(r"psoas: \d+ min session", each) for each in found)


def test_the_address_is_kept_only_as_a_hash_and_shown_once(filled, logbook_path):
    token = address(filled).removeprefix("/feed/").removesuffix(".ics")
    kept = rows(logbook_path, "select * from feed")

    assert token not in repr(kept)
    assert token not in filled.get("/you").text
    assert len(token) >= 43


def test_a_token_taken_back_opens_nothing(filled):
    path = address(filled)
    filled.post("/you/feed/close")

    assert filled.get(path).status_code == 404


def test_a_new_address_ends_the_old_one_and_events_keep_their_names(filled):
    old = address(filled)
    before = {each.uid.value for each in vobject.readOne(filled.get(old).text).vevent_list}
    new = address(filled)
    after = {each.uid.value for each in vobject.readOne(filled.get(new).text).vevent_list}

    assert filled.get(old).status_code == 404
    assert before == after


@pytest.mark.parametrize(
    "name", ["x.ics", "A" * 43 + ".ics", "A" * 43, "é" * 43 + ".ics", ".ics", "A" * 43 + ".ICS"]
)
def test_a_wrong_address_opens_nothing(filled, name):
    address(filled)
    answer = filled.get(f"/feed/{name}")

    assert answer.status_code == 404
    assert "VCALENDAR" not in answer.text


def test_guessing_is_slowed(filled):
    answers = [filled.get("/feed/x.ics").status_code for _ in range(40)]

    assert answers[0] == 404
    assert answers[-1] == 429


def test_a_runner_who_is_referred_gets_a_calendar_without_exercise(filled):
    path = address(filled)
    filled.post("/you/feed/set", {"details": "yes"})
    assert any(
        e.name.lower() in filled.get(path).text.lower() for e in shipped().exercises.values()
    )
    refer(filled)
    answer = filled.get(path)

    assert summaries(answer) == {"psoas: open the app"}
    text = answer.text.replace("\r\n ", "").lower()
    assert not any(each.name.lower() in text for each in shipped().exercises.values())


def test_who_never_answered_the_check_gets_a_note(empty):
    assert summaries(empty.get(address(empty))) == {"psoas: open the app"}


def test_looking_at_the_page_keeps_nothing(empty, logbook_path):
    empty.get("/you")

    assert rows(logbook_path, "select * from feed") == []


def test_what_the_calendar_tells_can_be_set(filled):
    path = address(filled)
    filled.post("/you/feed/set", {"details": "yes", "at_time": "18:30"})
    text = filled.get(path).text.replace("\r\n ", "")

    assert "T183000" in text
    assert any(each.name in text for each in shipped().exercises.values())
    filled.post("/you/feed/set", {"at_time": ""})
    assert "T183000" not in filled.get(path).text


@pytest.mark.parametrize("said", ["25:00", "noon", "1e9"])
def test_a_time_that_is_none_is_refused(filled, said):
    assert filled.post("/you/feed/set", {"at_time": said}).status_code == 422


def test_workouts_come_as_a_zip_and_one_by_one(filled):
    answer = filled.get("/plan/workouts")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        first = archive.read(names[0])

    assert answer.headers["content-type"] == "application/zip"
    assert min(names) >= "2026-11-22"
    one = filled.get(f"/plan/workout/{names[0]}")
    assert one.content == first
    assert one.content[8:12] == b".FIT"


@pytest.mark.parametrize(
    "path", ["/plan/workouts", "/plan/calendar", "/plan/print", "/plan/text", "/plan/workout/x.fit"]
)
def test_who_is_referred_is_handed_nothing(filled, path):
    refer(filled)

    answer = filled.get(path)
    assert answer.status_code == 404
    assert not any(each.name in answer.text for each in shipped().exercises.values())


def test_the_printed_plan_asks_for_nothing_and_holds_each_session(filled):
    answer = filled.get("/plan/print")

    assert "style-src 'unsafe-inline'" in answer.headers["content-security-policy"]
    assert not re.search(r'(?:src|href)="(?!data:|/plan")', answer.text)  # but the way back
    assert "Stop if:" in answer.text
    assert answer.text.count('class="tick"') >= 20


def test_the_plan_as_text(filled):
    answer = filled.get("/plan/text")

    assert answer.headers["content-type"].startswith("text/plain")
    assert "because:" in answer.text


@pytest.mark.parametrize("path", ["/plan/text", "/plan/print"])
def test_on_a_red_day_what_is_handed_out_has_no_exercise_for_today(filled, logbook_path, path):
    """The session of today is as today leaves it, as in the calendar and on Today."""
    state = stand(logbook_path)
    planned = next(each for each in state.plan.plan.days if each.on == state.on)
    names = [p.exercise for s in planned.sessions for p in s.prescriptions]
    assert names, "today holds nothing: the test says nothing"
    before = today_in(filled.get(path).text)
    assert any(shipped().exercises[each].name in before for each in names)
    with Logbook.open(logbook_path) as logbook:
        log_pain(logbook, pain_nrs=8, when=When.MORNING, side=None, felt_on=state.on, now=NOW)

    after = today_in(filled.get(path).text)
    assert not any(each.name in after for each in shipped().exercises.values())
    assert "8 of 10" in after


def test_a_beat_is_handed_out(empty):
    answer = empty.get("/beat?cadence=171.5&minutes=1&on=0.5&off=0.5")

    assert answer.headers["content-type"].startswith("audio/")
    assert answer.content[8:12] == b"WAVE"


@pytest.mark.parametrize(
    "query", ["", "cadence=x&minutes=1", "cadence=170&minutes=999", "cadence=170&minutes=1&off=1"]
)
def test_a_beat_that_cannot_be_is_refused(empty, query):
    assert empty.get(f"/beat?{query}").status_code == 422
