"""FIT byte by byte: definitions, checksum and the frame of a file, for all that we write."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import UTC, datetime

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
DEVELOPMENT = 255  # the manufacturer number that FIT keeps for those without one

_PROTOCOL, _PROFILE = 0x20, 21_158  # protocol 2.0; the profile's number has no effect here
_POLYNOMIAL = 0xA001

Base = tuple[int, str]
"""A base type: FIT's number and struct's letter."""
ENUM, U8, U16, U32, TEXT = (0x00, "B"), (0x02, "B"), (0x84, "H"), (0x86, "I"), (0x07, "s")
#: Base types of which 0, not all ones, means that nothing is there.
U32Z = (0x8C, "I")
_SIZES = {0x84: 2, 0x86: 4, 0x8C: 4}


def checksum(data: bytes) -> int:
    """Return the CRC-16 that FIT files carry, by bytes: the plain way, as the standard has it."""
    table = []
    for octet in range(256):
        crc = octet
        for _ in range(8):
            crc = crc >> 1 ^ _POLYNOMIAL * (crc & 1)
        table.append(crc)
    crc = 0
    for octet in data:
        crc = crc >> 8 ^ table[(crc ^ octet) & 0xFF]
    return crc


def define(
    local: int, number: int, fields: Sequence[tuple[int, Base]], text_bytes: Sequence[int] = ()
) -> bytes:
    """Return a definition message; a field's size follows from its base type.

    Parameters
    ----------
    local, number
        The local and the global number of the message.
    fields
        Field number and base type.
    text_bytes
        The sizes of its texts in order, the zero at their end counted.
    """
    sizes = iter(text_bytes)
    rows = (
        bytes((field, next(sizes) if base == TEXT[0] else _SIZES.get(base, 1), base))
        for field, (base, _) in fields
    )
    return struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields)) + b"".join(rows)


def fit_file(body: bytes) -> bytes:
    """Return a whole file round its messages: header and both checksums."""
    header = struct.pack("<BBHI4s", 14, _PROTOCOL, _PROFILE, len(body), b".FIT")
    header += struct.pack("<H", checksum(header))
    return header + body + struct.pack("<H", checksum(header + body))


def cut_text(text: str, most_bytes: int) -> bytes:
    """Return *text* in UTF-8 in at most so many bytes, cut between two letters, and a zero."""
    kept = text.encode()[:most_bytes].decode(errors="ignore")
    return kept.encode() + b"\0"
