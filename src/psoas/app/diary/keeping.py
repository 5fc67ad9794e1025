"""Writing into the diary: pain, sitting, sessions done, the profile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from psoas.diary import Done, Pain, Sitting, When
from psoas.diary.model import NotAnEntry
from psoas.errors import InvalidAnswer, NotFound
from psoas.library import Shelf
from psoas.loop.equipment import Equipment
from psoas.quantity import Side
from psoas.store import Logbook
from psoas.store.diary import (
    drop_last_pain,
    keep_done,
    keep_pain,
    keep_sitting,
    set_profile,
)

#: What an entry of the profile may say, where that can be listed.
KNOWN = {
    "equipment": tuple(Equipment),
    "tight_side": tuple(Side),
    "days": ("0 for Monday to 6 for Sunday, one at least",),
    "race_on": ("a day such as 2027-04-11",),
    "seen_on": ("a day up to today such as 2026-11-20",),
}


def _not_ahead(day: date, now: datetime) -> None:
    if day > now.date():
        raise InvalidAnswer(
            f"{day} is in the future", where="the day", fix="Give today or a past day"
        )


def log_pain(
    logbook: Logbook,
    *,
    pain_nrs: int,
    when: When,
    side: Side | None,
    felt_on: date,
    now: datetime,
) -> Pain:
    """Keep a pain score.

    Raises
    ------
    InvalidAnswer
        Where it is not a whole number from 0 to 10, or lies in the future.
    """
    _not_ahead(felt_on, now)
    try:
        pain = Pain(felt_on=felt_on, when=when, pain_nrs=pain_nrs, side=side, entered_at=now)
    except NotAnEntry as error:
        raise InvalidAnswer(str(error), where="pain", fix="Give a number from 0 to 10") from error
    with logbook.writing() as connection:
        keep_pain(connection, pain, record_id=str(uuid4()))
    return pain


def undo_pain(logbook: Logbook, *, now: datetime) -> Pain:
    """Take back the pain score that was entered last: a slip of the finger.

    Raises
    ------
    NotFound
        Where none was entered on this day: an older one is history, and stays.
    """
    with logbook.writing() as connection:
        last = drop_last_pain(connection)
        if last is None or last.entered_at.astimezone(now.tzinfo).date() != now.date():
            raise NotFound(
                "no score was entered today",
                where="pain",
                fix="Only a score of today can be taken back",
            )
    return last


def log_sitting(logbook: Logbook, *, sitting_h: float, on: date, now: datetime) -> Sitting:
    """Keep how long the runner sat on a day; the last word of a day counts.

    Raises
    ------
    InvalidAnswer
        Where it is not between 0 and 24 hours, or lies in the future.
    """
    _not_ahead(on, now)
    try:
        sitting = Sitting(on=on, sitting_h=sitting_h, entered_at=now)
    except NotAnEntry as error:
        raise InvalidAnswer(str(error), where="sitting", fix="Give hours from 0 to 24") from error
    with logbook.writing() as connection:
        keep_sitting(connection, sitting)
    return sitting


def as_done(session: str, *, finished_at: datetime, **said: Any) -> Done:
    """Return a session as it was done.

    Raises
    ------
    InvalidAnswer
        Where a pain score is not a whole number from 0 to 10, or the share not from 0 to 1.
    """
    try:
        return Done(session=session, finished_at=finished_at, **said)
    except NotAnEntry as error:
        raise InvalidAnswer(
            str(error),
            where="session",
            fix="Give pain as a number from 0 to 10, and the share from 0 to 1",
        ) from error


def pains_of_session(done: Done, *, shelf: Shelf) -> dict[When, int]:
    """Return the pain of a session that is pain of its day: in it, and red before or after."""
    red = shelf.limits["pain-red"].value
    around = {When.BEFORE: done.before_nrs, When.AFTER: done.after_nrs}
    found = {when: nrs for when, nrs in around.items() if nrs is not None and nrs >= red}
    return found if done.pain_nrs is None else {When.DURING: done.pain_nrs, **found}


def finish_session(
    logbook: Logbook, done: Done, *, exercises: tuple[str, ...], shelf: Shelf
) -> Done:
    """Keep a session as done, and its pain as pain of the day."""
    on, at = done.finished_at.date(), done.finished_at
    with logbook.writing() as connection:
        keep_done(connection, done, exercises=exercises)
        for when, nrs in pains_of_session(done, shelf=shelf).items():
            pain = Pain(felt_on=on, when=when, pain_nrs=nrs, entered_at=at)
            keep_pain(connection, pain, record_id=str(uuid4()))
    return done


def set_up(logbook: Logbook, values: Mapping[str, Any], *, now: datetime) -> None:
    """Set equipment, days, race day, sore side, and when a clinician looked.

    Raises
    ------
    InvalidAnswer
        Where an entry is not one of those, or not what it should be.
    """
    checks = {
        "equipment": lambda v: all(each in list(Equipment) for each in v),
        "days": lambda v: bool(v) and all(day in range(7) for day in v),
        "race_on": lambda v: bool(date.fromisoformat(v)),
        "tight_side": lambda v: v in list(Side),
        "seen_on": lambda v: date.fromisoformat(v) <= now.date(),
    }
    for key, value in values.items():
        check = checks.get(key)
        try:
            good = check is not None and (value is None or check(value))
        except (TypeError, ValueError):
            good = False
        if not good:
            raise InvalidAnswer(
                f"{value!r} is not understood",
                where=key,
                fix=f"Known are: {', '.join(KNOWN.get(key, checks))}",
            )
    with logbook.writing() as connection:
        set_profile(connection, values, at=now)
