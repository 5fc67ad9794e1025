"""Writing files: all of several or none, and never over another's or over a logbook."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from psoas.errors import Conflict, NotNow

#: What a file is called until it is whole.
_PART = ".part"
#: How a file of SQLite begins (sqlite.org/fileformat.html).
_DATABASE = b"SQLite format 3\0"
Writer = Callable[[Path], None]


def check_place(path: Path, *, into_device: bool = False) -> None:
    """Refuse to write over a logbook, or over what is no file.

    Parameters
    ----------
    path
        Where a file is to be.
    into_device
        Whether a device or a pipe is written into, and not replaced.

    Raises
    ------
    Conflict
        Then nothing is written.
    """
    if path.exists() and not path.is_file() and not path.is_dir():  # a device, a pipe
        if not into_device:
            raise Conflict("this is no file", where=str(path), fix="Name a new file")
        return
    with suppress(OSError), path.open("rb") as file:
        if file.read(len(_DATABASE)) == _DATABASE:
            raise Conflict(
                "this is a logbook or another database, and is never written over",
                where=str(path),
                fix="Name another file",
            )


def write_all(folder: Path, contents: Mapping[str, str | bytes | Writer], *, force: bool) -> None:
    """Write files into a folder: all of them, or none.

    Parameters
    ----------
    folder
        Made where it is not there.
    contents
        By name: text, bytes, or what writes the file at the path it is given.
    force
        Whether files of these names may be replaced.

    Raises
    ------
    Conflict
        Where a file of such a name is there and *force* is not said.
    NotNow
        Where the folder cannot be written to, or the disk is full. Nothing is left behind.
    """
    check_free(folder, list(contents), force=force)
    made = not folder.exists()
    parts: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            part = folder / f".{name}{_PART}"
            parts.append((part, folder / name))
            _write(part, content)
        for part, whole in parts:
            part.replace(whole)
    except OSError as error:
        raise _not_written(error, folder) from error
    finally:
        for part, _ in parts:
            with suppress(OSError):
                part.unlink()
        if made:
            with suppress(OSError):
                folder.rmdir()  # only where nothing was written


def check_free(folder: Path, names: Sequence[str], *, force: bool) -> None:
    """Refuse a folder that is a file, holds files of these names or cannot be written to.

    Raises
    ------
    Conflict
        Naming them, unless *force* is said.
    NotNow
        Where no file can be made there: better said before an hour of work than after it.
    """
    if folder.exists() and not folder.is_dir():
        raise Conflict("this is a file, not a folder", where=str(folder), fix="Name a folder")
    there = [name for name in names if (folder / name).exists()]
    if there and not force:
        raise Conflict(
            f"there are files already: {', '.join(there)}",
            where=str(folder),
            fix="Name another folder, or say --force to replace them",
        )
    nearest = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        raise _not_written(error, folder) from error


def _not_written(error: OSError, folder: Path) -> NotNow:
    return NotNow(
        f"the files cannot be written ({error.strerror or error})",
        where=str(folder),
        fix="Make room or name another folder, and try again",
    )


def _write(path: Path, content: str | bytes | Writer) -> None:
    if callable(content):
        content(path)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
