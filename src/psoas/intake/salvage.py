"""What is left of a broken XML file: every point that is whole, wherever the damage is.

A stream ends at the first broken tag. Here points are found by their tags, those that are
not well-formed are dropped, and the rest is read as if nothing had happened.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.parsers import expat

from attrs import frozen

from psoas.intake.points import PointTable

#: What a tag with a sport or nothing in it may have. [source:psoas-convention]
LONGEST_TAG = 1000

_HEEDS_NOTHING: frozenset[str] = frozenset()


@frozen(eq=False)
class Fragments:
    """A reader of points alone, all of one stretch."""

    point: str
    stretch: str
    fields: Mapping[str, str]
    points: PointTable
    segment: int
    heeded: frozenset[str] = _HEEDS_NOTHING

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Nothing is heeded."""

    def end(self, tag: str, text: str) -> None:
        """Nothing is heeded."""


@frozen
class Salvaged:
    """Whole points, each stretch's as one document, and the file without any points."""

    around: bytes
    heads: tuple[bytes, ...]
    """Of each stretch the tag that it begins with, as an element of its own."""
    documents: tuple[tuple[int, bytes], ...]
    """The number of the stretch, from 1, and its points in an element of their own."""


def salvaged(text: bytes, *, point: str, stretch: str) -> Salvaged:
    """Find the whole points of a broken file.

    Parameters
    ----------
    text
        The file as UTF-8, without a declaration and without characters that XML forbids.
    point, stretch
        The elements of a point and of a stretch of points, with or without a prefix.
    """
    spans = list(_points(text, point))
    pieces = [text[begin:end] for begin, end in spans]
    whole = _whole(pieces, 0, len(pieces))
    begun = _opened(text, stretch)
    kept = [(max(1, bisect_left(begun, spans[at][0])), pieces[at]) for at in whole]
    documents = tuple(
        (number, _within_one(piece for _, piece in group))
        for number, group in groupby(kept, key=lambda each: each[0])
    )
    heads = tuple(_head(text, at, stretch) for at in begun)
    return Salvaged(b"".join(_around(text, spans)), heads, documents)


def _head(text: bytes, at: int, name: str) -> bytes:
    """Return the tag at a place as an empty element, without attributes where it is broken."""
    end = text.find(b">", at, at + LONGEST_TAG)
    head = text[at:end].rstrip(b"/") + b"/>"
    return head if end > 0 and _is_well_formed(head) else b"<%s/>" % name.encode()


def _opened(text: bytes, name: str) -> list[int]:
    """Return where elements of a name begin."""
    tag = re.compile(rb"<(?:[\w.-]+:)?%s[\s>/]" % name.encode())
    return [found.start() for found in tag.finditer(text)]


def _points(text: bytes, point: str) -> Iterator[tuple[int, int]]:
    """Yield where points begin and end: from a beginning to the next end before another one."""
    begins = _opened(text, point)
    tag = re.compile(rb"</(?:[\w.-]+:)?%s\s*>" % point.encode())
    after = 0
    for found in tag.finditer(text):
        nearest = bisect_right(begins, found.start()) - 1
        if nearest >= 0 and begins[nearest] >= after:
            yield begins[nearest], found.end()
        after = found.end()


def _within_one(pieces: Iterator[bytes] | Sequence[bytes]) -> bytes:
    return b"<points>%s</points>" % b"".join(pieces)


def _whole(pieces: Sequence[bytes], begin: int, end: int) -> list[int]:
    """Return which pieces are well-formed, by halves: most are, so few are looked at alone."""
    if begin == end or _is_well_formed(_within_one(pieces[begin:end])):
        return list(range(begin, end))
    if end - begin == 1:
        return []
    middle = (begin + end) // 2
    return _whole(pieces, begin, middle) + _whole(pieces, middle, end)


def _is_well_formed(document: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(document, True)
    except expat.ExpatError:
        return False
    return True


def _around(text: bytes, spans: Sequence[tuple[int, int]]) -> Iterator[bytes]:
    """Yield the file without its points."""
    at = 0
    for begin, end in spans:
        yield text[at:begin]
        at = end
    yield text[at:]
