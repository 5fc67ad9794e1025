"""A runner seen from the side: points of both legs over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.quantity import Side

Points = Annotated[NDArray[np.float64], "(n_frames, 2), metres, x forward, y up, NaN where lost"]
Times = Annotated[NDArray[np.float64], "(n_frames,), seconds"]

JOINTS = ("hip", "knee", "ankle", "heel", "toe")
#: Joints without which there is no leg; heel and toe may be lost throughout.
NEEDED = ("hip", "knee", "ankle")
_FEWEST_FRAMES = 10
#: Once round the earth: map coordinates are nearer, and larger numbers overflow when squared.
_FARTHEST_M = 4.1e7


class NotAMotion(ValueError):
    """Points that break what every motion promises."""


@frozen(kw_only=True, eq=False)
class Leg:
    """The points of one leg, each of shape (n_frames, 2), in metres; NaN where lost."""

    hip_m: Points
    knee_m: Points
    ankle_m: Points
    heel_m: Points
    toe_m: Points

    def point_m(self, joint: str) -> Points:
        """Return the points of a joint of ``JOINTS``, shape (n_frames, 2), metres."""
        found: Points = getattr(self, f"{joint}_m")
        return found


@frozen(kw_only=True, eq=False)
class Motion:
    """A runner from the side. Build one with ``of``; from there on it can be trusted.

    Parameters
    ----------
    time_s
        Shape (n_frames,), seconds, rising strictly.
    legs
        The legs that were seen, by the runner's own side.
    shoulder_m
        Middle of the shoulders, shape (n_frames, 2); None where it was not followed.
    """

    time_s: Times
    legs: Mapping[Side, Leg]
    shoulder_m: Points | None = None

    @classmethod
    def of(
        cls, *, time_s: Times, legs: Mapping[Side, Leg], shoulder_m: Points | None = None
    ) -> Self:
        """Check the points once, at the gate.

        Raises
        ------
        NotAMotion
            Where times do not rise, shapes differ, a hip, knee or ankle is never seen,
            the picture is upside down, or the runner faces backward.
        """
        n = len(time_s)
        if n < _FEWEST_FRAMES:
            raise NotAMotion(f"{n} frames are too few, expected at least {_FEWEST_FRAMES}")
        if not (np.isfinite(time_s).all() and (np.diff(time_s) > 0).all()):
            raise NotAMotion("time_s must rise from frame to frame")
        if not legs:
            raise NotAMotion("no leg was seen")
        for side, leg in legs.items():
            _check_leg(side, leg, n)
        if shoulder_m is not None:
            _check_points("shoulder", shoulder_m, n)
        return cls(time_s=time_s, legs=dict(legs), shoulder_m=shoulder_m)

    @property
    def rate_hz(self) -> float:
        """Frames per second: one over the median step."""
        return float(1 / np.median(np.diff(self.time_s)))


def _check_points(name: str, points_m: Points, n_frames: int) -> None:
    if points_m.shape != (n_frames, 2):
        raise NotAMotion(f"{name} must have shape {(n_frames, 2)}, got {points_m.shape}")
    far = np.flatnonzero((np.abs(points_m) > _FARTHEST_M).any(axis=1))
    if len(far):
        raise NotAMotion(f"{name} is nowhere on earth in frame {far[0] + 1}")


def _check_leg(side: Side, leg: Leg, n_frames: int) -> None:
    if side is Side.BOTH:
        raise NotAMotion("a leg is left or right")
    for joint in JOINTS:
        _check_points(f"{side} {joint}", leg.point_m(joint), n_frames)
    for joint in NEEDED:
        if np.isnan(leg.point_m(joint)).any(axis=1).all():
            raise NotAMotion(f"the {side} {joint} is never seen")
    if np.nanmedian(leg.hip_m[:, 1]) <= np.nanmedian(leg.ankle_m[:, 1]):
        raise NotAMotion(f"y must point up: the {side} hip lies below the ankle")
    ahead_m = leg.toe_m[:, 0] - leg.heel_m[:, 0]
    if not np.isnan(ahead_m).all() and np.nanmedian(ahead_m) <= 0:
        raise NotAMotion(f"x must point forward: the {side} toe lies behind the heel")
