"""Every disposition rule: it fires, it just misses, it cannot be told, and it is needed."""

from __future__ import annotations

import re

import attrs
import pytest

from psoas.library import shelf
from psoas.loop.assess import Disposition, Running, check_sheet, with_findings
from psoas.loop.assess.inputs import INPUTS
from psoas.quantity import Answer
from tests.kit.rule_sheets import any_sheets, firing_sheet, judged, unanswered
from tests.kit.sheets import plain_runner, without
from tools.how_we_decide import PAGE, page

RULES = list(shelf().rules.values())
CASES = [
    pytest.param(rule, condition, id=f"{rule.id}-{condition.key}")
    for rule in RULES
    for condition in rule.all or rule.any
]
TRAINS = {Disposition.PROGRAMME, Disposition.PROGRAMME_MONITORED}

#: Rules whose signs another rule of the same urgency always sees too: they are kept for
#: the reason and the concern they add. ``limp`` sees every limp, at any age.
SHADOWED = {"under-18-with-limp"}


def answer(rule, sheet):
    return rule.fires(with_findings(check_sheet(sheet, shelf().questions)))


def test_the_plain_runner_may_train_and_go_on_running():
    found = judged(plain_runner())

    assert (found.disposition, found.running) == (Disposition.PROGRAMME, Running.CONTINUE)
    assert not (found.reasons or found.unknown or found.drivers or found.asked_again)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_it_fires_and_the_result_is_at_least_as_urgent(rule):
    sheet = firing_sheet(rule)
    found = judged(sheet)

    assert answer(rule, sheet) is Answer.YES
    assert found.disposition.urgency >= rule.then.urgency
    assert rule.id in {reason.rule for reason in found.reasons}
    assert rule.then in TRAINS or found.drivers == ()


@pytest.mark.parametrize(("rule", "condition"), CASES)
def test_it_just_misses(rule, condition):
    assert answer(rule, firing_sheet(rule, but=condition)) is Answer.NO


@pytest.mark.parametrize(("rule", "condition"), CASES)
def test_it_cannot_be_told(rule, condition):
    sheet = without(firing_sheet(rule), *unanswered(condition))
    if rule.any:
        sheet = without(plain_runner(), *unanswered(condition))

    assert answer(rule, sheet) is Answer.UNKNOWN


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_without_the_rule_a_case_is_judged_otherwise(rule):
    others = {key: each for key, each in shelf().rules.items() if each is not rule}
    on = attrs.evolve(shelf(), rules=others)
    sheets = any_sheets(rule)

    assert any(judged(sheet).reasons != judged(sheet, on=on).reasons for sheet in sheets)
    milder = [judged(sheet, on=on).disposition != judged(sheet).disposition for sheet in sheets]
    assert any(milder) is (rule.id not in SHADOWED)


@pytest.mark.parametrize("key", [key for key, q in shelf().questions.items() if q.essential])
@pytest.mark.parametrize("unknown", ["left out", None, "not_sure"])
def test_an_essential_question_without_an_answer_holds_the_programme(key, unknown):
    sex = shelf().questions[key].only_for or "male"
    whole = plain_runner(sex=sex, periods="regular")
    sheet = without(whole, key) if unknown == "left out" else {**whole, key: unknown}
    found = judged(sheet)

    assert judged(whole).disposition is Disposition.PROGRAMME
    assert found.disposition is Disposition.CLINICIAN
    assert found.unfinished
    assert key in found.unknown


@pytest.mark.parametrize(
    ("sex", "held"),
    [("male", ()), ("female", ("pregnant", "periods")), (None, ("pregnant", "periods"))],
)
def test_organs_are_asked_about_unless_the_sex_says_otherwise(sex, held):
    found = judged(without(plain_runner(sex=sex), "pregnant", "periods"))

    assert set(held) <= set(found.unknown)
    assert bool(held) is (found.disposition is Disposition.CLINICIAN)


def test_an_urgent_rule_that_lacks_only_an_answer_holds_the_programme():
    sheet = without(plain_runner(trend="worsening"), "longest_run_prior_30d_km")
    found = judged(sheet)

    assert found.disposition is Disposition.CLINICIAN
    assert found.unknown == ("longest_run_prior_30d_km",)


def test_every_finding_an_urgent_rule_looks_at_says_what_to_ask():
    derived = {key for key, each in shelf().questions.items() if each.group == "derived"}
    looked_at = {
        condition.key
        for rule in RULES
        if rule.then.urgency >= Disposition.URGENT.urgency
        for condition in rule.all
        if len(rule.all) > 1
    }

    assert looked_at & derived <= set(INPUTS)
    assert not {asked for inputs in INPUTS.values() for asked in inputs} & derived


def shown_text(found):
    """Compose what a runner is shown, as the report does: action first."""
    texts = shelf().texts
    name = "unfinished" if found.unfinished else found.disposition.value.lower()
    parts = [texts[f"disposition_heading.{name}"], texts[f"disposition.{name}"]]
    parts += [texts[reason.text] for reason in found.shown]
    parts += [texts[key] for key in found.concerns]
    parts += [texts.get(f"sooner.{name}", ""), texts[f"running.{found.running}"]]
    parts += [texts["assessment.because"], texts["assessment.no-diagnosis"]]
    if found.disposition.trains:
        parts.append(texts["assessment.return-if"])
    return " ".join(parts)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_is_shown_is_short(rule):
    assert len(shown_text(judged(firing_sheet(rule))).split()) < 220


def test_what_is_shown_stays_short_when_everything_is_wrong():
    flags = {key: True for key, value in plain_runner().items() if value is False}
    found = judged(plain_runner(**flags, anticoagulant="warfarin", weight_bearing="unable"))

    assert len(shown_text(found).split()) < 250


def test_no_text_promises_what_nobody_can_know():
    banned = re.compile(
        r"\b(safe|cleared|all clear|ruled out|proven|fixes|AI doctor)\b", re.IGNORECASE
    )

    assert not {key: text for key, text in shelf().texts.items() if banned.search(text)}


@pytest.mark.parametrize("disposition", list(Disposition))
def test_each_disposition_has_its_words(disposition):
    texts = shelf().texts

    assert f"disposition.{disposition.value.lower()}" in texts
    assert f"disposition_heading.{disposition.value.lower()}" in texts
    assert "112, 999 or 911" in texts["disposition.emergency"]


def test_the_docs_print_the_rules_as_they_are():
    """Else: python -m tools.how_we_decide"""
    assert PAGE.read_text(encoding="utf-8") == page()
