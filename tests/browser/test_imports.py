"""Bringing a whole export in: copied, on its way, its outcome, taken back."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.kit.archives import fit, zipped
from tests.kit.holding import held_before
from tests.kit.runs import run_file

pytestmark = pytest.mark.browser

LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
NARROW = {"width": 360, "height": 740}
N_RUNS = 12
TARGET_PX = 44


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A zip of runs, with one file that is torn and a photo."""
    runs = [
        run_file(tmp_path / "runs", date(2026, 10, 1) + timedelta(days=n), km=2)
        for n in range(N_RUNS)
    ]
    files = {f"activities/{each.name}": each.read_bytes() for each in runs}
    files |= {"activities/torn.fit": fit(0)[:60], "media/a.jpg": b"\xff\xd8\xff\xe0" + bytes(50)}
    path = tmp_path / "export.zip"
    path.write_bytes(zipped(files))
    return path


@pytest.fixture
def held(monkeypatch) -> Iterator[threading.Event]:
    """Imports wait before their fifth file until this is set."""
    go_on = held_before(5, monkeypatch, within_s=30)
    yield go_on
    go_on.set()


def _send(page, site, export, *, look=False):
    page.goto(f"{site}/runs")
    if not page.get_by_role("button", name="Bring them in").is_visible():
        page.locator(".fold summary").first.click()
    page.locator('input[type="file"]').set_input_files(str(export))
    if look:
        page.locator('[name="dry_run"]').check()
    page.get_by_role("button", name="Bring them in").click()
    page.wait_for_url("**/runs/imports/*")


def _fits(page):
    page.evaluate(LOOKS)
    assert page.evaluate("looks.overflowPx()") <= 0
    assert page.evaluate(f"looks.smallTargets({TARGET_PX})") == []
    expect(page.locator("main h1")).to_have_count(1)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert page.evaluate("looks.lowContrast()") == [], scheme


def _take_back(page):
    page.locator(".undo summary").click()
    page.get_by_role("button", name="Yes, take it back").click()
    page.get_by_role("heading", name="Taken back").wait_for()


@pytest.mark.parametrize("viewport", [NARROW, DESK], ids=["phone", "desk"])
def test_an_export_from_the_upload_to_its_undoing(empty_site, visit, export, held, viewport):
    watched = visit(viewport=viewport)
    page = watched.page
    _send(page, empty_site, export)

    page.get_by_text("4 files looked at").wait_for()
    assert 0 < float(page.locator("#import progress").get_attribute("value") or 0) < 1
    _fits(page)
    held.set()
    page.get_by_role("heading", name=f"{N_RUNS} new").wait_for()
    _fits(page)
    torn = page.locator(".outcomes li").first
    expect(torn).to_contain_text("torn.fit")
    assert re.search(r"damaged .*What to do: \w+", torn.inner_text())
    page.get_by_role("link", name="failed").click()
    expect(page.locator(".outcomes li")).to_have_count(1)

    page.get_by_role("link", name="See the runs").click()
    expect(page.locator(".runs tbody tr")).to_have_count(N_RUNS)
    page.goto(f"{empty_site}/runs/log")
    _fits(page)
    page.get_by_role("link", name="export.zip").click()
    _take_back(page)
    _fits(page)
    page.goto(f"{empty_site}/runs")
    expect(page.locator(".runs")).to_have_count(0)
    assert watched.wrong == []
    hosts = {urlsplit(url).netloc for url in watched.asked if not url.startswith("data:")}
    assert hosts == {urlsplit(empty_site).netloc}


def test_all_tabs_see_it_and_it_can_be_stopped_and_go_on(empty_site, visit, export, held):
    page, other = visit().page, visit(viewport=DESK).page
    _send(page, empty_site, export)
    page.get_by_text("4 files looked at").wait_for()
    other.goto(f"{empty_site}/runs")
    other.get_by_role("link", name="Bringing in export.zip").click()
    other.get_by_role("button", name="Stop").click()
    page.get_by_role("heading", name="Stopping").wait_for()
    held.set()
    for tab in (page, other):
        tab.get_by_text("It did not come to its end").wait_for()

    _send(page, empty_site, export)
    page.get_by_role("heading", name=re.compile(r"^\d+ new")).wait_for()
    page.goto(f"{empty_site}/runs")
    expect(page.locator(".runs tbody tr")).to_have_count(N_RUNS)


def test_a_look_keeps_nothing(empty_site, visit, export):
    page = visit(viewport=PHONE).page
    _send(page, empty_site, export, look=True)

    page.get_by_role("heading", name=f"{N_RUNS} would be new").wait_for()
    expect(page.locator(".outcomes")).to_contain_text("torn.fit")
    _fits(page)
    page.goto(f"{empty_site}/runs")
    expect(page.locator(".runs")).to_have_count(0)


def test_the_same_without_javascript(empty_site, visit, export, held):
    page = visit(java_script_enabled=False).page
    _send(page, empty_site, export)

    page.get_by_text("4 files looked at").wait_for()
    held.set()
    page.get_by_role("heading", name=f"{N_RUNS} new").wait_for()
    expect(page.locator(".outcomes li").first).to_contain_text("What to do")
    _take_back(page)
    page.goto(f"{empty_site}/runs")
    expect(page.locator(".runs")).to_have_count(0)


def test_what_is_too_large_is_said_before_it_is_sent(empty_site, visit, export):
    watched = visit()
    page = watched.page
    page.goto(f"{empty_site}/runs")
    page.evaluate("document.querySelector('form.upload').dataset.limitBytes = '100'")
    page.locator('input[type="file"]').set_input_files(str(export))
    page.get_by_role("button", name="Bring them in").click()

    page.get_by_text("Send them in parts").wait_for()
    assert page.url.endswith("/runs")
    assert watched.wrong == []
