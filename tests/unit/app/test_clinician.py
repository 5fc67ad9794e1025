"""The clinician's page: all that was asked, answered and found is on it, and what was not."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest

from psoas.app.battery.taking import add_reading
from psoas.app.check.checking import check, keep_check
from psoas.app.check.checking_in import check_in
from psoas.app.check.clinician import as_html, page_of_check, page_of_state, rules_version
from psoas.app.files.importing import import_files
from psoas.app.state import state_of
from psoas.errors import NotFound
from psoas.library import shelf as shipped
from psoas.loop.assess.sheet import DERIVED
from psoas.quantity import Side
from psoas.render.words import worded
from psoas.store import Logbook
from tests.kit.loop import eight_weeks
from tests.kit.rule_sheets import firing_sheet
from tests.kit.sheets import plain_runner, without

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SHELF = shipped()
RULES = list(SHELF.rules.values())


def words(markup):
    """Return what a reader sees, without marks and double spaces."""
    plain = re.sub(r"<style>.*?</style>|<[^>]*>", " ", markup, flags=re.DOTALL)
    return re.sub(r"\s+([,.;:])", r"\1", re.sub(r"\s+", " ", html.unescape(plain)))


def part(page, name):
    """Return the words of the part of the page that is called *name*."""
    found = re.search(rf'<(\w+)[^>]*\bid="{name}".*?</\1>', page, re.DOTALL)
    assert found, f"the page has no part {name}"
    return words(found.group())


def page_of(answers, **beside):
    checked = check({"structured": answers, **beside}, shelf=SHELF)
    assert checked.assessment is not None, checked.problems
    return as_html(page_of_check(checked, shelf=SHELF, now=NOW), shelf=SHELF), checked.assessment


def label(key):
    return SHELF.texts[f"asked.{key}"]


@pytest.fixture
def logbook(tmp_path):
    with Logbook.open(tmp_path / "runner.db") as found:
        yield found


def kept_page(logbook, now=NOW):
    state = state_of(logbook, shelf=SHELF, now=now)
    return as_html(page_of_state(state, shelf=SHELF), shelf=SHELF)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_that_fired_is_told_with_its_ground(rule):
    page, found = page_of(firing_sheet(rule))
    told = part(page, "result")

    assert rule.id in {each.rule for each in found.reasons}
    for reason in found.reasons:
        fired = SHELF.rules[reason.rule]
        assert worded(reason, texts=SHELF.texts) in told
        ground = re.search(rf"{reason.rule}, {reason.level.replace('_', ' ')};[^)]*", told)
        assert ground
        assert f"since {fired.since}" in ground.group()
        assert all(source in ground.group() for source in reason.sources)
        assert all(SHELF.sources[source].title in words(page) for source in reason.sources)
    assert found.disposition.value.replace("_", " ") in told


ASKED = {key: each for key, each in SHELF.questions.items() if each.group != DERIVED}


@pytest.mark.parametrize("key", [key for key, each in ASKED.items() if each.essential])
def test_an_essential_without_an_answer_is_named_and_not_sure_is_told_apart(key):
    sex = ASKED[key].only_for or "male"
    whole = plain_runner(sex=sex, periods="regular")
    left_out, _ = page_of(without(whole, key))
    unsure, _ = page_of({**whole, key: "not_sure"})

    assert label(key) in part(left_out, "open")
    assert label(key) in part(left_out, "not-asked")
    assert label(key) not in part(left_out, "not-sure")
    assert label(key) in part(unsure, "open")
    assert label(key) in part(unsure, "not-sure")
    assert label(key) not in part(unsure, "not-asked")


def test_with_hardly_an_answer_all_that_is_open_is_still_named():
    page, found = page_of({"age_years": 30, "sex": "female", "limp": True})
    below = part(page, "not-asked")
    markup = re.search(r'id="not-asked".*?</section>', page, re.DOTALL).group()

    assert f"{len(found.unknown)}, in bold below" in part(page, "open")
    assert all(f"<b>{label(key)}</b>" in markup for key in found.unknown)
    assert {label(key) for key in ASKED if key not in ("age_years", "sex", "limp")} - {
        name for name in map(label, ASKED) if name in below
    } == {label(key) for key, each in ASKED.items() if each.only_for == "male"}


def test_what_was_answered_is_told_in_plain_words_by_group():
    page, _ = page_of(
        plain_runner(location=["front_of_hip"], pain_run_0_10=2, medicines=["Ibuprofen 400"]),
    )
    said = part(page, "said")

    assert "place: Front of the hip" in said
    assert "pain running: 2/10" in said
    assert "weight on the leg: Yes, as usual" in said
    assert "limp" in part(page, "denied")
    assert "Ibuprofen 400" in part(page, "medicines")
    assert "35 years" in part(page, "person")
    assert "Male" in part(page, "person")
    assert "3 weeks" in part(page, "person")
    assert "No rule fired" in part(page, "result")


@pytest.mark.parametrize(
    ("changes", "gone", "told"),
    [
        ({"medicines": [], "anticoagulant": "none"}, (), "None named"),
        ({"anticoagulant": "warfarin"}, (), "Warfarin"),
        ({}, ("medicines", "anticoagulant"), "Not answered"),
    ],
)
def test_no_medicine_and_no_answer_are_told_apart(changes, gone, told):
    page, _ = page_of(without(plain_runner(**changes), *gone))

    assert told in part(page, "medicines")


def test_answers_that_clash_are_told_with_the_one_that_was_used():
    page, _ = page_of(plain_runner(pain_night_0_10=6, night_pain_wakes=False))

    assert "woken by pain: no → used pain at night: 6/10; woken by pain: yes" in part(
        page, "clashes"
    )


def test_danger_in_the_runners_own_words_is_quoted_and_the_rest_is_not():
    page, _ = page_of(plain_runner(), free_text="Coach Bobby says run, but I have a fever.")

    assert "“fever” → fever, shivers or unwell: yes" in part(page, "raised")
    assert "Bobby" not in page


def test_neither_name_nor_place_nor_address_is_on_it():
    page, _ = page_of(plain_runner(), id="Jo Secret /home/jo/clinic.json")

    assert "Jo Secret" not in page
    assert "/home" not in page
    assert not re.search(r"https?://|<script|src=", page)


def test_it_is_called_an_aid_and_says_what_it_cannot_know():
    page, _ = page_of(plain_runner())

    assert "Screening aid, not a diagnosis" in words(page)
    assert "Nobody examined them" in words(page)
    assert "psoas cannot know" in words(page)
    assert rules_version(SHELF) in words(page)


def test_a_refused_sheet_has_no_page():
    checked = check({"structured": {"age_years": -3}}, shelf=SHELF)

    with pytest.raises(NotFound):
        page_of_check(checked, shelf=SHELF, now=NOW)


def test_a_logbook_without_a_check_has_no_page(logbook):
    with pytest.raises(NotFound):
        kept_page(logbook)


def test_tests_are_told_with_side_value_and_error_and_the_rest_as_not_tested(logbook):
    keep_check(logbook, check({"structured": plain_runner()}, shelf=SHELF), now=NOW)
    for value in (9.0, 14.0):
        add_reading(
            logbook, measure="hip-flexor-hold", value=value, side=Side.LEFT, shelf=SHELF, now=NOW
        )
    page = kept_page(logbook)
    measure = SHELF.measures["hip-flexor-hold"]
    least = measure.detectable
    error = f"{least.value:g}" if least.value is not None else f"{least.pct:g} %"

    told = part(page, "tests")
    assert f"{measure.name} left: 14 s" in told
    assert " 9 s" not in told
    assert re.search(rf"a change below {re.escape(error)}.* is within the error", told)
    not_tested = part(page, "not-tested")
    assert measure.name not in not_tested
    assert all(
        each.name in not_tested for name, each in SHELF.measures.items() if name != measure.id
    )


def test_the_last_four_weeks_are_told_with_the_spike(logbook, tmp_path):
    files = eight_weeks(tmp_path / "runs", until=NOW.date(), last_long_km=18.0)
    import_files(logbook, files, now=NOW)
    keep_check(logbook, check({"structured": plain_runner()}, shelf=SHELF), now=NOW)
    told = part(kept_page(logbook), "load")

    assert "11 runs, 102 km; longest 18 km" in told
    assert "1.5 times the longest" in told
    assert "amber" in told


def test_without_a_file_it_says_that_only_answers_are_known(logbook):
    keep_check(logbook, check({"structured": plain_runner()}, shelf=SHELF), now=NOW)

    assert SHELF.texts["clinic.no-load"] in part(kept_page(logbook), "load")


def test_what_was_advised_is_told_and_who_is_referred_has_no_exercise():
    plain, _ = page_of(plain_runner())
    referred, _ = page_of(plain_runner(limp=True))

    assert "Exercises to begin with" in part(plain, "advised")
    assert SHELF.texts["clinic.advised-none"] in part(referred, "advised")
    assert "Exercises" not in part(referred, "advised")


def test_an_earlier_check_that_holds_is_told_with_what_changed(logbook):
    first = check_in(logbook, {"structured": plain_runner(limp=True)}, shelf=SHELF, now=NOW)
    keep_check(logbook, first, now=NOW)
    later = NOW.replace(day=25)
    keep_check(
        logbook,
        check_in(logbook, {"structured": plain_runner()}, shelf=SHELF, now=later),
        now=later,
    )
    page = kept_page(logbook, later)

    assert "Sun 22 Nov 2026" in part(page, "changed")
    assert "limp: yes → no" in part(page, "changed")
    assert "earlier-urgent" in part(page, "result")


@pytest.mark.browser
@pytest.mark.parametrize("answers", [plain_runner(), {**plain_runner(limp=True), "age_years": 34}])
def test_a_plain_case_is_one_page_of_a4(answers):
    from playwright.sync_api import sync_playwright

    page, _ = page_of(answers)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        tab = browser.new_page()
        tab.set_content(page)
        printed = tab.pdf(prefer_css_page_size=True)
        tab.set_viewport_size({"width": 390, "height": 844})
        wide = tab.evaluate("document.documentElement.scrollWidth")
        browser.close()

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    assert wide <= 390
