"""A damaged FIT file: what is whole in it, and nothing that only looks so.

A walk that meets no error can still be garbage: lost bytes shift all fields, and many a
shifted record still has a known header (files.md B4). So where the checksum does not
vouch for a file, its records must follow each other plausibly. At the first that does
not, the walk is cut and taken up again at the next place that holds together.
"""

from __future__ import annotations

from bisect import bisect_left
from math import isnan, nan

import numpy as np
from attrs import Factory, define
from numpy.typing import NDArray

from psoas.intake.fit_columns import Messages, messages_of
from psoas.intake.fit_outliers import outliers
from psoas.intake.fit_plan import plan_of
from psoas.intake.fit_resync import LONGEST_STEP_S, Search
from psoas.intake.fit_walk import (
    LOCAL_TYPES,
    Block,
    Definitions,
    Table,
    definition_end,
    key_of,
    walk_all,
)
from psoas.intake.fit_way import Way
from psoas.runs.model import Note

#: How often the bytes of a file are looked through at most: what a hostile one can cost.
MOST_PASSES = 40
CHECKSUM_BYTES = 2
LEAST_BYTES = 10_000_000  # a small file may be looked through more often

_COST = 100  # what a definition costs, as bytes that are only looked at


@define
class Lost:
    """What damage cost.

    Parameters
    ----------
    places
        Where bytes were passed over.
    n_bytes
        How many.
    n_samples
        Samples that could be read, and were not plausible.
    """

    places: int = 0
    n_bytes: int = 0
    n_samples: int = 0

    def notes(self) -> tuple[Note, ...]:
        """Return a note where anything was lost."""
        if not self.places and not self.n_samples:
            return ()
        values = {"places": self.places, "bytes": self.n_bytes, "samples": self.n_samples}
        return (Note(text="note.damage-passed-over", values={**values}),)


def recovered(data: bytes, first: int, end: int) -> tuple[list[Block], Lost]:
    """Find the messages in ``data[first:end]`` that can be trusted.

    Parameters
    ----------
    data
        The whole file.
    first, end
        Where its messages begin and end.

    Returns
    -------
    blocks, lost
        What was found, and what was not.
    """
    repair = _Repair(data, end, Search(data, end, max(MOST_PASSES * (end - first), LEAST_BYTES)))
    repair.run(first)
    return _believable(data, repair.pieces, repair.lost), repair.lost


@define(eq=False)
class _Repair:
    data: bytes
    end: int
    search: Search
    lost: Lost = Factory(Lost)
    pieces: list[Block] = Factory(list)
    last_s: float = nan

    def run(self, first: int) -> None:
        """Collect all that holds together from *first* on."""
        at: int | None = first
        definitions: Definitions = {}
        while at is not None:
            table = Table.of(definitions)
            stopped = walk_all(self.data, at, self.end, table)
            self.search.budget -= stopped - at + _COST * len(table.defined_at)
            at, definitions = self._judged(at, stopped, table, definitions)

    def _judged(
        self, at: int, stopped: int, table: Table, before: Definitions
    ) -> tuple[int | None, Definitions]:
        """Keep what is plausible of a walk; return where the next begins and what holds there."""
        blocks = list(table.blocks.values())
        messages = messages_of(self.data, blocks)
        way = Way.of(self.data, messages)
        if len(way) and abs(way.at_s[0] - self.last_s) > LONGEST_STEP_S:  # held together by chance
            self._pass_over(at, at + 1, {})
            found = self.search.next_whole(at + 1, self.last_s, before)
            self.lost.n_bytes += (self.end if found is None else found) - at
            return found, before
        dropped: list[int] = []
        until = 0  # what lies before this record is dealt with
        hidden = self._hidden(stopped, messages, way, table, before)
        for broken in sorted({*way.breaks(), *hidden}):
            if broken < until and broken not in hidden:
                continue
            odd = None if broken in hidden else way.odd_one(broken)
            if odd is not None:
                dropped.append(odd)
                until = broken + 1 + (odd > broken)
                continue
            start = int(way.starts[broken])
            self._reach(way.last_s(broken + 1))
            held = _definitions_at(self.data, start, self.end, table, before)
            found = hidden.get(broken) or self.search.next_whole(start + 1, self.last_s, held)
            until = bisect_left(way.starts, len(self.data) if found is None else found)
            if until < len(way) and way.starts[until] == found:  # the walk was right
                dropped += range(broken + 1, until)
                continue
            self._keep(blocks, start + 1, way.starts[dropped])
            self._pass_over(start, found, held)
            return found, held
        self._reach(way.last_s(len(way)))
        if stopped >= self.end - CHECKSUM_BYTES:  # of a file cut short, that is not one
            self._keep(blocks, stopped, way.starts[dropped])
            return None, before
        start = self._last_timed(messages, way, at)
        held = _definitions_at(self.data, start, self.end, table, before)
        self._keep(blocks, start + 1, way.starts[dropped])
        found = self.search.next_whole(start + 1, self.last_s, held)
        self._pass_over(start, found, held)
        return found, held

    def _hidden(
        self, stopped: int, messages: Messages, way: Way, table: Table, before: Definitions
    ) -> dict[int, int]:
        """Return records within what was taken for other messages, by the one before them."""
        begins = [messages.starts(kind) for kind in messages.kinds()]
        known = np.sort(np.concatenate([*begins, np.zeros(0, np.int64)]))
        breaks = set(way.breaks())
        found: dict[int, int] = {}
        for block, _ in messages.blocks.get("record", ()):
            if block.short:
                continue
            starts = block.starts()
            is_own = np.isin(way.starts, starts)
            for start in self.search.likely(starts, block.plan, known, way.first_s(), stopped):
                at_s = self.search.time_s(start, block.plan)
                last = int(np.searchsorted(way.starts, start)) - 1
                for _ in range(2):
                    if last >= 1 and (last - 1 in breaks or way.at_s[last] > at_s):
                        last -= 1  # that one is garbage itself
                if last < 0 or last in found or not is_own[last]:
                    continue
                if not way.at_s[last] <= at_s:
                    continue
                held = _definitions_at(self.data, int(way.starts[last]), self.end, table, before)
                if self.search.holds(start, block.plan, held):
                    found[last] = start
        return found

    def _reach(self, time_s: float) -> None:
        """Note the last time that is trusted."""
        if not isnan(time_s):
            self.last_s = time_s

    def _last_timed(self, messages: Messages, way: Way, at: int) -> int:
        """Return where the last record begins, or else another message of a sane time."""
        if len(way):
            return int(way.starts[-1])
        places = [at]
        for kind in messages.kinds():
            far_s = np.abs(messages.numbers(kind, "timestamp") - self.last_s)
            places += messages.starts(kind)[far_s <= LONGEST_STEP_S][-1:].tolist()
        return max(places)

    def _keep(self, blocks: list[Block], until: int, dropped: NDArray[np.int64]) -> None:
        """Take over the messages that begin before *until*, without those that were dropped."""
        self.lost.n_samples += len(dropped)
        for block in blocks:
            starts = block.starts()
            kept = starts[(starts < until) & ~np.isin(starts, dropped)]
            if len(kept):
                self.pieces.append(Block.of(block.plan, kept, short=bool(block.short)))

    def _pass_over(self, start: int, found: int | None, held: Definitions) -> None:
        """Note what lies between the message at *start* and the place where it goes on."""
        key = held.get(self.data[start] & LOCAL_TYPES)
        after = start + plan_of(*key).size if key else start
        self.lost.places += 1
        self.lost.n_bytes += max((self.end if found is None else found) - after, 0)


def _definitions_at(
    data: bytes, place: int, end: int, table: Table, before: Definitions
) -> Definitions:
    """Return the definitions that hold at a place of a walk that began with *before*."""
    held = before.copy()
    for at in table.defined_at:
        stop = definition_end(data, at, end)
        if at < place and stop is not None:
            held[data[at] & LOCAL_TYPES] = key_of(data[at:stop])
    return held


def _believable(data: bytes, pieces: list[Block], lost: Lost) -> list[Block]:
    """Return the messages without records that stand out, and others of another time."""
    messages = messages_of(data, pieces)
    odd = outliers(messages)
    dropped = [messages.starts("record")[odd]]
    lost.n_samples += int(odd.sum())
    at_s = messages.numbers("record", "timestamp")[~odd]
    if len(at_s) and not np.isnan(at_s).all():
        first_s, last_s = np.nanmin(at_s) - LONGEST_STEP_S, np.nanmax(at_s) + LONGEST_STEP_S
        for kind in messages.kinds():
            own_s = messages.numbers(kind, "timestamp")
            dropped.append(messages.starts(kind)[(own_s < first_s) | (own_s > last_s)])
    unwanted = np.concatenate(dropped)
    if not len(unwanted):
        return pieces
    kept = ((block, block.starts()) for block in pieces)
    return [
        Block.of(block.plan, starts[~np.isin(starts, unwanted)], short=bool(block.short))
        for block, starts in kept
    ]
