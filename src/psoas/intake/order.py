"""Samples in order of time, and where one activity ends and the next begins."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.runs.model import Note

Samples = NDArray[np.float64]
Columns = dict[str, Samples]

#: A gap longer than this separates two activities. files.md C12
GAP_S = 86_400.0
#: Longer than any activity: one of 31 days is known (files.md A), and a broken clock would
#: otherwise fill the memory. [source:psoas-convention]
LONGEST_S = 40 * 86_400.0
#: All that a file holds together, on the one-second grid: of a history no more is read, and
#: a few sparse points cannot fill the memory. [source:psoas-convention]
MOST_S = 10 * LONGEST_S
#: Fewer samples a day apart from the rest are a clock that was not set yet, and no activity
#: of their own. [source:psoas-convention]
LEAST_SAMPLES = 60


@frozen(kw_only=True)
class Stretches:
    """Where the activities are among samples in order of time, and what was left out."""

    kept: tuple[slice, ...]
    notes: tuple[Note, ...] = ()


def in_order(at_s: Samples, columns: Columns, notes: list[Note]) -> tuple[Samples, Columns]:
    """Return times that rise strictly, and the columns at them, nothing infinite.

    Parameters
    ----------
    at_s
        Shape (n,), NaN where unknown: such samples are left out.
    columns
        By name, each of shape (n,).
    notes
        Takes what was odd.
    """
    timed = np.isfinite(at_s)
    if not timed.all():
        n_lost = len(at_s) - int(np.count_nonzero(timed))
        notes.append(Note(text="note.samples-without-time", values={"samples": n_lost}))
        at_s, columns = at_s[timed], rows_of(columns, timed)
    step_s = at_s[1:] - at_s[:-1]
    if (step_s < 0).any():
        notes.append(Note(text="note.time-goes-back", values={"times": int((step_s < 0).sum())}))
        order = np.argsort(at_s, kind="stable")
        at_s, columns = at_s[order], rows_of(columns, order)
        step_s = at_s[1:] - at_s[:-1]
    if (step_s == 0).any():
        n_before = len(at_s)
        at_s, columns = _merged(at_s, columns)
        notes.append(Note(text="note.same-time-twice", values={"samples": n_before - len(at_s)}))
    return at_s, {name: _finite(values) for name, values in columns.items()}


def rows_of(columns: Columns, rows: NDArray[np.generic] | slice) -> Columns:
    """Return some rows of all columns."""
    return {name: values[rows] for name, values in columns.items()}


def _finite(values: Samples) -> Samples:
    infinite = np.isinf(values)
    return np.where(infinite, np.nan, values) if infinite.any() else values


def _merged(at_s: Samples, columns: Columns) -> tuple[Samples, Columns]:
    """Return one sample per time: of each channel, the last value that is known."""
    first = np.flatnonzero(np.diff(at_s, prepend=-np.inf) > 0)
    last = np.append(first[1:], len(at_s)) - 1
    merged = {}
    for name, values in columns.items():
        known_at = np.where(np.isnan(values), -1, np.arange(len(values)))
        latest = np.maximum.reduceat(known_at, first)
        merged[name] = np.where(latest < 0, np.nan, values[np.where(latest < 0, last, latest)])
    return at_s[first], merged


def stretches(at_s: Samples) -> Stretches:
    """Return the stretches that no gap of a day interrupts: the longest, and all of a minute."""
    if not len(at_s):
        return Stretches(kept=(slice(0, 0),))
    edges = [0, *(np.flatnonzero(at_s[1:] - at_s[:-1] > GAP_S) + 1).tolist(), len(at_s)]
    found = [_bounded(at_s, begin, end) for begin, end in pairwise(edges)]
    most = max(found, key=lambda one: one.stop - one.start)
    kept = tuple(one for one in found if one is most or one.stop - one.start >= LEAST_SAMPLES)
    lasting_s = np.cumsum([at_s[one.stop - 1] - at_s[one.start] for one in kept])
    kept = kept[: max(1, int(np.searchsorted(lasting_s, MOST_S, side="right")))]
    n_lost = len(at_s) - sum(one.stop - one.start for one in kept)
    note = Note(text="note.longer-than-a-day-apart", values={"samples": n_lost})
    return Stretches(kept=kept, notes=(note,) if n_lost else ())


def _bounded(at_s: Samples, begin: int, end: int) -> slice:
    longest = int(np.searchsorted(at_s, at_s[begin] + LONGEST_S, side="right"))
    return slice(begin, min(end, longest))
