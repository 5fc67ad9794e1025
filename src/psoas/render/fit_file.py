"""An activity as a FIT file: for the sample runner, and to check our reader against.

Only what ``intake`` reads is written. Times are whole seconds, as in most files.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

SPORTS = {"running": 1, "cycling": 2, "swimming": 5, "walking": 11, "hiking": 17}
DEVELOPMENT = 255  # the manufacturer number that FIT keeps for those without one

_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
_PROTOCOL, _PROFILE = 0x20, 21_158  # protocol 2.0; the profile's number has no effect here
_POLYNOMIAL = 0xA001

# Base types: FIT's number and struct's letter.
_ENUM, _U8, _U16, _U32, _TEXT = (0x00, "B"), (0x02, "B"), (0x84, "H"), (0x86, "I"), (0x07, "s")
_ACTIVITY_FILE, _TIMER, _START, _STOP_ALL = 4, 0, 0, 4

#: The record's fields: number, base type, name, NumPy's type, factor, offset, invalid.
_RECORD = (
    (253, 0x86, "timestamp", "<u4", 1, 0, 0xFFFFFFFF),
    (5, 0x86, "distance_m", "<u4", 100, 0, 0xFFFFFFFF),
    (6, 0x84, "speed_mps", "<u2", 1000, 0, 0xFFFF),
    (2, 0x84, "altitude_m", "<u2", 5, 500, 0xFFFF),
    (3, 0x02, "heart_bpm", "u1", 1, 0, 0xFF),
    (4, 0x02, "cadence", "u1", 1, 0, 0xFF),
    (53, 0x02, "fraction", "u1", 128, 0, 0xFF),
)


def activity_fit(
    *,
    started_at: datetime,
    utc_offset_s: int,
    sport: str,
    t_s: Samples,
    distance_m: Samples,
    speed_mps: Samples,
    cadence_spm: Samples,
    heart_bpm: Samples,
    altitude_m: Samples | None = None,
    pauses_s: Sequence[tuple[float, float]] = (),
    manufacturer: int = DEVELOPMENT,
    product_name: str = "psoas",
) -> bytes:
    """Write an activity.

    Parameters
    ----------
    started_at
        Aware; its fraction of a second is dropped.
    utc_offset_s
        Local time minus UTC.
    sport
        One of ``SPORTS``.
    t_s
        Shape (n_samples,), whole seconds since *started_at*, rising.
    distance_m, speed_mps, cadence_spm, heart_bpm, altitude_m
        Shape (n_samples,), NaN where nothing was recorded. Cadence counts both feet.
    pauses_s
        ``[from, to)`` in whole seconds since *started_at*, in order and apart.
    manufacturer, product_name
        What the file says it was made by.

    Returns
    -------
    bytes
        A whole file with its checksums.
    """
    start = int((started_at - _EPOCH).total_seconds())
    elapsed_s = float(t_s[-1]) + 1.0 if len(t_s) else 0.0
    timer_s = elapsed_s - sum(to_s - from_s for from_s, to_s in pauses_s)
    end = start + int(elapsed_s)
    known_m = distance_m[~np.isnan(distance_m)]
    way_m = float(known_m[-1]) if len(known_m) else 0.0
    name = product_name.encode()[:31] + b"\0"
    cadence = np.floor(cadence_spm / 2)
    columns = {
        "timestamp": start + t_s,
        "distance_m": distance_m,
        "speed_mps": speed_mps,
        "altitude_m": np.full(len(t_s), np.nan) if altitude_m is None else altitude_m,
        "heart_bpm": heart_bpm,
        "cadence": cadence,
        "fraction": cadence_spm / 2 - cadence,
    }
    stamp = (253, _U32)
    body = b"".join(
        (
            _define(0, 0, [(0, _ENUM), (1, _U16), (4, _U32), (8, _TEXT)], len(name)),
            struct.pack("<BBHI", 0, _ACTIVITY_FILE, manufacturer, start) + name,
            _define(1, 21, [stamp, (0, _ENUM), (1, _ENUM)]),
            _define(2, 20, [(number, (base, "")) for number, base, *_ in _RECORD]),
            _records_and_events(_packed(columns), t_s, pauses_s, start, end),
            _define(3, 18, [stamp, (2, _U32), (5, _ENUM), (7, _U32), (8, _U32), (9, _U32)]),
            struct.pack("<BIIB", 3, end, start, SPORTS[sport]),
            struct.pack("<III", *(round(v) for v in (elapsed_s * 1e3, timer_s * 1e3, way_m * 100))),
            _define(4, 34, [stamp, (0, _U32), (5, _U32)]),
            struct.pack("<BIII", 4, end, round(timer_s * 1e3), end + utc_offset_s),
        )
    )
    header = struct.pack("<BBHI4s", 14, _PROTOCOL, _PROFILE, len(body), b".FIT")
    header += struct.pack("<H", checksum(header))
    return header + body + struct.pack("<H", checksum(header + body))


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


def _define(
    local: int, number: int, fields: Sequence[tuple[int, tuple[int, str]]], text_bytes: int = 0
) -> bytes:
    """Return a definition message; a field's size follows from its base type."""
    sizes = {0x84: 2, 0x86: 4, 0x07: text_bytes}
    rows = (bytes((field, sizes.get(base, 1), base)) for field, (base, _) in fields)
    return struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields)) + b"".join(rows)


def _packed(columns: dict[str, Samples]) -> NDArray[np.void]:
    """Return the records as bytes, header included, NaN as what FIT calls invalid."""
    n_samples = len(columns["timestamp"])
    rows = np.zeros(
        n_samples, [("header", "u1"), *((name, code) for _, _, name, code, *_ in _RECORD)]
    )
    rows["header"] = 2
    for _, _, name, code, factor, offset, invalid in _RECORD:
        scaled = np.round((columns[name] + offset) * factor)
        fits = (scaled >= 0) & (scaled < invalid)
        rows[name] = np.where(fits, scaled, invalid).astype(code)
    return rows


def _records_and_events(
    rows: NDArray[np.void],
    t_s: Samples,
    pauses_s: Sequence[tuple[float, float]],
    start: int,
    end: int,
) -> bytes:
    """Return the records with the timer's events between them."""
    pieces = [_event(start, _START)]
    done = 0
    for from_s, to_s in pauses_s:
        for at_s, kind in ((from_s, _STOP_ALL), (to_s, _START)):
            reached = int(np.searchsorted(t_s, at_s))
            pieces += [rows[done:reached].tobytes(), _event(start + int(at_s), kind)]
            done = reached
    return b"".join((*pieces, rows[done:].tobytes(), _event(end, _STOP_ALL)))


def _event(timestamp: int, kind: int) -> bytes:
    return struct.pack("<BIBB", 1, timestamp, _TIMER, kind)
