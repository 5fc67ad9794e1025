"""Imports as jobs of this server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from attrs import define, field, frozen

from psoas.app.files.importing import Advance, Imported, import_files
from psoas.errors import NotNow, PsoasError
from psoas.store.batches import Batch
from psoas.web.jobs import TOLD_FROM_S, Job, Jobs, OpenLogbook, left_s


@frozen(kw_only=True)
class Pace:
    """How far an import is, how fast, and how long still; None where nobody can tell yet."""

    files: int
    done_ratio: float
    files_per_s: float | None
    left_s: float | None


def pace_of(advance: Advance, *, spent_s: float) -> Pace:
    """Return the pace of an import that came so far in so many seconds."""
    return Pace(
        files=advance.files,
        done_ratio=advance.done_ratio,
        files_per_s=advance.files / spent_s if spent_s >= TOLD_FROM_S else None,
        left_s=left_s(advance.done_ratio, spent_s),
    )


@define(eq=False, kw_only=True)
class ImportJob(Job):
    """One import; one that only looks keeps nothing."""

    batch: Batch
    paths: Sequence[Path]
    dry_run: bool = False
    result: Imported | None = None
    _advance: Advance = field(default=Advance(files=0, done_ratio=0.0), init=False)

    @property
    def id(self) -> str:
        """The batch's."""
        return self.batch.id

    @property
    def pace(self) -> Pace | None:
        """How far it is now; None before it begins and after its end."""
        spent_s = self.spent_s
        return None if spent_s is None else pace_of(self._advance, spent_s=spent_s)

    def work(self, open_logbook: OpenLogbook) -> None:
        """Import the files."""
        with open_logbook() as logbook:
            self.result = import_files(
                logbook,
                self.paths,
                now=self.batch.started_at,
                progress=self._show,
                dry_run=self.dry_run,
                batch=self.batch,
                cancelled=self.is_stopped,
            )

    def _show(self, advance: Advance) -> None:
        self._advance = advance

    def crashed(self) -> PsoasError:
        """Say what a person can do about a fault of ours."""
        return NotNow(
            "This is a fault of psoas; what was kept before it is still there",
            where="import",
            fix="Bring the same files again; if it happens again, report it with what you did",
        )


Imports = Jobs[ImportJob]
