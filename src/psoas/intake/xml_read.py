"""How an XML file is read: at once where it is plain, else streamed, else mended, else salvaged."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from psoas.intake.bulk import NotPlain, bulk
from psoas.intake.salvage import Fragments, salvaged
from psoas.intake.xml import UTF16_BOMS, Reader, from_the_first_tag, parse
from psoas.runs.model import Note

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")

#: A larger file is read up to where it breaks: mending takes four times its size, and the
#: largest activity known has 8 MB. files.md B5
MENDED_BYTES = 16 * 1024 * 1024
#: A larger file is streamed: finding all points at once takes some ten times its size.
BULK_BYTES = 8 * 1024 * 1024

R = TypeVar("R", bound=Reader)


def mended(data: bytes) -> bytes:
    """Return a broken file as UTF-8 without the characters that XML forbids."""
    encoding = "utf-16" if data.startswith(UTF16_BOMS) else "utf-8-sig"
    text = _DECLARATION.sub("", _NOT_XML.sub("", data.decode(encoding, "replace")))
    return text.encode()


def read(data: bytes, make: Callable[[], R], *, name: str) -> tuple[R, tuple[Note, ...]]:
    """Stream a file into a reader, and where it is broken a mended copy into another.

    Returns
    -------
    reader, notes
        Whichever got further, and what was odd.
    """
    if (plain := _read_in_bulk(data, make, name)) is not None:
        return plain, ()
    reader = make()
    notes = parse(data, reader, name=name)
    if not notes or len(data) > MENDED_BYTES:
        return reader, notes
    text = mended(data)
    second = make()
    second_notes = parse(text, second, name=name)
    if not second_notes:
        return second, (Note(text="note.characters-mended"),)
    third = _salvaged(text, make, name)
    best = max(reader, second, third, key=lambda each: len(each.points))  # of equals the first
    if best is third:
        return third, (Note(text="note.points-salvaged"),)
    if best is second:
        return second, (Note(text="note.characters-mended"), *second_notes)
    return reader, notes


def _salvaged(text: bytes, make: Callable[[], R], name: str) -> R:
    """Read what is around the points as far as it goes, then every point that is whole."""
    reader = make()
    found = salvaged(text, point=reader.point, stretch=reader.stretch)
    parse(found.around, reader, name=name)
    for head in found.heads[
        reader.segment :
    ]:  # behind the break: what it says, not what came before
        parse(head, reader, name=name)
    for number, document in found.documents:
        own = Fragments(reader.point, reader.stretch, reader.fields, reader.points, number)
        parse(document, own, name=name)
    return reader


def _read_in_bulk(data: bytes, make: Callable[[], R], name: str) -> R | None:
    """Read a file whose points are plain, None where it has to be streamed."""
    if len(data) > BULK_BYTES:
        return None
    reader = make()
    try:
        found = bulk(bytes(from_the_first_tag(data)), reader.point, reader.stretch, reader.fields)
    except NotPlain:
        return None
    if parse(found.around, reader, name=name):
        return None
    reader.points.add_all(found.channels, found.times, found.segments)
    return reader
