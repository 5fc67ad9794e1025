"""What to test next, on the pages: the words, the link, and nothing where nothing may be done."""

from __future__ import annotations

import re

import pytest

from psoas.library import shelf
from psoas.loop.assess import Disposition
from psoas.web.worth import ahead_of
from tests.kit.rule_sheets import judged
from tests.kit.sheets import plain_runner, without
from tests.unit.web.test_pages import empty, filled  # noqa: F401 - fixtures

UNTESTED = plain_runner()


def offered(**changes):
    found = judged(plain_runner(**changes), probes=shelf().probes)
    return found, ahead_of(found, shelf())


def test_the_result_says_what_to_test_next_and_what_would_change(empty):  # noqa: F811
    empty.answer(UNTESTED)
    page = empty.get("/check/result").text

    assert "Next, 3 minutes: Knee lift against your hand" in page
    assert "If it is weak on the sore side: hip-flexor strength goes from 17 to 50 of 100." in page
    assert "are no chance" in page
    assert 'href="/tests/resisted-hip-flexion"' in page


def test_today_says_it_too_and_leads_there(empty):  # noqa: F811
    empty.answer(UNTESTED)
    page = empty.get("/").text

    assert "Next, 3 minutes: Knee lift against your hand" in page
    assert 'href="/check/result#next"' in page


def test_who_must_be_seen_first_is_offered_nothing(empty):  # noqa: F811
    empty.answer(plain_runner(limp=True))

    for path in ("/", "/check/result"):
        assert "Next, " not in empty.get(path).text
        assert "Nothing more to test" not in empty.get(path).text


def test_on_a_red_day_today_offers_no_test_of_the_body(empty):  # noqa: F811
    empty.answer(UNTESTED)
    empty.post("/pain", {"pain": "7", "when": "during"})

    assert "Knee lift against your hand" not in empty.get("/").text


def test_the_evidence_of_the_runs_is_on_the_page_with_who_told_it(filled):  # noqa: F811
    page = filled.get("/check/result").text

    assert re.search(r"your runs: on \d+ \w+ you ran 1\.4 times", page, re.IGNORECASE)
    assert "told twice, counted once" in page
    assert "(from your tests)" in page


def test_every_link_leads_to_a_page_that_is_there(filled):  # noqa: F811
    sheet = without(
        plain_runner(),
        *("longest_run_prior_30d_km", "speed_sessions_week_usual", "pattern", "sitting_h_day"),
    )
    found = judged(sheet, probes=shelf().probes)
    for each in ahead_of(found, shelf()):
        assert filled.get(each.link.partition("#")[0]).status_code == 200


@pytest.mark.parametrize("disposition", [each for each in Disposition if each.holds_back])
def test_a_disposition_that_holds_back_offers_nothing(disposition):
    flags = {
        Disposition.EMERGENCY: {"weight_bearing": "unable"},
        Disposition.URGENT: {"limp": True},
        Disposition.CLINICIAN: {"surgery": "hip replacement"},
    }
    found, ahead = offered(**flags[disposition])

    assert found.disposition is disposition
    assert ahead == ()


def test_a_test_with_a_manual_leads_to_it():
    found, _ = offered(resisted_hip_flexion="strong_painless", dead_bug="steady")
    links = {each.line: each.link for each in ahead_of(found, shelf())}

    assert any("Single-leg bridges" in line for line in links)
    link = next(link for line, link in links.items() if "Single-leg bridges" in line)
    assert "single-leg-bridge" in link
