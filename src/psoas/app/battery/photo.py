"""Points that were tapped on photos of the lying leg-drop, as text, and their angle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from psoas.errors import InvalidAnswer
from psoas.evidence import Limits
from psoas.motion.thigh import NotAThigh, Photo, Point, ThighAngle, thigh_angle
from psoas.quantity import Band

WHERE = "the photos"
FIX = (
    "Give hip and knee as x,y in pixels, and two points of a level line if you like: "
    "'820,400 1310,382 100,610 1500,604'"
)
#: A photo pixel is not smaller than a tenth and not larger than a hundred screen pixels.
LEAST_SCALE, MOST_SCALE = 0.1, 100.0
_NUMBER = r"-?\d{1,6}(?:\.\d{1,4})?"
_POINT = re.compile(rf"({_NUMBER}),({_NUMBER})")
_SCALE = re.compile(rf"x({_NUMBER})")


def _refuse(what: str) -> InvalidAnswer:
    return InvalidAnswer(what, where=WHERE, fix=FIX)


def _point(text: str) -> Point:
    found = _POINT.fullmatch(text)
    if found is None:
        raise _refuse(f"{text!r} is not a point")
    return float(found[1]), float(found[2])


def photo_of(text: str) -> Photo:
    """Return a photo's points from ``hip knee [level level] [xSCALE]``, each point ``x,y``.

    Raises
    ------
    InvalidAnswer
        Where the text is not of this form.
    """
    words = text.split()
    scale = 1.0
    if words and (told := _SCALE.fullmatch(words[-1])):
        scale = float(told[1])
        words = words[:-1]
        if not LEAST_SCALE <= scale <= MOST_SCALE:
            raise _refuse(f"the scale {scale:g} cannot be")
    points = [_point(word) for word in words]
    if len(points) not in (2, 4):
        raise _refuse(f"a photo has 2 or 4 points, got {len(points)}")
    return Photo(
        trochanter_px=points[0],
        knee_px=points[1],
        level_px=(points[2], points[3]) if len(points) == 4 else None,
        px_per_tap=scale,
    )


def angle_of(texts: Sequence[str], *, limits: Limits) -> ThighAngle:
    """Return the thigh's angle from the points of all photos of one side.

    Raises
    ------
    InvalidAnswer
        Where there are not as many photos as the protocol asks for, points give no angle, or
        they lie so close that the taps alone err by more than repeats may differ.
    """
    needed = int(limits["photo-count"].value)
    if len(texts) != needed:
        raise _refuse(f"{needed} photos are needed, got {len(texts)}")
    try:
        found = thigh_angle(
            [photo_of(text) for text in texts],
            tap_px=limits["photo-tap"].value,
            roll_deg=limits["photo-roll"].value,
        )
    except NotAThigh as error:
        raise _refuse(str(error)) from error
    if max(error_deg(each) for each in found.each_deg) > limits["photo-spread"].value:
        raise InvalidAnswer(
            "the points lie too close together to read an angle",
            where=WHERE,
            fix="Go nearer, so that the thigh fills half of the photo, and tap a level line",
        )
    return found


def error_deg(band: Band) -> float:
    """Return half the width of an angle's band."""
    return (band.high - band.low) / 2


def as_detail(texts: Sequence[str], found: ThighAngle) -> dict[str, Any]:
    """Return the points and what they gave, to be kept beside the result."""
    return {
        "points": list(texts),
        "each_deg": [round(each.central, 2) for each in found.each_deg],
        "spread_deg": round(found.spread_deg, 2),
        "taps_error_deg": round(error_deg(found.mean_deg), 2),
    }
