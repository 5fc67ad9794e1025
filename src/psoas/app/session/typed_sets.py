"""Sets as they are typed: ``dead-bug:left:8:reserve=2:pain=1``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psoas.app.session.reading_records import MOST_HOLD_S, MOST_LOAD_KG, MOST_REPS
from psoas.diary import Performed
from psoas.errors import InvalidAnswer
from psoas.library import Shelf
from psoas.quantity import Side

FORM = "EXERCISE[:left|right][:REPS or SECONDSs][:reserve=N][:pain=N][:load=KG][:instead=EXERCISE]"
#: By its word: the field, the most it can be, and whether it is whole.
NAMED = {
    "reserve": ("in_reserve", MOST_REPS, True),
    "pain": ("pain_nrs", 10, True),
    "load": ("load_kg", MOST_LOAD_KG, False),
}
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def _refuse(what: str, text: str) -> InvalidAnswer:
    return InvalidAnswer(what, where=f"--set {text}", fix=f"Write {FORM}")


def _number(text: str, most: float, whole: bool, whose: str) -> float:
    fits = NUMBER.fullmatch(text) is not None and float(text) <= most
    if not fits or (whole and "." in text):
        kind = "a whole number" if whole else "a number"
        raise _refuse(f"{text!r} is not {kind} from 0 to {most:g}", whose)
    return int(text) if whole else float(text)


def _exercise(text: str, whose: str, shelf: Shelf) -> str:
    """Return the id of an exercise that is named by it, or as ``psoas today`` shows it."""
    if text in shelf.exercises:
        return text
    said = _plain(text)
    found = [each.id for each in shelf.exercises.values() if _plain(each.name) == said]
    if len(found) != 1:
        raise InvalidAnswer(
            f"there is no exercise {text!r}",
            where=f"--set {whose}",
            fix="Write it as psoas today shows it, or as psoas library list exercises names it",
        )
    return found[0]


def _plain(name: str) -> str:
    """Return a name as it is compared: spaces and hyphens are one, capitals do not count."""
    return name.casefold().replace("-", " ")


def _part(part: str, whose: str, shelf: Shelf) -> tuple[str, Any]:
    """Return the field that a part of a set says, and its value."""
    word, equals, value = part.partition("=")
    if equals and word == "instead":
        return "instead_of", _exercise(value, whose, shelf)
    if equals and word in NAMED:
        field, most, whole = NAMED[word]
        return field, _number(value, most, whole, whose)
    if part in (Side.LEFT, Side.RIGHT):
        return "side", Side(part)
    if NUMBER.fullmatch(part.removesuffix("s")):
        if part.endswith("s"):
            return "hold_s", _number(part[:-1], MOST_HOLD_S, False, whose)
        return "reps", _number(part, MOST_REPS, True, whose)
    raise _refuse(f"{part!r} is not understood", whose)


def typed_sets(
    texts: Sequence[str], *, session: str, shelf: Shelf, now: datetime
) -> dict[str, Performed]:
    """Read sets in the order in which they were done.

    Parameters
    ----------
    texts
        One a set; sets of an exercise on a side are counted as they come.
    session
        The session they belong to.
    shelf
        The exercises there are.
    now
        When they were done, as far as is known.

    Returns
    -------
    dict
        By id, in order.

    Raises
    ------
    InvalidAnswer
        Where one is not understood, or says something twice.
    """
    found: dict[str, Performed] = {}
    counted: Counter[tuple[str, Side | None]] = Counter()
    for text in texts:
        name, *parts = text.split(":")
        said = [_part(part, text, shelf) for part in parts]
        if len({field for field, _ in said}) < len(said):
            raise _refuse("it says something twice", text)
        values = dict(said)
        exercise, side = _exercise(name, text, shelf), values.get("side")
        counted[exercise, side] += 1
        number = counted[exercise, side]
        found[f"{exercise}.{side or 'none'}.{number}"] = Performed(
            session=session, exercise=exercise, set_number=number, done_at=now, **values
        )
    return found
