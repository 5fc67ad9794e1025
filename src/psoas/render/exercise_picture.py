"""An exercise as a picture: start and end side by side, in the page's own colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from math import hypot

from attrs import frozen

from psoas.loop.drawing import Drawing, Place, Pose, Prop
from psoas.quantity import Side
from psoas.render.charts import ACCENT, ACCENT_2, INK, INKS, LINE, MUTED
from psoas.render.figure import CHIN_TO_CROWN_PCT, Joints, joints
from psoas.render.pose_words import picture_words

_INK, _MUTED, _LINE = INKS[INK], INKS[MUTED], INKS[LINE]
_WORK, _MOVES = INKS[ACCENT_2], INKS[ACCENT]
_MARGIN_PCT, _GAP_PCT, _LABEL_PCT = 7.0, 8.0, 8.0
#: From this width on, start stands above end: a phone shows both large.
_WIDE_PCT = 95.0
#: How thick the parts are drawn, in percent of body height.
_TRUNK_W, _THIGH_W, _SHIN_W, _ARM_W, _FOOT_W = 6.5, 5.0, 4.0, 3.2, 2.6
_SOLE_UP_PCT = _FOOT_W / 2
#: How much of its colour the far side keeps, and the ground of the page round an arrow.
_FAR_OPACITY, _GROUND = 0.5, "var(--sheet, #ffffff)"


@frozen(kw_only=True)
class _Frame:
    """Turns a place in percent of body height into the picture, mirrored or not."""

    x0: float
    top: float
    width: float
    at_x: float
    at_y: float
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

    def disc(self, point: Place, radius: float, style: str) -> str:
        """Return a disc."""
        x, y = self.place(point)
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" {style}/>'


def _lifted(heel: Place, toe: Place, ankle: Place) -> tuple[Place, Place]:
    """Return the sole half its thickness nearer to the ankle, so that it rests on the floor."""
    along = (toe[0] - heel[0], toe[1] - heel[1])
    length = hypot(*along)
    if length == 0:  # a foot that points away from the viewer
        return heel, toe
    up = (-along[1] / length, along[0] / length)
    if (ankle[0] - heel[0]) * up[0] + (ankle[1] - heel[1]) * up[1] < 0:
        up = (-up[0], -up[1])
    moved = (up[0] * _SOLE_UP_PCT, up[1] * _SOLE_UP_PCT)
    return (heel[0] + moved[0], heel[1] + moved[1]), (toe[0] + moved[0], toe[1] + moved[1])


def _leg(at: Joints, side: str, ink: str, frame: _Frame) -> Iterator[str]:
    hip, knee, ankle = (at[f"{side}_{each}"] for each in ("hip", "knee", "ankle"))
    heel, toe = _lifted(at[f"{side}_heel"], at[f"{side}_toe"], ankle)
    yield frame.line((ankle, heel, toe, ankle), ink, _FOOT_W)
    yield frame.line((knee, ankle), ink, _SHIN_W)
    yield frame.line((hip, knee), ink, _THIGH_W)


def _arm(at: Joints, side: str, ink: str, frame: _Frame) -> str:
    points = (at[f"{side}_{each}"] for each in ("shoulder", "elbow", "hand"))
    return frame.line(points, ink, _ARM_W)


def _trunk(at: Joints, frame: _Frame) -> Iterator[str]:
    yield frame.line((at["right_shoulder"], at["left_shoulder"]), _INK, _ARM_W)
    yield frame.line((at["right_hip"], at["left_hip"]), _INK, _ARM_W)
    yield frame.line((at["pelvis"], at["shoulders"]), _INK, _TRUNK_W)
    yield frame.line((at["shoulders"], at["head"]), _INK, _ARM_W)
    yield frame.disc(at["head"], CHIN_TO_CROWN_PCT / 2, f'fill="{_INK}"')


def _body(at: Joints, works: Side | None, frame: _Frame) -> Iterator[str]:
    """The far side first, then the trunk, then the near side; the working leg in its colour."""
    inks = {side: _WORK if works and works.value == side else None for side in ("right", "left")}
    far = [_arm(at, "left", _INK, frame)]
    far_leg = list(_leg(at, "left", inks["left"] or _INK, frame))
    far += [] if inks["left"] else far_leg
    yield f'<g opacity="{_FAR_OPACITY}">{"".join(far)}</g>'
    yield from far_leg if inks["left"] else ()
    yield from _trunk(at, frame)
    yield from _leg(at, "right", inks["right"] or _INK, frame)
    yield _arm(at, "right", _INK, frame)


def _thing(prop: Prop, at: Joints, frame: _Frame) -> Iterator[str]:
    if prop.kind == "band":
        ends = [at[each] for each in prop.joints]
        ends = [prop.place, *ends] if prop.place is not None else ends
        yield frame.line(ends, _MOVES, 1.6, ' stroke-dasharray="3 2.4"')
    elif prop.kind in ("weight", "bar"):
        for joint in prop.joints:
            radius = 4.2 if prop.kind == "weight" else 2.4
            yield frame.disc(at[joint], radius, f'fill="{_LINE}" stroke="{_MUTED}"')
    elif prop.kind == "roller" and prop.place is not None and prop.size is not None:
        yield frame.disc(prop.place, prop.size[0], f'fill="{_LINE}" stroke="{_MUTED}"')
    elif prop.place is not None and prop.size is not None:
        (x, y), (wide, high) = prop.place, prop.size
        corners = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y))
        points = " ".join(f"{px:.1f},{py:.1f}" for px, py in map(frame.place, corners))
        yield f'<polygon points="{points}" fill="{_LINE}" stroke="{_MUTED}" stroke-width="0.8"/>'


def _arrow(start: Place, end: Place, frame: _Frame) -> Iterator[str]:
    """A bowed arrow beside the way from one place to another, its head at the end."""
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
    hx, hy = hx / length * 4.4, hy / length * 4.4
    wings = (
        (tip_x - hx - hy * 0.6, tip_y - hy + hx * 0.6),
        (tip_x - hx + hy * 0.6, tip_y - hy - hx * 0.6),
    )
    for ink, width in ((_GROUND, 3.4), (_MOVES, 1.6)):
        yield (
            f'<path d="M{x1:.1f},{y1:.1f} Q{mid_x:.1f},{mid_y:.1f} {tip_x:.1f},{tip_y:.1f}" '
            f'fill="none" stroke="{ink}" stroke-width="{width}" stroke-linecap="round"/>'
        )
    yield (
        f'<path d="M{wings[0][0]:.1f},{wings[0][1]:.1f} L{tip_x:.1f},{tip_y:.1f} '
        f'L{wings[1][0]:.1f},{wings[1][1]:.1f}" fill="none" stroke="{_MOVES}" '
        f'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _ring(at: Place, frame: _Frame) -> Iterator[str]:
    x, y = frame.place(at)
    yield (
        f'<ellipse cx="{x:.1f}" cy="{y + 1:.1f}" rx="15" ry="5.5" fill="none" '
        f'stroke="{_MOVES}" stroke-width="1.6" stroke-dasharray="60 12"/>'
    )
    yield (
        f'<path d="M{x + 9.5:.1f},{y + 2.2:.1f} l3.6,2.2 l0.6,-4.4" fill="none" '
        f'stroke="{_MOVES}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _bounds(bodies: list[Joints], props: tuple[Prop, ...]) -> tuple[float, float, float]:
    """Return the left, the right and the top of all that is seen."""
    xs = [x for body in bodies for x, _ in body.values()]
    ys = [y for body in bodies for _, y in body.values()]
    for each in props:
        if each.place is not None:
            size = each.size or (0.0, 0.0)
            xs += [each.place[0], each.place[0] + size[0]]
            ys.append(each.place[1] + size[1])
    head = max(y for body in bodies for y in (body["head"][1] + CHIN_TO_CROWN_PCT / 2,))
    return min(xs) - _MARGIN_PCT, max(xs) + _MARGIN_PCT, max(*ys, head) + _MARGIN_PCT


def _panel(
    drawing: Drawing, pose: Pose, frame: _Frame, label: str, letters: float
) -> Iterator[str]:
    at = joints(pose, drawing.view)
    floor = frame.at_y + frame.top
    yield (
        f'<line x1="{frame.at_x:.1f}" y1="{floor:.1f}" x2="{frame.at_x + frame.width:.1f}" '
        f'y2="{floor:.1f}" stroke="{_MUTED}" stroke-width="1"/>'
    )
    held = [prop for prop in drawing.props if prop.joints]
    for prop in drawing.props:
        if prop not in held:
            yield from _thing(prop, at, frame)
    yield from _body(at, drawing.works, frame)
    for prop in held:
        yield from _thing(prop, at, frame)
    if drawing.circles:
        yield from _ring(at[drawing.circles], frame)
    if drawing.end is pose:
        before = joints(drawing.start, drawing.view)
        for joint in drawing.moves:
            yield from _arrow(before[joint], at[joint], frame)
    yield (
        f'<text x="{frame.at_x + frame.width / 2:.1f}" y="{floor + _LABEL_PCT * 0.85:.1f}" '
        f'fill="{_MUTED}" font-size="{letters:.1f}" font-family="system-ui, sans-serif" '
        f'text-anchor="middle">{escape(label)}</text>'
    )


def picture(drawing: Drawing, *, side: Side | None = None, name: str = "") -> str:
    """Draw an exercise as SVG.

    Parameters
    ----------
    drawing
        The entry of the shelf.
    side
        The side that is to work; the picture is mirrored where it shows the other one.
    name
        The exercise's name, for who hears the picture.

    Returns
    -------
    str
        An ``svg`` element: role ``img``, with the words of ``picture_words``. Colours are the
        page's own, the working leg in the accent.
    """
    poses = [drawing.start] if drawing.end is None else [drawing.start, drawing.end]
    mirrored = side is not None and drawing.works is not None and side is not drawing.works
    left, right, top = _bounds([joints(p, drawing.view) for p in poses], drawing.props)
    wide, high = right - left, top + _LABEL_PCT
    stacked = wide > _WIDE_PCT
    n = len(poses)
    whole_w = wide if stacked else n * wide + (n - 1) * _GAP_PCT
    whole_h = n * high if stacked else high
    parts: list[str] = []
    for number, pose in enumerate(poses):
        frame = _Frame(
            x0=left,
            top=top,
            width=wide,
            at_x=0.0 if stacked else number * (wide + _GAP_PCT),
            at_y=number * high if stacked else 0.0,
            mirrored=mirrored,
        )
        label = "hold" if drawing.end is None else ("start", "end")[number]
        parts += _panel(drawing, pose, frame, label, min(7.0, max(whole_w, whole_h) / 28))
    said = escape(picture_words(drawing, side=side, name=name), quote=True)
    return (
        f'<svg class="exercise-picture" viewBox="0 0 {whole_w:.1f} {whole_h:.1f}" role="img" '
        f'aria-label="{said}" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
