"""Runs that are planned elsewhere or by hand: brought in, listed, dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import attrs
from attrs import frozen

from psoas.edges.planned_week import parse_parts
from psoas.errors import InvalidAnswer, NotFound, PsoasError, UnreadableFile
from psoas.intake.planned import read_planned
from psoas.intake.planned_words import (
    MOST_BYTES,
    Passed,
    PlannedFile,
    distance_said_m,
    duration_said_s,
    id_by_day,
    plain,
    within,
)
from psoas.programme.calendar import PlannedDay, kind_said
from psoas.store import Logbook
from psoas.store.planned import drop_planned, keep_planned, planned_runs

BY_HAND = "by hand"


@frozen(kw_only=True)
class Brought:
    """What became of files with planned runs.

    *gone* came from a file of the same name earlier, lie ahead, and are not in it now. They
    are kept until somebody drops them: the file may be of other weeks.
    """

    new: int
    changed: int
    duplicate: int
    gone: tuple[PlannedDay, ...]
    skipped: tuple[Passed, ...]
    failed: tuple[Passed, ...]

    @property
    def readable(self) -> bool:
        """Whether there was anything to keep, or was kept already."""
        return bool(self.new or self.changed or self.duplicate or not self.failed)


def import_planned(
    logbook: Logbook,
    files: Sequence[tuple[str, bytes]],
    *,
    now: datetime,
    on: date | None = None,
) -> Brought:
    """Bring in planned runs: an event that is read again changes, and nothing stands twice.

    Parameters
    ----------
    logbook
        The runner's.
    files
        Names and contents: calendars, tables, workouts.
    now
        The runner's clock.
    on
        The day of a workout.
    """
    read, failed = [], []
    for name, data in files:
        try:
            file = read_planned(data, name=name, today=now.date(), zone=now.tzinfo, on=on)
            read.append((name, file))
        except PsoasError as error:
            failed.append(Passed(where=error.where, reason=f"{error.what}. {error.fix}"))
    return _keep(logbook, read, failed, now=now)


def _keep(
    logbook: Logbook,
    read: Sequence[tuple[str, PlannedFile]],
    failed: Sequence[Passed],
    *,
    now: datetime,
) -> Brought:
    counts = {"new": 0, "changed": 0, "duplicate": 0}
    files = [file for _, file in read]
    whole = {name for name, file in read if file.says_days and not file.failed}
    there: set[str] = set()
    with logbook.writing() as connection:
        kept = {run.id: run for run in planned_runs(connection)}
        taken = {(run.on, run.title.casefold()): run.id for run in kept.values()}
        for run in (run for file in files for run in file.runs):
            as_titled = taken.get((run.on, run.title.casefold()), run.id)
            there.add(as_titled)
            if as_titled != run.id or _same(kept.get(run.id), run):
                counts["duplicate"] += 1
                continue
            counts["changed" if run.id in kept else "new"] += 1
            keep_planned(connection, run, at=now)
            kept[run.id] = run
            taken[run.on, run.title.casefold()] = run.id
    return Brought(
        **counts,
        gone=tuple(
            run
            for run in kept.values()
            if run.came_from in whole and run.on >= now.date() and run.id not in there
        ),
        skipped=tuple(each for file in files for each in file.skipped),
        failed=(*failed, *(each for file in files for each in file.failed)),
    )


def _same(kept: PlannedDay | None, run: PlannedDay) -> bool:
    return kept is not None and attrs.evolve(kept, came_from=run.came_from) == run


def read_files(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Read files to bring in, no more of each than a plan can have.

    Raises
    ------
    NotFound
        Where one is not there.
    UnreadableFile
        Where one cannot be read.
    """
    found = []
    for path in paths:
        if not path.is_file():
            raise NotFound("there is no such file", where=str(path), fix="Check the name")
        try:
            with path.open("rb") as file:
                found.append((path.name, file.read(MOST_BYTES + 1)))
        except OSError as error:
            raise UnreadableFile(
                f"the file cannot be read ({error.strerror})", where=str(path), fix="Copy it again"
            ) from error
    return found


def add_planned(
    logbook: Logbook, *, on: date, title: str, parts: str = "", now: datetime
) -> PlannedDay:
    """Keep a run that was typed in.

    Parameters
    ----------
    logbook
        The runner's.
    on
        Its day.
    title
        Its words, such as ``Easy 8 km`` or ``Berlin marathon, race``.
    parts
        ``2km@6:00 + 6x400m@3:45``, or empty.
    now
        The runner's clock.

    Raises
    ------
    InvalidAnswer
        Where the day is not one of the weeks that are kept, or a part is not understood.
    """
    words = plain(title) or plain(parts)
    if not words:
        raise InvalidAnswer(
            "the run has no words", where="run", fix="Write what it is, such as Easy 8 km"
        )
    if not within(on, today=now.date()):
        raise InvalidAnswer(
            f"{on} is too far away",
            where="day",
            fix="Give a day of the last 4 or the next 16 weeks",
        )
    told = parse_parts(parts, where="parts") if parts.strip() else ()
    run = PlannedDay(
        id=id_by_day(on, words),
        on=on,
        kind=kind_said(words),
        title=words,
        distance_m=sum(p.reps * p.distance_m for p in told) or distance_said_m(words),
        duration_s=sum(p.duration_s for p in told) or duration_said_s(words),
        parts=told,
        came_from=BY_HAND,
    )
    with logbook.writing() as connection:
        keep_planned(connection, run, at=now)
    return run


def drop(
    logbook: Logbook, *, ids: Sequence[str] = (), came_from: str | None = None
) -> tuple[PlannedDay, ...]:
    """Drop planned runs by the beginning of their id, or all that came from a file.

    Raises
    ------
    NotFound
        Where one of *ids*, or *came_from*, names nothing.
    """
    with logbook.writing() as connection:
        kept = planned_runs(connection)
        found = [run for run in kept if came_from is not None and run.came_from == came_from]
        for each in ids:
            named = [run for run in kept if run.id.startswith(each)] if each else []
            if len(named) != 1:
                raise _unknown(each, len(named))
            found += named
        if came_from is not None and not found:
            raise _unknown(came_from, 0)
        drop_planned(connection, {run.id for run in found})
    return tuple(dict.fromkeys(found))


def _unknown(name: str, n: int) -> NotFound:
    return NotFound(
        f"{name!r} names {'no' if not n else 'more than one'} planned run",
        where="planned runs",
        fix="psoas ahead list shows what there is",
    )


def as_plain(run: PlannedDay) -> dict[str, Any]:
    """Return a planned run as ``psoas ahead`` prints it."""
    return {
        "id": run.id,
        "on": run.on.isoformat(),
        "kind": run.kind,
        "title": run.title,
        "distance_m": None if run.distance_m is None else round(run.distance_m, 1),
        "duration_s": None if run.duration_s is None else round(run.duration_s),
        "parts": [
            {
                "reps": part.reps,
                "distance_m": round(part.distance_m, 1),
                "speed_mps": round(part.speed_mps, 3),
            }
            for part in run.parts
        ],
        "came_from": run.came_from,
    }
