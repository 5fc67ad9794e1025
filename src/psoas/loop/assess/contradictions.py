"""Answers that cannot both be true: the safer one is used, and both are asked again (H-05)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from psoas.loop.assess.model import Contradiction
from psoas.loop.condition import Answered, Sheet


def _at_least(sheet: Sheet, key: str, least: float) -> bool:
    value = sheet.get(key)
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= least


def _has(sheet: Sheet, key: str, value: str) -> bool:
    answer = sheet.get(key)
    return isinstance(answer, tuple) and value in answer


def _more(sheet: Sheet, key: str, than: str) -> bool:
    one, other = sheet.get(key), sheet.get(than)
    return isinstance(one, int | float) and isinstance(other, int | float) and one > other


_WALK = "pain_walk_0_10"
_Clash = Callable[[Sheet], bool]

#: What clashes, the answers concerned, and the safer answer where a rule would miss it.
_CLASHES: tuple[tuple[str, tuple[str, ...], _Clash, Mapping[str, Answered | None]], ...] = (
    (
        "unable-yet-painless",
        ("weight_bearing", "pain_walk_0_10"),
        lambda s: s.get("weight_bearing") == "unable" and s.get("pain_walk_0_10") == 0,
        {},
    ),
    (
        "painful-weight-yet-painless-walk",
        ("weight_bearing", "pain_walk_0_10"),
        lambda s: s.get("weight_bearing") == "painful" and s.get("pain_walk_0_10") == 0,
        {},
    ),
    (
        "walking-pain-yet-normal-weight",
        ("weight_bearing", "pain_walk_0_10"),
        lambda s: s.get("weight_bearing") == "normal" and _at_least(s, "pain_walk_0_10", 5),
        {"weight_bearing": "painful"},
    ),
    (
        "walking-hurts-more-than-running",
        ("pain_walk_0_10", "pain_run_0_10"),
        lambda s: _at_least(s, "pain_walk_0_10", 2) and s.get("pain_run_0_10") == 0,
        {},
    ),
    (
        "night-pain-yet-sleeps",
        ("pain_night_0_10", "night_pain_wakes"),
        lambda s: _at_least(s, "pain_night_0_10", 5) and s.get("night_pain_wakes") is False,
        {"night_pain_wakes": True},
    ),
    (
        "wakes-yet-no-night-pain",
        ("pain_night_0_10", "night_pain_wakes"),
        lambda s: s.get("pain_night_0_10") == 0 and s.get("night_pain_wakes") is True,
        {},
    ),
    (
        "feels-well-yet-fever",
        ("temperature_c", "feels_feverish_or_unwell"),
        lambda s: (
            _at_least(s, "temperature_c", 37.8) and s.get("feels_feverish_or_unwell") is False
        ),
        {},
    ),
    (
        "saddle-numb-twice",
        ("numbness_area", "saddle_numbness"),
        lambda s: s.get("numbness_area") == "saddle" and s.get("saddle_numbness") is False,
        {"saddle_numbness": True},
    ),
    (
        "testicle-twice",
        ("location", "testicular_pain"),
        lambda s: _has(s, "location", "testicle_scrotum") and s.get("testicular_pain") is False,
        {"testicular_pain": True},
    ),
    (
        "coughing-twice",
        ("pattern", "cough_sneeze_pain"),
        lambda s: _has(s, "pattern", "cough_sneeze") and s.get("cough_sneeze_pain") is False,
        {"cough_sneeze_pain": True},
    ),
    (
        "cannot-lift-yet-strong",
        ("cannot_lift_leg", "resisted_hip_flexion"),
        lambda s: (
            s.get("cannot_lift_leg") is True
            and str(s.get("resisted_hip_flexion")).startswith("strong")
        ),
        {},
    ),
    (
        "pregnant-twice",
        ("pregnant", "periods"),
        lambda s: s.get("periods") == "pregnant" and s.get("pregnant") is False,
        {"pregnant": True},
    ),
    (
        "man-and-pregnancy",
        ("sex", "pregnant"),
        lambda s: (
            s.get("sex") == "male"
            and (s.get("pregnant") is True or s.get("late_period_or_possible_pregnancy") is True)
        ),
        {"sex": None},
    ),
    (
        "hop-fine-yet-standing-hurts",
        ("hop_pain", "single_leg_stand_pain"),
        lambda s: s.get("hop_pain") == "none" and s.get("single_leg_stand_pain") is True,
        {},
    ),
    (
        "hop-fine-yet-weight-hurts",
        ("hop_pain", "weight_bearing"),
        lambda s: (
            s.get("hop_pain") == "none"
            and (s.get("weight_bearing") in ("painful", "unable") or _at_least(s, _WALK, 2))
        ),
        {},
    ),
    (
        "limps-without-pain",
        ("limp", "pain_walk_0_10"),
        lambda s: s.get("limp") is True and s.get(_WALK) == 0,
        {},
    ),
    (
        "stands-with-pain-yet-walks-without",
        ("single_leg_stand_pain", "pain_walk_0_10"),
        lambda s: s.get("single_leg_stand_pain") is True and s.get(_WALK) == 0,
        {},
    ),
    (
        "gradual-yet-a-pop",
        ("onset", "pop_felt"),
        lambda s: s.get("onset") == "gradual" and s.get("pop_felt") is True,
        {"onset": "sudden"},
    ),
    (
        "pain-rises-yet-none",
        ("pain_run_0_10", "pattern"),
        lambda s: s.get("pain_run_0_10") == 0 and _has(s, "pattern", "worse_through_run"),
        {"pain_run_0_10": None},
    ),
    (
        "rest-hurts-more-than-running",
        ("pain_rest_0_10", "pain_run_0_10"),
        lambda s: _at_least(s, "pain_rest_0_10", 3) and s.get("pain_run_0_10") == 0,
        {},
    ),
    (
        "ran-before-birth",
        ("age_years", "running_years"),
        lambda s: _more(s, "running_years", "age_years"),
        {},
    ),
    (
        "man-with-a-womans-answers",
        ("sex", "periods"),
        lambda s: (
            s.get("sex") == "male"
            and (
                s.get("vaginal_bleeding") is True
                or s.get("weeks_postpartum") is not None
                or s.get("periods") not in (None, "not_applicable")
            )
        ),
        {"sex": None},
    ),
    (
        "woman-with-a-mans-answers",
        ("sex", "testicular_pain"),
        lambda s: s.get("sex") == "female" and s.get("testicular_pain") is True,
        {"sex": None},
    ),
)


def contradictions(sheet: Sheet) -> tuple[Contradiction, ...]:
    """Return the answers of *sheet* that cannot both be true, each with the safer one."""
    return tuple(
        Contradiction(keys=keys, text=f"contradiction.{name}", safer=safer)
        for name, keys, clash, safer in _CLASHES
        if clash(sheet)
    )


#: The calm answers that a clash may overrule: where one is missing, the safer one still holds.
_CALM: Mapping[str, Answered] = {
    "weight_bearing": "normal",
    "night_pain_wakes": False,
    "saddle_numbness": False,
    "testicular_pain": False,
    "cough_sneeze_pain": False,
    "pregnant": False,
    "onset": "gradual",
}


def implied(sheet: Sheet) -> Mapping[str, Answered]:
    """Return the answers that are missing and that others imply: an open one is never milder."""
    calm = {key: value for key, value in _CALM.items() if sheet.get(key) is None}
    found: dict[str, Answered] = {}
    for clash in contradictions({**sheet, **calm}):
        found.update({k: v for k, v in clash.safer.items() if k in calm and v is not None})
    return found
