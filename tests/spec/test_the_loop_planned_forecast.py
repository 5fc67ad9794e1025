"""The whole loop with planned runs: what is foretold and said of them moves, nothing else."""

from __future__ import annotations

from datetime import timedelta

from psoas.app.forecast.forecasting import forecasts_of
from psoas.app.load.ahead import runs_ahead
from psoas.app.load.planned_runs import add_planned
from psoas.app.plan.planning import current_plan
from psoas.app.state import state_of
from psoas.store import Logbook
from tests.kit.loop import NOW, eight_weeks, turn
from tests.spec.test_the_loop_forecast import after_runs

ON = NOW.date()


def test_planned_runs_move_the_forecast_and_are_held_to_the_diarys_cap(tmp_path, shelf):
    files = eight_weeks(tmp_path / "runs", until=ON, weeks=13)
    with Logbook.open(tmp_path / "logbook.db") as logbook:
        found = turn(logbook, files, shelf, pain_nrs=None, diary=after_runs())
        before = found.state
        for n in range(22, 29):
            on = ON + timedelta(days=n)
            add_planned(logbook, on=on, title="Easy 12 km", now=NOW)
        after = state_of(logbook, shelf=shelf, now=NOW)

    usual, planned = forecasts_of(before), forecasts_of(after)
    assert (usual.n_planned, planned.n_planned) == (0, 7)
    assert planned.forecast.mean_nrs.central > usual.forecast.mean_nrs.central
    assert planned.forecast.less_nrs.central > usual.forecast.less_nrs.central
    assert planned.drivers == usual.drivers

    cap_km = found.today.guard.cap.values["cap_km"]
    assert found.today.guard.cap.text == "guard.cap-diary"
    assert cap_km < 12
    said = [verdict for each in runs_ahead(after, shelf=shelf) for verdict in each.says]
    assert {each.values["cap_km"] for each in said if each.rule == "diary"} == {cap_km}

    assert after.sheet.assessment == before.sheet.assessment
    assert current_plan(after) == current_plan(before)
    assert after.screening == before.screening
