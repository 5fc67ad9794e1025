"""A runner who left psoas alone for a while and comes back: every page is there, and honest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from litestar.testing import TestClient

from psoas.app.demo import fill_demo
from psoas.store import Logbook
from psoas.web import make_app
from tests.kit.forms import Looked

LEFT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
PAGES = (
    *("/", "/plan", "/progress", "/tests", "/runs", "/season", "/feel", "/check", "/check/result"),
    *("/report", "/report/clinician", "/you"),
)


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    path = tmp_path_factory.mktemp("left") / "logbook.db"
    with Logbook.open(path) as logbook:
        fill_demo(logbook, now=LEFT)
    return path


@pytest.mark.parametrize("away_days", [-1, 1, 13, 15, 30, 60, 179, 181, 400, 4_000])
def test_every_page_is_there_after_a_break(left, away_days):
    now = LEFT + timedelta(days=away_days)
    with TestClient(make_app(left, now=lambda: now), base_url="http://127.0.0.1") as browser:
        pages = {path: browser.get(path) for path in PAGES}

    assert {path: got.status_code for path, got in pages.items() if got.status_code != 200} == {}
    seen = {path: Looked(got.text) for path, got in pages.items()}
    assert [path for path, page in seen.items() if "nan" in page.words.split()] == []
    if away_days > 14:  # the check is no longer good: no exercise without a new one
        links = [link for path in ("/", "/plan") for link in seen[path].links]
        assert [link for link in links if link.startswith("/session/")] == []
