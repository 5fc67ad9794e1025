"""Each page, empty and filled; what protects them; and what they must never show."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from litestar.testing import TestClient
from markupsafe import escape

from psoas.app.demo import fill_demo
from psoas.errors import PsoasError
from psoas.library import Shelf
from psoas.library import shelf as shipped
from psoas.store import Logbook
from psoas.web import make_app
from psoas.web.answers import fields_of
from psoas.web.errors import STATUSES
from tests.kit.runs import run_file
from tests.kit.sheets import plain_runner, without

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
PAGES = (
    *("/", "/runs", "/runs/log", "/season", "/check", "/check/all"),
    *("/plan", "/progress", "/gait", "/gait/filming", "/you", "/explain"),
    *(
        "/tests",
        "/tests/hip-flexor-hold",
        "/tests/modified-thomas-held",
        "/tests/dead-bug",
        "/feel",
    ),
    *("/exercises", "/exercises/supine-march", "/offline"),
)


class Browser:
    """A client that sends the token that its pages carry, as a browser does."""

    def __init__(self, client: TestClient) -> None:
        client.follow_redirects = False
        self.client = client

    def get(self, path, **more):
        return self.client.get(path, **more)

    def token(self) -> str:
        found = re.search(r'name="_csrf_token" value="([^"]+)"', self.get("/you").text)
        assert found
        return found.group(1)

    def post(self, path, fields=None, **more):
        return self.client.post(path, data={"_csrf_token": self.token(), **(fields or {})}, **more)

    def bring(self, files) -> str:
        """Bring files in, wait for the end, and return its page."""
        path = self.post("/runs", files=files).headers["location"]
        deadline = time.monotonic() + 20
        while not self.get(f"{path}/state").json()["ended"]:
            assert time.monotonic() < deadline, "the import did not end in 20 s"
            time.sleep(0.02)
        return self.get(path).text

    def answer(self, sheet, **more):
        questions = shipped().questions
        consent = {"understood": "yes", "agreed": "yes"}
        return self.post(
            "/check/all", {**fields_of({"structured": sheet}, questions), **consent, **more}
        )


def _browser(path: Path) -> Iterator[Browser]:
    app = make_app(path, now=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield Browser(client)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Browser]:
    yield from _browser(tmp_path / "logbook.db")


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Iterator[Browser]:
    path = tmp_path_factory.mktemp("web") / "logbook.db"
    with Logbook.open(path) as logbook:
        fill_demo(logbook, now=NOW)
    yield from _browser(path)


def _session(browser: Browser) -> str:
    return re.search(r'href="(/session/[^"]+)"', browser.get("/").text).group(1)


def _opened(browser: Browser) -> str:
    """Return the page of today's session, after nothing new was felt."""
    path = _session(browser)
    assert browser.post(f"{path}/recheck", {"felt": "none"}).headers["location"] == path
    return browser.get(path).text


# -- every page ------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_each_page_of_an_empty_logbook(empty, path):
    answer = empty.get(path)

    assert answer.status_code == 200
    assert "<h1>" in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/runs?page=2", "/runs?page=x", "/check/result"])
def test_each_page_of_a_filled_logbook(filled, path):
    answer = filled.get(path)

    assert answer.status_code == 200
    assert "<h1>" in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/check/result"])
def test_no_page_promises_what_nobody_can(filled, path):
    words = re.sub(r"<[^>]+>", " ", filled.get(path).text).lower()

    assert not re.search(r"\bsafe\b|\bcleared\b|all clear|ai doctor|clinically proven", words)


@pytest.mark.parametrize("path", [*PAGES, "/check/result"])
def test_no_page_holds_an_address_elsewhere_or_inline_script(filled, path):
    text = filled.get(path).text

    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert not re.search(r'\son[a-z]+="', text)


def test_an_empty_logbook_offers_files_and_the_sample_runner(empty):
    text = empty.get("/").text

    assert 'name="files"' in text
    assert 'action="/demo"' in text


def test_the_sample_runner_is_one_post_away(empty):
    assert empty.post("/demo").status_code == 303
    assert "Pain light" in empty.get("/").text


def test_pages_of_runs(filled):
    first, second = filled.get("/runs").text, filled.get("/runs?page=2").text

    assert "Page 1 of 3" in first
    assert "Page 2 of 3" in second
    assert not set(re.findall(r"/runs/[0-9a-f-]{36}", first)) & set(
        re.findall(r"/runs/[0-9a-f-]{36}", second)
    )


def test_a_run_shows_its_load_as_bands(filled):
    path = re.search(r'href="(/runs/[0-9a-f-]{36})"', filled.get("/runs").text).group(1)

    assert re.search(r"\d\.\d BW \(\d\.\d–\d\.\d\)", filled.get(path).text)


def test_a_run_shows_every_rule_of_the_guard(filled):
    path = re.search(r'href="(/runs/[0-9a-f-]{36})"', filled.get("/runs").text).group(1)
    text = filled.get(path).text

    names = [name for key, name in shipped().texts.items() if key.startswith("guard_name.")]
    others = set(names) - {"jump in distance", "red flags"}
    others -= {"your own diary", "the check"}  # of planned runs
    assert [name for name in others if name.capitalize() not in text] == []


def test_today_shows_the_cap_and_on_a_red_day_no_run(empty):
    empty.post("/demo")
    assert "Cap for the next run" in empty.get("/").text
    empty.post("/pain", {"pain": "7", "when": "during"})
    red = empty.get("/").text
    assert "No run for now" in red
    assert "no running for 48 hours" in red
    assert "Cap for the next run" not in red


def test_miles_where_they_are_wanted(empty, tmp_path):
    file = run_file(tmp_path / "files", NOW.date(), km=5, speed_mps=4.0)
    empty.bring({"files": (file.name, file.read_bytes())})
    answer = empty.post("/look/distance", {"system": "miles", "back": "/runs"})

    assert answer.headers["location"] == "/runs"
    assert "3.1 mi" in empty.get("/runs").text
    assert "min/mile" in empty.get("/runs").text


def test_a_run_of_an_unlikely_date_is_listed_and_not_judged(empty, tmp_path):
    file = run_file(tmp_path / "files", date(1989, 12, 31), km=5)
    empty.bring({"files": (file.name, file.read_bytes())})
    text = empty.get("/runs").text

    assert "unlikely date: not counted" in text
    assert empty.get(re.search(r'href="(/runs/[0-9a-f-]{36})"', text).group(1)).status_code == 200


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_a_form_leads_back_to_our_own_pages_only(empty, back):
    assert empty.post("/look/theme", {"theme": "dark", "back": back}).headers["location"] == "/"


def test_a_theme_is_remembered(empty):
    empty.post("/look/theme", {"theme": "dark", "back": "/you"})

    assert '<html lang="en" data-theme="dark">' in empty.get("/").text


def test_the_report_opens_under_a_policy_that_runs_and_asks_nothing(filled):
    answer = filled.get("/report")

    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text


def test_the_report_names_tests_by_their_names_and_has_a_picture_for_a_phone(filled):
    text = filled.get("/report").text
    tests = re.findall(r"<li>Test: ([^<]+)</li>", text)

    names = {each.name for each in shipped().measures.values()}
    assert tests
    assert set(tests) <= {str(escape(each)) for each in names}
    assert text.count('<figure class="wide"') == text.count('<figure class="narrow"') == 1


@pytest.mark.parametrize(
    ("path", "back"),
    [("/report", "/progress"), ("/report/clinician", "/check/result"), ("/plan/print", "/plan")],
)
def test_a_page_that_is_a_file_too_has_a_way_back_in_the_app(filled, path, back):
    answer = filled.get(path)

    assert f'<a href="{back}">' in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


# -- files -----------------------------------------------------------------------------


def test_an_upload_says_what_became_of_each_file(empty, tmp_path):
    file = run_file(tmp_path / "files", NOW.date(), km=2)
    sent = [
        ("files", ("one.fit", file.read_bytes())),
        ("files", ("same.fit", file.read_bytes())),
        ("files", ("<b>torn</b>.fit", file.read_bytes()[:60])),
    ]
    text = empty.bring(sent)

    assert "1 new" in text
    assert "known already" in text
    assert "failed" in text
    assert "&lt;b&gt;torn&lt;" in text or "b&gt;.fit" in text
    assert "<b>torn" not in text


def test_no_file_is_an_error_that_says_what_to_do(empty):
    answer = empty.post("/runs", files={"files": ("", b"")})

    assert answer.status_code == 422
    assert "Choose FIT, GPX or TCX" in answer.text


def test_a_name_that_climbs_stays_in_its_folder(empty, tmp_path):
    file = run_file(tmp_path / "files", NOW.date(), km=2)
    text = empty.bring({"files": ("../../../climbed.fit", file.read_bytes())})

    assert "1 new" in text
    assert "climbed.fit" in text
    assert "../climbed.fit" not in text


# -- screening -------------------------------------------------------------------------


def _names_an_exercise(text: str) -> list[str]:
    return [each.name for each in shipped().exercises.values() if each.name in text]


def test_who_is_not_screened_sees_no_exercise_and_one_call(empty):
    empty.post("/pain", {"pain": "2", "when": "after"})
    for path in ("/", "/plan"):
        text = empty.get(path).text
        assert not _names_an_exercise(text)
        assert "Start the check" in text
        assert text.count('class="button') == 1


def test_who_is_referred_sees_the_reason_no_exercise_and_no_way_round(empty):
    answer = empty.answer(plain_runner(saddle_numbness=True))
    assert answer.headers["location"] == "/check/result"

    library = ("/exercises", "/exercises/supine-march", "/exercises?words=march")
    for path in ("/", "/plan", "/check/result", *library):
        text = empty.get(path).text
        assert not _names_an_exercise(text)
        assert "exercise-picture" not in text
        assert "Make my plan" not in text
        assert "anyway" not in text.lower()
    assert "emergency" in empty.get("/").text
    assert empty.post("/plan").status_code == 409
    assert empty.get("/session/2026-11-22-reload").status_code == 404


def test_who_is_referred_is_not_told_to_go_on(empty):
    empty.post("/pain", {"pain": "1", "when": "after"})
    assert "go on as planned" not in empty.get("/").text, "nobody asked yet"
    empty.answer(plain_runner())
    assert "go on as planned" in empty.get("/").text

    empty.answer(plain_runner(saddle_numbness=True))
    text = empty.get("/").text
    assert "go on as planned" not in text
    assert "Pain light" not in text
    progress = empty.get("/progress").text
    assert "Stay at this stage" not in progress
    assert "A clinician comes first" in progress


def test_before_the_check_no_exercise_is_shown(empty):
    for path in ("/exercises", "/exercises/supine-march"):
        text = empty.get(path).text
        assert "First, the check" in text
        assert not _names_an_exercise(text)


def test_an_exercise_has_a_page_with_all_that_is_known_of_it(filled):
    text = filled.get("/exercises/half-kneeling-halo").text
    exercise = shipped().exercises["half-kneeling-halo"]

    for said in (*exercise.how, exercise.fault, *exercise.stop_if, *exercise.progressions):
        assert str(escape(said)) in text
    assert "3 sets, 6 reps each way" in text
    assert "As the source gives it" in text
    assert 'class="exercise-picture"' in text
    assert 'href="/exercises/dead-bug"' in text
    assert shipped().sources["s0-whitt-circuit"].title in text


def test_a_picture_from_above_or_the_front_says_so_to_the_eye(filled):
    assert "you face the top of the picture" in filled.get("/exercises/shin-box").text
    assert "Seen from the front" in filled.get("/exercises/kneeling-leg-lift").text
    assert "Seen from" not in filled.get("/exercises/half-kneeling-press").text


def test_an_exercise_that_is_not_there_is_not_found(filled):
    assert filled.get("/exercises/no-such-exercise").status_code == 404


def test_what_psoas_does_not_give_says_why_and_not_how(filled):
    text = filled.get("/exercises/couch-stretch").text

    assert "full bend" in text
    assert "How to do it" not in text
    assert "Crossed out: psoas does not give it." in text
    assert "crossed out because psoas does not give it" in text


def _listed(text: str) -> set[str]:
    return set(re.findall(r'href="/exercises/([a-z-]+)"', text))


def test_the_list_is_searched_by_name_stage_and_target(filled):
    copenhagen = "copenhagen-adduction"  # also called Copenhagen plank
    every = _listed(filled.get("/exercises").text)
    found = _listed(filled.get("/exercises?words=plank&stage=reload&target=trunk").text)

    assert len(every) > 40
    assert found == {"side-plank", "side-plank-hip-flexor-pump", "plank-knee-drive", copenhagen}
    assert "Nothing of that kind" in filled.get("/exercises?words=yodel").text


def test_an_exercise_that_an_answer_rules_out_is_named_with_its_reason_and_not_shown(empty):
    empty.answer(plain_runner(pattern=["deep_flexion"]))
    listed = empty.get("/exercises").text
    text = empty.get("/exercises/lizard-pose").text

    assert "lizard-pose" not in _listed(listed)
    assert "is not bent deeply" in listed
    assert "is not bent deeply" in text
    assert "How to do it" not in text
    assert "exercise-picture" not in text


def test_a_question_left_open_is_unknown_and_not_no(empty):
    empty.answer(without(plain_runner(), "saddle_numbness"))
    text = empty.get("/check/result").text

    assert "Not answered" in text
    assert shipped().questions["saddle_numbness"].ask in text
    assert "Make my plan" not in text


def test_a_plain_runner_may_plan(empty):
    empty.answer(plain_runner())
    assert "Make my plan" in empty.get("/check/result").text

    assert empty.post("/plan", {"weeks": "4"}).status_code == 303
    assert _names_an_exercise(_opened(empty))


def test_a_wrong_answer_is_named_and_the_others_are_kept(empty):
    answer = empty.answer(plain_runner(temperature_c=101, surgery="knee in 2019"))

    assert answer.status_code == 422
    assert 'id="e-temperature_c"' in answer.text
    assert 'value="knee in 2019"' in answer.text
    assert re.search(r'name="limp" value="no" checked', answer.text)
    assert empty.get("/check/result").status_code == 303, "nothing is kept"


def test_an_emergency_is_said_beside_a_wrong_answer(empty):
    answer = empty.answer(plain_runner(temperature_c=101, saddle_numbness=True))

    assert answer.status_code == 422
    assert "Do not wait for the form" in answer.text


def test_without_consent_nothing_is_kept(empty):
    answer = empty.answer(plain_runner(), agreed="")

    assert answer.status_code == 422
    assert empty.get("/check/result").status_code == 303


def test_what_a_runner_writes_is_text_and_never_markup(empty):
    evil = '<script>alert("x")</script>'
    answer = empty.answer(plain_runner(temperature_c=101, surgery=evil), free_text=evil)
    assert evil not in answer.text
    assert "&lt;script&gt;" in answer.text

    empty.answer(plain_runner(surgery=evil, location=["front_of_hip", evil]), free_text=evil)
    for path in ("/", "/check/result", "/check/all?again=1", "/plan"):
        assert evil not in empty.get(path).text


# -- writing down ----------------------------------------------------------------------


def test_a_score_is_kept_and_shown(empty):
    assert empty.post("/pain", {"pain": "3", "when": "after"}).status_code == 303
    assert empty.post("/sitting", {"hours": "8"}).status_code == 303
    text = empty.get("/?kept=pain").text

    assert "Today so far: after 3" in text
    assert "is 3 of 10" in text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/pain", {"pain": "11", "when": "after"}),
        ("/pain", {"pain": "-1", "when": "after"}),
        ("/pain", {"pain": "3", "when": "never"}),
        ("/pain", {}),
        ("/sitting", {"hours": "25"}),
        ("/sitting", {"hours": "nan"}),
        ("/tests/pain-nrs-now", {"value": "x"}),
        ("/tests/pain-nrs-now", {"value": "11"}),
        ("/tests/pain-nrs-now", {"value": "nan"}),
        ("/tests/pain-nrs-now", {"value": "3", "side": "up"}),
        ("/tests/pain-nrs-now", {"value": "3", "outcome": "luck"}),
        ("/feel", {"pain-nrs-now": "11"}),
        ("/feel", {"hurt": "very"}),
        ("/feel", {}),
        ("/plan", {"weeks": "0"}),
        ("/plan", {"weeks": "17"}),
        ("/plan", {"race_on": "soon"}),
        ("/you", {"days": ["0"], "equipment": ["rocket"]}),
        ("/you", {"days": []}),
        ("/you/forget", {}),
    ],
)
def test_what_cannot_be_true_is_refused_with_a_way_out(empty, path, fields):
    answer = empty.post(path, fields)

    assert answer.status_code == 422
    assert "What to do" in answer.text


def test_a_test_is_kept_and_the_other_side_comes_next(empty):
    empty.answer(plain_runner())
    answer = empty.post("/tests/side-plank", {"value": "31,5", "side": "left", "pain": "1"})
    text = empty.get(answer.headers["location"]).text

    assert answer.status_code == 303
    assert "31.5 s" in text
    assert re.search(r'name="side" value="right" required checked', text)
    assert "31.5 s" in empty.get("/tests").text


@pytest.mark.parametrize("path", ["/tests/luck", "/tests/hop"])
def test_an_unknown_test_is_not_found(empty, path):
    assert empty.get(path).status_code == 404
    assert empty.post(path, {"value": "3"}).status_code == 404


@pytest.mark.parametrize("answers", [None, {"limp": True}])
def test_without_a_check_that_allows_it_no_test_is_told_or_kept(empty, answers):
    if answers is not None:
        empty.answer(plain_runner(**answers))
    for measure in shipped().measures.values():
        if measure.strains:
            text = empty.get(f"/tests/{measure.id}?clear=yes").text
            assert measure.protocol[0] not in text
            posted = empty.post(
                f"/tests/{measure.id}", {"value": "1", "side": "left", "clear": "yes"}
            )
            assert posted.status_code == 409
    assert "side-plank" not in empty.get("/progress").text


def test_an_open_answer_is_asked_before_a_test_and_not_taken_for_no(empty):
    empty.answer(without(plain_runner(), "bruising"))
    asked = empty.get("/tests/hip-flexor-hold").text

    assert "Before you begin" in asked
    assert shipped().questions["bruising"].ask in asked
    assert 'id="protocol"' not in asked
    fields = {"value": "20", "side": "left"}
    assert empty.post("/tests/hip-flexor-hold", fields).status_code == 409
    assert 'id="protocol"' in empty.get("/tests/hip-flexor-hold?clear=yes").text
    answer = empty.post("/tests/hip-flexor-hold", {**fields, "clear": "yes"})
    assert answer.status_code == 303


def test_a_value_is_taken_back(empty):
    empty.answer(plain_runner())
    where = empty.post("/tests/side-plank", {"value": "30", "side": "left"}).headers["location"]
    assert "<b>30 s</b>" in empty.get(where).text
    attempt = re.search(r'name="attempt" value="([^"]+)"', empty.get(where).text)[1]

    assert empty.post("/tests/undo", {"attempt": attempt}).status_code == 303
    assert "<b>30 s</b>" not in empty.get("/tests/side-plank").text
    assert empty.post("/tests/undo", {"attempt": attempt}).status_code == 404


def test_what_the_runner_has_is_kept(empty):
    fields = {"equipment": ["band", "box"], "days": ["0", "2"], "tight_side": "left"}
    assert empty.post("/you", fields).status_code == 303
    text = empty.get("/you").text

    assert re.search(r'value="box" checked', text)
    assert not re.search(r'value="bench" checked', text)
    assert re.search(r'name="days" value="2" checked', text)
    assert not re.search(r'name="days" value="1" checked', text)


@pytest.mark.parametrize("felt", ["yes", "not-sure"])
def test_without_a_none_there_is_no_session_and_only_a_new_check_opens_one(empty, felt):
    empty.answer(plain_runner())
    empty.post("/plan")
    path = _session(empty)

    asked = empty.get(path).text
    assert shipped().texts["recheck.ask"] in asked
    assert not _names_an_exercise(asked)
    assert empty.post(f"{path}/recheck", {"felt": "perhaps"}).status_code == 422
    assert empty.post(f"{path}/recheck", {"felt": felt}).headers["location"] == "/"
    assert shipped().texts["screen.felt"].split(".")[0] in empty.get("/").text
    for page in ("/", "/plan", "/report"):
        assert not _names_an_exercise(empty.get(page).text)
    assert empty.get(path).status_code == 404
    assert empty.post(f"{path}/recheck", {"felt": "none"}).status_code == 404
    assert empty.post("/plan").status_code == 409


def test_a_score_can_be_taken_back_on_the_day(empty):
    empty.answer(plain_runner())
    empty.post("/pain", {"pain": "1", "when": "before"})
    kept = empty.post("/pain", {"pain": "8", "when": "after"}).headers["location"]
    assert 'action="/pain/undo"' in empty.get(kept).text
    assert "after 8" in empty.get("/").text

    assert empty.post("/pain/undo").headers["location"] == "/?kept=undone"
    text = empty.get("/").text
    assert "after 8" not in text
    assert "before 1" in text


def test_a_child_is_told_and_nothing_is_kept(empty):
    answer = empty.answer(plain_runner(age_years=15, limp=True))

    assert answer.status_code == 200
    assert "nothing you answered was kept" in answer.text
    assert "See a clinician within 48 hours" in answer.text
    assert empty.get("/check/result").status_code == 303  # there is none


def test_the_page_for_a_clinician_is_one_click_from_the_result(empty):
    empty.answer(plain_runner(limp=True))
    assert 'href="/report/clinician"' in empty.get("/check/result").text

    answer = empty.get("/report/clinician")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "Screening aid, not a diagnosis" in answer.text
    assert "<code>limp</code>" in answer.text


def test_a_milder_answer_on_the_same_day_says_what_holds_and_what_changed(empty):
    empty.answer(plain_runner(limp=True))
    empty.answer(plain_runner())
    text = empty.get("/check/result").text

    assert "See a clinician within 48 hours" in text
    assert "up to and including" in text
    assert "Do you limp? yes → <b>no</b>" in text


def test_a_session_is_marked_done_once_with_its_scores(empty):
    empty.answer(plain_runner())
    empty.post("/plan")
    path = _session(empty)
    answer = empty.post(
        f"{path}/done", {"before": "2", "during": "3", "after": "1", "share": "0.5"}
    )

    assert empty.post(f"{path}/done", {"during": "11"}).status_code == 422
    assert empty.post(f"{path}/done", {"share": "1.5"}).status_code == 422
    assert answer.headers["location"] == "/?kept=session"
    text = empty.get("/").text
    assert "Do it again" in text
    assert "during 3" in text


def test_the_logbook_can_be_taken_along_and_forgotten(empty):
    empty.post("/pain", {"pain": "3", "when": "after"})
    export = empty.get("/you/export")

    assert export.content[:2] == b"PK"
    assert empty.post("/you/forget", {"sure": "yes"}).status_code == 303
    assert "Bring in your runs" in empty.get("/").text


# -- protection ------------------------------------------------------------------------


def test_every_kind_of_error_has_its_status():
    assert set(STATUSES) == set(PsoasError.__subclasses__())


@pytest.mark.parametrize(
    "path",
    ["/pain", "/sitting", "/demo", "/check", "/check/all", "/plan", "/you/forget", "/you/withdraw"],
)
def test_a_form_without_our_token_is_refused(empty, path):
    answer = empty.client.post(path, data={"pain": "3", "when": "after"})

    assert answer.status_code == 403
    assert "What to do" in answer.text


@pytest.mark.parametrize("path", ["/", "/nope", "/static/css/base.css", "/session/none"])
def test_every_answer_carries_the_headers(empty, path):
    headers = empty.get(path).headers

    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8765", 200),
        ("127.0.0.1", 200),
        ("[::1]:8765", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("", 400),
    ],
)
def test_only_names_of_this_machine_are_answered(empty, host, status):
    assert empty.get("/you", headers={"host": host}).status_code == status


def test_too_large_a_form_is_refused(empty):
    answer = empty.post("/pain", {"pain": "3", "when": "x" * 5_000_000})

    assert answer.status_code == 413
    assert "What to do" in answer.text


def test_a_crash_says_so_and_tells_nothing(tmp_path, capsys):
    def broken() -> Shelf:
        raise RuntimeError("secret value 42")

    app = make_app(tmp_path / "logbook.db", now=lambda: NOW, read_shelf=broken)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        answer = client.get("/")

    assert answer.status_code == 500
    assert "secret" not in answer.text + "".join(capsys.readouterr())


# -- the season ------------------------------------------------------------------------


def _said(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_an_empty_season_asks_for_files_and_still_compares_weeks(empty):
    text = empty.get("/season").text

    assert "No runs are on record" in text
    assert "<svg" not in text.split("<main", 1)[1].split("Compare two", 1)[0].replace("icon", "")
    assert "Compare two planned weeks" in text


def test_the_season_says_what_changed_and_that_it_is_no_cause(filled):
    said = _said(filled.get("/season").text)

    assert "your diary first hurts on" in said
    assert "21 km in these 14 days, 14.5 in the 14 before" in said
    assert "is not a cause" in said
    assert "caused" not in said


@pytest.mark.parametrize(("said", "bar"), [("90", "day"), ("all", "day"), ("nonsense", "day")])
def test_the_season_is_drawn_for_every_range(filled, said, bar):
    text = filled.get("/season", params={"range": said}).text

    assert text.count('class="chart') == 2
    assert f"Each bar is a {bar}" in text
    assert "var(--accent" in text


def test_two_weeks_are_compared_by_their_address(filled):
    weeks = {"a": "tue 8km@5:30", "b": "tue 8km@5:30, thu 6x400m@3:10"}
    said = _said(filled.get("/season", params=weeks).text)

    assert "Week B loads the hip flexors more" in said
    assert "not which is better for you" in said


@pytest.mark.parametrize("b", ["", "tue", "<script>alert(1)</script>", "x" * 5000])
def test_a_week_that_is_not_understood_is_told_beside_the_form(filled, b):
    answer = filled.get("/season", params={"a": "tue 8km@5:30", "b": b})

    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert "week B" in answer.text
    assert "<script>alert" not in answer.text
