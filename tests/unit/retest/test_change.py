from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.diary import Reading
from psoas.loop.retest import Decision, Direction, compare, decide
from psoas.quantity import Answer, Side
from psoas.stats import mdc95, sem

START = datetime(2026, 10, 1, 8, tzinfo=UTC)


def readings(*values: float, measure: str = "hip-flexor-hold") -> list[Reading]:
    return [
        Reading(
            measure=measure, side=Side.RIGHT, value=value, taken_at=START + timedelta(days=7 * n)
        )
        for n, value in enumerate(values)
    ]


def direction(shelf, *values: float, measure: str = "hip-flexor-hold") -> Direction:
    change = compare(
        readings(*values, measure=measure),
        measure=shelf.measures[measure],
        side=Side.RIGHT,
        limits=shelf.limits,
    )
    return change.direction


# the hold's detectable change is 10 s: two readings make the baseline
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), "cannot-tell-yet"),
        ((20,), "cannot-tell-yet"),
        ((20, 20), "cannot-tell-yet"),
        ((20, 20, 29), "no-detectable-change"),
        ((20, 20, 31), "cannot-tell-yet"),  # beyond it once: not yet
        ((20, 20, 31, 32), "better"),  # seen twice
        ((20, 20, 35), "better"),  # once, at one and a half times
        ((40, 40, 29, 28), "worse"),
        ((20, 20, 35, 22), "no-detectable-change"),  # the newest counts
    ],
)
def test_a_change_counts_when_seen_twice_or_once_clearly(shelf, values, expected):
    assert direction(shelf, *values) == expected


def test_lower_is_better_where_the_measure_says_so(shelf):
    assert direction(shelf, 0, 0, -13, measure="modified-thomas-held") == "better"


@given(values=st.lists(st.floats(0, 120), min_size=3, max_size=8))
def test_the_order_of_entry_does_not_matter(shelf, values):
    found = readings(*values)
    measure = shelf.measures["hip-flexor-hold"]
    forward, backward = (
        compare(order, measure=measure, side=Side.RIGHT, limits=shelf.limits)
        for order in (found, found[::-1])
    )
    assert forward == backward


@given(base=st.floats(5, 60), gain=st.floats(0, 60))
def test_a_mirror_of_a_gain_is_a_loss(shelf, base, gain):
    up = direction(shelf, base, base, base + gain, base + gain)
    down = direction(shelf, base, base, base - gain, base - gain)
    assert {up, down} in ({Direction.BETTER, Direction.WORSE}, {Direction.NO_DETECTABLE_CHANGE})


def test_detectable_changes_of_the_thomas_test():  # T34
    assert mdc95(sem(sd=9.6, icc=0.90)) == pytest.approx(8.4, abs=0.1)
    assert mdc95(sem(sd=9.6, icc=0.95)) == pytest.approx(6.0, abs=0.1)


def test_more_readings_make_a_smaller_change_detectable():
    assert mdc95(1.0, baseline_readings=2, current_readings=2) < mdc95(1.0)


@pytest.mark.parametrize(
    ("light", "reds", "values", "decision"),
    [
        ("green", 0, (20, 20, 35), Decision.MOVE_ON),
        ("amber", 0, (20, 20, 35), Decision.STAY),
        ("unknown", 0, (20, 20, 35), Decision.STAY),
        ("red", 1, (20, 20, 35), Decision.GO_BACK),
        ("green", 0, (40, 40, 20), Decision.GO_BACK),
        ("green", 2, (20, 20, 35), Decision.REFER),
        ("green", 0, (), Decision.STAY),
    ],
)
def test_what_follows(shelf, light, reds, values, decision):
    change = compare(
        readings(*values),
        measure=shelf.measures["hip-flexor-hold"],
        side=Side.RIGHT,
        limits=shelf.limits,
    )
    verdict = decide([change], pain_level=light, reds_in_14_days=reds, limits=shelf.limits)
    assert verdict.level == decision
    assert verdict.answer is Answer.YES
