"""Originals, activities, their streams and loads, and the import log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Table, func, insert, select

from psoas.edges import from_plain, to_plain
from psoas.evidence import Made
from psoas.load.model import RunFact, RunLoad
from psoas.runs.model import Note, RunStream, RunSummary
from psoas.store import tables
from psoas.store.pack import METHOD as PACKED
from psoas.store.pack import pack, unpack


@frozen(kw_only=True)
class Original:
    """A file as it came."""

    sha256: str
    content_sha256: str
    name: str
    content: bytes


@frozen(kw_only=True)
class Activity:
    """An activity as it is kept."""

    id: str
    original: str
    sport: str
    sport_name: str
    source: str
    device: str | None
    indoor: bool | None
    started_at: datetime
    utc_offset_s: int | None
    local_on: date
    summary: RunSummary
    notes: tuple[Note, ...]
    made: Made


@frozen(kw_only=True)
class LogLine:
    """What became of one file that was offered."""

    at: datetime
    name: str
    outcome: str
    reason: str | None = None
    fix: str | None = None
    original: str | None = None


def known_contents(connection: Connection, *, among: Sequence[str] | None = None) -> dict[str, str]:
    """Return the original's hash by the hash of its unpacked content, for all or *among* some."""
    table = tables.original
    query = select(table.c.content_sha256, table.c.sha256)
    if among is not None:
        query = query.where(table.c.content_sha256.in_(among))
    return {row.content_sha256: row.sha256 for row in connection.execute(query)}


@frozen(kw_only=True)
class Kept:
    """An activity with its file and what was derived from it."""

    original: Original
    activity: Activity
    stream: RunStream | None
    load: RunLoad | None


def keep_activities(connection: Connection, batch: Sequence[Kept], *, at: datetime) -> None:
    """Keep activities with their files under their hashes, and what was derived."""
    _insert(connection, tables.original, [_original_row(each.original, at) for each in batch])
    _insert(connection, tables.activity, [_activity_row(each.activity) for each in batch])
    streams = [_stream_row(k.activity.id, k.stream) for k in batch if k.stream is not None]
    _insert(connection, tables.stream, streams)
    loads = [_load_row(k.activity.id, k.load) for k in batch if k.load is not None]
    _insert(connection, tables.run_load, loads)


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _original_row(original: Original, at: datetime) -> dict[str, Any]:
    return {
        "sha256": original.sha256,
        "content_sha256": original.content_sha256,
        "name": original.name,
        "bytes": original.content,
        "kept_at": at,
    }


def _activity_row(activity: Activity) -> dict[str, Any]:
    summary = activity.summary
    return {
        "id": activity.id,
        "original": activity.original,
        "sport": activity.sport,
        "sport_name": activity.sport_name,
        "source": activity.source,
        "device": activity.device,
        "indoor": None if activity.indoor is None else int(activity.indoor),
        "started_at": activity.started_at,
        "utc_offset_s": activity.utc_offset_s,
        "local_on": activity.local_on,
        "distance_m": summary.distance_m,
        "duration_s": summary.duration_s,
        "timer_s": summary.timer_s,
        "moving_s": summary.moving_s,
        "steps": summary.steps,
        "cadence_spm": summary.cadence_spm,
        "speed_mps": summary.speed_mps,
        "has": dict(summary.has),
        "notes": to_plain(activity.notes),
        "made_by": activity.made.by,
        "made_version": activity.made.version,
    }


def _stream_row(activity_id: str, stream: RunStream) -> dict[str, Any]:
    return {
        "activity": activity_id,
        "packed": pack(stream),
        "made_by": PACKED.by,
        "made_version": PACKED.version,
    }


def _load_row(activity_id: str, load: RunLoad) -> dict[str, Any]:
    return {
        "activity": activity_id,
        "load": to_plain(load),
        "fast_m": load.fast_m,
        "units_m4": load.units[4],
        "made_by": load.made.by,
        "made_version": load.made.version,
    }


def keep_log(connection: Connection, lines: Sequence[LogLine]) -> None:
    """Add lines to the import log."""
    _insert(connection, tables.intake, [_log_row(line) for line in lines])


def _log_row(line: LogLine) -> dict[str, Any]:
    return {
        "at": line.at,
        "name": line.name,
        "outcome": line.outcome,
        "reason": line.reason,
        "fix": line.fix,
        "original": line.original,
    }


def import_log(connection: Connection, *, limit: int = 200) -> tuple[LogLine, ...]:
    """Return the newest lines of the import log, newest first."""
    table = tables.intake
    rows = connection.execute(select(table).order_by(table.c.id.desc()).limit(limit))
    return tuple(
        LogLine(
            at=row.at,
            name=row.name,
            outcome=row.outcome,
            reason=row.reason,
            fix=row.fix,
            original=row.original,
        )
        for row in rows
    )


def _activity(row: Any) -> Activity:
    return Activity(
        id=row.id,
        original=row.original,
        sport=row.sport,
        sport_name=row.sport_name,
        source=row.source,
        device=row.device,
        indoor=None if row.indoor is None else bool(row.indoor),
        started_at=row.started_at,
        utc_offset_s=row.utc_offset_s,
        local_on=row.local_on,
        summary=RunSummary(
            distance_m=row.distance_m,
            duration_s=row.duration_s,
            timer_s=row.timer_s,
            moving_s=row.moving_s,
            steps=row.steps,
            cadence_spm=row.cadence_spm,
            speed_mps=row.speed_mps,
            climb_m=None,
            has=row.has,
        ),
        notes=from_plain(row.notes, tuple[Note, ...]),
        made=Made(by=row.made_by, version=row.made_version),
    )


def activities(connection: Connection, *, sport: str | None = None) -> tuple[Activity, ...]:
    """Return the activities, of one sport or all, in order of time."""
    query = select(tables.activity).order_by(tables.activity.c.started_at)
    if sport is not None:
        query = query.where(tables.activity.c.sport == sport)
    return tuple(_activity(row) for row in connection.execute(query))


def count_by_sport(connection: Connection) -> dict[str, int]:
    """Return how many activities there are of each sport."""
    table = tables.activity
    n = func.count().label("n")
    rows = connection.execute(select(table.c.sport, n).group_by(table.c.sport))
    return {row.sport: row.n for row in rows}


def load_of(connection: Connection, activity_id: str) -> RunLoad | None:
    """Return a run's load, None where it has none."""
    found = connection.execute(
        select(tables.run_load.c.load).where(tables.run_load.c.activity == activity_id)
    ).scalar()
    return None if found is None else from_plain(found, RunLoad)


def stream_of(connection: Connection, activity_id: str) -> RunStream | None:
    """Return a run's samples, None where none are kept."""
    found = connection.execute(
        select(tables.stream.c.packed).where(tables.stream.c.activity == activity_id)
    ).scalar()
    return None if found is None else unpack(found)


def run_facts(connection: Connection) -> tuple[RunFact, ...]:
    """Return what guard and season need of each run, in order of time."""
    activity, load = tables.activity, tables.run_load
    rows = connection.execute(
        select(
            activity.c.id,
            activity.c.started_at,
            activity.c.local_on,
            activity.c.distance_m,
            activity.c.moving_s,
            load.c.fast_m,
            load.c.load,
        )
        .join(load, load.c.activity == activity.c.id)
        .order_by(activity.c.started_at)
    )
    return tuple(
        RunFact(
            id=row.id,
            started_at=row.started_at,
            local_on=row.local_on,
            distance_m=row.distance_m,
            moving_s=row.moving_s,
            fast_m=row.fast_m,
            units={int(m): value for m, value in row.load["units"].items()},
        )
        for row in rows
    )


def original_of(connection: Connection, sha256: str) -> Original | None:
    """Return a kept file, None where there is none of that hash."""
    table = tables.original
    row = connection.execute(select(table).where(table.c.sha256 == sha256)).one_or_none()
    if row is None:
        return None
    return Original(
        sha256=row.sha256, content_sha256=row.content_sha256, name=row.name, content=row.bytes
    )
