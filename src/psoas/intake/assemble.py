"""From a file's columns to a recording: order, plausibility, what is missing.

Every reader ends here, so that all formats are judged alike.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.errors import UnreadableFile
from psoas.intake.cadence import steps_per_minute
from psoas.intake.plausible import plausible
from psoas.intake.position import along_m
from psoas.intake.sport import UNKNOWN, sport_of_motion
from psoas.runs.model import Dynamics, NotARecording, Note, Recording, Source, Sport

Samples = NDArray[np.float64]

#: A gap longer than this separates two activities. files.md C12
GAP_S = 86_400.0
#: Longer than any activity: one of 31 days is known (files.md A), and a broken clock would
#: otherwise fill the memory. [source:psoas-convention]
LONGEST_S = 40 * 86_400.0
#: Dates before the first year, or later than so long after now, are noted. files.md C12
FIRST_YEAR = 2000
AHEAD = timedelta(days=2)
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

_CHANNELS = tuple(name for name in Raw.__annotations__ if name not in {"unix_s", "segment"})


def recording_of(raw: Raw, about: About, dynamics: Dynamics = NO_DYNAMICS) -> Recording:
    """Build a recording of what a file holds.

    Parameters
    ----------
    raw, about
        The samples, and what the file tells beside them.
    dynamics
        As in ``Recording``, in the order of the file like *raw*.

    Raises
    ------
    UnreadableFile
        Where not even a start can be told.
    """
    notes = list(about.notes)
    t_s, columns = _in_order(raw, dynamics, notes)
    if not len(t_s) and about.started_at_s is None:
        route = about.source is Source.GPX
        raise UnreadableFile(
            "No point has a time: a route, not a recording" if route else "No sample has a time",
            where=about.name,
            fix="Export the recorded activity itself, with its times.",
        )
    start_s = float(t_s[0]) if len(t_s) else float(about.started_at_s or 0.0)
    started_at = _moment(start_s, about)
    if started_at.year < FIRST_YEAR or started_at > datetime.now(UTC) + AHEAD:
        notes.append(Note(text="note.unlikely-date", values={"date": f"{started_at:%Y-%m-%d}"}))
    distance_m, speed_mps = _way(t_s, columns, notes)
    sport, sport_name = about.sport, about.sport_name or UNKNOWN
    sport_notes: tuple[Note, ...] = ()
    if sport is None:
        sport, sport_name, sport_notes = sport_of_motion(
            _any_speed(t_s, distance_m, speed_mps), columns["cadence_per_min"]
        )
    cadence_spm, cadence_notes = steps_per_minute(
        columns["cadence_per_min"], speed_mps=_any_speed(t_s, distance_m, speed_mps), sport=sport
    )
    altitude_m, heart_bpm, speed_mps, value_notes = plausible(
        columns, t_s=t_s, speed_mps=speed_mps, sport=sport
    )
    positions = ~np.isnan(columns["latitude_deg"])
    try:
        return Recording(
            sport=sport,
            sport_name=sport_name,
            started_at=started_at,
            utc_offset_s=about.utc_offset_s,
            source=about.source,
            device=about.device,
            indoor=False if about.indoor is None and positions.any() else about.indoor,
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


def _in_order(
    raw: Raw, dynamics: Dynamics, notes: list[Note]
) -> tuple[Samples, dict[str, Samples]]:
    """Return times that rise, within one activity, and the columns at them."""
    rows = np.flatnonzero(np.isfinite(raw.unix_s))
    if len(rows) < len(raw.unix_s):
        n_lost = len(raw.unix_s) - len(rows)
        notes.append(Note(text="note.samples-without-time", values={"samples": n_lost}))
    at_s = raw.unix_s[rows]
    step_s = np.diff(at_s)
    if (step_s < 0).any():
        notes.append(Note(text="note.time-goes-back", values={"times": int((step_s < 0).sum())}))
        order = np.argsort(at_s, kind="stable")
        rows, at_s = rows[order], at_s[order]
        step_s = np.diff(at_s)
    columns = {name: getattr(raw, name)[rows] for name in _CHANNELS}
    columns |= {name: own[rows] for name, own in dynamics.items()}
    columns["segment"] = raw.segment[rows].astype(np.float64)
    if (step_s == 0).any():
        at_s, columns = _merged(at_s, columns)
        notes.append(Note(text="note.same-time-twice", values={"samples": len(rows) - len(at_s)}))
    kept = _one_activity(at_s)
    if kept != slice(0, len(at_s)):
        n_lost = len(at_s) - (kept.stop - kept.start)
        notes.append(Note(text="note.longer-than-a-day-apart", values={"samples": n_lost}))
        at_s, columns = at_s[kept], {name: values[kept] for name, values in columns.items()}
    return at_s, {
        name: np.where(np.isinf(values), np.nan, values) for name, values in columns.items()
    }


def _merged(at_s: Samples, columns: dict[str, Samples]) -> tuple[Samples, dict[str, Samples]]:
    """Return one sample per time: of each channel, the last value that is known."""
    first = np.flatnonzero(np.diff(at_s, prepend=-np.inf) > 0)
    last = np.append(first[1:], len(at_s)) - 1
    merged = {}
    for name, values in columns.items():
        known_at = np.where(np.isnan(values), -1, np.arange(len(values)))
        latest = np.maximum.reduceat(known_at, first)
        merged[name] = np.where(latest < 0, np.nan, values[np.where(latest < 0, last, latest)])
    return at_s[first], merged


def _one_activity(at_s: Samples) -> slice:
    """Return the stretch with the most samples that no gap of a day interrupts."""
    if not len(at_s):
        return slice(0, 0)
    edges = [0, *(np.flatnonzero(np.diff(at_s) > GAP_S) + 1).tolist(), len(at_s)]
    n_samples, first = max((end - begin, -begin) for begin, end in pairwise(edges))
    begin = -first
    end = int(np.searchsorted(at_s, at_s[begin] + LONGEST_S, side="right"))
    return slice(begin, min(begin + n_samples, end))


def _way(t_s: Samples, columns: dict[str, Samples], notes: list[Note]) -> tuple[Samples, Samples]:
    """Return distance and speed, the distance from positions where the file gives none."""
    distance_m = _within(columns["distance_m"], 0, np.inf)
    speed_mps = _within(columns["speed_mps"], 0, np.inf)
    if np.isnan(distance_m).all():
        distance_m, n_jumps = along_m(
            columns["latitude_deg"],
            columns["longitude_deg"],
            t_s=t_s,
            segment=columns["segment"],
        )
        if not np.isnan(distance_m).all():
            notes.append(Note(text="note.distance-from-positions", values={"jumps": n_jumps}))
    if np.isnan(speed_mps).all() and not np.isnan(distance_m).all():
        notes.append(Note(text="note.speed-from-distance"))
    return distance_m, speed_mps


def _any_speed(t_s: Samples, distance_m: Samples, speed_mps: Samples) -> Samples:
    """Return the given speed, or without any the step in distance over the step in time."""
    if len(t_s) < 2 or not np.isnan(speed_mps).all():
        return speed_mps
    return np.diff(distance_m, prepend=np.nan) / np.diff(t_s, prepend=np.nan)


def _within(values: Samples, low: float, high: float) -> Samples:
    return np.where((values >= low) & (values <= high), values, np.nan)


def _pauses_s(about: About, start_s: float) -> tuple[tuple[float, float], ...] | None:
    if about.pauses_at_s is None:
        return None
    return tuple((from_s - start_s, to_s - start_s) for from_s, to_s in about.pauses_at_s)
