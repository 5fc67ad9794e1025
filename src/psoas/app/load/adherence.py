"""What became of planned runs: run, moved, not run, longer or shorter, or not known.

The rules are our own convention [source:psoas-convention].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from math import fsum

from attrs import frozen

from psoas.app.state import State
from psoas.library import Shelf
from psoas.load import RunFact
from psoas.programme import RunKind
from psoas.programme.calendar import PlannedDay

#: A day's running within this share of what was planned is as planned.
AS_PLANNED_RATIO = 0.15
#: A run within so many days of the planned one, on a day without a plan, is the planned one moved.
MOVED_DAYS = 2
#: And it has between these shares of the planned distance, where both are known.
MOVED_RATIO = (0.7, 1.3)


class Kept(StrEnum):
    """What became of a planned run."""

    DONE = "done"
    LONGER = "longer"
    SHORTER = "shorter"
    MOVED = "moved"
    MISSED = "missed"
    UNKNOWN = "unknown"


@frozen(kw_only=True)
class Adherence:
    """What became of the planned runs of a day.

    Parameters
    ----------
    on
        The day they were planned for.
    kept
        What became of them.
    planned_m, done_m
        Distances; None where not known.
    moved_to
        Where to, if they were moved.
    """

    on: date
    kept: Kept
    planned_m: float | None
    done_m: float | None
    moved_to: date | None = None


def adherence(
    planned: Iterable[PlannedDay], runs: Sequence[RunFact], *, today: date
) -> Mapping[date, Adherence]:
    """Say what became of planned runs, by day.

    Parameters
    ----------
    planned
        Planned runs in any order; rest days are not judged.
    runs
        The logbook's.
    today
        Days before it are judged, and today only once there is a run.

    Returns
    -------
    mapping
        By day, in order. A run is not run only where a later run is in the logbook: else
        nobody knows whether it was run or has not come in yet.
    """
    wanted: dict[date, list[PlannedDay]] = {}
    for each in sorted(planned, key=lambda run: (run.on, run.id)):
        if each.kind is not RunKind.REST and each.on <= today:
            wanted.setdefault(each.on, []).append(each)
    done: dict[date, list[RunFact]] = {}
    for run in runs:
        done.setdefault(run.local_on, []).append(run)
    free = {on for on in done if on not in wanted}
    last = max(done, default=None)
    found: dict[date, Adherence] = {}
    for on, runs_planned in wanted.items():
        planned_m = _sum_m(each.distance_m for each in runs_planned)
        if on in done:
            found[on] = _on_its_day(on, planned_m, _sum_m(r.distance_m for r in done[on]))
            continue
        if on == today:
            continue
        to = _moved_to(on, planned_m, free, done)
        if to is not None:
            free.discard(to)
            found[on] = Adherence(
                on=on,
                kept=Kept.MOVED,
                planned_m=planned_m,
                done_m=_sum_m(r.distance_m for r in done[to]),
                moved_to=to,
            )
        else:
            kept = Kept.MISSED if last is not None and last > on else Kept.UNKNOWN
            found[on] = Adherence(on=on, kept=kept, planned_m=planned_m, done_m=None)
    return found


def behind_of(state: State, *, shelf: Shelf) -> Iterator[tuple[PlannedDay, Adherence, str]]:
    """Yield the planned runs that lie behind: each with what became of its day, in words."""
    found = adherence(state.planned, state.runs, today=state.on)
    for run in state.planned:
        each = found.get(run.on)
        if each is not None and run.kind is not RunKind.REST:
            yield run, each, in_words(each, texts=shelf.texts)


def in_words(each: Adherence, *, texts: Mapping[str, str]) -> str:
    """Return what became of a day in words."""
    return texts[f"kept_to.{each.kept}"].format(
        done_km=_km(each.done_m),
        planned_km=_km(each.planned_m),
        day=f"{each.moved_to:%a %d %b}" if each.moved_to else "",
    )


def _km(distance_m: float | None) -> str:
    return "?" if distance_m is None else f"{distance_m / 1000:.3g}"


def _sum_m(distances_m: Iterable[float | None]) -> float | None:
    known = list(distances_m)
    return None if any(each is None for each in known) else fsum(each or 0.0 for each in known)


def _on_its_day(on: date, planned_m: float | None, done_m: float | None) -> Adherence:
    kept = Kept.DONE
    if planned_m and done_m is not None:
        ratio = done_m / planned_m
        if ratio > 1 + AS_PLANNED_RATIO:
            kept = Kept.LONGER
        elif ratio < 1 - AS_PLANNED_RATIO:
            kept = Kept.SHORTER
    return Adherence(on=on, kept=kept, planned_m=planned_m, done_m=done_m)


def _moved_to(
    on: date, planned_m: float | None, free: set[date], done: Mapping[date, Sequence[RunFact]]
) -> date | None:
    """Return the nearest day without a plan that has such a run; of two, the earlier."""
    near = [d for d in free if abs((d - on).days) <= MOVED_DAYS]
    for day in sorted(near, key=lambda d: (abs((d - on).days), d)):
        done_m = _sum_m(run.distance_m for run in done[day])
        low, high = MOVED_RATIO
        if planned_m is None or done_m is None or low <= done_m / planned_m <= high:
            return day
    return None
