"""Clips as jobs of this server: measured one after the other; the clip goes at the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from attrs import define, field

from psoas.app.gait.filming import Film, Wanted, measure_clip
from psoas.app.gait.keeping import keep_gait
from psoas.errors import NotNow, PsoasError
from psoas.library import Shelf
from psoas.web.jobs import Job, Jobs, OpenLogbook, left_s


@define(eq=False, kw_only=True)
class ClipJob(Job):
    """One clip on its way, or measured.

    Parameters
    ----------
    clip_id, at, name
        What it is found by, when it came, and its file's name.
    path, wanted
        The clip, and what the runner said of it.
    folder
        Where pictures and tables of it lie while this server runs.
    read_shelf
        For words.
    """

    clip_id: str
    at: datetime
    name: str
    path: Path
    wanted: Wanted
    folder: Path
    read_shelf: Callable[[], Shelf]
    film: Film | None = None
    done_ratio: float = 0.0
    said: str = ""
    _left_s: float | None = field(default=None, init=False)

    @property
    def id(self) -> str:
        """The clip's."""
        return self.clip_id

    @property
    def left_s(self) -> float | None:
        """About how long it still takes; None where nobody can tell yet."""
        return None if self.spent_s is None else left_s(self.done_ratio, self.spent_s)

    def work(self, open_logbook: OpenLogbook, /) -> None:
        """Measure the clip, and keep what it says; the clip itself only where that is asked."""
        film = measure_clip(
            self.path, self.wanted, self.folder, shelf=self.read_shelf(), progress=self._show
        )
        with open_logbook() as logbook:
            keep_gait(
                logbook,
                film.found,
                name=self.name,
                told=film.told,
                now=self.at,
                original=self.path.read_bytes() if self.wanted.is_kept else None,
            )
        self.film = film

    def _show(self, done_ratio: float, said: str) -> None:
        if self.is_stopped():
            raise NotNow("it was stopped", where=self.name, fix="Bring the clip again")
        self.done_ratio, self.said = done_ratio, said

    def crashed(self) -> PsoasError:
        """Say what a person can do about a fault of ours."""
        return NotNow(
            "This is a fault of psoas; the clip is not kept",
            where=self.name,
            fix="Film again, or bring the clip again; if it happens again, report it",
        )


Clips = Jobs[ClipJob]
