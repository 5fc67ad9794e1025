"""The pictures of a clip, upright, each with its true time, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.errors import InvalidAnswer, NotMeasurable, UnreadableFile
from psoas.motion.keypoints import MOST_FRAMES
from psoas.pose.clip import MOST_S, Clip, check_size, opened

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

Picture = Annotated[NDArray[np.uint8], "(height, width, 3), RGB, upright"]

#: A file that ends so much before its header says was copied in part; sound may end later.
_MISSING_S, _MISSING_RATIO = 0.5, 0.05
#: Packets that cannot be decoded before the file is called broken; some are lost in any copy.
_MOST_BROKEN = 30


@frozen(kw_only=True, eq=False)
class Frame:
    """A picture of a clip.

    Parameters
    ----------
    time_s
        Since the clip's first frame, on the clip's own clock.
    decoded
        As the decoder gave it, before turning.
    turn_deg
        Quarter turns to the left that set it upright.
    """

    time_s: float
    decoded: VideoFrame
    turn_deg: int

    @property
    def rgb(self) -> Picture:
        """The picture upright, shape (height, width, 3); made each time it is asked for."""
        rgb = np.asarray(self.decoded.to_ndarray(format="rgb24"), dtype=np.uint8)
        return np.rot90(rgb, self.turn_deg // 90)


def check_part(clip: Clip, start_s: float, end_s: float | None) -> None:
    """Refuse a part of a clip that is not there, or longer than is measured at once.

    Raises
    ------
    InvalidAnswer
        Where the part does not lie within the clip.
    NotMeasurable
        Where it is too long.
    """
    end = clip.duration_s if end_s is None else end_s
    if not 0 <= start_s < min(end, clip.duration_s):
        raise InvalidAnswer(
            f"The part from {start_s:g} to {end:g} s is not in a clip of {clip.duration_s:.1f} s",
            where=clip.path.name,
            fix="Give --start and --end in seconds of the clip",
        )
    if min(end, clip.duration_s) - start_s > MOST_S:
        raise _too_long(clip, clip.duration_s if end_s is None else end - start_s)


def _too_long(clip: Clip, seconds: float) -> NotMeasurable:
    return NotMeasurable(
        f"{_spoken(seconds)} of video are more than the {MOST_S:.0f} s that are measured at once",
        where=clip.path.name,
        fix="Choose 20 steady seconds of it, such as --start 30 --end 50",
    )


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 600 else f"{seconds / 60:.0f} minutes"


def frames(clip: Clip, *, start_s: float = 0.0, end_s: float | None = None) -> Iterator[Frame]:
    """Yield the pictures of a clip in order of time.

    Parameters
    ----------
    clip
        What ``clip_of`` gave.
    start_s, end_s
        The part ``[start_s, end_s)`` on the clip's clock; by default all.

    Raises
    ------
    InvalidAnswer, NotMeasurable
        As ``check_part`` says.
    UnreadableFile
        Where the file ends before it should, or too much of it is broken. What came before was
        sound.
    """
    check_part(clip, start_s, end_s)
    end = clip.duration_s if end_s is None else min(end_s, clip.duration_s)
    last_s, n_frames = -1.0, 0
    with opened(clip.path) as (container, stream):
        for frame in _decoded(container, stream, clip, start_s):
            if frame.time_s <= last_s or frame.time_s < start_s:
                continue  # shown twice, or before the part
            if end_s is not None and frame.time_s >= end_s:
                return
            n_frames += 1
            if frame.time_s - start_s > MOST_S or n_frames > MOST_FRAMES:
                raise _too_long(clip, frame.time_s - start_s)
            last_s = frame.time_s
            yield frame
    if end - last_s > max(_MISSING_S, _MISSING_RATIO * clip.duration_s):
        raise UnreadableFile(
            f"It ends after {max(last_s, 0.0):.1f} of {clip.duration_s:.1f} s: the rest is missing",
            where=clip.path.name,
            fix=f"Copy it again, or measure what is there: --end {max(int(last_s), 1)}",
        )


def _decoded(
    container: InputContainer, stream: VideoStream, clip: Clip, start_s: float
) -> Iterator[Frame]:
    """Yield all sound pictures from the key frame before *start_s*."""
    first, unit_s = stream.start_time or 0, float(stream.time_base or 0)
    if start_s > 0:
        _seek(container, stream, first + round(start_s / unit_s), clip)
    for picture in _sound(container, stream, clip):
        if picture.pts is None or picture.is_corrupt:
            continue
        if (picture.width, picture.height) != _stored_px(clip):
            check_size((picture.width, picture.height), clip.path)
            raise _broken(clip)
        time_s = (picture.pts - first) * unit_s
        yield Frame(time_s=time_s, decoded=picture, turn_deg=clip.turn_deg)


def _seek(container: InputContainer, stream: VideoStream, pts: int, clip: Clip) -> None:
    import av

    try:
        container.seek(pts, stream=stream)
    except av.error.FFmpegError as error:
        raise _broken(clip) from error


def _sound(container: InputContainer, stream: VideoStream, clip: Clip) -> Iterator[VideoFrame]:
    """Yield what can be decoded; a packet that cannot be is left out, within a limit."""
    import av

    n_broken = 0
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            found = packet.decode()
        except av.error.InvalidDataError as error:
            n_broken += 1
            if n_broken > _MOST_BROKEN:
                raise _broken(clip) from error
        except av.error.FFmpegError as error:
            raise _broken(clip) from error
        else:
            yield from found


def _stored_px(clip: Clip) -> tuple[int, int]:
    return clip.size_px if clip.turn_deg in (0, 180) else clip.size_px[::-1]


def _broken(clip: Clip) -> UnreadableFile:
    return UnreadableFile(
        "Too much of it is broken", where=clip.path.name, fix="Copy it from the camera again."
    )
