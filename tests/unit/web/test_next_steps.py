"""What a page calls things, and that each says where to go next."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from psoas.app.demo import fill_demo
from psoas.render.dose import tempo_words
from psoas.store import Logbook
from psoas.web import make_app
from tests.kit.sheets import plain_runner
from tests.unit.web.test_pages import Browser, TestClient, empty, filled  # noqa: F401 - fixtures

THURSDAY = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
"""The sample runner's day of fast running; the check says to run less."""


def test_progress_without_a_check_leads_to_it(empty):  # noqa: F811
    assert re.search(r'href="/check">Start the check', empty.get("/progress").text)


def test_who_must_be_seen_first_finds_the_check_from_progress(empty):  # noqa: F811
    empty.answer(plain_runner(limp=True))

    assert 'href="/check/result">See what the check says' in empty.get("/progress").text


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("/gait", "Progress"),
        ("/gait/filming", "Progress"),
        ("/tests/hip-flexor-hold", "Progress"),
        ("/exercises/supine-march", "Plan"),
        ("/season", "Runs"),
        ("/explain", "Runs"),
    ],
)
def test_the_way_back_and_the_open_tab_agree(filled, path, tab):  # noqa: F811
    text = filled.get(path).text
    (marked,) = re.findall(r'aria-current="page">.*?<span>(\w+)</span>', text, flags=re.DOTALL)

    assert marked == tab
    assert re.search(r'class="eyebrow"><a href="/', text)


def test_a_run_tells_each_length_of_time_once_and_what_its_units_are(filled):  # noqa: F811
    path = re.search(r'href="(/runs/[0-9a-f-]{36})"', filled.get("/runs").text).group(1)
    text = filled.get(path).text
    names = re.findall(r"<dt>([^<]+)</dt>", text.partition("Units by exponent")[0])

    assert len(names) == len(set(names))
    assert "Watch running" not in names  # the sample runner never stops the watch
    assert "BW: body weights" in text
    assert "fast from 3:20 min/km, sprint from 2:23 min/km" in text


def test_where_fast_running_is_left_out_the_run_is_not_called_fast(tmp_path):
    path = tmp_path / "logbook.db"
    with Logbook.open(path) as logbook:
        fill_demo(logbook, now=THURSDAY)
    with TestClient(make_app(path, now=lambda: THURSDAY), base_url="http://127.0.0.1") as client:
        text, plan = (Browser(client).get(path).text for path in ("/", "/plan"))

    assert "fast running goes first, so leave it out" in text
    assert "<h2>Run, without the fast parts</h2>" in text
    assert "fast running goes first, so leave it out" in plan


@pytest.mark.parametrize(
    ("tempo", "words"),
    [
        ("2-1-3", "2 s there, 1 s held, 3 s back"),
        ("1-0-4", "1 s there, 4 s back"),
        ("1-0-1, quick and short", "1 s there, 1 s back, quick and short"),
        ("80 to 90 % of your fastest", "80 to 90 % of your fastest"),
    ],
)
def test_a_tempo_is_told_in_words(tempo, words):
    assert tempo_words(tempo).replace("\u00a0", " ") == words
