"""Taking tests: the clock by touch and by keyboard, the counter, and the angle on photos."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

from psoas.library import shelf
from tests.browser.conftest import DESK, NOW, PHONE
from tests.kit.photo import drawn

pytestmark = pytest.mark.browser

READY_MS = 1000 * shelf().limits["get-ready"].value


def _values(page):
    return page.locator("#more .battery-last").all_inner_texts()


def _stand_still(page):
    """From here time passes only where the test says so, however slow the machine is."""
    page.clock.pause_at(NOW + timedelta(minutes=5))


def _run_past_ready(page):
    page.clock.run_for(READY_MS + 200)
    expect(page.locator("#taker")).to_have_attribute("data-phase", "work")


def test_a_hold_by_touch_is_kept_with_one_tap_and_taken_back(demo_site, visit):
    watched = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    page = watched.page
    page.clock.install(time=NOW)
    page.goto(f"{demo_site}/tests")
    page.get_by_role("link", name="Seated knee-lift hold").tap()
    page.locator("#taker").wait_for()
    expect(page.locator('[name="side"]:checked')).to_have_value("left")  # the less sore one
    _stand_still(page)
    page.get_by_role("button", name="Start: left").tap()
    assert page.locator("#taker .kind").inner_text().lower() == "get ready"
    _run_past_ready(page)
    page.clock.run_for(23_000)
    stop = page.locator(".taker-main")
    box = stop.bounding_box()
    assert box["width"] > 300
    assert box["height"] > 120
    assert box["y"] + box["height"] <= PHONE["height"]  # within a thumb's reach
    stop.tap()

    held = float(page.locator("#value").input_value())
    assert 23.0 <= held <= 23.4
    page.locator('#pain-scale button[value="2"]').tap()
    page.get_by_role("status", name="Kept").wait_for()
    expect(page.locator(".kept-value")).to_contain_text(f"{held:g} s left")
    assert any("Left" in each and f"{held:g} s" in each for each in _values(page))
    expect(page.locator('[name="side"]:checked')).to_have_value("right")  # now the other
    page.get_by_role("button", name="Undo").tap()
    page.locator("#taker").wait_for()
    assert not any("Left" in each for each in _values(page))
    assert watched.wrong == []


def test_a_hold_with_the_keyboard_alone(demo_site, visit):
    watched = visit(viewport=DESK)
    page = watched.page
    page.clock.install(time=NOW)
    page.goto(f"{demo_site}/tests/side-plank?side=right")
    page.locator("#taker").wait_for()
    _stand_still(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.do") == "start":
            break
    page.keyboard.press("Enter")
    expect(page.locator("[data-show=said]")).to_have_text("Get ready. right")
    assert page.evaluate("document.activeElement.dataset.do") == "main"
    _run_past_ready(page)
    expect(page.locator("[data-show=said]")).to_have_text("Go")
    page.clock.run_for(41_000)
    page.keyboard.press("Space")
    expect(page.locator("[data-show=said]")).to_have_text(re.compile(r"^\s*Stopped at 41"))
    assert page.evaluate("document.activeElement.id") == "pain-scale"
    page.keyboard.press("Enter")  # a second press answers nothing
    assert page.url.endswith("/tests/side-plank?side=right")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "0"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # 1 of 10

    page.get_by_role("status", name="Kept").wait_for()
    expect(page.locator("#more")).to_contain_text("pain 1")
    assert watched.wrong == []


def test_pain_stops_a_hold_and_the_day(demo_site, visit):
    page = visit().page
    page.clock.install(time=NOW)
    page.goto(f"{demo_site}/tests/hip-flexor-hold?side=right")
    before = page.locator("#more .battery-last").all_inner_texts()
    page.get_by_role("button", name="Start").click()
    _run_past_ready(page)
    page.clock.run_for(4_000)
    page.get_by_role("button", name="Pain: stop").click()
    expect(page.locator("#pain-scale legend")).to_contain_text("Stopped by pain")
    page.locator('#pain-scale button[value="4"]').click()

    page.get_by_role("status", name="Kept").wait_for()
    expect(page.locator(".kept-value")).to_contain_text("not scored")
    assert _values(page) == before
    expect(page.locator("#taker")).to_have_count(0)
    page.goto(f"{demo_site}/tests/side-plank")
    expect(page.locator("main")).to_contain_text("pain stopped one")
    expect(page.locator("#protocol")).to_have_count(0)


def test_lifts_are_counted_tap_by_tap(demo_site, visit):
    watched = visit(has_touch=True, is_mobile=True)
    page = watched.page
    page.clock.install(time=NOW)
    page.goto(f"{demo_site}/tests/single-leg-bridge?side=left")
    page.get_by_role("button", name="Start").tap()
    _run_past_ready(page)
    for _ in range(12):
        page.clock.run_for(1_000)
        page.locator(".taker-main").tap()
    page.get_by_role("button", name="One less").tap()
    expect(page.locator("#taker .timer")).to_have_text("11")
    page.get_by_role("button", name="Finish").tap()
    expect(page.locator("#value")).to_have_value("11")
    page.locator('#pain-scale button[value="0"]').tap()
    page.get_by_role("status", name="Kept").wait_for()
    assert any("11 reps" in each for each in _values(page))
    assert watched.wrong == []


def _tap(page, picture, point):
    canvas = page.locator("#photo-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    scale = box["width"] / 1200
    page.mouse.click(box["x"] + point[0] * scale, box["y"] + point[1] * scale)


def _read(page, pictures):
    for n, picture in enumerate(pictures):
        page.locator(f'[data-photo="{n}"]').click()
        file = {"name": "leg.png", "mimeType": "image/png", "buffer": picture.png}
        page.locator("#photo-file").set_input_files(file)
        page.locator("#photo-canvas").wait_for()
        page.get_by_text("Tap the outer hip bone").wait_for()
        for point in (picture.trochanter, picture.knee, *picture.level):
            _tap(page, picture, point)


def _say(page, **points):
    for point, answer in points.items():
        name = f"control.{point.replace('_', '-')}"
        page.locator(f'label:has([name="{name}"][value="{answer}"])').click()


def test_a_tall_photo_is_seen_as_a_whole_on_a_desk(demo_site, visit, tmp_path):
    file = tmp_path / "tall.png"
    Image.new("RGB", (1200, 2000), "grey").save(file)
    page = visit(viewport=DESK).page
    page.goto(f"{demo_site}/tests/modified-thomas-held")
    page.locator("#photo-file").set_input_files(file)
    page.locator("#photo-canvas").wait_for()

    box = page.locator("#photo-canvas").bounding_box()
    assert box["height"] <= DESK["height"]
    assert box["height"] / box["width"] == pytest.approx(2000 / 1200, rel=0.01)


def test_a_photo_of_a_known_angle_is_read_within_its_stated_error(demo_site, visit):
    watched = visit(viewport=PHONE)
    page = watched.page
    page.goto(f"{demo_site}/tests/modified-thomas-held?side=right")
    pictures = [drawn(9, roll_deg=4), drawn(10, roll_deg=-6), drawn(11, to_the_left=True)]
    posted = []
    page.on("request", lambda request: posted.append(request.post_data_buffer or b""))
    _read(page, pictures)
    result = page.locator(".photo-result").inner_text()
    mean, error, spread = map(float, re.findall(r"(-?\d+\.\d)°", result)[:3])
    assert abs(mean - 10) <= error <= 1.5
    assert abs(spread - 2) <= 2 * error
    _say(page, back_flat="yes", touch_kept="yes")
    page.locator('#pain-scale button[value="1"]').click()

    page.get_by_role("status", name="Kept").wait_for()
    kept = float(re.search(r"(-?[\d.]+)\s?°", page.locator(".kept-value").inner_text())[1])
    assert kept == pytest.approx(mean, abs=0.1)  # the server worked it out again
    assert max(map(len, posted)) < 2_000  # points only: no picture was sent
    assert watched.wrong == []


@pytest.mark.parametrize(
    ("angles", "touch", "why"),
    [((10, 10, 10), "", "Not controlled"), ((6, 10, 14), "yes", "The photos differ")],
)
def test_an_uncontrolled_photo_is_kept_and_never_scored(demo_site, visit, angles, touch, why):
    page = visit(viewport=DESK).page
    page.goto(f"{demo_site}/tests/modified-thomas-held?side=right")
    _read(page, [drawn(each) for each in angles])
    _say(page, back_flat="yes", touch_kept=touch)
    page.locator('#pain-scale button[value="0"]').click()

    page.get_by_role("status", name="Kept").wait_for()
    expect(page.locator(".kept-value")).to_contain_text(why)
    assert _values(page) == []
    expect(page.locator("#more")).to_contain_text("not controlled")


def test_points_move_with_the_arrows_alone(demo_site, visit):
    page = visit(viewport=DESK).page
    page.goto(f"{demo_site}/tests/modified-thomas-held?side=right")
    picture = drawn(0)
    _read(page, [picture])
    page.locator('[name="point"][value="knee"]').focus()
    page.keyboard.press("Space")
    page.locator('label:has([value="knee"])').click()
    page.locator("#photo-canvas").focus()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowUp")  # 40 px up on 420 px: 5.4 degrees
    said = page.locator(".photo-say").inner_text()
    assert float(re.search(r"(\d+\.\d)° above", said)[1]) == pytest.approx(5.4, abs=0.6)


def test_without_javascript_a_value_is_typed(demo_site, visit):
    page = visit(java_script_enabled=False).page
    page.goto(f"{demo_site}/tests/hip-flexor-hold?side=left")
    page.fill("#value", "21")
    page.locator('#pain-scale button[value="0"]').click()

    assert any("21 s" in each for each in _values(page))


def test_the_questions_of_the_week_are_resumed(demo_site, visit):
    watched = visit()
    page = watched.page
    page.goto(f"{demo_site}/feel")
    page.locator('label:has([name="pain-nrs-now"][value="3"])').click()
    page.fill('[name="activity.1"]', "Hill repeats")
    page.get_by_role("button", name="Keep my answers").click()
    page.get_by_text("Your answers are in the logbook").wait_for()
    expect(page.locator('[name="pain-nrs-now"]:checked')).to_have_value("3")
    expect(page.locator('[name="activity.1"]')).to_have_value("Hill repeats")
    page.locator('label:has([name="score.1"][value="6"])').click()
    page.locator('label:has([name="cut-back"][value="much"])').click()
    page.get_by_role("button", name="Keep my answers").click()

    page.get_by_text("held your running back a lot").wait_for()
    page.get_by_role("button", name="Take back").click()
    page.wait_for_url("**/feel")
    expect(page.locator('[name="pain-nrs-now"]:checked')).to_have_value("")
    assert watched.wrong == []
