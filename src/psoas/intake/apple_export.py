"""An Apple Health export, cut into workouts. It may have gigabytes; little is held at once.

Most of an export are single measurements that psoas has no use for, so it is not parsed
but searched for workouts. All before ``<HealthData`` is passed over: its own description
of itself, which some versions wrote wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import Factory, define

from psoas.intake.apple import WorkoutReader
from psoas.intake.sniff import HEAD
from psoas.intake.unpack import LIMIT_BYTES
from psoas.intake.xml import parse
from psoas.intake.xml_read import mended

#: Pieces are joined to so many bytes before they are searched.
AT_ONCE_BYTES = 1024 * 1024
#: A start tag has some hundred bytes. [source:psoas-convention]
LONGEST_TAG_BYTES = 64 * 1024
#: More than eleven a day for twelve years. [source:psoas-convention]
MOST_WORKOUTS = 50_000

_TAIL = b"\n</HealthData>\n"
_ROOT, _OPEN, _CLOSE = b"<HealthData", b"<Workout", b"</Workout>"
_TAG = re.compile(rb"<Workout(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_TRACK_BEGINS = re.compile(rb"<(?:\w+:)?trk[\s>]")
_TRACK_ENDS = b"trk>"


@define
class _Cutter:
    """Holds what is not searched yet, and a workout that is not whole yet."""

    held: bytearray = Factory(bytearray)
    is_inside: bool = False
    searched: int = 0  # so far, the workout that *held* begins with does not end

    def feed(self, piece: bytes) -> Iterator[bytes | None]:
        """Yield the workouts that this piece completes."""
        self.held += piece
        if not self.is_inside:
            root = self.held.find(_ROOT)
            del self.held[: root if root >= 0 else -len(_ROOT)]
            self.is_inside = root >= 0
        while self.is_inside and self._is_at_workout() and (cut := self._cut()):
            yield from cut

    def _is_at_workout(self) -> bool:
        """Drop all before the next workout; False where there is none yet."""
        at = self.held.find(_OPEN)
        while 0 <= at < len(self.held) - len(_OPEN):
            if self.held[at + len(_OPEN)] in b" \t\r\n/>":
                del self.held[:at]
                return True
            at = self.held.find(_OPEN, at + len(_OPEN))
        del self.held[: -len(_OPEN)]
        return False

    def _cut(self) -> tuple[bytes | None, ...]:
        """Cut the workout at the beginning off; nothing where more is needed to see its end."""
        if not self.searched:
            tag = _TAG.match(bytes(self.held[:LONGEST_TAG_BYTES]))
            if tag is None:
                return self._dropped(LONGEST_TAG_BYTES)
            if tag[0].endswith(b"/>"):
                return self._taken(tag.end())
            self.searched = tag.end()
        end = self.held.find(_CLOSE, max(0, self.searched - len(_CLOSE)))
        if end >= 0:
            return self._taken(end + len(_CLOSE))
        self.searched = len(self.held)
        return self._dropped(LIMIT_BYTES)

    def _taken(self, end: int) -> tuple[bytes]:
        element = bytes(self.held[:end])
        del self.held[:end]
        self.searched = 0
        return (element,)

    def _dropped(self, most_bytes: int) -> tuple[bytes | None, ...]:
        """Give a workout up that has grown too large, with all that was held of it."""
        if len(self.held) < most_bytes:
            return ()
        del self.held[:]
        self.searched = 0
        return (None,)


def workouts(chunks: Iterable[bytes]) -> Iterator[bytes | None]:
    """Yield each ``Workout`` element as it stands, None for one that never ends.

    Parameters
    ----------
    chunks
        ``export.xml`` in pieces of any size.
    """
    cutter = _Cutter()
    for piece in _joined(chunks):
        yield from cutter.feed(piece)
    if cutter.is_inside and cutter.held.startswith(_OPEN):
        yield None


def _joined(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Join pieces to about a megabyte: a search costs by the call."""
    joined = bytearray()
    for chunk in chunks:
        joined += chunk
        if len(joined) >= AT_ONCE_BYTES:
            yield bytes(joined)
            joined.clear()
    yield bytes(joined)


def told_by(element: bytes) -> WorkoutReader:
    """Return what a workout says of itself, without the points of its route."""
    reader = WorkoutReader()
    if parse(element, reader, name="workout"):
        reader = WorkoutReader()
        parse(mended(element), reader, name="workout")
    return reader


def document(element: bytes, routes: Sequence[bytes]) -> bytes:
    """Return a workout and the tracks of its routes as one small document.

    What GPX says beside them, the moment of the export, is left out: the same workout gives
    the same document from one export to the next.
    """
    return b"".join((HEAD, element, *(b"\n" + tracks_in(route) for route in routes), _TAIL))


def tracks_in(route: bytes) -> bytes:
    """Return the tracks of a GPX file as they stand, the last one cut where the file is."""
    if b"\0" in route[:4]:
        route = mended(route)  # UTF-16
    begins = _TRACK_BEGINS.search(route)
    if begins is None:
        return b""
    ends = route.rfind(_TRACK_ENDS)
    if ends > begins.start() + len(_TRACK_ENDS):
        return route[begins.start() : ends + len(_TRACK_ENDS)]
    whole_points = route.rfind(b"</trkpt>") + len(b"</trkpt>")
    return route[begins.start() : whole_points] + b"</trkseg></trk>"
