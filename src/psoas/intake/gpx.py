"""Activities in the GPX format: points with positions and times, seldom with more."""

from __future__ import annotations

from functools import partial

import numpy as np
from attrs import Factory, define

from psoas.errors import UnreadableFile
from psoas.intake.assemble import About, all_readable, likely_offset_s, recordings_of
from psoas.intake.points import PointTable
from psoas.intake.sport import sport_of_word
from psoas.intake.xml_read import read
from psoas.runs.model import Note, Recording, Source

#: Elements of a track point to what they hold: GPX itself, Garmin's and Cluetrust's
#: extensions, and what apps write without a prefix.
FIELDS = {
    "ele": "altitude_m",
    "hr": "heart_bpm",
    "heartrate": "heart_bpm",
    "cad": "cadence_per_min",
    "cadence": "cadence_per_min",
    "speed": "speed_mps",
    "distance": "distance_m",
}


@define(eq=False)
class Reader:
    """Collects what the stream of elements says."""

    point = "trkpt"
    stretch = "trkseg"
    fields = FIELDS
    heeded = frozenset({"gpx", "trk", "trkseg", "type"})

    points: PointTable = Factory(PointTable)
    creator: str | None = None
    words: list[str | None] = Factory(list)
    """The word for the sport of each stretch."""
    word: str | None = None
    is_in_track: bool = False

    @property
    def segment(self) -> int:
        """The number of the stretch, from 1."""
        return len(self.words)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Note where a track or a stretch of it begins."""
        if tag == "trkseg":
            self.words.append(self.word)
            self.is_in_track = False
        elif tag == "trk":
            self.word, self.is_in_track = None, True
        elif tag == "gpx":
            self.creator = attributes.get("creator")

    def end(self, tag: str, text: str) -> None:
        """Take the word for the sport, which stands in a track before its stretches."""
        if tag == "type" and self.is_in_track and text.strip():
            self.word = self.word or text.strip()


def read_gpx(
    data: bytes, *, name: str = "GPX file", told: str | None = None
) -> tuple[Recording, ...]:
    """Read the activities in a GPX file: nearly always one, of each sport that it names.

    Parameters
    ----------
    data
        The whole file, unpacked.
    name
        What to call it in errors.
    told
        A word for the sport from elsewhere, for a file that has none.

    Raises
    ------
    UnreadableFile
        Where it holds no track points, or none with a time.
    """
    reader, notes = read(data, Reader, name=name)
    if not len(reader.points):
        raise UnreadableFile(
            "The file holds no track points", where=name, fix="Export the recorded activity itself."
        )
    notes = (*notes, *reader.points.clock.notes())
    raw = reader.points.raw()
    usual = next((word for word in reader.words if word), told)
    words = [word or usual for word in reader.words]
    if len(set(words)) < 2:
        return recordings_of(raw, _about(reader, usual, name=name, notes=notes))
    own = np.array(words, dtype=object)[np.clip(raw.segment, 1, len(words)) - 1]
    return all_readable(
        partial(recordings_of, raw.where(own == word), _about(reader, word, name=name, notes=notes))
        for word in dict.fromkeys(words)
    )


def _about(reader: Reader, word: str | None, *, name: str, notes: tuple[Note, ...]) -> About:
    return About(
        source=Source.GPX,
        name=name,
        sport=sport_of_word(word) if word else None,
        sport_name=word,
        device=reader.creator,
        utc_offset_s=likely_offset_s(reader.points.clock.offset_s),
        indoor=None,
        notes=notes,
    )
