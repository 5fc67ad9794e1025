"""Stick figures: a body at one moment as SVG, in the page's colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from attrs import frozen

from psoas.motion.key_frames import Body
from psoas.quantity import Side
from psoas.render.charts import ACCENT, ACCENT_2, INK, INKS, LINE, MUTED

#: A leg length in picture units: everything below is in these.
SCALE = 100.0
#: What joins what, of one leg.
LIMBS = (("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "toe"), ("ankle", "toe"))
#: The head hangs above the shoulders on the line of the trunk: where, and how large, in leg
#: lengths. No point of a head is measured: it is drawn to be known for a body.
_HEAD_UP_LEGS, _HEAD_LEGS = 0.24, 0.13
_SIDE_INKS = {Side.LEFT: INKS[ACCENT], Side.RIGHT: INKS[ACCENT_2]}
_INK, _MUTED, _LINE = INKS[INK], INKS[MUTED], INKS[LINE]

Place = tuple[float, float]


def side_ink(side: Side) -> str:
    """Return the colour of a side, as CSS."""
    return _SIDE_INKS[side]


@frozen(kw_only=True)
class Pen:
    """Draws in leg lengths, forward to the right, about a middle in picture units."""

    at_x: float
    at_y: float
    scale: float = SCALE

    def place(self, point_legs: tuple[float, float]) -> Place:
        """Return where a point lies in the picture."""
        return self.at_x + self.scale * point_legs[0], self.at_y - self.scale * point_legs[1]

    def line(
        self,
        first: tuple[float, float],
        second: tuple[float, float],
        ink: str,
        *,
        width: float = 4,
        dash: str = "",
    ) -> str:
        """Return a line between two points."""
        (x1, y1), (x2, y2) = self.place(first), self.place(second)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        return (
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" '
            f'stroke-width="{width:g}" stroke-linecap="round"{dashed}/>'
        )

    def dot(self, point: tuple[float, float], ink: str, *, radius: float = 3.5) -> str:
        """Return a joint."""
        x, y = self.place(point)
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{ink}"/>'


def label(
    x: float, y: float, said: str, *, ink: str = _MUTED, size: float = 12, anchor: str = "middle"
) -> str:
    """Return words at a place of the picture."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}" '
        f'font-family="system-ui, sans-serif" fill="{ink}">{escape(said)}</text>'
    )


def _leg(pen: Pen, points: Mapping[str, Place], side: Side, *, is_far: bool) -> Iterator[str]:
    ink = side_ink(side)
    for first, second in LIMBS:
        a, b = points.get(f"{side.value}_{first}"), points.get(f"{side.value}_{second}")
        if a is not None and b is not None:
            yield pen.line(a, b, ink, width=3 if is_far else 5, dash="2 7" if is_far else "")
    for joint in ("knee", "ankle"):
        point = points.get(f"{side.value}_{joint}")
        if point is not None and not is_far:
            yield pen.dot(point, ink, radius=4)


def _trunk(pen: Pen, points: Mapping[str, Place]) -> Iterator[str]:
    shoulder = points.get("shoulder")
    hips = [points[name] for name in ("left_hip", "right_hip") if name in points]
    if shoulder is None or not hips:
        return
    middle = (sum(p[0] for p in hips) / len(hips), sum(p[1] for p in hips) / len(hips))
    yield pen.line(middle, shoulder, _INK, width=5)
    along = (shoulder[0] - middle[0], shoulder[1] - middle[1])
    length = (along[0] ** 2 + along[1] ** 2) ** 0.5 or 1.0
    head = tuple(s + _HEAD_UP_LEGS * a / length for s, a in zip(shoulder, along, strict=True))
    x, y = pen.place((head[0], head[1]))
    yield (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_HEAD_LEGS * pen.scale:.1f}" fill="none" '
        f'stroke="{_INK}" stroke-width="3"/>'
    )


def figure(pen: Pen, body: Body, *, front: Side) -> str:
    """Draw a body: the leg of *front* solid and on top, the other one dashed behind it."""
    parts = [
        *_leg(pen, body.points_legs, front.other, is_far=True),
        *_trunk(pen, body.points_legs),
        *_leg(pen, body.points_legs, front, is_far=False),
    ]
    return "".join(parts)


def floor(pen: Pen, body: Body, *, half_legs: float = 0.6) -> str:
    """Draw the floor below a body."""
    at = body.floor_legs - 0.02
    return pen.line((-half_legs, at), (half_legs, at), _LINE, width=2)


def drawing(parts: str, *, width: float, height: float, said: str) -> str:
    """Wrap parts as an SVG that fits its place; *said* is read instead of it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-label="{escape(said)}">'
        f"{parts}</svg>"
    )


#: The page's colours for a file that no page holds: light, and dark where the reader's is.
_STYLE = (
    "<style>svg{--ink:#1c2733;--muted:#4d5863;--line:#c9bfac;--accent:#1f4b7a;"
    "--accent-2:#b34a25;background:#fffdf8}"
    "@media(prefers-color-scheme:dark){svg{--ink:#eae6dd;--muted:#adb6bf;--line:#46525f;"
    "--accent:#8fbdea;--accent-2:#e8835c;background:#1b222a}}</style>"
)


def as_file(svg: str) -> str:
    """Return a drawing that stands alone: with its colours, light and dark."""
    head, mark, rest = svg.partition(">")
    return head + mark + _STYLE + rest
