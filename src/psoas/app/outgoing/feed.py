"""The plan going out: a calendar under an address that can be taken back, and watch files."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, time
from hashlib import sha256
from uuid import uuid4

import attrs
from attrs import frozen

from psoas.app.cue.cueing import shown_plan
from psoas.app.plan.todays import today
from psoas.app.state import State
from psoas.library import Shelf
from psoas.loop.retrain.course import Course
from psoas.loop.retrain.timing import timing
from psoas.programme import PlanDay, SessionKind
from psoas.render.calendar_feed import Wishes, Words, nothing_calendar, plan_calendar
from psoas.render.workout import (
    CadenceAsked,
    cue_run_workout,
    said_run_workout,
    session_workout,
)
from psoas.store import Logbook
from psoas.store.feeds import Feed, keep_feed, kept_feed

TOKEN_BYTES = 32
#: What a token of so many bytes looks like; anything else is not even looked up.
TOKEN_LETTERS = len(secrets.token_urlsafe(TOKEN_BYTES))


@frozen(kw_only=True)
class WatchFile:
    """A workout for the watch."""

    name: str
    content: bytes


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _fresh(now: datetime) -> Feed:
    return Feed(id=uuid4().hex, token_sha256=None, made_at=now, details=False, at_time=None)


def feed_seen(logbook: Logbook, *, now: datetime) -> Feed:
    """Return how the calendar goes out, without keeping anything."""
    with logbook.reading() as connection:
        return kept_feed(connection) or _fresh(now)


def feed_of(logbook: Logbook, *, now: datetime) -> Feed:
    """Return how the calendar goes out; its random name is kept when first asked for."""
    with logbook.writing() as connection:
        found = kept_feed(connection)
        if found is None:
            found = _fresh(now)
            keep_feed(connection, found)
    return found


def open_feed(logbook: Logbook, *, now: datetime) -> str:
    """Make a new address for the calendar; return its token, which is kept only as a hash.

    The address before it is not answered any more. Events keep their names.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    kept = feed_of(logbook, now=now)
    with logbook.writing() as connection:
        keep_feed(connection, attrs.evolve(kept, token_sha256=_hashed(token), made_at=now))
    return token


def close_feed(logbook: Logbook, *, now: datetime) -> None:
    """Take the address back: it is not answered any more."""
    kept = feed_of(logbook, now=now)
    with logbook.writing() as connection:
        keep_feed(connection, attrs.evolve(kept, token_sha256=None, made_at=now))


def set_feed(logbook: Logbook, *, details: bool, at_time: time | None, now: datetime) -> None:
    """Say what the calendar tells, and when a session begins."""
    kept = feed_of(logbook, now=now)
    with logbook.writing() as connection:
        keep_feed(connection, attrs.evolve(kept, details=details, at_time=at_time))


def feed_behind(logbook: Logbook, token: str) -> Feed | None:
    """Return the calendar behind an address; None where the token opens none."""
    with logbook.reading() as connection:
        kept = kept_feed(connection)
    if kept is None or kept.token_sha256 is None:
        return None
    return kept if hmac.compare_digest(_hashed(token), kept.token_sha256) else None


def calendar_of(
    state: State, feed: Feed, *, shelf: Shelf, base_url: str | None, details: bool | None = None
) -> bytes:
    """Return the plan as ICS; a note and no exercise where none may be shown."""
    words = Words(
        exercises=shelf.exercises, cues=shelf.cues, texts=shelf.texts, limits=shelf.limits
    )
    wishes = Wishes(
        feed_id=feed.id,
        details=feed.details if details is None else details,
        at_time=feed.at_time,
        base_url=base_url,
    )
    plan = shown_plan(state, shelf=shelf)
    if plan is None or state.plan is None:
        return nothing_calendar(now=state.now, words=words, wishes=wishes)
    return plan_calendar(
        plan,
        planned_at=state.plan.planned_at,
        laid=state.plan.plan,
        today=today(state, shelf=shelf).sessions,
        now=state.now,
        words=words,
        wishes=wishes,
    )


def workouts_of(state: State, *, shelf: Shelf) -> tuple[WatchFile, ...]:
    """Return a workout for each session and each run with a cue from today on.

    Today's session is as it is today; nothing where the runner may not train.
    """
    plan = shown_plan(state, shelf=shelf)
    if plan is None or state.plan is None:
        return ()
    now = today(state, shelf=shelf)
    fitted = {each.id: each for each in now.sessions}
    made_at = state.plan.planned_at
    found = []
    for day in plan.days:
        if day.on < state.on:
            continue
        for planned in day.sessions:
            session = fitted.get(planned.id, planned)
            if session.kind is not SessionKind.REST and (session.prescriptions or session.measures):
                content = session_workout(
                    session,
                    exercises=shelf.exercises,
                    measures=shelf.measures,
                    limits=shelf.limits,
                    made_at=made_at,
                )
                found.append(WatchFile(name=f"{session.id}.fit", content=content))
        as_it_is = now.day if now.day is not None and day.on == state.on else day
        found += _cue_run(as_it_is, plan.course, shelf=shelf, made_at=made_at)
    return tuple(found)


def _cue_run(
    day: PlanDay, course: Course | None, *, shelf: Shelf, made_at: datetime
) -> list[WatchFile]:
    cue = shelf.cues.get(day.cue) if day.cue else None
    if cue is None:
        return []
    key = f"{day.on}-run"
    if course is None or day.cue_run is None:
        content = said_run_workout(
            name=f"{day.on:%d %b} run with a cue",
            say=cue.say,
            means=cue.means,
            key=key,
            made_at=made_at,
        )
        return [WatchFile(name=f"{key}.fit", content=content)]
    run, by, target = day.cue_run, timing(shelf.limits), course.target
    content = cue_run_workout(
        name=f"{day.on:%d %b} run with a cue",
        say=cue.say,
        cadence=None
        if target is None
        else CadenceAsked(
            baseline_spm=target.baseline_spm, low_spm=target.low_spm, high_spm=target.high_spm
        ),
        bouts=run.bouts,
        n_with_feedback=run.n_with_feedback,
        bout_s=run.bout_s,
        easy_s=by.easy_s,
        warm_up_s=by.warm_up_s,
        cool_down_s=by.cool_down_s,
        key=key,
        made_at=made_at,
    )
    return [WatchFile(name=f"{key}.fit", content=content)]
