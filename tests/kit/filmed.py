"""A clip of a runner whose head is a pattern that no blur may leave, and its key points."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from psoas.motion.keypoints import FACE, KeyPoints, Length
from tests.kit.gait import LEAN_DEG, points_m
from tests.kit.video import write_video

PX_PER_M, RATE_HZ, SECONDS = 130.0, 30.0, 4.0
WIDTH, HEIGHT = 360, 300
GROUND_PX = 280.0
#: From the shoulders to the middle of a head, and from there to its edge: of people 1.75 m tall.
HEAD_UP_M, HEAD_M = 0.20, 0.115


def times_s() -> np.ndarray:
    return np.arange(round(SECONDS * RATE_HZ)) / RATE_HZ


@cache
def places_px() -> dict[str, np.ndarray]:
    """Where everything is in the picture, y down, head included; the runner faces right."""
    found = points_m(times_s())
    lean = np.radians(LEAN_DEG)
    found["head"] = found["shoulder"] + HEAD_UP_M * np.array([np.sin(lean), np.cos(lean)])
    return {
        name: np.column_stack([WIDTH / 2 + PX_PER_M * m[:, 0], GROUND_PX - PX_PER_M * m[:, 1]])
        for name, m in found.items()
    }


def key_points(*, has_face: bool, lost: tuple[str, ...] = (), lost_frames=slice(0, 0)):
    """Key points of the clip; *lost* points are lost in some frames."""
    tracks = {name: track.copy() for name, track in places_px().items()}
    head = tracks.pop("head")
    if has_face:
        for at, name in enumerate(FACE):
            tracks[name] = head + np.array([6 - 3 * at, 3 * (at % 2)])
    for name in lost:
        tracks[name][lost_frames] = np.nan
    return KeyPoints.of(
        time_s=times_s(),
        unit=Length.PIXELS,
        tracks=tracks,
        picture_px=(WIDTH, HEIGHT),
        y_down=True,
    )


def head_mask(at: int) -> np.ndarray:
    """The pixels of the head in a frame."""
    x, y = places_px()["head"][at]
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    return np.hypot(columns - x, rows - y) <= HEAD_M * PX_PER_M


def clip(path: Path, *, turn_deg: int = 0) -> Path:
    """Write the clip: a grey room, and a head of stripes four pixels wide."""
    stripes = np.where(np.arange(WIDTH) // 4 % 2, 255, 0).astype(np.uint8)
    pictures = []
    for at in range(len(times_s())):
        picture = np.full((HEIGHT, WIDTH, 3), 110, np.uint8)
        mask = head_mask(at)
        picture[mask] = np.broadcast_to(stripes[None, :, None], picture.shape)[mask]
        pictures.append(np.rot90(picture, -(turn_deg // 90)))
    return write_video(path, pictures, times_s=times_s(), turn_deg=turn_deg)


def stripes_left(picture: np.ndarray, at: int) -> float:
    """How strong the stripes still are in the head of a frame: 0 where none is seen, about 1."""
    mask = head_mask(at)
    grey = picture.mean(axis=2)
    across = np.abs(np.diff(grey, axis=1))[mask[:, 1:] & mask[:, :-1]]
    return float(across.mean() / 60.0)
