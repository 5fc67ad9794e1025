"""A session as it was recorded set by set, perhaps hours ago and without a connection."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs
from attrs import field, frozen
from sqlalchemy import Connection

from psoas.app.check.rechecking import keep_recheck_in
from psoas.app.diary.keeping import as_done
from psoas.diary import Done, Felt, Pain, Performed, Recheck, When
from psoas.errors import Conflict
from psoas.library import Shelf
from psoas.store import Logbook
from psoas.store.diary import dones, keep_done, keep_pain
from psoas.store.performed import drop_record, keep_performed
from psoas.store.sheets import first_asked_at, latest_plan, latest_sheet

CLOCKS_AGREE = timedelta(minutes=2)
"""A clock that is further behind than this is put right, as one that is ahead. Our own
convention: so long a record may travel."""


@frozen(kw_only=True)
class Record:
    """A session as it was written down, whole or so far.

    Parameters
    ----------
    id
        Made where it was written down; sent twice it is kept once.
    sent_at
        The time there when it was sent; None where that clock is this one.
    finished_at
        None while it is not finished: then the sets are kept, and no session as done.
    felt, felt_at
        What the recheck was answered with where nobody could be asked.
    sets
        By an id of their own.
    """

    id: str
    session: str
    sent_at: datetime | None = None
    begun_at: datetime | None = None
    finished_at: datetime | None = None
    share_done_ratio: float = 1.0
    before_nrs: int | None = None
    during_nrs: int | None = None
    after_nrs: int | None = None
    felt: Felt | None = None
    felt_at: datetime | None = None
    sets: dict[str, Performed] = field(factory=dict)

    @property
    def worst_nrs(self) -> int | None:
        """The worst pain that was said of it as a whole or of a set; None where none was."""
        said = [self.during_nrs, *(each.pain_nrs for each in self.sets.values())]
        return max((each for each in said if each is not None), default=None)

    @property
    def exercises(self) -> tuple[str, ...]:
        """What was done, in order, each once."""
        in_order = sorted(self.sets.values(), key=lambda each: each.done_at)
        return tuple(dict.fromkeys(each.exercise for each in in_order))


@frozen(kw_only=True)
class KeptRecord:
    """What was kept of a record; *moved_s* is by how much its clock was put right."""

    done: Done | None
    sets: tuple[Performed, ...]
    felt: Felt | None
    moved_s: float


def _put_right(record: Record, *, now: datetime, since: datetime | None) -> tuple[Record, float]:
    """Return *record* in the time of this clock, within what can be, and what was added."""
    off = now - record.sent_at if record.sent_at is not None else timedelta(0)
    ahead = off < timedelta(0)  # nothing was sent from the future
    moved = off if ahead or off > CLOCKS_AGREE else timedelta(0)

    def right(at: datetime) -> datetime:
        earliest = at + moved if since is None else max(since, at + moved)
        return min(now, earliest)

    return attrs.evolve(
        record,
        begun_at=None if record.begun_at is None else right(record.begun_at),
        finished_at=None if record.finished_at is None else right(record.finished_at),
        felt_at=None if record.felt_at is None else right(record.felt_at),
        sets={
            name: attrs.evolve(each, done_at=right(each.done_at))
            for name, each in record.sets.items()
        },
    ), moved.total_seconds()


def _done(record: Record, finished_at: datetime) -> Done:
    return as_done(
        record.session,
        finished_at=finished_at,
        share_done_ratio=record.share_done_ratio,
        pain_nrs=record.worst_nrs,
        before_nrs=record.before_nrs,
        after_nrs=record.after_nrs,
    )


def _keep_pain(connection: Connection, record: Record, shelf: Shelf, now: datetime) -> None:
    """Keep the worst pain of a finished session, and a red score before or after it."""
    at = record.finished_at
    if at is not None and record.worst_nrs is not None:
        pain = _pain(record.worst_nrs, When.DURING, at, now)
        keep_pain(connection, pain, record_id=record.id)
    red = shelf.limits["pain-red"].value
    if record.before_nrs is not None and record.before_nrs >= red:  # none begins with it
        pain = _pain(record.before_nrs, When.BEFORE, record.begun_at or now, now)
        keep_pain(connection, pain, record_id=f"{record.id}.before")
    if at is not None and record.after_nrs is not None and record.after_nrs >= red:
        pain = _pain(record.after_nrs, When.AFTER, at, now)
        keep_pain(connection, pain, record_id=f"{record.id}.after")


def _pain(pain_nrs: int, when: When, at: datetime, now: datetime) -> Pain:
    felt_on = at.astimezone(now.tzinfo).date()
    return Pain(felt_on=felt_on, when=when, pain_nrs=pain_nrs, entered_at=at)


def _is_outdone(connection: Connection, done: Done) -> bool:
    """Return whether the same session was marked as done later than this."""
    same = (each for each, _ in dones(connection) if each.session == done.session)
    return any(each.finished_at > done.finished_at for each in same)


def keep_record(
    logbook: Logbook, record: Record, *, shelf: Shelf, now: datetime, anew: bool = False
) -> KeptRecord:
    """Keep a session as it was recorded: all of it, or nothing.

    Parameters
    ----------
    logbook
        The runner's.
    record
        Its session need not be in the plan any more, and the runner may be referred since:
        what was done was done.
    shelf
        For the score at which no session begins.
    now
        No time of it is later, and none lies before the first plan; a clock that was ahead
        when it was sent, or more than two minutes behind, is put right.

    anew
        Whether sets that the same record held before and holds no more go.

    Returns
    -------
    KeptRecord
        *done* is None where the record is not finished, or where the same session was marked
        as done later than this.

    Raises
    ------
    Conflict
        Where the logbook holds neither plan nor check: the answers were taken back, or it
        is another's. Then nothing is kept.
    """
    with logbook.writing() as connection:
        if latest_plan(connection) is None and latest_sheet(connection) is None:
            raise Conflict(
                "this logbook has no plan and no check, so the session is not of it",
                where="session",
                fix="Save the record as a file, or delete it where it was made",
            )
        record, moved_s = _put_right(record, now=now, since=first_asked_at(connection))
        if anew:
            drop_record(connection, record.id)
        keep_performed(connection, record.sets, record=record.id)
        if record.felt is not None and record.felt_at is not None:
            said = Recheck(session=record.session, felt=record.felt, answered_at=record.felt_at)
            keep_recheck_in(connection, said)
        done = None if record.finished_at is None else _done(record, record.finished_at)
        _keep_pain(connection, record, shelf, now)
        if done is not None and not _is_outdone(connection, done):
            keep_done(connection, done, exercises=record.exercises)
        else:
            done = None
    return KeptRecord(
        done=done, sets=tuple(record.sets.values()), felt=record.felt, moved_s=moved_s
    )
