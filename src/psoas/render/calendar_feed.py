"""A plan as a calendar (ICS): events that keep their name when the plan is made again.

A calendar is shared and synced, so by default it tells only that there is a session and how
long it takes; what is done, and why, only where the runner asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from attrs import frozen

from psoas.evidence import Limits
from psoas.loop.exercise import Exercise
from psoas.loop.retrain.cue import Cue
from psoas.programme import Plan, PlanDay, RunKind, Session, SessionKind
from psoas.render.cue_words import cue_run_lines
from psoas.render.told import session_lines
from psoas.render.words import worded

if TYPE_CHECKING:
    from icalendar import Calendar

#: How often a calendar is asked to look again.
REFRESH = timedelta(hours=6)
#: SEQUENCE counts seconds from here: it rises with each plan, also after plans were dropped.
_COUNT_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_NOTE = "note"


@frozen(kw_only=True)
class Words:
    """Where the words of a calendar come from."""

    exercises: Mapping[str, Exercise]
    cues: Mapping[str, Cue]
    texts: Mapping[str, str]
    limits: Limits


@frozen(kw_only=True)
class Wishes:
    """How a calendar goes out.

    Parameters
    ----------
    feed_id
        The logbook's own random name, by which events are told apart.
    details
        Whether exercises, cues and reasons are told.
    at_time
        When a session begins; None for the whole day.
    base_url
        Where the app is, for links; None where nobody knows.
    """

    feed_id: str
    details: bool = False
    at_time: time | None = None
    base_url: str | None = None


@frozen(kw_only=True)
class _Event:
    key: str
    on: date
    title: str
    lines: tuple[str, ...]
    path: str
    changed_at: datetime
    minutes: float | None = None


def plan_calendar(
    plan: Plan,
    *,
    planned_at: datetime,
    laid: Plan | None = None,
    today: tuple[Session, ...],
    now: datetime,
    words: Words,
    wishes: Wishes,
) -> bytes:
    """Return a plan as ICS.

    Parameters
    ----------
    plan, planned_at
        The plan, and when it was made: its events are of that moment.
    laid
        The plan as it was laid, where its cue runs are numbered anew: those are of *now*.
    today
        Today's sessions as they are today; they are of *now*.
    now
        Aware.
    words, wishes
        The shelf, and how the calendar goes out.

    Returns
    -------
    bytes
        A session, a run with a cue and the race are an event each. Days and times float: they
        are those of whoever looks.
    """
    fitted = {each.id: each for each in today}
    as_laid = {day.on: day.cue_run for day in (laid or plan).days}
    events = []
    for day in plan.days:
        moved = day.cue_run != as_laid.get(day.on)
        run_of = _of_run(day, plan, changed_at=now if moved else planned_at, words=words)
        events += [*run_of, *_of_day(day, fitted, planned_at=planned_at, now=now, words=words)]
    return _ics(events, words=words, wishes=wishes)


def nothing_calendar(*, now: datetime, words: Words, wishes: Wishes) -> bytes:
    """Return the calendar of a runner who has no plan now: one note, no exercise."""
    note = _Event(
        key=_NOTE,
        on=now.date(),
        title=words.texts["feed.nothing"],
        lines=(),
        path="/",
        changed_at=now,
    )
    return _ics([note], words=words, wishes=wishes, said=words.texts["feed.nothing-why"])


def _of_run(day: PlanDay, plan: Plan, *, changed_at: datetime, words: Words) -> Iterator[_Event]:
    """Yield a run that has a cue, or is the race."""
    cue = words.cues.get(day.cue) if day.cue else None
    if day.run is not RunKind.RACE and cue is None:
        return
    lines: list[str] = []
    if cue is not None:
        lines += [words.texts["feed.cue"].format(say=cue.say), cue.means]
    if day.cue_run is not None and plan.course is not None:
        lines += cue_run_lines(day.cue_run, plan.course, limits=words.limits, texts=words.texts)
    yield _Event(
        key=f"{day.on}-run",
        on=day.on,
        title=words.texts["feed.race" if day.run is RunKind.RACE else "feed.run"],
        lines=(*lines, *(worded(each, texts=words.texts) for each in day.why)),
        path="/plan",
        changed_at=changed_at,
    )


def _of_day(
    day: PlanDay,
    fitted: Mapping[str, Session],
    *,
    planned_at: datetime,
    now: datetime,
    words: Words,
) -> Iterator[_Event]:
    for planned in day.sessions:
        session = fitted.get(planned.id, planned)
        if session.kind is not SessionKind.REST:
            yield _of_session(
                session,
                words=words,
                changed_at=now if session.id in fitted else planned_at,
            )


def _of_session(session: Session, *, words: Words, changed_at: datetime) -> _Event:
    done = session_lines(session, exercises=words.exercises)
    why = (worded(each, texts=words.texts) for each in session.why)
    return _Event(
        key=session.id,
        on=session.on,
        title=words.texts["feed.session"].format(minutes=max(1, round(session.minutes))),
        lines=(*done, *why),
        path=f"/session/{session.id}",
        changed_at=changed_at,
        minutes=session.minutes,
    )


def event_uid(key: str, *, feed_id: str) -> str:
    """Return the name of an event: it tells nothing, and is the same in every copy."""
    return f"{sha256(f'{feed_id}/{key}'.encode()).hexdigest()[:32]}@psoas"


def _ics(events: list[_Event], *, words: Words, wishes: Wishes, said: str = "") -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//psoas//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "psoas")
    calendar.add("x-published-ttl", "PT6H")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for each in events:
        _add(calendar, each, words=words, wishes=wishes, said=said)
    return bytes(calendar.to_ical())


def _add(calendar: Calendar, each: _Event, *, words: Words, wishes: Wishes, said: str) -> None:
    from icalendar import Event

    changed_at = each.changed_at.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", event_uid(each.key, feed_id=wishes.feed_id))
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", max(0, int((changed_at - _COUNT_FROM).total_seconds())))
    if wishes.at_time is None or each.minutes is None:
        event.add("dtstart", each.on)
        event.add("dtend", each.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        starts = datetime.combine(each.on, wishes.at_time)
        event.add("dtstart", starts)
        event.add("dtend", starts + timedelta(minutes=max(1.0, each.minutes)))
    event.add("class", "PRIVATE")
    event.add("summary", each.title)
    event.add("description", _description(each, words=words, wishes=wishes, said=said))
    if wishes.base_url is not None:
        event.add("url", _link(each, wishes))
    calendar.add_component(event)


def _description(each: _Event, *, words: Words, wishes: Wishes, said: str) -> str:
    lines = [said or words.texts["feed.fits"]] if each.minutes or said else []
    if wishes.details:
        lines += each.lines
    if wishes.base_url is not None:
        lines.append(words.texts["feed.open"].format(link=_link(each, wishes)))
    return "\n".join(lines)


def _link(each: _Event, wishes: Wishes) -> str:
    """Return where it is done; the way to a session would tell what kind it is."""
    return (wishes.base_url or "").rstrip("/") + (each.path if wishes.details else "/")
