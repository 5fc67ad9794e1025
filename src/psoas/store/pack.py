"""A run's samples as one compressed blob: scaled to whole numbers, differenced, zstd.

Each channel is as narrow as its largest step, and one that knows nothing takes no room.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
import zstandard
from attrs import frozen
from numpy.typing import NDArray

from psoas.errors import UnreadableFile
from psoas.evidence import Made
from psoas.runs.model import RunStream

METHOD = Made(by="store/pack", version=2)

#: Steps per unit that are kept, of each channel of a stream.
SCALES = {
    "speed_mps": 1000.0,
    "cadence_spm": 10.0,
    "altitude_m": 10.0,
    "heart_bpm": 1.0,
    "grade_pct": 10.0,
}
#: The same by the unit, the last word of a name, of running dynamics.
DYNAMICS_SCALES = {"ms": 10.0, "mm": 10.0, "pct": 100.0, "w": 1.0, "m": 100.0, "s": 100.0}
FLAGS = ("timer_on", "moving", "speed_derived")
MAGIC = b"psr2"
_HEAD = struct.Struct("<IdB")  # seconds, ratio of one-second steps, channels
_CHANNEL = struct.Struct("<BBdq")  # length of the name, what is there, scale, first value
_WIDTHS = {f"<i{n}": 2 ** (8 * n - 1) - 1 for n in (1, 2, 4, 8)}  # the largest step of each
_WIDTH_NAMES = tuple(_WIDTHS)
_HAS_HOLES = 0x80
_LEVEL = 3
#: Beyond it a scaled value is no whole number that a float holds: no sensor measured it.
_MOST_STEPS = 2.0**53
#: Forty days of a dozen channels take no more.
_MOST_BYTES = 1 << 29


@frozen(eq=False)
class _Channel:
    """One channel as it is written: known values as steps, and where none is known."""

    name: str
    scale: float
    first: int
    steps: NDArray[np.signedinteger]
    known: NDArray[np.bool_] | None
    """None where all are known."""

    def head(self) -> bytes:
        width = self.steps.itemsize.bit_length() - 1
        told = width if self.known is None else width | _HAS_HOLES
        name = self.name.encode()
        return _CHANNEL.pack(len(name), told, self.scale, self.first) + name

    def body(self) -> bytes:
        holes = b"" if self.known is None else np.packbits(self.known).tobytes()
        return holes + self.steps.tobytes()


def _scale_of(name: str) -> float:
    return DYNAMICS_SCALES.get(name.rpartition("_")[2], 1.0)


def _filled(values: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return *values* with the last known one, or at the start the first, where none is."""
    last = np.maximum.accumulate(np.where(known, np.arange(len(values)), 0))
    first = int(np.argmax(known))
    last[:first] = first
    return np.asarray(values[last])


def _channels(given: dict[str, tuple[NDArray[np.float64], float]]) -> Iterator[_Channel]:
    """Yield the channels of which anything is known, ready to be written."""
    known = {name: np.abs(values) <= _MOST_STEPS / scale for name, (values, scale) in given.items()}
    names = [name for name in given if known[name].any()]
    if not names:
        return
    scales = [given[name][1] for name in names]
    holes = [None if known[name].all() else known[name] for name in names]
    table = np.stack(
        [
            given[name][0] if hole is None else _filled(given[name][0], hole)
            for name, hole in zip(names, holes, strict=True)
        ]
    )
    table *= np.array(scales)[:, np.newaxis]
    whole = np.rint(table, out=table).astype(np.int64)
    steps = whole[:, 1:] - whole[:, :-1]
    widest = np.abs(steps).max(axis=1, initial=0).tolist()
    for row, name in enumerate(names):
        width = next(each for each, most in _WIDTHS.items() if widest[row] <= most)
        narrow = steps[row].astype(width)
        yield _Channel(name, scales[row], int(whole[row, 0]), narrow, holes[row])


def pack(stream: RunStream) -> bytes:
    """Return *stream* as bytes; ``unpack`` gives it back to within half a step of each scale."""
    given = {name: (getattr(stream, name), scale) for name, scale in SCALES.items()}
    given |= {name: (own, _scale_of(name)) for name, own in stream.dynamics.items()}
    channels = list(_channels(given))
    flags = sum(getattr(stream, name).astype(np.uint8) << bit for bit, name in enumerate(FLAGS))
    head = _HEAD.pack(len(stream), stream.at_1hz_ratio, len(channels))
    pieces = (head, *(each.head() for each in channels), flags.tobytes())
    body = b"".join((*pieces, *(each.body() for each in channels)))
    return MAGIC + zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(body)


class _Cut(ValueError):
    """There are fewer bytes than the head says."""


class _Bytes:
    """Bytes that are taken from the front."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, n_bytes: int) -> memoryview:
        piece = memoryview(self._content)[self._at : self._at + n_bytes]
        if len(piece) != n_bytes:
            raise _Cut(f"{len(piece)} bytes instead of {n_bytes}")
        self._at += n_bytes
        return piece

    def rest(self) -> int:
        return len(self._content) - self._at


def _opened(packed: bytes) -> _Bytes:
    """Return what was compressed; its checksum vouches for all of it."""
    if not packed.startswith(MAGIC):
        raise ValueError(f"starts with {packed[: len(MAGIC)]!r}")
    frame = memoryview(packed)[len(MAGIC) :]
    n_bytes = zstandard.frame_content_size(frame)
    if not 0 <= n_bytes <= _MOST_BYTES:
        raise ValueError(f"says that it holds {n_bytes} bytes")
    return _Bytes(zstandard.ZstdDecompressor().decompress(frame))


def _channels_of(
    body: _Bytes, n_seconds: int, n_channels: int
) -> tuple[NDArray[np.uint8], dict[str, NDArray[np.float64]]]:
    """Return flags, and channels by name."""
    heads = []
    for _ in range(n_channels):
        n_name, told, scale, first = _CHANNEL.unpack(body.take(_CHANNEL.size))
        heads.append((bytes(body.take(n_name)).decode(), told, scale, first))
    flags = np.frombuffer(body.take(n_seconds), np.uint8)
    channels = {}
    for name, told, scale, first in heads:
        known = None
        if told & _HAS_HOLES:
            bits = np.frombuffer(body.take(-(-n_seconds // 8)), np.uint8)
            known = np.unpackbits(bits, count=n_seconds).astype(np.bool_)
        dtype = np.dtype(_WIDTH_NAMES[told & ~_HAS_HOLES])
        steps = np.frombuffer(body.take((n_seconds - 1) * dtype.itemsize), dtype)
        whole = np.empty(n_seconds, np.int64)
        whole[0] = first
        np.cumsum(steps, out=whole[1:])
        whole[1:] += first
        values = whole / scale
        channels[name] = values if known is None else np.where(known, values, np.nan)
    if body.rest():
        raise ValueError(f"{body.rest()} bytes too many")
    return flags, channels


def unpack(packed: bytes) -> RunStream:
    """Return the stream that was packed.

    Raises
    ------
    UnreadableFile
        Where the bytes are not what ``pack`` makes.
    """
    try:
        body = _opened(packed)
        n_seconds, ratio, n_channels = _HEAD.unpack(body.take(_HEAD.size))
        flags, found = _channels_of(body, n_seconds, n_channels)
    except (ValueError, LookupError, struct.error, zstandard.ZstdError) as error:
        raise UnreadableFile(
            f"a kept stream is damaged ({error})",
            where="stream",
            fix="Derive it again from its original: psoas rederive",
        ) from error
    given: dict[str, Any] = {name: found.pop(name, np.full(n_seconds, np.nan)) for name in SCALES}
    given |= {name: (flags >> bit & 1).astype(np.bool_) for bit, name in enumerate(FLAGS)}
    return RunStream(at_1hz_ratio=ratio, dynamics=found, **given)
