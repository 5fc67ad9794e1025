"""The workouts of an Apple Health export as files to read, each with its route."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from attrs import Factory, define, evolve

from psoas.errors import PsoasError
from psoas.intake.apple import WorkoutReader
from psoas.intake.apple_export import MOST_WORKOUTS, document, told_by, workouts
from psoas.intake.item import (
    TOO_LARGE,
    Broken,
    Item,
    Refused,
    TooLarge,
    content_of,
    items_of_folder,
)
from psoas.intake.member import Member, PassedOver, refused_by
from psoas.intake.sniff import Kind, kind_of
from psoas.intake.sport import sport_of_word
from psoas.intake.unpack import LIMIT_BYTES
from psoas.runs.model import Note, Sport

_NO_WORKOUTS = "An Apple Health export without workouts"
_NO_ROUTE = "A workout that is no run and has no route"
_TOO_MANY = Refused(
    reason=f"The export holds more than {MOST_WORKOUTS:,} workouts",
    fix="It is broken or hostile: export the Health data again.",
)
_CUT = Refused(
    reason="Some workouts of the export are cut or too large to be one",
    fix="Export the Health data again.",
)


@define(eq=False)
class Export:
    """An export with what lies around it; ``claimed`` names the routes its workouts use."""

    name: str
    item: Item
    beside: Sequence[Item]
    passed: PassedOver
    claimed: set[str] = Factory(set)
    routes: dict[str, Item] = Factory(dict)

    def __attrs_post_init__(self) -> None:
        """Note which file each route is."""
        folder = self.item.name.rpartition("/")[0]
        prefix = f"{folder}/" if folder else ""
        self.routes = {
            "/" + item.name.removeprefix(prefix): item
            for item in self.beside
            if item.name.startswith(prefix) and item.refused is None
        }


def is_export(item: Item) -> bool:
    """Return whether a file is an Apple Health export, which comes before its routes."""
    if not item.name.lower().endswith(".xml") or item.refused is not None:
        return False
    try:
        return kind_of(next(item.chunks(), b"")) is Kind.HEALTH
    except Broken:
        return False


def routes_beside(path: Path) -> list[Item]:
    """Return the routes that lie beside an unpacked ``export.xml``."""
    folder = path.parent / "workout-routes"
    if path.suffix.lower() != ".xml" or not folder.is_dir():
        return []
    return [evolve(item, name=f"{folder.name}/{item.name}") for item in items_of_folder(folder)]


def workouts_of(
    export: Export, chunks: Iterable[bytes], span_ratio: tuple[float, float]
) -> Iterator[Member]:
    """Yield a member for each workout that is a run or has a route.

    Parameters
    ----------
    export
        The export; routes that are used are claimed in it.
    chunks
        Its content.
    span_ratio
        From where to where it is of the whole path, as ratios.

    Notes
    -----
    1. A run without a route is a member all the same: it happened, and a note says how long.
    2. Another workout without a route tells psoas nothing and is passed over.
    """
    counted = _Counted(chunks=chunks, of_bytes=max(1, export.item.size_bytes))
    n_workouts = n_cut = 0
    for element in workouts(counted):
        done_ratio = span_ratio[0] + (span_ratio[1] - span_ratio[0]) * counted.ratio
        blank = Member(name=export.name, done_ratio=done_ratio)
        n_workouts += 1
        if n_workouts > MOST_WORKOUTS:
            yield evolve(blank, refused=_TOO_MANY)
            return
        if element is None:
            n_cut += 1
            continue
        try:
            told = told_by(element)
        except PsoasError as error:
            yield evolve(blank, refused=refused_by(error))
            continue
        yield from _workout(export, element, told, blank)
    if n_cut:
        yield Member(name=export.name, refused=_CUT, done_ratio=span_ratio[1])
    if not n_workouts:
        export.passed.add(export.item.name, _NO_WORKOUTS)


def _workout(
    export: Export, element: bytes, told: WorkoutReader, blank: Member
) -> Iterator[Member]:
    has_route = bool(told.routes or len(told.points))
    if not has_route and sport_of_word(told.word) is not Sport.RUN:
        export.passed.add(export.item.name, _NO_ROUTE)
        return
    member = evolve(blank, name=f"{export.name}: {_called(told)}", facts=told.facts())
    try:
        routes, notes = _routes(export, told.routes)
        content = document(element, routes)
        if len(content) > LIMIT_BYTES:
            raise TooLarge
    except TooLarge:
        yield evolve(member, refused=TOO_LARGE)
        return
    yield evolve(member, content=content, notes=notes)


def _routes(export: Export, paths: Sequence[str]) -> tuple[list[bytes], tuple[Note, ...]]:
    found: list[bytes] = []
    notes: list[Note] = []
    for path in dict.fromkeys(paths):
        item = export.routes.get(path if path.startswith("/") else f"/{path}")
        if item is None:
            notes.append(Note(text="note.route-missing"))
            continue
        export.claimed.add(item.name)
        chunks = item.chunks()
        try:
            content, own = content_of(next(chunks, b""), chunks)
        except Broken:
            notes.append(Note(text="note.route-missing"))
            continue
        found.append(content)
        notes += own
        if sum(map(len, found)) > LIMIT_BYTES:
            raise TooLarge
    return found, tuple(notes)


def _called(told: WorkoutReader) -> str:
    """Return what to call a workout: its sport and its start."""
    word = told.word or "workout"
    if told.begin_s is None:
        return word
    try:
        return f"{word} {datetime.fromtimestamp(told.begin_s, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return word


@define(eq=False)
class _Counted:
    """Chunks, counting how much of the whole has gone by."""

    chunks: Iterable[bytes]
    of_bytes: int
    n_bytes: int = 0

    def __iter__(self) -> Iterator[bytes]:
        """Pass the chunks on."""
        for chunk in self.chunks:
            self.n_bytes += len(chunk)
            yield chunk

    @property
    def ratio(self) -> float:
        """How much has gone by, from 0 to 1."""
        return min(1.0, self.n_bytes / self.of_bytes)
