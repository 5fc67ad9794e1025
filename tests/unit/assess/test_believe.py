"""What is believed of a sheet: earlier checks, typing errors, words, and what follows."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from psoas.app.check.checking import check
from psoas.app.check.told import check_as_plain
from psoas.cli.check import check as check_command
from psoas.library import shelf
from psoas.loop.assess import Disposition, Running, SheetErrors, check_sheet
from tests.kit.rule_sheets import judged
from tests.kit.sheets import plain_runner

FLEXOR_LOAD = {"Kettlebell hip march", "Standing band hip flexion"}


def earlier(*checks):
    return [{"days_ago": days, "disposition": said} for days, said in checks]


def plain(**changes):
    return check_as_plain(
        check({"structured": plain_runner(**changes)}, shelf=shelf()), shelf=shelf()
    )


@pytest.mark.parametrize(
    ("checks", "disposition", "told"),
    [
        (earlier((3, "EMERGENCY")), Disposition.EMERGENCY, False),
        (earlier((14, "URGENT"), (1, "PROGRAMME")), Disposition.URGENT, False),
        (earlier((14, "CLINICIAN")), Disposition.CLINICIAN, False),
        (earlier((15, "URGENT")), Disposition.PROGRAMME, True),
        (earlier((60, "PROGRAMME")), Disposition.PROGRAMME, True),
        ([], Disposition.PROGRAMME, False),
        (None, Disposition.PROGRAMME, False),
    ],
)
def test_the_worst_of_two_weeks_holds_and_an_old_check_is_told(checks, disposition, told):
    found = judged(plain_runner(previous_assessments=checks))

    assert found.disposition is disposition
    assert bool(found.notes) is told


@pytest.mark.parametrize(
    "wrong",
    ["PROGRAMME", [3], [{"days_ago": -1, "disposition": "URGENT"}], [{"days_ago": True}],
     [{"days_ago": float("nan"), "disposition": "URGENT"}], earlier((3, "FINE"))],
)  # fmt: skip
def test_an_earlier_check_that_cannot_be_is_named(wrong):
    with pytest.raises(SheetErrors) as refused:
        check_sheet({"previous_assessments": wrong}, shelf().questions)

    assert [key for key, _ in refused.value.problems] == ["previous_assessments"]


@pytest.mark.parametrize("temperature", [101.3, 3.92, 55, "39,2", True])
def test_a_temperature_that_cannot_be_is_a_fever_until_it_is_put_right(temperature):
    found = plain(temperature_c=temperature)

    assert found["error"]["where"] == "temperature_c"
    assert found["disposition"] == "EMERGENCY"
    assert found["exercises"] == []
    assert found["running"] == "stop"


@pytest.mark.parametrize(
    ("beside", "disposition"),
    [({}, None), ({"limp": True}, "URGENT"), ({"dark_urine": True}, "EMERGENCY")],
)
def test_a_typing_error_hides_no_danger_sign(beside, disposition):
    assert plain(sitting_h_day=480, **beside)["disposition"] == disposition


def test_a_typing_error_hides_no_danger_word():
    record = {"structured": plain_runner(sitting_h_day=480), "free_text": "my leg is swollen"}
    found = check_as_plain(check(record, shelf=shelf()), shelf=shelf())

    assert (found["disposition"], found["exercises"]) == ("EMERGENCY", [])
    assert "did you mean 8" in found["text"]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [("sitting_h_day", 480, "minutes"), ("height_cm", 1.78, "metres"), ("cadence_spm", 86, "leg")],
)
def test_a_unit_mixed_up_is_asked_about(key, value, said):
    assert said in plain(**{key: value})["text"]


def test_a_key_given_twice_is_refused_and_the_next_line_is_answered(tmp_path):
    twice = '{"id": "a", "structured": {"limp": true, "limp": false}}'
    file = tmp_path / "sheets.jsonl"
    file.write_text(f"{twice}\nno json\n" + json.dumps({"structured": plain_runner()}))
    lines = CliRunner().invoke(check_command, [str(file), "--batch"]).output.splitlines()
    answers = [json.loads(line) for line in lines]

    assert "limp is given twice" in answers[0]["error"]["what"]
    assert [each["disposition"] for each in answers] == [None, None, "PROGRAMME"]


@pytest.mark.parametrize(
    ("changes", "disposition"),
    [
        ({"resisted_hip_flexion": "weak_painful"}, Disposition.PROGRAMME_MONITORED),
        ({"resisted_hip_flexion": "weak_painful", "onset": "sudden"}, Disposition.CLINICIAN),
        ({"resisted_hip_flexion": "weak_painful", "trend": "worsening"}, Disposition.CLINICIAN),
        ({"resisted_hip_flexion": "weak_painful", "leg_weakness": True}, Disposition.URGENT),
        ({"resisted_hip_flexion": "strong_painful"}, Disposition.PROGRAMME),
        ({"resisted_hip_flexion": None, "onset": "sudden"}, Disposition.PROGRAMME_MONITORED),
    ],
)
def test_a_weak_painful_lift(changes, disposition):
    assert judged(plain_runner(**changes)).disposition is disposition


@pytest.mark.parametrize(
    ("changes", "running"),
    [
        ({"surgery": "hip arthroscopy"}, Running.STOP),
        ({"sex": "female", "periods": "breastfeeding_none", "weeks_postpartum": 11}, Running.STOP),
        ({"surgery": "none", "childhood_hip_problem": True}, Running.MODIFY),
    ],
)
def test_who_heals_does_not_run_before_being_seen(changes, running):
    assert judged(plain_runner(**changes)).running is running


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("temp 39.4 since last night", "EMERGENCY"),
        ("it was 38.2 C this morning", "EMERGENCY"),
        ("I cannot put my foot down", "EMERGENCY"),
        ("rock-hard thighs after the race", "EMERGENCY"),
        ("temp 36.9, and 39 years old, 38 km a week", "PROGRAMME"),
    ],
)
def test_words_of_danger_are_read(text, least):
    assert judged(plain_runner(), free_text=text).disposition is Disposition(least)


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ({"pattern": ["deep_flexion"]}, "Shin box"),
        ({"hip_rotation_loss": True}, "Shin box"),
        ({"pain_run_0_10": 5}, "Standing band hip flexion"),
        ({"onset": "sudden"}, "Runner's wall push with hip flexor pump"),
    ],
)
def test_a_finding_rules_its_exercises_out(changes, gone):
    from psoas.loop.assess import believe, with_findings

    sheet = with_findings(believe(plain_runner(**changes), questions=shelf().questions).sheet)
    before = with_findings(believe(plain_runner(), questions=shelf().questions).sheet)
    exercise = next(each for each in shelf().exercises.values() if each.name == gone)

    assert exercise.ruled_out_by(sheet)
    assert not exercise.ruled_out_by(before)
    found = plain(strength_sessions_week=2, **changes)
    assert gone not in found["exercises"]
    assert 3 <= len(found["exercises"]) <= 6


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"pattern": ["after_long_sitting"], "stretch_relief": "minutes"}, "overworked"),
        ({"pattern": ["after_long_sitting"]}, "unclear"),
        ({"thomas_pelvis_held": True, "thomas_thigh_above_horizontal_deg": 8}, "short"),
        ({"thomas_pelvis_held": False, "thomas_thigh_above_horizontal_deg": 8}, "unclear"),
        (
            {
                "thomas_pelvis_held": True,
                "thomas_thigh_above_horizontal_deg": 8,
                "pattern": ["day_after_long_run", "first_strides_then_eases"],
            },
            "both",
        ),
    ],
)
def test_overworked_or_short_is_answered_in_a_line(changes, answer):
    assert judged(plain_runner(**changes)).tightness[0] == f"tightness.{answer}"


@pytest.mark.parametrize(
    ("changes", "advice"),
    [
        ({"weeks_to_race": 3}, "advice.race"),
        ({"medicines": ["Ibuprofen 400"]}, "advice.painkillers"),
        ({"thomas_thigh_above_horizontal_deg": 8}, "advice.thomas-again"),
        ({"side": "none", "pain_run_0_10": 0}, "advice.no-symptoms"),
    ],
)
def test_advice_comes_with_its_answer_and_not_without(changes, advice):
    assert advice in judged(plain_runner(**changes)).advice
    assert advice not in judged(plain_runner()).advice
    assert judged(plain_runner(**changes, limp=True)).advice == ()
