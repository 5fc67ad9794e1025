"""A drawn runner: limbs as rounded bars over a patterned room, where every joint is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from attrs import frozen

from psoas.motion import JOINTS
from psoas.motion.keypoints import SHOULDER
from tests.kit.gait import LEG_M, points_m
from tests.kit.video import write_video

#: 42 frames at 60 a second: whole strides of whole frames can be shown again and again.
STRIDE_S = 0.7

SKIN, SHIRT, SHORTS, SHOE, HAIR = (
    (214, 162, 132),
    (40, 70, 160),
    (35, 35, 40),
    (230, 230, 60),
    (60, 40, 25),
)


def room(width: int, height: int, *, seed: int = 5) -> np.ndarray:
    """A wall with soft spots and a floor: something for a camera to hold on to."""
    soft = np.random.default_rng(seed).normal(0, 1, (height + 12, width + 12))
    for axis in (0, 1):
        total = np.cumsum(soft, axis=axis)
        early, late = (np.delete(total, part, axis) for part in (slice(-12, None), slice(0, 12)))
        soft = late - early
    picture = np.full((height, width, 3), (205.0, 200.0, 190.0)) + soft[..., None]
    picture[int(0.9 * height) :] -= 70
    return picture


def bar(
    picture: np.ndarray, start: np.ndarray, end: np.ndarray, thick: tuple[float, float], colour
) -> None:
    """Draw a bar between two points, thick at each end, lit from above, with a soft edge."""
    thickest = max(thick) + 2
    low = np.floor(np.minimum(start, end) - thickest).astype(int).clip(0)
    high = np.ceil(np.maximum(start, end) + thickest).astype(int)
    part = picture[low[1] : high[1], low[0] : high[0]]
    if not part.size:
        return
    y, x = np.mgrid[low[1] : low[1] + part.shape[0], low[0] : low[0] + part.shape[1]]
    along = end - start
    share = ((x - start[0]) * along[0] + (y - start[1]) * along[1]) / max(along @ along, 1e-9)
    share = share.clip(0, 1)
    off_x, off_y = x - start[0] - share * along[0], y - start[1] - share * along[1]
    radius = thick[0] + share * (thick[1] - thick[0])
    cover = (radius - np.hypot(off_x, off_y) + 0.5).clip(0, 1)[..., None]
    light = 1.0 - 0.25 * (off_y / radius)[..., None]
    part[:] = part * (1 - cover) + np.array(colour) * light * cover


def shaded(colour: tuple[int, int, int], light_ratio: float) -> tuple[float, ...]:
    return tuple(light_ratio * each for each in colour)


@frozen
class Drawing:
    """A picture that is drawn into, with lengths in metres and directions of the trunk."""

    picture: np.ndarray
    px_per_m: float
    up: np.ndarray
    ahead: np.ndarray

    def bar(self, start, end, thick_m: tuple[float, float], colour) -> None:
        thick = tuple(self.px_per_m * each for each in thick_m)
        bar(self.picture, start, end, thick, colour)

    def off(self, start: np.ndarray, *, up_m: float = 0.0, ahead_m: float = 0.0) -> np.ndarray:
        return start + self.px_per_m * (up_m * self.up + ahead_m * self.ahead)

    def arm(self, shoulder: np.ndarray, swing: float, light_ratio: float) -> None:
        cosine, sine = np.cos(swing), np.sin(swing)
        turn = np.array([[cosine, -sine], [sine, cosine]])
        elbow = shoulder + 0.28 * self.px_per_m * (turn @ -self.up)
        hand = elbow + 0.25 * self.px_per_m * (turn @ (0.9 * self.ahead + 0.45 * self.up))
        self.bar(shoulder, elbow, (0.055, 0.042), shaded(SHIRT, light_ratio))
        self.bar(elbow, hand, (0.038, 0.028), shaded(SKIN, light_ratio))
        self.bar(hand, self.off(hand, ahead_m=0.05), (0.035, 0.03), shaded(SKIN, light_ratio))

    def leg(self, joint: Mapping[str, np.ndarray], light_ratio: float) -> None:
        skin, shoe = shaded(SKIN, light_ratio), shaded(SHOE, light_ratio)
        self.bar(joint["hip"], joint["knee"], (0.085, 0.055), skin)
        hem = 0.4 * joint["hip"] + 0.6 * joint["knee"]
        self.bar(joint["hip"], hem, (0.1, 0.085), shaded(SHORTS, light_ratio))
        self.bar(joint["knee"], joint["ankle"], (0.055, 0.036), skin)
        self.bar(joint["heel"], joint["toe"], (0.04, 0.028), shoe)
        self.bar(joint["ankle"], joint["heel"], (0.036, 0.035), shoe)

    def head(self, neck: np.ndarray) -> None:
        middle = self.off(neck, up_m=0.22, ahead_m=0.03)
        brow, chin = self.off(middle, ahead_m=0.03), self.off(middle, up_m=-0.05, ahead_m=0.045)
        nose = self.off(middle, up_m=-0.03, ahead_m=0.125)
        eye = self.off(middle, up_m=0.025, ahead_m=0.08)
        ear = self.off(middle, up_m=-0.01, ahead_m=-0.025)
        self.bar(neck, middle, (0.055, 0.055), SKIN)
        self.bar(self.off(middle, ahead_m=-0.02), self.off(middle, up_m=0.03), (0.1, 0.1), HAIR)
        self.bar(brow, chin, (0.085, 0.06), SKIN)
        self.bar(self.off(middle, ahead_m=0.11), nose, (0.012, 0.018), SKIN)
        self.bar(eye, self.off(eye, ahead_m=0.01), (0.012, 0.01), (30, 30, 35))
        self.bar(ear, self.off(ear, up_m=-0.02), (0.018, 0.014), shaded(SKIN, 0.85))


def draw_runner(picture: np.ndarray, points: Mapping[str, np.ndarray], px_per_m: float) -> None:
    """Draw a runner who faces +x, so that the right leg is the near one.

    *points* are those of one frame in pixels, y down.
    """
    hip = (points["left_hip"] + points["right_hip"]) / 2
    neck = points[SHOULDER]
    up = (neck - hip) / np.hypot(*(neck - hip))
    drawing = Drawing(picture, px_per_m, up, np.array([-up[1], up[0]]))
    apart = (points["left_ankle"] - points["right_ankle"])[0] / (LEG_M * px_per_m)
    legs = {
        side: {joint: points[f"{side}_{joint}"] for joint in JOINTS} for side in ("left", "right")
    }
    drawing.arm(neck, -0.9 * apart, 0.7)
    drawing.leg(legs["left"], 0.72)
    drawing.bar(hip, neck, (0.115, 0.12), SHIRT)
    drawing.head(neck)
    drawing.leg(legs["right"], 1.0)
    drawing.arm(neck, 0.9 * apart, 1.0)


def runner_video(
    path: Path,
    *,
    n_strides: int = 9,
    rate_hz: float = 60.0,
    shown_hz: float | None = None,
    places: Sequence[tuple[float, float]] = ((0.45, 0.88),),
    size: tuple[int, int] = (360, 640),
    px_per_m: float = 240.0,
    drift_px: tuple[float, float] = (0.0, 0.0),
    turns: int = 0,
    stride_s: float = STRIDE_S,
    reach_deg: float = 0.0,
) -> dict[str, np.ndarray]:
    """Write a clip of drawn runners on treadmills; return the first one's tracks, pixels, y down.

    Parameters
    ----------
    path
        Of the file.
    n_strides, rate_hz, shown_hz
        42 frames of 60 a second are a stride, so cadence is 171.43; shown slower, if that is said.
    stride_s, reach_deg
        Another stride of whole frames; how far the shank reaches ahead where the foot lands.
    places
        Where each runner's feet touch the ground: shares of width and height.
    drift_px
        How far the camera goes in a frame.
    turns
        Quarter turns to the right that the pictures are stored with; the file says so.
    """
    n = round(stride_s * rate_hz)
    tracks = points_m(np.arange(n) / rate_hz, step_spm=120 / stride_s, reach_deg=reach_deg)
    ground_m = min(float(tracks[f"{side}_toe"][:, 1].min()) for side in ("left", "right"))
    width, height = size
    in_px = [
        {
            name: np.array([at_x * width, at_y * height])
            + px_per_m * (track - np.array([0.0, ground_m])) * np.array([1.0, -1.0])
            for name, track in tracks.items()
        }
        for at_x, at_y in places
    ]
    wall = room(width + 400, height + 400)
    stride = []
    for at in range(n * (n_strides if any(drift_px) else 1)):
        x, y = (round(each * at) % 400 for each in drift_px)
        picture = wall[y : y + height, x : x + width].copy()
        for points in in_px:
            draw_runner(picture, {name: track[at % n] for name, track in points.items()}, px_per_m)
        stride.append(np.rot90(picture.clip(0, 255).astype(np.uint8), -turns))
    shown = rate_hz if shown_hz is None else shown_hz
    write_video(
        path,
        (np.ascontiguousarray(stride[at % len(stride)]) for at in range(n * n_strides)),
        times_s=[at / shown for at in range(n * n_strides)],
        turn_deg=90 * turns,
    )
    return {name: np.tile(track, (n_strides, 1)) for name, track in (in_px or [{}])[0].items()}
