"""What a runner does, from the first look to a session done."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from psoas.web.answers import fields_of
from tests.browser.conftest import DESK, PHONE
from tests.kit.sheets import plain_runner

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/runs",
    "/season",
    "/check",
    "/check/all",
    "/check/result",
    "/plan",
    "/progress",
    "/gait",
    "/gait/filming",
    "/tests",
    "/tests/hip-flexor-hold",
    "/tests/modified-thomas-held",
    "/tests/dead-bug",
    "/tests/felt-shin-box",
    "/feel",
    "/you",
    "/explain",
    "/exercises",
    "/exercises/supine-march",
    "/offline",
)
#: Everything that is pressed is at least so large (px), links in running text apart.
TARGET_PX = 44
LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")


def _looks(page, call):
    page.evaluate(LOOKS)
    return page.evaluate(f"looks.{call}")


def _asked_only(watched, site):
    hosts = {urlsplit(url).netloc for url in watched.asked if not url.startswith("data:")}
    assert hosts == {urlsplit(site).netloc}


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_a_newcomer_looks_around_with_one_tap(empty_site, visit, viewport):
    watched = visit(viewport=viewport)
    page = watched.page
    page.goto(empty_site)
    page.get_by_role("button", name=re.compile("sample runner")).click()
    page.get_by_text("Pain light").wait_for()

    for path in PAGES:
        page.goto(empty_site + path)
        assert page.locator("main").inner_text().strip(), path
        assert _looks(page, "overflowPx()") <= 0, path
        assert _looks(page, f"smallTargets({TARGET_PX})") == [], path
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert _looks(page, "lowContrast()") == [], (path, scheme)
    assert watched.wrong == []
    _asked_only(watched, empty_site)


def test_what_measures_contrast_sees_a_pale_text(demo_site, visit):
    page = visit(viewport=DESK).page
    page.goto(demo_site)
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")

    assert [each for each in _looks(page, "lowContrast()") if each.startswith("Today")]


@pytest.mark.parametrize(
    ("width", "size"), [(320, "100%"), (390, "200%"), (768, "100%"), (1024, "100%")]
)
def test_pages_fit_the_smallest_phone_a_tablet_and_large_text(demo_site, visit, width, size):
    page = visit(viewport={"width": width, "height": 640}).page
    for path in PAGES:
        page.goto(demo_site + path)
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert _looks(page, "overflowPx()") <= 0, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_tab_is_marked_by_day_and_by_night(demo_site, visit, scheme):
    page = visit(viewport=DESK, color_scheme=scheme).page
    page.goto(demo_site)

    mark = page.locator(".tabs a[aria-current]").evaluate("a => getComputedStyle(a).boxShadow")
    assert "inset" in mark


@pytest.mark.parametrize("width", [360, 390, 700, 800, 1024, 1280])
def test_charts_can_be_read_and_do_not_shout(demo_site, visit, width):
    page = visit(viewport={"width": width, "height": 900}).page
    for path in (
        *("/explain", "/season", "/progress", "/report"),
        *("/gait/filming", "/exercises/half-kneeling-halo"),
    ):
        page.goto(demo_site + path)
        sizes = page.evaluate(
            """() => [...document.querySelectorAll("figure svg, .curves svg")]
              .filter((svg) => svg.checkVisibility())
              .flatMap((svg) => [...svg.querySelectorAll("text")].map((text) =>
                parseFloat(getComputedStyle(text).fontSize)
                  * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))"""
        )
        assert sizes, path
        assert min(sizes) >= 11, path  # in pixels as seen
        assert max(sizes) <= 26, path


@pytest.mark.parametrize("theme", ["auto", "dark"])
def test_paper_is_white_and_its_ink_dark_by_night_too(demo_site, visit, theme):
    page = visit(viewport=DESK, color_scheme="dark").page
    page.goto(f"{demo_site}/you")
    page.locator(f'[name="theme"][value="{theme}"]').click()
    printed = ("/", "/plan", "/check/result", "/report", "/report/clinician", "/plan/print")
    for path in printed:
        page.goto(demo_site + path)
        page.emulate_media(media="print", color_scheme="dark")
        assert _looks(page, "lowContrast()") == [], path
        paper = "getComputedStyle(document.body).backgroundColor"
        red = int(re.search(r"\d+", page.evaluate(paper)).group())
        assert red > 240, path
        folded = "all => all.filter((each) => !each.getBoundingClientRect().height).length"
        assert page.locator(".driver .evidence").evaluate_all(folded) == 0, path
        page.emulate_media(media="screen", color_scheme="dark")


def test_what_is_skipped_is_quieter_than_what_is_chosen(demo_site, visit):
    page = visit().page
    page.goto(f"{demo_site}/feel")
    colour = "span => getComputedStyle(span).backgroundColor"
    skipped = page.locator('.scale input[value=""]:checked + span').first.evaluate(colour)
    page.locator('.scale label:has-text("3")').first.click()
    page.mouse.move(0, 0)

    chosen = page.locator('.scale input[value="3"]:checked + span').first.evaluate(colour)
    assert skipped != chosen


def test_a_score_takes_one_tap(demo_site, visit):
    watched = visit()
    page = watched.page
    page.goto(demo_site)
    page.locator('button[name="pain"][value="4"]').click()

    page.get_by_text("Your score is in the logbook").wait_for()
    expect(page.locator(".light")).to_contain_text("Amber")
    expect(page.locator('button[name="pain"][value="4"]')).to_have_attribute("aria-pressed", "true")
    assert watched.wrong == []


def test_the_keyboard_skips_to_the_page(demo_site, visit):
    page = visit(viewport=DESK).page
    page.goto(demo_site)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("document.activeElement.matches(':focus-visible')")


def _fill(page, fields):
    """Fill the check as a person would leave it; each answer goes into its own field."""
    page.evaluate(
        """(fields) => {
          const form = document.getElementById('check');
          for (const [name, said] of Object.entries(fields)) {
            for (const value of [said].flat()) {
              for (const field of form.querySelectorAll(`[name="${name}"]`)) {
                if (field.type === 'text' || field.tagName === 'TEXTAREA') field.value = value;
                else if (field.value === value) field.checked = true;
              }
            }
          }
          form.dispatchEvent(new Event('input'));
        }""",
        fields,
    )


def test_the_check_from_the_form_to_its_result(empty_site, visit, shelf):
    watched = visit()
    page = watched.page
    page.goto(f"{empty_site}/check/all")
    page.locator('#q-limp label:has-text("No")').first.click()
    expect(page.locator("#check-progress")).to_have_text(re.compile(r"^\s*1 of "))
    _fill(page, fields_of({"structured": plain_runner(temperature_c=100)}, shelf.questions))
    for box in ("understood", "agreed"):
        page.check(f'[name="{box}"]')
    page.get_by_role("button", name="See what follows").click()

    page.locator("#e-temperature_c").wait_for()
    expect(page.locator("#e-temperature_c")).to_contain_text("Fahrenheit")
    expect(page.locator('[name="height_cm"]')).to_have_value("178")
    page.fill('[name="temperature_c"]', "36.8")
    for box in ("understood", "agreed"):
        page.check(f'[name="{box}"]')
    page.get_by_role("button", name="See what follows").click()

    page.get_by_role("heading", name="You may start").wait_for()
    page.get_by_role("button", name="Make my plan").click()
    page.get_by_role("heading", name=re.compile("Week 1")).wait_for()
    assert [each for each in watched.wrong if "422" not in each] == []
    _asked_only(watched, empty_site)


def _start(page, site):
    page.goto(site)
    page.locator(".session .button.big").click()
    page.get_by_role("button", name="None of these").click()
    page.locator("#player").wait_for()
    page.locator('.player-before label:has-text("2")').first.click()
    page.get_by_role("button", name="Start").click()


def test_the_player_begins_at_its_top_with_the_keyboard_at_pause(demo_site, visit):
    page = visit(viewport={"width": 320, "height": 568}).page
    page.clock.install()
    page.goto(demo_site)
    page.locator(".session .button.big").click()
    page.get_by_role("button", name="None of these").click()
    page.locator('.player-before label:has-text("2")').first.click()
    start = page.get_by_role("button", name="Start")
    start.evaluate("node => node.scrollIntoView({ block: 'start' })")
    assert page.evaluate("scrollY") > 0
    start.click()

    assert page.evaluate("scrollY") == 0
    assert page.locator(".player-now .title").bounding_box()["y"] >= 0
    assert page.evaluate("document.activeElement.dataset.do") == "toggle"
    page.get_by_role("button", name="Swap").click()
    page.locator(".ask button").last.click()
    assert page.evaluate("document.activeElement.dataset.do") == "toggle"


def _play_out(page, step):
    """Let the time of one step pass: most of it at once, the last second tick by tick."""
    page.clock.run_for(max(0, round(1000 * step["seconds"]) - 1500))
    player, here = page.locator("#player"), page.locator("#player").get_attribute("data-step")
    for _ in range(15):
        if player.get_attribute("data-phase") == "after":
            return
        if player.get_attribute("data-step") != here:
            return
        if page.locator(".timer").inner_text() == "Done?":
            assert step["waits"]
            page.get_by_role("button", name="Next").click()
            return
        page.clock.run_for(200)
    pytest.fail(f"step {here} did not end")


def test_the_player_shows_the_drawing_of_the_side_at_work(demo_site, visit):
    page = visit().page
    page.clock.install()
    _start(page, demo_site)
    steps = page.evaluate("JSON.parse(document.getElementById('session-data').textContent).steps")
    drawn = page.locator(".player-now .drawing svg")

    seen = set()
    for step in steps[:12]:
        if step["kind"] != "rest" and drawn.count():
            label = drawn.get_attribute("aria-label")
            assert label.startswith(step["title"])
            side = step["side"].split(" ")[0]
            if "coloured one" in label:
                assert re.search(rf"The {side} (leg|arm) is the coloured one", label)
                seen.add(side)
        page.get_by_role("button", name="Next").click()
    assert seen == {"left", "right"}


def test_a_session_is_played_to_its_end_and_ticked(demo_site, visit):
    watched = visit()
    page = watched.page
    page.clock.install()
    _start(page, demo_site)
    steps = page.evaluate("JSON.parse(document.getElementById('session-data').textContent).steps")
    assert len(steps) > 10

    for index, step in enumerate(steps):
        expect(page.locator("#player")).to_have_attribute("data-step", str(index))
        expect(page.locator("#player .title")).to_have_text(step["title"])
        _play_out(page, step)

    page.locator("#finish-title").wait_for()
    expect(page.locator('#finish [name="share"]')).to_have_value("1.000")
    expect(page.locator('#finish [name="before"]:checked')).to_have_value("2")
    page.locator('#finish label:has([name="during"][value="1"])').click()
    page.get_by_role("button", name="Mark as done").click()

    page.get_by_text("Session done").wait_for()
    expect(page.locator(".session.done")).to_have_count(1)
    assert watched.wrong == []
    _asked_only(watched, demo_site)


def test_a_reload_and_a_pause_lose_nothing(demo_site, visit):
    page = visit().page
    page.clock.install()
    _start(page, demo_site)
    page.clock.run_for(12_000)
    page.get_by_role("button", name="Pause").click()
    before = page.locator(".player-now").inner_text()
    page.clock.run_for(60_000)
    expect(page.locator(".player-now")).to_have_text(before, use_inner_text=True)

    page.reload()
    page.locator(".player-now .timer").wait_for()
    expect(page.locator(".player-now")).to_have_text(before, use_inner_text=True)
    page.get_by_role("button", name="Go on").click()
    page.clock.run_for(3_000)
    expect(page.locator(".player-now")).not_to_have_text(before, use_inner_text=True)


@pytest.mark.parametrize("said", ["Yes, some of it", "Not sure"])
def test_something_new_before_a_session_asks_for_the_check_instead(demo_site, visit, said):
    page = visit().page
    page.goto(demo_site)
    page.locator(".session .button.big").click()
    page.get_by_role("heading", name="is any of this new or worse?").wait_for()
    address = page.url
    page.get_by_role("button", name=said).click()

    page.get_by_role("heading", name="First, the check").wait_for()
    page.get_by_text("No session until you have answered it again").wait_for()
    expect(page.locator(".session")).to_have_count(0)
    assert page.goto(address).status == 404


def test_without_javascript_a_session_is_a_list_with_a_form(demo_site, visit):
    page = visit(java_script_enabled=False).page
    page.goto(demo_site)
    page.locator(".session .button.big").click()
    page.get_by_role("button", name="None of these").click()

    expect(page.locator(".session-list > li").nth(1)).to_be_visible()
    expect(page.locator("#player")).to_be_hidden()
    page.get_by_role("button", name="Mark as done").click()
    page.get_by_text("Session done").wait_for()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_the_season_and_two_weeks(demo_site, visit, java_script_enabled):
    watched = visit(viewport={"width": 360, "height": 800}, java_script_enabled=java_script_enabled)
    page = watched.page
    page.goto(f"{demo_site}/runs")
    page.get_by_role("link", name="Season").click()

    page.get_by_role("heading", name="What changed before it began?").wait_for()
    expect(page.locator(".changed").first).to_be_visible()
    charts = page.locator("figure.chart")
    expect(charts.nth(1)).to_be_visible()  # the narrow one
    expect(charts.nth(0)).to_be_hidden()
    page.get_by_label("Week A").fill("tue 8km@5:30, sun 16km@5:45")
    page.get_by_label("Week B").fill("tue 8km, sun 16km@5:45")
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("week B, run 1").wait_for()
    page.get_by_label("Week B").fill("tue 8km@5:30, thu 6x400m@3:15, sun 16km@5:45")
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("Week B loads the hip flexors more").wait_for()
    page.get_by_role("link", name="3 months").click()
    page.get_by_role("heading", name="Load over time").wait_for()
    assert watched.wrong == []
    _asked_only(watched, demo_site)


def test_the_players_time_is_right(demo_site, visit):
    page = visit().page
    page.goto(demo_site)
    found = page.evaluate(
        """async () => {
          const t = await import('/static/player.js');
          const steps = [
            { kind: 'ready', seconds: 5, first: true },
            { kind: 'work', seconds: 10, beat_s: 2 },
            { kind: 'ready', seconds: 5, first: true },
            { kind: 'work', seconds: 20, waits: true },
          ];
          const go = t.resumed(t.first(), 0);
          const away = t.ticked(steps, go, 3_600_000);
          const paused = t.paused(t.ticked(steps, go, 7_000), 7_000);
          const on = t.resumed(paused, 100_000);
          const ended = t.moved(steps, away, 4, 3_600_000, { counts: true });
          return {
            still: t.ticked(steps, go, 4_999).index,
            over: t.ticked(steps, go, 5_000).index,
            away: away.index,
            awayDone: away.done,
            left: t.leftMs(steps, paused, 50_000),
            leftOn: t.leftMs(steps, on, 101_000),
            skip: t.nextExercise(steps, 0),
            skipLast: t.nextExercise(steps, 2),
            ended: t.ended(steps, ended),
            share: t.share(steps, [1]),
            whole: t.share(steps, ended.done),
            back: t.backTo(paused, 7_000),
            shown: [t.shown(75), t.shown(9.2), t.shown(0)],
            broken: t.restored(steps, '{"n": 9}'),
            nonsense: t.restored(steps, 'x'),
            beat: t.cue(steps, t.ticked(steps, go, 6900), t.ticked(steps, go, 7000), 6900, 7000),
          };
        }"""
    )

    assert found == {
        "still": 0,
        "over": 1,
        "away": 3,
        "awayDone": [1],
        "left": 8000,
        "leftOn": 7000,
        "skip": 2,
        "skipLast": 4,
        "ended": True,
        "share": pytest.approx(1 / 3),
        "whole": 1,
        "back": 0,
        "shown": ["1:15", "10", "0"],
        "broken": None,
        "nonsense": None,
        "beat": "beat",
    }
