"""The check across exercises finds each thing that can be wrong, one at a time."""

from __future__ import annotations

import attrs
import pytest
from fitdecode.profile import FIELD_TYPES

from psoas.library import shelf as shipped
from psoas.library.crosslinks import exercise_problems, swaps
from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.loop.exercise import Stage, Target

EXERCISES = dict(shipped().exercises)
GIVEN = [each for each in EXERCISES.values() if each.prescribable]


def changed(name: str, **changes: object) -> tuple[str, ...]:
    return exercise_problems({**EXERCISES, name: attrs.evolve(EXERCISES[name], **changes)})


def test_the_shelf_has_all_72_rows_of_the_exercise_table():
    assert sorted(each.code for each in EXERCISES.values()) == [f"E{n:02d}" for n in range(1, 73)]
    assert exercise_problems(EXERCISES) == ()


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("side-plank", {"easier": ("no-such",)}, "not on the shelf"),
        ("side-plank", {"harder": ()}, "does not lead back"),
        ("side-plank", {"easier": ("calf-raise",)}, "does not lead back"),
        ("side-plank", {"level": (4, 4)}, "stands at a higher level"),
        ("a-skip", {"easier": ()}, "names nothing easier"),
        ("cat-camel", {"avoid": (), "stop_if": ()}, "nothing that would stop it"),
        ("hip-thrust", {"targets": (Target.RUNNING_FORM,)}, "nothing does its work without"),
        ("side-lying-hip-abduction", {"equipment": (Equipment.BENCH,)}, "at level 1 without"),
    ],
    ids=lambda each: str(each)[:24],
)
def test_one_wrong_thing_is_found(name, changes, said):
    found = changed(name, **changes)

    assert any(said in line for line in found), found


def test_a_circle_is_found():
    round_about = attrs.evolve(EXERCISES["supine-march"], easier=("bed-edge-lower",))
    hard = EXERCISES["bed-edge-lower"]
    found = exercise_problems(
        {
            **EXERCISES,
            "supine-march": round_about,
            "bed-edge-lower": attrs.evolve(hard, harder=(*hard.harder, "supine-march")),
        }
    )

    assert any("easier than itself" in line for line in found)


@pytest.mark.parametrize("exercise", GIVEN, ids=lambda each: each.id)
def test_a_swap_does_the_same_work_with_what_is_there_and_is_no_harder(exercise):
    for other in swaps(exercise, EXERCISES.values(), owned=frozenset()):
        assert set(other.equipment) <= ALWAYS_THERE
        assert other.prescribable
        assert other.level[0] <= exercise.level[0]
        assert set(other.targets) & set(exercise.targets)


def test_the_nearest_swap_shares_what_the_exercise_is_for():
    first, *_ = swaps(EXERCISES["kettlebell-hip-march"], EXERCISES.values(), owned=frozenset())

    assert first.targets[0] is Target.ILIOPSOAS
    assert Stage.RELOAD in first.stages


@pytest.mark.parametrize(
    "exercise", [e for e in EXERCISES.values() if e.watch_name], ids=lambda each: each.id
)
def test_a_watch_name_is_a_word_of_the_fit_profile(exercise):
    category, name = exercise.watch_name.category, exercise.watch_name.name

    assert category in FIELD_TYPES["exercise_category"].enum.values()
    assert name in FIELD_TYPES[f"{category}_exercise_name"].enum.values()


def test_what_no_source_gives_is_named_as_our_own_choice():
    """Every part of a dose is either its sources' or named in ``convention``."""
    parts = ("sets", "reps", "hold_s", "distance_yd", "duration_min")
    for each in EXERCISES.values():
        given = {part for part in parts if getattr(each.dose, part) is not None}
        if set(each.dose.sources) == {"psoas-convention"}:
            assert given == set(each.dose.convention), each.id
        assert set(each.dose.convention) <= given, each.id
