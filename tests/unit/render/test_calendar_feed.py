"""The plan as ICS: read back with icalendar's rival, and what it must not tell."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import attrs
import pytest
import vobject

from psoas.library import shelf
from psoas.programme import RunKind, SessionKind
from psoas.render.calendar_feed import (
    Wishes,
    Words,
    event_uid,
    nothing_calendar,
    plan_calendar,
)
from tests.kit.plans import brief, plan

SHELF = shelf()
WORDS = Words(exercises=SHELF.exercises, cues=SHELF.cues, texts=SHELF.texts, limits=SHELF.limits)
PLANNED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
PLAN = plan(SHELF, brief(weeks=10, race_on=date(2027, 1, 31)))
FEED = "0f" * 16


def written(made=PLAN, *, planned_at=PLANNED, today=(), now=NOW, **wishes: Any) -> bytes:
    return plan_calendar(
        made,
        planned_at=planned_at,
        today=today,
        now=now,
        words=WORDS,
        wishes=Wishes(feed_id=FEED, **wishes),
    )


def events(data: bytes) -> dict[str, Any]:
    """Return the events by UID as vobject reads them."""
    calendar = vobject.readOne(data.decode())
    assert calendar.version.value == "2.0"
    assert calendar.prodid.value
    found = {each.uid.value: each for each in calendar.vevent_list}
    assert len(found) == len(calendar.vevent_list), "a UID stands twice"
    return found


def uid(key: str) -> str:
    return event_uid(key, feed_id=FEED)


def test_lines_are_as_the_standard_has_them():
    data = written(details=True, base_url="http://127.0.0.1:8765")

    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def test_each_session_and_each_run_with_a_cue_is_an_event():
    found = events(written())
    cued = [day for day in PLAN.days if day.cue or day.run is RunKind.RACE]

    assert {day.run for day in cued} > {RunKind.RACE}, "no cue or no race: nothing is tested"
    assert set(found) == {
        *(uid(each.id) for each in PLAN.sessions),
        *(uid(f"{day.on}-run") for day in cued),
    }
    for session in PLAN.sessions:
        event = found[uid(session.id)]
        assert event.dtstart.value == session.on
        assert event.dtend.value == session.on + timedelta(days=1)
        for stamp in (event.dtstamp, event.last_modified):
            assert stamp.value.astimezone(UTC) == PLANNED


def test_a_calendar_is_the_same_as_long_as_the_plan_is():
    assert written() == written(now=NOW + timedelta(hours=5))


def test_a_plan_made_again_keeps_names_and_counts_up():
    later = PLANNED + timedelta(seconds=1)
    before, after = events(written()), events(written(planned_at=later))

    assert set(before) == set(after)
    for name, event in after.items():
        assert int(event.sequence.value) > int(before[name].sequence.value) >= 0
        assert event.last_modified.value.astimezone(UTC) == later


def test_another_logbook_has_other_names():
    assert event_uid("2026-11-24-reload", feed_id="a") != event_uid(
        "2026-11-24-reload", feed_id="b"
    )


def test_by_default_a_calendar_tells_nothing_of_health():
    text = written(base_url="http://127.0.0.1:8765").decode().replace("\r\n ", "").lower()

    for exercise in SHELF.exercises.values():
        assert exercise.name.lower() not in text
    for cue in SHELF.cues.values():
        assert cue.say.lower() not in text
    told = {"reload", "reset", "retest", "hip", "pain", "strength", "because", "tight", "sore"}
    assert {word for word in told if word in text} == set()
    assert "class:private" in text


def test_with_details_it_tells_what_why_and_where():
    session = next(s for s in PLAN.sessions if s.kind is SessionKind.RELOAD)
    base = "http://127.0.0.1:8765"
    found = events(written(details=True, base_url=base))[uid(session.id)]
    said = found.description.value

    for each in session.prescriptions:
        assert SHELF.exercises[each.exercise].name in said
    assert SHELF.texts["session.reload"].partition(":")[0] in said
    assert f"{base}/session/{session.id}" in said
    assert found.url.value == f"{base}/session/{session.id}"
    runs = [e.description.value for e in events(written(details=True)).values()]
    cue = next(day.cue for day in PLAN.days if day.cue)
    assert any(SHELF.cues[cue].say in said for said in runs)


def test_with_a_time_a_session_begins_then_wherever_one_is():
    session = PLAN.sessions[0]
    event = events(written(at_time=time(18, 30)))[uid(session.id)]

    assert event.dtstart.value == datetime.combine(session.on, time(18, 30))
    assert event.dtstart.value.tzinfo is None
    length = event.dtend.value - event.dtstart.value
    assert abs(length - timedelta(minutes=session.minutes)) <= timedelta(minutes=1)


def test_todays_session_is_as_it_is_today():
    session = PLAN.sessions[0]
    shorter = attrs.evolve(session, minutes=2.0)
    event = events(written(today=(shorter,)))[uid(session.id)]

    assert event.summary.value == "psoas: 2 min session"
    assert event.last_modified.value.astimezone(UTC) == NOW
    assert int(event.sequence.value) > int(events(written())[uid(session.id)].sequence.value)


def test_a_red_day_has_no_session():
    session = PLAN.sessions[0]
    rest = attrs.evolve(session, kind=SessionKind.REST, prescriptions=(), minutes=0.0)

    assert uid(session.id) not in events(written(today=(rest,)))
    assert uid(session.id) in events(written())


@pytest.mark.parametrize("details", [False, True])
def test_without_a_plan_there_is_a_note_and_no_exercise(details):
    wishes = Wishes(feed_id=FEED, details=details, base_url="http://127.0.0.1:8765")
    (event,) = events(nothing_calendar(now=NOW, words=WORDS, wishes=wishes)).values()

    assert event.summary.value == SHELF.texts["feed.nothing"]
    assert event.description.value.startswith(SHELF.texts["feed.nothing-why"])
    assert event.dtstart.value == NOW.date()
