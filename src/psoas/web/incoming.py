"""Where files lie while they are brought in: on disk beside the logbook, never in memory.

Many systems keep ``/tmp`` in memory; the logbook's folder is on a disk and the runner's own.
A folder goes when its import ends, and a server that was killed leaves one that the next
server removes.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock

from attrs import Factory, define, field

PREFIX = "psoas-incoming-"
#: Holds a lock of SQLite, on every system the same, which goes when the process goes.
OWNER = "owner"


def _lock(folder: Path) -> sqlite3.Connection | None:
    """Lock a folder; None where another server has it."""
    owner = sqlite3.connect(
        folder / OWNER, timeout=0, isolation_level=None, check_same_thread=False
    )
    try:
        owner.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError:
        owner.close()
        return None
    return owner


def sweep(parent: Path) -> int:
    """Remove what servers that are gone left in *parent*; return how many folders."""
    removed = 0
    for folder in parent.glob(f"{PREFIX}*"):
        if not folder.is_dir() or (owner := _lock(folder)) is None:
            continue
        owner.close()
        shutil.rmtree(folder, ignore_errors=True)
        removed += 1
    return removed


@define(eq=False)
class Incoming:
    """The folder of this server's uploads, made when first needed.

    Parameters
    ----------
    parent
        The logbook's folder.
    """

    parent: Path
    _folder: Path | None = field(default=None, init=False)
    _owner: sqlite3.Connection | None = field(default=None, init=False)
    _guard: Lock = field(default=Factory(Lock), init=False)

    def new(self) -> Path:
        """Make the folder of one upload, which only this user can read."""
        with self._guard:
            if self._folder is None or not self._folder.is_dir():
                self.parent.mkdir(parents=True, exist_ok=True)
                self._folder = Path(mkdtemp(prefix=PREFIX, dir=self.parent))
                self._owner = _lock(self._folder)
            return Path(mkdtemp(dir=self._folder))

    def close(self) -> None:
        """Remove all of it."""
        with self._guard:
            if self._owner is not None:
                self._owner.close()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = self._owner = None
