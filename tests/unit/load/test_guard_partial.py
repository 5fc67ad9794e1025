"""Runs of whose speed a part is not known: what is known of them is the least it can be."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from psoas.load.guard import Exposure
from tests.kit.guard import run, says
from tests.kit.runs import fact

STEADY = [run(3 + 2 * n, fast_m=400.0) for n in range(14)]


@pytest.mark.parametrize(
    ("unknown_ratio", "fast_m", "units", "expected"),
    [
        (0.10, 0.0, 8.0, ("green", "green", "green")),
        (0.11, 0.0, 8.0, ("unknown", "unknown", "unknown")),
        (0.9, 300.0, 8.0, ("unknown", "unknown", "amber")),  # fast it was, how much is not known
        (0.9, 521.0, 8.0, ("amber", "unknown", "amber")),
        (0.9, 0.0, 10.5, ("unknown", "amber", "unknown")),
        (0.0, 300.0, 8.0, ("green", "green", "amber")),
    ],
)
def test_a_run_known_in_part_is_told_only_where_it_is_above(unknown_ratio, fast_m, units, expected):
    last = run(0, fast_m=fast_m, units=units, unknown_ratio=unknown_ratio)
    runs = [*STEADY, run(1, fast_m=400.0), last]
    assert tuple(says(rule, runs).level for rule in ("G2", "G3", "G8")) == expected


def test_runs_known_in_part_are_no_baseline():
    runs = [run(2 + 2 * n, units=0.5, unknown_ratio=0.9) for n in range(6)]
    assert says("G3", [*runs, run(0)]).text == "guard.units-no-baseline"


def test_what_is_known_of_a_part_may_be_the_most():
    runs = [*STEADY, run(2, fast_m=900.0, units=12.0, unknown_ratio=0.5)]
    last = run(0, fast_m=900.0, units=12.0)
    assert [says(rule, [*runs, last]).level for rule in ("G2", "G3")] == ["green", "green"]


def test_a_run_known_in_part_before_a_hard_one_may_have_been_hard():
    runs = [*STEADY, run(1, unknown_ratio=0.5), run(0, fast_m=400.0)]
    assert says("G8", runs).text == "guard.hard-unseen"


@pytest.mark.parametrize(
    ("unknown_s", "moving_s", "expected"),
    [(0.0, 0.0, 0.0), (270.0, 2700.0, 0.1), (2994.0, 602.0, 1.0), (60.0, 0.0, 1.0)],
)
def test_the_share_without_a_speed(unknown_s, moving_s, expected):
    done = evolve(fact(date(2026, 11, 22), 8.0), unknown_s=unknown_s, moving_s=moving_s)
    assert Exposure.of(done).unknown_ratio == pytest.approx(expected)
