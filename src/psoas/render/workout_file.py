"""Steps as a FIT workout file, byte by byte.

A cadence target counts the strides of one leg, as all cadence of running in FIT does: half of
the steps a minute.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import datetime
from math import ceil, floor
from zlib import crc32

from attrs import frozen

from psoas.loop.exercise import WatchName
from psoas.render.fit_bytes import (
    DEVELOPMENT,
    ENUM,
    EPOCH,
    TEXT,
    U16,
    U32,
    U32Z,
    cut_text,
    define,
    fit_file,
)
from psoas.render.fit_words import watch_numbers

#: Bytes of a step's name and of its notes; FIT ends a text at 254. psoas-convention
NAME_BYTES, NOTES_BYTES = 80, 200
#: More than watches take; a test asserts that no session has more. psoas-convention
MOST_STEPS = 50

_WORKOUT_FILE = 5
#: Sport and sub-sport.
RUN, STRENGTH, FLEXIBILITY = (1, 0), (10, 20), (10, 19)
_TIME, _OPEN, _REPEAT, _REPS = 0, 5, 6, 29
_OPEN_TARGET, _CADENCE = 2, 3
ACTIVE, REST, WARM_UP, COOL_DOWN, RECOVERY, INTERVAL = range(6)
_NO_U32, _NO_U16 = 0xFFFFFFFF, 0xFFFF

#: Fields of the messages, by the numbers of the profile.
_FILE_ID = ((0, ENUM), (1, U16), (2, U16), (3, U32Z), (4, U32))
_WORKOUT = ((4, ENUM), (11, ENUM), (6, U16), (8, TEXT))
_STEP = (
    *((254, U16), (0, TEXT), (1, ENUM), (2, U32), (3, ENUM), (4, U32)),
    *((5, U32), (6, U32), (7, ENUM), (8, TEXT), (10, U16), (11, U16)),
)


class NothingToDo(ValueError):
    """A session without a step: there is no workout to write."""


@frozen(kw_only=True)
class Step:
    """A step as the watch shows it: by time, by repetitions, or until the button is pressed.

    *cadence_spm* is the lowest and the highest cadence to run at, in steps of both feet.
    """

    name: str
    notes: str = ""
    duration_s: float | None = None
    reps: int | None = None
    cadence_spm: tuple[float, float] | None = None
    intensity: int = ACTIVE
    watch_name: WatchName | None = None


@frozen(kw_only=True)
class Repeat:
    """The steps from number *first* on are done *times* times in all."""

    first: int
    times: int


Steps = Sequence[Step | Repeat]


def strides_per_minute(cadence_spm: tuple[float, float]) -> tuple[int, int]:
    """Return bounds of cadence as FIT holds them: whole strides of one leg, never narrower."""
    low_spm, high_spm = cadence_spm
    return floor(low_spm / 2), ceil(high_spm / 2)


def workout_fit(
    name: str, steps: Steps, *, sport: tuple[int, int], key: str, made_at: datetime
) -> bytes:
    """Write steps as a FIT workout.

    Parameters
    ----------
    name
        What the watch lists it as.
    steps
        In order; a ``Repeat`` stands after what it repeats.
    sport
        Sport and sub-sport of the profile.
    key
        Its serial number is made from it: watches tell workouts apart by that.
    made_at
        Aware; its fraction of a second is dropped.

    Raises
    ------
    NothingToDo
        Where there is no step.
    """
    if not steps:
        raise NothingToDo(f"{name} has no step")
    title = cut_text(name, NAME_BYTES)
    texts = [_texts(each) for each in steps]
    name_bytes, notes_bytes = (max(map(len, column)) for column in zip(*texts, strict=True))
    serial = crc32(key.encode()) or 1
    at = int((made_at - EPOCH).total_seconds())
    body = (
        define(0, 0, _FILE_ID),
        struct.pack("<BBHHII", 0, _WORKOUT_FILE, DEVELOPMENT, 1, serial, at),
        define(1, 26, _WORKOUT, [len(title)]),
        struct.pack("<BBBH", 1, *sport, len(steps)) + title,
        define(2, 27, _STEP, [name_bytes, notes_bytes]),
        *(
            _row(n, each, said.ljust(name_bytes, b"\0"), notes.ljust(notes_bytes, b"\0"))
            for n, (each, (said, notes)) in enumerate(zip(steps, texts, strict=True))
        ),
    )
    return fit_file(b"".join(body))


def _texts(each: Step | Repeat) -> tuple[bytes, bytes]:
    if isinstance(each, Repeat):
        return b"\0", b"\0"
    return cut_text(each.name, NAME_BYTES), cut_text(each.notes, NOTES_BYTES)


def _row(n: int, each: Step | Repeat, name: bytes, notes: bytes) -> bytes:
    low = high = _NO_U32
    exercise = None
    if isinstance(each, Repeat):
        length, target, intensity = (_REPEAT, each.first), (0xFF, each.times), 0xFF
    else:
        length, target, intensity = _length(each), (_OPEN_TARGET, _NO_U32), each.intensity
        exercise = watch_numbers(each.watch_name)
        if each.cadence_spm is not None:
            target = (_CADENCE, 0)  # zone 0: the bounds that follow
            low, high = strides_per_minute(each.cadence_spm)
    return b"".join(
        (
            struct.pack("<BH", 2, n) + name,
            struct.pack("<BIBIII", *length, *target, low, high),
            struct.pack("<B", intensity) + notes,
            struct.pack("<HH", *(exercise or (_NO_U16, _NO_U16))),
        )
    )


def _length(each: Step) -> tuple[int, int]:
    if each.duration_s is not None:
        return _TIME, round(each.duration_s * 1000)
    if each.reps is not None:
        return _REPS, each.reps
    return _OPEN, _NO_U32
