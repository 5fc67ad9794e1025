"""Bringing files into a logbook: new, duplicate, skipped or failed, each with its reason."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import attrs
from attrs import field, frozen

from psoas.app.files.deriving import Derived, Offered, derive, offered
from psoas.app.files.sameness import settle
from psoas.errors import NotFound
from psoas.intake.members import members
from psoas.store import Logbook
from psoas.store.batches import Batch, finish_batch, keep_batch
from psoas.store.originals import LogLine, keep_log, known_contents

T = TypeVar("T")

#: Files kept in one transaction: a crash loses at most the work on so many, none of the files.
PER_TRANSACTION = 32
#: Beyond so many files the workers are worth their start, about a second of CPU each.
FILES_BEFORE_WORKERS = 512
#: Chunks in the workers' hands at a time: enough to keep them busy, few enough to hold.
CHUNKS_AHEAD = 4


@frozen(kw_only=True)
class Advance:
    """How far an import has come: files looked at, and the ratio of all that is behind."""

    files: int
    done_ratio: float


Progress = Callable[[Advance], None]


@frozen(kw_only=True)
class Skipped:
    """A file that holds nothing to import, and why."""

    file: str
    reason: str


@frozen(kw_only=True)
class Failed:
    """A file that could not be read, why, and what to do."""

    file: str
    reason: str
    fix: str


@frozen(kw_only=True)
class Imported:
    """What an import did. ``runs`` counts the runs among the new activities.

    ``batch`` names it for ``undo``; None where nothing was kept.
    """

    new: int = 0
    runs: int = 0
    duplicate: int = 0
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[Failed, ...] = ()
    by_sport: dict[str, int] = field(factory=dict)
    batch: str | None = None

    @property
    def readable(self) -> bool:
        """Whether anything was readable."""
        return bool(self.new or self.duplicate or not self.failed)


def _checked(paths: Sequence[Path], *, without: frozenset[Path]) -> tuple[Path, ...]:
    for path in paths:
        if not path.exists():
            raise NotFound("there is no such file or folder", where=str(path), fix="Check the name")
    return tuple(path for path in dict.fromkeys(paths) if path.resolve() not in without)


def _own_files(logbook: Logbook) -> frozenset[Path]:
    """The logbook itself is never read as a file: closing it would drop SQLite's locks."""
    own = logbook.path.resolve()
    return frozenset(own.with_name(own.name + suffix) for suffix in ("", "-wal", "-shm"))


def _offers(
    paths: Sequence[Path],
    known: dict[str, str],
    *,
    without: frozenset[Path],
    at: datetime,
    progress: Progress | None,
) -> Iterator[Offered | Derived]:
    """Walk what the paths lead to; what is known already is a duplicate at once."""
    n_files = 0
    for number, path in enumerate(paths):
        for member in members(path, without=without):
            n_files += 1
            yield _unless_known(offered(member, at=at), known, at=at)
            if progress is not None:
                ratio = (number + member.done_ratio) / len(paths)
                progress(Advance(files=n_files, done_ratio=min(ratio, 1.0)))


def _until(cancelled: Callable[[], bool], things: Iterator[T]) -> Iterator[T]:
    for each in things:
        yield each
        if cancelled():
            return


def _unless_known(
    each: Offered | Derived, known: dict[str, str], *, at: datetime
) -> Offered | Derived:
    if isinstance(each, Derived):
        return each
    if each.content_sha256 in known:
        original = known[each.content_sha256]
        line = LogLine(at=at, name=each.member.name, outcome="duplicate", original=original)
        return Derived(line=line)
    known[each.content_sha256] = each.sha256
    return each


def _chunks(things: Iterator[T], size: int) -> Iterator[tuple[T, ...]]:
    while chunk := tuple(islice(things, size)):
        yield chunk


def _derived(chunk: Sequence[Offered | Derived], *, at: datetime) -> tuple[Derived, ...]:
    return tuple(derive(each, at=at) if isinstance(each, Offered) else each for each in chunk)


def _in_order(
    chunks: Iterator[Sequence[Offered | Derived]], pool: Executor, *, at: datetime
) -> Iterator[tuple[Derived, ...]]:
    """Derive chunks in the workers, a few ahead, and give them back in order."""
    ahead = deque(pool.submit(_derived, chunk, at=at) for chunk in islice(chunks, CHUNKS_AHEAD))
    while ahead:
        yield ahead.popleft().result()
        ahead.extend(pool.submit(_derived, chunk, at=at) for chunk in islice(chunks, 1))


def _all_derived(
    offers: Iterator[Offered | Derived], *, at: datetime, workers: int
) -> Iterator[tuple[Derived, ...]]:
    """Derive here while files are few, then in *workers* processes."""
    chunks = _chunks(offers, PER_TRANSACTION)
    yield from map(
        partial(_derived, at=at), islice(chunks, FILES_BEFORE_WORKERS // PER_TRANSACTION)
    )
    first = next(chunks, None)
    if first is None:
        return
    yield _derived(first, at=at)
    with ExitStack() as stack:
        if workers < 2:
            yield from map(partial(_derived, at=at), chunks)
            return
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
        yield from _in_order(chunks, stack.enter_context(pool), at=at)


def import_files(
    logbook: Logbook,
    paths: Sequence[Path],
    *,
    now: datetime,
    progress: Progress | None = None,
    dry_run: bool = False,
    workers: int = 2,
    batch: Batch | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Import files, folders and exports; what is known already is a duplicate.

    Parameters
    ----------
    logbook
        Where they are kept.
    paths
        Files, folders, or the archives that Strava, Garmin and Apple hand out.
    now
        The moment that is written into the import log.
    progress
        Called after each file.
    dry_run
        Say what would be new, and keep nothing.
    workers
        Processes that read a long history; one process writes.
    batch
        What the import is to be kept as; made here if not given.
    cancelled
        Asked after each file. Once it says so no more files are looked at; those in hand
        are kept, and the import stays unfinished.

    Returns
    -------
    Imported
        Counts and, for what was not imported, reasons. Interrupted and started again it
        goes on where it was.

    Raises
    ------
    NotFound
        Where a path does not exist: then nothing is imported.
    """
    own = _own_files(logbook)
    wanted = _checked(paths, without=own)
    with logbook.reading() as connection:
        known = known_contents(connection)
    if batch is None:
        batch = Batch(id=str(uuid4()), started_at=now, label=", ".join(p.name for p in wanted))
    result = Imported(batch=None if dry_run else batch.id)
    if not dry_run:
        with logbook.writing() as connection:
            keep_batch(connection, batch)
    offers = _offers(wanted, known, without=own, at=now, progress=progress)
    if cancelled is not None:
        offers = _until(cancelled, offers)
    unread: dict[str, LogLine] = {}
    for chunk in _all_derived(offers, at=now, workers=workers):
        derived = _like_their_twins(chunk, unread)
        result = _counted(result, derived if dry_run else _kept(logbook, derived, batch))
    if not dry_run and not (cancelled is not None and cancelled()):
        with logbook.writing() as connection:
            finish_batch(connection, batch.id)
    return result


def _like_their_twins(chunk: Sequence[Derived], unread: dict[str, LogLine]) -> tuple[Derived, ...]:
    """Say of a file that was taken for a duplicate what its twin turned out to be: unreadable.

    Files are told apart before they are read; *unread* holds what was said of those that were
    read in vain, by hash.
    """
    found = []
    for each in chunk:
        if each.unread is not None:
            unread[each.unread] = each.line
        twin = unread.get(each.line.original or "")
        line = each.line if twin is None else attrs.evolve(twin, name=each.line.name)
        found.append(attrs.evolve(each, line=line))
    return tuple(found)


def _kept(logbook: Logbook, derived: Sequence[Derived], batch: Batch) -> tuple[Derived, ...]:
    """Keep a chunk in one transaction; return it as it was kept."""
    with logbook.writing() as connection:
        settled = settle(connection, derived, batch=batch)
        keep_log(connection, [each.line for each in settled], batch=batch.id)
    return settled


def _counted(result: Imported, chunk: Sequence[Derived]) -> Imported:
    lines = [each.line for each in chunk]
    sports = [kept.activity.sport for each in chunk for kept in each.kept]
    by_sport = dict(result.by_sport)
    for sport in sports:
        by_sport[sport] = by_sport.get(sport, 0) + 1
    skipped = [line for line in lines if line.outcome == "skipped"]
    failed = [line for line in lines if line.outcome == "failed"]
    return attrs.evolve(
        result,
        new=result.new + len(sports),
        runs=result.runs + sports.count("run"),
        duplicate=result.duplicate + sum(line.outcome == "duplicate" for line in lines),
        skipped=(*result.skipped, *(Skipped(file=x.name, reason=x.reason or "") for x in skipped)),
        failed=(
            *result.failed,
            *(Failed(file=x.name, reason=x.reason or "", fix=x.fix or "") for x in failed),
        ),
        by_sport=by_sport,
    )
