"""Long work of this server: one thing at a time, in the order it came.

What is asked for second waits for the first. All tabs see the same jobs; a server that ends
stops them, and what was kept until then stays.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import StrEnum
from queue import SimpleQueue
from time import monotonic
from typing import Generic, TypeVar

import structlog
from attrs import Factory, define, field

from psoas.errors import NotFound, NotNow, PsoasError
from psoas.store import Logbook

log = structlog.get_logger(__name__)

OpenLogbook = Callable[[], Logbook]
#: So many ended jobs are remembered: what one found may be nowhere else.
REMEMBERED = 20
#: A time left is a guess: not before so much is done, in so many seconds.
TOLD_FROM_RATIO, TOLD_FROM_S = 0.01, 2.0
#: What is in hand when a job is stopped ends first: seconds of work.
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


@define(eq=False, kw_only=True)
class Job(ABC):
    """Something on its way, or ended; *discard* removes the files that were sent."""

    discard: Callable[[], None]
    error: PsoasError | None = None
    _phase: Phase = field(default=Phase.WAITING, init=False)
    _begun_s: float = field(default=0.0, init=False)
    _stop: threading.Event = field(default=Factory(threading.Event), init=False)

    @property
    @abstractmethod
    def id(self) -> str:
        """What it is found by."""

    @abstractmethod
    def work(self, open_logbook: OpenLogbook, /) -> None:
        """Do it, looking at ``is_stopped`` now and then."""

    @abstractmethod
    def crashed(self) -> PsoasError:
        """Say what a person can do about a fault of ours."""

    @property
    def phase(self) -> Phase:
        """Where it is."""
        asked = self._stop.is_set() and not self._phase.ended
        return Phase.STOPPING if asked else self._phase

    @property
    def spent_s(self) -> float | None:
        """Seconds of work so far; None before it begins and after its end."""
        return monotonic() - self._begun_s if self._phase is Phase.RUNNING else None

    def is_stopped(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask it to stop after what is in hand."""
        self._stop.set()

    def run(self, open_logbook: OpenLogbook) -> None:
        """Do it; whatever happens, it ends and its files are removed."""
        try:
            ended = self._done(open_logbook)
        except PsoasError as error:
            self.error, ended = error, Phase.FAILED
        except Exception as error:
            log.exception("job_failed", error=type(error).__name__, exc_info=False)
            self.error, ended = self.crashed(), Phase.FAILED
        self.discard()
        self._phase = Phase.STOPPED if self.is_stopped() and ended is Phase.FAILED else ended

    def _done(self, open_logbook: OpenLogbook) -> Phase:
        if self.is_stopped():
            return Phase.STOPPED
        self._begun_s, self._phase = monotonic(), Phase.RUNNING
        self.work(open_logbook)
        return Phase.STOPPED if self.is_stopped() else Phase.DONE


def left_s(done_ratio: float, spent_s: float) -> float | None:
    """Return about how long it still takes; None where nobody can tell yet."""
    told = spent_s >= TOLD_FROM_S and done_ratio >= TOLD_FROM_RATIO
    return spent_s * (1 / done_ratio - 1) if told else None


J = TypeVar("J", bound=Job)


@define(eq=False)
class Jobs(Generic[J]):
    """The jobs of one kind, and the one thread that does them.

    Parameters
    ----------
    open_logbook
        What a job keeps its results in.
    name
        What one of them is called: *import*, *clip*.
    """

    open_logbook: OpenLogbook
    name: str
    _jobs: dict[str, J] = field(factory=dict, init=False)
    _queue: SimpleQueue[J | None] = field(default=Factory(SimpleQueue), init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _guard: threading.Lock = field(default=Factory(threading.Lock), init=False)

    def start(self, job: J) -> None:
        """Take a job: it begins when those before it have ended."""
        with self._guard:
            ended = [name for name, each in self._jobs.items() if each.phase.ended]
            for name in ended[: max(0, len(ended) - REMEMBERED + 1)]:
                del self._jobs[name]
            self._jobs[job.id] = job
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name=self.name, daemon=True)
                self._thread.start()
            self._queue.put(job)

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            job.run(self.open_logbook)

    def find(self, job_id: str) -> J | None:
        """Return a job, None where this server has none of that id."""
        return self._jobs.get(job_id)

    def all(self) -> list[J]:
        """Return the jobs that are remembered, newest first."""
        return list(reversed(self._jobs.values()))

    def now(self) -> J | None:
        """Return the job that runs, or waits longest; None where nothing is to be done."""
        return next((each for each in list(self._jobs.values()) if not each.phase.ended), None)

    def stop(self, job_id: str) -> None:
        """Stop a job; one that has ended stays as it is.

        Raises
        ------
        NotFound
            Where this server has no such job.
        """
        job = self.find(job_id)
        if job is None:
            raise NotFound(
                f"no such {self.name} is worked on here",
                where=f"{self.name}s",
                fix=f"See the list of {self.name}s",
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
                        f"one {self.name} is still at work on a large file",
                        where=f"{self.name}s",
                        fix="Wait until it has stopped, and do it again",
                    )
            self._jobs.clear()
