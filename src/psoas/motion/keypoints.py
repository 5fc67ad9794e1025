"""Key points as they come: pixels or metres, with the confidence of what found them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Self

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from psoas.motion.model import JOINTS, NEEDED, Motion, NotAMotion
from psoas.quantity import Side

Track = Annotated[NDArray[np.float64], "(n_frames, 2), x as in the picture, y up, NaN where lost"]
Times = Annotated[NDArray[np.float64], "(n_frames,), seconds"]
Values = Annotated[NDArray[np.float64], "(n_frames,)"]

SHOULDER = "shoulder"
SIDES = (Side.LEFT, Side.RIGHT)
FEWEST_FRAMES = 10
#: More frames than a quarter of an hour at 240 frames/s: no recording of a few strides.
MOST_FRAMES = 216_000
#: Pixels of no picture and metres of no track; larger numbers overflow when they are squared.
MOST_FAR = 1e6
#: Points that all lie within so many pixels are shares of a picture, 0 to 1, and a little beyond.
LEAST_FAR_PX = 3.0
#: Frames farther apart are no video; milliseconds are.
MOST_STEP_S = 1.0


def _check_track(name: str, track: Track, n_frames: int) -> None:
    if track.shape != (n_frames, 2):
        raise NotAMotion(f"{name} must have shape {(n_frames, 2)}, got {track.shape}")
    if np.isinf(track).any():
        raise NotAMotion(f"{name} holds an infinite number")
    if (np.abs(track) > MOST_FAR).any():
        raise NotAMotion(f"{name} lies farther away than any picture reaches")


def _check_legs(known: Mapping[str, Track]) -> None:
    legs = [side for side in SIDES if any(key(side, joint) in known for joint in JOINTS)]
    if not legs:
        raise NotAMotion("no leg was seen")
    for side in legs:
        for joint in NEEDED:
            name = key(side, joint)
            if name not in known or np.isnan(known[name]).any(axis=1).all():
                raise NotAMotion(f"the {side.value} {joint} is never seen")


class Length(StrEnum):
    """What a length of the key points is."""

    METRES = "m"
    PIXELS = "px"


def key(side: Side, joint: str) -> str:
    """Return the name of a joint's track, such as ``left_hip``."""
    return f"{side.value}_{joint}"


#: Points of a face: nothing is measured by them, they say what to blur.
FACE = ("nose", "left_eye", "right_eye", "left_ear", "right_ear")
#: Every track that is measured; of others only a face's are kept.
NAMES = (*(key(side, joint) for side in SIDES for joint in JOINTS), SHOULDER)


@frozen(kw_only=True, eq=False)
class KeyPoints:
    """A runner's key points from the side. Build one with ``of``.

    Parameters
    ----------
    time_s
        Shape (n_frames,), seconds, rising strictly.
    unit
        Of every track.
    tracks
        By name of ``NAMES``, shape (n_frames, 2), y up; a leg that was not seen has none.
    confidence
        By name, shape (n_frames,), 0 to 1, as its finder gave it; none where it gave none.
    picture_px
        Width and height of the picture; None where it is not known.
    n_crowded_frames
        Frames in which a second person of similar size was found.
    face
        Tracks of ``FACE``, those that were given: for what hides a face, never for a measure.
    camera_px
        How far the background usually moves in a quarter of a second; NaN where nothing tells.
    is_rough
        Whether a small model found them, whose far leg, knees and toes are not good enough.
    """

    time_s: Times
    unit: Length
    tracks: Mapping[str, Track]
    confidence: Mapping[str, Values]
    picture_px: tuple[float, float] | None = None
    n_crowded_frames: int = 0
    face: Mapping[str, Track] = field(factory=dict)
    camera_px: float = float("nan")
    is_rough: bool = False

    @classmethod
    def of(
        cls,
        *,
        time_s: Times,
        unit: Length,
        tracks: Mapping[str, Track],
        confidence: Mapping[str, Values] | None = None,
        picture_px: tuple[float, float] | None = None,
        n_crowded_frames: int = 0,
        camera_px: float = float("nan"),
        is_rough: bool = False,
        y_down: bool,
    ) -> Self:
        """Check key points once, at the gate; where *y_down* turn them to y up.

        Raises
        ------
        NotAMotion
            Where times do not rise, shapes differ, there is no whole leg, or a hip, knee or
            ankle is never seen.
        """
        n = len(time_s)
        if not FEWEST_FRAMES <= n <= MOST_FRAMES:
            raise NotAMotion(f"{n} frames; expected {FEWEST_FRAMES} to {MOST_FRAMES}")
        if not (np.isfinite(time_s).all() and (np.diff(time_s) > 0).all()):
            raise NotAMotion("time must rise from frame to frame")
        if float(np.median(np.diff(time_s))) > MOST_STEP_S:
            raise NotAMotion("more than a second from frame to frame: times must be in seconds")
        known = {name: tracks[name] for name in NAMES if name in tracks}
        face = {name: tracks[name] for name in FACE if name in tracks}
        for name, track in (known | face).items():
            _check_track(name, track, n)
        _check_legs(known)
        if unit is Length.PIXELS and not any(
            (np.abs(track) > LEAST_FAR_PX).any() for track in known.values()
        ):
            raise NotAMotion(
                "its points are shares of the picture: multiply x by its width and y by its height"
            )
        up = np.array([1.0, -1.0 if y_down else 1.0])
        return cls(
            time_s=time_s,
            unit=unit,
            tracks={name: track * up for name, track in known.items()},
            confidence=dict(confidence or {}),
            picture_px=picture_px,
            n_crowded_frames=n_crowded_frames,
            face={name: track * up for name, track in face.items()},
            camera_px=camera_px,
            is_rough=is_rough,
        )

    @classmethod
    def of_motion(cls, motion: Motion) -> Self:
        """Return the points of a motion in metres."""
        tracks = {
            key(side, joint): leg.point_m(joint)
            for side, leg in motion.legs.items()
            for joint in JOINTS
        }
        if motion.shoulder_m is not None:
            tracks[SHOULDER] = motion.shoulder_m
        return cls.of(time_s=motion.time_s, unit=Length.METRES, tracks=tracks, y_down=False)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The legs that were followed."""
        return tuple(side for side in SIDES if key(side, "hip") in self.tracks)

    @property
    def rate_hz(self) -> float:
        """Frames per second: one over the median step."""
        return float(1 / np.median(np.diff(self.time_s)))

    def slowed(self, factor: float) -> KeyPoints:
        """Return the same frames on a clock that runs *factor* times faster."""
        return evolve(self, time_s=self.time_s / factor)

    def of_sides(self) -> Iterator[tuple[Side, Mapping[str, Track]]]:
        """Yield each leg's tracks by joint."""
        for side in self.sides:
            yield (
                side,
                {
                    joint: self.tracks[key(side, joint)]
                    for joint in JOINTS
                    if key(side, joint) in self.tracks
                },
            )
