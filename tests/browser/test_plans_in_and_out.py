"""Planned runs come in and the plan goes out, in a browser."""

from __future__ import annotations

from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

TARGET_PX = 44
LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")


def _looks(page, call):
    page.evaluate(LOOKS)
    return page.evaluate(f"looks.{call}")


def _is_well(page):
    assert _looks(page, "overflowPx()") <= 0
    assert _looks(page, f"smallTargets({TARGET_PX})") == []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert _looks(page, "lowContrast()") == [], scheme


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_plan_comes_in_and_the_guard_speaks(demo_site, visit, viewport, tmp_path):
    plan = tmp_path / "plan.csv"
    plan.write_text("date,title,distance_km\n2026-11-22,Long,25\n2026-11-24,Easy,far\n")
    watched = visit(viewport=viewport)
    page = watched.page
    page.goto(f"{demo_site}/plan")
    page.get_by_text("Bring a plan in").click()
    page.locator('#ahead input[type="file"]').set_input_files(plan)
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_text("1 new, 0 changed, 0 there already.").wait_for()

    expect(page.locator("#ahead")).to_contain_text("This run would be")
    expect(page.locator("#ahead")).to_contain_text("plan.csv, line 3")
    page.evaluate("document.querySelectorAll('#ahead details').forEach(each => each.open = true)")
    page.evaluate("document.querySelectorAll('details.sheet').forEach(each => each.open = true)")
    _is_well(page)
    assert watched.wrong == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_calendar_follows_the_plan_until_the_address_is_taken_back(demo_site, visit, viewport):
    watched = visit(viewport=viewport)
    page = watched.page
    page.goto(f"{demo_site}/you")
    page.get_by_role("button", name="Make an address").click()
    address = page.get_by_label("Address", exact=True).input_value()
    with urlopen(address, timeout=20) as answer:  # noqa: S310 - our own server
        assert answer.read().startswith(b"BEGIN:VCALENDAR")
    _is_well(page)
    page.get_by_role("button", name="Take the address back").click()
    page.get_by_text("The address is not answered any more").wait_for()
    with pytest.raises(OSError, match="404"):
        urlopen(address, timeout=20)  # noqa: S310 - our own server
    assert watched.wrong == []
