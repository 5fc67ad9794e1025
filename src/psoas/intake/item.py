"""What a folder or an archive holds, one file at a time, unread until asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from attrs import define, evolve, frozen

from psoas.intake.unpack import LIMIT_BYTES
from psoas.runs.model import Note

CHUNK_BYTES = 64 * 1024
#: What an archive may unpack to in all: so much, and so many times its own size. Exports of
#: Apple Health shrink 20 to 30 times, deflate at most 1 032 times. [source:psoas-convention]
FREE_BYTES = 256 * 1024 * 1024
TIMES_ITS_SIZE = 100
LONGEST_NAME = 200

_ADDRESS = re.compile(r"[^/\s]+@[^/_\s]+")


@frozen(kw_only=True)
class Refused:
    """Why a file is not read; ``fix`` is None where nothing is wrong and nothing to do."""

    reason: str
    fix: str | None = None


TOO_LARGE = Refused(
    reason=f"The file unpacks to more than {LIMIT_BYTES // 2**20} MB",
    fix="No activity is that large: export it again from its source.",
)


LINK = Refused(reason="A link, which psoas does not follow")


class Broken(Exception):
    """A file in an archive cannot be read on; what came before is good.

    Parameters
    ----------
    note
        Text key of what to note where something came before.
    """

    def __init__(self, note: str = "note.compressed-file-cut-short") -> None:
        super().__init__(note)
        self.note = note


class TooLarge(Exception):
    """A file is larger than any activity."""


class Exhausted(Exception):
    """An archive unpacks to far more than its size explains."""


@define
class Budget:
    """How many bytes an archive may still unpack to, and those in it."""

    left_bytes: int

    def take(self, n_bytes: int) -> None:
        """Count bytes; raise ``Exhausted`` where they are too many."""
        self.left_bytes -= n_bytes
        if self.left_bytes < 0:
            raise Exhausted


#: What exports hold beside activities, often most of their size, and no activity is called.
_MEDIA = (".jpg", ".jpeg", ".png", ".heic", ".gif", ".webp", ".mp4", ".mov", ".pdf")
_HEAD_BYTES = 1024


@frozen(kw_only=True, eq=False)
class Item:
    """One file, in a folder or an archive.

    Parameters
    ----------
    name
        As found: shown and compared, never used as a path.
    size_bytes
        As the archive says, which may be wrong.
    packed_bytes
        What it takes of the archive or the disk.
    chunks
        Its content, unpacked from the archive; raises ``Broken`` behind what can be read.
    file
        Its content to seek in, where it is there as it is.
    refused
        Why it cannot be read at all.
    """

    name: str
    size_bytes: int
    packed_bytes: int
    chunks: Callable[[], Iterator[bytes]]
    file: Callable[[], BinaryIO] | None = None
    refused: Refused | None = None

    @property
    def weight_bytes(self) -> int:
        """Its share of the work, for telling how much is behind: a photo is only looked at."""
        is_media = self.name.lower().endswith(_MEDIA)
        return min(self.packed_bytes, _HEAD_BYTES) if is_media else self.packed_bytes


def shown(name: str) -> str:
    """Return a name that can be printed: short, on one line, without a mail address.

    Garmin names the files of an account after the runner's address.
    """
    if not name.isprintable():
        name = "".join(letter if letter.isprintable() else "?" for letter in name)
    kept = _ADDRESS.sub("…", name)
    return kept if len(kept) <= LONGEST_NAME else f"{kept[:20]}…{kept[21 - LONGEST_NAME :]}"


def content_of(first: bytes, rest: Iterator[bytes]) -> tuple[bytes, tuple[Note, ...]]:
    """Return what chunks amount to, and a note where they break off.

    Raises
    ------
    TooLarge
        Where they are more than 64 MB.
    Broken
        Where there is nothing at all.
    """
    content = bytearray(first)
    try:
        for chunk in rest:
            content += chunk
            if len(content) > LIMIT_BYTES:
                raise TooLarge
    except Broken as broken:
        if not content:
            raise
        return bytes(content), (Note(text=broken.note),)
    return bytes(content), ()


def item_of_bytes(data: bytes, name: str) -> Item:
    """Return bytes as an item."""
    return Item(
        name=name,
        size_bytes=len(data),
        packed_bytes=len(data),
        chunks=lambda: iter((data,)),
        file=lambda: BytesIO(data),
    )


def item_of_file(path: str, name: str, size_bytes: int) -> Item:
    """Return a file as an item."""

    def chunks() -> Iterator[bytes]:
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - a path of thousands, as text
                while chunk := file.read(CHUNK_BYTES):
                    yield chunk
        except OSError as error:
            raise Broken from error

    return Item(
        name=name,
        size_bytes=size_bytes,
        packed_bytes=size_bytes,
        chunks=chunks,
        file=lambda: Path(path).open("rb"),
    )


def items_of_folder(folder: Path, *, without: frozenset[Path] = frozenset()) -> list[Item]:
    """Return the files under a folder, by name; a link is refused and never followed.

    Files *without*, named as they resolve, are passed over as if they were not there.
    """
    names = {path.name for path in without}
    found: list[Item] = []
    folders = [(str(folder), "")]
    while folders:
        at, inside = folders.pop()
        try:
            with os.scandir(at) as entries:
                for entry in entries:
                    if entry.name in names and Path(entry.path).resolve() in without:
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append((entry.path, f"{inside}{entry.name}/"))
                    else:
                        found.append(_item_inside(entry, f"{inside}{entry.name}"))
        except OSError as error:
            reason = f"The folder cannot be opened ({error.strerror})"
            refused = Refused(reason=reason, fix="Check that you may read it.")
            found.append(evolve(_nothing(inside.rstrip("/") or "."), refused=refused))
    return sorted(found, key=lambda item: item.name)


def item_at(path: Path, name: str) -> Item:
    """Return a file as an item, refused where it cannot be opened."""
    try:
        with path.open("rb"):
            return item_of_file(str(path), name, path.stat().st_size)
    except OSError as error:
        reason = f"The file cannot be opened ({error.strerror})"
        refused = Refused(reason=reason, fix="Check that you may read it.")
        return evolve(_nothing(name), refused=refused)


def _nothing(name: str) -> Item:
    return Item(name=name, size_bytes=0, packed_bytes=0, chunks=lambda: iter(()))


def _item_inside(entry: os.DirEntry[str], name: str) -> Item:
    if entry.is_symlink():
        return evolve(_nothing(name), refused=LINK)
    if not entry.is_file(follow_symlinks=False):
        return evolve(_nothing(name), refused=Refused(reason="Neither a file nor a folder"))
    if not os.access(entry.path, os.R_OK):
        return item_at(Path(entry.path), name)
    return item_of_file(entry.path, name, entry.stat(follow_symlinks=False).st_size)
