"""A session as steps takes what the plan says, and both sides get the same."""

from __future__ import annotations

from datetime import date

import pytest

from psoas.errors import NotFound
from psoas.loop.prescription import prescribe
from psoas.programme import Session, SessionKind
from psoas.quantity import Side
from psoas.render.dose import dose_words
from psoas.web.steps import steps_of


def _session(*prescriptions):
    return Session(
        id="s",
        on=date(2026, 11, 22),
        kind=SessionKind.RELOAD,
        prescriptions=prescriptions,
        minutes=1.0,
        heavy=True,
        why=(),
    )


def _prescribed(exercise, shelf, *, sides=Side.BOTH.single):
    has_sides = exercise.side != "no-side"
    return prescribe(
        exercise, sides=sides if has_sides else (), progress_ratio=0.0, limits=shelf.limits
    )


def _prescribable(shelf):
    return [each for each in shelf.exercises.values() if each.prescribable]


def test_steps_take_as_long_as_the_plan_says(shelf):
    for exercise in _prescribable(shelf):
        each = _prescribed(exercise, shelf)
        steps = steps_of(_session(each), exercises=shelf.exercises, limits=shelf.limits)
        rounding = 0.6 * (exercise.rep_s + 1) * each.sets * 4  # reps are whole in a step
        assert sum(step.seconds for step in steps) == pytest.approx(each.seconds, abs=rounding)


def test_the_second_side_gets_what_the_first_got(shelf):
    for exercise in _prescribable(shelf):
        each = _prescribed(exercise, shelf)
        if len(each.sides) == 2:
            steps = steps_of(_session(each), exercises=shelf.exercises, limits=shelf.limits)
            work = dict.fromkeys({step.side for step in steps if step.side}, 0.0)
            for step in steps:
                if step.kind == "work":
                    work[step.side] += step.seconds
            assert len(set(work.values())) == 1, exercise.id


def test_a_set_to_fatigue_waits_for_the_runner_and_a_hold_does_not(shelf):
    for exercise in _prescribable(shelf):
        each = _prescribed(exercise, shelf)
        for step in steps_of(_session(each), exercises=shelf.exercises, limits=shelf.limits):
            assert step.waits == (step.kind == "work" and each.to_fatigue)


def test_each_set_begins_with_getting_ready_and_the_side_is_said(shelf):
    halo = shelf.exercises["half-kneeling-halo"]
    each = _prescribed(halo, shelf, sides=(Side.RIGHT, Side.LEFT))
    steps = steps_of(_session(each), exercises=shelf.exercises, limits=shelf.limits)

    assert [(s.kind, s.side, s.switch) for s in steps[:6]] == [
        ("ready", "right knee down", False),
        ("work", "right knee down", False),
        ("work", "right knee down", False),
        ("ready", "left knee down", True),
        ("work", "left knee down", False),
        ("work", "left knee down", False),
    ]
    assert [s.say for s in steps[1:3]] == ["6 reps one way", "6 reps the other way"]
    assert steps[0].first


def test_a_dose_in_words(shelf):
    march = shelf.exercises["kettlebell-hip-march"]
    each = _prescribed(march, shelf, sides=(Side.LEFT, Side.RIGHT))

    assert dose_words(each, march) == f"{each.sets} × {each.reps} reps · left side, then right side"


def test_an_exercise_that_left_the_shelf_says_what_to_do(shelf):
    each = _prescribed(shelf.exercises["dead-bug"], shelf)

    with pytest.raises(NotFound, match="Make the plan again"):
        steps_of(_session(each), exercises={}, limits=shelf.limits)
