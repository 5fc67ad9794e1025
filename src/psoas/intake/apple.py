"""One workout of an Apple Health export: its element, and the points of its route.

``psoas.intake.apple_export`` cuts a whole export into these; each is a small document
that can be kept and read again by itself.
"""

from __future__ import annotations

from datetime import UTC, datetime
from math import isnan, nan
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import Factory, define

from psoas.errors import UnreadableFile
from psoas.intake.assemble import About, likely_offset_s, recordings_of
from psoas.intake.facts import Facts, amount
from psoas.intake.gpx import Reader as TrackReader
from psoas.intake.points import AT, CHANNELS, Clock, PointTable
from psoas.intake.sport import sport_of_word
from psoas.intake.xml import number
from psoas.intake.xml_read import read
from psoas.runs.model import Note, Recording, Source

#: A route that begins further from its workout is not its own. [source:psoas-convention]
DAY_S = 86_400.0

_KIND = "HKWorkoutActivityType"
_WAY = "HKQuantityTypeIdentifierDistance"
_PAUSE, _RESUME = "HKWorkoutEventTypePause", "HKWorkoutEventTypeResume"
_LOCATION = {
    "latitude_deg": "latitude",
    "longitude_deg": "longitude",
    "altitude_m": "altitude",
    "speed_mps": "speed",
}
_SECONDS = {"s": 1.0, "min": 60.0, "hr": 3600.0}
_METRES = {"m": 1.0, "km": 1000.0, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048}


@define(eq=False)
class WorkoutReader:
    """Collects what the stream of elements says of a workout and its route."""

    point = TrackReader.point
    stretch = TrackReader.stretch
    fields = TrackReader.fields
    heeded = frozenset(
        {"Workout", "WorkoutStatistics", "WorkoutEvent", "MetadataEntry"}
        | {"FileReference", "Location", "trkseg"}
    )

    points: PointTable = Factory(PointTable)
    segment: int = 0
    clock: Clock = Factory(Clock)
    word: str = ""
    device: str | None = None
    begin_s: float | None = None
    end_s: float | None = None
    timer_s: float | None = None
    distance_m: float | None = None
    indoor: bool | None = None
    zone: str | None = None
    routes: list[str] = Factory(list)
    events_s: list[tuple[float, bool]] = Factory(list)

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what stands in attributes, as nearly all does here."""
        match tag:
            case "Workout":
                self._take_workout(attributes)
            case "WorkoutStatistics":
                if attributes.get("type", "").startswith(_WAY) and self.distance_m is None:
                    self.distance_m = _in(_METRES, attributes.get("sum"), attributes.get("unit"))
            case "WorkoutEvent":
                self._take_event(attributes)
            case "MetadataEntry":
                self._take_metadata(attributes.get("key"), attributes.get("value", ""))
            case "FileReference":
                self.routes.append(attributes.get("path", ""))
            case "Location":
                self._take_location(attributes)
            case "trkseg":
                self.segment += 1
            case _:
                pass

    def end(self, tag: str, text: str) -> None:
        """Nothing that counts here is text."""

    def _take_workout(self, given: dict[str, str]) -> None:
        self.word = given.get("workoutActivityType", "").removeprefix(_KIND)
        self.device = given.get("sourceName") or None
        self.begin_s = self._moment_s(given.get("startDate"))
        self.end_s = self._moment_s(given.get("endDate"))
        self.timer_s = _in(_SECONDS, given.get("duration"), given.get("durationUnit", "min"))
        self.distance_m = _in(_METRES, given.get("totalDistance"), given.get("totalDistanceUnit"))

    def _take_event(self, given: dict[str, str]) -> None:
        at_s = self._moment_s(given.get("date"))
        if at_s is not None and given.get("type") in {_PAUSE, _RESUME}:
            self.events_s.append((at_s, given["type"] == _PAUSE))

    def _take_metadata(self, key: str | None, value: str) -> None:
        if key == "HKIndoorWorkout" and value in {"0", "1"}:
            self.indoor = value == "1"
        elif key == "HKTimeZone":
            self.zone = value

    def _take_location(self, given: dict[str, str]) -> None:
        """Take a point of the exports before 2019, which held routes themselves."""
        row = [nan] * len(CHANNELS)
        for channel, word in _LOCATION.items():
            row[AT[channel]] = number(given.get(word, ""))
        self.points.add(row, _iso(given.get("date", "")), self.segment)

    def _moment_s(self, text: str | None) -> float | None:
        at_s = self.clock.unix_s(_iso(text or ""))
        return None if isnan(at_s) else at_s

    def facts(self) -> Facts:
        """Return what the export says of the whole workout."""
        is_ordered = None not in {self.begin_s, self.end_s}
        elapsed_s = (self.end_s or 0.0) - (self.begin_s or 0.0) if is_ordered else None
        return Facts(
            sport_name=self.word or None,
            elapsed_s=elapsed_s,
            timer_s=self.timer_s,
            distance_m=self.distance_m,
        )

    def pauses_at_s(self) -> tuple[tuple[float, float], ...] | None:
        """Return the pauses, None without any event.

        A last pause without an end lasts to the end of the workout if its duration is nearer
        to that than to none.
        """
        if not self.events_s:
            return None
        pauses: list[tuple[float, float]] = []
        since_s: float | None = None
        for at_s, is_pause in sorted(self.events_s):
            if is_pause:
                since_s = at_s if since_s is None else since_s
            elif since_s is not None:
                pauses.append((since_s, at_s))
                since_s = None
        if since_s is not None and self.end_s is not None and self.end_s > since_s:
            paused_s = sum(to_s - from_s for from_s, to_s in pauses)
            elapsed_s = self.end_s - (self.begin_s or since_s) - paused_s
            timer_s = elapsed_s if self.timer_s is None else self.timer_s
            if elapsed_s - timer_s > (self.end_s - since_s) / 2:
                pauses.append((since_s, self.end_s))
        return tuple(pauses)

    def offset_s(self) -> tuple[int | None, tuple[Note, ...]]:
        """Return local time minus UTC, and a note where it is that of the export's day.

        All dates of an export are written in the zone the phone was in when it exported;
        only a workout that names its own zone tells the runner's local time.
        """
        try:
            zone = ZoneInfo(self.zone or "")
            offset = datetime.fromtimestamp(self.begin_s or 0.0, UTC).astimezone(zone).utcoffset()
        except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
            note = Note(text="note.zone-of-the-export")
            return likely_offset_s(self.clock.offset_s), (note,)
        return likely_offset_s(offset.total_seconds() if offset else 0.0), ()


def read_workout(data: bytes, *, name: str = "workout") -> tuple[Recording, ...]:
    """Read a workout with its route, as cut out of an export.

    Parameters
    ----------
    data
        A ``Workout`` element and the tracks of its route within ``HealthData``.
    name
        What to call it in errors.

    Returns
    -------
    tuple of Recording
        One, without samples where the export holds no route: a note says how long it was.

    Raises
    ------
    UnreadableFile
        Where not even a start can be told.
    """
    reader, notes = read(data, WorkoutReader, name=name)
    if reader.begin_s is None:
        raise UnreadableFile(
            "The workout has no start", where=name, fix="Export the Health data again."
        )
    offset_s, zone_notes = reader.offset_s()
    points = reader.points
    if len(points) and abs(points.unix_s()[0] - reader.begin_s) > DAY_S:
        points = PointTable()
        notes = (*notes, Note(text="note.route-of-another-day"))
    if not len(points):
        told = {
            "duration_s": reader.timer_s,
            "distance_m": reader.distance_m,
        }
        values = {key: round(value) for key, value in told.items() if value is not None}
        notes = (*notes, Note(text="note.workout-without-route", values={**values}))
    return recordings_of(
        points.raw(),
        About(
            source=Source.GPX,  # what an export holds of a route is GPX
            name=name,
            sport=sport_of_word(reader.word) if reader.word else None,
            sport_name=reader.word.lower() or None,
            device=reader.device,
            utc_offset_s=offset_s,
            indoor=reader.indoor,
            started_at_s=reader.begin_s,
            pauses_at_s=reader.pauses_at_s(),
            timer_s=reader.timer_s,
            notes=(*notes, *zone_notes),
        ),
    )


def _iso(text: str) -> str:
    """Return a moment as all others write it; Apple writes ``2025-05-01 06:30:00 +0200``."""
    day, _, rest = text.strip().partition(" ")
    return f"{day}T{rest.replace(' ', '')}"


def _in(units: dict[str, float], text: str | None, unit: str | None) -> float | None:
    value, times = amount(text), units.get((unit or "").lower())
    return None if value is None or times is None else value * times
