"""The gate of the answer sheet: everything wrong is named at once, unknown is not no."""

from __future__ import annotations

import math

import pytest

from psoas.library import shelf
from psoas.loop.assess import Disposition, SheetErrors, check_sheet, with_findings
from psoas.loop.assess.contradictions import contradictions
from tests.kit.rule_sheets import judged
from tests.kit.sheets import plain_runner, without


def problems(**answers):
    with pytest.raises(SheetErrors) as refused:
        check_sheet(answers, shelf().questions)
    return dict(refused.value.problems)


def findings(**answers):
    return with_findings(check_sheet(answers, shelf().questions))


def longest_runs_km(before, recent):
    return {"longest_run_prior_30d_km": before, "longest_run_last_14d_km": recent}


def test_a_complete_sheet_is_accepted():
    assert check_sheet(plain_runner(), shelf().questions)["location"] == ("front_of_hip",)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("shoe_size", 43, "not a key"),
        ("feverish", True, "computed"),
        ("limp", 1, "true or false"),
        ("limp", "no", "true or false"),
        ("pain_run_0_10", True, "must be a number"),
        ("pain_run_0_10", "3", "must be a number"),
        ("pain_run_0_10", 11, "between 0 and 10"),
        ("pain_run_0_10", -1, "between 0 and 10"),
        ("pain_run_0_10", math.nan, "finite"),
        ("sitting_h_day", math.inf, "finite"),
        ("sitting_h_day", 480, "between 0 and 24"),
        ("temperature_c", 101.3, "did you mean 38.5"),
        ("temperature_c", 50, "between 34 and 43"),
        ("cadence_spm", 86, "did you mean 172"),
        ("weight_bearing", "sometimes", "one of normal, painful, unable"),
        ("weight_bearing", ["unable"], "must be text"),
        ("location", "groin", "must be a list"),
        ("location", [3], "must be text"),
        ("medicines", {"warfarin": True}, "must be a list"),
    ],
)
def test_a_wrong_answer_is_named(key, value, said):
    assert said in problems(**{key: value})[key]


def test_all_problems_are_named_at_once_and_the_rest_is_kept():
    with pytest.raises(SheetErrors) as refused:
        check_sheet({"limp": 1, "age_years": 300, "weight_bearing": "unable"}, shelf().questions)

    assert {key for key, _ in refused.value.problems} == {"limp", "age_years"}
    assert refused.value.rest == {"weight_bearing": "unable"}


def test_an_error_beside_the_sheet_is_named_with_those_in_it():
    with pytest.raises(SheetErrors) as refused:
        judged(plain_runner(limp="yes"), age=-3, sex="cat")

    assert [key for key, _ in refused.value.problems] == ["limp", "age_years", "sex"]


def test_free_text_must_be_text():
    with pytest.raises(SheetErrors):
        judged(plain_runner(), free_text=3)


@pytest.mark.parametrize("unknown", [None, "not_sure"])
@pytest.mark.parametrize("key", ["limp", "pain_run_0_10", "location", "weight_bearing"])
def test_not_sure_is_left_out(key, unknown):
    assert key not in check_sheet({key: unknown}, shelf().questions)


def test_a_list_with_a_not_sure_in_it_is_not_known():
    assert check_sheet({"medicines": ["ibuprofen", "not_sure"]}, shelf().questions) == {}


@pytest.mark.parametrize(
    ("answers", "key", "expected"),
    [
        ({"temperature_c": 37.8}, "feverish", True),
        ({"temperature_c": 37.8, "feels_feverish_or_unwell": False}, "feverish", True),
        ({"temperature_c": 37.7}, "feverish", None),
        ({"feels_feverish_or_unwell": False}, "feverish", False),
        ({"medicines": ["Eliquis 5 mg"]}, "on_anticoagulant", True),
        ({"medicines": [], "anticoagulant": "warfarin"}, "on_anticoagulant", True),
        ({"medicines": ["warfarin"], "anticoagulant": "none"}, "on_anticoagulant", True),
        ({"medicines": ["ibuprofen"]}, "on_anticoagulant", False),
        ({}, "on_anticoagulant", None),
        ({"medicines": ["ciprofloxacin (finished 10 days ago)"]}, "on_fluoroquinolone", True),
        ({"medicines": ["cortisone cream"], "long_term_steroids": False}, "on_steroids", False),
        ({"medicines": ["prednisolone"], "long_term_steroids": False}, "on_steroids", True),
        ({"medicines": ["insulin"]}, "low_immunity", True),
        ({"medicines": ["alendronate"]}, "bone_stress_marker", True),
        ({"prior_bone_stress_injury": True}, "bone_stress_marker", True),
        ({"prior_bone_stress_injury": False}, "bone_stress_marker", None),
        ({"periods": "menopause", "age_years": 44}, "bone_stress_marker", True),
        ({"location": ["knee"]}, "loading_pain_site", False),
        ({"location": ["knee", "groin"]}, "loading_pain_site", True),
        ({"location": ["a place nobody knows"]}, "loading_pain_site", True),
        ({"location": []}, "loading_pain_site", None),
        ({"hop_pain": "not_tested"}, "painful_hop", None),
        ({"hop_pain": "sharp"}, "painful_hop", True),
        ({"pain_run_0_10": 3}, "pain_loaded_0_10", 3),
        ({"pain_run_0_10": 0}, "pain_loaded_0_10", None),
        ({"pain_run_0_10": 0, "pain_walk_0_10": 0}, "pain_loaded_0_10", 0),
        (longest_runs_km(20, 22), "single_run_ratio", 1.1),
        (longest_runs_km(20, 22), "longest_run_jump", False),
        (longest_runs_km(20, 22.1), "longest_run_jump", True),
        (longest_runs_km(0, 8), "single_run_ratio", None),
        (longest_runs_km(0, 8), "longest_run_jump", True),
        ({"periods": "regular", "pregnant": False}, "possible_pregnancy", False),
        ({"periods": "absent_3m_plus", "pregnant": False}, "possible_pregnancy", None),
        ({"sex": "male"}, "possible_pregnancy", False),
    ],
)  # fmt: skip
def test_findings_follow_from_the_answers_or_stay_absent(answers, key, expected):
    assert findings(**answers).get(key) == expected


@pytest.mark.parametrize(
    ("answers", "name", "least"),
    [
        ({"weight_bearing": "unable", "pain_walk_0_10": 0}, "unable-yet-painless", "EMERGENCY"),
        ({"pain_walk_0_10": 6}, "walking-pain-yet-normal-weight", "URGENT"),
        ({"pain_night_0_10": 5}, "night-pain-yet-sleeps", "URGENT"),
        ({"temperature_c": 38.5}, "feels-well-yet-fever", "EMERGENCY"),
        ({"numbness_area": "saddle"}, "saddle-numb-twice", "EMERGENCY"),
        ({"location": ["testicle_scrotum"]}, "testicle-twice", "URGENT"),
        ({"pattern": ["cough_sneeze"]}, "coughing-twice", "CLINICIAN"),
        ({"pregnant": True}, "man-and-pregnancy", "CLINICIAN"),
    ],
)
def test_of_two_answers_that_clash_the_more_urgent_holds(answers, name, least):
    found = judged(plain_runner(**answers))

    assert f"contradiction.{name}" in {each.text for each in found.asked_again}
    assert found.disposition.urgency >= Disposition(least).urgency


def test_a_plain_sheet_contradicts_nothing():
    assert contradictions(check_sheet(plain_runner(), shelf().questions)) == ()


@pytest.mark.parametrize(("beside", "inside"), [(17, 35), (35, 17)])
def test_of_two_ages_the_younger_is_believed(beside, inside):
    found = judged(plain_runner(age_years=inside), age=beside)

    assert found.disposition is Disposition.CLINICIAN
    assert [each.keys for each in found.asked_again] == [("age_years",)]


def test_the_younger_age_does_not_hide_what_the_older_one_means():
    fallen = plain_runner(age_years=70, trauma="minor_fall")

    assert judged(fallen, age=40).disposition is Disposition.URGENT


def test_of_two_sexes_none_is_believed():
    found = judged(without(plain_runner(sex="male"), "periods"), sex="female")

    assert found.unknown == ("periods",)


@pytest.mark.parametrize(
    ("value", "kept"),
    [(18, 18), ([18, 30], 18), ((18, 30), 18), ([18, None], 18), ([None, 30], None)],
)
def test_a_test_of_both_sides_counts_for_the_sore_side(shelf, value, kept):
    sheet = check_sheet({"hip_flexor_hold_s": value}, shelf.questions)
    assert sheet.get("hip_flexor_hold_s") == kept


@pytest.mark.parametrize("value", [[18], [1, 2, 3], [18, -4], ["a", 3], [True, 3]])
def test_a_pair_that_cannot_be_is_refused(shelf, value):
    with pytest.raises(SheetErrors):
        check_sheet({"hip_flexor_hold_s": value}, shelf.questions)
