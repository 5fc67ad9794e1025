from datetime import UTC, datetime, timedelta
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.diary import Reading
from psoas.loop.retest import Direction, compare
from psoas.quantity import Side
from psoas.stats.level.mixture import Mixture

START = datetime(2026, 10, 1, 8, tzinfo=UTC)
#: Of practice and a baseline.
FIRST = (20, 20, 20)


def readings(*values: float, measure: str = "hip-flexor-hold", every_d: int = 7) -> list[Reading]:
    return [
        Reading(
            measure=measure,
            side=Side.RIGHT,
            value=value,
            taken_at=START + timedelta(days=every_d * n),
        )
        for n, value in enumerate(values)
    ]


def change(shelf, *values: float, measure: str = "hip-flexor-hold", **more):
    return compare(
        readings(*values, measure=measure),
        measure=shelf.measures[measure],
        side=Side.RIGHT,
        limits=shelf.limits,
        **more,
    )


def direction(shelf, *values: float, measure: str = "hip-flexor-hold", **more) -> Direction:
    return change(shelf, *values, measure=measure, **more).direction


# the hold's detectable change is 10 s; weekly readings, the first is for practice
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), "cannot-tell-yet"),
        ((20,), "cannot-tell-yet"),
        (FIRST, "cannot-tell-yet"),
        ((*FIRST, 29), "no-detectable-change"),
        ((*FIRST, 31), "cannot-tell-yet"),  # beyond two readings' error, once
        ((*FIRST, 35), "cannot-tell-yet"),  # clearly, once: it may be a good day
        ((*FIRST, 31, 32), "cannot-tell-yet"),  # twice
        ((*FIRST, 30, 34, 35, 36), "better"),
        ((40, 40, 40, 30, 26, 25, 24), "worse"),
        ((*FIRST, 35, 22), "no-detectable-change"),  # the newest counts
        ((10, *FIRST, 20, 21), "no-detectable-change"),  # practice is not gain
    ],
)
def test_a_change_is_told_by_all_readings(shelf, values, expected):
    assert direction(shelf, *values) == expected


def test_a_question_needs_no_practice(shelf):
    """Pain is answered, not done: two readings make the baseline at once."""
    assert change(shelf, 5, 5, measure="pain-nrs-run").verdict.text == "retest.too-few"
    assert direction(shelf, 5, 5, 5, measure="pain-nrs-run") == "no-detectable-change"


def test_lower_is_better_where_the_measure_says_so(shelf):
    values = (0, 0, 0, -6, -12, -13, -13, -14)

    assert direction(shelf, *values, measure="modified-thomas-held") == "better"


def test_more_measures_at_once_must_be_clearer(shelf):
    values = (*FIRST, 27, 31, 32, 33)

    assert direction(shelf, *values) == "better"
    assert direction(shelf, *values, told_from_factor=19 * 20) == "cannot-tell-yet"


@settings(max_examples=40)
@given(values=st.lists(st.floats(0, 120), min_size=4, max_size=8))
def test_the_order_of_entry_does_not_matter(shelf, values):
    found = readings(*values)
    measure = shelf.measures["hip-flexor-hold"]
    forward, backward = (
        compare(order, measure=measure, side=Side.RIGHT, limits=shelf.limits)
        for order in (found, found[::-1])
    )
    assert forward == backward


@settings(max_examples=40)
@given(base=st.floats(5, 60), gain=st.floats(0, 60))
def test_a_mirror_of_a_gain_is_a_loss(shelf, base, gain):
    up = change(shelf, *[base] * 3, *[base + gain] * 4)
    down = change(shelf, *[base] * 3, *[base - gain] * 4)

    assert up.better_factor == pytest.approx(down.worse_factor)
    assert {up.direction, down.direction} in (
        {Direction.BETTER, Direction.WORSE},
        {Direction.NO_DETECTABLE_CHANGE},
        {Direction.CANNOT_TELL_YET},
    )


@settings(max_examples=60)
@given(values=st.lists(st.floats(0, 120), min_size=4, max_size=10))
def test_what_is_told_is_beyond_the_error_of_means_of_two_readings(shelf, values):  # T52
    found = change(shelf, *values)

    if found.direction in (Direction.BETTER, Direction.WORSE):
        assert abs(found.change.central) >= found.detectable / sqrt(2)


def test_what_rose_and_came_back_is_told_neither_way(shelf):
    """The ramps are of one change: a hold of 40 s that is 20 s again is not better by half."""
    found = change(shelf, 20, *[20] * 4, *[44] * 6, 19)

    assert found.better_factor >= 19
    assert found.direction is Direction.CANNOT_TELL_YET


@pytest.mark.parametrize(("low", "shown"), [(-1.0, -1.0), (2.0, 2.0)])
def test_a_range_that_goes_beyond_nothing_is_told_with_its_sign(shelf, monkeypatch, low, shown):
    told = {0.05: low, 0.5: 12.0, 0.95: 18.0}
    monkeypatch.setattr(Mixture, "quantile", lambda _, ratio: told[ratio])
    found = change(shelf, *FIRST, 30, 34, 35, 36)

    assert (found.verdict.values["low"], found.verdict.values["high"]) == (shown, 18.0)
