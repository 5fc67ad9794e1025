"""Activities in the TCX format: laps of track points with distance."""

from __future__ import annotations

from math import isnan

from attrs import Factory, define

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake.assemble import About, likely_offset_s, recording_of
from psoas.intake.points import PointTable
from psoas.intake.sport import sport_of_word
from psoas.intake.xml import number, read
from psoas.runs.model import Note, Recording, Source

#: Elements of a track point to what they hold, in lower case. The only value in a point is
#: that of ``HeartRateBpm``, before the extensions.
FIELDS = {
    "altitudemeters": "altitude_m",
    "distancemeters": "distance_m",
    "latitudedegrees": "latitude_deg",
    "longitudedegrees": "longitude_deg",
    "cadence": "cadence_per_min",
    "runcadence": "cadence_per_min",
    "speed": "speed_mps",
    "value": "heart_bpm",
}


@define(eq=False)
class _Reader:
    """Collects what the stream of elements says."""

    point = "Trackpoint"
    fields = FIELDS
    heeded = frozenset({"Activity", "Lap", "TotalTimeSeconds", "Creator", "Name"})
    segment = 0

    points: PointTable = Factory(PointTable)
    sports: list[str] = Factory(list)
    device: str | None = None
    started_at_s: float | None = None
    timer_s: float = 0.0
    is_in_creator: bool = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what stands in attributes: the sport, the start of a lap."""
        if tag == "Activity":
            self.sports.append(attributes.get("Sport", ""))
        elif tag == "Creator":
            self.is_in_creator = True
        elif tag == "Lap" and self.started_at_s is None:
            start_s = self.points.clock.unix_s(attributes.get("StartTime", ""))
            self.started_at_s = None if isnan(start_s) else start_s

    def end(self, tag: str, text: str) -> None:
        """Take a lap's time on the timer, and the name of the device."""
        if tag == "TotalTimeSeconds":
            lap_s = number(text)
            self.timer_s += lap_s if lap_s > 0 else 0.0
        elif tag == "Creator":
            self.is_in_creator = False
        elif tag == "Name" and self.is_in_creator and text.strip():
            self.device = text.strip()


def read_tcx(data: bytes, *, name: str = "TCX file", told: str | None = None) -> Recording:
    """Read the activity in a TCX file.

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
    word = reader.sports[0] or told or ""
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
            utc_offset_s=likely_offset_s(reader.points.clock.offset_s),
            indoor=None,
            started_at_s=reader.started_at_s,
            timer_s=reader.timer_s or None,
            notes=(*notes, *reader.points.clock.notes()),
        ),
    )
