"""Activities in the TCX format: laps of track points with distance."""

from __future__ import annotations

from functools import partial
from math import isnan

import numpy as np
from attrs import Factory, define

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake.assemble import About, all_readable, likely_offset_s, recordings_of
from psoas.intake.points import PointTable
from psoas.intake.sport import sport_of_word
from psoas.intake.xml import number
from psoas.intake.xml_read import read
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

#: Ten years of two runs a day are 7,300, and no device holds them. [source:psoas-convention]
MOST_ACTIVITIES = 5_000


@define
class _Told:
    """What a file says of one activity beside its points."""

    sport: str
    device: str | None = None
    started_at_s: float | None = None
    timer_s: float = 0.0


@define(eq=False)
class _Reader:
    """Collects what the stream of elements says."""

    point = "Trackpoint"
    stretch = "Activity"
    fields = FIELDS
    heeded = frozenset({"Activity", "Lap", "TotalTimeSeconds", "Creator", "Name"})

    points: PointTable = Factory(PointTable)
    activities: list[_Told] = Factory(list)
    is_in_creator: bool = False

    @property
    def segment(self) -> int:
        """The number of the activity, from 1."""
        return len(self.activities)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what stands in attributes: the sport, the start of a lap."""
        if tag == "Activity":
            self.activities.append(_Told(attributes.get("Sport", "")))
        elif tag == "Creator":
            self.is_in_creator = True
        elif tag == "Lap" and self.activities and self.activities[-1].started_at_s is None:
            start_s = self.points.clock.unix_s(attributes.get("StartTime", ""))
            self.activities[-1].started_at_s = None if isnan(start_s) else start_s

    def end(self, tag: str, text: str) -> None:
        """Take a lap's time on the timer, and the name of the device."""
        if tag == "Creator":
            self.is_in_creator = False
        elif not self.activities:
            return
        elif tag == "TotalTimeSeconds":
            lap_s = number(text)
            self.activities[-1].timer_s += lap_s if lap_s > 0 else 0.0
        elif tag == "Name" and self.is_in_creator and text.strip():
            self.activities[-1].device = text.strip()


def read_tcx(
    data: bytes, *, name: str = "TCX file", told: str | None = None
) -> tuple[Recording, ...]:
    """Read the activities in a TCX file: one, or the history of a device.

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
        Where of no activity even a start can be told.
    """
    reader, notes = read(data, _Reader, name=name)
    if not reader.activities:
        if notes:
            raise UnreadableFile(
                "The file is damaged before its first activity",
                where=name,
                fix="Export the activity again.",
            )
        raise NotAnActivity(
            "The file holds no activity", where=name, fix="Nothing needs to be done."
        )
    raw = reader.points.raw()
    notes = (*notes, *reader.points.clock.notes())
    if len(reader.activities) == 1:
        return recordings_of(raw, _about(reader, 0, name=name, told=told, notes=notes))
    if len(reader.activities) > MOST_ACTIVITIES:
        raise UnreadableFile(
            f"The file holds more than {MOST_ACTIVITIES:,} activities",
            where=name,
            fix="Export them in several files.",
        )
    edges = np.searchsorted(raw.segment, np.arange(len(reader.activities) + 1), side="right")
    return all_readable(
        partial(
            recordings_of,
            raw.where(slice(edges[nth], edges[nth + 1])),
            _about(reader, nth, name=name, told=told, notes=notes),
        )
        for nth in range(len(reader.activities))
    )


def _about(
    reader: _Reader, nth: int, *, name: str, told: str | None, notes: tuple[Note, ...]
) -> About:
    own = reader.activities[nth]
    word = own.sport or told or ""
    return About(
        source=Source.TCX,
        name=name,
        sport=sport_of_word(word) if word else None,
        sport_name=word or None,
        device=own.device,
        utc_offset_s=likely_offset_s(reader.points.clock.offset_s),
        indoor=None,
        started_at_s=own.started_at_s,
        timer_s=own.timer_s or None,
        notes=notes,
    )
