"""A drawing in words, for who hears the page: made from the same numbers as the picture."""

from __future__ import annotations

from collections.abc import Iterator

from psoas.loop.drawing import Drawing, Pose, View
from psoas.quantity import Side
from psoas.render.figure import Joints, direction_deg, joints

#: Joints that are named in words, and how; a foot is its toe and its heel.
_SPOKEN = {"toe": "toes", "heel": "heel", "knee": "knee", "hand": "hand", "elbow": "elbow"}
#: From how many degrees of bend a joint is called bent. [source:psoas-convention]
_BENT_DEG, _STEP_DEG = 20, 10


def _within(angle_deg: float) -> float:
    return (angle_deg + 180) % 360 - 180


def _rounded_deg(angle_deg: float) -> int:
    return int(_STEP_DEG * round(angle_deg / _STEP_DEG))


def knee_bend_deg(at: Joints, side: str) -> float:
    """Return how far a knee is bent, 0 where it is straight; it cannot be below 0."""
    thigh = direction_deg(at[f"{side}_hip"], at[f"{side}_knee"])
    shin = direction_deg(at[f"{side}_knee"], at[f"{side}_ankle"])
    return -_within(shin - thigh)


def hip_bend_deg(at: Joints, side: str) -> float:
    """Return how far a hip is bent in the side view; below 0 the thigh is behind."""
    trunk = direction_deg(at["shoulders"], at["pelvis"])
    return _within(direction_deg(at[f"{side}_hip"], at[f"{side}_knee"]) - trunk)


def _trunk_words(pose: Pose, view: View) -> str:
    angle_deg = _within(pose.trunk_deg)
    if view is View.FRONT:
        return "body upright" if 60 <= angle_deg <= 120 else "body on its side"
    if 75 <= angle_deg <= 105:
        return "body upright"
    if 105 < angle_deg <= 150:
        return "body leaning back"
    if 25 < angle_deg < 75:
        return "body leaning forward"
    return "lying on the back" if abs(angle_deg) > 150 else "body level, face down"


def _bent(name: str, angle_deg: float) -> str:
    if angle_deg < -_BENT_DEG:
        return f"{name} {_rounded_deg(-angle_deg)}° behind straight"
    return f"{name} {_rounded_deg(angle_deg)}°" if angle_deg >= _BENT_DEG else f"{name} straight"


def _leg_words(at: Joints, side: str, called: str) -> str:
    hip, knee = (
        _bent("hip", hip_bend_deg(at, side)),
        _bent("knee", knee_bend_deg(at, side)),
    )
    return f"{called} leg: {hip}, {knee}"


def _rests_on(pose: Pose, called: dict[str, str]) -> Iterator[str]:
    for joint, on in pose.contacts:
        side, _, part = joint.partition("_")
        said = f"{called[side]} {_SPOKEN.get(part, part)}" if part else joint
        yield f"{said} on the {on}"


def _pose_words(pose: Pose, view: View, called: dict[str, str]) -> str:
    at = joints(pose, view)
    legs = (
        [_leg_words(at, side, called[side]) for side in ("right", "left")]
        if view is View.SIDE
        else []
    )
    rests = ", ".join(_rests_on(pose, called))
    return "; ".join((_trunk_words(pose, view), *legs, rests))


def picture_words(drawing: Drawing, *, side: Side | None = None, name: str = "") -> str:
    """Return what a drawing shows, in words.

    Parameters
    ----------
    drawing, side, name
        As for ``picture``: a picture that is mirrored swaps right and left.
    """
    swapped = side is not None and drawing.works is not None and side is not drawing.works
    called = {"right": "left", "left": "right"} if swapped else {"right": "right", "left": "left"}
    parts = [f"{name}, seen from the {drawing.view}." if name else f"From the {drawing.view}."]
    if drawing.works is not None:
        parts.append(f"The {called[drawing.works.value]} leg is the coloured one.")
    first = "Start" if drawing.end else "Hold"
    parts.append(f"{first}: {_pose_words(drawing.start, drawing.view, called)}.")
    if drawing.end is not None:
        parts.append(f"End: {_pose_words(drawing.end, drawing.view, called)}.")
    return " ".join(parts)
