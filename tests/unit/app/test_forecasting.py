"""Which week is asked about, what was trained, and a cap that only lowers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

import psoas
from psoas.app import diary_cap
from psoas.app.diary_cap import capped_by_diary
from psoas.app.forecasting import week_asked_about
from psoas.load.guard import Next
from psoas.load.guard.model import ruled
from psoas.load.model import Light
from psoas.store import Logbook

ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("to_race_d", "first_d", "n_days", "is_race"),
    [
        (None, 22, 7, False),
        (-3, 22, 7, False),
        (1, 22, 7, False),  # no day is left before it
        (2, 1, 1, True),
        (8, 1, 7, True),
        (30, 23, 7, True),
        (91, 84, 7, True),
        (92, 22, 7, False),  # too far
    ],
)
def test_the_week_before_the_race_or_the_fourth_from_now(to_race_d, first_d, n_days, is_race):
    race = None if to_race_d is None else ON + timedelta(days=to_race_d)
    when = week_asked_about(race, on=ON)

    assert (when.first_d, when.n_days, when.is_race) == (first_d, n_days, is_race)


def next_run(shelf, level: Light, **values) -> Next:
    cap = ruled("cap", level, "guard.cap", limits=shelf.limits, limit="guard-spike", **values)
    return Next(flags=cap, light=cap, cap=cap, todo=())


@pytest.mark.parametrize(
    ("level", "rule_km", "diary_km", "told_km"),
    [
        (Light.GREEN, 12.0, 7.28, 7.2),
        (Light.GREEN, 12.0, 15.0, 12.0),
        (Light.GREEN, 12.0, None, 12.0),
        (Light.AMBER, 5.0, 4.0, 4.0),
        (Light.AMBER, 0.0, 4.0, 0.0),  # run-walk
        (Light.RED, 0.0, 4.0, 0.0),
        (Light.UNKNOWN, None, 4.0, None),
    ],
)
def test_the_diary_lowers_a_cap_and_never_raises_one(
    monkeypatch, shelf, level, rule_km, diary_km, told_km
):
    monkeypatch.setattr(diary_cap, "diary_cap_km", lambda *_, **__: diary_km)
    values = {} if rule_km is None else {"cap_km": rule_km}
    found = capped_by_diary(next_run(shelf, level, **values), None, limits=shelf.limits)

    assert found.cap.values.get("cap_km") == told_km
    assert attrs.evolve(found, cap=None) == attrs.evolve(next_run(shelf, level, **values), cap=None)


def test_from_python_it_is_one_call(tmp_path):
    with Logbook.open(tmp_path / "logbook.db") as logbook:
        found = psoas.forecast(logbook, now=datetime(2026, 11, 20, 9, tzinfo=UTC))

    assert found.withheld.text == "forecast.too-few"
    assert found.withheld.values == {"n": 0, "missing": 28}
