"""The thigh's angle against level from points on a photo, with the error of the taps."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, degrees, hypot, isfinite, sqrt
from statistics import fmean

from attrs import frozen

from psoas.quantity import Band
from psoas.stats.detectable import Z95

STEEPEST_LEVEL_DEG = 45.0
"""A level line steeper than this in the photo was not tapped along the table: geometry."""

Point = tuple[float, float]


class NotAThigh(ValueError):
    """Points that give no angle."""


@frozen(kw_only=True)
class Photo:
    """What was tapped on one photo, in its own pixels, x to the right and y down.

    Parameters
    ----------
    trochanter_px, knee_px
        The outer bone of the hip and the outer knee.
    level_px
        Two points along something level, such as the edge of the table; None where none
        was tapped: then the photo's own horizon is taken, with the lean of a hand-held phone.
    px_per_tap
        Pixels of the photo in one pixel of the screen that was tapped.
    """

    trochanter_px: Point
    knee_px: Point
    level_px: tuple[Point, Point] | None = None
    px_per_tap: float = 1.0


@frozen(kw_only=True)
class ThighAngle:
    """The mean over photos of one test, in degrees, above level positive.

    Parameters
    ----------
    each_deg
        Of each photo, with the 95 % error of its taps.
    mean_deg
        The mean, with the 95 % error of the taps; a lean of the phone is shared by all.
    spread_deg
        Greatest less smallest; 0 for a single photo.
    """

    each_deg: tuple[Band, ...]
    mean_deg: Band
    spread_deg: float


def thigh_angle(photos: Sequence[Photo], *, tap_px: float, roll_deg: float) -> ThighAngle:
    """Return the thigh's angle above level, in degrees, from points on photos.

    Parameters
    ----------
    photos
        At least one.
    tap_px
        Standard deviation of a tap from the point meant, in pixels of the screen.
    roll_deg
        Standard deviation of a hand-held phone from level; used where no level is tapped.

    Returns
    -------
    ThighAngle
        Within -90 to 90: plus with the knee above the hip, as in the measure's sign. Which
        way the runner lies does not matter.

    Raises
    ------
    NotAThigh
        Where points coincide or are not finite, the level is steeper than 45 degrees, or
        there is no photo.

    Notes
    -----
    A line between two taps a length L apart errs by sqrt(2) * tap / L rad, to first order;
    the thigh's and the level's errors add in squares. Bony points that were marked wrongly
    are not in it: that is in the published error of the measure.
    """
    if not photos:
        raise NotAThigh("there is no photo")
    angles_deg = [_above_level_deg(photo) for photo in photos]
    taps_deg = [_tap_error_deg(photo, tap_px=tap_px) for photo in photos]
    rolls_deg = [0.0 if photo.level_px else roll_deg for photo in photos]
    mean_deg = fmean(angles_deg)
    of_taps_deg = sqrt(sum(each**2 for each in taps_deg)) / len(photos)
    mean_error_deg = Z95 * hypot(of_taps_deg, max(rolls_deg))
    return ThighAngle(
        each_deg=tuple(
            _around(angle, Z95 * hypot(tap, roll))
            for angle, tap, roll in zip(angles_deg, taps_deg, rolls_deg, strict=True)
        ),
        mean_deg=_around(mean_deg, mean_error_deg),
        spread_deg=max(angles_deg) - min(angles_deg),
    )


def _around(central_deg: float, error_deg: float) -> Band:
    return Band(central_deg - error_deg, central_deg, central_deg + error_deg)


def _line(start_px: Point, end_px: Point, what: str) -> Point:
    """Return the way from one point to another, x right and y up."""
    right, down = end_px[0] - start_px[0], end_px[1] - start_px[1]
    if not (isfinite(right) and isfinite(down)) or hypot(right, down) == 0:
        raise NotAThigh(f"the two points of {what} are one, or are nowhere")
    return right, -down


def _above_level_deg(photo: Photo) -> float:
    right, up = _line(photo.trochanter_px, photo.knee_px, "the thigh")
    tilt_deg = 0.0 if photo.level_px is None else _tilt_deg(photo.level_px)
    if right < 0:  # the knee points to the left: look at the photo in a mirror
        right, tilt_deg = -right, -tilt_deg
    return degrees(atan2(up, right)) - tilt_deg


def _tilt_deg(level_px: tuple[Point, Point]) -> float:
    """Return how far the level line rises to the right in the photo."""
    right, up = _line(*level_px, "the level line")
    if right < 0:
        right, up = -right, -up
    tilt_deg = degrees(atan2(up, right))
    if abs(tilt_deg) > STEEPEST_LEVEL_DEG:
        raise NotAThigh("the level line stands upright: turn the photo, or tap along the table")
    return tilt_deg


def _tap_error_deg(photo: Photo, *, tap_px: float) -> float:
    """Return the standard deviation that the taps give the angle."""
    lines = [(photo.trochanter_px, photo.knee_px)]
    if photo.level_px is not None:
        lines.append(photo.level_px)
    tap_px = tap_px * photo.px_per_tap
    lengths_px = [hypot(*_line(*line, "a line")) for line in lines]
    return degrees(sqrt(sum(2 * (tap_px / length) ** 2 for length in lengths_px)))
