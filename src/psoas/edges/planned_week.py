"""Reading a planned week as people type it: ``tue 8km@5:30, thu 6x400m@3:45, sun 16km@5:45``.

A run is a weekday and a part; parts go together with ``+``. A part is an amount
(``8km``, ``5mi``, ``400m``, ``45min``, ``90s``) at a pace (``5:30`` a kilometre,
``8:50/mi``, ``12km/h``), repeated with ``6x``. A week without a run is ``rest``.
"""

from __future__ import annotations

import re

from psoas.errors import InvalidAnswer
from psoas.load import PlannedPart, PlannedRun

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MILE_M = 1609.344
DISTANCES_M = {"km": 1000.0, "mi": MILE_M, "m": 1.0}
DURATIONS_S = {"h": 3600.0, "min": 60.0, "s": 1.0}
#: What is taken for running: 11:06 a kilometre, and a world record's speed. psoas-convention
SLOWEST_MPS, FASTEST_MPS = 1.5, 12.0
#: Beyond these a number was mistyped. psoas-convention
MOST_CHARACTERS, MOST_REPS, LONGEST_S, SHORTEST_S = 1000, 100, 24 * 3600.0, 1.0
EXAMPLE = "tue 8km@5:30, thu 6x400m@3:45, sun 16km@5:45"

_PART = re.compile(
    r"(?:(?P<reps>[0-9]{1,6})x)?(?P<amount>[0-9]{1,6}(?:\.[0-9]{1,3})?)(?P<unit>km|mi|min|m|s|h)@(?P<pace>.+)"
)
_PACE = re.compile(r"(?P<minutes>[0-9]{1,2}):(?P<seconds>[0-9]{2})(?:/(?P<per>km|mi))?")
_SPEED = re.compile(r"(?P<kmh>[0-9]{1,2}(?:\.[0-9]{1,2})?)km/h")


def _refuse(what: str, *, where: str, fix: str) -> InvalidAnswer:
    return InvalidAnswer(what, where=where, fix=fix)


def parse_week(text: str, *, name: str) -> tuple[PlannedRun, ...]:
    """Read a planned week.

    Parameters
    ----------
    text
        The week as it was typed; capitals and blanks do not matter.
    name
        What the week is called in an error, such as ``week A``.

    Returns
    -------
    tuple of PlannedRun
        In the order of the text; empty for ``rest``.

    Raises
    ------
    InvalidAnswer
        Naming the run that is not understood, and how to write it.
    """
    said = " ".join(text.lower().split())
    if not said:
        raise _refuse("no week was given", where=name, fix=f"Write it as {EXAMPLE}, or rest")
    if len(said) > MOST_CHARACTERS:
        raise _refuse(
            f"the text has {len(said)} characters",
            where=name,
            fix=f"Write a week in at most {MOST_CHARACTERS}",
        )
    if said == "rest":
        return ()
    pieces = [piece.strip() for piece in said.split(",")]
    return tuple(
        _run(piece, where=f"{name}, run {n} ({piece!r})") for n, piece in enumerate(pieces, start=1)
    )


def parse_parts(text: str, *, where: str) -> tuple[PlannedPart, ...]:
    """Read a run without its day: ``2km@6:00 + 6x400m@3:45``.

    Raises
    ------
    InvalidAnswer
        Naming what is not understood, and how to write it.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refuse("this run is too long to be read", where=where, fix=f"Write it as {EXAMPLE}")
    said = " ".join(text.lower().split())
    parts = tuple(_part(each.replace(" ", ""), where=where) for each in said.split("+"))
    if sum(part.duration_s for part in parts) > LONGEST_S:
        raise _refuse("this run takes more than a day", where=where, fix="Check its numbers")
    return parts


def _run(said: str, *, where: str) -> PlannedRun:
    day, _, rest = said.partition(" ")
    found = [n for n, each in enumerate(DAYS) if len(day) >= 3 and each.startswith(day)]
    if len(found) != 1:
        raise _refuse(
            f"{day!r} is no weekday" if day else "there is nothing between two commas",
            where=where,
            fix="Begin a run with mon, tue, wed, thu, fri, sat or sun, as in tue 8km@5:30",
        )
    return PlannedRun(weekday=found[0], parts=parse_parts(rest, where=where))


def _part(said: str, *, where: str) -> PlannedPart:
    found = _PART.fullmatch(said)
    if found is None:
        what = f"{said!r} is no amount at a pace" if said else "there is no amount and no pace"
        raise _refuse(what, where=where, fix="Write 8km@5:30, 45min@5:30 or 6x400m@3:45")
    reps, amount, unit = int(found["reps"] or 1), float(found["amount"]), found["unit"]
    speed_mps = speed_of_pace_mps(found["pace"], where=where)
    if not 1 <= reps <= MOST_REPS:
        raise _refuse(f"{reps} repeats", where=where, fix=f"Give 1 to {MOST_REPS} repeats")
    distance_m = (
        amount * DISTANCES_M[unit]
        if unit in DISTANCES_M
        else amount * DURATIONS_S[unit] * speed_mps
    )
    if distance_m < SHORTEST_S * speed_mps:
        raise _refuse(f"{found['amount']}{unit} is nothing", where=where, fix="Give more than that")
    return PlannedPart(distance_m=distance_m, speed_mps=speed_mps, reps=reps)


def speed_of_pace_mps(said: str, *, where: str) -> float:
    """Return the speed of a pace as people type it: ``5:30``, ``8:50/mi``, ``12km/h``.

    Raises
    ------
    InvalidAnswer
        Where it is no pace, or none at which people run.
    """
    pace, speed = _PACE.fullmatch(said), _SPEED.fullmatch(said)
    if pace is not None and int(pace["seconds"]) < 60:
        per_s = 60 * int(pace["minutes"]) + int(pace["seconds"])
        speed_mps = DISTANCES_M[pace["per"] or "km"] / per_s if per_s else 0.0
    elif speed is not None:
        speed_mps = float(speed["kmh"]) / 3.6
    else:
        raise _refuse(
            f"{said!r} is no pace", where=where, fix="Write a pace as 5:30, 8:50/mi or 12km/h"
        )
    if not SLOWEST_MPS <= speed_mps <= FASTEST_MPS:
        raise _refuse(
            f"{said!r} is no running pace",
            where=where,
            fix="Give minutes and seconds for a kilometre, or end it with /mi",
        )
    return speed_mps
