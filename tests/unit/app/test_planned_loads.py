"""Loads to come: as planned where runs are planned, as usual elsewhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from psoas.app.forecast.forecasting import _race_on, flare_of, forecasts_of, whole_diary
from psoas.app.load import diary_cap
from psoas.app.load.diary_cap import beyond_diary
from psoas.app.load.guarding import check_ahead, planned_from
from psoas.app.load.planned_loads import loads_to_come
from psoas.app.state import State, state_of
from psoas.diary import Pain, When
from psoas.evidence import Grade, Verdict
from psoas.load import RunFact
from psoas.load.planned import PlannedPart
from psoas.programme import RunKind
from psoas.programme.calendar import PlannedDay
from psoas.quantity import Answer
from psoas.store import Logbook
from tests.kit.runs import fact

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)  # a Sunday
ON = NOW.date()
#: Kilometres by weekday, and the fast ones of a Thursday.
WEEK_KM, FAST_M = {1: 8.0, 3: 8.0, 6: 16.0}, 1600.0


def hard(run: RunFact) -> RunFact:
    return attrs.evolve(run, fast_m=FAST_M, units={m: 2 * u for m, u in run.units.items()})


@pytest.fixture(scope="module")
def stand(tmp_path_factory, shelf) -> State:
    with Logbook.open(tmp_path_factory.mktemp("empty") / "logbook.db") as logbook:
        empty = state_of(logbook, shelf=shelf, now=NOW)
    days = [ON - timedelta(days=n) for n in range(70, 0, -1)]
    easy = [fact(day, WEEK_KM[day.weekday()]) for day in days if day.weekday() in WEEK_KM]
    runs = [hard(each) if each.local_on.weekday() == 3 else each for each in easy]
    pains = [
        Pain(
            felt_on=day,
            when=When.AFTER,
            side=None,
            pain_nrs=day.day % 3,
            entered_at=datetime.combine(day, NOW.timetz()),
        )
        for day in days
    ]
    return attrs.evolve(empty, runs=tuple(runs), pains=tuple(pains))


def plan(days_ahead: int, *, kind: RunKind | None = RunKind.EASY, **told) -> PlannedDay:
    on = ON + timedelta(days=days_ahead)
    return PlannedDay(id=str(on), on=on, kind=kind, title="run", came_from="by hand", **told)


def to_come(state: State, *planned: PlannedDay, n_days: int = 14):
    there = attrs.evolve(state, planned=planned)
    return loads_to_come(there, whole_diary(there), n_days=n_days)


def km(state: State, *planned: PlannedDay) -> list[float]:
    return [round(8 * each, 2) for each in to_come(state, *planned).loads["distance"]]


USUAL = [0, 8, 0, 8, 0, 0, 16] * 2  # from Monday on


def test_without_planned_runs_every_weekday_is_as_usual(stand):
    assert km(stand) == USUAL
    assert to_come(stand).n_planned == 0


def test_a_planned_run_stands_instead_of_the_usual_of_its_day_and_of_no_other(stand):
    found = km(stand, plan(7, kind=RunKind.LONG, distance_m=24_000.0))
    assert found == [*USUAL[:6], 24, *USUAL[7:]]


def test_in_a_week_that_is_planned_all_other_days_are_rest(stand):
    found = km(stand, plan(1, distance_m=4000.0), plan(3, kind=RunKind.REST, distance_m=9000.0))
    assert found == [4, 0, 0, 0, 0, 0, 0, *USUAL[7:]]


def test_what_lies_behind_or_beyond_does_not_count(stand):
    found = to_come(stand, plan(-2, distance_m=9e4), plan(15, distance_m=9e4))
    assert found.n_planned == 0


def test_a_run_told_by_its_time_is_of_the_usual_speed_and_one_told_by_neither_is_typical(stand):
    speed_mps = stand.runs[0].distance_m / stand.runs[0].moving_s
    assert km(stand, plan(2, duration_s=6000 / speed_mps))[1] == pytest.approx(6, abs=0.01)
    assert km(stand, plan(5))[4] == 8


def test_a_fast_run_is_like_the_runners_own_fast_ones_and_its_parts_tell_more(stand):
    easy, fast = (
        {name: load[1] for name, load in to_come(stand, each).loads.items()}
        for each in (
            plan(2, distance_m=8000.0),
            plan(2, distance_m=8000.0, kind=RunKind.HARD),
        )
    )
    assert easy["fast"] == 0
    assert fast["fast"] == pytest.approx(1)
    assert fast["units-4"] == pytest.approx(2 * easy["units-4"])
    parts = (PlannedPart(distance_m=400.0, speed_mps=6.0, reps=8),)
    told = to_come(stand, plan(2, distance_m=3200.0, parts=parts))
    assert told.loads["fast"][1] == pytest.approx(2, rel=0.01)


def test_todays_run_counts_until_there_is_a_run(stand):
    assert to_come(stand, plan(0, distance_m=12_000.0)).today["distance"] == pytest.approx(1.5)
    ran = attrs.evolve(stand, runs=(*stand.runs, fact(ON, 3.0)))
    assert to_come(ran, plan(0, distance_m=12_000.0)).today == {}


def test_the_race_is_the_one_that_is_set_else_the_longest_planned_one(stand):
    race = RunKind.RACE
    planned = (plan(6, kind=race, distance_m=5000.0), plan(40, kind=race, distance_m=42_195.0))
    state = attrs.evolve(stand, planned=planned)
    assert _race_on(stand) is None
    assert _race_on(state) == ON + timedelta(days=40)
    assert _race_on(attrs.evolve(state, profile={"race_on": "2027-01-03"})) == date(2027, 1, 3)


def test_planned_runs_go_into_the_forecast_and_are_counted(stand):
    planned = tuple(plan(n, distance_m=24_000.0) for n in range(23, 28))
    usual, more = (forecasts_of(attrs.evolve(stand, planned=each)) for each in ((), planned))

    assert (usual.n_planned, more.n_planned) == (0, 5)
    assert usual.running.text == "forecast.usual"
    assert more.running.text == "forecast.planned"
    assert more.forecast.less_nrs.central > usual.forecast.less_nrs.central


def test_scores_without_any_run_are_foretold_without_a_plan(stand):
    found = forecasts_of(attrs.evolve(stand, runs=(), planned=(plan(3, distance_m=9000.0),)))

    assert sum(found.forecast.chances_ratio) == pytest.approx(1)
    assert found.forecast.other_plan is found.running is found.drivers is None
    assert found.flare is not None


def test_where_the_course_calls_for_a_clinician_nothing_is_foretold(stand):
    said = Verdict(
        rule="course",
        answer=Answer.YES,
        level="clinician",
        text="refer.two-reds",
        values={},
        sources=("psoas-convention",),
        grade=Grade.OWN_CONVENTION,
    )
    assert flare_of(stand) is not None
    referred = attrs.evolve(stand, referred=(said,))
    assert flare_of(referred) is None
    assert forecasts_of(referred).withheld.text == "forecast.referred"


def test_a_planned_run_beyond_the_diarys_cap_is_amber_and_never_milder(stand, shelf, monkeypatch):
    wanted = planned_from(["6", "9", "40"], now=NOW)
    before = {each.run.id: each for each, _ in check_ahead(wanted, stand, shelf=shelf)}
    monkeypatch.setattr(diary_cap, "diary_cap_km", lambda *_, **__: 7.0)
    after = {each.run.id: each for each, _ in check_ahead(wanted, stand, shelf=shelf)}

    assert after["planned-1"] == before["planned-1"]
    assert before["planned-2"].level == "green"
    assert after["planned-2"].level == "amber"
    assert [each.text for each in after["planned-2"].loud] == ["guard.beyond-diary"]
    assert before["planned-3"].level == after["planned-3"].level == "red"


def test_without_a_distance_the_diary_is_not_asked(stand, shelf, monkeypatch):
    monkeypatch.setattr(diary_cap, "diary_cap_km", lambda *_, **__: pytest.fail("asked"))
    assert beyond_diary((), stand, limits=shelf.limits) == ()
