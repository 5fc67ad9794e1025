"""Keeping what is new, once: one run from two files is one run, and both files are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
from attrs import define, field
from sqlalchemy import Connection

from psoas.app.files.deriving import Derived
from psoas.runs.same import Interval, is_better, same_run
from psoas.store.activities import Activity, Kept, keep_activities
from psoas.store.batches import Batch
from psoas.store.originals import keep_originals, known_contents
from psoas.store.same import drop_activity, intervals_between, keep_same

TWIN = "The same run is known from another file; both files are kept"


def _interval(activity: Activity) -> Interval:
    return Interval(
        id=activity.id,
        begun_s=activity.started_at.timestamp(),
        duration_s=activity.summary.duration_s,
        source=activity.source,
    )


@define
class _Plan:
    """What a chunk adds: new activities, files that tell a known one, and what gives way."""

    known: dict[str, Interval]
    fresh: dict[str, Kept] = field(factory=dict)
    same: set[tuple[str, str]] = field(factory=set)
    """Files, each with the activity that it tells again."""
    replaced: dict[str, str] = field(factory=dict)
    """The better activity by the id of the one that gives way."""

    def add(self, kept: Kept) -> bool:
        """Take an activity in; return whether it is a run that was not known."""
        interval = _interval(kept.activity)
        twin = same_run(interval, self.known.values())
        if twin is None:
            self._take(kept, interval)
            return True
        if not is_better(interval.source, twin.source):
            self.same.add((kept.activity.original, twin.id))
            return False
        self._give_way(twin.id, to=kept.activity.id)
        self._take(kept, interval)
        return False

    def _take(self, kept: Kept, interval: Interval) -> None:
        self.fresh[interval.id] = kept
        self.known[interval.id] = interval

    def _give_way(self, twin: str, *, to: str) -> None:
        del self.known[twin]
        if twin in self.fresh:
            self.same.add((self.fresh.pop(twin).activity.original, twin))
        else:
            self.replaced[twin] = to
        self.same = {(file, to if told == twin else told) for file, told in self.same}
        for old, better in self.replaced.items():
            if better == twin:
                self.replaced[old] = to


def _near(connection: Connection, activities: Iterable[Activity]) -> dict[str, Interval]:
    """Return the kept intervals that could be of the same runs."""
    begun = [each.started_at for each in activities]
    if not begun:
        return {}
    return {x.id: x for x in intervals_between(connection, min(begun), max(begun))}


def place(connection: Connection, found: Sequence[Kept]) -> frozenset[str]:
    """Keep activities whose files are kept, each once; return those that were not known.

    A recording of a stretch of time that is known from another file takes the other's place
    where its file tells more (FIT before TCX before GPX).
    """
    plan = _Plan(_near(connection, (kept.activity for kept in found)))
    first_told = frozenset(kept.activity.id for kept in found if plan.add(kept))
    for old, better in plan.replaced.items():
        plan.same |= {(file, better) for file in drop_activity(connection, old)}
    keep_activities(connection, list(plan.fresh.values()))
    own = {(kept.activity.original, id_) for id_, kept in plan.fresh.items()}
    keep_same(connection, plan.same - own)
    return first_told


def settle(
    connection: Connection, derived: Sequence[Derived], *, batch: Batch
) -> tuple[Derived, ...]:
    """Keep a chunk's files and activities; return it as it was kept.

    A file whose content another import kept meanwhile is a duplicate. A file of which every
    activity is known from another file is a duplicate too, and kept beside the other.
    """
    contents = [each.original.content_sha256 for each in derived if each.original]
    meanwhile = known_contents(connection, among=contents)
    new = [x for x in derived if x.original and x.original.content_sha256 not in meanwhile]
    originals = [each.original for each in new if each.original]
    keep_originals(connection, originals, at=batch.started_at, batch=batch.id)
    first_told = place(connection, [kept for each in new for kept in each.kept])
    return tuple(_as_kept(each, meanwhile, first_told) for each in derived)


def _as_kept(each: Derived, meanwhile: dict[str, str], first_told: frozenset[str]) -> Derived:
    if each.original is None:
        return each
    reason, original = None, each.original.sha256
    if each.original.content_sha256 in meanwhile:
        original = meanwhile[each.original.content_sha256]
    else:
        told = tuple(kept for kept in each.kept if kept.activity.id in first_told)
        if told or not each.kept:
            return attrs.evolve(each, kept=told)
        reason = TWIN
    line = attrs.evolve(each.line, outcome="duplicate", original=original, reason=reason)
    return Derived(line=line)
