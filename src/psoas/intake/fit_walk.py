"""Where the messages of a FIT file begin: one cheap loop, and a plan per definition.

A FIT file is a row of messages of which each begins with a byte that says which
definition it follows, and a definition says how long they are. The loop only finds
the beginnings; ``fit_columns`` then reads all messages of a definition at once.
"""

from __future__ import annotations

from array import array
from collections import deque
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from attrs import Factory, define, frozen

from psoas.intake.fit_profile import BASE_TYPES, KINDS, PACKED_SPEED_DISTANCE, STRING, Field

COMPRESSED = 0x80  # a header byte that carries five bits of time
DEFINITION = 0x40
DEVELOPER = 0x20  # a definition that lists developer fields as well
LOCAL_TYPES = 0x0F

_PACKED_BYTES = 3


@frozen
class Column:
    """A field of interest within the messages of one definition."""

    field: Field
    code: str  # NumPy's type, with byte order
    start: int  # bytes from the beginning of the message, header byte included
    invalid: int | None

    @property
    def is_text(self) -> bool:
        """Whether it holds text."""
        return self.code.startswith("S")


@frozen(eq=False)
class Plan:
    """How to read all messages of one definition."""

    kind: str | None  # None: sized and skipped
    size: int  # of a whole message, header byte included
    columns: tuple[Column, ...]
    dtype: np.dtype[np.void]


def _column(field: Field, base_type: int, size: int, start: int, order: str) -> Column | None:
    """Return how to read a field, None where its size does not fit its type.

    COROS writes fields of 4-byte types with one byte (dtcooper/python-fitparse#148):
    such a field is as good as absent.
    """
    if base_type & 0x1F == STRING:
        return Column(field, f"S{size}", start, None)
    if field.name == PACKED_SPEED_DISTANCE:
        return Column(field, f"V{size}", start, None) if size == _PACKED_BYTES else None
    code, invalid = BASE_TYPES.get(base_type & 0x1F, (None, None))
    if code is None or size != int(code[1:]):
        return None
    return Column(field, order + code, start, invalid)


@lru_cache(maxsize=2048)
def plan_of(definition: bytes, has_developer_fields: bool) -> Plan:
    """Return the plan for a definition message.

    Parameters
    ----------
    definition
        The message from its architecture byte on, complete.
    has_developer_fields
        Whether a list of developer fields follows that of the fields. They are sized and
        skipped: one named "speed" must never stand for the device's own (files.md B2).
    """
    order = ">" if definition[0] == 1 else "<"
    number = int.from_bytes(definition[1:3], "big" if order == ">" else "little")
    kind, fields = KINDS.get(number, (None, {}))
    size = 1
    columns: dict[str, Column] = {}
    n_fields = definition[3]
    for at in range(4, 4 + 3 * n_fields, 3):
        field_number, field_size, base_type = definition[at : at + 3]
        if field_number in fields:
            column = _column(fields[field_number], base_type, field_size, size, order)
            if column is not None:
                columns.setdefault(column.field.name, column)
        size += field_size
    if has_developer_fields:
        size += sum(definition[4 + 3 * n_fields + 2 :: 3])
    found = tuple(columns.values())
    dtype = np.dtype(
        {
            "names": [column.field.name for column in found],
            "formats": [column.code for column in found],
            "offsets": [column.start for column in found],
            "itemsize": size,
        }
    )
    return Plan(kind, size, found, dtype)


@define(eq=False)
class Block:
    """All messages of one definition: where each begins."""

    plan: Plan
    starts: array[int] = Factory(lambda: array("q"))


#: What the loop finds: blocks by definition, and whether that lists developer fields.
Blocks = dict[tuple[bytes, bool], Block]


#: Where beginnings of one kind go: kept, or for a kind of no interest dropped at once.
Sink: TypeAlias = "array[int] | deque[int]"  # arrays take no subscript before Python 3.12

_RUN = 256  # messages of one definition that are looked for at once


@define(eq=False)
class _Table:
    """What each header byte means at a place in the file."""

    sinks: list[Sink | None] = Factory(lambda: [None] * 256)
    sizes: list[int] = Factory(lambda: [0] * 256)


def _definition_end(data: bytes, at: int, end: int) -> int | None:
    """Return where the definition message at *at* ends, None where it is cut."""
    if at + 6 > end:
        return None
    stop = at + 6 + 3 * data[at + 5]
    if data[at] & DEVELOPER:
        if stop >= end:
            return None
        stop += 1 + 3 * data[stop]
    return stop if stop <= end else None


def walk(data: bytes, start: int, end: int, blocks: Blocks) -> int:
    """Find the messages in ``data[start:end]`` and add them to *blocks*.

    Returns
    -------
    int
        Where it stopped: *end*, or the beginning of the first message that is cut or
        follows no definition. Everything before it was found.
    """
    table = _Table()
    sinks, sizes = table.sinks, table.sizes
    at = start
    while at < end:
        header = data[at]
        sink = sinks[header]
        if sink is not None:
            size = sizes[header]
            after = at + size
            if after > end:
                return at
            sink.append(at)
            at = after
            if at < end and data[at] == header:
                at = _follow(data, at, end, size, sink)
            continue
        if header & COMPRESSED or not header & DEFINITION:
            return at
        stop = _definition_end(data, at, end)
        if stop is None:
            return at
        _define(data[at:stop], blocks, table)
        at = stop
    return at


def _follow(data: bytes, at: int, end: int, size: int, sink: Sink) -> int:
    """Go through messages of one header in a row at once; return where the row ends."""
    headers = data[at : min(at + _RUN * size, end - size + 1) : size]
    n_equal = len(headers) - len(headers.lstrip(headers[:1]))
    after = at + n_equal * size
    sink.extend(range(at, after, size))
    return after


def _define(message: bytes, blocks: Blocks, table: _Table) -> None:
    """Point the header bytes of a local type at the block of its new definition."""
    has_developer_fields = bool(message[0] & DEVELOPER)
    definition = message[2:]
    plan = plan_of(definition, has_developer_fields)
    local = message[0] & LOCAL_TYPES
    headers = [local]
    if local < 4:  # only four local types fit beside five bits of time
        headers += range(COMPRESSED | local << 5, (COMPRESSED | local << 5) + 32)
    sink: Sink = deque(maxlen=0)
    if plan.kind is not None:
        sink = blocks.setdefault((definition, has_developer_fields), Block(plan)).starts
    for header in headers:
        table.sinks[header], table.sizes[header] = sink, plan.size
