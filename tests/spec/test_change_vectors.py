"""Test vectors of science.md section 10 that a retest must hold: T33, T34, T42, T49, T52."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import sqrt

import pytest

from psoas.diary import Pain, When
from psoas.load import pain_light
from psoas.loop.measure import Better
from psoas.loop.retest.change import Direction, direction_of
from psoas.motion.at_speed import by_speed_alone, slope_per_mps
from psoas.stats.detectable import real_by_chance_ratio, sem_of

ON = date(2026, 11, 20)


# T33: the running injury index has an SEM of 1.47 of 36 points; T34: a hip angle with SD 9.6
@pytest.mark.parametrize(
    ("vector", "found", "expected", "within"),
    [
        ("T33", sem_of(4.07), 1.47, 0.01),
        ("T34, reliability 0.90", sem_of(8.4), 9.6 * sqrt(1 - 0.90), 0.04),
        ("T34, reliability 0.95", sem_of(6.0), 9.6 * sqrt(1 - 0.95), 0.04),
        ("T52, 12 measures", real_by_chance_ratio(12), 0.46, 0.005),
        ("T52, 1 measure", real_by_chance_ratio(1), 0.05, 1e-9),
        ("T49, thigh back", slope_per_mps("thigh_extension_peak"), -5.2, 0.3),
        ("T49, thigh forward", slope_per_mps("thigh_flexion_peak"), 6.6, 0.3),
        ("T49, shank", slope_per_mps("shank_angle_at_contact"), 2.7, 0.3),
        ("T49, foot ahead of hip", slope_per_mps("overstride"), 0.055, 0.003),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_numbers(vector, found, expected, within):
    assert found == pytest.approx(expected, abs=within), vector


def pain(days_ago: int, nrs: int, when: When) -> Pain:
    on = ON - timedelta(days=days_ago)
    at = datetime(on.year, on.month, on.day, 7 if when is When.MORNING else 19, tzinfo=UTC)
    return Pain(felt_on=on, when=when, pain_nrs=nrs, entered_at=at)


# T42: 3 while running; the next morning as the morning before, or worse by 1; 6 while running
@pytest.mark.parametrize(
    ("during", "morning_before", "morning", "light"),
    [(3, 2, 2, "amber"), (3, 2, 3, "red"), (6, 2, 2, "red"), (2, 1, 1, "green")],
)
def test_t42_the_pain_light(shelf, during, morning_before, morning, light):
    diary = [
        pain(1, morning_before, When.MORNING),
        pain(1, during, When.DURING),
        pain(0, morning, When.MORNING),
    ]

    assert pain_light(diary, on=ON, limits=shelf.limits).level == light


# T49: farther apart than 0.3 m/s only after the correction, and that only within 2.5 to 4.5 m/s
@pytest.mark.parametrize(
    ("measure", "from_mps", "to_mps", "expected"),
    [
        ("thigh_flexion_peak", 3.0, 3.5, 3.3),
        ("thigh_flexion_peak", 3.5, 3.0, -3.3),
        ("thigh_extension_peak", 3.0, 4.0, -5.2),
        ("cadence", 3.0, 3.5, None),
        ("thigh_flexion_peak", 2.4, 3.0, None),
        ("thigh_flexion_peak", 4.0, 4.6, None),
        ("thigh_flexion_peak", 2.6, 3.8, None),
    ],
)
def test_t49_two_speeds(measure, from_mps, to_mps, expected):
    found = by_speed_alone(measure, from_mps=from_mps, to_mps=to_mps)

    assert found == (None if expected is None else pytest.approx(expected, abs=0.1))


# T52: two readings are apart for real only from the MDC95 on
@pytest.mark.parametrize(
    ("delta", "expected"),
    [
        (8.39, "no-detectable-change"),
        (8.41, "better"),
        (-8.39, "no-detectable-change"),
        (-8.41, "worse"),
        (0.0, "no-detectable-change"),
    ],
)
def test_t52_two_readings(delta, expected):
    assert direction_of(delta, detectable=8.4, better=Better.HIGHER) == Direction(expected)
