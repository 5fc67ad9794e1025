"""How far the two sides of a test are apart, each time both were read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from psoas.diary import Reading
from psoas.loop.retest.sides import apart
from psoas.quantity import Side

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def read(side: Side, value: float, *, after_h: float = 0.0) -> Reading:
    at = AT + timedelta(hours=after_h)
    return Reading(measure="hip-flexor-hold", side=side, value=value, taken_at=at)


@pytest.mark.parametrize(
    ("second_h", "expected"),
    [
        (0.1, (10,)),
        (11.9, (10,)),
        (24, ()),  # each alone on its day
    ],
)
def test_two_sides_of_one_time_are_compared(second_h, expected):
    assert apart([read(Side.LEFT, 20), read(Side.RIGHT, 30, after_h=second_h)]) == expected


@pytest.mark.parametrize("midnight_h", [14.95, 3.95])
def test_midnight_between_the_sides_does_not_part_them(midnight_h):
    """Noon in Auckland is midnight in UTC."""
    readings = [
        read(Side.LEFT, 20, after_h=midnight_h),
        read(Side.RIGHT, 30, after_h=midnight_h + 0.1),
    ]

    assert apart(readings) == (10,)


def test_of_several_the_last_counts_and_one_side_alone_says_nothing():
    again = [read(Side.LEFT, 20), read(Side.RIGHT, 30), read(Side.RIGHT, 24, after_h=0.5)]

    assert apart(again) == (4,)
    assert apart([read(Side.LEFT, 20), read(Side.LEFT, 30, after_h=1)]) == ()
