"""Reading a session record that came as JSON, from a phone or a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any

from psoas.app.session.performing import Record
from psoas.diary import Felt, Performed
from psoas.diary.model import NotAnEntry
from psoas.errors import InvalidAnswer, NotFound, UnreadableFile
from psoas.quantity import Side

#: More than anybody does; what is above it is a slip. Our own conventions.
MOST_SETS = 500
MOST_REPS = 10_000
MOST_HOLD_S = 24 * 3600
MOST_LOAD_KG = 1_000
LONGEST_NAME = 120
FIX = "Nothing was kept. Save the record as a file and report this"

_KEYS = {
    *("record", "session", "sent_at", "begun_at", "finished_at", "share_done_ratio"),
    *("before_nrs", "during_nrs", "after_nrs", "felt", "felt_at", "sets"),
}
_SET_KEYS = {
    *("id", "exercise", "instead_of", "side", "set_number", "reps", "hold_s"),
    *("load_kg", "in_reserve", "pain_nrs", "done_at"),
}


def _refuse(what: str, where: str) -> InvalidAnswer:
    return InvalidAnswer(what, where=where, fix=FIX)


def _mapping(value: Any, known: set[str], where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _refuse("this is no record", where)
    unknown = sorted(set(value) - known)
    if unknown:
        raise _refuse(f"{unknown[0][:LONGEST_NAME]!r} is not known here", where)
    return value


def _name(value: Any, where: str) -> str:
    fits = isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isprintable()
    if not fits:
        raise _refuse(f"a name of 1 to {LONGEST_NAME} characters is needed", where)
    return str(value)


def _moment(value: Any, where: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _refuse("a time such as 2026-01-31T18:00:00Z is needed", where) from None
    if found.tzinfo is None or not 1970 < found.year < 9000:
        raise _refuse("a time with its time zone is needed", where)
    return found


def _whole(value: Any, where: str, *, most: int, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _refuse(f"a whole number from {least} to {most} is needed", where)
    return value


def _number(value: Any, where: str, *, most: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not isfinite(value) or not 0 <= value <= most:
        raise _refuse(f"a number from 0 to {most:g} is needed", where)
    return float(value)


def _nrs(value: Any, where: str) -> int:
    return _whole(value, where, most=10)


def _felt(value: Any, where: str) -> Felt:
    if value not in list(Felt):
        raise _refuse("none, yes or not-sure is needed", where)
    return Felt(value)


def _side(value: Any, where: str) -> Side:
    if value not in (Side.LEFT, Side.RIGHT):
        raise _refuse("left or right is needed", where)
    return Side(value)


def _set(plain: Any, session: str, where: str) -> tuple[str, Performed]:
    found = _mapping(plain, _SET_KEYS, where)

    def said(key: str, read: Callable[..., Any], **bounds: float) -> Any:
        value = found.get(key)
        return None if value is None else read(value, f"{where}, {key}", **bounds)

    try:
        performed = Performed(
            session=session,
            exercise=_name(found.get("exercise"), f"{where}, exercise"),
            instead_of=said("instead_of", _name),
            side=said("side", _side),
            set_number=_whole(
                found.get("set_number"), f"{where}, set_number", most=MOST_SETS, least=1
            ),
            reps=said("reps", _whole, most=MOST_REPS),
            hold_s=said("hold_s", _number, most=MOST_HOLD_S),
            load_kg=said("load_kg", _number, most=MOST_LOAD_KG),
            in_reserve=said("in_reserve", _whole, most=MOST_REPS),
            pain_nrs=said("pain_nrs", _nrs),
            done_at=_moment(found.get("done_at"), f"{where}, done_at"),
        )
    except NotAnEntry as error:
        raise _refuse(str(error), where) from error
    return _name(found.get("id"), f"{where}, id"), performed


def read_record(plain: Any, *, session: str) -> Record:
    """Read a record strictly: what is not understood is refused as a whole, and told.

    Parameters
    ----------
    plain
        As JSON gives it.
    session
        The session that it is sent for; a record that names another is refused.

    Raises
    ------
    InvalidAnswer
        With the place in it.
    """
    found = _mapping(plain, _KEYS, "record")
    session = _name(session, "session")
    if found.get("session", session) != session:
        raise _refuse("the record is of another session", "session")
    sets = found.get("sets", [])
    if not isinstance(sets, list) or len(sets) > MOST_SETS:
        raise _refuse(f"a list of at most {MOST_SETS} sets is needed", "sets")
    read = [_set(each, session, f"set {number}") for number, each in enumerate(sets, start=1)]
    if len({name for name, _ in read}) < len(read):
        raise _refuse("two sets have the same id", "sets")

    def said(key: str, one: Callable[[Any, str], Any]) -> Any:
        return None if found.get(key) is None else one(found[key], key)

    felt, felt_at = said("felt", _felt), said("felt_at", _moment)
    if (felt is None) != (felt_at is None):
        raise _refuse("the recheck needs its answer and its time", "felt")
    return Record(
        id=_name(found.get("record"), "record"),
        session=session,
        sent_at=said("sent_at", _moment),
        begun_at=said("begun_at", _moment),
        finished_at=said("finished_at", _moment),
        share_done_ratio=_number(found.get("share_done_ratio", 1.0), "share_done_ratio", most=1),
        before_nrs=said("before_nrs", _nrs),
        during_nrs=said("during_nrs", _nrs),
        after_nrs=said("after_nrs", _nrs),
        felt=felt,
        felt_at=felt_at,
        sets=dict(read),
    )


def read_record_file(path: Path) -> Record:
    """Read a record that a phone saved as a file.

    Raises
    ------
    NotFound, UnreadableFile, InvalidAnswer
        Where it is not there, is no JSON, or is not understood.
    """
    if not path.is_file():
        raise NotFound("there is no such file", where=str(path), fix="Name the file that was saved")
    try:
        plain = json.loads(path.read_bytes())
    except (ValueError, RecursionError, OSError) as error:
        raise UnreadableFile(
            f"this is no session record ({type(error).__name__})",
            where=str(path),
            fix="Give the file that the player saved",
        ) from error
    session = plain.get("session") if isinstance(plain, dict) else None
    return read_record(plain, session=_name(session, "session"))
