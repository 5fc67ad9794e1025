"""What the messages of a FIT file say of an activity: samples, sport, device, pauses."""

from __future__ import annotations

from math import isnan

import numpy as np

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake import fit_profile as profile
from psoas.intake.assemble import About, Raw, likely_offset_s
from psoas.intake.fit_columns import Messages, Numbers
from psoas.runs.model import Note, Source, Sport

EPOCH_S = 631_065_600  # 1989-12-31T00:00:00Z, from which FIT counts seconds
#: Below this, a time counts from when the device was switched on (FIT protocol, date_time).
FIRST_DATE = 0x10000000


def about(messages: Messages, name: str) -> About:
    """Return what a file tells beside its samples; *name* is what to call it in errors."""
    sport, sport_name, indoor, sport_notes = _sport(messages)
    started_at_s = messages.first("session", "start_time")
    return About(
        source=Source.FIT,
        name=name,
        sport=sport,
        sport_name=sport_name,
        device=_device(messages),
        utc_offset_s=likely_offset_s(_offset_s(messages)),
        indoor=indoor,
        started_at_s=None if started_at_s is None else started_at_s + EPOCH_S,
        pauses_at_s=_pauses_at_s(messages),
        timer_s=_timer_s(messages),
        altitude_barometric=_has_barometer(messages) or None,
        notes=(*messages.notes, *_clock_notes(messages), *sport_notes),
    )


def refuse_other_kinds(messages: Messages, name: str) -> None:
    """Raise for a file that says it is something else, or holds neither records nor a session."""
    kinds = messages.numbers("file_id", "type")
    known = kinds[~np.isnan(kinds)]
    if len(known) and profile.FILE_ACTIVITY not in known:
        kind = profile.FILE_KINDS.get(int(known[0]), f"kind {int(known[0])}")
        raise NotAnActivity(
            f"The file holds no activity but: {kind}", where=name, fix="Nothing needs to be done."
        )
    if not messages.count("record") and not messages.count("session"):
        if messages.notes:
            raise UnreadableFile(
                "The file is damaged before its first sample",
                where=name,
                fix="Copy it from the watch again.",
            )
        raise NotAnActivity(
            "The file holds no samples and no session",
            where=name,
            fix="Nothing needs to be done.",
        )


def raw(messages: Messages) -> Raw:
    """Return the records as raw samples, the better of two fields for each value."""

    def of(name: str) -> Numbers:
        return messages.numbers("record", name)

    def better(enhanced: str, plain: str) -> Numbers:
        first, second = of(enhanced), of(plain)
        return np.where(np.isnan(first), second, first)

    distance_m = of("distance_m")
    speed_mps = better("enhanced_speed_mps", "speed_mps")
    if profile.PACKED_SPEED_DISTANCE in messages.kind("record").numbers:
        packed_mps, packed_m = _unpacked(of(profile.PACKED_SPEED_DISTANCE))
        distance_m = np.where(np.isnan(distance_m), packed_m, distance_m)
        speed_mps = np.where(np.isnan(speed_mps), packed_mps, speed_mps)
    return Raw(
        unix_s=of("timestamp") + EPOCH_S,
        distance_m=distance_m,
        speed_mps=speed_mps,
        cadence_per_min=of("cadence_per_min") + np.nan_to_num(of("fractional_cadence_per_min")),
        altitude_m=better("enhanced_altitude_m", "altitude_m"),
        heart_bpm=of("heart_bpm"),
        latitude_deg=of("latitude_deg"),
        longitude_deg=of("longitude_deg"),
        segment=np.zeros(messages.count("record"), np.int64),
    )


def _unpacked(packed: Numbers) -> tuple[Numbers, Numbers]:
    """Return speed and cumulative distance from 12 bits each; the distance wraps at 256 m."""
    known = ~np.isnan(packed)
    speed_mps, distance_m = np.full((2, len(packed)), np.nan)
    number = packed[known].astype(np.int64)
    speed_mps[known] = (number & 0xFFF) / 100
    sixteenths = number >> 12
    steps = np.diff(sixteenths, prepend=0) & 0xFFF
    distance_m[known] = np.cumsum(steps) / 16
    return speed_mps, distance_m


def _sport(messages: Messages) -> tuple[Sport | None, str | None, bool | None, tuple[Note, ...]]:
    """Return sport, its name and whether it was indoors; of several, that of the longest."""
    kind = "session" if messages.count("session") else "sport"
    sports = messages.numbers(kind, "sport")
    known = np.flatnonzero(~np.isnan(sports))
    if not len(known):
        return None, None, None, ()
    lengths_s = np.nan_to_num(messages.numbers(kind, "timer_s"))[known]
    longest = int(known[np.argmax(lengths_s)])
    number = int(sports[longest])
    sub_sport = messages.numbers(kind, "sub_sport")[longest]
    indoor = (
        None if np.isnan(sub_sport) else True if sub_sport in profile.SUB_SPORTS_INDOOR else None
    )
    name = profile.SPORT_NAMES.get(number, f"sport {number}")
    sport = profile.SPORTS.get(number, Sport.OTHER)
    if number == profile.SPORT_FITNESS_EQUIPMENT and sub_sport == profile.SUB_SPORT_TREADMILL:
        sport = Sport.RUN
    n_sports = len(set(sports[known].tolist()))
    notes: tuple[Note, ...] = ()
    if n_sports > 1:
        notes = (Note(text="note.several-sports", values={"sports": n_sports}),)
    return sport, name, indoor, notes


def _timer_s(messages: Messages) -> float | None:
    """Return the timer time of all sessions, each counted once where a file repeats it."""
    timer_s = messages.numbers("session", "timer_s").tolist()
    started_s = messages.numbers("session", "start_time").tolist()
    once = {start: own for start, own in zip(started_s, timer_s, strict=True) if not isnan(own)}
    return sum(once.values()) if once else None


def _device(messages: Messages) -> str | None:
    """Return the device's own name, or maker and number."""
    name = messages.first_text("file_id", "product_name")
    if name:
        return name
    maker = messages.first("file_id", "manufacturer")
    product = messages.first("file_id", "product")
    if maker is None:
        return None
    made_by = profile.MANUFACTURERS.get(int(maker), f"maker {int(maker)}")
    return made_by if product is None else f"{made_by} {int(product)}"


def _offset_s(messages: Messages) -> float | None:
    """Return local time minus UTC as the device noted it at the end."""
    difference_s = messages.numbers("activity", "local_timestamp") - messages.numbers(
        "activity", "timestamp"
    )
    known = difference_s[~np.isnan(difference_s)]
    return float(known[0]) if len(known) else None


def _pauses_at_s(messages: Messages) -> tuple[tuple[float, float], ...] | None:
    """Return the pauses between a stop of the timer and its next start; None without events."""
    at_s = messages.numbers("event", "timestamp") + EPOCH_S
    timer = (messages.numbers("event", "event") == profile.EVENT_TIMER) & ~np.isnan(at_s)
    types = messages.numbers("event", "event_type")
    if not timer.any():
        return None
    pauses: list[tuple[float, float]] = []
    stopped_s: float | None = None
    order = np.flatnonzero(timer)[np.argsort(at_s[timer], kind="stable")]
    for now_s, event_type in zip(at_s[order].tolist(), types[order].tolist(), strict=True):
        if event_type in profile.TIMER_STOPS and stopped_s is None:
            stopped_s = now_s
        elif event_type in profile.TIMER_STARTS and stopped_s is not None:
            pauses.append((stopped_s, now_s))
            stopped_s = None
    records_s = messages.numbers("record", "timestamp") + EPOCH_S
    if stopped_s is not None and (records_s > stopped_s).any():  # a record after the last stop
        pauses.append((stopped_s, float(np.nanmax(records_s)) + 1.0))
    return tuple((from_s, to_s) for from_s, to_s in pauses if to_s > from_s)


def _clock_notes(messages: Messages) -> tuple[Note, ...]:
    """Return a note where the device had no date: its times count from being switched on."""
    at_s = messages.numbers("record", "timestamp")
    known = at_s[~np.isnan(at_s)]
    if len(known) and known[len(known) // 2] < FIRST_DATE:
        return (Note(text="note.clock-not-set"),)
    return ()


def _has_barometer(messages: Messages) -> bool:
    """Return whether the file lists a barometer among the device's own sensors."""
    own = messages.numbers("device_info", "source_type") == profile.SOURCE_LOCAL
    types = messages.numbers("device_info", "device_type")
    return bool((own & (types == profile.DEVICE_BAROMETER)).any())
