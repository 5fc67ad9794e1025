"""Activities in the FIT format, of any device.

``decode`` turns bytes into columns and knows nothing of running; ``read_fit`` makes a
recording of each activity.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from fastcrc import crc16

from psoas.errors import UnreadableFile
from psoas.intake.assemble import all_readable, recordings_of
from psoas.intake.fit_columns import Messages, messages_of
from psoas.intake.fit_dynamics import dynamics_of
from psoas.intake.fit_facts import EPOCH_S, about, raw, refuse_other_kinds
from psoas.intake.fit_parts import activities
from psoas.intake.fit_walk import Block, Table, TooManyMessages, walk_all
from psoas.intake.repair import recovered
from psoas.runs.model import Note, Recording

__all__ = ["EPOCH_S", "decode", "is_fit", "read_fit"]

SIGNATURE = b".FIT"
HEADER_SIZES = (12, 14)  # without and with a checksum of its own, which may be 0: not computed
#: Files in a row that are read; two or three are known. [source:psoas-convention]
MOST_PARTS = 64

_CRC_BYTES = 2
_SIGNATURE_AT = 8


def is_fit(data: bytes, at: int = 0) -> bool:
    """Return whether a FIT header begins at a place in *data*."""
    return data[at + 8 : at + 12] == SIGNATURE and data[at] in HEADER_SIZES


def decode(data: bytes | memoryview, *, name: str = "FIT file") -> Messages:
    """Read all messages of a FIT file, or of several in a row, that psoas has a use for.

    Parameters
    ----------
    data
        The whole file.
    name
        What to call it in errors.

    Returns
    -------
    Messages
        All that can be trusted; its notes say what was lost.

    Raises
    ------
    ValueError
        Where *data* does not begin with a FIT header.
    UnreadableFile
        Where it holds a flood of messages.
    """
    data = bytes(data)
    if not is_fit(data):
        raise ValueError("not a FIT file: it has no FIT header")
    blocks: list[Block] = []
    notes: list[Note] = []
    parts: list[tuple[int, int]] = []
    at = 0
    while is_fit(data, at) and len(parts) < MOST_PARTS:
        try:
            end = _read_part(data, at, blocks, notes)
        except TooManyMessages as flood:
            raise UnreadableFile(
                "The file holds more messages than any activity",
                where=name,
                fix="Export the activity again from its source.",
            ) from flood
        parts.append((at, end))
        at = end
    if at < len(data):
        notes.append(Note(text="note.bytes-after-the-end", values={"bytes": len(data) - at}))
    return messages_of(data, blocks, parts=tuple(parts), notes=tuple(notes))


def _read_part(data: bytes, at: int, blocks: list[Block], notes: list[Note]) -> int:
    """Find the messages of one of the files in a row; return where the next may begin."""
    first = at + data[at]
    claimed = int.from_bytes(data[at + 4 : at + 8], "little")
    end = first + claimed
    after = end + _CRC_BYTES
    whole = after <= len(data) and bool(claimed or after == len(data))
    sound = whole and crc16.arc(memoryview(data)[at:end]) == int.from_bytes(
        data[end:after], "little"
    )
    if sound:
        table = Table()
        if walk_all(data, first, end, table) == end:
            blocks += table.blocks.values()
            return after
    if not sound:
        notes += _what_is_wrong(data, first, claimed)
        after = _next_part(data, first)
        end = after - _CRC_BYTES if after < len(data) else after
        if claimed and first + claimed == len(data) - _CRC_BYTES:
            end = first + claimed
    found, lost = recovered(data, first, end)
    blocks += found
    notes += lost.notes()
    return after


def _what_is_wrong(data: bytes, first: int, claimed: int) -> list[Note]:
    """Return notes on a part whose checksum does not vouch for it."""
    missing = first + claimed + _CRC_BYTES - len(data)
    if not claimed and missing < 0:  # the device never came to write it
        return [Note(text="note.size-not-written")]
    notes = []
    if missing > _CRC_BYTES:
        notes.append(Note(text="note.file-cut-short", values={"bytes": missing - _CRC_BYTES}))
    if missing > 0:
        notes.append(Note(text="note.checksum-missing"))
    return notes or [Note(text="note.checksum-wrong")]


def _next_part(data: bytes, at: int) -> int:
    """Return where the next header begins, the end of the file where there is none."""
    while (found := data.find(SIGNATURE, at)) >= 0:
        if found >= at + _SIGNATURE_AT and is_fit(data, found - _SIGNATURE_AT):
            return found - _SIGNATURE_AT
        at = found + 1
    return len(data)


def read_fit(data: bytes, *, name: str = "FIT file") -> tuple[Recording, ...]:
    """Read each activity in a FIT file: those of several files in a row, the legs of a triathlon.

    Parameters
    ----------
    data
        The whole file, unpacked.
    name
        What to call it in errors.

    Returns
    -------
    tuple of Recording
        In the order of the file, at least one; the same activity twice is given once.

    Raises
    ------
    NotAnActivity
        Where it holds something else, such as a workout or settings.
    UnreadableFile
        Where it is no FIT file, or not even a start can be told.
    """
    pieces = activities(_messages(data, name))
    return all_readable(partial(_recordings, piece, name) for piece in pieces)


def _messages(data: bytes, name: str) -> Messages:
    """Return the messages of a file, running dynamics among its records."""
    if not is_fit(data):
        raise UnreadableFile(
            "The file has no FIT header", where=name, fix="Copy it from the watch again."
        )
    messages = decode(data, name=name)
    messages.kind("record").numbers.update(dynamics_of(messages))
    return messages


def _recordings(messages: Messages, name: str) -> tuple[Recording, ...]:
    refuse_other_kinds(messages, name)
    numbers = messages.kind("record").numbers
    dynamics = {key: own for key, own in numbers.items() if ":" in key and not np.isnan(own).all()}
    return recordings_of(raw(messages), about(messages, name), dynamics)
