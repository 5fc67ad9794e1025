"""From a rule's own conditions to sheets on which it fires, just misses, or cannot be told."""

from __future__ import annotations

from typing import Any

from psoas.library import Shelf, shelf
from psoas.loop.assess import Assessment, assess
from psoas.loop.assess.model import AnswerKind
from psoas.loop.condition import Comparison, Condition
from psoas.loop.rule import Rule
from tests.kit.sheets import plain_runner

#: Answers that make a finding hold, and the answers without which it is unknown.
FINDINGS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    **{
        f"earlier_{each.lower()}": (
            {"previous_assessments": [{"days_ago": 14, "disposition": each}]},
            ("previous_assessments",),
        )
        for each in ("EMERGENCY", "URGENT", "CLINICIAN")
    },
    "feverish": ({"feels_feverish_or_unwell": True}, ("feels_feverish_or_unwell",)),
    "loading_pain_site": ({}, ("location",)),
    "painful_hop": ({"hop_pain": "pain"}, ("hop_pain",)),
    "bone_stress_marker": ({"prior_bone_stress_injury": True}, ("prior_bone_stress_injury",)),
    "longest_run_jump": ({"longest_run_last_14d_km": 18}, ("longest_run_last_14d_km",)),
    "belly_pain": ({"abdominal_pain": True}, ("abdominal_pain",)),
    "testicle_pain": ({"testicular_pain": True}, ("testicular_pain", "location")),
    "numb_anywhere": ({"numbness_area": "foot"}, ("numbness_area", "character")),
    "stiff_groin": ({"character": ["stiff"]}, ("character", "morning_stiffness_min")),
    "inflammatory_sign": ({"inflammatory_features": ["uveitis"]}, ("inflammatory_features",)),
    "possible_pregnancy": (
        {"sex": "female", "periods": "irregular", "late_period_or_possible_pregnancy": True},
        ("pregnant", "periods", "late_period_or_possible_pregnancy"),
    ),
    "unconfirmed_pregnancy": (
        {"sex": "female", "periods": "late"},
        ("periods", "late_period_or_possible_pregnancy"),
    ),
    "on_anticoagulant": ({"anticoagulant": "warfarin"}, ("anticoagulant", "medicines")),
    "on_fluoroquinolone": ({"medicines": ["ciprofloxacin 500 mg"]}, ("medicines",)),
    "on_steroids": ({"long_term_steroids": True}, ("long_term_steroids",)),
    "on_bone_medicine": ({"medicines": ["Fosamax"]}, ("medicines",)),
    "low_immunity": ({"medicines": ["insulin"]}, ("immunosuppressed_or_diabetes", "medicines")),
}
#: Answers that make a finding fail, where the plain runner's own do not.
FAILING: dict[str, dict[str, Any]] = {
    "loading_pain_site": {"location": ["knee"]},
    "painful_hop": {"hop_pain": "none"},
    "earlier_emergency": {"previous_assessments": [{"days_ago": 15, "disposition": "EMERGENCY"}]},
    "earlier_urgent": {"previous_assessments": [{"days_ago": 14, "disposition": "PROGRAMME"}]},
    "earlier_clinician": {"previous_assessments": []},
}

_KNEE = {"location": ["knee"]}
_LONG = {"duration_weeks": 8}
#: Where the plain runner's place or weeks would let another rule fire first.
CONTEXT: dict[str, dict[str, Any]] = {
    "blood-thinner-with-sudden-pain": _LONG,
    "blood-thinner-with-numbness": _LONG,
    "blood-thinner-with-weakness": _LONG,
    "blood-thinner-with-bruise": _LONG,
    "blood-thinner-worse": _LONG,
    "blood-thinner": _LONG,
    "low-immunity": _LONG,
    "steroids": {**_KNEE, **_LONG},
    "steroids-with-new-ache": _KNEE,
    "osteoporosis": _KNEE,
    "prior-bone-stress": _KNEE,
    "missed-periods": _KNEE,
    "early-menopause": _KNEE,
    "eating-concern": _KNEE,
    "walking-pain": _KNEE,
    "rest-pain": _KNEE,
}


def meeting(condition: Condition) -> dict[str, Any]:
    """Return answers under which *condition* holds, by the narrowest margin."""
    key, value = condition.key, condition.value
    if key in FINDINGS:
        return FINDINGS[key][0]
    if key == "pain_loaded_0_10":
        return {"pain_run_0_10": value}
    if key == "bmi":
        return {"height_cm": 200, "weight_kg": 73.9}
    match condition.compare:
        case Comparison.ABOVE:
            return {key: value + 1}
        case Comparison.BELOW:
            return {key: value - 1}
        case Comparison.INCLUDES:
            return {key: [value]}
        case Comparison.INCLUDES_ANY:
            return {key: [value[0]]}
        case Comparison.ONE_OF:
            return {key: value[0]}
        case Comparison.IS_NOT:
            return {key: _another(key, value)}
        case _:
            return {key: value}


def missing(condition: Condition) -> dict[str, Any]:
    """Return answers under which *condition* fails, by the narrowest margin."""
    key, value = condition.key, condition.value
    if key in FINDINGS:
        plain = {each: plain_runner().get(each) for each in FINDINGS[key][0]}
        return FAILING.get(key, plain)
    if key == "pain_loaded_0_10":
        return {"pain_run_0_10": value - 1, "pain_walk_0_10": value - 1}
    if key == "bmi":
        return {"height_cm": 200, "weight_kg": 74}
    match condition.compare:
        case Comparison.AT_LEAST:
            return {key: value - 1}
        case Comparison.AT_MOST:
            return {key: value + 1}
        case Comparison.INCLUDES | Comparison.INCLUDES_ANY:
            return {key: ["another"]}
        case Comparison.ONE_OF:
            return {key: _another(key, *value)}
        case Comparison.EQUALS:
            return {key: _another(key, value)}
        case _:
            return {key: value}


def _another(key: str, *values: Any) -> Any:
    question = shelf().questions[key]
    if question.kind is AnswerKind.YES_NO:
        return not values[0]
    others = [each for each in question.choices if each not in values]
    return others[0] if others else "another"


def unanswered(condition: Condition) -> tuple[str, ...]:
    """Return the answers without which *condition* is unknown."""
    if condition.key == "pain_loaded_0_10":
        return ("pain_run_0_10", "pain_walk_0_10")
    if condition.key == "bmi":
        return ("weight_kg",)
    return FINDINGS.get(condition.key, ({}, (condition.key,)))[1]


def firing_sheet(rule: Rule[Any], *, but: Condition | None = None) -> dict[str, Any]:
    """Return the plain runner with the least that makes *rule* fire.

    With *but*, that condition fails by the narrowest margin; of an *any* rule none holds.
    """
    changes = dict(CONTEXT.get(rule.id, {}))
    for condition in rule.all or rule.any[: 0 if but else 1]:
        changes.update(meeting(condition))
    if but is not None:
        changes.update(missing(but))
    return plain_runner(**changes)


def any_sheets(rule: Rule[Any]) -> list[dict[str, Any]]:
    """Return one sheet for each way in which *rule* fires."""
    if rule.all:
        return [firing_sheet(rule)]
    context = CONTEXT.get(rule.id, {})
    return [plain_runner(**{**context, **meeting(each)}) for each in rule.any]


def judged(sheet: dict[str, Any], *, on: Shelf | None = None, **beside: Any) -> Assessment:
    """Assess *sheet* with the shipped shelf, or with *on*."""
    using = on or shelf()
    return assess(
        sheet, questions=using.questions, rules=using.rules, weights=using.weights, **beside
    )
