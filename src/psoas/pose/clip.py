"""What a video file is: its size as it is seen, its length, its true frame rate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.errors import NotFound, NotMeasurable, UnreadableFile
from psoas.pose.sniff import HEAD_BYTES, is_avi, is_video

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

Times = Annotated[NDArray[np.float64], "(n_frames,), seconds"]

#: So much is measured at once: 7 strides a side take 10 s, and eightfold slow motion 80.
#: [source:psoas-convention]
MOST_S = 120.0
#: Pictures up to 4K, as cinemas and phones have it: one holds 28 MB as RGB.
MOST_PIXELS = 4096 * 2304
LEAST_PX = 16
#: What is read, by the names of the demuxers, and from where: a playlist could name other files.
_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
#: Packets that the frame rate is told from, and those at their end whose neighbours in time may
#: still be to come.
_PACKETS, _REORDERED = 600, 32
#: Steps of time that differ by more than this are a variable frame rate; clocks of whole
#: milliseconds do not.
_VARIES_RATIO = 0.2
_TURNS_DEG = (0, 90, 180, 270)


@frozen(kw_only=True)
class Clip:
    """A video file that can be read. Make one with ``clip_of``.

    Parameters
    ----------
    path
        The file.
    size_px
        Width and height as they are seen, after turning.
    duration_s
        From the first frame to the end, by the file's header.
    rate_hz
        Frames per second by the frames' own times, whatever the header says: one over the mean
        step, which clocks of whole milliseconds keep, or over the median where steps differ.
    codec
        Such as ``h264``.
    turn_deg
        Quarter turns to the left that set the stored picture upright: 0, 90, 180 or 270.
    is_variable
        Whether the steps of time differ.
    """

    path: Path
    size_px: tuple[int, int]
    duration_s: float
    rate_hz: float
    codec: str
    turn_deg: int
    is_variable: bool


def _no_video(what: str, path: Path, fix: str = "Give a video of a phone (MP4, MOV).") -> Exception:
    return UnreadableFile(what, where=path.name, fix=fix)


def _cut_short(path: Path) -> Exception:
    return _no_video(
        "It is cut short or broken: its index cannot be read",
        path,
        "Copy it from the camera again, and wait until it is done.",
    )


def _check_head(path: Path) -> None:
    if not path.is_file():
        raise NotFound("There is no such file", where=str(path), fix="Check the name")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise UnreadableFile(
            f"The file cannot be opened ({error.strerror})",
            where=str(path),
            fix="Check that you may read it",
        ) from error
    if not head:
        raise _no_video("It is empty", path, "Copy it from the camera again.")
    if not is_video(head):
        raise _no_video("It is no video, whatever its name says", path)
    if is_avi(head):
        raise _no_video("AVI does not keep when each frame was taken", path, "Save it as MP4.")


@contextmanager
def opened(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a video: its container, and the stream of its pictures, decoded in one thread.

    Raises
    ------
    NotFound
        Where there is no such file.
    UnreadableFile
        Where it may not be read, is no video, or is broken where its index should be.
    """
    import av

    _check_head(path)
    only = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}
    try:
        container = av.open(str(path.resolve()), container_options=only)
    except (av.error.FFmpegError, ValueError) as error:
        raise _cut_short(path) from error
    with container:
        stream = _pictures_of(container, path)
        stream.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
        stream.codec_context.thread_count = 1
        yield container, stream


def _pictures_of(container: InputContainer, path: Path) -> VideoStream:
    """Return the stream of moving pictures; the cover of a song is none."""
    from av.stream import Disposition

    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            if stream.codec_context is None:
                raise _no_video("Nothing here can decode its pictures", path)
            return stream
    if not container.streams:
        raise _cut_short(path)
    raise _no_video("It holds sound or text and no moving pictures", path)


def clip_of(path: str | Path) -> Clip:
    """Say what a video file is.

    Parameters
    ----------
    path
        MP4, MOV, 3GP, Matroska or WebM.

    Raises
    ------
    NotFound
        Where there is no such file.
    UnreadableFile
        Where it may not be read, is broken, or holds no moving pictures.
    NotMeasurable
        Where its pictures are larger than 4K.
    """
    where = Path(path)
    with opened(where) as (container, stream):
        size = (stream.codec_context.width, stream.codec_context.height)
        check_size(size, where)
        times_s = _times_s(container, stream, where)
        duration_s = _duration_s(container, stream) or float(times_s[-1] - times_s[0])
        codec = stream.codec_context.name
    turn_deg = _turn_deg(where)
    steps_s = np.diff(times_s)
    varies = bool((np.abs(steps_s / np.median(steps_s) - 1) > _VARIES_RATIO).any())
    return Clip(
        path=where,
        size_px=size if turn_deg in (0, 180) else size[::-1],
        duration_s=duration_s,
        rate_hz=float(1 / (np.median(steps_s) if varies else np.mean(steps_s))),
        codec=codec,
        turn_deg=turn_deg,
        is_variable=varies,
    )


def check_size(size: tuple[int, int], path: Path) -> None:
    """Refuse pictures that are larger than any that helps."""
    width, height = size
    if width * height > MOST_PIXELS:
        raise NotMeasurable(
            f"Pictures of {width} x {height} are larger than psoas reads",
            where=path.name,
            fix="Film at 1080p: more frames a second help, more pixels do not.",
        )
    if min(width, height) < LEAST_PX:
        raise _no_video(f"Its pictures of {width} x {height} show nobody", path)


def _times_s(container: InputContainer, stream: VideoStream, path: Path) -> Times:
    """Times of the first frames, from their packets, in order."""
    import av

    try:
        packets = islice(container.demux(stream), _PACKETS)
        pts = [packet.pts for packet in packets if packet.pts is not None]
    except av.error.FFmpegError as error:
        raise _no_video("It is broken from its beginning", path) from error
    if stream.time_base is None or len(set(pts)) < 2:
        raise _no_video("It holds no two frames at different times", path, "Film a video.")
    in_order = sorted(set(pts))
    whole = in_order if len(pts) < _PACKETS else in_order[:-_REORDERED]
    return np.asarray(whole, dtype=np.float64) * float(stream.time_base)


def _duration_s(container: InputContainer, stream: VideoStream) -> float | None:
    import av

    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return None if container.duration is None else container.duration / av.time_base


def _turn_deg(path: Path) -> int:
    """Quarter turns to the left that the first picture asks for."""
    import av

    with opened(path) as (container, stream):
        try:
            first = next(iter(container.decode(stream)))
        except (av.error.FFmpegError, StopIteration) as error:
            raise _no_video("None of its pictures can be decoded", path) from error
        return min(_TURNS_DEG, key=lambda turn: abs((first.rotation - turn + 180) % 360 - 180))
