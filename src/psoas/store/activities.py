"""Originals, activities, their streams and loads, and the import log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, delete, or_, select, update

from psoas.edges import from_plain, to_plain
from psoas.evidence import Made
from psoas.load.model import RunFact, RunLoad
from psoas.runs.dated import is_dated
from psoas.runs.model import Note, RunStream, RunSummary
from psoas.store import tables
from psoas.store.originals import insert_rows
from psoas.store.pack import METHOD as PACKED
from psoas.store.pack import unpack


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
class Kept:
    """An activity with what was derived from it."""

    activity: Activity
    packed: bytes | None
    """Its samples, as ``pack`` writes them."""
    load: RunLoad | None


@frozen(kw_only=True)
class Methods:
    """By what an activity, its samples and its load are made."""

    activity: Made
    stream: Made
    load: Made


def keep_activities(connection: Connection, found: Sequence[Kept]) -> None:
    """Keep activities, whose files are kept already, and what was derived."""
    insert_rows(connection, tables.activity, [_activity_row(each.activity) for each in found])
    _keep_derived(connection, found)


def _keep_derived(connection: Connection, found: Sequence[Kept]) -> None:
    streams = [_stream_row(k.activity.id, k.packed) for k in found if k.packed is not None]
    insert_rows(connection, tables.stream, streams)
    loads = [_load_row(k.activity.id, k.load) for k in found if k.load is not None]
    insert_rows(connection, tables.run_load, loads)


def known_ids(connection: Connection, among: Sequence[str]) -> frozenset[str]:
    """Return which of these activities are kept."""
    ids = tables.activity.c.id
    return frozenset(connection.execute(select(ids).where(ids.in_(among))).scalars())


def replace_activity(connection: Connection, kept: Kept) -> None:
    """Write what was derived again over what was derived before."""
    own = kept.activity.id
    row = _activity_row(kept.activity)
    connection.execute(update(tables.activity).where(tables.activity.c.id == own).values(row))
    for table in (tables.stream, tables.run_load):
        connection.execute(delete(table).where(table.c.activity == own))
    _keep_derived(connection, [kept])


def told_by(connection: Connection, original: str) -> dict[str, str]:
    """Return the activities that a file gave, each with the device's word for its sport."""
    table = tables.activity
    rows = connection.execute(
        select(table.c.id, table.c.sport_name).where(table.c.original == original)
    )
    return {row.id: row.sport_name for row in rows}


def originals_made_before(connection: Connection, methods: Methods | None) -> tuple[str, ...]:
    """Return the files that anything was derived from by older methods; all without any."""
    activity, stream, load = tables.activity, tables.stream, tables.run_load
    query = select(activity.c.original).distinct().order_by(activity.c.original)
    if methods is not None:
        query = (
            query.outerjoin(stream, stream.c.activity == activity.c.id)
            .outerjoin(load, load.c.activity == activity.c.id)
            .where(
                or_(
                    activity.c.made_version < methods.activity.version,
                    stream.c.made_version < methods.stream.version,
                    load.c.made_version < methods.load.version,
                )
            )
        )
    return tuple(connection.execute(query).scalars())


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
        "climb_m": summary.climb_m,
        "at_1hz_ratio": summary.at_1hz_ratio,
        "cadence_sd_spm": summary.cadence_sd_spm,
        "dynamics": dict(summary.dynamics),
    }


def _stream_row(activity_id: str, packed: bytes) -> dict[str, Any]:
    return {
        "activity": activity_id,
        "packed": packed,
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
            climb_m=row.climb_m,
            has=row.has,
            at_1hz_ratio=row.at_1hz_ratio,
            cadence_sd_spm=row.cadence_sd_spm,
            dynamics=row.dynamics,
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


@frozen(kw_only=True)
class Worn:
    """That a watch was worn on a day, and the cadence it read."""

    id: str
    local_on: date
    cadence_spm: float | None


def worn_since(connection: Connection, since: date) -> tuple[Worn, ...]:
    """Return the days of the activities of any sport from a day on, with their cadence."""
    table = tables.activity
    columns = (table.c.id, table.c.local_on, table.c.cadence_spm)
    rows = connection.execute(select(*columns).where(table.c.local_on >= since))
    return tuple(
        Worn(id=row.id, local_on=row.local_on, cadence_spm=row.cadence_spm) for row in rows
    )


def undated_days(connection: Connection, *, on: date) -> tuple[date, ...]:
    """Return the days of activities that cannot be true, in order."""
    days = connection.execute(select(tables.activity.c.local_on)).scalars()
    return tuple(sorted(each for each in days if not is_dated(each, on=on)))


def devices_of(connection: Connection) -> dict[str, str | None]:
    """Return the device of each activity, None where the file names none."""
    table = tables.activity
    rows = connection.execute(select(table.c.id, table.c.device))
    return {row.id: row.device for row in rows}


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
            unknown_s=float(row.load.get("unknown_s", 0.0)),
        )
        for row in rows
    )
