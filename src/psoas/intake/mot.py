"""Joint angles of OpenSim, ``.mot``: a chain of the runner's height makes points of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from psoas.errors import UnreadableFile
from psoas.motion import NotAMotion
from psoas.motion.keypoints import KeyPoints, Length, Track, Values, key
from psoas.quantity import Side

_END = "endheader"
_MOST_COLUMNS = 2000
# Lengths as shares of body height: joint centres [source:drillis-contini-1966]; how the foot lies
# about the ankle is [source:psoas-convention].
_THIGH_RATIO, _SHANK_RATIO = 0.245, 0.246
_HEEL_RATIO, _TOE_RATIO = (-0.035, -0.039), (0.110, -0.039)
_LETTERS = {Side.LEFT: "l", Side.RIGHT: "r"}

Columns = Mapping[str, Annotated[NDArray[np.float64], "(n_frames,)"]]


def is_mot(content: bytes) -> bool:
    """Say whether a file is a table of OpenSim."""
    return _END.encode() in content[:4096]


def not_a_mot(what: str, name: str, fix: str = "") -> UnreadableFile:
    """Return the error of a table that holds no running."""
    return UnreadableFile(
        f"No running can be read: {what}",
        where=name,
        fix=fix or "Give joint angles with hip_flexion_r and knee_angle_r, or better the .trc.",
    )


def read_mot(data: bytes, name: str, *, height_m: float | None) -> KeyPoints:
    """Read joint angles, and make points from them.

    Parameters
    ----------
    data
        A table with ``time``, ``hip_flexion_r``, ``knee_angle_r`` and so on, and the pelvis.
    name
        What to call it in errors.
    height_m
        Of the runner: angles alone have no length.

    Raises
    ------
    UnreadableFile
        Where it is broken, holds no leg, or no height is known.

    Notes
    -----
    A chain in one plane: thigh from vertical is pelvis tilt and hip flexion, the shank less the
    knee, the foot more the ankle. Ab- and adduction and turning are left out.
    """
    if height_m is None:
        raise not_a_mot("angles have no length", name, "Give the runner's height with --height.")
    columns = _columns(data, name)
    if "time" not in columns:
        raise not_a_mot("it has no time column", name)
    time_s = columns["time"]
    zero = np.zeros(len(time_s))
    tilt_deg = columns.get("pelvis_tilt", zero)
    hip_m = np.stack([columns.get("pelvis_tx", zero), columns.get("pelvis_ty", zero + 0.9)], axis=1)
    tracks: dict[str, Track] = {}
    for side, letter in _LETTERS.items():
        if f"hip_flexion_{letter}" in columns and f"knee_angle_{letter}" in columns:
            tracks |= _leg(columns, side, hip_m, tilt_deg, height_m=height_m)
    try:
        return KeyPoints.of(time_s=time_s, unit=Length.METRES, tracks=tracks, y_down=False)
    except NotAMotion as error:
        raise not_a_mot(str(error), name) from error


def _columns(data: bytes, name: str) -> Columns:
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise not_a_mot("it is no text in UTF-8", name) from error
    header = [line.strip() for line in lines]
    end = header.index(_END) if _END in header else len(header)
    body = [line.split() for line in lines[end + 1 :] if line.strip()]
    if len(body) < 2 or len(body[0]) > _MOST_COLUMNS:
        raise not_a_mot("it holds no frame", name)
    if any(len(row) != len(body[0]) for row in body):
        raise not_a_mot("its lines differ in length", name)
    try:
        table = np.array(body[1:], dtype=np.float64)
    except ValueError as error:
        raise not_a_mot("it holds something that is no number", name) from error
    columns = dict(zip(body[0], table.T, strict=True))
    in_degrees = any(line.replace(" ", "").lower() == "indegrees=yes" for line in header[:end])
    if not in_degrees:
        columns = {
            each: values
            if each == "time" or each.endswith(("_tx", "_ty", "_tz"))
            else np.degrees(values)
            for each, values in columns.items()
        }
    return columns


def _leg(
    columns: Columns, side: Side, hip_m: Track, tilt_deg: Values, *, height_m: float
) -> dict[str, Track]:
    letter = _LETTERS[side]
    knee_deg = columns[f"knee_angle_{letter}"]
    if np.median(knee_deg) < 0:
        knee_deg = -knee_deg  # older models bend the knee to minus
    thigh_deg = tilt_deg + columns[f"hip_flexion_{letter}"]
    shank_deg = thigh_deg - knee_deg
    foot_deg = shank_deg + columns.get(f"ankle_angle_{letter}", np.zeros(len(tilt_deg)))
    knee_m = hip_m + height_m * _THIGH_RATIO * _hanging(thigh_deg)
    ankle_m = knee_m + height_m * _SHANK_RATIO * _hanging(shank_deg)
    points = {
        "hip": hip_m,
        "knee": knee_m,
        "ankle": ankle_m,
        "heel": ankle_m + height_m * _turned(_HEEL_RATIO, foot_deg),
        "toe": ankle_m + height_m * _turned(_TOE_RATIO, foot_deg),
    }
    return {key(side, joint): track for joint, track in points.items()}


def _hanging(angle_deg: Values) -> Track:
    """A segment of length 1 that hangs down and is turned forward."""
    return _turned((0.0, -1.0), angle_deg)


def _turned(place: tuple[float, float], angle_deg: Values) -> Track:
    """A point beside a joint, turned toe up."""
    angle = np.radians(angle_deg)
    x, y = place
    return np.stack(
        [x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)], axis=1
    )
