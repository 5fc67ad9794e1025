"""The check on a phone: taps are counted, and the keyboard alone is enough."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

MOST_TAPS = 40
LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
#: What a plain runner answers: a button's words, or nothing where "none of these" is meant.
PLAIN = {
    "What is your sex?": "Male",
    "Do you have pain in a testicle?": "No",
    "How strong is the pain when you run?": "2",
    "How did it begin?": "Bit by bit",
    "For how many weeks have you had it?": "3",
    "Is it getting better or worse?": "The same",
    "For how long does stretching help?": "For minutes",
    "Have you run more hills of late?": "No",
}


class Taps:
    """A runner who counts what they press: every tap, and every key of a number."""

    def __init__(self, page) -> None:
        self.page = page
        self.n = 0

    def tap(self, locator) -> None:
        locator.click()
        self.n += 1

    def key(self, text: str) -> None:
        for each in text:
            self.page.keyboard.press(each)
            self.n += 1


def _ask(page) -> str:
    return page.locator("#ask").inner_text().replace("\n", " ")


def _answer(page, taps: Taps) -> None:
    """Answer the screen that is shown as a plain runner does."""
    ask = _ask(page)
    if ask == "How old are you?":
        taps.key("35")
        taps.tap(page.get_by_role("button", name="Next"))
    elif ask == "Where do you feel it?":
        taps.tap(page.get_by_label("Right: front of the hip"))
        taps.tap(page.get_by_role("button", name="Next"))
    elif ask == "When does it hurt?":
        taps.tap(page.get_by_label("When I run", exact=True))
        taps.tap(page.get_by_role("button", name="No to the others"))
    elif ask in ("When do you feel it?", "What does it feel like?"):
        taps.tap(page.locator(".signs label").first)
        taps.tap(page.get_by_role("button", name="Next"))
    elif ask in PLAIN:
        taps.tap(page.get_by_role("button", name=PLAIN[ask], exact=True))
    elif page.locator("#rest").count():
        taps.tap(page.get_by_role("button", name="None of these"))
    elif page.locator(".taps.numbers button").count():
        taps.tap(page.locator(".taps.numbers button").nth(1))
    else:
        taps.tap(page.get_by_role("button", name="See what follows"))


def test_a_plain_case_takes_at_most_forty_taps(empty_site, visit):
    watched = visit(viewport=PHONE)
    page, taps = watched.page, Taps(watched.page)
    page.goto(f"{empty_site}/check")
    taps.tap(page.get_by_label("I understand what this is"))
    taps.tap(page.get_by_label("I agree that my health"))
    taps.tap(page.get_by_role("button", name="It is about me"))
    while not page.url.endswith("/check/result"):
        here = page.url
        _answer(page, taps)
        page.wait_for_function("here => location.href !== here", arg=here)
        page.wait_for_load_state()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\s*You may start"))
    assert 25 < taps.n <= MOST_TAPS, taps.n
    print(taps.n, "taps")
    assert watched.wrong == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_each_kind_of_screen_fits_and_can_be_read(empty_site, visit, viewport):
    watched = visit(viewport=viewport)
    page, taps = watched.page, Taps(watched.page)
    page.goto(f"{empty_site}/check")
    page.evaluate(LOOKS)
    assert page.evaluate("looks.smallTargets(44)") == []
    page.get_by_label("I understand what this is").check()
    page.get_by_label("I agree that my health").check()
    page.get_by_role("button", name="It is about me").click()
    seen = 0
    while not page.url.endswith("/check/result"):
        page.locator("#ask").wait_for()
        page.evaluate(LOOKS)
        assert page.evaluate("looks.overflowPx()") <= 0, page.url
        assert page.evaluate("looks.smallTargets(44)") == [], page.url
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate("looks.lowContrast()") == [], (page.url, scheme)
        here = page.url
        _answer(page, taps)
        page.wait_for_function("here => location.href !== here", arg=here)
        seen += 1
    assert seen > 20
    assert watched.wrong == []


def _nameless(page) -> list[str]:
    """Controls that a screen reader cannot name, and groups without a question."""
    return page.evaluate(
        """() => [...document.querySelectorAll(
            '#screen input:not([type=hidden]), #screen button, #screen textarea')]
        .filter(each => !each.hidden)
        .filter(each => !(each.ariaLabel || each.textContent.trim() || [...(each.labels ?? [])]
            .some(label => label.textContent.trim())))
        .map(each => each.outerHTML)"""
    )


def _tab_to(page, wanted: str) -> None:
    """Press Tab until what has the focus is called *wanted*."""
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => { const e = document.activeElement;
            const label = e.labels?.[0]?.textContent ?? "";
            return (e.ariaLabel || e.textContent.trim() || label).trim() }"""
        )
        if name == wanted or name.startswith(wanted):
            return
    pytest.fail(f"no way to {wanted!r} with the keyboard on {page.url}")


def _by_keyboard(page) -> None:
    ask = _ask(page)
    if ask == "How old are you?":
        page.keyboard.type("35")
        page.keyboard.press("Enter")
        return
    if ask == "Where do you feel it?":
        _tab_to(page, "Right: front of the hip")
        page.keyboard.press("Space")
        _tab_to(page, "Next")
    elif ask == "When does it hurt?":
        _tab_to(page, "When I run")
        page.keyboard.press("Space")
        _tab_to(page, "No to the others")
    elif ask in ("When do you feel it?", "What does it feel like?"):
        _tab_to(page, "None")
    elif ask in PLAIN:
        _tab_to(page, PLAIN[ask])
    elif page.locator("#rest").count():
        _tab_to(page, "None of these")
    elif page.locator(".taps.numbers button").count():
        _tab_to(page, page.locator(".taps.numbers button").nth(1).inner_text())
    else:
        _tab_to(page, "See what follows")
    page.keyboard.press("Enter")


def test_keyboard_and_screen_reader_alone_are_enough(empty_site, visit):
    """No pointer: every control has a name, the question has the focus, and Enter answers."""
    watched = visit(viewport=DESK)
    page = watched.page
    page.goto(f"{empty_site}/check")
    for box in ("I understand what this is", "I agree that my health"):
        _tab_to(page, box)
        page.keyboard.press("Space")
    _tab_to(page, "It is about me")
    page.keyboard.press("Enter")
    page.locator("#ask").wait_for()
    while not page.url.endswith("/check/result"):
        assert _nameless(page) == [], page.url
        assert page.locator("#screen fieldset legend").inner_text().strip()
        page.wait_for_function("() => ['ask', 'typed'].includes(document.activeElement.id)")
        here = page.url
        _by_keyboard(page)
        page.wait_for_function("here => location.href !== here", arg=here)
        page.wait_for_load_state()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^\s*You may start"))
    assert watched.wrong == []


def test_it_works_without_javascript(empty_site, visit):
    watched = visit(viewport=PHONE, java_script_enabled=False)
    page = watched.page
    page.goto(f"{empty_site}/check")
    page.get_by_label("I understand what this is").check()
    page.get_by_label("I agree that my health").check()
    page.get_by_role("button", name="It is about me").click()
    page.get_by_role("button", name="Male", exact=True).click()
    page.get_by_label("Number").fill("35")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Belly pain", exact=True).check()
    page.get_by_role("button", name="No to the others").click()

    assert _ask(page).startswith("And any of these?")
