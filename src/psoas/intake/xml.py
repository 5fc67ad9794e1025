"""What the XML formats share: a hardened stream of elements, times, points.

The standard library's expat reads as it goes and asks for nothing outside the file. A
file that declares entities is refused. Namespaces are not resolved, because many files
use prefixes that they never declare; the name behind the prefix decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isnan, nan
from typing import Protocol
from xml.parsers import expat  # entity declarations are refused below

from attrs import Factory, define, field

from psoas.errors import UnreadableFile
from psoas.intake.points import AT, CHANNELS, LATITUDE, LONGITUDE, PointTable, TooManyPoints
from psoas.runs.model import Note

UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")

_BLANKS = re.compile(rb"\s*")

#: No format of ours goes deeper than ten; each level takes memory. [source:psoas-convention]
DEEPEST = 200
#: Names that are remembered: a file has some dozen, a hostile one millions.
MOST_NAMES = 1000

_NOTHING, _HEEDED, _POINT, _TIME = -1, -2, -3, -4
_EMPTY = [nan] * len(CHANNELS)


class _EntityDeclared(Exception):
    """The file declares an entity."""


class _TooDeep(Exception):
    """The elements of the file lie deeper in each other than any format asks for."""


class Reader(Protocol):
    """Collects what a file says: points here, the rest in ``begin`` and ``end``."""

    @property
    def point(self) -> str:
        """The element of a point."""

    @property
    def fields(self) -> Mapping[str, str]:
        """Elements in a point, in lower case, to the channel that they hold."""

    @property
    def stretch(self) -> str:
        """The element that a new ``segment`` begins with."""

    @property
    def heeded(self) -> frozenset[str]:
        """What ``begin`` and ``end`` are told of."""

    @property
    def points(self) -> PointTable:
        """The points so far."""

    @property
    def segment(self) -> int:
        """The number of the stretch that the next point belongs to."""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Note that an element begins."""

    def end(self, tag: str, text: str) -> None:
        """Note that an element ends, with the text in it before its first child."""


class _Codes(dict[str, int]):
    """Names of elements, with or without a prefix, to what is done with them."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def __missing__(self, tag: str) -> int:
        """Find out once for each name."""
        name, reader = local(tag), self.reader
        lowered = name.lower()
        if name == reader.point:
            code = _POINT
        elif name in reader.heeded:
            code = _HEEDED
        elif lowered == "time":
            code = _TIME
        elif lowered in reader.fields:
            code = AT[reader.fields[lowered]]
        else:
            code = _NOTHING
        if len(self) < MOST_NAMES:
            self[tag] = code
        return code


def local(tag: str) -> str:
    """Return the name of an element behind its prefix."""
    return tag.rpartition(":")[2]


def parse(data: bytes, reader: Reader, *, name: str) -> tuple[Note, ...]:
    """Stream a file into a reader.

    Parameters
    ----------
    data
        The file; a byte-order mark and blanks before the declaration are skipped.
    reader
        What it is streamed into. Of a channel that a point holds twice, the first counts.
    name
        What to call the file in errors.

    Returns
    -------
    tuple of Note
        Empty, or where the file is cut or broken: all before that was streamed.

    Raises
    ------
    UnreadableFile
        Where the file declares an entity, or is built to fill the memory.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    stream = _Stream(parser, reader)
    parser.StartElementHandler, parser.EndElementHandler = stream.begin, stream.end

    def on_entity(*_declaration: object) -> None:
        raise _EntityDeclared

    parser.EntityDeclHandler = on_entity
    try:
        parser.Parse(from_the_first_tag(data), True)
    except _EntityDeclared as hostile:
        raise _refused(
            "The file declares XML entities, which no recording needs", name
        ) from hostile
    except _TooDeep as hostile:
        raise _refused(f"The file nests more than {DEEPEST} elements", name) from hostile
    except TooManyPoints as hostile:
        raise _refused("The file holds more points than any activity", name) from hostile
    except (expat.ExpatError, ValueError, LookupError):  # broken, or in no known encoding
        values = {"line": parser.ErrorLineNumber}
        return (Note(text="note.file-cut-short", values={**values}),)
    return ()


def from_the_first_tag(data: bytes) -> memoryview:
    """Return a file without a byte-order mark and blanks before its declaration, uncopied."""
    start = len(UTF8_BOM) if data.startswith(UTF8_BOM) else 0
    blanks = _BLANKS.match(data, start)
    return memoryview(data)[blanks.end() if blanks else start :]


def _refused(what: str, name: str) -> UnreadableFile:
    return UnreadableFile(what, where=name, fix="Export the activity again from its source.")


@define(eq=False)
class _Stream:
    """What is called at each element; most of reading a file is spent here.

    Text is only asked for within an element that holds some that counts.
    """

    parser: expat.XMLParserType
    reader: Reader
    codes: _Codes = field(init=False)
    text: list[str] = Factory(list)
    row: list[float] | None = None
    time: str = ""
    depth: int = 0

    def __attrs_post_init__(self) -> None:
        """Look names up once each."""
        self.codes = _Codes(self.reader)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin a point, or something in it or around it."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise _TooDeep
        code = self.codes[tag]
        if code == _NOTHING:
            return
        if code == _POINT:
            self.row, self.time = _EMPTY.copy(), ""
            if attributes:
                self.row[LATITUDE] = number(attributes.get("lat", ""))
                self.row[LONGITUDE] = number(attributes.get("lon", ""))
            return
        if code == _HEEDED:
            self.reader.begin(local(tag), attributes)
        self.text.clear()
        self.parser.CharacterDataHandler = self.text.append

    def end(self, tag: str) -> None:
        """End what began."""
        self.depth -= 1
        code = self.codes[tag]
        if code == _NOTHING:
            return
        if code == _POINT:
            if self.row is not None:
                self.reader.points.add(self.row, self.time, self.reader.segment)
            self.row = None
            return
        self.parser.CharacterDataHandler = None
        if code == _HEEDED:
            self.reader.end(local(tag), "".join(self.text))
        elif self.row is not None:
            self._take(self.row, code)

    def _take(self, row: list[float], code: int) -> None:
        if code == _TIME:
            self.time = self.time or "".join(self.text)
        elif isnan(row[code]):
            row[code] = number("".join(self.text))


def number(text: str) -> float:
    """Return a number as XML writes it, NaN where it is none."""
    try:
        return float(text)
    except ValueError:
        return nan
