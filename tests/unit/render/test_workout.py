"""Workouts for the watch, read back with Garmin's own SDK and with fitdecode."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import attrs
import fitdecode
import pytest
from garmin_fit_sdk import Decoder, Profile, Stream
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.library import shelf
from psoas.loop.exercise import WatchName
from psoas.programme import Session, SessionKind
from psoas.render.fit_words import WORDS, watch_numbers
from psoas.render.workout import (
    BY_YOURSELF,
    CadenceAsked,
    cue_run_workout,
    said_run_workout,
    session_steps,
    session_workout,
)
from psoas.render.workout_file import (
    MOST_STEPS,
    NAME_BYTES,
    RUN,
    NothingToDo,
    Repeat,
    Step,
    strides_per_minute,
    workout_fit,
)
from tests.kit.plans import brief, plan

SHELF = shelf()
MADE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PLAN = plan(SHELF, brief())
SESSIONS = [each for each in PLAN.sessions if each.prescriptions or each.measures]
CUE_RUN = {
    "name": "Cue run",
    "say": "Quick and light.",
    "cadence": CadenceAsked(baseline_spm=166, low_spm=173, high_spm=178),
    "bouts": 6,
    "n_with_feedback": 6,
    "bout_s": 60,
    "easy_s": 60,
    "warm_up_s": 600,
    "cool_down_s": 300,
    "key": "2026-11-24-cue",
    "made_at": MADE,
}


def decoded(data: bytes) -> dict[str, Any]:
    """Return the messages as the official SDK reads them, without an error."""
    assert Decoder(Stream.from_byte_array(bytearray(data))).check_integrity()
    messages, errors = Decoder(Stream.from_byte_array(bytearray(data))).read()
    assert errors == []
    return messages


def written(session: Session) -> bytes:
    return session_workout(
        session,
        exercises=SHELF.exercises,
        measures=SHELF.measures,
        limits=SHELF.limits,
        made_at=MADE,
    )


def steps_of(session: Session) -> tuple[Step | Repeat, ...]:
    return session_steps(
        session, exercises=SHELF.exercises, measures=SHELF.measures, limits=SHELF.limits
    )


@pytest.mark.parametrize("session", SESSIONS, ids=lambda each: each.id)
def test_every_step_of_a_session_comes_back_with_name_duration_and_target(session):
    found = decoded(written(session))
    steps = steps_of(session)

    assert found["file_id_mesgs"][0]["type"] == "workout"
    assert found["workout_mesgs"][0]["num_valid_steps"] == len(steps) <= MOST_STEPS
    for n, (step, read) in enumerate(zip(steps, found["workout_step_mesgs"], strict=True)):
        assert read["message_index"] == n
        if isinstance(step, Repeat):
            assert read["duration_type"] == "repeat_until_steps_cmplt"
            assert (read["duration_step"], read["repeat_steps"]) == (step.first, step.times)
            continue
        assert read["wkt_step_name"] == step.name
        assert read["target_type"] == "open"
        if step.duration_s is not None:
            assert (read["duration_type"], read["duration_time"]) == ("time", step.duration_s)
        elif step.reps is not None:
            assert (read["duration_type"], read["duration_reps"]) == ("reps", step.reps)
        else:
            assert read["duration_type"] == "open"


def test_a_side_is_a_step_of_its_own_and_sets_are_repeated():
    session = next(s for s in SESSIONS if s.kind is SessionKind.RELOAD)
    each = next(p for p in session.prescriptions if p.sides and p.sets > 1)
    one = attrs.evolve(session, prescriptions=(each,), measures=())
    steps = decoded(written(one))["workout_step_mesgs"]
    work = [step for step in steps if step.get("intensity") == "active"]
    name = SHELF.exercises[each.exercise].name

    assert len(work) == len(each.sides)
    assert len({step["wkt_step_name"] for step in work}) == len(each.sides)
    assert all(step["wkt_step_name"].startswith(name) for step in work)
    assert steps[-1]["repeat_steps"] == each.sets
    assert steps[-2]["wkt_step_name"] == "Rest"
    assert steps[-2]["duration_time"] == SHELF.limits["set-rest"].value


def test_reps_each_way_are_counted_both_ways():
    session = next(s for s in SESSIONS if s.prescriptions)
    each = attrs.evolve(
        session.prescriptions[0], reps=8, hold_s=None, duration_min=None, each_way=True, sets=1
    )
    step = steps_of(attrs.evolve(session, prescriptions=(each,), measures=()))[0]

    assert step.reps == 16
    assert "8 reps each way" in step.notes


def test_no_name_on_the_shelf_is_cut():
    names = [f"{each.name}, right knee down" for each in SHELF.exercises.values()]
    names += [f"Test: {each.name}" for each in SHELF.measures.values()]

    assert max(len(name.encode()) for name in names) <= NAME_BYTES


def test_a_session_with_nothing_left_is_no_workout():
    session = next(s for s in SESSIONS if s.kind is SessionKind.RELOAD)
    rest = attrs.evolve(session, kind=SessionKind.REST, prescriptions=(), measures=())

    with pytest.raises(NothingToDo):
        written(rest)


def test_the_watch_gets_its_own_word_for_an_exercise_where_it_has_one():
    session = next(
        s for s in SESSIONS if any(SHELF.exercises[p.exercise].watch_name for p in s.prescriptions)
    )
    steps = decoded(written(session))["workout_step_mesgs"]
    by_name = {each["wkt_step_name"]: each for each in steps if "wkt_step_name" in each}
    for each in session.prescriptions:
        exercise = SHELF.exercises[each.exercise]
        told = [step for name, step in by_name.items() if name.startswith(exercise.name)]
        assert told
        for step in told:
            if exercise.watch_name is None:
                assert "exercise_category" not in step
            else:
                assert step["exercise_category"] == exercise.watch_name.category
                names = Profile["types"][f"{exercise.watch_name.category}_exercise_name"]
                assert names[step["exercise_name"]] == exercise.watch_name.name


@pytest.mark.parametrize("category", WORDS)
def test_our_numbers_are_those_of_the_profile(category):
    number, names = WORDS[category]

    assert Profile["types"]["exercise_category"][number] == category
    for name, its_number in names.items():
        assert Profile["types"][f"{category}_exercise_name"][its_number] == name


def test_every_watch_name_of_the_shelf_has_a_number():
    for each in SHELF.exercises.values():
        assert (watch_numbers(each.watch_name) is None) == (each.watch_name is None), each.id
    assert watch_numbers(WatchName(category="plank", name="no_such_name")) is None
    assert watch_numbers(WatchName(category="no_such_category", name="plank")) is None


def test_a_cue_run_is_warm_up_bouts_and_cool_down():
    found = decoded(cue_run_workout(**CUE_RUN))
    warm_up, bout, easy, again, cool_down = found["workout_step_mesgs"]

    assert found["workout_mesgs"][0]["sport"] == "running"
    assert (warm_up["intensity"], warm_up["duration_time"]) == ("warmup", 600)
    assert (bout["intensity"], bout["duration_time"], bout["target_type"]) == (
        "interval",
        60,
        "cadence",
    )
    assert bout["notes"] == "Quick and light. Your usual is 166 steps/min."
    assert (easy["intensity"], easy["target_type"]) == ("recovery", "open")
    assert (again["duration_step"], again["repeat_steps"]) == (1, 6)
    assert (cool_down["intensity"], cool_down["duration_time"]) == ("cooldown", 300)


def test_a_cadence_target_is_in_strides_of_one_leg_as_the_watch_counts_running():
    # 173 to 178 steps are 86.5 to 89 strides: whole strides, and never narrower than asked
    bout = decoded(cue_run_workout(**CUE_RUN))["workout_step_mesgs"][1]

    assert (bout["custom_target_cadence_low"], bout["custom_target_cadence_high"]) == (86, 89)


@given(low=st.floats(100, 220), width=st.floats(0, 40))
@settings(max_examples=50, deadline=None)
def test_the_bounds_on_the_watch_hold_the_bounds_asked(low, width):
    low_spm, high_spm = strides_per_minute((low, low + width))

    assert 2 * low_spm <= low
    assert 2 * high_spm >= low + width
    assert low - 2 * low_spm < 2
    assert 2 * high_spm - (low + width) < 2


def test_a_bout_without_help_has_no_target_and_tells_no_number():
    steps = decoded(cue_run_workout(**CUE_RUN | {"n_with_feedback": 4}))["workout_step_mesgs"]
    _, helped, _, first, alone, _, then, _ = steps

    assert (helped["target_type"], first["duration_step"], first["repeat_steps"]) == (
        "cadence",
        1,
        4,
    )
    assert (alone["target_type"], alone["duration_time"], alone["notes"]) == (
        "open",
        60,
        BY_YOURSELF,
    )
    assert (then["duration_step"], then["repeat_steps"]) == (4, 2)
    assert not any("173" in str(each.get("notes", "")) for each in (alone, then))


def test_the_last_run_of_a_course_has_no_target_at_all():
    steps = decoded(cue_run_workout(**CUE_RUN | {"n_with_feedback": 0}))["workout_step_mesgs"]

    assert {each["target_type"] for each in steps if "target_type" in each} == {"open"}
    assert len(steps) == 5


def test_a_cue_of_words_shows_its_words_while_there_is_help():
    found = decoded(cue_run_workout(**CUE_RUN | {"cadence": None, "n_with_feedback": 1}))
    _, helped, _, alone, _, _, _ = found["workout_step_mesgs"]

    assert (helped["wkt_step_name"], alone["wkt_step_name"]) == ("Quick and light.", "By yourself")


@pytest.mark.parametrize(
    "change",
    [
        {"bouts": 0},
        {"n_with_feedback": 7},
        {"cadence": CadenceAsked(baseline_spm=166, low_spm=180, high_spm=178)},
        {"cadence": CadenceAsked(baseline_spm=166, low_spm=0, high_spm=178)},
    ],
)
def test_an_impossible_cue_run_is_refused(change):
    with pytest.raises(ValueError, match="bouts"):
        cue_run_workout(**CUE_RUN | change)


def test_one_bout_without_warm_up_is_two_steps():
    one = {"bouts": 1, "n_with_feedback": 1, "warm_up_s": 0, "cool_down_s": 0}
    steps = decoded(cue_run_workout(**CUE_RUN | one))

    assert [each["intensity"] for each in steps["workout_step_mesgs"]] == ["interval", "recovery"]


def test_a_run_by_words_carries_them():
    data = said_run_workout(
        name="24 Nov run", say="Run tall.", means="Chest up.", key="x", made_at=MADE
    )
    (step,) = decoded(data)["workout_step_mesgs"]

    assert (step["wkt_step_name"], step["notes"], step["duration_type"]) == (
        "Run tall.",
        "Chest up.",
        "open",
    )


def test_workouts_tell_themselves_apart_by_their_serial_numbers():
    ids = [decoded(written(each))["file_id_mesgs"][0] for each in SESSIONS]

    assert len({each["serial_number"] for each in ids}) == len(SESSIONS)
    assert written(SESSIONS[0]) == written(SESSIONS[0])
    assert ids[0]["time_created"] == MADE


@given(name=st.text(max_size=200), notes=st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_name_is_cut_between_letters_and_another_reader_agrees(name, notes):
    name, notes = name.replace("\0", ""), notes.replace("\0", "")
    step = Step(name=name, notes=notes, duration_s=1.5)
    data = workout_fit("w", [step], sport=RUN, key="k", made_at=MADE)
    with fitdecode.FitReader(io.BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        found = [
            frame
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "workout_step"
        ]
    said = found[0].get_value("wkt_step_name", fallback=None) or ""

    assert name.startswith(said)
    assert len(said.encode()) <= NAME_BYTES
    assert found[0].get_value("duration_time") == 1.5
