"""Our own table of key points, in metres or pixels."""

from __future__ import annotations

import numpy as np

from psoas.errors import UnreadableFile
from psoas.intake.motion_csv import TIME, Columns, read_columns
from psoas.motion import NotAMotion
from psoas.motion.keypoints import NAMES, SHOULDER, KeyPoints, Length, Track, Values

_SHAPE = (
    f"a {TIME} column and columns such as right_hip_x_px and right_hip_y_px, y down, "
    "or right_hip_x_m and right_hip_y_m, y up"
)


def _stem(track: str) -> str:
    return "shoulder_mid" if track == SHOULDER else track


def _column(track: str, axis: str, unit: Length) -> str:
    return f"{_stem(track)}_{axis}_{unit.value}"


def _confidence(track: str) -> str:
    return f"{_stem(track)}_confidence_ratio"


#: Every column that may be read.
READ = (
    TIME,
    *(_column(track, axis, unit) for track in NAMES for axis in "xy" for unit in Length),
    *(_confidence(track) for track in NAMES),
)


def not_keypoints(what: str, name: str) -> UnreadableFile:
    """Return the error of a table that holds none."""
    return UnreadableFile(
        f"No key points can be read: {what}",
        where=name,
        fix=f"Give a video such as MP4 or MOV, or a table with {_SHAPE}.",
    )


def read_keypoint_csv(data: bytes, name: str) -> KeyPoints:
    """Read a table of key points.

    Parameters
    ----------
    data
        Comma-separated, one line of names, then a line per frame: ``time_s`` and, for each point,
        ``right_hip_x_px`` and ``right_hip_y_px`` as pixels count (y down), or ``…_x_m`` and
        ``…_y_m`` in metres (y up); ``right_hip_confidence_ratio`` may stand beside. An empty
        cell is a lost point.
    name
        What to call it in errors.

    Raises
    ------
    UnreadableFile
        Where it is no such table, or no leg can be read from it.
    """
    columns = read_columns(data, name, READ)
    if TIME not in columns:
        raise not_keypoints(f"it has no {TIME} column", name)
    units = [unit for unit in Length if any(_column(n, "x", unit) in columns for n in NAMES)]
    if len(units) != 1:
        said = "metres and pixels both" if units else "no point"
        raise not_keypoints(f"it holds {said}", name)
    (unit,) = units
    confidence: dict[str, Values] = {
        track: columns[_confidence(track)] for track in NAMES if _confidence(track) in columns
    }
    try:
        return KeyPoints.of(
            time_s=columns[TIME],
            unit=unit,
            tracks=_tracks(columns, unit),
            confidence=confidence,
            y_down=unit is Length.PIXELS,
        )
    except NotAMotion as error:
        raise not_keypoints(str(error), name) from error


def _tracks(columns: Columns, unit: Length) -> dict[str, Track]:
    found = {}
    for track in NAMES:
        names = [_column(track, axis, unit) for axis in "xy"]
        if all(each in columns for each in names):
            found[track] = np.stack([columns[each] for each in names], axis=1)
    return found
