"""What the five source documents say, found again on the shelf, number by number."""

import re
import tomllib

import pytest

from psoas.errors import LibraryError
from psoas.evidence import Grade, Read, Source
from psoas.library.read import SHIPPED, _by_id, _english, _entries, _exercises, _sources
from psoas.loop.assess import with_findings
from psoas.loop.condition import Comparison
from psoas.loop.equipment import Equipment
from psoas.loop.exercise import Exercise, Plane, SideRule, Stage, Target
from psoas.loop.measure import Better, Measure
from psoas.loop.retrain.cue import Cue
from psoas.quantity import Answer

EXERCISES: dict[str, Exercise] = _by_id(_exercises(SHIPPED / "exercises"))
SOURCES: dict[str, Source] = _by_id(_sources(SHIPPED))
MEASURES: dict[str, Measure] = _by_id(_entries(SHIPPED / "measures.toml", "measure", Measure))
CUES: dict[str, Cue] = _by_id(_entries(SHIPPED / "cues.toml", "cue", Cue))
BY_CODE = {exercise.code: exercise for exercise in EXERCISES.values()}

#: What the sources name and discourage, and what they name as a family or leave to a therapist.
DISCOURAGED = {"E08", "E09"}
FAMILIES = {"E14", "E15", "E16", "E17"}
PRESCRIBABLE = [each for each in EXERCISES.values() if each.prescribable]

# Every dose that sources.md gives, and by whom.
DOSES = [
    ("E01", {"sets": (3, 3), "to_fatigue": True}, "s0-whitt-circuit"),
    ("E02", {"sets": (3, 3), "reps": (6, 6), "each_way": True}, "s0-whitt-circuit"),
    ("E03", {"sets": (3, 3), "distance_yd": (5, 5)}, "s0-whitt-circuit"),
    ("E04", {"sets": (3, 3), "reps": (8, 12)}, "s0-whitt-circuit"),
    ("E18", {"sets": (3, 4), "reps": (8, 12)}, "s4-coach-three-moves"),
    ("E19", {"sets": (3, 4), "reps": (8, 12)}, "s4-coach-three-moves"),
    ("E20", {"hold_s": (60, 90)}, "s4-coach-three-moves"),
    ("E31", {"reps": (8, 15)}, "thorborg-2016"),
    ("E32", {"sets": (3, 3), "reps": (10, 10)}, "deane-2005"),
]

SIDES = [
    ("E01", SideRule.TIGHT_ONLY),
    ("E02", SideRule.TIGHT_DOWN),
    ("E03", SideRule.NONE),
    ("E04", SideRule.BOTH),
    ("E05", SideRule.COMPARE),
    ("E06", SideRule.COMPARE),
    ("E07", SideRule.COMPARE),
    ("E11", SideRule.COMPARE),
    ("E18", SideRule.BOTH),
    ("E19", SideRule.BOTH),
    ("E20", SideRule.BOTH),
]

# Names the sources give no dose for; what stands there is the shelf's own default.
WITHOUT_DOSE = ["E05", "E06", "E07", "E10", "E11", "E12", "E13", "E21"]

NAMES = [
    ("E01", "runner's wall push with hip flexor pump"),
    ("E02", "half-kneeling halo"),
    ("E03", "banded bear crawl"),
    ("E04", "side plank with hip flexor pump"),
    ("E05", "shin box"),
    ("E06", "world's greatest stretch"),
    ("E07", "crawl to squat"),
    ("E08", "couch stretch"),
    ("E09", "hip hook or ball release of the psoas"),
    ("E18", "kettlebell hip march"),
    ("E19", "kneeling leg lift"),
    ("E20", "lizard pose"),
]

# An answer, and the exercises that it must rule out.
RULED_OUT = [
    ({"flexion_rotation_pinch": True}, ["E05", "E06", "E07", "E18", "E20", "E22"]),
    ({"joint_hypermobility": True}, ["E11", "E20", "E22"]),
    ({"surgery": "hip arthroscopy 14 weeks ago"}, ["E11", "E18", "E20", "E22"]),
    ({"numbness_area": "outer_thigh"}, ["E10", "E11", "E20", "E22"]),
    ({"anticoagulant": "apixaban"}, ["E10", "E11", "E20", "E22"]),
    ({"resisted_hip_flexion": "weak_painful"}, ["E01", "E04", "E13", "E18", "E30", "E31"]),
    ({"pain_rest_0_10": 3}, ["E01", "E04", "E13", "E18", "E28", "E30", "E31"]),
    ({"pregnant": True}, ["E03", "E12", "E13", "E20", "E21"]),
    ({"groin_lump": "reducible"}, ["E03", "E04", "E12", "E13", "E18"]),
    ({"back_pain": True}, ["E12", "E13", "E21"]),
]

DETECTABLE = [
    ("modified-thomas-held", "deg", 8.4, None),
    ("hip-flexor-hold", "s", 10, None),
    ("banded-hip-flexion-reps", "reps", None, 20),
    ("single-leg-bridge", "reps", 5, None),
    ("side-plank", "s", 30, None),
    ("pain-nrs-run", "nrs", 2, None),
    ("pain-nrs-morning", "nrs", 2, None),
    ("running-cadence", "spm", 3, None),
]

NEVER_SAID = re.compile(
    r"\b(safe|safely|cleared|all clear|fix(es)?|clinically proven|cures?)\b", re.IGNORECASE
)


def spoken_by(exercise: Exercise) -> list[str]:
    return [
        exercise.name,
        *exercise.how,
        exercise.fault,
        *exercise.regressions,
        *exercise.progressions,
        *exercise.stop_if,
        exercise.why_not,
        *(avoidance.why for avoidance in exercise.avoid),
    ]


@pytest.mark.parametrize("number", range(1, 22))
def test_every_exercise_the_sources_name_is_on_the_shelf(number):
    assert f"E{number:02d}" in BY_CODE


def test_no_code_is_used_twice():
    assert len(BY_CODE) == len(EXERCISES)


@pytest.mark.parametrize(("code", "name"), NAMES)
def test_names_are_those_of_the_sources(code, name):
    assert BY_CODE[code].name.lower() == name


@pytest.mark.parametrize(("code", "dose", "source"), DOSES)
def test_a_dose_is_exactly_what_its_source_says(code, dose, source):
    on_shelf = BY_CODE[code].dose

    assert {key: getattr(on_shelf, key) for key in dose} == dose
    assert source in on_shelf.sources
    assert not set(dose) & set(on_shelf.convention)


@pytest.mark.parametrize("code", WITHOUT_DOSE)
def test_a_dose_no_source_gives_is_marked_as_our_own(code):
    dose = BY_CODE[code].dose
    given = [
        key
        for key in ("sets", "reps", "hold_s", "distance_yd", "duration_min")
        if getattr(dose, key) is not None
    ]

    assert set(given) == set(dose.convention)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda each: each.id)
def test_our_own_part_of_a_dose_cites_our_convention(exercise):
    assert bool(exercise.dose.convention) == ("psoas-convention" in exercise.dose.sources)


@pytest.mark.parametrize(("code", "side"), SIDES)
def test_the_side_is_the_one_its_source_says(code, side):
    assert BY_CODE[code].side is side


def test_the_wall_push_is_kept_only_if_it_helps():
    assert [each.code for each in EXERCISES.values() if each.optional] == ["E01"]


def test_the_kettlebell_march_can_be_done_with_a_band():
    assert "band" in BY_CODE["E18"].substitutes
    assert "ankle-weight" in BY_CODE["E04"].substitutes


@pytest.mark.parametrize("code", sorted(DISCOURAGED | FAMILIES))
def test_what_the_sources_discourage_or_only_name_is_never_prescribed(code):
    assert not BY_CODE[code].prescribable
    assert BY_CODE[code].why_not


def test_nothing_else_is_held_back():
    held_back = {code for code, exercise in BY_CODE.items() if not exercise.prescribable}

    assert held_back == DISCOURAGED | FAMILIES


@pytest.mark.parametrize("code", sorted(FAMILIES))
def test_a_family_points_at_members_that_can_be_prescribed(code):
    family = BY_CODE[code]
    members = [EXERCISES[each] for each in (*family.easier, *family.harder)]

    assert members
    assert all(member.prescribable for member in members)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda each: each.id)
def test_steps_are_short(exercise):
    least = 3 if exercise.prescribable else 2

    assert least <= len(exercise.how) <= 6
    assert all(step.strip() and len(step) < 140 for step in exercise.how)


@pytest.mark.parametrize("exercise", PRESCRIBABLE, ids=lambda each: each.id)
def test_what_may_be_prescribed_names_what_stops_it(exercise):
    assert exercise.stop_if


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda each: each.id)
def test_easier_and_harder_lead_to_the_shelf_and_not_to_what_is_discouraged(exercise):
    ways = [EXERCISES[each] for each in (*exercise.easier, *exercise.harder)]

    assert exercise not in ways
    assert all(way.prescribable for way in ways)


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda each: each.id)
def test_every_word_from_a_list_is_on_that_list(exercise):
    words = [
        (SideRule, (exercise.side,)),
        (Stage, exercise.stages),
        (Target, exercise.targets),
        (Plane, exercise.planes),
        (Equipment, (*exercise.equipment, *exercise.substitutes)),
        (Grade, (exercise.grade,)),
        (Comparison, tuple(each.when.compare for each in exercise.avoid)),
    ]

    for kind, used in words:
        assert set(used) <= set(kind)


@pytest.mark.parametrize("exercise", PRESCRIBABLE, ids=lambda each: each.id)
def test_levels_lie_between_one_and_four(exercise):
    assert 1 <= exercise.level[0] <= exercise.level[1] <= 4


@pytest.mark.parametrize(("sheet", "codes"), RULED_OUT, ids=lambda each: str(each)[:40])
def test_an_answer_rules_out_what_could_harm(sheet, codes):
    assert [code for code in codes if not BY_CODE[code].ruled_out_by(with_findings(sheet))] == []


def test_an_empty_sheet_rules_nothing_out():
    assert [each.id for each in EXERCISES.values() if each.ruled_out_by({})] == []


def test_rolling_never_tells_anyone_to_roll_the_groin():
    assert any("Never roll the groin" in step for step in BY_CODE["E10"].how)


def test_held_stretches_stay_under_two_minutes_a_side():
    held = [
        e for e in PRESCRIBABLE if Stage.RESET in e.stages and e.dose.hold_s and not e.dose.reps
    ]

    assert {e.code for e in held} == {"E11", "E20", "E22"}
    assert all(e.dose.sets[1] * e.dose.hold_s[1] <= 120 for e in held)


@pytest.mark.parametrize("level", [1, 2])
def test_a_runner_without_equipment_finds_each_part_of_a_session(level):
    able = [
        each
        for each in PRESCRIBABLE
        if Stage.RELOAD in each.stages
        and each.level[0] <= level
        and each.possible_with(frozenset())
    ]
    leading = {target for each in able for target in each.targets[:2]}

    assert {"iliopsoas", "gluteus-maximus", "gluteus-medius", "trunk", "upper-push"} <= leading


@pytest.mark.parametrize(("name", "unit", "value", "pct"), DETECTABLE)
def test_each_measure_has_its_detectable_change(name, unit, value, pct):
    measure = MEASURES[name]

    assert measure.unit == unit
    assert (measure.detectable.value, measure.detectable.pct) == (value, pct)
    assert measure.norms
    assert measure.drivers


def test_a_thigh_that_hangs_lower_is_better():
    assert MEASURES["modified-thomas-held"].better is Better.LOWER
    assert any("below level is minus" in step for step in MEASURES["modified-thomas-held"].protocol)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda each: each.id)
def test_no_one_is_asked_to_hop(measure):
    assert not any(re.search(r"\bhop", step, re.IGNORECASE) for step in measure.protocol)


@pytest.mark.parametrize(
    "name", ["modified-thomas-held", "hip-flexor-hold", "banded-hip-flexion-reps", "side-plank"]
)
@pytest.mark.parametrize(
    "sheet", [{"limp": True}, {"night_pain_wakes": True}, {"single_leg_stand_pain": True}]
)
def test_a_loaded_or_end_range_test_waits_for_the_bone_stress_answers(name, sheet):
    assert any(each.holds(sheet) is Answer.YES for each in MEASURES[name].never_if)


@pytest.mark.parametrize("name", ["land-softly-closer", "quiet-feet-cadence"])
def test_a_cadence_cue_needs_an_overstride_that_was_seen(name):
    only_if = CUES[name].only_if

    for sheet in ({}, {"foot_lands_ahead": False}, {"cadence_spm": 150}):
        assert any(each.holds(sheet) is not Answer.YES for each in only_if)
    assert all(each.holds({"foot_lands_ahead": True}) is Answer.YES for each in only_if)
    assert CUES[name].trade_off


def test_run_long_stands_instead_of_stand_tall():
    assert "stand tall" in CUES["run-long"].instead_of.lower()


@pytest.mark.parametrize(
    "source",
    list(_entries(SHIPPED / "sources.toml", "source", Source)),
    ids=lambda each: each.id,
)
def test_a_source_says_whom_it_is_about_and_what_it_does_not_show(source):
    assert source.population
    assert source.limits


@pytest.mark.parametrize("number", range(5))
def test_the_five_documents_were_read_in_full(number):
    (document,) = [each for name, each in SOURCES.items() if name.startswith(f"s{number}-")]

    assert document.read is Read.IN_FULL


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda each: each.id)
def test_no_exercise_promises_what_nobody_can(exercise):
    assert [text for text in spoken_by(exercise) if NEVER_SAID.search(text)] == []


@pytest.mark.parametrize("table", ["exercise_ui", "measure_ui", "stretch_policy", "evidence"])
def test_the_texts_promise_nothing_either(table):
    texts = tomllib.loads((SHIPPED / "texts" / "en.toml").read_text(encoding="utf-8"))[table]

    assert [text for text in texts.values() if NEVER_SAID.search(text)] == []


def test_the_fifty_two_percent_is_told_with_its_range_its_people_and_its_rival():
    texts = _english(SHIPPED / "texts")
    told = texts["evidence.fifty_two"]

    assert all(part in told for part in ("52 %", "0.27 to 0.90", "new runners", "stretched"))
    assert "not about hip-flexor pain" in texts["evidence.fifty_two_is_not"]


def test_a_text_given_twice_is_refused(tmp_path):
    (tmp_path / "en.toml").write_text('[a]\nb = "one"\n', encoding="utf-8")
    (tmp_path / "en_more.toml").write_text('[a]\nb = "two"\n', encoding="utf-8")

    with pytest.raises(LibraryError, match="given twice"):
        _english(tmp_path)


def test_a_source_id_used_in_two_files_is_refused(tmp_path):
    entry = '[[source]]\nid = "a"\ntitle = "A"\nsays = "a"\nread = "ours"\n'
    (tmp_path / "sources.toml").write_text(entry, encoding="utf-8")
    (tmp_path / "sources_more.toml").write_text(entry, encoding="utf-8")

    with pytest.raises(LibraryError, match="used twice"):
        _by_id(_sources(tmp_path))
