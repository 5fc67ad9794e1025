"""What the player sends: kept once however often it comes, never lost, never half."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import pytest
from litestar.testing import TestClient

from psoas.app.demo import fill_demo
from psoas.app.diary.keeping import log_pain
from psoas.app.plan.planning import make_plan
from psoas.app.state import State, state_of
from psoas.diary import When
from psoas.library import shelf as shipped
from psoas.store import Logbook
from psoas.web import make_app
from psoas.web.player import good_until
from tests.kit.store import rows

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
SESSION = "2026-11-19-reload"
JSON = {"accept": "application/json"}


class Phone:
    """A client that asks for its token as the player does."""

    def __init__(self, client: TestClient[Any], path: Path) -> None:
        client.follow_redirects = False
        self.client, self.path = client, path

    def standing(self, session: str = SESSION) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/session/{session}/standing", headers=JSON).json()
        return found

    def send(self, record: Any, *, session: str = SESSION, token: str | None = None) -> Any:
        token = self.standing(session)["token"] if token is None else token
        return self.client.post(
            f"/session/{session}/record", json=record, headers={**JSON, "x-csrftoken": token}
        )

    def state(self) -> State:
        with Logbook.open(self.path) as logbook:
            return state_of(logbook, shelf=shipped(), now=NOW)

    def page(self, session: str = SESSION) -> Any:
        token = self.standing()["token"]
        self.client.post(f"/session/{session}/recheck", data={"_csrf_token": token, "felt": "none"})
        return self.client.get(f"/session/{session}")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("filled") / "logbook.db"
    with Logbook.open(found) as logbook:
        fill_demo(logbook, now=NOW)
    return found


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "logbook.db"))


@pytest.fixture
def phone(path: Path) -> Iterator[Phone]:
    app = make_app(path, now=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield Phone(client, path)


def one(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": f"side-plank.left.{number}",
        "exercise": "side-plank",
        "side": "left",
        "set_number": number,
        "done_at": "2026-11-19T17:50:00Z",
        **more,
    }


def record(*sets: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "record": "r1",
        "session": SESSION,
        "sent_at": NOW.isoformat(),
        "finished_at": "2026-11-19T17:55:00Z",
        "share_done_ratio": 0.5,
        "sets": list(sets),
        **more,
    }


def test_a_record_is_kept_with_what_was_said_and_nothing_else(phone: Phone) -> None:
    sent = record(one(hold_s=20, in_reserve=2, pain_nrs=3), one(2), before_nrs=2, after_nrs=1)

    kept = phone.send(sent).json()

    assert kept["kept"] == {
        "record": "r1", "sets": 2, "done": True, "felt": None, "clock_moved_s": 0,
    }  # fmt: skip
    assert (kept["open"], kept["in_plan"]) == (True, True)
    state = phone.state()
    first, second = (each for each in state.performed if each.session == SESSION)
    assert (first.hold_s, first.in_reserve, first.pain_nrs, first.reps) == (20.0, 2, 3, None)
    assert (second.hold_s, second.in_reserve, second.pain_nrs) == (None, None, None)
    done = next(each for each in state.done if each.session == SESSION)
    assert (done.share_done_ratio, done.before_nrs, done.after_nrs) == (0.5, 2, 1)
    assert done.pain_nrs == 3  # the worst of its sets
    assert {d.session: names for d, names in state.trained}[SESSION] == ("side-plank",)


def test_sent_twice_is_kept_once_and_a_later_word_replaces(phone: Phone, path: Path) -> None:
    for _ in range(2):
        assert phone.send(record(one(pain_nrs=1), during_nrs=2)).status_code == 200
    before = phone.state()
    assert len([p for p in before.pains if p.pain_nrs == 2 and p.felt_on == NOW.date()]) == 1
    assert rows(path, "select count(*) from performed") == [(1,)]

    phone.send(record(one(pain_nrs=4), during_nrs=2))

    assert [each.pain_nrs for each in phone.state().performed] == [4]
    assert len(phone.state().pains) == len(before.pains)


def test_two_records_of_one_session_keep_all_their_sets(phone: Phone) -> None:
    phone.send(record(one(pain_nrs=1)))
    phone.send(record(one(pain_nrs=2), record="r2", finished_at="2026-11-19T17:40:00Z"))

    assert sorted(each.pain_nrs for each in phone.state().performed) == [1, 2]
    (done,) = [each for each in phone.state().done if each.session == SESSION]
    assert done.finished_at.minute == 55, "an older record does not replace a later one"


def test_half_a_session_is_kept_and_not_called_done(phone: Phone) -> None:
    kept = phone.send(record(one(), finished_at=None)).json()

    assert kept["kept"]["done"] is False
    assert len(phone.state().performed) == 1
    assert SESSION not in {each.session for each in phone.state().done}


def test_a_session_that_the_plan_has_no_more_is_kept(phone: Phone) -> None:
    kept = phone.send(record(one(), session="2026-11-18-gone"), session="2026-11-18-gone").json()

    assert (kept["in_plan"], kept["open"]) == (False, True)
    assert [each.session for each in phone.state().performed] == ["2026-11-18-gone"]


def test_after_red_pain_it_is_kept_and_nothing_more_is_shown(phone: Phone, path: Path) -> None:
    with Logbook.open(path) as logbook:
        log_pain(logbook, pain_nrs=7, when=When.AFTER, side=None, felt_on=NOW.date(), now=NOW)

    kept = phone.send(record(one(pain_nrs=1))).json()

    assert kept["kept"]["sets"] == 1
    assert (kept["open"], kept["in_plan"]) == (False, False)
    assert "7" in kept["said"]


@pytest.mark.parametrize("felt", ["yes", "not-sure"])
def test_a_recheck_that_was_answered_offline_stands(phone: Phone, felt: str) -> None:
    said = {"felt": felt, "felt_at": "2026-11-19T17:00:00Z", "finished_at": None}

    kept = phone.send(record(**said)).json()

    assert kept["open"] is False
    assert phone.state().screening is not None
    assert phone.client.get(f"/session/{SESSION}").status_code == 404


def test_a_none_that_comes_late_opens_nothing(phone: Phone) -> None:
    assert phone.page().status_code == 200  # a recheck of now
    phone.send(record(felt="yes", felt_at="2026-11-19T17:30:00Z", finished_at=None))
    phone.send(record(record="r2", felt="none", felt_at="2026-11-19T17:00:00Z", finished_at=None))

    assert phone.standing()["open"] is False


def test_a_score_of_six_before_is_in_the_diary_though_nothing_was_done(phone: Phone) -> None:
    kept = phone.send(record(before_nrs=6, finished_at=None)).json()

    assert kept["open"] is False
    assert phone.state().light.level == "red"


def test_a_score_of_six_after_is_in_the_diary(phone: Phone) -> None:
    phone.send(record(one(), after_nrs=6))

    assert phone.state().light.level == "red"


def test_a_clock_that_is_wrong_is_put_right(phone: Phone) -> None:
    ahead = NOW + timedelta(days=3)
    sent = record(
        one(done_at=(ahead - timedelta(minutes=10)).isoformat()),
        sent_at=ahead.isoformat(),
        finished_at=(ahead - timedelta(minutes=5)).isoformat(),
    )

    kept = phone.send(sent).json()["kept"]

    assert kept["clock_moved_s"] == -3 * 24 * 3600
    assert phone.state().performed[-1].done_at == NOW - timedelta(minutes=10)
    done = next(each for each in phone.state().done if each.session == SESSION)
    assert done.finished_at == NOW - timedelta(minutes=5)


@pytest.mark.parametrize(
    ("at", "kept_at"),
    [("2031-01-01T00:00:00Z", NOW), ("1999-01-01T00:00:00Z", NOW - timedelta(days=12))],
)
def test_no_time_is_later_than_now_or_before_the_plan(
    phone: Phone, at: str, kept_at: datetime
) -> None:
    phone.send(record(one(done_at=at), finished_at=at))

    done = next(each for each in phone.state().done if each.session == SESSION)
    assert done.finished_at == kept_at


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"before_nrs": 11}, "before_nrs"),
        ({"before_nrs": 2.9}, "before_nrs"),
        ({"before_nrs": True}, "before_nrs"),
        ({"before_nrs": "2"}, "before_nrs"),
        ({"share_done_ratio": 1.5}, "share_done_ratio"),
        ({"finished_at": "yesterday"}, "finished_at"),
        ({"finished_at": "2026-11-19T17:55:00"}, "finished_at"),
        ({"felt": "none"}, "felt"),
        ({"felt": "maybe", "felt_at": "2026-11-19T17:00:00Z"}, "felt"),
        ({"session": "2026-11-20-reset"}, "session"),
        ({"record": ""}, "record"),
        ({"record": "x" * 121}, "record"),
        ({"pain": 3}, "record"),
        ({"sets": {}}, "sets"),
        ({"sets": [one(), one()]}, "sets"),
        ({"sets": [one(2), one(pain_nrs=-1)]}, "set 2, pain_nrs"),
        ({"sets": [one(reps=10**30)]}, "set 1, reps"),
        ({"sets": [one(reps=8.5)]}, "set 1, reps"),
        ({"sets": [one(set_number=0)]}, "set 1, set_number"),
        ({"sets": [one(side="both")]}, "set 1, side"),
        ({"sets": [one(exercise=None)]}, "set 1, exercise"),
        ({"sets": [one(done_at=None)]}, "set 1, done_at"),
        ({"sets": [one(colour="red")]}, "set 1"),
        ({"sets": ["x"]}, "set 1"),
    ],
)
def test_what_cannot_be_is_refused_whole_and_says_where(
    phone: Phone, path: Path, change: dict[str, Any], where: str
) -> None:
    answer = phone.send(record(one(), **{k: v for k, v in change.items() if k != "sets"}) | change)

    assert answer.status_code == 422
    assert set(answer.json()) == {"what", "where", "fix"}
    assert answer.json()["where"] == where
    assert rows(path, "select count(*) from performed") == [(0,)]
    assert SESSION not in {each.session for each in phone.state().done}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b'{"a":NaN}'])
def test_nonsense_is_refused_as_a_client_error(phone: Phone, body: bytes) -> None:
    headers = {**JSON, "x-csrftoken": phone.standing()["token"], "content-type": "application/json"}

    answer = phone.client.post(f"/session/{SESSION}/record", content=body, headers=headers)

    assert 400 <= answer.status_code < 500
    assert set(answer.json()) == {"what", "where", "fix"}


def test_a_logbook_that_was_emptied_takes_nothing_back(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    app = make_app(path, now=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        phone = Phone(client, path)
        answer = phone.send(record(one()))

    assert answer.status_code == 409
    assert rows(path, "select count(*) from performed") == [(0,)]


def test_a_full_disk_is_told_and_can_be_tried_again(phone: Phone, path: Path) -> None:
    """The file may not grow: SQLite says what it says of a full disk."""
    made = Logbook.open
    pages = rows(path, "pragma page_count")[0][0]

    def small(*args: Any, **more: Any) -> Logbook:
        logbook = made(*args, **more)
        from sqlalchemy import event

        def bound(connection: Any, _record: object) -> None:
            connection.execute(f"pragma max_page_count = {pages}")

        event.listen(logbook._engine, "connect", bound)
        logbook._engine.dispose()
        return logbook

    token = phone.standing()["token"]
    many = [one(n, exercise="x" * 120, instead_of="y" * 120) for n in range(1, 500)]
    for each in many:
        each["id"] = f"{each['id']}{'z' * 80}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Logbook, "open", small)
        answer = phone.send(record(*many), token=token)

    assert answer.status_code == 503
    assert "disk is full" in answer.json()["what"]
    assert rows(path, "select count(*) from performed") == [(0,)]
    assert phone.send(record(*many), token=token).json()["kept"]["sets"] == 499


def test_without_a_token_nothing_is_kept(phone: Phone, path: Path) -> None:
    answer = phone.send(record(one()), token="x" * 128)

    assert answer.status_code == 403
    assert rows(path, "select count(*) from performed") == [(0,)]


def test_a_token_of_before_a_restart_is_taken_back_and_given_anew(path: Path) -> None:
    """The browser keeps its cookie while psoas starts again with another secret."""
    with TestClient(make_app(path, now=lambda: NOW), base_url="http://127.0.0.1") as client:
        old = Phone(client, path)
        token = old.standing()["token"]
        cookie = client.cookies["psoas_csrf"]
    with TestClient(make_app(path, now=lambda: NOW), base_url="http://127.0.0.1") as client:
        client.cookies.set("psoas_csrf", cookie, domain="127.0.0.1")
        again = Phone(client, path)
        assert again.standing()["token"] == token
        refused = again.send(record(one()), token=token)
        assert refused.status_code == 403
        assert "psoas_csrf" not in client.cookies

        assert again.send(record(one())).status_code == 200


def test_a_page_that_was_open_too_long_keeps_a_token_that_is_good(phone: Phone) -> None:
    phone.standing()
    phone.send(record(), token="stale")  # noqa: S106 - no password

    assert "psoas_csrf" in phone.client.cookies


def player(phone: Phone) -> dict[str, Any]:
    found = re.search(r'id="session-data">(.*?)</script>', phone.page().text, re.DOTALL)
    assert found
    said: dict[str, Any] = json.loads(found[1])
    return said


def test_the_page_carries_the_rules_of_the_shelf_and_how_long_it_is_good(phone: Phone) -> None:
    said, limits = player(phone), shipped().limits

    assert said["pain"]["stop_nrs"] == limits["pain-red"].value
    assert said["pain"]["less_nrs"] == limits["pain-amber"].value
    assert said["until"] == "2026-11-19T23:59:59+00:00"
    assert said["good_for_s"] == 6 * 3600 - 1
    assert phone.page().headers["x-psoas-until"] == said["until"]


def test_a_page_is_no_longer_good_than_the_check(phone: Phone) -> None:
    state, shelf = phone.state(), shipped()
    assert state.sheet is not None
    ends = state.sheet.answered_at + timedelta(days=shelf.limits["screen-valid"].value)
    last = ends - timedelta(hours=4)

    assert good_until(attrs.evolve(state, now=last, on=last.date()), shelf=shelf) == ends


def test_every_swap_can_be_played_and_read_from_the_page(phone: Phone) -> None:
    said, text = player(phone), phone.page().text
    swaps = [each for given in said["swaps"].values() for each in given]

    assert swaps
    for each in swaps:
        assert any(step["logs"] for step in each["steps"])
        assert f'id="exercise-{each["exercise"]}"' in text
    planned = {step["exercise"] for step in said["steps"]}
    assert planned.isdisjoint(each["exercise"] for each in swaps)


def test_a_recheck_page_and_a_red_day_are_never_kept_by_a_phone(phone: Phone, path: Path) -> None:
    assert "x-psoas-until" not in phone.client.get(f"/session/{SESSION}").headers  # the recheck
    phone.page()
    with Logbook.open(path) as logbook:
        log_pain(logbook, pain_nrs=8, when=When.AFTER, side=None, felt_on=NOW.date(), now=NOW)

    assert "x-psoas-until" not in phone.client.get(f"/session/{SESSION}").headers


def test_the_plan_made_anew_keeps_what_was_done(phone: Phone, path: Path) -> None:
    phone.send(record(one(pain_nrs=1)))
    with Logbook.open(path) as logbook:
        make_plan(logbook, shelf=shipped(), now=NOW, weeks=1)

    assert len(phone.state().performed) == 1


def test_the_worker_keeps_the_player_and_nothing_of_the_runner(phone: Phone) -> None:
    said = phone.client.get("/player-worker.js")
    shell = json.loads(re.search(r"const SHELL = (.*);", said.text)[1])  # type: ignore[index]

    assert said.headers["content-type"].startswith("text/javascript")
    assert "/static/player-page.js" in shell
    for address in shell:
        assert address.startswith("/static/")
        assert phone.client.get(address).status_code == 200


def test_all_that_the_player_imports_is_kept_with_it(phone: Phone) -> None:
    shell = set(json.loads(re.search(  # type: ignore[index]
        r"const SHELL = (.*);", phone.client.get("/player-worker.js").text
    )[1]))  # fmt: skip
    for address in shell:
        if address.endswith(".js"):
            wanted = re.findall(r'from "\./([^"]+)"', phone.client.get(address).text)
            assert {f"/static/{name}" for name in wanted} <= shell


@pytest.mark.parametrize("address", ["/you/forget", "/you/withdraw"])
def test_what_is_forgotten_here_is_forgotten_on_the_phone(phone: Phone, address: str) -> None:
    phone.send(record(one(pain_nrs=1)))
    assert rows(phone.path, "select count(*) from performed") == [(1,)]
    token = phone.standing()["token"]
    answer = phone.client.post(address, data={"_csrf_token": token, "sure": "yes"})

    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert not phone.path.exists() or rows(phone.path, "select count(*) from performed") == [(0,)]
