"""Small videos that tests make: sizes, turns, clocks, sound, damage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

#: Clock of the files: fine enough for every rate that is asked for.
TICK_HZ = 90_000


def corner_picture(width: int, height: int, *, at: int = 0) -> np.ndarray:
    """Grey, the top left eighth red; a white bar moves one column a frame."""
    picture = np.full((height, width, 3), 90, np.uint8)
    picture[: height // 2, : width // 4] = (220, 20, 20)
    picture[height // 2 :, at % width] = 255
    return picture


def write_video(
    path: Path,
    pictures: Iterable[np.ndarray],
    *,
    times_s: Sequence[float],
    turn_deg: int = 0,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
) -> Path:
    """Write pictures at their times; *turn_deg* is what the file asks players to turn it by."""
    with av.open(path, "w", options=options or {}) as container:
        stream = None
        for picture, time_s in zip(pictures, times_s, strict=True):
            if stream is None:
                stream = container.add_stream(codec, rate=30)
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.codec_context.time_base = Fraction(1, TICK_HZ)
                stream.time_base = Fraction(1, TICK_HZ)
                if turn_deg:
                    stream.set_display_rotation(turn_deg)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = round(time_s * TICK_HZ), Fraction(1, TICK_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def plain_video(
    path: Path,
    *,
    n: int = 30,
    rate_hz: float = 30.0,
    size: tuple[int, int] = (96, 64),
    **how: object,
) -> Path:
    """Write *n* pictures with a red corner, evenly in time."""
    times_s = [at / rate_hz for at in range(n)]
    return write_video(
        path, (corner_picture(*size, at=at) for at in range(n)), times_s=times_s, **how
    )


def write_sound(path: Path, *, seconds: float = 1.0) -> Path:
    """Write a file with sound and no picture."""
    with av.open(path, "w") as container:
        stream = container.add_stream("aac", rate=44_100, layout="mono")
        n = round(seconds * 44_100)
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, n), np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate, frame.pts = 44_100, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
