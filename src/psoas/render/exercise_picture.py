"""An exercise as a picture: its poses side by side, in the page's own colours."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import hypot

from psoas.loop.drawing import Drawing, Part, Place, Pose, View
from psoas.quantity import Side
from psoas.render.charts import ACCENT_2, INK, INKS, MUTED
from psoas.render.exercise_frame import LABEL_PCT, Frame, frames
from psoas.render.exercise_things import GROUND, arrow, ring, thing
from psoas.render.figure import CHIN_TO_CROWN_PCT, Joints, joints, spine
from psoas.render.pose_words import is_upright, knee_is_up, picture_words, stands_upright

_INK, _MUTED, _WORK = INKS[INK], INKS[MUTED], INKS[ACCENT_2]
#: How thick the parts are drawn, in percent of body height.
_TRUNK_W, _THIGH_W, _SHIN_W, _ARM_W, _FOOT_W = 6.5, 5.0, 4.0, 3.2, 2.6
_SOLE_UP_PCT = _FOOT_W / 2
#: From where along the upper arm a rim of the page's ground keeps it apart from the trunk.
_RIM_FROM, _RIM_W = 0.4, 1.8
#: How much of its colour the far side keeps, and who lends a hand.
_FAR_OPACITY, _SECOND_OPACITY = 0.5, 0.35
#: How large letters are on a phone of 360 px, and how wide and high the picture is there.
_LETTERS_PX, _PHONE_PX = 11.6, (289.0, 272.0)
_Inks = dict[tuple[Part, str], str]


def _lifted(heel: Place, toe: Place, ankle: Place) -> tuple[Place, Place]:
    """Return the sole half its thickness nearer to the ankle, so that it rests on the floor."""
    along = (toe[0] - heel[0], toe[1] - heel[1])
    length = hypot(*along)
    if length == 0:  # a foot that points away from the viewer
        return heel, toe
    up = (-along[1] / length, along[0] / length)
    above = (ankle[0] - heel[0]) * up[0] + (ankle[1] - heel[1]) * up[1]
    if abs(above) < _SOLE_UP_PCT:  # seen from above
        return heel, toe
    if above < 0:
        up = (-up[0], -up[1])
    moved = (up[0] * _SOLE_UP_PCT, up[1] * _SOLE_UP_PCT)
    return (heel[0] + moved[0], heel[1] + moved[1]), (toe[0] + moved[0], toe[1] + moved[1])


def _leg(at: Joints, side: str, ink: str, frame: Frame) -> Iterator[str]:
    hip, knee, ankle = (at[f"{side}_{each}"] for each in ("hip", "knee", "ankle"))
    heel, toe = _lifted(at[f"{side}_heel"], at[f"{side}_toe"], ankle)
    yield frame.line((ankle, heel, toe, ankle), ink, _FOOT_W)
    yield frame.line((knee, ankle), ink, _SHIN_W)
    yield frame.line((hip, knee), ink, _THIGH_W)


def _arm(at: Joints, side: str, ink: str, frame: Frame, *, rim: bool) -> Iterator[str]:
    shoulder, elbow, hand = (at[f"{side}_{each}"] for each in ("shoulder", "elbow", "hand"))
    if rim:
        x, y = (a + _RIM_FROM * (b - a) for a, b in zip(shoulder, elbow, strict=True))
        width = _ARM_W + _RIM_W
        yield frame.line(((x, y), elbow, hand), GROUND, width).replace('cap="round"', 'cap="butt"')
    yield frame.line((shoulder, elbow, hand), ink, _ARM_W)


def _raised_knee(knee: Place, frame: Frame) -> Iterator[str]:
    """A knee that is nearer to the viewer than the floor."""
    yield frame.disc(knee, _SHIN_W, f'fill="{GROUND}" stroke="{_INK}" stroke-width="{_FOOT_W}"')


def _trunk(pose: Pose, at: Joints, view: View, frame: Frame) -> Iterator[str]:
    wide = _TRUNK_W if view is View.ABOVE else _ARM_W
    yield frame.line((at["right_shoulder"], at["left_shoulder"]), _INK, wide)
    yield frame.line((at["right_hip"], at["left_hip"]), _INK, _ARM_W)
    yield frame.line(spine(pose), _INK, _TRUNK_W)
    yield frame.line((at["shoulders"], at["head"]), _INK, _ARM_W)
    yield frame.disc(at["head"], CHIN_TO_CROWN_PCT / 2, f'fill="{_INK}"')


def _faded(parts: Iterator[str] | list[str], opacity: float) -> str:
    return f'<g opacity="{opacity}">{"".join(parts)}</g>'


def _inks(drawing: Drawing) -> _Inks:
    works = drawing.works
    return {} if works is None else {(drawing.part, works.value): _WORK}


def _hides_hands(pose: Pose) -> bool:
    return pose.right_arm.hidden and pose.left_arm.hidden


def _beside(pose: Pose, inks: _Inks, view: View, frame: Frame) -> Iterator[str]:
    """A body whose two sides are equally far: legs, trunk and arms, from the floor up."""
    at = joints(pose, view)
    for side, limb in (("left", pose.left_leg), ("right", pose.right_leg)):
        leg = list(_leg(at, side, inks.get((Part.LEG, side), _INK), frame))
        yield _faded(leg, _FAR_OPACITY) if stands_upright(limb, view) else "".join(leg)
        if knee_is_up(limb, view):
            yield from _raised_knee(at[f"{side}_knee"], frame)
    arms = [
        part
        for side in ("left", "right")
        for part in _arm(at, side, inks.get((Part.ARM, side), _INK), frame, rim=True)
    ]
    trunk = list(_trunk(pose, at, view, frame))
    yield from (*arms, *trunk) if view is View.ABOVE or _hides_hands(pose) else (*trunk, *arms)


def _behind(pose: Pose, inks: _Inks, view: View, frame: Frame) -> Iterator[str]:
    """A body whose left side is the far one: that first, then the trunk, then the near side."""
    at = joints(pose, view)
    for part, drawn in (
        (Part.ARM, list(_arm(at, "left", inks.get((Part.ARM, "left"), _INK), frame, rim=False))),
        (Part.LEG, list(_leg(at, "left", inks.get((Part.LEG, "left"), _INK), frame))),
    ):
        yield "".join(drawn) if (part, "left") in inks else _faded(drawn, _FAR_OPACITY)
    yield from _trunk(pose, at, view, frame)
    arm = _arm(at, "right", inks.get((Part.ARM, "right"), _INK), frame, rim=True)
    leg = _leg(at, "right", inks.get((Part.LEG, "right"), _INK), frame)
    yield from (*arm, *leg) if pose.right_arm.hidden else (*leg, *arm)


def _body(pose: Pose, inks: _Inks, view: View, frame: Frame) -> Iterator[str]:
    even = view is View.ABOVE or (view is View.FRONT and is_upright(pose))
    return (_beside if even else _behind)(pose, inks, view, frame)


def _ground(drawing: Drawing, frame: Frame) -> Iterator[str]:
    if drawing.view is View.ABOVE:
        return
    ends = [(x, drawing.rise_pct / 100 * x) for x in (frame.x0, frame.x0 + frame.width)]
    (x1, y1), (x2, y2) = map(frame.place, ends)
    yield (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{_MUTED}" stroke-width="1"/>'
    )


def _crossed(frame: Frame) -> Iterator[str]:
    left, right = frame.x0 + 4, frame.x0 + frame.width - 4
    top, bottom = frame.top - 4, frame.top - frame.height + LABEL_PCT + 4
    for first, last in (((left, top), (right, bottom)), ((left, bottom), (right, top))):
        yield frame.line((first, last), GROUND, 2.6)
        yield frame.line((first, last), _WORK, 1.4)


def _panel(drawing: Drawing, pose: Pose, before: Pose | None, frame: Frame) -> Iterator[str]:
    at = joints(pose, drawing.view)
    if drawing.second:
        yield _faded(_body(drawing.second, {}, drawing.view, frame), _SECOND_OPACITY)
    behind = [each for each in drawing.props if not each.joints or _hides_hands(pose)]
    for prop in behind:
        yield from thing(prop, at, frame)
    yield from _body(pose, _inks(drawing), drawing.view, frame)
    yield from _ground(drawing, frame)
    for prop in drawing.props:
        if prop not in behind:
            yield from thing(prop, at, frame)
    if drawing.circles:
        yield from ring(at[drawing.circles], frame)
    if before is not None:
        was = joints(before, drawing.view)
        for joint in drawing.moves if pose.moves is None else pose.moves:
            yield from arrow(was[joint], at[joint], frame)
    if drawing.crossed:
        yield from _crossed(frame)


def _label(label: str, frame: Frame, letters: float) -> str:
    x, y = frame.at_x + frame.width / 2, frame.at_y + frame.height - LABEL_PCT * 0.22
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{_MUTED}" font-size="{letters:.2f}" '
        f'font-family="system-ui, sans-serif" text-anchor="middle">{escape(label)}</text>'
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
        page's own, what works in the accent.
    """
    mirrored = side is not None and drawing.works is not None and side is not drawing.works
    placed, (wide, high) = frames(drawing, mirrored=mirrored)
    letters = _LETTERS_PX * max(wide / _PHONE_PX[0], high / _PHONE_PX[1])
    parts: list[str] = []
    before: Pose | None = None
    for pose, label, frame in zip(drawing.poses, drawing.labels, placed, strict=True):
        parts += _panel(drawing, pose, before, frame)
        parts.append(_label(label, frame, letters))
        before = pose
    said = escape(picture_words(drawing, side=side, name=name), quote=True)
    return (
        f'<svg class="exercise-picture" viewBox="0 0 {wide:.1f} {high:.1f}" role="img" '
        f'aria-label="{said}" xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )
