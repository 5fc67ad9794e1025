"""Which week is asked about, what was trained, and a cap that only lowers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import attrs
import numpy as np
import pytest

import psoas
from psoas.app.diary.keeping import log_pain, set_up
from psoas.app.forecast.forecasting import _beyond, flare_of, forecasts_of, week_asked_about
from psoas.app.load import diary_cap
from psoas.app.load.diary_cap import capped_by_diary
from psoas.app.state import state_of
from psoas.diary import When
from psoas.load.guard import Next
from psoas.load.guard.model import ruled
from psoas.load.model import Light
from psoas.programme import RunKind
from psoas.programme.calendar import PlannedDay
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


def diary(tmp_path, *, n_days: int = 40, silent_d: int = 0, race_on: date | None = None, **about):
    """A logbook of a score a day until some days ago."""
    now = datetime(2026, 11, 20, 21, tzinfo=UTC)
    logbook = Logbook.open(tmp_path / "logbook.db")
    for ago in range(silent_d, n_days):
        at = now - timedelta(days=ago)
        log_pain(
            logbook,
            pain_nrs=3 + ago % 2,
            when=When.AFTER,
            side=None,
            felt_on=at.date(),
            now=at - timedelta(hours=1),
        )
    if race_on is not None:
        set_up(logbook, {"race_on": race_on.isoformat()}, now=now - timedelta(days=400))
    return logbook, now


@pytest.mark.parametrize(("silent_d", "is_told"), [(0, True), (13, True), (14, False), (60, False)])
def test_tomorrow_is_not_told_from_an_old_score(tmp_path, shelf, silent_d, is_told):
    logbook, now = diary(tmp_path, n_days=100, silent_d=silent_d)
    with logbook:
        state = state_of(logbook, shelf=shelf, now=now)
    found = forecasts_of(state)

    assert (found.flare is not None) is is_told
    assert (flare_of(state) is not None) is is_told
    said = [(each.text, each.values) for each in found.notes]
    assert said == ([] if is_told else [("forecast.old", {"days": silent_d})])


@pytest.mark.parametrize(
    ("race_in_d", "text"),
    [(None, None), (-1, None), (0, "near"), (1, "near"), (30, None), (92, "far"), (200, "far")],
)
def test_a_race_that_is_not_told_of_is_named(tmp_path, shelf, race_in_d, text):
    race = None if race_in_d is None else ON + timedelta(days=race_in_d)
    logbook, now = diary(tmp_path, race_on=race)
    with logbook:
        found = forecasts_of(state_of(logbook, shelf=shelf, now=now))

    assert [each.text for each in found.notes] == ([f"forecast.race-{text}"] if text else [])
    assert found.forecast.when.is_race is (race_in_d == 30)


def test_a_race_that_is_over_hides_no_planned_one(tmp_path, shelf):
    logbook, now = diary(tmp_path, race_on=ON - timedelta(days=60))
    with logbook:
        state = state_of(logbook, shelf=shelf, now=now)
    planned = PlannedDay(
        id="city",
        on=ON + timedelta(days=20),
        kind=RunKind.RACE,
        title="City 10 km",
        distance_m=10_000.0,
        came_from="by hand",
    )
    found = forecasts_of(attrs.evolve(state, planned=(planned,)))

    assert found.race_on == planned.on
    assert found.forecast.when.is_race


@pytest.mark.parametrize(
    ("name", "ahead", "is_beyond"),
    [
        ("distance", 3.0, False),
        ("distance", 3.1, True),
        ("fast", 5.0, True),
        ("sitting", 9.0, False),  # nobody plans it
    ],
)
def test_a_plan_beyond_the_diary_is_named(name, ahead, is_beyond):
    days = SimpleNamespace(loads={name: np.array([0.0, 1.0, 2.0])})
    coming = SimpleNamespace(loads={name: np.array([0.0, ahead])})

    found = list(_beyond(SimpleNamespace(days=days), coming))
    assert [each.text for each in found] == ["forecast.beyond"] * is_beyond
