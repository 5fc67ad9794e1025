"""Planned runs from a calendar (ICS): events whose words speak of a run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, Any

from psoas.errors import UnreadableFile
from psoas.intake.planned_words import (
    AHEAD,
    BACK,
    MOST_RUNS,
    Passed,
    PlannedFile,
    distance_said_m,
    id_of,
    plain,
    planned_day,
    says_run_among_others,
    within,
)
from psoas.programme.calendar import PlannedDay

if TYPE_CHECKING:
    from icalendar import Event

#: Events, alarms and time zones of a calendar. psoas-convention
MOST_COMPONENTS = 10_000
#: Events that repeat are looked through from their start on. psoas-convention
MOST_REPEATING = 100
OLDEST_START = timedelta(days=3 * 366)
#: Parts of a rule with which a run repeats; a rule with others is not followed, for rules can be
#: written that take a computer years.
_RULE_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY"}
_FAR = re.compile(
    r"distance[^0-9\n]{0,12}([0-9]{1,3}(?:[.,][0-9]+)? ?(?:km|mi|miles?))", re.IGNORECASE
)
#: What reading a time that is none raises.
_UNREAD = (ValueError, TypeError, AttributeError, OverflowError, KeyError)
_FIX = "Export the calendar again as an .ics file"


def read_ics(data: bytes, *, name: str, today: date, zone: tzinfo | None) -> PlannedFile:
    """Read the planned runs of a calendar.

    Parameters
    ----------
    data
        The whole file.
    name
        What it is called.
    today
        Runs from four weeks before to 16 weeks after it are read.
    zone
        Where the runner is: the day of an event whose time is in UTC is the day there.

    Returns
    -------
    PlannedFile
        A run for each time it stands in the calendar. An event keeps its name however often it
        is read; one that was moved moves.

    Raises
    ------
    UnreadableFile
        Where it is no calendar.
    """
    events = _events(data, name)
    moved = {
        (_uid(event), _day(event["RECURRENCE-ID"], zone))
        for event in events
        if "RECURRENCE-ID" in event and _uid(event)
    }
    runs: dict[str, PlannedDay] = {}
    unread: list[Passed] = []
    others: Counter[str] = Counter()
    repeating = 0
    for event in events:
        title = plain(str(event.get("SUMMARY", "")))
        why_not = _why_not(event, title)
        if why_not is not None:
            others[why_not] += 1
            continue
        repeating += "RRULE" in event
        try:
            found = _days(event, today=today, zone=zone, repeating=repeating)
        except _UNREAD as error:
            reason = f"its time is not read ({error})"
            unread.append(Passed(where=f"{name}: {title}", reason=reason))
            continue
        for own, on in found:
            is_moved = "RECURRENCE-ID" not in event and (_uid(event), own) in moved
            if not is_moved and within(on, today=today):
                run = _run(event, title, own, on, name)
                runs[run.id] = run
            else:
                others["outside of the weeks that are kept"] += not is_moved
        if len(runs) > MOST_RUNS:
            raise UnreadableFile(f"it holds more than {MOST_RUNS} runs", where=name, fix=_FIX)
    skipped = [Passed(where=name, reason=f"{n} events: {why}") for why, n in others.items() if n]
    ordered = sorted(runs.values(), key=lambda run: (run.on, run.id))
    return PlannedFile(runs=tuple(ordered), skipped=tuple(skipped), failed=tuple(unread))


def _why_not(event: Event, title: str) -> str | None:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return "cancelled"
    return None if says_run_among_others(title) else "not a run"


def _events(data: bytes, name: str) -> list[Event]:
    from icalendar import Calendar, Event

    if data.upper().count(b"BEGIN:") > MOST_COMPONENTS:  # counted before it takes time
        raise UnreadableFile(f"it holds more than {MOST_COMPONENTS} entries", where=name, fix=_FIX)
    try:
        calendars = Calendar.from_ical(data, multiple=True)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise UnreadableFile(
            f"this is no whole calendar ({str(error)[:80]})", where=name, fix=_FIX
        ) from error
    return [
        each
        for calendar in calendars
        for each in calendar.subcomponents
        if isinstance(each, Event) and "DTSTART" in each
    ]


def _uid(event: Event) -> str:
    return str(event.get("UID", ""))


def _day(told: Any, zone: tzinfo | None) -> date:
    """Return the runner's day: that of the clock the event is told in, of UTC that at home."""
    value = told.dt
    if not isinstance(value, datetime):
        if not isinstance(value, date):
            raise ValueError("it is no day")
        return value
    if value.tzinfo is not None and zone is not None and value.tzname() in ("UTC", "Z"):
        return value.astimezone(zone).date()
    return value.date()


def _days(
    event: Event, *, today: date, zone: tzinfo | None, repeating: int
) -> list[tuple[date, date]]:
    """Return the days of an event: the one it was first told for, and the one it is on."""
    on = _day(event["DTSTART"], zone)
    if "RECURRENCE-ID" in event:
        return [(_day(event["RECURRENCE-ID"], zone), on)]
    if "RRULE" not in event:
        return [(on, on)]
    if repeating > MOST_REPEATING:
        raise ValueError(f"more than {MOST_REPEATING} events repeat")
    left_out = {_day(each, zone) for value in _listed(event, "EXDATE") for each in value.dts}
    every = _repeated(event["RRULE"], on, today=today)
    return [(each, each) for each in every if each not in left_out]


def _listed(event: Event, key: str) -> list[Any]:
    value: Any = event.get(key, [])
    return value if isinstance(value, list) else [value]


def _repeated(rule: Any, first: date, *, today: date) -> Iterator[date]:
    from dateutil.rrule import rrulestr

    if isinstance(rule, list):
        raise ValueError("it has several rules")
    text = rule.to_ical().decode().upper()
    parts = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
    if parts.get("FREQ") not in _FREQUENCIES or not set(parts) <= _RULE_PARTS:
        raise ValueError(f"it repeats by a rule that is not followed: {text[:60]}")
    if re.search(r"(?:[6-9]|[0-9]{2,})[A-Z]", parts.get("BYDAY", "")):
        raise ValueError("it repeats on a day that no month has")
    if first < today - OLDEST_START:
        raise ValueError("it repeats since more than three years")
    until = parts.pop("UNTIL", None)
    kept = ";".join(f"{key}={value}" for key, value in parts.items())
    every = rrulestr(kept, dtstart=datetime.combine(first, time(12)))
    last = today + AHEAD
    if until is not None:
        last = min(last, date(int(until[:4]), int(until[4:6]), int(until[6:8])))
    for each in islice(every, (OLDEST_START + AHEAD).days):
        if each.date() > last:
            return
        if each.date() >= today - BACK:
            yield each.date()


def _run(event: Event, title: str, own: date, on: date, name: str) -> PlannedDay:
    uid = _uid(event)
    which = (own.isoformat(),) if "RRULE" in event or "RECURRENCE-ID" in event else ()
    told = _FAR.search(str(event.get("DESCRIPTION", ""))[:5000])
    distance_m = distance_said_m(title) or (distance_said_m(told[1]) if told else None)
    return planned_day(
        on,
        title,
        came_from=name,
        named=id_of("ics", uid, *which) if uid else None,
        distance_m=distance_m,
    )
