"""What a zip archive holds, with guards. Nothing is ever extracted to the disk.

The standard library reads the directory, within limits checked beforehand; the content is
unpacked here, in pieces. An archive whose directory is cut off is read by the headers
that stand before each file.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import SEEK_END
from itertools import pairwise
from typing import BinaryIO

from attrs import evolve, frozen

from psoas.errors import UnreadableFile
from psoas.intake.item import CHUNK_BYTES, LINK, Broken, Budget, Item, Refused
from psoas.intake.window import window

#: An export with more files than this is none that we know of; Garmin's with ten years of
#: wellness files has some tens of thousands. [source:psoas-convention]
MOST_ENTRIES = 100_000
#: What the directory of so many may take: the standard library reads it whole.
MOST_DIRECTORY_BYTES = 32 * 1024 * 1024

_LOCAL, _CENTRAL, _END, _END64 = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\6"
_LOCAL_BYTES, _END_BYTES, _END64_BYTES, _LOCATOR_BYTES = 30, 22, 56, 20
_LONGEST_COMMENT_BYTES = 65_535
_LOCKED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_REFUSED_BY_LIBRARY = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
)

_LOCK = Refused(
    reason="The file is protected by a password",
    fix="Unzip the archive with its password, then import the folder.",
)
_METHOD = Refused(
    reason="The file is packed in a way that psoas does not read",
    fix="Unzip the archive, then import the folder.",
)
_OVERLAP = Refused(
    reason="The archive says that the file lies within another one",
    fix="The archive is broken or hostile: download it again from its source.",
)


@frozen(kw_only=True)
class Listed:
    """What an archive holds, and whether its directory was lost."""

    items: tuple[Item, ...]
    is_cut: bool = False


@frozen(kw_only=True)
class _Entry:
    name: str
    at: int
    method: int
    flags: int
    packed_bytes: int
    size_bytes: int
    crc: int | None = None
    mode: int = 0


def listed(file: BinaryIO, name: str, budget: Budget) -> Listed:
    """Return what a zip archive holds, folders left out, in the order of its directory.

    Parameters
    ----------
    file
        The archive, to seek in; stays in use for as long as its items do.
    name
        What to call it in errors.
    budget
        Shared by all that is unpacked from it.

    Raises
    ------
    UnreadableFile
        Where it holds too many files, is protected as a whole, or nothing can be read.
    """
    _refuse_large_directory(file, name)
    try:
        with zipfile.ZipFile(file) as archive:
            found = [_entry(info) for info in archive.infolist() if not info.is_dir()]
        is_cut = False
    except _REFUSED_BY_LIBRARY as broken:
        found, is_cut = list(_by_local_headers(file, budget)), True
        if not found:
            raise UnreadableFile(
                "Nothing in the archive can be read", where=name, fix="Download it again."
            ) from broken
    if len(found) > MOST_ENTRIES:
        raise _too_many(name)
    if found and all(entry.flags & _LOCKED for entry in found):
        raise UnreadableFile(
            "The archive is protected by a password",
            where=name,
            fix="Unzip it with its password, then import the folder.",
        )
    inner = _overlaps(found)
    refused = [_refused(each, is_overlapping=i in inner) for i, each in enumerate(found)]
    items = (_item(file, *pair, budget) for pair in zip(found, refused, strict=True))
    return Listed(items=tuple(items), is_cut=is_cut)


def _too_many(name: str) -> UnreadableFile:
    return UnreadableFile(
        f"The archive holds more than {MOST_ENTRIES:,} files",
        where=name,
        fix="Unzip it, then import the folder with the activities alone.",
    )


def _refuse_large_directory(file: BinaryIO, name: str) -> None:
    """Refuse a directory that the standard library would fill the memory with."""
    length = file.seek(0, SEEK_END)
    file.seek(max(0, length - _END_BYTES - _LONGEST_COMMENT_BYTES - _LOCATOR_BYTES - _END64_BYTES))
    tail = file.read()
    sizes = []
    ends_at = tail.rfind(_END)
    if ends_at >= 0 and len(tail) >= ends_at + _END_BYTES:
        sizes.append(struct.unpack_from("<I", tail, ends_at + 12)[0])
    ends_at = tail.rfind(_END64)
    if ends_at >= 0 and len(tail) >= ends_at + _END64_BYTES:
        sizes.append(struct.unpack_from("<Q", tail, ends_at + 40)[0])
    in_file = [size for size in sizes if size <= length]  # others the library refuses
    if not in_file:
        return
    size = max(in_file)
    if size > MOST_DIRECTORY_BYTES:
        raise _too_many(name)
    file.seek(max(0, length - size - len(tail)))
    if file.read().count(_CENTRAL) > MOST_ENTRIES:
        raise _too_many(name)


def _entry(info: zipfile.ZipInfo) -> _Entry:
    name = info.orig_filename
    if not info.flag_bits & _UTF8:  # macOS writes UTF-8 and does not say so
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = info.orig_filename
    return _Entry(
        name=name.replace("\\", "/") or "?",
        at=info.header_offset,
        method=info.compress_type,
        flags=info.flag_bits,
        packed_bytes=info.compress_size,
        size_bytes=info.file_size,
        crc=info.CRC,
        mode=info.external_attr >> 16,
    )


def _by_local_headers(file: BinaryIO, budget: Budget) -> Iterator[_Entry]:
    """Find files by the headers before them, the directory being lost."""
    at = _next_local(file, 0)
    for _ in range(MOST_ENTRIES + 1):
        if at is None:
            return
        file.seek(at)
        header = file.read(_LOCAL_BYTES)
        if len(header) < _LOCAL_BYTES:
            return
        flags, method, crc, packed, size, n_name, _ = struct.unpack("<6xHH4xIIIHH", header)
        name = file.read(n_name).decode("utf-8", "replace").replace("\\", "/") or "?"
        entry = _Entry(
            name=name, at=at, method=method, flags=flags, packed_bytes=packed, size_bytes=size
        )
        if flags & _SIZES_FOLLOW and not packed:
            packed, size = _measured(file, entry, budget)
            entry = evolve(entry, packed_bytes=packed, size_bytes=size)
        else:
            entry = evolve(entry, crc=crc)
        if not name.endswith("/"):
            yield entry
        at = _next_local(file, max(at + _LOCAL_BYTES, _content_at(file, entry) + packed))


def _measured(file: BinaryIO, entry: _Entry, budget: Budget) -> tuple[int, int]:
    """Return how long a deflated file is, packed and unpacked, by unpacking it."""
    if entry.method != _DEFLATED:
        return 0, 0
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    packed = size = 0
    file.seek(_content_at(file, entry))
    try:
        while not inflate.eof and (data := file.read(CHUNK_BYTES)):
            packed += len(data)
            for piece in _inflated(inflate, data):
                budget.take(len(piece))
                size += len(piece)
    except Broken:
        return packed, size
    return packed - len(inflate.unused_data), size


def _next_local(file: BinaryIO, at: int) -> int | None:
    """Return where the next header of a file stands, at or behind *at*."""
    while True:
        file.seek(at)
        window = file.read(CHUNK_BYTES)
        found = window.find(_LOCAL)
        if found >= 0:
            return at + found
        if len(window) < len(_LOCAL):
            return None
        at += len(window) - len(_LOCAL) + 1


def _content_at(file: BinaryIO, entry: _Entry) -> int:
    file.seek(entry.at)
    header = file.read(_LOCAL_BYTES)
    if len(header) < _LOCAL_BYTES or not header.startswith(_LOCAL):
        raise Broken
    n_name, n_extra = struct.unpack_from("<HH", header, 26)
    return int(entry.at + _LOCAL_BYTES + n_name + n_extra)


def _overlaps(entries: list[_Entry]) -> set[int]:
    """Return the numbers of entries that reach into one behind them (a kind of bomb)."""
    in_order = sorted(range(len(entries)), key=lambda number: (entries[number].at, number))
    return {
        number
        for number, following in pairwise(in_order)
        if entries[number].at + _LOCAL_BYTES + entries[number].packed_bytes > entries[following].at
    }


def _item(file: BinaryIO, entry: _Entry, refused: Refused | None, budget: Budget) -> Item:
    is_plain = entry.method == _STORED and entry.packed_bytes == entry.size_bytes
    return Item(
        name=entry.name,
        size_bytes=entry.size_bytes,
        packed_bytes=entry.packed_bytes,
        chunks=lambda: _chunks(file, entry, budget),
        file=(lambda: window(file, _content_at(file, entry), entry.packed_bytes))
        if is_plain
        else None,
        refused=refused,
    )


def _refused(entry: _Entry, *, is_overlapping: bool) -> Refused | None:
    if entry.flags & _LOCKED:
        return _LOCK
    if stat.S_ISLNK(entry.mode):
        return LINK
    if is_overlapping:
        return _OVERLAP
    return None if entry.method in {_STORED, _DEFLATED} else _METHOD


def _chunks(file: BinaryIO, entry: _Entry, budget: Budget) -> Iterator[bytes]:
    """Yield the content of an entry; sizes and checksum may lie, so neither is relied on."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if entry.method == _DEFLATED else None
    at, left, crc = _content_at(file, entry), entry.packed_bytes, 0
    while left > 0:
        file.seek(at)
        data = file.read(min(CHUNK_BYTES, left))
        if not data:
            raise Broken
        at, left = at + len(data), left - len(data)
        for piece in (data,) if inflate is None else _inflated(inflate, data):
            budget.take(len(piece))
            crc = zlib.crc32(piece, crc)
            yield piece
    if inflate is not None and not inflate.eof:
        raise Broken
    if entry.crc not in {None, crc}:
        raise Broken("note.compressed-checksum-wrong")


def _inflated(inflate: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    try:
        while not inflate.eof:
            piece = inflate.decompress(data, CHUNK_BYTES)
            yield piece
            data = inflate.unconsumed_tail
            if not data and len(piece) < CHUNK_BYTES:
                break
    except zlib.error as error:
        raise Broken from error
