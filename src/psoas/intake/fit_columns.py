"""The messages of a FIT file as columns: one gather and one view per definition."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.intake.fit_profile import PACKED_SPEED_DISTANCE
from psoas.intake.fit_walk import COMPRESSED, Block, Column
from psoas.runs.model import Note

Numbers = NDArray[np.float64]
Starts = NDArray[np.int64]

_SHORT_TIME = 0x1F  # the five bits of time in a compressed header


@frozen(eq=False)
class Messages:
    """The messages of a file by kind, in the order of the file.

    Parameters
    ----------
    columns
        For each kind that occurs, its fields as numbers; all of a kind have one length. A
        field that no definition holds is absent; NaN is no value.
    texts
        For each kind, its text fields: those that are not empty.
    starts
        For each kind, where in the file each message begins: tells which belong to which
        of several chained files.
    parts
        The ``[from, to)`` bytes of each of the chained files.
    notes
        What was odd.
    """

    columns: dict[str, dict[str, Numbers]]
    texts: dict[str, dict[str, list[str]]]
    starts: dict[str, Starts]
    parts: tuple[tuple[int, int], ...]
    notes: tuple[Note, ...]

    def count(self, kind: str) -> int:
        """Return how many messages of *kind* there are."""
        return len(self.starts.get(kind, ()))

    def numbers(self, kind: str, name: str) -> Numbers:
        """Return a field over all messages of a kind, NaN where it has no value."""
        found = self.columns.get(kind, {}).get(name)
        return np.full(self.count(kind), np.nan) if found is None else found

    def first(self, kind: str, name: str) -> float | None:
        """Return the first value that a field has, None where it has none."""
        values = self.numbers(kind, name)
        known = values[~np.isnan(values)]
        return float(known[0]) if len(known) else None

    def first_text(self, kind: str, name: str) -> str | None:
        """Return the first text of a field that is not empty, None where it has none."""
        return next(iter(self.texts.get(kind, {}).get(name, ())), None)


def _packed(raw: NDArray[np.void]) -> NDArray[np.float64]:
    """Return three bytes as one number, NaN where all bits are set."""
    low, middle, high = raw.view(np.uint8).reshape(-1, 3).T.astype(np.uint32)
    number = low | middle << np.uint32(8) | high << np.uint32(16)
    return np.where(number == 0xFFFFFF, np.nan, number)


def _values(raw: NDArray[np.void], column: Column) -> Numbers:
    """Return one field of a block, scaled, NaN where the device gave nothing."""
    field = column.field
    numbers = raw[field.name]
    if field.name == PACKED_SPEED_DISTANCE:
        return _packed(np.ascontiguousarray(numbers))
    values: Numbers = numbers.astype(np.float64)
    if column.invalid is None:
        values[~np.isfinite(values)] = np.nan
    else:
        values[numbers == column.invalid] = np.nan
    if field.scale != 1:
        values /= field.scale
    if field.offset:
        values -= field.offset
    return values


def _texts(raw: NDArray[np.void], column: Column) -> list[str]:
    """Return the texts of a block that are not empty; bytes that are no UTF-8 are marked."""
    found = (
        bytes(text).split(b"\0")[0].decode("utf-8", "replace").strip()
        for text in raw[column.field.name]
    )
    return [text for text in found if text]


def _rows(data: bytes, block: Block) -> tuple[Starts, NDArray[np.void]]:
    """Return where the messages of a block begin, and all of them as rows of fields."""
    plan = block.plan
    starts = np.frombuffer(block.starts, dtype=np.int64)
    rows = np.ndarray((len(data) - plan.size + 1,), f"V{plan.size}", data, strides=(1,))
    return starts, rows[starts].view(plan.dtype)


def _joined(pieces: list[tuple[Starts, dict[str, Numbers]]]) -> tuple[Starts, dict[str, Numbers]]:
    """Return the blocks of a kind as one, in the order of the file."""
    if len(pieces) == 1:
        return pieces[0]
    starts = np.concatenate([piece[0] for piece in pieces])
    order = np.argsort(starts, kind="stable")
    names = dict.fromkeys(name for _, columns in pieces for name in columns)
    joined = {}
    for name in names:
        values = np.concatenate(
            [
                columns[name] if name in columns else np.full(len(begin), np.nan)
                for begin, columns in pieces
            ]
        )
        joined[name] = values[order]
    return starts[order], joined


def messages_of(
    data: bytes,
    blocks: Iterable[Block],
    *,
    parts: tuple[tuple[int, int], ...],
    notes: tuple[Note, ...],
) -> Messages:
    """Read all messages that were found, and resolve compressed timestamps."""
    pieces: dict[str, list[tuple[Starts, dict[str, Numbers]]]] = {}
    texts: dict[str, dict[str, list[str]]] = {}
    for block in blocks:
        kind = block.plan.kind
        if kind is None or not block.starts:
            continue
        starts, raw = _rows(data, block)
        numbers = {}
        for column in block.plan.columns:
            if column.is_text:
                own = texts.setdefault(kind, {}).setdefault(column.field.name, [])
                own += _texts(raw, column)
            else:
                numbers[column.field.name] = _values(raw, column)
        pieces.setdefault(kind, []).append((starts, numbers))
    joined = {kind: _joined(own) for kind, own in pieces.items()}
    begins = {kind: starts for kind, (starts, _) in joined.items()}
    columns = {kind: numbers for kind, (_, numbers) in joined.items()}
    _resolve_short_times(data, begins, columns)
    return Messages(columns=columns, texts=texts, starts=begins, parts=parts, notes=notes)


def _resolve_short_times(
    data: bytes, starts: dict[str, Starts], columns: dict[str, dict[str, Numbers]]
) -> None:
    """Fill in the times that are given as five bits, from the last full one before them.

    Times count on in steps below 32 s from the last full timestamp of any message that
    psoas reads; one before the first full timestamp stays unknown.
    """
    octets = np.frombuffer(data, np.uint8)
    if not any((octets[begin] & COMPRESSED).any() for begin in starts.values()):
        return
    begin = np.concatenate(list(starts.values()))
    full_s = np.concatenate(
        [columns[kind].get("timestamp", np.full(len(at), np.nan)) for kind, at in starts.items()]
    )
    header = octets[begin]
    short = (header & COMPRESSED) > 0
    order = np.argsort(begin, kind="stable")
    order = order[short[order] | ~np.isnan(full_s[order])]
    is_short, known_s = short[order], full_s[order]
    low = np.where(is_short, header[order], np.nan_to_num(known_s).astype(np.int64)) & _SHORT_TIME
    counted_s = np.cumsum(np.diff(low, prepend=low[:1]) & _SHORT_TIME)
    last_full = np.maximum.accumulate(np.where(is_short, -1, np.arange(len(order))))
    anchor = np.maximum(last_full, 0)
    resolved_s = known_s[anchor] + counted_s - counted_s[anchor]
    full_s[order[is_short]] = np.where(last_full < 0, np.nan, resolved_s)[is_short]
    ends = np.cumsum([len(at) for at in starts.values()])
    for kind, own_s in zip(starts, np.split(full_s, ends[:-1]), strict=True):
        columns[kind]["timestamp"] = own_s
