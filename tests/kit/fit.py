"""FIT files made of messages, byte by byte, for what no writer of ours writes."""

from __future__ import annotations

import struct

from psoas.render.fit_file import checksum


def fit(body: bytes, *, header_bytes: int = 14) -> bytes:
    """A FIT file around messages."""
    header = struct.pack("<BBHI4s", header_bytes, 0x20, 0, len(body), b".FIT")
    if header_bytes == 14:
        header += struct.pack("<H", checksum(header))
    return header + body + struct.pack("<H", checksum(header + body))


def definition(number: int, fields, *, local: int = 0, big: bool = False, dev=None) -> bytes:
    rows = b"".join(bytes(field) for field in fields)
    head = struct.pack(">BBBHB" if big else "<BBBHB", 0x40 | local, 0, big, number, len(fields))
    if dev is None:
        return head + rows
    listed = bytes([len(dev)]) + b"".join(bytes(field) for field in dev)
    return bytes([head[0] | 0x20]) + head[1:] + rows + listed


def rows(fmt: str, *messages: tuple[float | bytes, ...]) -> bytes:
    """Data messages of one definition; the first value of each is its header."""
    return b"".join(struct.pack(fmt, *message) for message in messages)
