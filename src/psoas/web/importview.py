"""What a page shows of an import: from the logbook, and from the job while there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from attrs import frozen
from sqlalchemy import Connection

from psoas.app.files.importing import Imported
from psoas.errors import NotFound, PsoasError
from psoas.render import units
from psoas.store.batches import Batch, batch_of, sports_of
from psoas.store.originals import LogLine, lines_of, outcomes_of
from psoas.web.imports import ImportJob as Job
from psoas.web.imports import Pace
from psoas.web.jobs import Phase

WORDS = {"new": "new", "duplicate": "known already", "skipped": "skipped", "failed": "failed"}


class State(StrEnum):
    """What can be said of an import."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    UNFINISHED = "unfinished"
    FAILED = "failed"
    UNDONE = "undone"


_OF_PHASE = {
    Phase.WAITING: State.WAITING,
    Phase.RUNNING: State.RUNNING,
    Phase.STOPPING: State.STOPPING,
    Phase.FAILED: State.FAILED,
    Phase.STOPPED: State.UNFINISHED,
}


@frozen(kw_only=True)
class Shown:
    """An import as a page shows it."""

    id: str
    label: str
    at: datetime
    state: State
    dry_run: bool
    counts: Mapping[str, int]
    sports: Mapping[str, int]
    can_undo: bool
    pace: Pace | None = None
    error: PsoasError | None = None
    found: tuple[LogLine, ...] = ()
    """What a dry run could not read; it is kept nowhere else."""

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state not in (State.WAITING, State.RUNNING, State.STOPPING)


def state_of(batch: Batch | None, job: Job | None) -> State:
    """Return the state of an import; without a job here, unfinished is all one can tell."""
    if batch is not None and batch.undone:
        return State.UNDONE
    if job is not None and not (batch is not None and batch.finished):
        return _OF_PHASE.get(job.phase, State.DONE)
    return State.DONE if batch is None or batch.finished else State.UNFINISHED


def shown_of(connection: Connection, batch_id: str, *, job: Job | None, now: datetime) -> Shown:
    """Return an import.

    Raises
    ------
    NotFound
        Where neither the logbook nor this server knows it.
    """
    batch = batch_of(connection, batch_id) or (job.batch if job else None)
    if batch is None:
        raise NotFound(
            "there is no such import (one that only looked is forgotten when psoas ends)",
            where="imports",
            fix="Choose one from the list of imports, or bring the files again",
        )
    dry_run = job is not None and job.dry_run
    result = job.result if job is not None and job.dry_run else None
    return Shown(
        id=batch.id,
        label=batch.label,
        at=batch.started_at.astimezone(now.tzinfo),
        state=state_of(None if dry_run else batch, job),
        dry_run=dry_run,
        counts=_counts(result) if result else outcomes_of(connection, [batch_id])[batch_id],
        sports=result.by_sport if result else sports_of(connection, batch_id),
        can_undo=bool(batch.new) and not batch.undone,
        pace=job.pace if job is not None else None,
        error=job.error if job is not None else None,
        found=_lines(result, at=batch.started_at) if result else (),
    )


def _counts(result: Imported) -> dict[str, int]:
    return {
        "new": result.new,
        "duplicate": result.duplicate,
        "skipped": len(result.skipped),
        "failed": len(result.failed),
    }


def _lines(result: Imported, *, at: datetime) -> tuple[LogLine, ...]:
    failed = (
        LogLine(at=at, name=each.file, outcome="failed", reason=each.reason, fix=each.fix)
        for each in result.failed
    )
    skipped = (
        LogLine(at=at, name=each.file, outcome="skipped", reason=each.reason)
        for each in result.skipped
    )
    return (*failed, *skipped)


def lines_shown(
    connection: Connection, shown: Shown, *, outcome: str | None, limit: int, offset: int
) -> Sequence[LogLine]:
    """Return a page of the lines of an import."""
    if shown.dry_run:
        wanted = [each for each in shown.found if outcome in (None, each.outcome)]
        return wanted[offset : offset + limit]
    return lines_of(connection, shown.id, outcome=outcome, limit=limit, offset=offset)


def said_of(shown: Shown) -> dict[str, str | float]:
    """Return how far an import is, in words; the page and its script show the same."""
    pace = shown.pace
    return {
        "done_ratio": round(pace.done_ratio, 4) if pace else float(shown.ended),
        "share": f"{int(100 * pace.done_ratio)} %" if pace else "",
        "looked": _looked(pace) if pace else "",
        "left": _left(pace.left_s) if pace and shown.state is State.RUNNING else "",
        "kept": " · ".join(
            f"{n:,} {WORDS[name]}" for name in WORDS if (n := shown.counts.get(name, 0))
        ),
    }


def _looked(pace: Pace) -> str:
    said = f"{pace.files:,} file{'' if pace.files == 1 else 's'} looked at"
    if pace.files_per_s is None:
        return said
    digits = 0 if pace.files_per_s >= 10 else 1
    return f"{said}, {units.number(pace.files_per_s, digits)} a second"


def _left(left_s: float | None) -> str:
    if left_s is None:
        return "Time left: not known yet"
    if left_s < 5:
        return "A few seconds left"
    rounded_s = 5 * round(left_s / 5) if left_s < 60 else left_s
    return f"About {units.spoken(rounded_s)} left"
