"""The result of a check: all that a runner must see, once, and what to do now before why."""

from __future__ import annotations

import re
from html import unescape

import pytest

from psoas.app.check.checking import checked_text
from psoas.library import shelf
from psoas.loop.assess import Disposition
from psoas.render.words import worded
from tests.kit.rule_sheets import judged
from tests.kit.sheets import plain_runner, without
from tests.unit.web.test_pages import empty, filled  # noqa: F401 - fixtures

SHELF = shelf()
SHEETS = {
    Disposition.EMERGENCY: plain_runner(saddle_numbness=True, both_legs_symptoms=True),
    Disposition.URGENT: plain_runner(limp=True, night_pain_wakes=True),
    Disposition.CLINICIAN: plain_runner(joint_hypermobility=True, locking_catching=True),
    Disposition.PROGRAMME_MONITORED: plain_runner(pain_run_0_10=4, trend="worsening"),
    Disposition.PROGRAMME: plain_runner(pattern=["after_long_run"], longest_run_last_14d_km=22),
}
#: Lines of the text that the page tells in another form, each of their parts once.
IN_PARTS = ("Tell them: ", "Your answers include: ", "What may fit: ", "Two answers do not fit")


def seen(page: str) -> str:
    """Return what a page shows as plain words, without what lies behind a tap."""
    main = page.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r'<details class="sources">.*?</details>', "", main, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", "<" + main)).split())


@pytest.mark.parametrize("disposition", list(SHEETS))
def test_the_page_shows_each_line_of_the_text_once(empty, disposition):  # noqa: F811
    empty.answer(SHEETS[disposition])
    found = judged(SHEETS[disposition], probes=SHELF.probes)
    assert found.disposition is disposition
    shown = seen(empty.get("/check/result").text)

    told = checked_text(found, shelf=SHELF)
    for line in told.splitlines():
        if not line.startswith(IN_PARTS):
            assert shown.count(line.rstrip(".")) == told.count(line.rstrip(".")), line
    assert shown.count("What may fit") == 0
    for reason in found.shown:
        assert worded(reason, texts=SHELF.texts).casefold() in shown.casefold()
    for ranked in found.drivers:
        for verdict in ranked.evidence:
            assert worded(verdict, texts=SHELF.texts) in shown


@pytest.mark.parametrize("disposition", [Disposition.EMERGENCY, Disposition.URGENT])
def test_nothing_stands_above_an_urgent_instruction(empty, disposition):  # noqa: F811
    empty.answer(SHEETS[disposition])
    key = disposition.lower()
    texts = SHELF.texts

    said = f"{texts[f'disposition_heading.{key}']} {texts[f'disposition.{key}']}"
    for path in ("/check/result", "/"):
        shown = seen(empty.get(path).text)
        assert shown.removeprefix('id="main" tabindex="-1"> ').startswith(said), path


@pytest.mark.parametrize("disposition", list(SHEETS))
def test_what_to_do_about_running_comes_before_why(empty, disposition):  # noqa: F811
    empty.answer(SHEETS[disposition])
    running = judged(SHEETS[disposition]).running
    shown = seen(empty.get("/check/result").text)

    said = shown.index(SHELF.texts[f"running.{running}"])
    for why in ("Your answers include", "What may drive it", "Next, "):
        assert shown.find(why) == -1 or said < shown.index(why)


def test_what_is_missing_is_listed_once_with_its_way(empty):  # noqa: F811
    empty.answer(without(plain_runner(), "limp", "weight_bearing"))
    page = empty.get("/check/result").text
    shown = seen(page)

    assert shown.count("Do you limp?") == 1
    assert SHELF.texts["assessment.still-urgent"] in shown
    assert 'href="/check/all?again=1#q-' in page
