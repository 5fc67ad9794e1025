"""Marker files of motion capture and of Sports2D: ``.trc``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from psoas.errors import UnreadableFile
from psoas.intake.keypoint_names import Track, tracks_named
from psoas.motion import NotAMotion
from psoas.motion.keypoints import SIDES, KeyPoints, Length, key

_MAGIC = b"PathFileType"
_PER_METRE = {"m": 1.0, "cm": 100.0, "mm": 1000.0}
#: Nobody's leg is longer in metres: such a file holds pixels, whatever it says of its unit.
_LONGEST_LEG_M = 3.0
_MOST_MARKERS = 500
_HEADER_LINES = 5


def is_trc(head: bytes) -> bool:
    """Say whether a file begins as a marker file."""
    return head.startswith(_MAGIC)


def not_a_trc(what: str, name: str) -> UnreadableFile:
    """Return the error of a broken marker file."""
    return UnreadableFile(
        f"No markers can be read: {what}",
        where=name,
        fix="Give a .trc with joint centres named as RHip, RKnee, RAnkle, RHeel, RBigToe.",
    )


def read_trc(data: bytes, name: str) -> KeyPoints:
    """Read the markers of a runner.

    Parameters
    ----------
    data
        A marker file in m, cm, mm or pixels. Which axis is up and which is forward is taken from
        the body: hips are above ankles, toes ahead of heels.
    name
        What to call it in errors.

    Raises
    ------
    UnreadableFile
        Where it is broken, or its markers have no joint's name.
    """
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise not_a_trc("it is no text in UTF-8", name) from error
    if len(lines) <= _HEADER_LINES:
        raise not_a_trc("it ends within its header", name)
    facts = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=False))
    unit = facts.get("Units", "m").strip().lower()
    markers = [each.strip() for each in lines[3].split("\t")[2:] if each.strip()]
    if not 0 < len(markers) <= _MOST_MARKERS:
        raise not_a_trc(f"it names {len(markers)} markers", name)
    table = _numbers(lines[_HEADER_LINES:], 2 + 3 * len(markers), name)
    places = [table[:, 2 + 3 * at : 5 + 3 * at] for at in range(len(markers))]
    named = tracks_named(markers, places)
    if not any(key(side, "hip") in named for side in SIDES):
        raise not_a_trc(f"no hip among {', '.join(markers[:8])} …", name)
    flat, leg = _flat(named, name)
    is_pixels = unit.startswith("px") or leg / _PER_METRE.get(unit, 1.0) > _LONGEST_LEG_M
    factor = 1.0 if is_pixels else _PER_METRE.get(unit, 1.0)
    try:
        return KeyPoints.of(
            time_s=table[:, 1],
            unit=Length.PIXELS if is_pixels else Length.METRES,
            tracks={each: track / factor for each, track in flat.items()},
            y_down=False,
        )
    except NotAMotion as error:
        raise not_a_trc(str(error), name) from error


def _numbers(lines: Sequence[str], n_columns: int, name: str) -> NDArray[np.float64]:
    rows = [
        (at, line.split("\t"))
        for at, line in enumerate(lines, start=_HEADER_LINES + 1)
        if line.strip()
    ]
    if not rows:
        raise not_a_trc("it holds no frame", name)
    found = np.full((len(rows), n_columns), np.nan)
    for row, (at, cells) in enumerate(rows):
        for column, cell in enumerate(cells[:n_columns]):
            text = cell.strip()
            if not text:
                continue
            try:
                found[row, column] = float(text)
            except ValueError as error:
                raise not_a_trc(f"line {at} holds {text[:20]!r}, no number", name) from error
    return found


def _flat(tracks: Mapping[str, NDArray[np.float64]], name: str) -> tuple[dict[str, Track], float]:
    """The plane of running, y up, and the height of a hip above its ankle."""
    side = next(each for each in SIDES if key(each, "hip") in tracks)
    try:
        hip, knee, ankle = (tracks[key(side, joint)] for joint in ("hip", "knee", "ankle"))
    except KeyError as error:
        raise not_a_trc(f"it has no {error.args[0].replace('_', ' ')}", name) from error
    rise = _middle(hip - ankle)
    up = int(np.argmax(np.abs(rise)))
    if not abs(rise[up]) > 0:
        raise not_a_trc("hip and ankle lie at one height", name)
    heel, toe = (tracks.get(key(side, joint)) for joint in ("heel", "toe"))
    ahead = _middle(knee - (hip + ankle) / 2 if heel is None or toe is None else toe - heel)
    ahead[up] = 0.0
    forward = int(np.argmax(np.abs(ahead)))
    sign = 1.0 if rise[up] > 0 else -1.0
    flat = {
        each: np.stack([track[:, forward], sign * track[:, up]], axis=1)
        for each, track in tracks.items()
    }
    return flat, float(abs(rise[up]))


def _middle(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median of each column over the rows that are known, 0 where there is none."""
    known = values[~np.isnan(values).any(axis=1)]
    return np.median(known, axis=0) if len(known) else np.zeros(values.shape[1])
