"""A drawing in words, for who hears the page: made from the same numbers as the picture."""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, hypot, radians

from psoas.loop.drawing import Drawing, Limb, Pose, Prop, View
from psoas.quantity import Side
from psoas.render.figure import TRUNK_PCT, UPPER_ARM_PCT, Joints, direction_deg, joints

#: Joints that have another name in words; a foot is its toe and its heel.
_SPOKEN = {"toe": "toes"}
#: From how many degrees of bend a joint is called bent. [source:psoas-convention]
_BENT_DEG, _STEP_DEG = 20, 10
#: A part that shows less of its length points at the viewer or away. [source:psoas-convention]
_POINTS_RATIO, _WHOLE_RATIO, _UPRIGHT_RATIO = 0.65, 0.95, 0.3
#: A long arm points up, out or down, by its degrees from the line of the trunk; the hand of a
#: bent one is somewhere along that line, 0 at the hips and 1 at the shoulders.
_LONG_ARM_DEG = 40
_LONG_ARM = ((45, "long, overhead"), (130, "long, straight out"), (180, "long, by the body"))
_HAND_AT = (
    *((0.3, "hand at the hips"), (0.65, "hand at the waist"), (1.15, "hand at the chest")),
    *((1.55, "hand at the head"), (9.9, "hand above the head")),
)
_SIDES = ("right", "left")


def _within(angle_deg: float) -> float:
    return (angle_deg + 180) % 360 - 180


def _rounded_deg(angle_deg: float) -> int:
    return int(_STEP_DEG * round(angle_deg / _STEP_DEG))


def is_upright(pose: Pose) -> bool:
    """Return whether the trunk of a body points up rather than along the floor."""
    return 60 <= _within(pose.trunk_deg) <= 120


def stands_upright(limb: Limb, view: View) -> bool:
    """Return whether a leg is seen from above and stands under the body."""
    return view is View.ABOVE and limb.upper_ratio < _UPRIGHT_RATIO


def knee_is_up(limb: Limb, view: View) -> bool:
    """Return whether a leg is seen from above with its knee off the floor."""
    return view is View.ABOVE and _UPRIGHT_RATIO <= limb.upper_ratio < _WHOLE_RATIO


def knee_bend_deg(at: Joints, side: str) -> float:
    """Return how far a knee is bent, 0 where it is straight; it cannot be below 0."""
    thigh = direction_deg(at[f"{side}_hip"], at[f"{side}_knee"])
    shin = direction_deg(at[f"{side}_knee"], at[f"{side}_ankle"])
    return -_within(shin - thigh)


def hip_bend_deg(at: Joints, side: str) -> float:
    """Return how far a hip is bent in the side view; below 0 the thigh is behind."""
    trunk = direction_deg(at["shoulders"], at["pelvis"])
    return _within(direction_deg(at[f"{side}_hip"], at[f"{side}_knee"]) - trunk)


def hip_out_deg(at: Joints, side: str) -> float:
    """Return how far a thigh is led out to its side, from the front or above; below 0 across."""
    angle_deg = hip_bend_deg(at, side)
    return -angle_deg if side == "right" else angle_deg


def _pelvis_words(pose: Pose, view: View, called: dict[str, str]) -> Iterator[str]:
    """Which side of the pelvis hangs, where it is not level."""
    if view is View.FRONT and pose.hips_deg:
        yield f"{called['right' if pose.hips_deg > 0 else 'left']} side of the pelvis lower"


def _trunk_words(pose: Pose, view: View) -> str:
    if view is View.ABOVE:
        on_seat = any(joint == "pelvis" for joint, _ in pose.contacts)
        return "sitting" if on_seat else "standing"
    if view is View.FRONT:
        return "body upright" if is_upright(pose) else "body on its side"
    angle_deg = _within(pose.trunk_deg)
    bent = ("", ", back round", ", back hollow")[(pose.back_deg > 0) - (pose.back_deg < 0)]
    if 75 <= angle_deg <= 105:
        return f"body upright{bent}"
    if 105 < angle_deg <= 150:
        return f"body leaning back{bent}"
    if 25 < angle_deg < 75:
        return f"body leaning forward{bent}"
    lying = "lying on the back" if abs(angle_deg) > 150 else "body level, face down"
    return f"{lying}{bent}"


def _bent(name: str, angle_deg: float) -> str:
    if angle_deg < -_BENT_DEG:
        return f"{name} {_rounded_deg(-angle_deg)}° behind straight"
    return f"{name} {_rounded_deg(angle_deg)}°" if angle_deg >= _BENT_DEG else f"{name} straight"


def _out(angle_deg: float) -> str:
    if abs(angle_deg) < _BENT_DEG:
        return "thigh straight"
    way = "out to the side" if angle_deg > 0 else "across"
    return f"thigh {_rounded_deg(abs(angle_deg))}° {way}"


def _flat_leg_words(at: Joints, side: str, limb: Limb, view: View) -> str:
    """Words for a leg that is not seen from its side."""
    if stands_upright(limb, view):
        return "upright"
    thigh = _out(hip_out_deg(at, side))
    if knee_is_up(limb, view):
        return f"{thigh}, knee up"
    if view is View.FRONT and limb.upper_ratio < _POINTS_RATIO:
        return "thigh to the front"
    if view is View.FRONT and limb.upper_ratio < _WHOLE_RATIO:
        also = thigh.removeprefix("thigh straight").replace("thigh", " and", 1)
        thigh = f"thigh partly to the front{also}"
    if min(limb.upper_ratio, limb.lower_ratio) < _WHOLE_RATIO:
        return f"{thigh}, knee bent"
    return f"{thigh}, {_bent('knee', abs(knee_bend_deg(at, side)))}"


def _leg_words(at: Joints, pose: Pose, side: str, view: View) -> str:
    if view is View.SIDE:
        hip, knee = hip_bend_deg(at, side), knee_bend_deg(at, side)
        return f"{_bent('hip', hip)}, {_bent('knee', knee)}"
    limb = pose.right_leg if side == "right" else pose.left_leg
    return _flat_leg_words(at, side, limb, view)


def _arm_words(at: Joints, pose: Pose, side: str, view: View) -> str:
    """Which way a long arm points, or where along the body the hand of a bent one is."""
    shoulder, elbow, hand = (at[f"{side}_{each}"] for each in ("shoulder", "elbow", "hand"))
    upper_deg, lower_deg = direction_deg(shoulder, elbow), direction_deg(elbow, hand)
    long = abs(_within(upper_deg - lower_deg)) < _LONG_ARM_DEG
    if view is View.ABOVE:
        return "long" if long else "bent"
    up_deg = abs(_within(direction_deg(shoulder, hand) - pose.trunk_deg))
    if long and hypot(hand[0] - shoulder[0], hand[1] - shoulder[1]) > UPPER_ARM_PCT:
        return next(words for limit, words in _LONG_ARM if up_deg <= limit)
    from_hips = (hand[0] - at["pelvis"][0], hand[1] - at["pelvis"][1])
    turned = radians(direction_deg((0, 0), from_hips) - pose.trunk_deg)
    along = hypot(*from_hips) * cos(turned) / TRUNK_PCT
    return next(words for limit, words in _HAND_AT if along <= limit)


def _both(said: dict[str, str], called: dict[str, str], part: str) -> Iterator[str]:
    """Yield each side's words, or once what holds for both."""
    if len(said) == len(_SIDES) and said["right"] == said["left"]:
        yield f"both {part}s: {said['right']}"
        return
    for side, words in said.items():
        yield f"{called[side]} {part}: {words}"


def _rests_on(pose: Pose, called: dict[str, str]) -> Iterator[str]:
    contacts = set(pose.contacts)
    for joint, on in pose.contacts:
        side, _, part = joint.partition("_")
        other = {"toe": "heel", "heel": "toe"}.get(part, "")
        whole = (f"{side}_{other}", on) in contacts
        if whole and part == "heel":
            continue
        said = f"{called[side]} {'foot' if whole else _SPOKEN.get(part, part)}" if part else joint
        yield f"{said} on the {on}"


def _thing_words(prop: Prop, called: dict[str, str]) -> str:
    """Where something is that the body holds or that pulls at it; nothing for the rest."""
    sides = [joint.partition("_") for joint in prop.joints]
    named = [f"{called[side]} {_SPOKEN.get(part, part)}" for side, _, part in sides if part]
    if prop.kind == "band" and named:
        way = "round" if len(named) > 1 else "pulls at"
        return f"A band {way} the {' and the '.join(named)}."
    if prop.kind in ("weight", "kettlebell"):
        return f"A {prop.kind} at the {' and the '.join(named) or prop.joints[0]}."
    return ""


def _pose_words(pose: Pose, view: View, called: dict[str, str]) -> str:
    at = joints(pose, view)
    resting = {joint for joint, _ in pose.contacts}
    legs = {side: _leg_words(at, pose, side, view) for side in _SIDES}
    free = [side for side in _SIDES if not {f"{side}_hand", f"{side}_elbow"} & resting]
    arms = {side: _arm_words(at, pose, side, view) for side in free}
    rests = ", ".join(_rests_on(pose, called))
    return "; ".join(
        (
            _trunk_words(pose, view),
            *_pelvis_words(pose, view, called),
            *_both(legs, called, "leg"),
            *_both(arms, called, "arm"),
            rests,
        )
    )


def picture_words(drawing: Drawing, *, side: Side | None = None, name: str = "") -> str:
    """Return what a drawing shows, in words.

    Parameters
    ----------
    drawing, side, name
        As for ``picture``: a picture that is mirrored swaps right and left.
    """
    swapped = side is not None and drawing.works is not None and side is not drawing.works
    called = {"right": "left", "left": "right"} if swapped else {"right": "right", "left": "left"}
    seen = "from above" if drawing.view is View.ABOVE else f"from the {drawing.view}"
    parts = [f"{name}, seen {seen}." if name else f"{seen.capitalize()}."]
    if drawing.crossed:
        parts.append("Crossed out: psoas does not give it.")
    if drawing.works is not None:
        parts.append(f"The {called[drawing.works.value]} {drawing.part} is the coloured one.")
    parts += [said for prop in drawing.props if (said := _thing_words(prop, called))]
    for pose, label in zip(drawing.poses, drawing.labels, strict=True):
        parts.append(f"{label.capitalize()}: {_pose_words(pose, drawing.view, called)}.")
    return " ".join(parts)
