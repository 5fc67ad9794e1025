"""How to read all messages of one definition: a plan, made once for each definition."""

from __future__ import annotations

from functools import lru_cache
from struct import Struct
from typing import Any

import numpy as np
from attrs import frozen

from psoas.intake.fit_profile import (
    BASE_TYPES,
    KINDS,
    PACKED_SPEED_DISTANCE,
    Field,
)

_BIG_ENDIAN = 1
_NOTHING = Struct("")
_PACKED_BYTES = 3
_LETTERS = {"u1": "B", "i1": "b", "u2": "H", "i2": "h", "u4": "I", "i4": "i"}
_LETTERS |= {"u8": "Q", "i8": "q", "f4": "f", "f8": "d"}


@frozen
class Column:
    """A field of interest within the messages of one definition."""

    field: Field
    dtype: np.dtype[Any]
    start: int  # bytes from the beginning of the message, header byte included
    invalid: int | None
    is_plain: bool = False  # text, or bytes that stand for no number


@frozen
class DeveloperColumn:
    """A field that an app added; the file itself describes it, see ``fit_developer``."""

    number: int
    n_bytes: int
    app: int  # the file's own index of the app
    start: int


@frozen(eq=False)
class Plan:
    """How to read all messages of one definition."""

    kind: str | None  # None: sized and skipped
    size: int  # of a whole message, header byte included
    columns: tuple[Column, ...] = ()
    developer: tuple[DeveloperColumn, ...] = ()
    order: str = "<"
    row: Struct = _NOTHING
    """One message, for reading few; ``columns`` for reading many."""

    @property
    def time(self) -> Column | None:
        """Its full timestamp, None where it has none."""
        return next((column for column in self.columns if column.field.name == "timestamp"), None)


def column_of(field: Field, base_type: int, size: int, start: int, order: str) -> Column | None:
    """Return how to read a field, None where its size does not fit any type.

    The type is that of the profile, to which all but one of 627 files keep (that one was
    made to break readers): a changed bit in a definition must not change what a number
    means. The definition's own counts where the size is another one. COROS writes fields of
    4-byte types with one byte (dtcooper/python-fitparse#148): such a field is as good as
    absent.
    """
    if field.code in {"S", "V"}:
        if field.name == PACKED_SPEED_DISTANCE and size != _PACKED_BYTES:
            return None
        is_plain = field.name != PACKED_SPEED_DISTANCE
        return Column(field, np.dtype(f"{field.code}{size}"), start, None, is_plain)
    code = field.code
    if size != int(code[1:]):
        declared = BASE_TYPES.get(base_type & 0x1F)
        if declared is None or size != int(declared[0][1:]):
            return None
        code = declared[0]
    return Column(field, np.dtype(order + code), start, _invalid(code, base_type))


def _invalid(code: str, base_type: int) -> int | None:
    """Return the number that stands for none; of floats that is NaN."""
    declared, invalid = BASE_TYPES.get(base_type & 0x1F, (None, None))
    if declared == code:
        return invalid
    return next(number for own, number in BASE_TYPES.values() if own == code)


@lru_cache(maxsize=4096)
def plan_of(definition: bytes, has_developer_fields: bool) -> Plan:
    """Return the plan for a definition message.

    Parameters
    ----------
    definition
        The message from its architecture byte on, complete.
    has_developer_fields
        Whether a list of developer fields follows that of the fields. They are never taken
        for the device's own, whatever their name (files.md B2).
    """
    order = ">" if definition[0] == _BIG_ENDIAN else "<"
    number = int.from_bytes(definition[1:3], "big" if order == ">" else "little")
    end = 4 + 3 * definition[3]
    kind, fields = KINDS.get(number, (None, {}))
    if kind is None:
        size = 1 + sum(definition[5:end:3])
        return Plan(None, size + sum(definition[end + 2 :: 3]) if has_developer_fields else size)
    size = 1
    columns: dict[str, Column] = {}
    for at in range(4, end, 3):
        field_number, field_size, base_type = definition[at : at + 3]
        if field_number in fields:
            column = column_of(fields[field_number], base_type, field_size, size, order)
            if column is not None:
                columns.setdefault(column.field.name, column)
        size += field_size
    developer = []
    if has_developer_fields:
        for at in range(end + 1, len(definition), 3):
            field_number, field_size, app = definition[at : at + 3]
            developer.append(DeveloperColumn(field_number, field_size, app, size))
            size += field_size
    found = tuple(columns.values())
    return Plan(kind, size, found, tuple(developer), order, _row(found, size, order))


def _row(columns: tuple[Column, ...], size: int, order: str) -> Struct:
    """Return how to read one message at once."""
    letters = []
    at = 0
    for column in columns:  # in the order of the message
        n_bytes = column.dtype.itemsize
        letters.append(f"{column.start - at}x")
        letters.append(_LETTERS.get(column.dtype.str[1:], f"{n_bytes}s"))
        at = column.start + n_bytes
    return Struct("".join((order, *letters, f"{size - at}x")))
