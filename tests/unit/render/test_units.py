"""Numbers as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from psoas.quantity import Band
from psoas.render import units
from psoas.render.units import System


@pytest.mark.parametrize(
    ("metres", "system", "expected"),
    [
        (12_400, System.KM, "12.4 km"),
        (1609.344, System.MILES, "1.0 mi"),
        (0, System.KM, "0.0 km"),
        (None, System.KM, "not known"),
    ],
)
def test_a_distance_in_the_runners_system(metres, system, expected):
    assert units.distance(metres, system) == expected


@pytest.mark.parametrize(
    ("speed_mps", "system", "expected"),
    [
        (1000 / 300, System.KM, "5:00 min/km"),
        (1609.344 / 480, System.MILES, "8:00 min/mile"),
        (1000 / 299.6, System.KM, "5:00 min/km"),  # never 4:60
        (0.0, System.KM, "not known"),
        (0.3, System.KM, "not known"),
        (None, System.MILES, "not known"),
    ],
)
def test_pace_is_minutes_and_seconds_with_its_unit(speed_mps, system, expected):
    assert units.pace(speed_mps, system) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0:00"), (59.6, "1:00"), (2527, "42:07"), (3727, "1:02:07"), (None, "not known")],
)
def test_a_clock_time(seconds, expected):
    assert units.clock(seconds) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(45, "45 s"), (720, "12 min"), (3900, "1 h 05 min"), (3599, "1 h 00 min")],
)
def test_a_spoken_time(seconds, expected):
    assert units.spoken(seconds) == expected


@pytest.mark.parametrize(
    ("value_min", "expected"), [(18.4, "18 min"), (0.4, "under 1 min"), (0, "0 min")]
)
def test_minutes_of_a_session(value_min, expected):
    assert units.minutes(value_min) == expected


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [(12.0, 1, "12"), (12.34, 1, "12.3"), (100, 0, "100"), (-0.01, 1, "0"), (None, 1, "not known")],
)
def test_a_number_has_no_idle_zeros(value, digits, expected):
    assert units.number(value, digits) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(12.5, "deg", "12.5°"), (34, "s", "34 s"), (3, "count", "3"), (None, "s", "not known")],
)
def test_a_quantity_carries_its_unit(value, unit, expected):
    assert units.quantity(value, unit) == expected


def test_a_band_shows_its_interval():
    assert units.band(Band(1.7, 2.4, 3.5), "bw") == "2.4 BW (1.7–3.5)"


def test_no_band_is_not_known():
    assert units.band(None, "bw") == "not known"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 3), "today"),
        (date(2026, 3, 2), "yesterday"),
        (date(2026, 3, 4), "tomorrow"),
        (date(2026, 3, 9), "Mon 9 Mar"),
        (date(2025, 12, 31), "Wed 31 Dec 2025"),
    ],
)
def test_days_near_today_have_names(on, expected):
    assert units.day_near(on, today=date(2026, 3, 3)) == expected


def test_the_time_of_day():
    assert units.time_of_day(datetime(2026, 3, 3, 7, 5, tzinfo=UTC)) == "07:05"


def test_a_slug_as_words():
    assert units.words("front_of_hip") == "front of hip"
