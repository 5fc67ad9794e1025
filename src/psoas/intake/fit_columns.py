"""The messages of a FIT file as columns: one gather and one view per definition."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from math import isfinite, nan
from typing import Any

import numpy as np
from attrs import Factory, define
from numpy.typing import NDArray

from psoas.intake.fit_plan import Column, Plan
from psoas.intake.fit_profile import PACKED_SPEED_DISTANCE
from psoas.intake.fit_walk import COMPRESSED, Block
from psoas.runs.model import Note

Numbers = NDArray[np.float64]
Starts = NDArray[np.int64]
Flags = NDArray[np.bool_]

_SHORT_TIME = 0x1F  # the five bits of time in a compressed header
_FEW = 8  # so many messages are read faster one by one than as columns


@define(eq=False)
class Kind:
    """All messages of one kind, in the order of the file.

    Parameters
    ----------
    starts
        Where in the file each message begins.
    numbers
        Its fields as numbers, all of one length; NaN is no value.
    texts
        Its text fields, and those that are bytes in hexadecimal, all of the same length;
        an empty text is none.
    """

    starts: Starts
    numbers: dict[str, Numbers] = Factory(dict)
    texts: dict[str, list[str]] = Factory(dict)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.starts)

    def where(self, kept: Flags) -> Kind:
        """Return those that *kept* is true for."""
        numbers = {name: own[kept] for name, own in self.numbers.items()}
        texts = {name: list(compress(own, kept)) for name, own in self.texts.items()}
        return Kind(self.starts[kept], numbers, texts)


_NONE = Kind(np.zeros(0, np.int64))


@define(eq=False)
class Messages:
    """The messages of a file by kind, each kind read when it is first asked for.

    Parameters
    ----------
    data
        The whole file.
    blocks
        Where the messages of each kind are, and how many.
    parts
        The ``[from, to)`` bytes of each of the chained files.
    notes
        What was odd.
    """

    data: bytes
    blocks: dict[str, list[tuple[Block, int]]]
    parts: tuple[tuple[int, int], ...] = ()
    notes: tuple[Note, ...] = ()
    _read: dict[str, Kind] = Factory(dict)

    def kinds(self) -> tuple[str, ...]:
        """Return which kinds occur."""
        return tuple({**self.blocks, **self._read})

    def kind(self, name: str) -> Kind:
        """Return all messages of a kind."""
        found = self._read.get(name)
        if found is None:
            blocks = self.blocks.get(name)
            found = self._read[name] = _read(self.data, blocks) if blocks else _NONE
        return found

    def count(self, kind: str) -> int:
        """Return how many messages of *kind* there are."""
        return len(self.kind(kind))

    def starts(self, kind: str) -> Starts:
        """Return where in the file each message of a kind begins."""
        return self.kind(kind).starts

    def numbers(self, kind: str, name: str) -> Numbers:
        """Return a field over all messages of a kind, NaN where it has no value."""
        found = self.kind(kind).numbers.get(name)
        return np.full(self.count(kind), nan) if found is None else found

    def texts(self, kind: str, name: str) -> list[str]:
        """Return a text field over all messages of a kind, empty where it has none."""
        return self.kind(kind).texts.get(name) or [""] * self.count(kind)

    def first(self, kind: str, name: str) -> float | None:
        """Return the first value that a field has, None where it has none."""
        values = self.numbers(kind, name)
        known = values[~np.isnan(values)]
        return float(known[0]) if len(known) else None

    def first_text(self, kind: str, name: str) -> str | None:
        """Return the first text of a field that is not empty, None where it has none."""
        return next((text for text in self.texts(kind, name) if text), None)

    def where(self, kept: dict[str, Flags]) -> Messages:
        """Return the messages that *kept* is true for; of a kind that it lacks, all."""
        read = {
            kind: self.kind(kind).where(kept[kind]) if kind in kept else self.kind(kind)
            for kind in self.kinds()
        }
        return Messages(self.data, {}, self.parts, self.notes, read)


def messages_of(
    data: bytes,
    blocks: Iterable[Block],
    *,
    parts: tuple[tuple[int, int], ...] = (),
    notes: tuple[Note, ...] = (),
) -> Messages:
    """Return the messages that were found, with compressed timestamps resolved."""
    kinds: dict[str, list[tuple[Block, int]]] = {}
    short = False
    for block in blocks:
        count = len(block)
        if count:
            kinds.setdefault(block.plan.kind or "", []).append((block, count))
            short = short or bool(block.short)
    messages = Messages(data, kinds, parts, notes)
    if short:
        _resolve_short_times(data, [messages.kind(name) for name in kinds])
    return messages


def _read(data: bytes, blocks: list[tuple[Block, int]]) -> Kind:
    """Read the blocks of one kind."""
    total = sum(count for _, count in blocks)
    kind = Kind(np.empty(total, np.int64))
    to = 0
    for block, count in blocks:
        at, to = to, to + count
        for column in block.plan.columns:
            name = column.field.name
            if column.is_plain:
                kind.texts.setdefault(name, [""] * total)
            elif name not in kind.numbers:
                kind.numbers[name] = own = np.empty(total)
                if count < total:
                    own.fill(nan)
        block.write_starts(kind.starts[at:to])
        read = _few if count <= _FEW else _many
        read(data, block.plan, kind, at, to)
    if len(blocks) > 1 and (kind.starts[1:] < kind.starts[:-1]).any():
        order = np.argsort(kind.starts, kind="stable")
        numbers = {name: own[order] for name, own in kind.numbers.items()}
        texts = {name: [own[place] for place in order] for name, own in kind.texts.items()}
        return Kind(kind.starts[order], numbers, texts)
    return kind


def rows_of(data: bytes, starts: Starts, size: int) -> NDArray[Any]:
    """Return the bytes of the messages that begin at *starts*, one after the other."""
    first = int(starts[0])
    n_bytes = len(starts) * size
    if int(starts[-1]) - first == n_bytes - size:  # one after the other
        return np.frombuffer(data, np.uint8, n_bytes, first)
    every = np.ndarray((len(data) - size + 1,), f"V{size}", data, strides=(1,))
    return every[starts]


def _many(
    data: bytes,
    plan: Plan,
    kind: Kind,
    at: int,
    to: int,
) -> None:
    """Read the messages of a block field by field."""
    rows = rows_of(data, kind.starts[at:to], plan.size)
    shape, strides = (to - at,), (plan.size,)
    for column in plan.columns:
        name = column.field.name
        own = np.ndarray(shape, column.dtype, rows, column.start, strides)
        if column.is_plain:
            kind.texts[name][at:to] = [_text(column, text) for text in own.tolist()]
        elif name == PACKED_SPEED_DISTANCE:
            kind.numbers[name][at:to] = [_packed(text) for text in own.tolist()]
        else:
            write_values(own, column, kind.numbers[name][at:to])


def write_values(own: NDArray[Any], column: Column, values: Numbers) -> None:
    """Scale one field of a block into *values*, NaN where the device gave nothing."""
    aligned = own.copy()  # in a row: two fast passes instead of two slow ones
    scale, offset = column.field.scale, column.field.offset
    if scale == 1:
        values[:] = aligned
    else:
        np.divide(aligned, scale, out=values)
    if offset:
        values -= offset
    invalid = ~np.isfinite(aligned) if column.invalid is None else aligned == column.invalid
    if invalid.any():
        values[invalid] = nan


def _few(
    data: bytes,
    plan: Plan,
    kind: Kind,
    at: int,
    to: int,
) -> None:
    """Read the messages of a block one by one."""
    unpack = plan.row.unpack_from
    fields = zip(*[unpack(data, start) for start in kind.starts[at:to].tolist()], strict=True)
    for column, own in zip(plan.columns, fields, strict=True):
        name = column.field.name
        if column.is_plain:
            kind.texts[name][at:to] = [_text(column, text) for text in own]
        elif name == PACKED_SPEED_DISTANCE:
            kind.numbers[name][at:to] = [_packed(text) for text in own]
        else:
            kind.numbers[name][at:to] = _scaled(own, column)


def _scaled(own: tuple[float, ...], column: Column) -> list[float]:
    scale, offset, none = column.field.scale, column.field.offset, column.invalid
    if none is None:
        return [value / scale - offset if isfinite(value) else nan for value in own]
    return [nan if value == none else value / scale - offset for value in own]


def _packed(octets: bytes) -> float:
    """Return three bytes as one number, NaN where all bits are set."""
    number = int.from_bytes(octets, "little")
    return nan if number == 0xFFFFFF else float(number)


def _text(column: Column, octets: bytes) -> str:
    """Return a text; bytes that are no UTF-8 are marked, and bytes are in hexadecimal."""
    if column.field.code == "V":
        return octets.hex()
    return octets.split(b"\0")[0].decode("utf-8", "replace").strip()


def _resolve_short_times(data: bytes, kinds: list[Kind]) -> None:
    """Fill in the times that are given as five bits, from the last full one before them.

    Times count on in steps below 32 s from the last full timestamp of any message that
    psoas reads; one before the first full timestamp stays unknown.
    """
    begin = np.concatenate([kind.starts for kind in kinds])
    full_s = np.concatenate(
        [kind.numbers.get("timestamp", np.full(len(kind), nan)) for kind in kinds]
    )
    header = np.frombuffer(data, np.uint8)[begin]
    short = (header & COMPRESSED) > 0
    order = np.argsort(begin, kind="stable")
    order = order[short[order] | ~np.isnan(full_s[order])]
    is_short, known_s = short[order], full_s[order]
    low = np.where(is_short, header[order], np.nan_to_num(known_s).astype(np.int64)) & _SHORT_TIME
    counted_s = np.cumsum(np.diff(low, prepend=low[:1]) & _SHORT_TIME)
    last_full = np.maximum.accumulate(np.where(is_short, -1, np.arange(len(order))))
    anchor = np.maximum(last_full, 0)
    resolved_s = known_s[anchor] + counted_s - counted_s[anchor]
    full_s[order[is_short]] = np.where(last_full < 0, nan, resolved_s)[is_short]
    ends = np.cumsum([len(kind) for kind in kinds])
    for kind, own_s in zip(kinds, np.split(full_s, ends[:-1]), strict=True):
        kind.numbers["timestamp"] = own_s
