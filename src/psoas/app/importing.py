"""Bringing files into a logbook: new, duplicate, skipped or failed, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from uuid import uuid4

import attrs
from attrs import field, frozen

from psoas.errors import NotAnActivity, NotFound, PsoasError
from psoas.evidence import Made
from psoas.intake import read_recording, unpack
from psoas.load import hip_flexor_load
from psoas.runs import Recording, RunStream, Sport
from psoas.runs.stream import to_stream
from psoas.runs.summary import summarise
from psoas.store import Logbook
from psoas.store.activities import (
    Activity,
    Kept,
    LogLine,
    Original,
    keep_activities,
    keep_log,
    known_contents,
)

METHOD = Made(by="app/importing", version=1)
#: Files kept in one transaction: a crash loses at most the work on so many, none of the files.
PER_TRANSACTION = 32

Progress = Callable[[int, int], None]
"""Called with how many files are done and how many there are."""


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
    """What an import did. ``runs`` counts the runs among the new activities."""

    new: int = 0
    runs: int = 0
    duplicate: int = 0
    skipped: tuple[Skipped, ...] = ()
    failed: tuple[Failed, ...] = ()
    by_sport: dict[str, int] = field(factory=dict)

    @property
    def readable(self) -> bool:
        """Whether anything was readable."""
        return bool(self.new or self.duplicate or self.skipped or not self.failed)


@frozen(kw_only=True)
class _Read:
    """A file with what became of it; *original* and *recording* only where it is new."""

    line: LogLine
    original: Original | None = None
    recording: Recording | None = None


def files_under(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that *paths* name, folders searched through, in order of name.

    Raises
    ------
    NotFound
        Where a path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NotFound("there is no such file or folder", where=str(path), fix="Check the name")
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.is_file() and not p.is_symlink())
        else:
            found.append(path)
    return tuple(dict.fromkeys(found))


def _read(path: Path, known: dict[str, str], *, at: datetime) -> _Read:
    name = path.name
    try:
        content = path.read_bytes()
        unpacked = unpack(content, name)
        digest = sha256(unpacked).hexdigest()
        if digest in known:
            line = LogLine(at=at, name=name, outcome="duplicate", original=known[digest])
            return _Read(line=line)
        recording = read_recording(content, name)
    except NotAnActivity as error:
        return _Read(line=LogLine(at=at, name=name, outcome="skipped", reason=error.what))
    except PsoasError as error:
        line = LogLine(at=at, name=name, outcome="failed", reason=error.what, fix=error.fix)
        return _Read(line=line)
    except OSError as error:
        reason = f"the file cannot be opened ({error.strerror})"
        fix = "Check that you may read it"
        return _Read(line=LogLine(at=at, name=name, outcome="failed", reason=reason, fix=fix))
    original = Original(
        sha256=sha256(content).hexdigest(), content_sha256=digest, name=name, content=content
    )
    known[digest] = original.sha256
    line = LogLine(at=at, name=name, outcome="new", original=original.sha256)
    return _Read(line=line, original=original, recording=recording)


def activity_of(recording: Recording, stream: RunStream, *, original: str) -> Activity:
    """Return what is kept of a recording; its summary is computed here."""
    offset_s = recording.utc_offset_s or 0
    return Activity(
        id=str(uuid4()),
        original=original,
        sport=recording.sport,
        sport_name=recording.sport_name,
        source=recording.source,
        device=recording.device,
        indoor=recording.indoor,
        started_at=recording.started_at,
        utc_offset_s=recording.utc_offset_s,
        local_on=(recording.started_at + timedelta(seconds=offset_s)).date(),
        summary=summarise(recording, stream),
        notes=recording.notes,
        made=METHOD,
    )


def _settled(read: _Read, kept: dict[str, str]) -> _Read:
    """Make a duplicate of a new file that another import has kept meanwhile."""
    if read.original is None or read.original.content_sha256 not in kept:
        return read
    original = kept[read.original.content_sha256]
    return _Read(line=attrs.evolve(read.line, outcome="duplicate", original=original))


def _derived(read: _Read) -> Kept | None:
    """Return what is kept of a new file; None where it is not new."""
    if read.original is None or read.recording is None:
        return None
    stream = to_stream(read.recording)
    return Kept(
        original=read.original,
        activity=activity_of(read.recording, stream, original=read.original.sha256),
        stream=stream,
        load=hip_flexor_load(stream) if read.recording.sport is Sport.RUN else None,
    )


def _keep(logbook: Logbook, batch: Sequence[_Read], *, at: datetime) -> tuple[_Read, ...]:
    """Keep a batch in one transaction; return it as it was kept."""
    derived = [kept for read in batch if (kept := _derived(read)) is not None]
    contents = [kept.original.content_sha256 for kept in derived]
    with logbook.writing() as connection:
        meanwhile = known_contents(connection, among=contents)
        settled = tuple(_settled(read, meanwhile) for read in batch)
        new = [kept for kept in derived if kept.original.content_sha256 not in meanwhile]
        keep_activities(connection, new, at=at)
        keep_log(connection, [read.line for read in settled])
    return settled


def _reads(
    files: Sequence[Path], known: dict[str, str], *, at: datetime, progress: Progress | None
) -> Iterator[_Read]:
    for number, path in enumerate(files, start=1):
        yield _read(path, known, at=at)
        if progress is not None:
            progress(number, len(files))


def import_files(
    logbook: Logbook,
    paths: Sequence[Path],
    *,
    now: datetime,
    progress: Progress | None = None,
) -> Imported:
    """Import files and folders; what is known already is a duplicate.

    Parameters
    ----------
    logbook
        Where they are kept.
    paths
        Files and folders.
    now
        The moment that is written into the import log.
    progress
        Called after each file.

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
    # never the logbook itself: closing a file of SQLite's lets go of the locks on it
    own = {path.resolve() for path in logbook.files}
    files = tuple(path for path in files_under(paths) if path.resolve() not in own)
    with logbook.reading() as connection:
        known = known_contents(connection)
    result = Imported()
    reads = _reads(files, known, at=now, progress=progress)
    while batch := tuple(islice(reads, PER_TRANSACTION)):
        result = _counted(result, _keep(logbook, batch, at=now))
    return result


def _counted(result: Imported, batch: Sequence[_Read]) -> Imported:
    new = [read.recording for read in batch if read.recording is not None]
    lines = [read.line for read in batch]
    by_sport = dict(result.by_sport)
    for recording in new:
        by_sport[recording.sport] = by_sport.get(recording.sport, 0) + 1
    return attrs.evolve(
        result,
        new=result.new + len(new),
        runs=result.runs + sum(recording.sport is Sport.RUN for recording in new),
        duplicate=result.duplicate + sum(line.outcome == "duplicate" for line in lines),
        skipped=(
            *result.skipped,
            *(Skipped(file=x.name, reason=x.reason or "") for x in lines if x.outcome == "skipped"),
        ),
        failed=(
            *result.failed,
            *(
                Failed(file=x.name, reason=x.reason or "", fix=x.fix or "")
                for x in lines
                if x.outcome == "failed"
            ),
        ),
        by_sport=by_sport,
    )
