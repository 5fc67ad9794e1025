"""Where the poses of an exercise stand in its picture, and lines and discs in one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from attrs import evolve, frozen

from psoas.loop.drawing import Drawing, Place, View
from psoas.render.figure import CHIN_TO_CROWN_PCT, joints

_MARGIN_PCT, _GAP_PCT, LABEL_PCT = 7.0, 8.0, 11.0
#: Seen from above nothing stands out of what it stands on.
_MARGIN_ABOVE_PCT = 3.0
#: How wide and high a page lets the picture be, on a phone, in rem.
_PAGE_REM = (22.0, 21.0)


@frozen(kw_only=True)
class Frame:
    """Turns a place in percent of body height into the picture, mirrored or not."""

    x0: float
    top: float
    width: float
    height: float
    at_x: float = 0.0
    at_y: float = 0.0
    mirrored: bool

    def place(self, point: Place) -> Place:
        """Return a place of the picture; y goes down."""
        x = point[0] - self.x0
        x = self.width - x if self.mirrored else x
        return self.at_x + x, self.at_y + self.top - point[1]

    def line(self, points: Iterable[Place], ink: str, width: float, extra: str = "") -> str:
        """Return a line through points."""
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.place, points))
        return (
            f'<polyline points="{places}" fill="none" stroke="{ink}" stroke-width="{width:g}" '
            f'stroke-linecap="round" stroke-linejoin="round"{extra}/>'
        )

    def patch(self, points: Iterable[Place], style: str) -> str:
        """Return a filled shape."""
        places = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self.place, points))
        return f'<polygon points="{places}" {style}/>'

    def disc(self, point: Place, radius: float, style: str) -> str:
        """Return a disc."""
        x, y = self.place(point)
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" {style}/>'


def _one_frame(drawing: Drawing, *, mirrored: bool) -> Frame:
    """Return a frame in which each pose fits, with what is round it."""
    people = (*drawing.poses, *((drawing.second,) if drawing.second else ()))
    bodies = [joints(pose, drawing.view) for pose in people]
    xs = [x for body in bodies for x, _ in body.values()]
    ys = [y for body in bodies for _, y in body.values()]
    heads = [body["head"] for body in bodies]
    for reach in (-CHIN_TO_CROWN_PCT / 2, CHIN_TO_CROWN_PCT / 2):
        xs += [x + reach for x, _ in heads]
        ys += [y + reach for _, y in heads]
    for each in drawing.props:
        if each.place is not None:
            size = each.size or (0.0, 0.0)
            back = size if each.kind in ("roller", "ball") else (0.0, 0.0)
            xs += [each.place[0] - back[0], each.place[0] + size[0]]
            ys += [each.place[1] - back[1], each.place[1] + size[1]]
    above = drawing.view is View.ABOVE
    margin = _MARGIN_ABOVE_PCT if above else _MARGIN_PCT
    left, right, top = min(xs) - margin, max(xs) + margin, max(ys) + margin
    bottom = min(ys) - margin if above else min(0.0, drawing.rise_pct / 100 * left)
    height = top - bottom + LABEL_PCT
    return Frame(x0=left, top=top, width=right - left, height=height, mirrored=mirrored)


def _columns(n: int, frame: Frame) -> int:
    """Return in how many columns the poses come out largest."""

    def shown(columns: int) -> float:
        wide = columns * frame.width + (columns - 1) * _GAP_PCT
        return min(_PAGE_REM[0] / wide, _PAGE_REM[1] / (ceil(n / columns) * frame.height))

    return max(range(n, 0, -1), key=shown)


def frames(drawing: Drawing, *, mirrored: bool) -> tuple[Sequence[Frame], Place]:
    """Return a frame for each pose, and how wide and high the whole is."""
    one = _one_frame(drawing, mirrored=mirrored)
    n = len(drawing.poses)
    columns = _columns(n, one)
    rows = ceil(n / columns)
    placed = [
        evolve(
            one,
            at_x=number % columns * (one.width + _GAP_PCT),
            at_y=number // columns * one.height,
        )
        for number in range(n)
    ]
    return placed, (columns * one.width + (columns - 1) * _GAP_PCT, rows * one.height)
