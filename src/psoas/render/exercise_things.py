"""What stands, lies or hangs round a body in the picture of an exercise, and its arrows."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from psoas.loop.drawing import Place, Prop
from psoas.render.charts import ACCENT, INKS, LINE, MUTED
from psoas.render.exercise_frame import Frame
from psoas.render.figure import Joints

_MUTED, _LINE, _MOVES = INKS[MUTED], INKS[LINE], INKS[ACCENT]
#: The ground of the page, round what crosses something else.
GROUND = "var(--sheet, #ffffff)"
_SOLID = f'fill="{_LINE}" stroke="{_MUTED}" stroke-width="0.8"'
#: The pad of a bench and its legs, and a kettlebell, in percent of body height.
_PAD_PCT, _BENCH_LEG_PCT, _BELL_PCT, _HANDLE_PCT = 4.0, 2.5, 4.2, 3.0


def _block(place: Place, size: Place, frame: Frame) -> str:
    (x, y), (wide, high) = place, size
    corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
    return frame.patch(corners, _SOLID)


def _bench(place: Place, size: Place, frame: Frame) -> Iterator[str]:
    (x, y), (wide, high) = place, size
    for left in (x + _BENCH_LEG_PCT, x + wide - 2 * _BENCH_LEG_PCT):
        yield _block((left, y), (_BENCH_LEG_PCT, high - _PAD_PCT), frame)
    yield _block((x, y + high - _PAD_PCT), (wide, _PAD_PCT), frame)


def _kettlebell(hand: Place, frame: Frame) -> Iterator[str]:
    x, y = hand
    low = y - _HANDLE_PCT - _BELL_PCT * 0.8
    handle = ((x - 2.6, low + 2), (x - 2.2, y), (x + 2.2, y), (x + 2.6, low + 2))
    yield frame.line(handle, _MUTED, 1.4)
    yield frame.disc((x, low), _BELL_PCT, f'fill="{_LINE}" stroke="{_MUTED}"')


def thing(prop: Prop, at: Joints, frame: Frame) -> Iterator[str]:
    """Draw one thing."""
    if prop.kind == "band":
        ends = [at[each] for each in prop.joints]
        ends = [prop.place, *ends] if prop.place is not None else ends
        yield frame.line(ends, _MOVES, 1.6, ' stroke-dasharray="3 2.4"')
    elif prop.kind in ("plumb", "line"):
        points = [at[each] for each in prop.joints]
        points = points if prop.kind == "line" else [points[0], (points[0][0], 0.0)]
        yield frame.line(points, GROUND, 2.0)
        yield frame.line(points, _MOVES, 1.0, ' stroke-dasharray="0.2 2.2"')
    elif prop.kind == "kettlebell":
        for joint in prop.joints:
            yield from _kettlebell(at[joint], frame)
    elif prop.kind in ("weight", "bar"):
        for joint in prop.joints:
            radius = 4.2 if prop.kind == "weight" else 2.4
            yield frame.disc(at[joint], radius, f'fill="{_LINE}" stroke="{_MUTED}"')
    elif prop.place is not None and prop.size is not None:
        if prop.kind in ("roller", "ball"):
            yield frame.disc(prop.place, prop.size[0], f'fill="{_LINE}" stroke="{_MUTED}"')
        elif prop.kind == "bench":
            yield from _bench(prop.place, prop.size, frame)
        else:
            yield _block(prop.place, prop.size, frame)


def arrow(start: Place, end: Place, frame: Frame) -> Iterator[str]:
    """Draw a bowed arrow beside the way from one place to another, its head at the end."""
    (x1, y1), (x2, y2) = frame.place(start), frame.place(end)
    span = hypot(x2 - x1, y2 - y1)
    if span < 3:
        return
    ux, uy = (x2 - x1) / span, (y2 - y1) / span
    bow = min(6.0, span / 4)
    bow = -bow if frame.mirrored else bow
    mid_x, mid_y = (x1 + x2) / 2 + uy * bow, (y1 + y2) / 2 - ux * bow
    tip_x, tip_y = x2 - ux * 1.0, y2 - uy * 1.0
    hx, hy = tip_x - mid_x, tip_y - mid_y
    length = hypot(hx, hy) or 1.0
    head = min(4.4, 0.6 * span)
    hx, hy = hx / length * head, hy / length * head
    wings = (
        (tip_x - hx - hy * 0.6, tip_y - hy + hx * 0.6),
        (tip_x - hx + hy * 0.6, tip_y - hy - hx * 0.6),
    )
    for ink, width in ((GROUND, 3.4), (_MOVES, 1.6)):
        yield (
            f'<path d="M{x1:.1f},{y1:.1f} Q{mid_x:.1f},{mid_y:.1f} {tip_x:.1f},{tip_y:.1f}" '
            f'fill="none" stroke="{ink}" stroke-width="{width}" stroke-linecap="round"/>'
        )
    yield (
        f'<path d="M{wings[0][0]:.1f},{wings[0][1]:.1f} L{tip_x:.1f},{tip_y:.1f} '
        f'L{wings[1][0]:.1f},{wings[1][1]:.1f}" fill="none" stroke="{_MOVES}" '
        f'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def ring(at: Place, frame: Frame) -> Iterator[str]:
    """Draw the way round a joint."""
    x, y = frame.place(at)
    yield (
        f'<ellipse cx="{x:.1f}" cy="{y + 1:.1f}" rx="15" ry="5.5" fill="none" '
        f'stroke="{_MOVES}" stroke-width="1.6" stroke-dasharray="60 12"/>'
    )
    yield (
        f'<path d="M{x + 9.5:.1f},{y + 2.2:.1f} l3.6,2.2 l0.6,-4.4" fill="none" '
        f'stroke="{_MOVES}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>'
    )
