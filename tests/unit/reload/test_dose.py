"""What a step, a side and a week make of a dose."""

from __future__ import annotations

import attrs
import pytest

from psoas.load.model import Light
from psoas.loop.reload.deload import week_kind
from psoas.loop.reload.dose import dose_today
from psoas.loop.reload.even import Sides
from psoas.loop.reload.model import Felt
from psoas.loop.reload.sided import side_doses
from psoas.quantity import Side
from tests.kit.rooms import SHELF, sets, stepped

MARCH, PLANK, CRAWL = "kettlebell-hip-march", "side-plank", "banded-bear-crawl"
LIMITS = SHELF.limits
L, R = Side.LEFT, Side.RIGHT


def today(name, steps, *, week=1, strength=None, light=Light.GREEN):
    exercise = SHELF.exercises[name]
    sided = side_doses(exercise.side, tight=R, strength=strength, light=light, limits=LIMITS)
    found = dose_today(
        exercise, steps, sided=sided, week=week_kind(week, limits=LIMITS), limits=LIMITS
    )
    return [(each.sides, each.sets, each.reps, each.hold_s) for each in found]


def march(left=(8, 8, 8), right=(8, 8, 8), felt=None):
    history = [*sets(0, MARCH, left, side=L), *sets(0, MARCH, right, side=R)]
    return {side: stepped(MARCH, history, felt, side=side) for side in (L, R)}


def test_a_first_time_is_the_low_end_on_both_sides():
    assert today(MARCH, {}) == [((L, R), 3, 8, None)]


def test_sides_that_do_the_same_are_one_and_else_two():
    assert today(MARCH, march()) == [((L, R), 3, 9, None)]
    assert today(MARCH, march(right=(10, 10, 10))) == [((L,), 3, 9, None), ((R,), 3, 11, None)]


def test_the_weaker_side_begins_and_does_a_set_more():
    weaker = Sides(weaker=R, ratio=0.8, beyond_error=True)

    assert today(MARCH, march(), strength=weaker) == [((R,), 4, 9, None), ((L,), 3, 9, None)]


def test_pain_takes_a_set_and_then_nothing_gives_one():
    amber = {"day-0": Felt(during_nrs=4, morning_before_nrs=0, morning_after_nrs=0)}
    weaker = Sides(weaker=R, ratio=0.8, beyond_error=True)

    found = today(MARCH, march(felt=amber), strength=weaker)
    assert {each[1] for each in found} == {2}
    assert {each[2] for each in found} == {8}


@pytest.mark.parametrize(("week", "n_sets"), [(3, 3), (4, 2), (5, 3)])
def test_an_easier_week_takes_sets(week, n_sets):
    assert today(MARCH, march(), week=week)[0][1] == n_sets


def test_a_hold_goes_up_in_seconds_and_a_crawl_stays():
    history = sets(0, PLANK, hold_s=[15, 15, 15], side=L)
    steps = {L: stepped(PLANK, history, side=L)}

    assert today(PLANK, steps) == [((L,), 3, None, 20), ((R,), 3, None, 15)]
    assert today(CRAWL, {None: stepped(CRAWL, [])}) == [((), 3, None, None)]


def test_two_parts_take_as_long_as_they_are():
    exercise = SHELF.exercises[MARCH]
    sided = side_doses(exercise.side, tight=R, strength=None, light=Light.GREEN, limits=LIMITS)
    week = week_kind(1, limits=LIMITS)
    (one,) = dose_today(exercise, march(), sided=sided, week=week, limits=LIMITS)
    (short,) = dose_today(
        exercise,
        {side: attrs.evolve(step, fewer_sets=1) for side, step in march().items()},
        sided=sided,
        week=week,
        limits=LIMITS,
    )

    assert short.seconds < one.seconds
