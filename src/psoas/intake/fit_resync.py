"""Where a damaged FIT file holds together again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from attrs import define

from psoas.intake.fit_columns import Starts
from psoas.intake.fit_plan import Plan, plan_of
from psoas.intake.fit_profile import BASE_TYPES, KINDS
from psoas.intake.fit_walk import (
    COMPRESSED,
    DEFINITION,
    LOCAL_TYPES,
    SHORT_TIMES,
    Definitions,
    definition_end,
    key_of,
)

#: Samples further apart belong to two activities. files.md C12
LONGEST_STEP_S = 86_400

_COST = 1000  # what a closer look costs, as bytes that are only looked at
_STEPS = 12  # messages that are looked through for the next record
_FIRST_CHUNK, _GROWTH = 4096, 8  # bytes that are searched at once
_BASE_TYPE_BYTES = frozenset(
    number | 0x80 * (code[1:] != "1") for number, (code, _) in BASE_TYPES.items()
) | {7}


def _definition_pattern() -> re.Pattern[bytes]:
    """Return what the definition of a kind that psoas reads begins with."""
    little = b"|".join(re.escape(b"\0" + number.to_bytes(2, "little")) for number in KINDS)
    big = b"|".join(re.escape(b"\1" + number.to_bytes(2, "big")) for number in KINDS)
    return re.compile(rb"[\x40-\x4f\x60-\x6f]\0(?:" + little + b"|" + big + b")", re.DOTALL)


_DEFINITION = _definition_pattern()


@define(eq=False)
class Search:
    """Looks for the next place in ``data[:end]`` where messages make sense."""

    data: bytes
    end: int
    budget: int  # bytes that may still be looked at

    def next_whole(self, start: int, last_s: float, definitions: Definitions) -> int | None:
        """Return the first such place from *start* on, None where there is none.

        Parameters
        ----------
        last_s
            The last trusted time, NaN where there is none yet.
        definitions
            The definition of each local type as they were then.

        Notes
        -----
        Either two records in a row whose times are within a day of the last one, and
        rise, or the definition of a kind that psoas reads.
        """
        chunk = _FIRST_CHUNK
        while start < self.end and self.budget > 0:
            stop = min(start + chunk, self.end)
            self.budget -= stop - start
            places = [*self._records(start, stop, last_s, definitions)]
            places += self._definitions(start, stop)
            if places:
                return min(places)
            start, chunk = stop, chunk * _GROWTH
        return None

    def _records(
        self, start: int, stop: int, last_s: float, definitions: Definitions
    ) -> Iterator[int]:
        """Yield of each local type the first place where two of its records make sense."""
        for local, key in definitions.items():
            plan = plan_of(*key)
            if plan.kind != "record":
                continue
            for at in self._candidates(start, stop, local, plan, last_s).tolist():
                if self.holds(at, plan, definitions):
                    yield at
                    break

    def likely(
        self, starts: Starts, plan: Plan, known: Starts, near_s: float, stop: int
    ) -> Iterator[int]:
        """Yield what looks like further messages of a plan between those at *starts*.

        None that begins at one of *known*, and none from *stop* on.
        """
        if plan.time is None or self.budget < 0:
            return
        first = int(starts[0])
        self.budget -= stop - first
        local = self.data[first] & LOCAL_TYPES
        found = self._candidates(first, stop, local, plan, near_s)
        places = np.minimum(np.searchsorted(known, found), len(known) - 1)
        yield from found[known[places] != found].tolist()

    def _candidates(self, start: int, stop: int, local: int, plan: Plan, last_s: float) -> Starts:
        """Return where a record of a plan may begin, by its header and time alone."""
        stop = min(stop, self.end - plan.size + 1)
        if stop <= start:
            return np.zeros(0, np.int64)
        headers = np.frombuffer(self.data, np.uint8, stop - start, start)
        if plan.time is None:
            first = COMPRESSED | local << 5
            likely = (headers >= first) & (headers < first + SHORT_TIMES)
        else:
            likely = headers == local
            at_s = np.ndarray(
                (stop - start,), plan.time.dtype, self.data, start + plan.time.start, (1,)
            )
            if last_s == last_s:
                likely &= np.abs(at_s - last_s) <= LONGEST_STEP_S
        return np.asarray(np.flatnonzero(likely) + start)

    def holds(self, at: int, plan: Plan, definitions: Definitions) -> bool:
        """Return whether the messages from *at* on lead to another record of a sane time."""
        self.budget -= _COST
        if self.budget < 0:
            return False
        sizes = {local: plan_of(*key) for local, key in definitions.items()}
        first_s = self.time_s(at, plan)
        at += plan.size
        for _ in range(_STEPS):
            if at >= self.end:
                return at == self.end
            header = self.data[at]
            if header & DEFINITION and not header & COMPRESSED:
                stop = definition_end(self.data, at, self.end)
                if stop is None or not _makes_sense(self.data[at:stop]):
                    return False
                sizes[header & LOCAL_TYPES] = plan_of(*key_of(self.data[at:stop]))
                at = stop
                continue
            local = header >> 5 & 3 if header & COMPRESSED else header & LOCAL_TYPES
            next_plan = sizes.get(local)
            if next_plan is None or (header < COMPRESSED and header != local):
                return False
            if next_plan.kind == "record" and plan.time is not None:
                step_s = self.time_s(at, next_plan) - first_s
                return not (step_s < 0 or step_s > LONGEST_STEP_S)
            at += next_plan.size
        return True

    def time_s(self, at: int, plan: Plan) -> float:
        """Return the full time of a message, NaN where it is cut or has none."""
        column = plan.time
        if column is None or at + plan.size > self.end:
            return float("nan")
        return float(np.ndarray((), column.dtype, self.data, at + column.start))

    def _definitions(self, start: int, stop: int) -> Iterator[int]:
        """Yield the first definition of a kind that psoas reads and that makes sense."""
        for match in _DEFINITION.finditer(self.data, start, min(stop + 8, self.end)):
            at = match.start()
            end = definition_end(self.data, at, self.end)
            if end is None or end >= self.end or not _makes_sense(self.data[at:end]):
                continue
            if self.data[end] == self.data[at] & LOCAL_TYPES:
                yield at
                return


def _makes_sense(message: bytes) -> bool:
    """Return whether bytes can be a definition: fields of known types, each once."""
    fields = message[6 : 6 + 3 * message[5]]
    numbers, sizes, types = fields[::3], fields[1::3], fields[2::3]
    return (
        len(fields) > 0
        and len(set(numbers)) == len(numbers)
        and 0 not in sizes
        and _BASE_TYPE_BYTES.issuperset(types)
    )
