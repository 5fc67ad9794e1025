"""Activities in the GPX format: points with positions and times, seldom with more."""

from __future__ import annotations

from attrs import Factory, define

from psoas.errors import UnreadableFile
from psoas.intake.assemble import About, likely_offset_s, recording_of
from psoas.intake.sport import sport_of_word
from psoas.intake.xml import Clock, Points, number, read
from psoas.runs.model import Recording, Source

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
class _Reader:
    """Collects what the stream of elements says."""

    points: Points = Factory(Points)
    clock: Clock = Factory(Clock)
    creator: str | None = None
    sport_name: str | None = None
    path: list[str] = Factory(list)
    point: dict[str, float] | None = None
    segment: int = 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.path.append(tag)
        if tag == "trkpt":
            self.point = {
                "latitude_deg": number(attributes.get("lat", "")),
                "longitude_deg": number(attributes.get("lon", "")),
            }
        elif tag == "trkseg":
            self.segment += 1
        elif tag == "gpx":
            self.creator = attributes.get("creator")

    def end(self, tag: str, text: str) -> None:
        if self.path:
            self.path.pop()
        if self.point is None:
            if tag == "type" and self.path[-1:] == ["trk"] and text.strip():
                self.sport_name = self.sport_name or text.strip()
        elif tag == "trkpt":
            self.points.add(self.point, self.segment)
            self.point = None
        elif tag == "time":
            self.point["unix_s"] = self.clock.unix_s(text)
        elif tag.lower() in FIELDS:
            self.point[FIELDS[tag.lower()]] = number(text)


def read_gpx(data: bytes, *, name: str = "GPX file") -> Recording:
    """Read the activity in a GPX file.

    Parameters
    ----------
    data
        The whole file, unpacked.
    name
        What to call it in errors.

    Raises
    ------
    UnreadableFile
        Where it holds no track points, or none with a time.
    """
    reader, notes = read(data, _Reader, name=name)
    if not len(reader.points):
        raise UnreadableFile(
            "The file holds no track points", where=name, fix="Export the recorded activity itself."
        )
    return recording_of(
        reader.points.raw(),
        About(
            source=Source.GPX,
            name=name,
            sport=sport_of_word(reader.sport_name) if reader.sport_name else None,
            sport_name=reader.sport_name,
            device=reader.creator,
            utc_offset_s=likely_offset_s(reader.clock.offset_s),
            indoor=None,
            notes=(*notes, *reader.clock.notes()),
        ),
    )
