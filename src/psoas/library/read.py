"""Reading the shelf, strictly: a wrong entry names its file, its id and its key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import attrs

from psoas.edges import complaints, converter
from psoas.errors import LibraryError
from psoas.evidence import Limit, Source
from psoas.library.model import Shelf
from psoas.loop.assess.interview import Screen
from psoas.loop.assess.model import Disposition, Question, Weight
from psoas.loop.assess.probe import Probe
from psoas.loop.drawing import Drawing
from psoas.loop.exercise import Exercise
from psoas.loop.measure import Measure
from psoas.loop.retrain.cue import Cue
from psoas.loop.rule import Rule
from psoas.programme.preset import Programme

T = TypeVar("T")

SHIPPED = Path(__file__).parent / "shelf"
FIX = "Mend the entry; docs/library.md says what each kind holds"


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LibraryError(f"not valid TOML: {error}", where=path.name, fix=FIX) from error


def _structured(raw: object, kind: Any, *, where: str) -> Any:
    try:
        return converter().structure(raw, kind)
    except Exception as error:  # the loader adds the file's and the entry's name to any refusal
        raise LibraryError("; ".join(complaints(error)), where=where, fix=FIX) from error


def _entries(path: Path, table: str, kind: Any) -> Iterator[Any]:
    raw = _toml(path)
    if set(raw) != {table}:
        raise LibraryError(
            f"expected only [[{table}]] entries, found {sorted(raw)}", where=path.name, fix=FIX
        )
    for number, entry in enumerate(raw[table], start=1):
        name = entry.get("id", entry.get("key", f"entry {number}"))
        yield _structured(entry, kind, where=f"{path.name}, {name}")


def _by_id(values: Iterator[T], *, key: str = "id") -> dict[str, T]:
    found: dict[str, T] = {}
    for value in values:
        name = getattr(value, key)
        if name in found:
            raise LibraryError("the same id is used twice", where=name, fix="Give one a new id")
        found[name] = value
    return found


Dated = TypeVar("Dated", Rule[Disposition], Weight)


def _in_force(entries: Iterator[Dated]) -> Iterator[Dated]:
    """Leave out what a newer entry has replaced; it stays on the shelf to be read."""
    return (each for each in entries if each.until is None)


def _probes(path: Path, measures: Mapping[str, Measure]) -> Iterator[Probe]:
    """Give a probe the minutes, the needs and the bans of the measure it is done as."""
    for probe in _entries(path, "probe", Probe):
        measure = measures.get(probe.measure)
        if measure is None:
            yield probe
        else:
            yield attrs.evolve(
                probe,
                minutes=measure.minutes,
                equipment=(*probe.equipment, *measure.equipment),
                never_if=(*probe.never_if, *measure.never_if),
            )


def _one_a_file(folder: Path, kind: Any) -> Iterator[Any]:
    for path in sorted(folder.glob("*.toml")):
        entry = _structured(_toml(path), kind, where=path.name)
        if entry.id != path.stem:
            raise LibraryError(
                f"its id is {entry.id}", where=path.name, fix="Name the file after the id"
            )
        yield entry


def _exercises(folder: Path) -> Iterator[Exercise]:
    return _one_a_file(folder, Exercise)


def _texts(raw: Mapping[str, Any], *, where: str, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in raw.items():
        if isinstance(value, str):
            yield prefix + key, value
        elif isinstance(value, Mapping):
            yield from _texts(value, where=where, prefix=f"{prefix}{key}.")
        else:
            raise LibraryError(
                f"must be a text, got {value!r}", where=f"{where}, {prefix}{key}", fix=FIX
            )


def _sources(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.glob("sources*.toml")):
        yield from _entries(path, "source", Source)


def _english(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.glob("en*.toml")):
        for key, text in _texts(_toml(path), where=path.name):
            if key in found:
                raise LibraryError(
                    "the same text is given twice", where=f"{path.name}, {key}", fix="Keep one"
                )
            found[key] = text
    return found


def read_shelf(folder: Path) -> Shelf:
    """Read all entries under *folder*.

    Raises
    ------
    LibraryError
        Naming the file, the entry and the key of the first entry that is not as it should be.
    """
    measures: dict[str, Measure] = _by_id(_entries(folder / "measures.toml", "measure", Measure))
    return Shelf(
        sources=_by_id(_sources(folder)),
        measures=measures,
        rules=_by_id(_in_force(_entries(folder / "rules.toml", "rule", Rule[Disposition]))),
        limits=_by_id(_entries(folder / "limits.toml", "limit", Limit)),
        weights=_by_id(_in_force(_entries(folder / "weights.toml", "weight", Weight))),
        questions=_by_id(_entries(folder / "questions.toml", "question", Question), key="key"),
        screens=_by_id(_entries(folder / "screens.toml", "screen", Screen)),
        exercises=_by_id(_exercises(folder / "exercises")),
        drawings=_by_id(_one_a_file(folder / "drawings", Drawing)),
        cues=_by_id(_entries(folder / "cues.toml", "cue", Cue)),
        programmes=_by_id(_entries(folder / "programmes.toml", "programme", Programme)),
        probes=_by_id(_probes(folder / "probes.toml", measures)),
        texts=_english(folder / "texts"),
    )


@cache
def shelf() -> Shelf:
    """Return the shelf that ships with psoas; it is read once."""
    return read_shelf(SHIPPED)
