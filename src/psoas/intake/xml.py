"""What the XML formats share: a hardened stream of elements, times, points.

The standard library's expat reads as it goes and asks for nothing outside the file. A
file that declares entities is refused. Namespaces are not resolved, because many files
use prefixes that they never declare; the name behind the prefix decides.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from datetime import UTC, datetime
from math import nan
from typing import Protocol, TypeVar
from xml.parsers import expat  # entity declarations are refused below

import numpy as np
from attrs import Factory, define

from psoas.errors import UnreadableFile
from psoas.intake.assemble import Raw
from psoas.runs.model import Note

UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

Begin = Callable[[str, dict[str, str]], None]
End = Callable[[str, str], None]


class _EntityDeclared(Exception):
    """The file declares an entity."""


def parse(data: bytes, *, name: str, begin: Begin, end: End) -> tuple[Note, ...]:
    """Stream the elements of a file.

    Parameters
    ----------
    data
        The file; a byte-order mark and blanks before the declaration are skipped.
    name
        What to call it in errors.
    begin, end
        Called with the name of each element that begins, behind its prefix, with its
        attributes, and of each that ends, with the text directly before its end.

    Returns
    -------
    tuple of Note
        Empty, or where the file is cut or broken: all before that was streamed.

    Raises
    ------
    UnreadableFile
        Where the file declares an entity.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    text: list[str] = []

    def on_begin(tag: str, attributes: dict[str, str]) -> None:
        text.clear()
        begin(tag.rpartition(":")[2], attributes)

    def on_end(tag: str) -> None:
        end(tag.rpartition(":")[2], "".join(text))
        text.clear()

    def on_entity(*_declaration: object) -> None:
        raise _EntityDeclared

    parser.StartElementHandler = on_begin
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text.append
    parser.EntityDeclHandler = on_entity
    try:
        parser.Parse(data.removeprefix(UTF8_BOM).lstrip(), True)
    except _EntityDeclared as hostile:
        raise UnreadableFile(
            "The file declares XML entities, which no recording needs",
            where=name,
            fix="Export the activity again from its source.",
        ) from hostile
    except (expat.ExpatError, ValueError, LookupError):  # broken, or in no known encoding
        values = {"line": parser.ErrorLineNumber}
        return (Note(text="note.file-cut-short", values={**values}),)
    return ()


def mended(data: bytes) -> bytes:
    """Return a broken file as UTF-8 without the characters that XML forbids."""
    encoding = "utf-16" if data.startswith(UTF16_BOMS) else "utf-8-sig"
    text = _DECLARATION.sub("", _NOT_XML.sub("", data.decode(encoding, "replace")))
    return text.encode()


def number(text: str) -> float:
    """Return a number as XML writes it, NaN where it is none."""
    try:
        return float(text)
    except ValueError:
        return nan


@define
class Clock:
    """Reads times, and remembers what they tell of the zone."""

    offset_s: float | None = None
    naive: bool = False

    def unix_s(self, text: str) -> float:
        """Return a time in seconds since 1970 in UTC, NaN where it is none.

        A time without a zone is taken for UTC; ``naive`` says that there was one.
        """
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError:
            return nan
        if moment.tzinfo is None:
            self.naive = True
            moment = moment.replace(tzinfo=UTC)
        elif self.offset_s is None and not text.rstrip().endswith(("Z", "z")):
            offset = moment.utcoffset()
            self.offset_s = offset.total_seconds() if offset else None
        try:
            return moment.timestamp()
        except OverflowError:  # a zone pushes it out of the calendar
            return nan

    def notes(self) -> tuple[Note, ...]:
        """Return a note where a time had no zone."""
        return (Note(text="note.time-without-zone"),) if self.naive else ()


#: Names of what a point may hold, as in ``Raw``.
POINT_FIELDS = (
    "unix_s",
    "distance_m",
    "speed_mps",
    "cadence_per_min",
    "altitude_m",
    "heart_bpm",
    "latitude_deg",
    "longitude_deg",
)


@define(eq=False)
class Points:
    """Points as they come, each closed with ``add``."""

    columns: dict[str, array[float]] = Factory(lambda: {name: array("d") for name in POINT_FIELDS})
    segments: array[int] = Factory(lambda: array("q"))

    def add(self, point: dict[str, float], segment: int) -> None:
        """Append a point; what it does not hold is NaN."""
        for name, column in self.columns.items():
            column.append(point.get(name, nan))
        self.segments.append(segment)

    def __len__(self) -> int:
        """Return how many points there are."""
        return len(self.segments)

    def raw(self) -> Raw:
        """Return them as columns."""
        columns = {name: np.array(column) for name, column in self.columns.items()}
        return Raw(segment=np.array(self.segments, dtype=np.int64), **columns)


class Reader(Protocol):
    """Collects points from the elements that it is told of."""

    points: Points

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Note that an element begins."""

    def end(self, tag: str, text: str) -> None:
        """Note that an element ends."""


R = TypeVar("R", bound=Reader)


def read(data: bytes, make: Callable[[], R], *, name: str) -> tuple[R, tuple[Note, ...]]:
    """Stream a file into a reader, and where it is broken a mended copy into another.

    Returns
    -------
    reader, notes
        Whichever got further, and what was odd.
    """
    reader = make()
    notes = parse(data, name=name, begin=reader.begin, end=reader.end)
    if not notes:
        return reader, ()
    second = make()
    second_notes = parse(mended(data), name=name, begin=second.begin, end=second.end)
    if len(second.points) > len(reader.points) or not second_notes:
        return second, (Note(text="note.characters-mended"), *second_notes)
    return reader, notes
