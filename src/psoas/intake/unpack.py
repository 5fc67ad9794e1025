"""Compressed files, by what they hold and never by their name, within a limit."""

from __future__ import annotations

import zlib

from psoas.errors import UnreadableFile
from psoas.runs.model import Note

MAGIC = b"\x1f\x8b\x08"
#: No activity file comes near this: a 30 h ultra is 0.3 MB, the largest known 8 MB. files.md B5
LIMIT_BYTES = 64 * 1024 * 1024
NESTED = 3  # gzip within gzip, as some exports have it

_CHUNK_BYTES = 1024  # what a broken place costs at most
_HEAD_BYTES = 8192
_FIXED_HEADER_BYTES = 10
_FLAG_CHECKSUM, _FLAG_EXTRA, _FLAG_NAME, _FLAG_COMMENT = 2, 4, 8, 16


def unpack(data: bytes, name: str) -> bytes:
    """Return what a file holds once it is decompressed; one that is not compressed as it is.

    Parameters
    ----------
    data
        The file.
    name
        What to call it in errors.

    Raises
    ------
    UnreadableFile
        Where it would be larger than 64 MB, or nothing can be decompressed.
    """
    return unpack_noting(data, name)[0]


def unpack_noting(data: bytes, name: str) -> tuple[bytes, tuple[Note, ...]]:
    """Return what a file holds as ``unpack`` does, and what was odd about it."""
    notes: tuple[Note, ...] = ()
    for _ in range(NESTED):
        if not data.startswith(MAGIC):
            break
        data, own = _gunzipped(data, name)
        notes = (*notes, *own)
    return data, notes


def head_of(data: bytes) -> bytes:
    """Return the beginning of what a file holds once it is decompressed, 8 KB at most."""
    head = data
    for _ in range(NESTED):
        if not head.startswith(MAGIC):
            break
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            head = inflate.decompress(head[_deflated_at(head) :][:_HEAD_BYTES], _HEAD_BYTES)
        except zlib.error:
            return b""
    return head


def _gunzipped(data: bytes, name: str) -> tuple[bytes, tuple[Note, ...]]:
    """Inflate the first member by hand, so that a wrong trailer or a cut loses nothing."""
    start = _deflated_at(data)
    whole = _inflated_at_once(data, start)
    return (whole, ()) if whole is not None else _inflated_in_pieces(data, start, name)


def _inflated_at_once(data: bytes, start: int) -> bytes | None:
    """Return what a sound file holds, None where anything is odd about it."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = inflate.decompress(memoryview(data)[start:], LIMIT_BYTES)
    except zlib.error:
        return None
    checksum = zlib.crc32(unpacked).to_bytes(4, "little")
    return unpacked if inflate.eof and inflate.unused_data[:4] == checksum else None


def _inflated_in_pieces(data: bytes, start: int, name: str) -> tuple[bytes, tuple[Note, ...]]:
    """Return all that can be inflated, in pieces so small that a broken place costs little."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces: list[bytes] = []
    n_bytes = 0
    damaged = False
    trailer = b""
    for at in range(start, len(data), _CHUNK_BYTES):
        try:
            piece = inflate.decompress(data[at : at + _CHUNK_BYTES], LIMIT_BYTES + 1 - n_bytes)
        except zlib.error:
            damaged = True
            break
        pieces.append(piece)
        n_bytes += len(piece)
        if n_bytes > LIMIT_BYTES:
            raise UnreadableFile(
                f"The file unpacks to more than {LIMIT_BYTES // 2**20} MB",
                where=name,
                fix="No activity is that large: export it again from its source.",
            )
        if inflate.eof:
            trailer = inflate.unused_data + data[at + _CHUNK_BYTES : at + 2 * _CHUNK_BYTES]
            break
    unpacked = b"".join(pieces)
    if damaged or not inflate.eof:
        if not unpacked:
            raise UnreadableFile(
                "Nothing in the compressed file can be read",
                where=name,
                fix="Download or export it again.",
            )
        return unpacked, (Note(text="note.compressed-file-cut-short"),)
    expected = zlib.crc32(unpacked).to_bytes(4, "little")
    if trailer[: len(expected)] != expected:
        return unpacked, (Note(text="note.compressed-checksum-wrong"),)
    return unpacked, ()


def _deflated_at(data: bytes) -> int:
    """Return where the deflated bytes begin, behind the header and its options."""
    flags = data[3] if len(data) > 3 else 0
    at = _FIXED_HEADER_BYTES
    if flags & _FLAG_EXTRA:
        at += 2 + int.from_bytes(data[at : at + 2], "little")
    for flag in (_FLAG_NAME, _FLAG_COMMENT):
        if flags & flag:
            ends = data.find(b"\0", at)
            at = len(data) if ends < 0 else ends + 1
    return at + 2 if flags & _FLAG_CHECKSUM else at
