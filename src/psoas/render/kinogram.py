"""A kinogram: the key frames of a stride side by side, as stick figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from psoas.motion.key_frames import KeyFrame
from psoas.quantity import Side
from psoas.render.stick import SCALE, Pen, drawing, figure, floor, label, side_ink

Texts = Mapping[str, str]

#: Room of a figure and of a row, in picture units: arms and head reach over the points.
CELL_WIDTH, CELL_HEIGHT = 158.0, 278.0
_FLOOR_AT_Y = 248.0


def kinogram(
    frames: Sequence[KeyFrame], *, near: Side | None, texts: Texts, columns: int = 4
) -> str:
    """Draw key frames: a row for each side, its own leg solid, the other one dotted.

    Parameters
    ----------
    frames
        What ``key_frames`` gave.
    near
        The side towards the camera: the other row says that its leg is hidden at times.
    texts
        Of the shelf: names of the moments.
    columns
        So many figures stand side by side; more go on below.

    Returns
    -------
    str
        SVG markup in the page's colours; empty without frames.
    """
    rows = []
    for side in Side.BOTH.single:
        mine = [each for each in frames if each.side is side]
        far = f" ({texts['gait_picture.far-leg']})" if near not in (None, side) else ""
        rows.append((texts[f"gait_picture.{side.value}"] + far, mine))
    return _drawn(rows, said=texts["gait_picture.kinogram"], texts=texts, columns=columns)


def before_and_after(
    before: Sequence[KeyFrame], after: Sequence[KeyFrame], *, side: Side, texts: Texts
) -> str:
    """Draw the key frames of one side of two gaits, one row above the other.

    Returns
    -------
    str
        SVG markup in the page's colours; empty where one of them has none.
    """
    rows = [
        (texts[f"gait_change.{when}"], [each for each in frames if each.side is side])
        for when, frames in (("before", before), ("after", after))
    ]
    if not all(frames for _, frames in rows):
        return ""
    return _drawn(rows, said=texts["gait_change.picture"], texts=texts)


def _drawn(
    rows: Sequence[tuple[str, list[KeyFrame]]], *, said: str, texts: Texts, columns: int = 4
) -> str:
    """Rows of figures with their names; a row without figures is left out."""
    shown = [row for row in rows if row[1]]
    if not shown:
        return ""
    parts, top = [], 0.0
    for named, frames in shown:
        ink = side_ink(frames[0].side)
        parts.append(label(8, top + 16, named, ink=ink, size=14, anchor="start"))
        for at, each in enumerate(frames):
            below, column = divmod(at, columns)
            parts.append(_cell(each, column * CELL_WIDTH, top + below * CELL_HEIGHT, texts))
        top += ceil(len(frames) / columns) * CELL_HEIGHT + 14
    return drawing(
        "".join(parts),
        width=min(columns, max(len(frames) for _, frames in shown)) * CELL_WIDTH,
        height=top,
        said=said,
    )


def _cell(frame: KeyFrame, left: float, top: float, texts: Texts) -> str:
    hips_y = top + _FLOOR_AT_Y + SCALE * frame.body.floor_legs  # floors on one line: hips rise
    pen = Pen(at_x=left + CELL_WIDTH / 2, at_y=hips_y, scale=SCALE)
    said = f"{texts[f'gait_moment.{frame.moment.value}']}, {frame.body.time_s:.2f} s"
    return "".join(
        (
            floor(pen, frame.body),
            figure(pen, frame.body, front=frame.side),
            label(left + CELL_WIDTH / 2, top + CELL_HEIGHT - 8, said, size=13),
        )
    )
