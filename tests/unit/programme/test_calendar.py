"""What kind of run a planned run is: words first, size only raises, unknown stays unknown."""

from __future__ import annotations

from datetime import date

import pytest

from psoas.load.planned import PlannedPart
from psoas.programme import RunKind
from psoas.programme.calendar import fast_m, kind_of, kind_said, kinds_of, unsaid
from tests.kit.planned import planned_run

ON = date(2026, 11, 24)

WORDS = [
    ("Easy 8 km", RunKind.EASY),
    ("Recovery jog", RunKind.EASY),
    ("Long run", RunKind.LONG),
    ("Long run with tempo", RunKind.LONG),
    ("Long intervals", RunKind.HARD),
    ("6 x 400 m", RunKind.HARD),
    ("Threshold 3x10min", RunKind.HARD),
    ("8 km at race pace", RunKind.HARD),
    ("10k pace work", RunKind.HARD),
    ("Race: city 10 km", RunKind.RACE),
    ("Berlin marathon", RunKind.RACE),
    ("Half-marathon", RunKind.RACE),
    ("Marathon training, week 3", None),
    ("Racer's kit check", None),
    ("Time trial 5 km", RunKind.HARD),
    ("Rest", RunKind.REST),
    ("Day off", RunKind.REST),
    ("Run 10 km", None),
    ("Belong together run", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "kind"), WORDS)
def test_the_kind_that_words_say(words, kind):
    assert kind_said(words) is kind


@pytest.mark.parametrize(
    ("kind", "km", "usual_km", "found"),
    [
        (None, 10, None, None),
        (None, 10, 20, None),  # not taken for easy: nobody said so
        (None, 18, 20, RunKind.LONG),
        (None, 17.9, 20, None),
        (RunKind.EASY, 18, 20, RunKind.LONG),  # whatever it is called
        (RunKind.EASY, 8, 20, RunKind.EASY),
        (RunKind.RACE, 30, 20, RunKind.RACE),
        (RunKind.REST, None, 20, RunKind.REST),
        (RunKind.EASY, None, None, RunKind.EASY),
    ],
)
def test_size_only_ever_raises_what_words_say(kind, km, usual_km, found):
    run = planned_run(ON, kind=kind, distance_m=km and km * 1000.0, parts=())

    assert kind_of(run, usual_long_m=usual_km and usual_km * 1000.0) is found


def test_a_tenth_of_fast_metres_makes_a_run_hard():
    slow = PlannedPart(distance_m=9000, speed_mps=3.0)
    fast = PlannedPart(distance_m=200, speed_mps=5.5, reps=5)
    run = planned_run(ON, kind=RunKind.EASY, distance_m=10_000.0, parts=(slow, fast))

    assert fast_m(run) == 1000
    assert kind_of(run, usual_long_m=None) is RunKind.HARD
    assert fast_m(planned_run(ON, parts=())) is None


def test_of_two_runs_of_a_day_the_kind_that_asks_more_counts_and_unknown_days_are_left_out():
    other = date(2026, 11, 25)
    runs = (
        planned_run(ON, id="a", kind=RunKind.EASY, parts=()),
        planned_run(ON, id="b", kind=RunKind.RACE, parts=()),
        planned_run(other, kind=None, parts=()),
    )

    assert kinds_of(runs) == {ON: RunKind.RACE}
    assert unsaid(runs) == (other,)
    assert kinds_of(()) == {}
