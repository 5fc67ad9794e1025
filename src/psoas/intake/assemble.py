"""From a file's columns to a recording: order, plausibility, what is missing.

Every reader ends here, so that all formats are judged alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from psoas.errors import NotAnActivity, PsoasError, UnreadableFile
from psoas.intake.cadence import steps_per_minute
from psoas.intake.order import in_order, rows_of, stretches
from psoas.intake.plausible import plausible
from psoas.intake.position import along_m
from psoas.intake.sport import UNKNOWN, sport_of_motion
from psoas.runs.dated import is_dated
from psoas.runs.model import Dynamics, NotARecording, Note, Recording, Source, Sport

Samples = NDArray[np.float64]

#: Time zones lie within these, in steps of a quarter of an hour (IANA time zone database).
OFFSETS_S = (-12 * 3600, 14 * 3600)
QUARTER_S = 900

_FIRST_MOMENT = datetime(1, 1, 3, tzinfo=UTC).timestamp()
_LAST_MOMENT = datetime(9999, 12, 29, tzinfo=UTC).timestamp()


@frozen(kw_only=True, eq=False)
class Raw:
    """Samples in the order of the file; each of shape (n,), NaN where nothing was given.

    ``unix_s`` counts seconds since 1970 in UTC. Positions are used for distance where the
    file gives none, and end here: no recording holds them. ``segment`` numbers stretches
    between which no distance is counted.
    """

    unix_s: Samples
    distance_m: Samples
    speed_mps: Samples
    cadence_per_min: Samples
    altitude_m: Samples
    heart_bpm: Samples
    latitude_deg: Samples
    longitude_deg: Samples
    segment: NDArray[np.int64]

    def where(self, kept: NDArray[np.bool_] | slice) -> Raw:
        """Return the samples that *kept* is true for, or that lie within it."""
        return Raw(**{name: getattr(self, name)[kept] for name in Raw.__annotations__})


@frozen(kw_only=True)
class About:
    """What a file tells beside its samples; None where it does not.

    ``pauses_at_s`` and ``started_at_s`` count seconds since 1970 in UTC.
    """

    source: Source
    name: str
    sport: Sport | None
    sport_name: str | None
    device: str | None
    utc_offset_s: int | None
    indoor: bool | None
    started_at_s: float | None = None
    pauses_at_s: tuple[tuple[float, float], ...] | None = None
    timer_s: float | None = None
    altitude_barometric: bool | None = None
    notes: tuple[Note, ...] = ()


NO_DYNAMICS: Dynamics = MappingProxyType({})

CHANNELS = tuple(name for name in Raw.__annotations__ if name not in {"unix_s", "segment"})


def recordings_of(
    raw: Raw, about: About, dynamics: Dynamics = NO_DYNAMICS
) -> tuple[Recording, ...]:
    """Build a recording of each activity that a file holds: samples a day apart are two.

    Parameters
    ----------
    raw, about
        The samples, and what the file tells beside them.
    dynamics
        As in ``Recording``, in the order of the file like *raw*.

    Returns
    -------
    tuple of Recording
        In order of time, nearly always one; without samples one as well.

    Raises
    ------
    UnreadableFile
        Where not even a start can be told.
    """
    notes: list[Note] = []
    columns = {name: getattr(raw, name) for name in CHANNELS}
    columns |= dynamics
    columns["segment"] = raw.segment.astype(np.float64)
    at_s, columns = in_order(raw.unix_s, columns, notes)
    if not len(at_s) and about.started_at_s is None:
        route = about.source is Source.GPX
        raise UnreadableFile(
            "No point has a time: a route, not a recording" if route else "No sample has a time",
            where=about.name,
            fix="Export the recorded activity itself, with its times.",
        )
    whole = evolve(about, notes=(*about.notes, *notes))
    parts = stretches(at_s)
    if len(parts.kept) == 1:
        (one,) = parts.kept
        told = evolve(whole, notes=(*whole.notes, *parts.notes))
        if one != slice(0, len(at_s)):
            at_s, columns = at_s[one], rows_of(columns, one)
        return (_recording(at_s, columns, told, dynamics),)
    # of which of them a file tells its timer's time nobody knows
    several = evolve(whole, timer_s=None, notes=(*whole.notes, *parts.notes))
    return tuple(
        _recording(at_s[one], rows_of(columns, one), several, dynamics) for one in parts.kept
    )


def all_readable(read: Iterable[Callable[[], tuple[Recording, ...]]]) -> tuple[Recording, ...]:
    """Return what several parts of a file hold, each activity once.

    Raises
    ------
    NotAnActivity, UnreadableFile
        What the first part raised, where no part holds anything.
    """
    found: dict[tuple[datetime, bytes], Recording] = {}
    refused: list[PsoasError] = []
    for part in read:
        try:
            recordings = part()
        except (NotAnActivity, UnreadableFile) as error:
            refused.append(error)
        else:  # the same samples at the same times are one activity
            for one in recordings:
                found.setdefault((one.started_at, one.t_s.tobytes()), one)
    if not found:
        raise refused[0]
    return tuple(found.values())


def _recording(
    at_s: Samples, columns: dict[str, Samples], about: About, dynamics: Dynamics
) -> Recording:
    """Judge the samples of one activity, in order of time."""
    notes = list(about.notes)
    t_s = at_s
    start_s = float(t_s[0]) if len(t_s) else float(about.started_at_s or 0.0)
    started_at = _moment(start_s, about)
    if not is_dated(started_at.date(), on=datetime.now(UTC).date()):
        notes.append(Note(text="note.unlikely-date", values={"date": f"{started_at:%Y-%m-%d}"}))
    distance_m, speed_mps = _way(t_s, columns, notes)
    sport, sport_name = about.sport, about.sport_name or UNKNOWN
    sport_notes: tuple[Note, ...] = ()
    any_mps = _any_speed(t_s, distance_m, speed_mps)
    if sport is None:
        sport, sport_name, sport_notes = sport_of_motion(any_mps, columns["cadence_per_min"])
    cadence_spm, cadence_notes = steps_per_minute(
        columns["cadence_per_min"], speed_mps=any_mps, sport=sport
    )
    altitude_m, heart_bpm, speed_mps, value_notes = plausible(
        columns, t_s=t_s, speed_mps=speed_mps, sport=sport
    )
    has_positions = not np.isnan(columns["latitude_deg"]).all()
    try:
        return Recording(
            sport=sport,
            sport_name=sport_name,
            started_at=started_at,
            utc_offset_s=about.utc_offset_s,
            source=about.source,
            device=about.device,
            indoor=False if about.indoor is None and has_positions else about.indoor,
            t_s=t_s - start_s,
            distance_m=distance_m,
            speed_mps=speed_mps,
            cadence_spm=cadence_spm,
            altitude_m=altitude_m,
            heart_bpm=heart_bpm,
            pauses_s=_pauses_s(about, start_s),
            timer_s=about.timer_s,
            notes=(*notes, *sport_notes, *cadence_notes, *value_notes),
            altitude_barometric=about.altitude_barometric,
            dynamics={name: columns[name] for name in dynamics},
        )
    except NotARecording as broken:
        raise UnreadableFile(
            f"The samples contradict each other: {broken}",
            where=about.name,
            fix="Export the activity again.",
        ) from broken


def likely_offset_s(offset_s: float | None) -> int | None:
    """Return local time minus UTC, None where it is no time zone's.

    Parameters
    ----------
    offset_s
        Seconds; a minute off a quarter of an hour is rounding.
    """
    if offset_s is None or not OFFSETS_S[0] - 60 <= offset_s <= OFFSETS_S[1] + 60:
        return None
    rounded = round(offset_s / QUARTER_S) * QUARTER_S
    return rounded if abs(offset_s - rounded) <= 60 else None


def _moment(unix_s: float, about: About) -> datetime:
    if not _FIRST_MOMENT <= unix_s <= _LAST_MOMENT:
        raise UnreadableFile(
            "The start lies outside all calendars",
            where=about.name,
            fix="Export the activity again, or set its date.",
        )
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=unix_s)


def _way(t_s: Samples, columns: dict[str, Samples], notes: list[Note]) -> tuple[Samples, Samples]:
    """Return distance and speed, the distance from positions where the file gives none."""
    distance_m, speed_mps = (_not_below_0(columns[name]) for name in ("distance_m", "speed_mps"))
    no_distance, no_speed = np.isnan(distance_m).all(), np.isnan(speed_mps).all()
    if no_distance:
        distance_m, n_jumps = along_m(
            columns["latitude_deg"],
            columns["longitude_deg"],
            t_s=t_s,
            segment=columns["segment"],
        )
        no_distance = np.isnan(distance_m).all()
        if not no_distance:
            notes.append(Note(text="note.distance-from-positions", values={"jumps": n_jumps}))
    if no_speed and not no_distance:
        notes.append(Note(text="note.speed-from-distance"))
    return distance_m, speed_mps


def _any_speed(t_s: Samples, distance_m: Samples, speed_mps: Samples) -> Samples:
    """Return the given speed, or without any the step in distance over the step in time."""
    if len(t_s) < 2 or not np.isnan(speed_mps).all():
        return speed_mps
    return np.diff(distance_m, prepend=np.nan) / np.diff(t_s, prepend=np.nan)


def _not_below_0(values: Samples) -> Samples:
    negative = values < 0
    return np.where(negative, np.nan, values) if negative.any() else values


def _pauses_s(about: About, start_s: float) -> tuple[tuple[float, float], ...] | None:
    if about.pauses_at_s is None:
        return None
    return tuple((from_s - start_s, to_s - start_s) for from_s, to_s in about.pauses_at_s)
