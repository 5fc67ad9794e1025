"""A kinogram: the key frames of a stride side by side, as stick figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from psoas.motion.key_frames import KeyFrame
from psoas.quantity import Side
from psoas.render.stick import SCALE, Pen, drawing, figure, floor, label, side_ink

Texts = Mapping[str, str]

#: Room of a figure and of a row, in picture units: arms and head reach over the points.
CELL_WIDTH, CELL_HEIGHT = 158.0, 278.0
_FLOOR_AT_Y = 248.0


def kinogram(frames: Sequence[KeyFrame], *, near: Side | None, texts: Texts) -> str:
    """Draw key frames: a row for each side, its own leg solid, the other one dotted.

    Parameters
    ----------
    frames
        What ``key_frames`` gave.
    near
        The side towards the camera: the other row says that its leg is hidden at times.
    texts
        Of the shelf: names of the moments.

    Returns
    -------
    str
        SVG markup in the page's colours; empty without frames.
    """
    sides = [side for side in Side.BOTH.single if any(each.side is side for each in frames)]
    if not sides:
        return ""
    widest = max(sum(each.side is side for each in frames) for side in sides)
    parts = []
    for row, side in enumerate(sides):
        top = row * (CELL_HEIGHT + 14)
        far = f" ({texts['gait_picture.far-leg']})" if near not in (None, side) else ""
        named = texts[f"gait_picture.{side.value}"] + far
        parts.append(label(8, top + 16, named, ink=side_ink(side), size=14, anchor="start"))
        mine = [each for each in frames if each.side is side]
        parts += [_cell(each, at * CELL_WIDTH, top, texts) for at, each in enumerate(mine)]
    return drawing(
        "".join(parts),
        width=widest * CELL_WIDTH,
        height=len(sides) * (CELL_HEIGHT + 14),
        said=texts["gait_picture.kinogram"],
    )


def _cell(frame: KeyFrame, left: float, top: float, texts: Texts) -> str:
    hips_y = top + _FLOOR_AT_Y + SCALE * frame.body.floor_legs  # floors on one line: hips rise
    pen = Pen(at_x=left + CELL_WIDTH / 2, at_y=hips_y, scale=SCALE)
    said = f"{texts[f'gait_moment.{frame.moment.value}']}, {frame.body.time_s:.2f} s"
    return "".join(
        (
            floor(pen, frame.body),
            figure(pen, frame.body, front=frame.side),
            label(left + CELL_WIDTH / 2, top + CELL_HEIGHT - 8, said, size=12),
        )
    )
