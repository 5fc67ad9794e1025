"""Writing a film: H.264 in MP4, frames at their true times, and nothing else in the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define

if TYPE_CHECKING:
    from PIL.Image import Image

#: Fine enough for every frame rate.
_TICK_HZ = 90_000
#: Good to look at, small enough to send; browsers play this form of H.264.
_OPTIONS = {"crf": "23", "preset": "veryfast"}
#: The index comes first, so that a browser plays while it loads; no word of what wrote it.
_FORMAT_OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}


@define
class Film:
    """A film that is being written; ``film`` makes one."""

    container: Any
    stream: Any

    def add(self, picture: Image, *, time_s: float) -> None:
        """Add a picture; its time is since the first one and rises."""
        import av
        import numpy as np

        frame = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
        frame.pts, frame.time_base = round(time_s * _TICK_HZ), Fraction(1, _TICK_HZ)
        self.container.mux(self.stream.encode(frame))


@contextmanager
def film(path: Path, *, size_px: tuple[int, int], rate_hz: float) -> Iterator[Film]:
    """Write a film: pictures only; no sound, no place, no date, no device.

    Parameters
    ----------
    path
        Where; written to as pictures come.
    size_px
        Width and height of the pictures: even numbers.
    rate_hz
        What the header says; every picture has its own time.

    Raises
    ------
    OSError
        Where it cannot be written.
    """
    import av

    width, height = size_px
    with av.open(str(path), "w", format="mp4", options=_FORMAT_OPTIONS) as container:
        stream = container.add_stream("libx264", rate=Fraction(rate_hz).limit_denominator(1001))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.options = dict(_OPTIONS)
        stream.codec_context.time_base = Fraction(1, _TICK_HZ)
        stream.time_base = Fraction(1, _TICK_HZ)
        yield Film(container=container, stream=stream)
        container.mux(stream.encode())


def even_size(size_px: tuple[int, int], *, most_px: int) -> tuple[int, int]:
    """Return a size with the longer side at most so long, both sides even as H.264 asks."""
    width, height = size_px
    ratio = min(1.0, most_px / max(width, height))
    return max(2, 2 * round(ratio * width / 2)), max(2, 2 * round(ratio * height / 2))
