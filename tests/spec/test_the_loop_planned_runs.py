"""One planned run more: the guard speaks before it, and nothing that was measured moves."""

from __future__ import annotations

from datetime import date

from psoas.app.load.ahead import runs_ahead
from psoas.app.load.planned_runs import add_planned
from psoas.app.outgoing.feed import calendar_of, feed_of
from psoas.app.retest.retesting import retest
from psoas.app.state import state_of
from psoas.library import Shelf
from psoas.store import Logbook
from tests.kit.loop import NOW, eight_weeks, turn

SUNDAY = date(2026, 11, 29)


def test_a_planned_jump_is_told_before_it_is_run_and_moves_nothing_else(tmp_path, shelf: Shelf):
    with Logbook.open(tmp_path / "logbook.db") as logbook:
        turn(logbook, eight_weeks(tmp_path / "runs", until=NOW.date()), shelf)
        before = state_of(logbook, shelf=shelf, now=NOW)
        feed = feed_of(logbook, now=NOW)
        add_planned(logbook, on=SUNDAY, title="Long 15 km", now=NOW)
        after = state_of(logbook, shelf=shelf, now=NOW)

    assert runs_ahead(before, shelf=shelf) == ()
    (ahead,) = runs_ahead(after, shelf=shelf)
    assert (ahead.run.on, ahead.level, ahead.says[0].rule) == (SUNDAY, "amber", "G1")
    assert (after.runs, after.light, after.screening) == (before.runs, before.light, None)
    assert after.sheet == before.sheet
    assert retest(after, shelf=shelf) == retest(before, shelf=shelf)
    # a plan that is made stays as it was made until it is made again
    assert after.plan == before.plan
    calendars = [calendar_of(s, feed, shelf=shelf, base_url=None) for s in (before, after)]
    assert calendars[0] == calendars[1]
