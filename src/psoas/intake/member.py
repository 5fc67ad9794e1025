"""A file on its way into a logbook, and what is said of those that stay behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from attrs import Factory, define, frozen

from psoas.errors import PsoasError
from psoas.intake.facts import Facts
from psoas.intake.item import Refused, shown
from psoas.runs.model import Note

UNREADABLE = Refused(reason="Nothing in the file can be read", fix="Download or export it again.")
BOMB = Refused(
    reason="The archive unpacks to far more than its size explains",
    fix="It is broken or hostile: download it again from its source.",
)
CUT = Refused(
    reason="The archive is cut short: only the files before the cut were found",
    fix="Download it again and import it; what is known already is not imported twice.",
)


@frozen(kw_only=True, eq=False)
class Member:
    """One file to read, or one that is not read: either *content* or *refused* is given.

    Parameters
    ----------
    name
        Where it is, through all archives, as it can be printed. Never a path to open.
    content
        For ``read_recording``; may be compressed.
    refused
        Why there is no content: skipped where it has no fix, failed where it has one.
    facts
        What the index of the export says of it.
    notes
        What was odd about it before it is read.
    done_ratio
        How much of the whole path is behind when this is read, from 0 to 1.
    """

    name: str
    content: bytes | None = None
    refused: Refused | None = None
    facts: Facts | None = None
    notes: tuple[Note, ...] = ()
    done_ratio: float = 0.0


def refused_by(error: PsoasError) -> Refused:
    """Return an error as what is said of a file."""
    return Refused(reason=error.what, fix=error.fix)


@define
class PassedOver:
    """Files without an activity, told once for each folder and reason."""

    where: str
    counts: dict[tuple[str, str], int] = Factory(dict)
    first: dict[tuple[str, str], str] = Factory(dict)

    def add(self, name: str, reason: str) -> None:
        """Count a file."""
        key = (str(PurePosixPath(name).parent), reason)
        self.first.setdefault(key, name)
        self.counts[key] = self.counts.get(key, 0) + 1

    def members(self, done_ratio: float) -> Iterator[Member]:
        """Yield one member for each folder and reason."""
        for (folder, reason), count in self.counts.items():
            one = self.first[folder, reason]
            name = one if count == 1 else "" if folder == "." else folder
            yield Member(
                name=inside(self.where, name),
                refused=Refused(reason=reason if count == 1 else f"{count:,} files: {reason}"),
                done_ratio=done_ratio,
            )


def inside(where: str, name: str) -> str:
    """Return the printable name of a file within a folder or an archive."""
    return "/".join(part for part in (where, shown(name)) if part)
