"""A stretch of a file, to be read as a file of its own."""

from __future__ import annotations

from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from typing import BinaryIO, cast

from attrs import define


@define(slots=False, eq=False)
class _Window(RawIOBase):
    """Reads from a file that others read too, so that it seeks before each read."""

    file: BinaryIO
    start: int
    length: int
    at: int = 0

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def tell(self) -> int:
        """Return where the next read begins."""
        return self.at

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Move, and return where to."""
        base = {SEEK_SET: 0, SEEK_CUR: self.at, SEEK_END: self.length}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self.at = base + offset
        return self.at

    def read(self, size: int | None = -1) -> bytes:
        """Return the next bytes, none behind the end."""
        left = max(0, self.length - self.at)
        n_bytes = left if size is None or size < 0 else min(size, left)
        self.file.seek(self.start + self.at)
        data = self.file.read(n_bytes)
        self.at += len(data)
        return data


def window(file: BinaryIO, start: int, length: int) -> BinaryIO:
    """Return bytes ``[start, start + length)`` of a file as a file."""
    return cast(BinaryIO, _Window(file, start, length))
