"""A run's samples as one compressed blob: scaled to whole numbers, differenced, zstd."""

from __future__ import annotations

import struct

import numpy as np
import zstandard
from numpy.typing import NDArray

from psoas.errors import UnreadableFile
from psoas.evidence import Made
from psoas.runs.model import RunStream

METHOD = Made(by="store/pack", version=1)

#: Steps per unit that are kept: a millimetre per second, a tenth of a step, of a metre, a beat.
SCALES = {"speed_mps": 1000.0, "cadence_spm": 10.0, "altitude_m": 10.0, "heart_bpm": 1.0}
MISSING = np.int32(-(2**31))
HEADER = struct.Struct("<4sId")
MAGIC = b"psr1"


def _whole(values: NDArray[np.float64], scale: float) -> NDArray[np.int32]:
    scaled = np.where(np.isfinite(values), np.round(values * scale), float(MISSING))
    return scaled.astype(np.int32)


def pack(stream: RunStream) -> bytes:
    """Return *stream* as bytes; ``unpack`` gives it back to within half a step of each scale."""
    channels = np.stack([_whole(getattr(stream, name), scale) for name, scale in SCALES.items()])
    # wrap-around of int32 is undone by the cumulative sum, so even MISSING differences exactly
    differences = np.diff(channels, axis=1, prepend=np.int32(0)).astype(np.int32)
    flags = stream.timer_on.astype(np.uint8) | stream.moving.astype(np.uint8) << 1
    body = differences.tobytes() + flags.tobytes()
    head = HEADER.pack(MAGIC, len(stream), stream.at_1hz_ratio)
    return head + zstandard.ZstdCompressor(level=3, write_checksum=True).compress(body)


def unpack(packed: bytes) -> RunStream:
    """Return the stream that was packed.

    Raises
    ------
    UnreadableFile
        Where the bytes are not what ``pack`` makes.
    """
    try:
        magic, n, ratio = HEADER.unpack_from(packed)
        if magic != MAGIC:
            raise ValueError(f"starts with {magic!r}")
        n_bytes = n * (4 * len(SCALES) + 1)
        body = zstandard.ZstdDecompressor().decompress(
            packed[HEADER.size :], max_output_size=n_bytes
        )
        if len(body) != n_bytes:
            raise ValueError(f"{len(body)} bytes instead of {n_bytes}")
        split = 4 * len(SCALES) * n
        differences = np.frombuffer(body[:split], "<i4").reshape(len(SCALES), n)
        flags = np.frombuffer(body[split:], np.uint8, count=n)
    except (ValueError, struct.error, zstandard.ZstdError) as error:
        raise UnreadableFile(
            f"a kept stream is damaged ({error})",
            where="stream",
            fix="Import the file again: its original is kept",
        ) from error
    whole = np.cumsum(differences, axis=1, dtype=np.int32)
    values = {
        name: np.where(row == MISSING, np.nan, row / scale)
        for (name, scale), row in zip(SCALES.items(), whole, strict=True)
    }
    return RunStream(
        speed_mps=values["speed_mps"],
        cadence_spm=values["cadence_spm"],
        altitude_m=values["altitude_m"],
        heart_bpm=values["heart_bpm"],
        timer_on=(flags & 1).astype(bool),
        moving=(flags & 2).astype(bool),
        at_1hz_ratio=ratio,
    )
