"""An activity as a FIT file: for the sample runner, and to check our reader against.

Only what ``intake`` reads is written. Times are whole seconds, as in most files.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from psoas.render.fit_bytes import (
    DEVELOPMENT,
    ENUM,
    EPOCH,
    TEXT,
    U16,
    U32,
    checksum,
    cut_text,
    define,
    fit_file,
)

__all__ = ["DEVELOPMENT", "SPORTS", "Samples", "activity_fit", "checksum"]

Samples = NDArray[np.float64]

SPORTS = {"running": 1, "cycling": 2, "swimming": 5, "walking": 11, "hiking": 17}
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
    start = int((started_at - EPOCH).total_seconds())
    elapsed_s = float(t_s[-1]) + 1.0 if len(t_s) else 0.0
    timer_s = elapsed_s - sum(to_s - from_s for from_s, to_s in pauses_s)
    end = start + int(elapsed_s)
    known_m = distance_m[~np.isnan(distance_m)]
    way_m = float(known_m[-1]) if len(known_m) else 0.0
    name = cut_text(product_name, 31)
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
    stamp = (253, U32)
    body = b"".join(
        (
            define(0, 0, [(0, ENUM), (1, U16), (4, U32), (8, TEXT)], [len(name)]),
            struct.pack("<BBHI", 0, _ACTIVITY_FILE, manufacturer, start) + name,
            define(1, 21, [stamp, (0, ENUM), (1, ENUM)]),
            define(2, 20, [(number, (base, "")) for number, base, *_ in _RECORD]),
            _records_and_events(_packed(columns), t_s, pauses_s, start, end),
            define(3, 18, [stamp, (2, U32), (5, ENUM), (7, U32), (8, U32), (9, U32)]),
            struct.pack("<BIIB", 3, end, start, SPORTS[sport]),
            struct.pack("<III", *(round(v) for v in (elapsed_s * 1e3, timer_s * 1e3, way_m * 100))),
            define(4, 34, [stamp, (0, U32), (5, U32)]),
            struct.pack("<BIII", 4, end, round(timer_s * 1e3), end + utc_offset_s),
        )
    )
    return fit_file(body)


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
