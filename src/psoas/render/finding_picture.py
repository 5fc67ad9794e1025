"""One measure, one small picture: the frame that shows it with its angle, or its times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import atan2, cos, degrees, hypot, pi, sin

from psoas.motion.key_frames import Point
from psoas.motion.shown import Shown
from psoas.motion.steps import Step
from psoas.quantity import Side
from psoas.render.charts import INK, INKS, LINE, MUTED
from psoas.render.stick import SCALE, Pen, drawing, figure, floor, label, side_ink

Texts = Mapping[str, str]

WIDTH, HEIGHT = 220.0, 284.0
_FLOOR_Y = 262.0
_ARC = 34.0
_RAY_LEGS = 0.52
_INK, _MUTED, _LINE = INKS[INK], INKS[MUTED], INKS[LINE]
#: Measures of time, which a strip of landings and toe-offs shows.
OF_TIME = ("cadence", "step_time", "contact_time", "flight_time", "duty_factor")
_STRIP_HEIGHT, _STRIP_LEFT, _STRIP_STEPS = 96.0, 44.0, 6
_UNITS = {"deg": "°", "leg": " legs", "ratio": "", "ms": " ms", "spm": " steps/min"}


def _said(value: float, unit: str) -> str:
    digits = 0 if unit in ("deg", "ms") else 2
    return f"{value:.{digits}f}{_UNITS.get(unit, ' ' + unit)}".replace("-", "−")


def finding_picture(found: Shown, *, texts: Texts) -> str:
    """Draw the frame of a measure with its angle or its distance.

    Parameters
    ----------
    found
        What ``shown`` gave.
    texts
        Of the shelf: the name of the measure.

    Returns
    -------
    str
        SVG markup in the page's colours. The number is that of the step that is drawn.
    """
    points = found.body.points_legs
    pen = Pen(at_x=WIDTH / 2 - 8, at_y=_FLOOR_Y + SCALE * found.body.floor_legs)
    parts = [floor(pen, found.body), figure(pen, found.body, front=found.side)]
    parts += _marks(pen, found, points)
    name = texts[f"gait_measure.{found.measure}"]
    said = f"{name}: {_said(found.value, found.unit)}, {found.side.value}"
    return drawing("".join(parts), width=WIDTH, height=HEIGHT, said=said)


def _marks(pen: Pen, found: Shown, points: Mapping[str, Point]) -> Iterator[str]:
    """Yield the angle that is measured: from what, to what, and the number."""

    def joint(name: str) -> Point | None:
        return points.get(f"{found.side.value}_{name}")

    hip, knee, ankle, heel, toe = map(joint, ("hip", "knee", "ankle", "heel", "toe"))
    said = _said(found.value, found.unit)
    down, flat = (0.0, -1.0), (1.0, 0.0)
    name = found.measure
    if name == "overstride" and hip and ankle:
        yield from _ahead(pen, hip, ankle, said)
    elif name == "shank_angle_at_contact" and knee and ankle:
        yield from _angle(pen, knee, down, _to(knee, ankle), said)
    elif name.startswith("knee_flexion") and hip and knee and ankle:
        yield from _angle(pen, knee, _to(hip, knee), _to(knee, ankle), said)
    elif name == "foot_inclination_at_contact" and heel and toe:
        yield from _angle(pen, heel, flat, _to(heel, toe), said)
    elif name.startswith("thigh") and hip and knee:
        yield from _angle(pen, hip, down, _to(hip, knee), said)
    elif name == "trunk_lean" and "shoulder" in points:
        yield from _angle(pen, (0.0, 0.0), (0.0, 1.0), points["shoulder"], said)


def _to(first: Point, second: Point) -> Point:
    return second[0] - first[0], second[1] - first[1]


def _ahead(pen: Pen, hip: Point, ankle: Point, said: str) -> Iterator[str]:
    """A plumb line below the hip, and how far the ankle lies ahead of it."""
    below = (hip[0], ankle[1] - 0.16)
    yield pen.line(hip, below, _MUTED, width=1.5, dash="4 3")
    yield pen.line(ankle, (ankle[0], ankle[1] - 0.16), _MUTED, width=1.5, dash="4 3")
    yield pen.line((hip[0], below[1]), (ankle[0], below[1]), _INK, width=3)
    x, y = pen.place((ankle[0], below[1]))
    yield label(x + 8, y + 4, said, ink=_INK, size=14, anchor="start")


def _angle(pen: Pen, apex: Point, first: Point, second: Point, said: str) -> Iterator[str]:
    """The line that is measured from, dashed, and an arc from it to the segment."""
    length = hypot(*first) or 1.0
    ray = tuple(a + _RAY_LEGS * f / length for a, f in zip(apex, first, strict=True))
    yield pen.line(apex, (ray[0], ray[1]), _MUTED, width=1.5, dash="4 3")
    x, y = pen.place(apex)
    begin, end = (atan2(-each[1], each[0]) for each in (first, second))
    turn = (end - begin + pi) % (2 * pi) - pi
    x1, y1 = x + _ARC * cos(begin), y + _ARC * sin(begin)
    x2, y2 = x + _ARC * cos(begin + turn), y + _ARC * sin(begin + turn)
    sweep = 1 if turn > 0 else 0
    if abs(degrees(turn)) > 1:
        yield (
            f'<path d="M{x1:.1f} {y1:.1f}A{_ARC:g} {_ARC:g} 0 0 {sweep} {x2:.1f} {y2:.1f}" '
            f'fill="none" stroke="{_INK}" stroke-width="2"/>'
        )
    tip_x, tip_y = pen.place(
        (ray[0], ray[1])
    )  # the number stands where the dashed line ends, off the limb
    away = -1 if x + _ARC * cos(begin) < x + _ARC * cos(end) else 1
    anchor = "end" if away < 0 else "start"
    yield label(
        tip_x + 6 * away, tip_y + (4 if first[1] > 0 else 0), said, ink=_INK, size=14, anchor=anchor
    )


def time_strip(steps: Sequence[Step], *, texts: Texts) -> str:
    """Draw some steps in a row on a time axis: a bar for each contact, a lane for each foot.

    Returns
    -------
    str
        SVG markup in the page's colours; empty where fewer than two contacts were seen whole.
    """
    whole = [step for step in steps if step.toe_off_s == step.toe_off_s][:_STRIP_STEPS]
    if len(whole) < 2:
        return ""
    begin_s = min(step.contact_s for step in whole)
    end_s = max(step.toe_off_s for step in whole)
    per_s = (WIDTH - _STRIP_LEFT - 14) / (end_s - begin_s)
    parts = []
    for lane, side in enumerate(Side.BOTH.single):
        y = 12 + 26 * lane
        parts.append(label(0, y + 14, side.value, ink=side_ink(side), size=14, anchor="start"))
        for step in whole:
            if step.side is side:
                x = _STRIP_LEFT + per_s * (step.contact_s - begin_s)
                width = per_s * (step.toe_off_s - step.contact_s)
                parts.append(
                    f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="18" rx="3" '
                    f'fill="{side_ink(side)}"/>'
                )
    parts.append(_scale(begin_s, end_s, per_s))
    said = texts["gait_picture.time-strip"]
    return drawing("".join(parts), width=WIDTH, height=_STRIP_HEIGHT, said=said)


def _scale(begin_s: float, end_s: float, per_s: float) -> str:
    """A tick each half a second below the lanes, a number each second."""
    ticks = []
    n = int((end_s - begin_s) / 0.5) + 1
    for half in range(n):
        x = _STRIP_LEFT + per_s * 0.5 * half
        ticks.append(
            f'<line x1="{x:.1f}" y1="66" x2="{x:.1f}" y2="72" stroke="{_LINE}" stroke-width="2"/>'
        )
        if half % 2 == 0:
            ticks.append(label(x, 88, f"{half // 2} s", size=14))
    return "".join(ticks)
