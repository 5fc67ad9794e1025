"""Key points and angles as other programs read them: CSV, ``.trc``, ``.mot``, DeepLabCut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from psoas.motion.angles import foot_deg, leg_angles, trunk_deg
from psoas.motion.keypoints import SHOULDER, KeyPoints, Length, Values
from psoas.motion.runner import Runner

#: How OpenPose and Sports2D call our tracks; the middle of the shoulders has no name of theirs.
MARKERS = {
    f"{side}_{joint}": f"{letter}{word}"
    for side, letter in (("left", "L"), ("right", "R"))
    for joint, word in (
        ("hip", "Hip"),
        ("knee", "Knee"),
        ("ankle", "Ankle"),
        ("heel", "Heel"),
        ("toe", "BigToe"),
    )
} | {SHOULDER: "MidShoulder"}
_SCORER = "psoas"
_TRC_FACTS = (
    *("DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units"),
    *("OrigDataRate", "OrigDataStartFrame", "OrigNumFrames"),
)
#: Hundredths of a pixel, hundredths of a millimetre.
_DIGITS = {Length.PIXELS: 3, Length.METRES: 5}


def _text(value: float, digits: int) -> str:
    return "" if np.isnan(value) else f"{value:.{digits}f}"


def _lines(rows: Iterable[Iterable[str]], between: str) -> str:
    return "".join(between.join(row) + "\n" for row in rows)


def _cells(points: KeyPoints, at: int, *, y_down: bool) -> Iterator[tuple[str, str]]:
    digits = _DIGITS[points.unit]
    for track in points.tracks.values():
        x, y = track[at]
        yield _text(x, digits), _text(-y if y_down else y, digits)


def as_csv(points: KeyPoints) -> str:
    """Return our own table: ``time_s`` and x, y of each point, the unit in each name.

    Pixels count down, metres up; an empty cell is a lost point.
    """
    unit = points.unit.value
    stems = ["shoulder_mid" if name == SHOULDER else name for name in points.tracks]
    names = ["time_s", *(f"{stem}_{axis}_{unit}" for stem in stems for axis in "xy")]
    is_px = points.unit is Length.PIXELS
    rows = (
        [f"{time:.6f}", *(each for pair in _cells(points, at, y_down=is_px) for each in pair)]
        for at, time in enumerate(points.time_s)
    )
    return _lines([names, *rows], ",")


def as_trc(points: KeyPoints, *, name: str) -> str:
    """Return a marker file: x as in the picture or on the ground, y up, z 0.

    Parameters
    ----------
    points
        In metres (``Units`` m) or pixels (``Units`` px, as Sports2D writes them: OpenSim asks
        for a length, so give a height first).
    name
        Of the file, for its first line.
    """
    markers = [MARKERS[each] for each in points.tracks]
    rate = f"{points.rate_hz:.3f}"
    n = str(len(points.time_s))
    head = [
        ["PathFileType", "4", "(X/Y/Z)", name],
        list(_TRC_FACTS),
        [rate, rate, n, str(len(markers)), points.unit.value, rate, "1", n],
        ["Frame#", "Time", *(word for each in markers for word in (each, "", ""))],
        ["", "", *(f"{axis}{at}" for at in range(1, len(markers) + 1) for axis in "XYZ")],
    ]
    rows = (
        [str(at + 1), f"{time:.6f}"]
        + [each for x, y in _cells(points, at, y_down=False) for each in (x, y, "0" if x else "")]
        for at, time in enumerate(points.time_s)
    )
    return _lines([*head, *rows], "\t")


def as_deeplabcut(points: KeyPoints) -> str:
    """Return a table of DeepLabCut, which ``movement`` and others load as labelled poses.

    It holds no times: its reader asks for the frame rate. Likelihood is 1, or 0 where a point
    was lost. Pixels count down, metres up.
    """
    names = list(points.tracks)
    head = [
        ["scorer", *([_SCORER] * 3 * len(names))],
        ["bodyparts", *(name for name in names for _ in range(3))],
        ["coords", *(["x", "y", "likelihood"] * len(names))],
    ]
    is_px = points.unit is Length.PIXELS
    rows = (
        [str(at)]
        + [
            each
            for x, y in _cells(points, at, y_down=is_px)
            for each in (x, y, "1.0" if x else "0.0")
        ]
        for at in range(len(points.time_s))
    )
    return _lines([*head, *rows], ",")


def segment_angles(runner: Runner) -> dict[str, Values]:
    """Return the angles of a clip by column, degrees; NaN where a point was lost.

    Thighs and shanks are from the vertical, feet from the horizontal: no hip flexion, no pelvis,
    no ankle angle is among them, for a side view of points does not show those joints' zero.
    """
    found: dict[str, Values] = {}
    for side in runner.legs:
        angles, letter = leg_angles(runner, side), side.value[0]
        hidden = runner.unknown[side]
        columns: Mapping[str, Values] = {
            f"thigh_from_vertical_{letter}": angles.thigh_deg,
            f"knee_angle_{letter}": angles.knee_deg,
            f"shank_from_vertical_{letter}": angles.shank_deg,
            f"foot_from_horizontal_{letter}": foot_deg(runner, side),
        }
        found |= {
            name: np.where(hidden, np.nan, each) for name, each in columns.items() if len(each)
        }
    trunk = trunk_deg(runner)
    if len(trunk):
        found["trunk_from_vertical"] = np.where(runner.lost[SHOULDER], np.nan, trunk)
    return found


def as_mot(runner: Runner, *, name: str) -> str:
    """Return the angles of ``segment_angles`` as a table of OpenSim, in degrees."""
    angles = segment_angles(runner)
    head = [
        name,
        "version=1",
        f"nRows={len(runner.time_s)}",
        f"nColumns={len(angles) + 1}",
        "inDegrees=yes",
        "endheader",
    ]
    rows = zip(runner.time_s, *angles.values(), strict=True)
    body = (
        [f"{time:.6f}", *("nan" if np.isnan(each) else f"{each:.4f}" for each in values)]
        for time, *values in rows
    )
    return "\n".join(head) + "\n" + _lines([["time", *angles], *body], "\t")


def cell(value: float) -> str:
    """Return a number as it stands in a table of any unit; NaN is an empty cell."""
    return _text(value, 4)


def as_table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a comma-separated table."""
    return _lines([names, *rows], ",")
