"""Activities in the TCX format: laps of track points with distance."""

from __future__ import annotations

from attrs import Factory, define

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake.assemble import About, likely_offset_s, recording_of
from psoas.intake.sport import sport_of_word
from psoas.intake.xml import Clock, Points, number, read
from psoas.runs.model import Note, Recording, Source

FIELDS = {
    "AltitudeMeters": "altitude_m",
    "DistanceMeters": "distance_m",
    "LatitudeDegrees": "latitude_deg",
    "LongitudeDegrees": "longitude_deg",
    "Cadence": "cadence_per_min",
    "RunCadence": "cadence_per_min",
    "Speed": "speed_mps",
}


@define(eq=False)
class _Reader:
    """Collects what the stream of elements says."""

    points: Points = Factory(Points)
    clock: Clock = Factory(Clock)
    sports: list[str] = Factory(list)
    device: str | None = None
    started_at_s: float | None = None
    timer_s: float = 0.0
    path: list[str] = Factory(list)
    point: dict[str, float] | None = None

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.path.append(tag)
        if tag == "Trackpoint":
            self.point = {}
        elif tag == "Activity":
            self.sports.append(attributes.get("Sport", ""))
        elif tag == "Lap" and self.started_at_s is None:
            start_s = self.clock.unix_s(attributes.get("StartTime", ""))
            self.started_at_s = start_s if start_s == start_s else None

    def end(self, tag: str, text: str) -> None:
        if self.path:
            self.path.pop()
        parent = self.path[-1] if self.path else ""
        if self.point is None:
            if tag == "TotalTimeSeconds" and parent == "Lap":
                lap_s = number(text)
                self.timer_s += lap_s if lap_s > 0 else 0.0
            elif tag == "Name" and parent == "Creator" and text.strip():
                self.device = text.strip()
        elif tag == "Trackpoint":
            self.points.add(self.point, 0)
            self.point = None
        elif tag == "Time":
            self.point["unix_s"] = self.clock.unix_s(text)
        elif tag == "Value" and parent == "HeartRateBpm":
            self.point["heart_bpm"] = number(text)
        elif tag in FIELDS:
            self.point[FIELDS[tag]] = number(text)


def read_tcx(data: bytes, *, name: str = "TCX file") -> Recording:
    """Read the activity in a TCX file.

    Parameters
    ----------
    data
        The whole file, unpacked.
    name
        What to call it in errors.

    Raises
    ------
    NotAnActivity
        Where it holds courses or workouts only.
    UnreadableFile
        Where not even a start can be told.
    """
    reader, notes = read(data, _Reader, name=name)
    if not reader.sports:
        if notes:
            raise UnreadableFile(
                "The file is damaged before its first activity",
                where=name,
                fix="Export the activity again.",
            )
        raise NotAnActivity(
            "The file holds no activity", where=name, fix="Nothing needs to be done."
        )
    word = reader.sports[0]
    if len(set(reader.sports)) > 1:
        notes = (
            *notes,
            Note(text="note.several-sports", values={"sports": len(set(reader.sports))}),
        )
    return recording_of(
        reader.points.raw(),
        About(
            source=Source.TCX,
            name=name,
            sport=sport_of_word(word) if word else None,
            sport_name=word or None,
            device=reader.device,
            utc_offset_s=likely_offset_s(reader.clock.offset_s),
            indoor=None,
            started_at_s=reader.started_at_s,
            timer_s=reader.timer_s or None,
            notes=(*notes, *reader.clock.notes()),
        ),
    )
