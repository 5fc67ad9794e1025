"""Planned runs from calendars, tables and workouts; files that are hostile or wrong."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.errors import InvalidAnswer, NotAnActivity, PsoasError, UnreadableFile
from psoas.intake.planned import read_planned
from psoas.intake.planned_words import (
    AHEAD,
    MOST_BYTES,
    distance_said_m,
    says_run,
    says_run_among_others,
)
from psoas.programme import RunKind
from psoas.programme.calendar import PlannedDay
from psoas.render.workout import CadenceAsked, cue_run_workout
from psoas.render.workout_file import RUN, STRENGTH, Repeat, Step, workout_fit

TODAY = date(2026, 11, 22)
MADE = datetime(2026, 11, 22, 9, tzinfo=UTC)
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n"


def read(data: bytes | str, *, name: str = "plan", zone: Any = UTC, **more: Any):
    content = data.encode() if isinstance(data, str) else data
    return read_planned(content, name=name, today=TODAY, zone=zone, **more)


def ics(*events: str) -> str:
    bodies = "".join(
        f"BEGIN:VEVENT\r\nDTSTAMP:20261101T000000Z\r\n{e}END:VEVENT\r\n" for e in events
    )
    return f"{HEAD}{bodies}END:VCALENDAR\r\n"


def event(title: str, day: str = "20261124", *more: str, uid: str = "a@x") -> str:
    lines = (f"UID:{uid}", f"DTSTART;VALUE=DATE:{day}", f"SUMMARY:{title}", *more)
    return "".join(f"{line}\r\n" for line in lines)


def days(found) -> list[str]:
    return [run.on.isoformat() for run in found.runs]


# -- calendars ---------------------------------------------------------------------------


def test_an_event_whose_words_speak_of_a_run_is_one():
    titles = ("Long run 18 km", "Dentist", "Bike 40 km ride", "Tempo", "Rest day", "Easy 5 mi")
    found = read(ics(*(event(t, uid=f"{n}@x") for n, t in enumerate(titles))))

    by_title = {run.title: run for run in found.runs}
    assert by_title.keys() == {"Long run 18 km", "Tempo", "Rest day", "Easy 5 mi"}
    assert by_title["Long run 18 km"].distance_m == 18_000
    assert by_title["Easy 5 mi"].distance_m == pytest.approx(8046.72)
    assert by_title["Tempo"].distance_m is None
    assert [each.reason for each in found.skipped] == ["2 events: not a run"]


def test_a_run_that_repeats_stands_once_for_each_day_until_16_weeks_ahead():
    rule = ("RRULE:FREQ=WEEKLY;BYDAY=TU", "EXDATE;VALUE=DATE:20261208")
    found = days(read(ics(event("Easy run", "20261124", *rule))))

    assert found[:3] == ["2026-11-24", "2026-12-01", "2026-12-15"]
    assert date.fromisoformat(found[-1]) <= TODAY + AHEAD
    assert len(found) == 15


def test_a_time_that_was_moved_moves_and_stands_once():
    every = event("Easy run", "20261124", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = event("Easy run", "20261202", "RECURRENCE-ID;VALUE=DATE:20261201")
    before, after = read(ics(every)), read(ics(every, moved))

    assert days(before) == ["2026-11-24", "2026-12-01"]
    assert days(after) == ["2026-11-24", "2026-12-02"]
    assert [run.id for run in before.runs] == [run.id for run in after.runs]


def test_a_time_in_utc_is_of_the_day_at_home():
    late = "UID:a@x\r\nDTSTART:20261124T233000Z\r\nSUMMARY:Easy run\r\n"

    assert days(read(ics(late), zone=timezone(timedelta(hours=1)))) == ["2026-11-25"]
    assert days(read(ics(late), zone=UTC)) == ["2026-11-24"]


def test_what_is_cancelled_or_far_away_is_left_out():
    found = read(ics(event("Easy run", "20261124", "STATUS:CANCELLED"), event("Run", "20280101")))

    assert found.runs == ()
    assert {each.reason for each in found.skipped} == {
        "1 events: cancelled",
        "1 events: outside of the weeks that are kept",
    }


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYHOUR=1;BYMINUTE=1;BYSECOND=1",
        "FREQ=MONTHLY;BYDAY=9MO",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;UNTIL=x",
        "FREQ=WEEKLY;BYSETPOS=400;BYDAY=MO",
    ],
)
def test_a_rule_that_would_never_end_is_not_followed(rule):
    started = time.process_time()
    found = read(ics(event("Easy run", "20261124", f"RRULE:{rule}")))

    assert time.process_time() - started < 2
    assert len(found.runs) <= 1
    assert found.runs or found.failed


def test_a_calendar_of_thousands_of_repeating_runs_ends_soon():
    events = [event("Easy run", "20240101", "RRULE:FREQ=DAILY", uid=f"{n}@x") for n in range(400)]
    started = time.process_time()
    with pytest.raises(UnreadableFile, match="more than 500 runs"):
        read(ics(*events))

    assert time.process_time() - started < 10


def test_an_old_rule_is_not_followed():
    found = read(ics(event("Easy run", "19700101", "RRULE:FREQ=DAILY")))

    assert "more than three years" in found.failed[0].reason


@pytest.mark.parametrize(
    "data",
    [
        HEAD,
        HEAD + "BEGIN:VEVENT\r\n" * 3000,
        HEAD + "END:VEVENT\r\nEND:VCALENDAR\r\n",
        ics("DTSTART:yesterday\r\nSUMMARY:Run\r\n"),
        ics("DTSTART;TZID=No/Where:20261124T100000\r\nSUMMARY:Run\r\nRRULE:FREQ=DAILY;UNTIL=\r\n"),
        ics("DTSTART:99999999T999999Z\r\nSUMMARY:Run\r\n"),
        "BEGIN:VCALENDAR\r\n" + "X" * 500_000,
    ],
)
def test_a_broken_calendar_is_told_and_never_breaks_us(data):
    try:
        found = read(data)
    except UnreadableFile as error:
        assert error.fix
    else:
        assert len(found.runs) <= 1


# -- tables ------------------------------------------------------------------------------

TABLES = {
    "ours": "date,title,distance_km,pace\n2026-11-25,Easy,8,5:30\n",
    "miles": "Date;Name;Distance (mi);Pace\n2026-11-25;Easy;4,97097;8:51/mi\n",
    "trainingpeaks": (
        '"Title","WorkoutType","WorkoutDescription","PlannedDuration","PlannedDistanceInMeters",'
        '"WorkoutDay"\n"Easy","Run","a, b","0.7333333","8000","2026-11-25"\n'
    ),
    "units in cells": "day\ttype\tdistance\tduration\n2026-11-25\tEasy run\t8 km\t44 min\n",
    "clock": "date,title,distance_km,duration\n2026-11-25,Easy,8,0:44:00\n",
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_a_table_of_any_house_is_read(text):
    (run,) = read(text).runs

    assert (run.on, run.kind) == (date(2026, 11, 25), RunKind.EASY)
    assert run.distance_m == pytest.approx(8000, rel=1e-3)
    assert run.duration_s == pytest.approx(44 * 60, rel=5e-3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_in_any_writing_is_read(encoding):
    (run,) = read("date,title\n2026-11-25,Läufchen run\n".encode(encoding)).runs

    assert run.title == "Läufchen run"


def test_other_sports_are_left_out_and_a_rest_day_is_kept():
    text = (
        "date,title,type\n2026-11-23,Long ride,Bike\n2026-11-24,Core,Strength\n"
        "2026-11-25,Day off,Day Off\n2026-11-26,Base,Run\n"
    )
    found = read(text)

    assert [(run.title, run.kind) for run in found.runs] == [
        ("Day off", RunKind.REST),
        ("Base", RunKind.EASY),
    ]
    assert [each.where for each in found.skipped] == ["plan, line 2", "plan, line 3"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("25/11/2026,Easy,8 km,", "'25/11/2026' is no day"),
        ("2026-11-25,Easy,8,", "'8' has no unit"),
        ("2026-11-25,Easy,far,", "'far' has no unit"),
        ("2026-11-25,Easy,9999 km,", "too much"),
        ("2026-11-25,Easy,8 km,1:00", "no running pace"),
    ],
)
def test_a_line_that_is_not_read_is_named_with_its_mend_and_the_others_are_kept(row, said):
    found = read(f"date,title,distance,pace\n{row}\n2026-11-26,Easy,8 km,\n")

    assert days(found) == ["2026-11-26"]
    (failed,) = found.failed
    assert failed.where == "plan, line 2"
    assert said in failed.reason
    assert failed.reason.count(".") >= 1


def test_a_distance_that_was_mistyped_in_a_title_is_not_known_in_a_table_nor_in_a_calendar():
    table = read(b"date,title,pace\n2026-11-25,Easy 900 km,5:00\n")
    calendar = read(ics(event("Easy run 900 km", "20261125")))

    found = [(run.distance_m, run.parts) for run in (*table.runs, *calendar.runs)]
    assert found == [(None, ()), (None, ())]


def test_the_pace_of_repeats_is_not_that_of_the_whole_run():
    (run,) = read("date,title,distance_km,pace\n2026-11-25,6 x 400 m,10,3:20\n").runs

    assert run.parts == ()
    assert run.kind is RunKind.HARD


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "date,x\n2026-11-25,1\n", "date,title\n", "\0\0\0"])
def test_what_is_no_table_says_how_one_begins(text):
    with pytest.raises(UnreadableFile) as told:
        read(text)

    assert "date,title,distance_km" in told.value.fix


# -- workouts ----------------------------------------------------------------------------


def workout(*steps: Step | Repeat, name: str = "Track", sport: tuple[int, int] = RUN) -> bytes:
    return workout_fit(name, steps, sport=sport, key="k", made_at=MADE)


def test_a_workout_is_the_run_of_the_day_that_is_said():
    steps = (
        Step(name="a", duration_s=600),
        Step(name="b", duration_s=60),
        Repeat(first=1, times=6),
    )
    (run,) = read(workout(*steps), on=date(2026, 12, 1)).runs

    assert (run.on, run.title, run.kind) == (date(2026, 12, 1), "Track", RunKind.HARD)
    assert run.duration_s == 600 + 6 * 60
    assert (run.distance_m, run.parts) == (None, ())


def test_what_we_write_for_the_watch_is_read_back():
    data = cue_run_workout(
        name="Cue", say="Quick.", bouts=6, n_with_feedback=4, bout_s=60,
        cadence=CadenceAsked(baseline_spm=160, low_spm=165, high_spm=168),
        easy_s=60, warm_up_s=600, cool_down_s=300, key="k", made_at=MADE,
    )  # fmt: skip
    (run,) = read(data, on=TODAY).runs

    assert run.duration_s == 600 + 6 * 120 + 300


def test_a_workout_without_a_day_is_asked_for_one():
    with pytest.raises(InvalidAnswer, match="says no day"):
        read(workout(Step(name="a", duration_s=600)))


def test_a_workout_of_another_sport_is_none():
    with pytest.raises(NotAnActivity):
        read(workout(Step(name="a", duration_s=600), sport=STRENGTH), on=TODAY)


def test_repeats_of_repeats_end():
    steps = [Step(name="a", duration_s=1), *(Repeat(first=0, times=100) for _ in range(20))]

    with pytest.raises(UnreadableFile, match="without end"):
        read(workout(*steps), on=TODAY)


def test_a_file_that_is_too_large_is_not_read():
    with pytest.raises(UnreadableFile, match="2 MB"):
        read(b"x" * (MOST_BYTES + 1))


@given(data=st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_bytes_end_in_runs_or_in_words(data):
    for start in (b"", HEAD.encode(), b"date,title,distance_km\n", workout(Step(name="a"))[:40]):
        try:
            found = read_planned(start + data, name="x", today=TODAY, zone=UTC, on=TODAY)
        except PsoasError as error:
            assert error.what
            assert error.fix
        else:
            assert all(isinstance(run, PlannedDay) for run in found.runs)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Long run", True),
        ("City 10k", True),
        ("18 km", True),
        ("6 x 400 m", True),
        ("Tempo", True),
        ("Rest day", True),
        ("Sprint planning", False),
        ("50k budget review", False),
        ("Day off", False),
        ("Rest of the team: dinner", False),
        ("Race condition in the build", False),
        ("Easy", False),
        ("Track changes in the contract", False),
        ("Ride 40 km", False),
        ("Swim intervals", False),
    ],
)
def test_a_calendar_also_holds_what_only_sounds_like_training(words, answer):
    assert says_run_among_others(words) is answer


@pytest.mark.parametrize(
    ("words", "m"),
    [
        ("Long 18 km", 18_000),
        ("8k easy", 8000),
        ("12,5 km", 12_500),
        ("6 x 1 km", None),
        ("6x1km", None),
        ("3 km at 10k pace", 3000),
        ("2 km, then 5 km", None),
        ("Easy", None),
    ],
)
def test_a_distance_is_taken_from_words_only_where_there_is_one(words, m):
    assert distance_said_m(words) == m


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Easy run", True),
        ("Cross-training", False),
        ("Swim 2 km", False),
        ("Dentist", None),
        ("Recovery", True),
        ("Yoga", False),
        ("Brick: bike, then run", True),
        ("Bike intervals", False),
        ("Tempo", True),
    ],
)
def test_whether_words_speak_of_a_run_is_three_valued(words, answer):
    assert says_run(words) is answer
