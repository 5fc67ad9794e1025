"""Where the messages of a FIT file begin: one cheap loop.

A FIT file is a row of messages of which each begins with a byte that says which
definition it follows, and a definition says how long they are. The loop only finds
the beginnings; ``fit_columns`` then reads all messages of a definition at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

import numpy as np
from attrs import Factory, define
from numpy.typing import NDArray

from psoas.intake.fit_plan import Plan, plan_of

COMPRESSED = 0x80  # a header byte that carries five bits of time
DEFINITION = 0x40
DEVELOPER = 0x20  # a definition that lists developer fields as well
LOCAL_TYPES = 0x0F
SHORT_LOCAL_TYPES = 4  # only so many fit beside five bits of time
SHORT_TIMES = 32

MOST_DEFINITIONS = 4096  # of a kind that psoas reads, all different; 35 are many (files.md B1)
#: Eleven days at one a second; the most in any known file are 46 000 (files.md B3).
MOST_MESSAGES = 1_000_000
_SLICE_BYTES = 1 << 22  # after so many, messages are counted
_ROW = 512  # messages of one header that are looked for at once
_FEW = 8  # so many are noted faster one by one


def _whole() -> array[int]:
    return array("q")


@define(eq=False)
class Block:
    """All messages of one definition: where each begins, in the order of the file.

    Parameters
    ----------
    plan
        How to read them.
    full, short
        Those of *short* have five bits of time in their header, those of *full* have not.
    """

    plan: Plan
    full: array[int] = Factory(_whole)
    short: array[int] = Factory(_whole)

    @classmethod
    def of(cls, plan: Plan, starts: NDArray[np.int64], *, short: bool) -> Block:
        """Return a block of messages that begin at *starts*."""
        found = array("q", starts.astype(np.int64).tobytes())
        return cls(plan, short=found) if short else cls(plan, found)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.full) + len(self.short)

    def write_starts(self, starts: NDArray[np.int64]) -> None:
        """Write where each begins, in the order of the file."""
        n_full = len(self.full)
        if n_full:
            starts[:n_full] = self.full
        if self.short:
            starts[n_full:] = self.short
            starts.sort(kind="stable")

    def starts(self) -> NDArray[np.int64]:
        """Return where each begins, in the order of the file."""
        found = np.empty(len(self), np.int64)
        self.write_starts(found)
        return found


#: A definition message from its architecture byte on, and whether it lists developer fields.
Key = tuple[bytes, bool]
#: The definition of each local type.
Definitions = dict[int, Key]
#: What the loop finds.
Blocks = dict[Key, Block]


def key_of(message: bytes) -> Key:
    """Return what stands for a definition message."""
    return message[2:], bool(message[0] & DEVELOPER)


@define(eq=False)
class Table:
    """What each header byte means at a place in the file: the state of the loop.

    Parameters
    ----------
    keeps
        Takes where a message begins; None where the byte follows no definition.
    sizes
        Bytes of such a message.
    keeps_row
        Takes where several in a row begin, as bytes of 64-bit numbers.
    definitions
        That of each local type.
    defined_at
        Where definitions were met.
    """

    blocks: Blocks = Factory(dict)
    keeps: list[Callable[[int], object] | None] = Factory(lambda: [None] * 256)
    sizes: list[int] = Factory(lambda: [0] * 256)
    keeps_row: list[Callable[[bytes], object]] = Factory(lambda: [_drop] * 256)
    definitions: Definitions = Factory(dict)
    defined_at: list[int] = Factory(list)

    @classmethod
    def of(cls, definitions: Definitions) -> Table:
        """Return the state in which these definitions hold."""
        table = cls()
        for local, key in definitions.items():
            table.define(local, key)
        return table

    def define(self, local: int, key: Key) -> None:
        """Point the header bytes of a local type at the block of its new definition."""
        self.definitions[local] = key
        plan = plan_of(*key)
        if plan.kind is None:
            self._point(slice(local, local + 1), plan.size, 1, _drop, _drop)
            if local < SHORT_LOCAL_TYPES:
                self._point(_short_headers(local), plan.size, SHORT_TIMES, _drop, _drop)
            return
        block = self.blocks.get(key)
        if block is None:
            block = self.blocks[key] = Block(plan)
        full, short = block.full, block.short
        self._point(slice(local, local + 1), plan.size, 1, full.append, full.frombytes)
        if local < SHORT_LOCAL_TYPES:
            headers = _short_headers(local)
            self._point(headers, plan.size, SHORT_TIMES, short.append, short.frombytes)

    def _point(
        self,
        headers: slice,
        size: int,
        count: int,
        keep: Callable[[int], object],
        keep_row: Callable[[bytes], object],
    ) -> None:
        self.keeps[headers] = [keep] * count
        self.sizes[headers] = [size] * count
        self.keeps_row[headers] = [keep_row] * count


def _short_headers(local: int) -> slice:
    """Return the headers of a local type that carry five bits of time."""
    first = COMPRESSED | local << 5
    return slice(first, first + SHORT_TIMES)


def _drop(_start: object) -> None:
    """Take what is of no interest."""


def definition_end(data: bytes, at: int, end: int) -> int | None:
    """Return where the definition message at *at* ends, None where it is cut."""
    if at + 6 > end:
        return None
    stop = at + 6 + 3 * data[at + 5]
    if data[at] & DEVELOPER:
        if stop >= end:
            return None
        stop += 1 + 3 * data[stop]
    return stop if stop <= end else None


class TooManyMessages(ValueError):
    """There are more messages than any activity has."""


def walk_all(data: bytes, start: int, end: int, table: Table) -> int:
    """Find messages as ``walk`` does, and stop a flood of them.

    Raises
    ------
    TooManyMessages
        Where more than a million are of kinds that psoas reads.
    """
    at = start
    while at < end:
        stopped = walk(data, at, min(at + _SLICE_BYTES, end), table)
        if sum(map(len, table.blocks.values())) > MOST_MESSAGES:
            raise TooManyMessages("more messages than any activity has")
        if stopped == at:
            break
        at = stopped
    return at


def walk(data: bytes, start: int, end: int, table: Table) -> int:
    """Find the messages in ``data[start:end]`` and add them to the blocks of *table*.

    Returns
    -------
    int
        Where it stopped: *end*, or the beginning of the first message that is cut or
        follows no definition. Everything before it was found.
    """
    keeps, sizes = table.keeps, table.sizes
    at = start
    while at < end:
        header = data[at]
        keep = keeps[header]
        if keep is not None:
            size = sizes[header]
            after = at + size
            if after > end:
                return at
            keep(at)
            at = after
            if at < end and data[at] == header:
                at = _row(data, at, end, size, keep, table.keeps_row[header])
            continue
        if header & COMPRESSED or not header & DEFINITION:
            return at
        stop = definition_end(data, at, end)
        if stop is None:
            return at
        if len(table.blocks) > MOST_DEFINITIONS:
            return at
        table.define(header & LOCAL_TYPES, key_of(data[at:stop]))
        table.defined_at.append(at)
        at = stop
    return at


def _row(
    data: bytes,
    at: int,
    end: int,
    size: int,
    keep: Callable[[int], object],
    keep_row: Callable[[bytes], object],
) -> int:
    """Go through messages of one header in a row at once; return where the row ends."""
    headers = data[at : min(at + _ROW * size, end - size + 1) : size]
    count = len(headers) - len(headers.lstrip(headers[:1]))
    stop = at + count * size
    if count < _FEW:
        for start in range(at, stop, size):
            keep(start)
    else:
        keep_row(np.arange(at, stop, size).tobytes())
    return stop
