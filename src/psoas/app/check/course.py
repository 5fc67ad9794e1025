"""The course of the last weeks as the logbook has it, and what in it calls for a clinician."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from psoas.app.diary.weekly import PSFS, overuse_verdict, readings_of
from psoas.diary import Done, Pain, Week
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.loop.retest.course import REFER, Course, referrals
from psoas.store import Logbook
from psoas.store.attempts import weeks
from psoas.store.diary import dones, pains, profile

#: When a clinician looked, as the runner said: from there on the course is counted anew.
SEEN_ON = "seen_on"


def seen_on(about: Mapping[str, Any]) -> date | None:
    """Return the day on which a clinician looked, as the runner said; None where none did."""
    said = about.get(SEEN_ON)
    return date.fromisoformat(said) if isinstance(said, str) else None


def course_of(
    pain: Sequence[Pain],
    done: Sequence[Done],
    kept: Sequence[Week],
    *,
    seen: date | None,
    now: datetime,
    shelf: Shelf,
) -> Course:
    """Gather the course: what was reported and done since a clinician looked, or at all."""
    zone, on = now.tzinfo, now.date()
    began = (each.finished_at.astimezone(zone).date() for each in done)
    counted = [week for week in kept if seen is None or week.on > seen]
    psfs = {
        each.taken_at.astimezone(zone).date(): each.value
        for each in readings_of(kept)
        if each.measure == PSFS
    }
    return Course(
        on=on,
        since=min((day for day in began if seen is None or day > seen), default=None),
        pains=tuple(each for each in pain if each.felt_on <= on),
        reds_after=seen,
        psfs_nrs=psfs,
        psfs_detectable_nrs=shelf.measures[PSFS].detectable.value or 0.0,
        is_held_back_twice=overuse_verdict(counted, on=on).level == REFER,
    )


def referred_of(logbook: Logbook, *, shelf: Shelf, now: datetime) -> tuple[Verdict, ...]:
    """Return what in the course of a logbook calls for a clinician."""
    with logbook.reading() as connection:
        return referred_in(connection, shelf=shelf, now=now)


def referred_in(connection: Connection, *, shelf: Shelf, now: datetime) -> tuple[Verdict, ...]:
    """Return what in the course calls for a clinician, within a reading."""
    done = [each for each, _ in dones(connection)]
    course = course_of(
        pains(connection),
        done,
        weeks(connection),
        seen=seen_on(profile(connection)),
        now=now,
        shelf=shelf,
    )
    return referrals(course, limits=shelf.limits)
