"""Planned runs in a logbook: nothing twice, the guard before a run, what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from psoas.app.load.adherence import Kept, adherence, in_words
from psoas.app.load.ahead import exposures_of, runs_ahead
from psoas.app.load.planned_runs import add_planned, drop, import_planned
from psoas.app.outgoing.handing_out import Places, plan_there, write_out
from psoas.app.plan.planning import make_plan
from psoas.app.state import state_of
from psoas.errors import InvalidAnswer, NotFound
from psoas.library import Shelf
from psoas.load import RunFact
from psoas.programme import RunKind
from psoas.store import Logbook
from psoas.store.planned import planned_runs
from tests.kit.loop import eight_weeks, turn
from tests.kit.planned import planned_run

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
TABLE = b"date,title,distance_km\n2026-11-24,Easy,8\n2026-11-29,Long,15\n"
CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//x//EN\r
BEGIN:VEVENT\r
UID:a@x\r
DTSTAMP:20261101T000000Z\r
DTSTART;VALUE=DATE:%d\r
SUMMARY:Tempo 10 km\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture
def logbook(tmp_path: Path) -> Iterator[Logbook]:
    with Logbook.open(tmp_path / "logbook.db") as book:
        yield book


def planned_of(logbook: Logbook):
    with logbook.reading() as connection:
        return planned_runs(connection)


def counts(found) -> tuple[int, int, int]:
    return found.new, found.changed, found.duplicate


def bring(logbook: Logbook, data: bytes, name: str = "plan"):
    return import_planned(logbook, [(name, data)], now=NOW)


def test_a_plan_that_comes_twice_stands_once(logbook):
    assert counts(bring(logbook, TABLE)) == (2, 0, 0)
    kept = planned_of(logbook)

    assert counts(bring(logbook, TABLE, "a copy of it")) == (0, 0, 2)
    assert planned_of(logbook) == kept


def test_an_event_that_moved_moves(logbook):
    bring(logbook, CALENDAR % 20261124)

    assert counts(bring(logbook, CALENDAR % 20261125)) == (0, 1, 0)
    assert [run.on for run in planned_of(logbook)] == [date(2026, 11, 25)]


def test_a_run_that_stands_in_two_files_stands_once(logbook):
    bring(logbook, CALENDAR % 20261124)
    found = bring(logbook, b"date,title\n2026-11-24,TEMPO 10 km\n")

    assert counts(found) == (0, 0, 1)
    assert len(planned_of(logbook)) == 1


def test_a_number_that_changed_is_changed(logbook):
    bring(logbook, TABLE)
    found = bring(logbook, TABLE.replace(b"Easy,8", b"Easy,9"))

    assert counts(found) == (0, 1, 1)
    assert [run.distance_m for run in planned_of(logbook)] == [9000, 15_000]


def test_what_a_file_held_earlier_and_does_not_now_is_told_and_kept(logbook):
    bring(logbook, TABLE, "plan.csv")
    bring(logbook, b"date,title\n2026-11-24,Club run\n", "club.csv")
    found = bring(logbook, TABLE.replace(b"2026-11-29,Long,15\n", b""), "plan.csv")

    assert [run.title for run in found.gone] == ["Long"]
    assert len(planned_of(logbook)) == 3
    assert bring(logbook, TABLE, "plan.csv").gone == ()


def test_a_file_that_was_not_read_whole_says_nothing_of_what_is_gone(logbook):
    bring(logbook, TABLE, "plan.csv")
    found = bring(logbook, TABLE.replace(b"Long,15", b"Long,far"), "plan.csv")

    assert len(found.failed) == 1
    assert found.gone == ()


def test_what_is_behind_is_not_gone(logbook):
    bring(logbook, b"date,title\n2026-11-20,Easy run\n2026-11-24,Easy run\n", "plan.csv")

    assert bring(logbook, b"date,title\n2026-11-24,Easy run\n", "plan.csv").gone == ()


def test_our_own_calendar_comes_back_without_a_double(logbook, tmp_path, shelf: Shelf):
    turn(logbook, eight_weeks(tmp_path, until=NOW.date()), shelf, now=NOW)
    places = Places(ics=tmp_path / "plan.ics")
    there = plan_there(logbook, shelf=shelf, now=NOW)
    assert there is not None
    write_out(logbook, there.plan, places, shelf=shelf, now=NOW)
    data = places.ics.read_bytes() if places.ics else b""
    first = bring(logbook, data)
    kept = planned_of(logbook)
    later = NOW + timedelta(hours=1)
    anew = make_plan(logbook, shelf=shelf, now=later, weeks=6)
    write_out(logbook, anew.plan, places, shelf=shelf, now=later)
    again = bring(logbook, places.ics.read_bytes() if places.ics else b"")

    assert first.new == len(kept) > 0
    assert counts(again) == (0, 0, len(kept))
    assert planned_of(logbook) == kept


def test_a_run_typed_in_reads_its_words_and_parts(logbook):
    run = add_planned(logbook, on=MONDAY, title=" Track ", parts="2km@6:00 + 6x400m@3:20", now=NOW)

    assert (run.title, run.distance_m, run.kind) == ("Track", 4400, RunKind.HARD)
    assert planned_of(logbook) == (run,)
    assert add_planned(logbook, on=MONDAY, title="track", now=NOW).id == run.id


@pytest.mark.parametrize(
    ("on", "title", "parts"),
    [
        (MONDAY, "", ""),
        (date(2028, 1, 1), "Easy", ""),
        (date(2026, 1, 1), "Easy", ""),
        (MONDAY, "Track", "6x"),
    ],
)
def test_a_run_that_cannot_be_is_refused(logbook, on, title, parts):
    with pytest.raises(InvalidAnswer):
        add_planned(logbook, on=on, title=title, parts=parts, now=NOW)
    assert planned_of(logbook) == ()


def test_runs_are_dropped_by_name_or_by_file(logbook):
    bring(logbook, TABLE, "plan.csv")
    first = planned_of(logbook)[0]

    assert drop(logbook, ids=[first.id[:8]]) == (first,)
    with pytest.raises(NotFound):
        drop(logbook, ids=[first.id])
    with pytest.raises(NotFound):
        drop(logbook, ids=[""])
    assert len(drop(logbook, came_from="plan.csv")) == 1
    with pytest.raises(NotFound):
        drop(logbook, came_from="plan.csv")


def test_the_guard_speaks_before_the_run(logbook, tmp_path, shelf: Shelf):
    turn(logbook, eight_weeks(tmp_path, until=NOW.date()), shelf, now=NOW)
    bring(logbook, TABLE)
    easy, long = runs_ahead(state_of(logbook, shelf=shelf, now=NOW), shelf=shelf)

    assert (easy.level, easy.says, long.kind) == ("green", (), RunKind.LONG)
    assert long.level == "amber"
    assert (long.says[0].rule, long.says[0].text) == ("G1", "ahead.jump")
    assert long.says[0].values["ratio"] == pytest.approx(15 / 12, rel=0.01)


def test_a_run_without_a_distance_is_not_compared(logbook, shelf: Shelf):
    add_planned(logbook, on=MONDAY, title="Easy", now=NOW)
    state = state_of(logbook, shelf=shelf, now=NOW)

    assert exposures_of(state) == ()
    assert [each.level for each in runs_ahead(state, shelf=shelf)] == [None]


# -- what became of it -------------------------------------------------------------------


def fact(on: date, km: float | None) -> RunFact:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    metres = None if km is None else km * 1000
    return RunFact(
        id=f"{on}", started_at=at, local_on=on, distance_m=metres, moving_s=3000, fast_m=0, units={}
    )


def became(planned, runs, *, today: date = date(2026, 11, 30)) -> list[tuple[int, Kept]]:
    found = adherence(planned, runs, today=today)
    return [(on.day, each.kept) for on, each in found.items()]


LATER = fact(date(2026, 11, 29), 5)


@pytest.mark.parametrize(
    ("km", "kept"),
    [
        (10, Kept.DONE),
        (8.6, Kept.DONE),
        (11.4, Kept.DONE),
        (8.4, Kept.SHORTER),
        (11.6, Kept.LONGER),
        (None, Kept.DONE),
    ],
)
def test_a_run_on_its_day_is_done_longer_or_shorter(km, kept):
    assert became([planned_run(MONDAY)], [fact(MONDAY, km)]) == [(23, kept)]


def test_two_runs_of_a_day_are_one_days_running():
    runs = [fact(MONDAY, 4), fact(MONDAY, 6)]

    assert became([planned_run(MONDAY)], runs) == [(23, Kept.DONE)]


def test_a_run_on_a_free_day_near_it_is_the_run_moved():
    found = adherence(
        [planned_run(MONDAY)],
        [fact(MONDAY + timedelta(days=2), 9), LATER],
        today=date(2026, 11, 30),
    )[MONDAY]

    assert (found.kept, found.moved_to) == (Kept.MOVED, date(2026, 11, 25))


def test_one_run_is_not_two_planned_runs_moved():
    planned = [planned_run(MONDAY), planned_run(MONDAY + timedelta(days=1))]
    runs = [fact(MONDAY + timedelta(days=2), 10), LATER]

    assert became(planned, runs) == [(23, Kept.MOVED), (24, Kept.MISSED)]


def test_another_run_nearby_is_not_the_planned_one():
    runs = [fact(MONDAY + timedelta(days=1), 4), LATER]

    assert became([planned_run(MONDAY)], runs) == [(23, Kept.MISSED)]


def test_it_is_missed_only_if_a_later_run_came_in():
    assert became([planned_run(MONDAY)], []) == [(23, Kept.UNKNOWN)]
    before = fact(MONDAY - timedelta(days=5), 10)
    assert became([planned_run(MONDAY)], [before]) == [(23, Kept.UNKNOWN)]
    assert became([planned_run(MONDAY)], [LATER]) == [(23, Kept.MISSED)]


def test_today_is_judged_once_there_is_a_run_and_rest_days_never_are():
    today = [planned_run(MONDAY)]

    assert became(today, [], today=MONDAY) == []
    assert became(today, [fact(MONDAY, 10)], today=MONDAY) == [(23, Kept.DONE)]
    assert became([planned_run(MONDAY, kind=RunKind.REST)], [LATER]) == []


def test_each_answer_has_its_words(shelf: Shelf):
    for runs in ([], [LATER], [fact(MONDAY, 20)], [fact(MONDAY + timedelta(days=1), 10)]):
        found = adherence([planned_run(MONDAY)], runs, today=date(2026, 11, 30))[MONDAY]
        assert in_words(found, texts=shelf.texts)
