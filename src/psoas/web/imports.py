"""Imports as jobs of this server: one at a time, in the order they came.

A second upload waits for the first. All tabs see the same jobs; a server that ends stops
them, and what was kept until then stays.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue
from time import monotonic

import structlog
from attrs import Factory, define, field, frozen

from psoas.app.importing import Advance, Imported, import_files
from psoas.errors import NotFound, NotNow, PsoasError
from psoas.store import Logbook
from psoas.store.batches import Batch

log = structlog.get_logger(__name__)

#: So many ended jobs are remembered: what a dry run found is nowhere else.
REMEMBERED = 20
#: A time left is a guess: not before so much is done, in so many seconds.
TOLD_FROM_RATIO, TOLD_FROM_S = 0.01, 2.0
#: What is in hand when an import is stopped is kept first: 32 files, seconds of work.
PATIENCE_S = 60.0


class Phase(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self in (Phase.DONE, Phase.STOPPED, Phase.FAILED)


@frozen(kw_only=True)
class Pace:
    """How far a job is, how fast, and how long still; None where nobody can tell yet."""

    files: int
    done_ratio: float
    files_per_s: float | None
    left_s: float | None


def pace_of(advance: Advance, *, spent_s: float) -> Pace:
    """Return the pace of an import that came so far in so many seconds."""
    told = spent_s >= TOLD_FROM_S
    left_told = told and advance.done_ratio >= TOLD_FROM_RATIO
    return Pace(
        files=advance.files,
        done_ratio=advance.done_ratio,
        files_per_s=advance.files / spent_s if told else None,
        left_s=spent_s * (1 / advance.done_ratio - 1) if left_told else None,
    )


@define(eq=False, kw_only=True)
class Job:
    """One import on its way, or ended; *discard* removes the files that were sent."""

    batch: Batch
    paths: Sequence[Path]
    discard: Callable[[], None]
    dry_run: bool = False
    result: Imported | None = None
    error: PsoasError | None = None
    _phase: Phase = field(default=Phase.WAITING, init=False)
    _advance: Advance = field(default=Advance(files=0, done_ratio=0.0), init=False)
    _begun_s: float = field(default=0.0, init=False)
    _stop: threading.Event = field(default=Factory(threading.Event), init=False)

    @property
    def phase(self) -> Phase:
        """Where it is."""
        asked = self._stop.is_set() and not self._phase.ended
        return Phase.STOPPING if asked else self._phase

    @property
    def pace(self) -> Pace | None:
        """How far it is now; None before it begins and after its end."""
        if self._phase is not Phase.RUNNING:
            return None
        return pace_of(self._advance, spent_s=monotonic() - self._begun_s)

    def stop(self) -> None:
        """Ask it to stop after the files in hand."""
        self._stop.set()

    def run(self, open_logbook: Callable[[], Logbook]) -> None:
        """Do it; whatever happens, it ends and its files are removed."""
        try:
            ended = self._done(open_logbook)
        except PsoasError as error:
            self.error, ended = error, Phase.FAILED
        except Exception as error:
            log.exception("import_failed", error=type(error).__name__, exc_info=False)
            self.error, ended = _crashed(), Phase.FAILED
        self.discard()
        self._phase = ended

    def _done(self, open_logbook: Callable[[], Logbook]) -> Phase:
        if self._stop.is_set():
            return Phase.STOPPED
        self._begun_s, self._phase = monotonic(), Phase.RUNNING
        with open_logbook() as logbook:
            self.result = import_files(
                logbook,
                self.paths,
                now=self.batch.started_at,
                progress=self._show,
                dry_run=self.dry_run,
                batch=self.batch,
                cancelled=self._stop.is_set,
            )
        return Phase.STOPPED if self._stop.is_set() else Phase.DONE

    def _show(self, advance: Advance) -> None:
        self._advance = advance


def _crashed() -> PsoasError:
    return NotNow(
        "This is a fault of psoas; what was kept before it is still there",
        where="import",
        fix="Bring the same files again; if it happens again, report it with what you did",
    )


@define(eq=False)
class Imports:
    """The jobs of this server, and the one thread that does them."""

    open_logbook: Callable[[], Logbook]
    _jobs: dict[str, Job] = field(factory=dict, init=False)
    _queue: SimpleQueue[Job | None] = field(default=Factory(SimpleQueue), init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _guard: threading.Lock = field(default=Factory(threading.Lock), init=False)

    def start(self, job: Job) -> None:
        """Take a job: it begins when those before it have ended."""
        with self._guard:
            ended = [name for name, each in self._jobs.items() if each.phase.ended]
            for name in ended[: max(0, len(ended) - REMEMBERED + 1)]:
                del self._jobs[name]
            self._jobs[job.batch.id] = job
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="imports", daemon=True)
                self._thread.start()
            self._queue.put(job)

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            job.run(self.open_logbook)

    def find(self, batch_id: str) -> Job | None:
        """Return a job, None where this server has none of that id."""
        return self._jobs.get(batch_id)

    def now(self) -> Job | None:
        """Return the job that runs, or waits longest; None where nothing is to be done."""
        return next((each for each in list(self._jobs.values()) if not each.phase.ended), None)

    def stop(self, batch_id: str) -> None:
        """Stop a job; one that has ended stays as it is.

        Raises
        ------
        NotFound
            Where this server has no such job.
        """
        job = self.find(batch_id)
        if job is None:
            raise NotFound(
                "no such import runs here", where="imports", fix="See the list of imports"
            )
        job.stop()

    def close(self) -> None:
        """Stop all jobs, wait for what is in hand, and forget them.

        Raises
        ------
        NotNow
            Where one does not end.
        """
        with self._guard:
            for job in self._jobs.values():
                job.stop()
            thread, self._thread = self._thread, None
            if thread is not None:
                self._queue.put(None)
                thread.join(PATIENCE_S)
                if thread.is_alive():
                    raise NotNow(
                        "an import is still at work on a large file",
                        where="imports",
                        fix="Wait until it has stopped, and do it again",
                    )
            self._jobs.clear()
