"""Activities in the FIT format, of any device.

``decode`` turns bytes into columns and knows nothing of running; ``read_fit`` makes a
recording of them. Damage is read up to where it begins, and noted.
"""

from __future__ import annotations

from math import isnan

import numpy as np
from numpy.typing import NDArray

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake import fit_profile as profile
from psoas.intake.assemble import About, Raw, likely_offset_s, recording_of
from psoas.intake.fit_columns import Messages, messages_of
from psoas.intake.fit_crc import crc16
from psoas.intake.fit_walk import Block, Table, walk
from psoas.intake.repair import recovered
from psoas.runs.model import Note, Recording, Source, Sport

Numbers = NDArray[np.float64]

SIGNATURE = b".FIT"
HEADER_SIZES = (12, 14)  # without and with a checksum of its own, which may be 0: not computed
EPOCH_S = 631_065_600  # 1989-12-31T00:00:00Z, from which FIT counts seconds

_CRC_BYTES = 2
_SIGNATURE_AT = 8


def is_fit(data: bytes, at: int = 0) -> bool:
    """Return whether a FIT header begins at a place in *data*."""
    return data[at + 8 : at + 12] == SIGNATURE and data[at] in HEADER_SIZES


def decode(data: bytes | memoryview) -> Messages:
    """Read all messages of a FIT file, or of several in a row, that psoas has a use for.

    Parameters
    ----------
    data
        The whole file.

    Returns
    -------
    Messages
        As far as the file could be read; its notes say where it could not.

    Raises
    ------
    ValueError
        Where *data* does not begin with a FIT header.
    """
    data = bytes(data)
    if not is_fit(data):
        raise ValueError("not a FIT file: it has no FIT header")
    blocks: list[Block] = []
    notes: list[Note] = []
    parts: list[tuple[int, int]] = []
    at = 0
    while is_fit(data, at):
        end = _read_part(data, at, blocks, notes)
        parts.append((at, end))
        at = end
    if at < len(data):
        notes.append(Note(text="note.bytes-after-the-end", values={"bytes": len(data) - at}))
    return messages_of(data, blocks, parts=tuple(parts), notes=tuple(notes))


def _read_part(data: bytes, at: int, blocks: list[Block], notes: list[Note]) -> int:
    """Find the messages of one of the files in a row; return where the next may begin."""
    first = at + data[at]
    claimed = int.from_bytes(data[at + 4 : at + 8], "little")
    end = first + claimed
    after = end + _CRC_BYTES
    whole = bool(claimed) and after <= len(data)
    sound = whole and crc16(memoryview(data)[at:end]) == int.from_bytes(data[end:after], "little")
    if sound:
        table = Table()
        if walk(data, first, end, table) == end:
            blocks += table.blocks.values()
            return after
    if not sound:
        notes += _what_is_wrong(data, first, claimed)
        after = _next_part(data, first)
        end = after - _CRC_BYTES if after < len(data) else after
        if claimed and first + claimed == len(data) - _CRC_BYTES:
            end = first + claimed
    found, lost = recovered(data, first, end)
    blocks += found
    notes += lost.notes()
    return after


def _what_is_wrong(data: bytes, first: int, claimed: int) -> list[Note]:
    """Return notes on a part whose checksum does not vouch for it."""
    missing = first + claimed + _CRC_BYTES - len(data)
    if not claimed and missing < 0:  # the device never came to write it
        return [Note(text="note.size-not-written")]
    notes = []
    if missing > _CRC_BYTES:
        notes.append(Note(text="note.file-cut-short", values={"bytes": missing - _CRC_BYTES}))
    if missing > 0:
        notes.append(Note(text="note.checksum-missing"))
    return notes or [Note(text="note.checksum-wrong")]


def _next_part(data: bytes, at: int) -> int:
    """Return where the next header begins, the end of the file where there is none."""
    while (found := data.find(SIGNATURE, at)) >= 0:
        if found >= at + _SIGNATURE_AT and is_fit(data, found - _SIGNATURE_AT):
            return found - _SIGNATURE_AT
        at = found + 1
    return len(data)


def read_fit(data: bytes, *, name: str = "FIT file") -> Recording:
    """Read the activity in a FIT file.

    Parameters
    ----------
    data
        The whole file, unpacked.
    name
        What to call it in errors.

    Raises
    ------
    NotAnActivity
        Where it holds something else, such as a workout or settings.
    UnreadableFile
        Where it is no FIT file, or not even a start can be told.
    """
    if not is_fit(data):
        raise UnreadableFile(
            "The file has no FIT header", where=name, fix="Copy it from the watch again."
        )
    messages = decode(data)
    _refuse_other_kinds(messages, name)
    sport, sport_name, indoor, sport_notes = _sport(messages)
    started_at_s = messages.first("session", "start_time")
    return recording_of(
        _raw(messages),
        About(
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
            notes=(*messages.notes, *sport_notes),
        ),
    )


def _refuse_other_kinds(messages: Messages, name: str) -> None:
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


def _raw(messages: Messages) -> Raw:
    """Return the records as raw samples, the better of two fields for each value."""

    def of(name: str) -> Numbers:
        return messages.numbers("record", name)

    def better(enhanced: str, plain: str) -> Numbers:
        first, second = of(enhanced), of(plain)
        return np.where(np.isnan(first), second, first)

    packed = of(profile.PACKED_SPEED_DISTANCE)
    packed_mps, packed_m = _unpacked(packed)
    distance_m = of("distance_m")
    speed_mps = better("enhanced_speed_mps", "speed_mps")
    return Raw(
        unix_s=of("timestamp") + EPOCH_S,
        distance_m=np.where(np.isnan(distance_m), packed_m, distance_m),
        speed_mps=np.where(np.isnan(speed_mps), packed_mps, speed_mps),
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
