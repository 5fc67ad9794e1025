"""What the words of a planned run say: whether it is a run, how far, how long, how fast.

Our own convention [source:psoas-convention]: English words, and numbers with their unit.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from attrs import field, frozen

from psoas.edges.planned_week import DISTANCES_M, DURATIONS_S, MILE_M
from psoas.load.planned import PlannedPart
from psoas.programme.calendar import PlannedDay, kind_said

#: Planned runs are kept from four weeks back, to see what became of them, to 16 weeks ahead.
BACK, AHEAD = timedelta(weeks=4), timedelta(weeks=16)
MOST_BYTES = 2_000_000
MOST_RUNS = 500
TITLE_LETTERS = 120
#: Beyond these a number was mistyped.
LONGEST_M, LONGEST_S = 500_000.0, 48 * 3600.0

_OTHER = re.compile(
    r"\b(?:bike|biking|cycl\w*|ride|riding|zwift|spin|swim\w*|pool|row(?:ing)?|ski\w*|elliptical"
    r"|walk\w*|hik\w*|yoga|pilates|strength|gym|weights?|core|mobility|stretch\w*|lift\w*|climb\w*"
    r"|cross[ -]?train\w*|x-train)\b"
)
_RUN = re.compile(r"\b(?:runs?|running|jog\w*|laufen|lauf|parkrun|treadmill|marathon)\b")
_FAR_OR_FAST = re.compile(
    r"\b(?:fartlek|strides|intervals?|tempo)\b|\b[0-9]+(?:[.,][0-9]+)? ?(?:km|k|mi|miles?)\b"
)
#: Alone in a calendar, these are training and nothing else.
_PLAIN_TRAINING = re.compile(
    r"\b(?:fartlek|tempo|intervals?|hill repeats)\b|\b(?:5|10|15|21|42)k\b"
    r"|\b[0-9]+(?:[.,][0-9]+)? ?(?:km|mi|miles?)\b|\b[0-9]+ ?x ?[0-9]+ ?(?:m|km|min|s)\b"
)
_REST_DAY = re.compile(r"rest(?: day)?|no run(?:ning)?")
_NUMBER = r"(?P<number>[0-9]{1,4}(?:[.,][0-9]{1,3})?)"
_FAR = re.compile(
    rf"(?<![x×*0-9.,:])(?<![x×*] ){_NUMBER} ?(?P<unit>km|kms|k|mi|miles?)\b"
    r"(?![ -]*(?:pace|effort|race pace|rep|repeat|interval|specific))"
)
_LONG = re.compile(rf"(?<![x×*0-9.,:])(?<![x×*] ){_NUMBER} ?(?P<unit>min|mins|minutes?|h|hours?)\b")
_UNITS_M = DISTANCES_M | {"kms": 1000.0, "k": 1000.0, "mile": MILE_M, "miles": MILE_M}


@frozen(kw_only=True)
class Passed:
    """Something in a plan that was not taken, where it stands, and why."""

    where: str
    reason: str


@frozen(kw_only=True)
class PlannedFile:
    """The planned runs of a file, and what was not taken from it."""

    runs: tuple[PlannedDay, ...]
    skipped: tuple[Passed, ...] = field(default=())
    """No run, or outside of the weeks that are kept."""
    failed: tuple[Passed, ...] = field(default=())
    """A run that cannot be read."""
    says_days: bool = True
    """Whether it is a plan of days; a workout is not."""


def plain(text: str) -> str:
    """Return a title in one line of printable letters, at most so many."""
    letters = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(letters.split())[:TITLE_LETTERS].strip()


def says_run(words: str) -> bool | None:
    """Say whether words speak of a run; None where they speak of neither run nor other sport.

    The word for a run comes first, then that of another sport; a distance, or what only a
    training plan says, stands for a run.
    """
    said = words.lower()
    if _RUN.search(said):
        return True
    if _OTHER.search(said):
        return False
    return True if _FAR_OR_FAST.search(said) or kind_said(words) is not None else None


def says_run_among_others(words: str) -> bool:
    """Say whether an event of a calendar is a run, among meetings and dinners.

    There *sprint planning*, *50k budget* and *day off* are no running: it takes the word for a
    run, kilometres or miles, a usual race distance, repeats, or a rest day said as just that.
    """
    said = " ".join(words.lower().split())
    if _RUN.search(said) or _REST_DAY.fullmatch(said):
        return True
    return _OTHER.search(said) is None and _PLAIN_TRAINING.search(said) is not None


def distance_said_m(words: str) -> float | None:
    """Return the one distance that words tell; None where they tell none, or several."""
    found = {float(_number(each)) * _UNITS_M[each["unit"]] for each in _FAR.finditer(words.lower())}
    return found.pop() if len(found) == 1 else None


def duration_said_s(words: str) -> float | None:
    """Return the one duration that words tell; None where they tell none, or several."""
    found = {
        float(_number(each)) * DURATIONS_S["h" if each["unit"].startswith("h") else "min"]
        for each in _LONG.finditer(words.lower())
    }
    return found.pop() if len(found) == 1 else None


def _number(found: re.Match[str]) -> Decimal:
    return Decimal(found["number"].replace(",", "."))


def id_of(*parts: object) -> str:
    """Return the same short name for the same parts."""
    return sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


def id_by_day(on: date, title: str) -> str:
    """Return the name of a run that brings none: its day and its title."""
    return id_of("day", on.isoformat(), title.casefold())


def by_speed(
    *, distance_m: float | None, duration_s: float | None, speed_mps: float | None
) -> tuple[float | None, float | None]:
    """Return distance and duration; of the two, a speed gives the one from the other."""
    if speed_mps is not None:
        if distance_m is None and duration_s is not None:
            distance_m = duration_s * speed_mps
        elif duration_s is None and distance_m is not None:
            duration_s = distance_m / speed_mps
    return distance_m, duration_s


def planned_day(
    on: date,
    title: str,
    *,
    came_from: str,
    named: str | None = None,
    words: str | None = None,
    distance_m: float | None = None,
    duration_s: float | None = None,
    parts: tuple[PlannedPart, ...] = (),
) -> PlannedDay:
    """Return the planned run of a file; what nothing else tells of it is read from its title.

    Parameters
    ----------
    on, title
        Its day and its title, in plain words.
    came_from
        The name of its file.
    named
        Its id, where it brings one.
    words
        What says its kind, where that is more than the title.
    distance_m, duration_s
        As told beside the title; None or 0 where it is not.
    parts
        Its running, where all of it is known.

    Returns
    -------
    PlannedDay
        Without a distance or a duration where a number was mistyped.
    """
    distance_m = distance_m or distance_said_m(title)
    duration_s = duration_s or duration_said_s(title)
    return PlannedDay(
        id=named or id_by_day(on, title),
        on=on,
        kind=kind_said(words or title),
        title=title,
        distance_m=distance_m if distance_m and distance_m <= LONGEST_M else None,
        duration_s=duration_s if duration_s and duration_s <= LONGEST_S else None,
        parts=parts,
        came_from=came_from,
    )


def within(on: date, *, today: date) -> bool:
    """Say whether a day is one of the weeks that are kept."""
    return today - BACK <= on <= today + AHEAD
