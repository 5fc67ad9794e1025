"""Planned weeks: what they amount to, and which asks more of the hip flexors."""

from __future__ import annotations

import pytest
from attrs import evolve

from psoas.load import (
    Heavier,
    PlannedPart,
    PlannedRun,
    compare_weeks,
    hip_flexor_load,
    week_load,
)
from psoas.load.planned import NotARun
from psoas.quantity import Answer
from psoas.render.words import worded
from tests.kit.runs import steady_stream


def part(km: float, mps: float, reps: int = 1) -> PlannedPart:
    return PlannedPart(distance_m=1000 * km, speed_mps=mps, reps=reps)


def week(*parts: PlannedPart):
    return week_load([PlannedRun(weekday=1, parts=(each,)) for each in parts])


def test_a_planned_run_loads_as_the_run_itself():
    planned = week(part(3.0, 3.0))
    run = hip_flexor_load(steady_stream(speed_mps=3.0, cadence_spm=None, seconds=1000))

    assert planned.units == pytest.approx(run.units)
    assert planned.strides == pytest.approx(run.strides)
    assert planned.impulse_bw_s.high == pytest.approx(run.impulse_bw_s.high)
    assert planned.distance_m == 3000


def test_a_kilometre_at_three_metres_a_second_is_a_unit():
    assert week(part(1.0, 3.0)).units == pytest.approx(
        dict.fromkeys((1, 2, 4, 7, 9), 1.0), rel=1e-5
    )


def test_repeats_add_up():
    twice = week(part(1.8, 3.0, reps=2))

    assert (twice.distance_m, twice.duration_s, twice.runs) == (3600, 1200, 1)
    assert twice.units == pytest.approx(week(part(3.6, 3.0)).units)


@pytest.mark.parametrize(("mps", "fast_m"), [(4.44, 0), (5.0, 0), (5.5, 2400)])
def test_fast_metres_are_those_above_five_metres_a_second(mps, fast_m):
    assert week(part(0.4, mps, reps=6)).fast_m == pytest.approx(fast_m)


def test_slow_running_is_running():
    assert week(part(5.0, 1.7)).units[4] > 0


def test_an_empty_week_is_rest():
    rest = week()

    assert (rest.distance_m, rest.strides, rest.units[4]) == (0, 0, 0)


EASY, LONGER = part(8, 3.0), part(12, 3.0)
ROWS = {
    "the same week": ([EASY], [EASY], Heavier.SAME, Answer.NO),
    "a week of rest twice": ([], [], Heavier.SAME, Answer.NO),
    "5 % longer": ([EASY], [part(8.4, 3.0)], Heavier.SAME, Answer.NO),
    "half as long again": ([EASY], [LONGER], Heavier.SECOND_MORE, Answer.YES),
    "the other way round": ([LONGER], [EASY], Heavier.SECOND_LESS, Answer.YES),
    "rest against running": ([], [EASY], Heavier.SECOND_MORE, Answer.YES),
    "as long, with fast repeats": (
        [EASY],
        [part(5.6, 3.0), part(0.4, 5.5, reps=6)],
        Heavier.SECOND_MORE,
        Answer.YES,
    ),
    "half as far but fast": ([part(10, 2.8)], [part(4, 4.0)], Heavier.CANNOT_TELL, Answer.UNKNOWN),
}


@pytest.mark.parametrize(("a", "b", "expected", "answer"), ROWS.values(), ids=ROWS)
def test_which_week_asks_more(a, b, expected, answer, shelf):
    verdict = compare_weeks(week(*a), week(*b), limits=shelf.limits)

    assert (verdict.level, verdict.answer) == (expected, answer)
    assert "{" not in worded(verdict, texts=shelf.texts)


def test_the_published_curve_must_agree(shelf):
    a = week(EASY)
    more = {m: 1.5 * units for m, units in a.units.items()}
    b = evolve(a, units=more, published_units={m: 0.8 * u for m, u in a.published_units.items()})

    assert compare_weeks(a, b, limits=shelf.limits).level == Heavier.CANNOT_TELL


def test_exponents_outside_two_to_seven_do_not_decide(shelf):
    a = week(EASY)
    b = evolve(a, units=a.units | {1: 100.0, 9: 0.1})

    assert compare_weeks(a, b, limits=shelf.limits).level == Heavier.SAME


@pytest.mark.parametrize("values", [{"distance_m": 0.0}, {"speed_mps": -1.0}, {"reps": 0}])
def test_a_part_that_cannot_be_run(values):
    with pytest.raises(NotARun):
        PlannedPart(**({"distance_m": 1.0, "speed_mps": 3.0, "reps": 1} | values))


@pytest.mark.parametrize(("weekday", "parts"), [(7, (EASY,)), (-1, (EASY,)), (0, ())])
def test_a_run_that_no_week_has(weekday, parts):
    with pytest.raises(NotARun):
        PlannedRun(weekday=weekday, parts=parts)
