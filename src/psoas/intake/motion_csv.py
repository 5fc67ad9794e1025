"""Points of a side view from a table: time and positions; every other column is left unread."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO

import numpy as np
from numpy.typing import NDArray

from psoas.errors import UnreadableFile
from psoas.intake.unpack import unpack
from psoas.motion import JOINTS, Leg, Motion, NotAMotion
from psoas.quantity import Side

TIME = "time_s"
_SHAPE = "a time_s column and columns such as right_hip_x_m and right_hip_y_m"
_OPTIONAL = ("heel", "toe")


def _names(point: str) -> tuple[str, str]:
    return f"{point}_x_m", f"{point}_y_m"


#: Every column that may be read. No other is, whatever it holds.
READ = (
    TIME,
    *(
        name
        for side in (Side.LEFT, Side.RIGHT)
        for joint in JOINTS
        for name in _names(f"{side}_{joint}")
    ),
    *_names("shoulder_mid"),
)

Columns = Mapping[str, NDArray[np.float64]]


def read_motion_csv(data: bytes, name: str) -> Motion:
    """Read the points of a side view.

    Parameters
    ----------
    data
        The file, compressed or not: comma-separated, one line of names, then a line per
        frame; metres, x forward, y up; an empty cell is a lost point.
    name
        What to call it in errors.

    Raises
    ------
    UnreadableFile
        Where it is no such table, or no leg can be read from it.
    """
    columns = read_columns(unpack(data, name), name, READ)
    if TIME not in columns:
        raise _not_a_motion(f"it has no {TIME} column", name)
    legs = {side: leg for side in (Side.LEFT, Side.RIGHT) if (leg := _leg(columns, side, name))}
    try:
        return Motion.of(
            time_s=columns[TIME], legs=legs, shoulder_m=_point_m(columns, "shoulder_mid")
        )
    except NotAMotion as error:
        raise _not_a_motion(str(error), name) from error


def _not_a_motion(what: str, name: str) -> UnreadableFile:
    return UnreadableFile(
        f"No motion can be read: {what}",
        where=name,
        fix=f"Give a table with {_SHAPE}, in metres, x forward and y up.",
    )


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_a_motion("it is no text in UTF-8", name) from error


def read_columns(data: bytes, name: str, wanted: Sequence[str]) -> Columns:
    """Return the wanted columns that a table has, by name; an empty cell is NaN.

    Raises
    ------
    UnreadableFile
        Where it is no table, or a wanted column holds what is no number.
    """
    try:
        rows = [row for row in csv.reader(StringIO(_text(data, name))) if row]
    except csv.Error as error:
        raise _not_a_motion(f"the table is broken ({error})", name) from error
    if not rows:
        raise _not_a_motion("it is empty", name)
    header = [each.strip() for each in rows[0]]
    twice = {each for each in header if each in wanted and header.count(each) > 1}
    if twice:
        raise _not_a_motion(f"{min(twice)} stands there twice", name)
    return {each: _numbers(rows, header.index(each), name) for each in wanted if each in header}


def _numbers(rows: Sequence[Sequence[str]], at: int, name: str) -> NDArray[np.float64]:
    found = np.full(len(rows) - 1, np.nan)
    for line, row in enumerate(rows[1:]):
        if at >= len(row):
            raise _not_a_motion(f"line {line + 2} is cut short", name)
        cell = row[at].strip()
        try:
            found[line] = float(cell) if cell else np.nan
        except ValueError as error:
            raise _not_a_motion(f"line {line + 2} holds {cell!r}, no number", name) from error
    return found


def _point_m(columns: Columns, point: str) -> NDArray[np.float64] | None:
    x, y = _names(point)
    if x not in columns or y not in columns:
        return None
    found = np.stack([columns[x], columns[y]], axis=1)
    found[np.isnan(found).any(axis=1)] = np.nan
    return found


def _leg(columns: Columns, side: Side, name: str) -> Leg | None:
    """Return a leg; None where the table has no column of it."""
    points = {joint: _point_m(columns, f"{side}_{joint}") for joint in JOINTS}
    if all(each is None for each in points.values()):
        return None
    filled = {}
    for joint, found in points.items():
        if found is None and joint not in _OPTIONAL:
            raise _not_a_motion(f"the {side} leg has no {joint}", name)
        filled[joint] = np.full((len(columns[TIME]), 2), np.nan) if found is None else found
    return Leg(**{f"{joint}_m": each for joint, each in filled.items()})
