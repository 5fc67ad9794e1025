"""Every file that a path leads to: a file, a folder, or an export in its archive.

What each is, is told by its content. Names are shown and compared, never trusted and never
used as a path; nothing is written anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain
from pathlib import Path

from attrs import Factory, define, evolve, frozen

from psoas.errors import UnreadableFile
from psoas.intake.apple_members import Export, is_export, routes_beside, workouts_of
from psoas.intake.archive import listed
from psoas.intake.facts import Facts
from psoas.intake.item import (
    FREE_BYTES,
    TIMES_ITS_SIZE,
    TOO_LARGE,
    Broken,
    Budget,
    Exhausted,
    Item,
    Refused,
    TooLarge,
    content_of,
    item_at,
    item_of_bytes,
    items_of_folder,
    shown,
)
from psoas.intake.member import BOMB, CUT, UNREADABLE, Member, PassedOver, inside, refused_by
from psoas.intake.sniff import Kind, kind_of
from psoas.intake.strava import index_in
from psoas.intake.unpack import head_of, unpack
from psoas.runs.model import Note

#: Archives within archives: Garmin's exports have two. [source:psoas-convention]
DEEPEST = 3
#: Archives within archives are held in memory where they cannot be read in place. So much
#: beside the largest activity stays below 512 MB: measured in tests/unit/intake/test_archive.py.
MOST_HELD_BYTES = 128 * 1024 * 1024

_SUFFIXES = (".fit", ".gpx", ".tcx")
_NO_ACTIVITY = "No activity"
_BESIDE = "What macOS keeps beside another file"
_TOO_DEEP = Refused(
    reason=f"More than {DEEPEST} archives lie within each other",
    fix="Unzip the outer ones, then import the folder.",
)
_TOO_LARGE_TO_HOLD = Refused(
    reason=f"The archive within an archive is larger than {MOST_HELD_BYTES // 2**20} MB",
    fix="Unzip the outer archive, then import the folder.",
)


@frozen(kw_only=True, eq=False)
class _Found:
    """A file, with what is known of it from around it.

    Parameters
    ----------
    item
        The file.
    where
        The folder or archive it is in, as shown.
    passed
        Where to count it if it holds no activity.
    is_named
        Whether somebody says it is an activity: then it is read whatever it holds.
    facts
        What an index says of it.
    beside
        Files around it, where an export's routes may be.
    span_ratio
        From where to where it is of the whole path, as ratios.
    """

    item: Item
    where: str
    passed: PassedOver
    is_named: bool
    facts: Facts | None = None
    beside: Sequence[Item] = ()
    span_ratio: tuple[float, float] = (0.0, 1.0)


def members(
    source: Path | bytes, name: str | None = None, *, without: frozenset[Path] = frozenset()
) -> Iterator[Member]:
    """Yield every file that a path leads to, each read or refused with its reason.

    Parameters
    ----------
    source
        A file, a folder, or what a file holds.
    name
        What to call it; a path's own name if not given.
    without
        Files in a folder to leave alone, as they resolve.

    Yields
    ------
    Member
        With at most 64 MB of content. What it was read from stays open in between.
    """
    passed = PassedOver(where="")
    if isinstance(source, bytes):
        item = item_of_bytes(source, name or "file")
        yield from _Walk().one(_Found(item=item, where="", passed=passed, is_named=True))
    elif source.is_dir():
        yield from _Walk().all(
            items_of_folder(source, without=without), shown(name or source.name), (0.0, 1.0)
        )
    else:
        item = item_at(source, name or source.name)
        beside = routes_beside(source)
        found = _Found(item=item, where="", passed=passed, is_named=True, beside=beside)
        yield from _Walk().one(found)
    yield from passed.members(1.0)


@define(eq=False)
class _Walk:
    """Goes through files within files.

    Parameters
    ----------
    depth
        How many archives it is in.
    held_bytes
        How much of archives within archives is in memory.
    budget
        What the outermost archive may still unpack to.
    names
        How often each name occurred.
    """

    depth: int = 0
    held_bytes: int = 0
    budget: Budget | None = None
    names: Counter[str] = Factory(Counter)

    def all(
        self, items: Sequence[Item], where: str, span_ratio: tuple[float, float]
    ) -> Iterator[Member]:
        """Yield what a folder or an archive holds: first what is listed, then the rest."""
        index = index_in(items, where)
        yield from index.without_file(span_ratio[0])
        exports = {id(item): item for item in items if is_export(item)}
        others = (item for item in items if id(item) not in exports and item is not index.item)
        passed = PassedOver(where=where)
        claimed: set[str] = set()
        total_bytes = sum(item.weight_bytes for item in items) or 1
        at_ratio = span_ratio[0]
        for item in chain(exports.values(), others):
            begin_ratio = at_ratio
            at_ratio += (span_ratio[1] - span_ratio[0]) * item.weight_bytes / total_bytes
            if item.name in claimed:
                continue
            found = _Found(
                item=item,
                where=where,
                passed=passed,
                is_named=item.name in index or _is_called_an_activity(item.name),
                facts=index.facts_of(item.name),
                beside=items if id(item) in exports else (),
                span_ratio=(begin_ratio, min(at_ratio, span_ratio[1])),
            )
            yield from self.one(found, claimed)
        yield from index.without_member(span_ratio[1])
        yield from passed.members(span_ratio[1])

    def one(self, found: _Found, claimed: set[str] | None = None) -> Iterator[Member]:
        """Yield what one file is or holds; *claimed* takes the names of routes it uses."""
        item = found.item
        if item.refused is not None and item.refused.fix is None:
            found.passed.add(item.name, item.refused.reason)
            return
        name = self._once(inside(found.where, item.name))
        member = Member(name=name, facts=found.facts, done_ratio=found.span_ratio[0])
        if item.refused is not None:
            yield evolve(member, refused=item.refused)
            return
        try:
            chunks = item.chunks()
            first = next(chunks, b"")
            kind = kind_of(first)
            if kind is Kind.ZIP:
                yield from self._zip(found, member, first, chunks)
            elif kind is Kind.HEALTH:
                export = Export(name=name, item=item, beside=found.beside, passed=found.passed)
                yield from workouts_of(export, chain((first,), chunks), found.span_ratio)
                if claimed is not None:
                    claimed |= export.claimed
            elif kind is Kind.GZIP:
                yield from self._gzip(found, member, *content_of(first, chunks))
            elif reason := _passed_over(kind, is_named=found.is_named):
                found.passed.add(item.name, reason)
            else:
                content, notes = content_of(first, chunks)
                yield evolve(member, content=content, notes=notes)
        except Broken:
            yield evolve(member, refused=UNREADABLE)
        except TooLarge:
            yield evolve(member, refused=TOO_LARGE)

    def _gzip(
        self, found: _Found, member: Member, content: bytes, notes: tuple[Note, ...]
    ) -> Iterator[Member]:
        kind = kind_of(head_of(content))
        if kind in {Kind.ZIP, Kind.HEALTH}:
            try:
                unpacked = item_of_bytes(unpack(content, member.name), found.item.name)
            except UnreadableFile as error:
                yield evolve(member, refused=refused_by(error))
                return
            self.names[member.name] -= 1
            yield from self.one(evolve(found, item=unpacked))
        elif reason := _passed_over(kind, is_named=found.is_named):
            found.passed.add(found.item.name, reason)
        else:
            yield evolve(member, content=content, notes=notes)

    def _zip(
        self, found: _Found, member: Member, first: bytes, chunks: Iterator[bytes]
    ) -> Iterator[Member]:
        """Yield what an archive holds; the outermost bounds what all in it unpacks to."""
        if self.depth >= DEEPEST:
            yield evolve(member, refused=_TOO_DEEP)
            return
        if self.budget is not None:
            yield from self._entries(found, member, first, chunks, self.budget)
            return
        self.budget = Budget(FREE_BYTES + TIMES_ITS_SIZE * found.item.packed_bytes)
        try:
            yield from self._entries(found, member, first, chunks, self.budget)
        except Exhausted:
            yield evolve(member, refused=BOMB, facts=None, done_ratio=found.span_ratio[1])
        self.budget, self.depth, self.held_bytes = None, 0, 0

    def _entries(
        self,
        found: _Found,
        member: Member,
        first: bytes,
        chunks: Iterator[bytes],
        budget: Budget,
    ) -> Iterator[Member]:
        file = found.item.file() if found.item.file else self._held(first, chunks)
        if file is None:
            yield evolve(member, refused=_TOO_LARGE_TO_HOLD)
            return
        held_bytes = len(file.getbuffer()) if isinstance(file, BytesIO) else 0
        self.held_bytes += held_bytes
        self.depth += 1
        with file:
            try:
                archive = listed(file, member.name, budget)
            except UnreadableFile as error:
                yield evolve(member, refused=refused_by(error))
            else:
                yield from self.all(archive.items, member.name, found.span_ratio)
                if archive.is_cut:
                    yield evolve(member, refused=CUT, facts=None, done_ratio=found.span_ratio[1])
        self.depth -= 1
        self.held_bytes -= held_bytes

    def _held(self, first: bytes, chunks: Iterator[bytes]) -> BytesIO | None:
        """Return an archive within an archive in memory, None where it is too large."""
        file = BytesIO()
        for chunk in chain((first,), chunks):
            if self.held_bytes + file.tell() + len(chunk) > MOST_HELD_BYTES:
                return None
            file.write(chunk)
        return file

    def _once(self, name: str) -> str:
        """Return a name, with a number where it occurred before."""
        self.names[name] += 1
        return name if self.names[name] == 1 else f"{name} ({self.names[name]})"


def _passed_over(kind: Kind, *, is_named: bool) -> str | None:
    """Return why a file is not even tried, None where it is."""
    if kind is Kind.BESIDE:
        return _BESIDE
    return _NO_ACTIVITY if kind is Kind.OTHER and not is_named else None


def _is_called_an_activity(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(_SUFFIXES)
