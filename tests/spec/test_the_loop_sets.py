"""What was said of a set moves today, and nothing that the check decided."""

from __future__ import annotations

from datetime import timedelta

import pytest

from psoas.app.plan.planning import current_plan
from psoas.app.plan.todays import today
from psoas.app.retest.retesting import retest
from psoas.app.session.performing import Record, keep_record
from psoas.app.state import state_of
from psoas.diary import Performed
from psoas.programme import SessionKind
from psoas.store import Logbook
from tests.kit.loop import NOW, eight_weeks, turn


@pytest.mark.parametrize(("pain_nrs", "light"), [(1, "green"), (4, "amber"), (6, "red")])
def test_pain_in_one_set_moves_todays_session_and_not_the_disposition_or_the_plan(
    tmp_path, shelf, pain_nrs, light
):
    files = eight_weeks(tmp_path / "runs", until=NOW.date())
    with Logbook.open(tmp_path / "runner.db") as logbook:
        before = turn(logbook, files, shelf)
        planned = before.plan.sessions[0]
        done = Performed(
            session=planned.id,
            exercise=planned.prescriptions[0].exercise,
            pain_nrs=pain_nrs,
            done_at=NOW + timedelta(minutes=5),
        )
        later = NOW + timedelta(minutes=10)
        record = Record(id="r", session=planned.id, finished_at=later, sets={"one": done})
        keep_record(logbook, record, shelf=shelf, now=later)
        state = state_of(logbook, shelf=shelf, now=later)

    assert state.light.level == light
    shown = today(state, shelf=shelf).sessions
    assert all((each.kind is SessionKind.REST) == (light == "red") for each in shown)
    assert state.sheet.assessment.disposition == before.state.sheet.assessment.disposition
    assert [d.driver for d in state.sheet.assessment.drivers] == [
        d.driver for d in before.state.sheet.assessment.drivers
    ]
    assert current_plan(state) == before.plan
    assert retest(state, shelf=shelf).changes == before.retested.changes
    assert state.performed == (done,)
