"""Key points of a runner, whatever wrote them; a file is known by what it holds."""

from __future__ import annotations

from psoas.errors import UnreadableFile
from psoas.intake.keypoint_csv import read_keypoint_csv
from psoas.intake.keypoint_json import read_keypoint_json
from psoas.intake.mot import is_mot, read_mot
from psoas.intake.trc import is_trc, read_trc
from psoas.intake.unpack import LIMIT_BYTES, unpack
from psoas.motion.keypoints import KeyPoints

_HEAD = 512
_PICTURES = (b"GIF8", b"\xff\xd8\xff", b"\x89PNG")
_ZIP, _MOVIES = b"PK\x03\x04", (b"ftyp", b"matroska", b"webm", b"AVI ")


def read_keypoints(
    data: bytes, name: str, *, capture_hz: float | None = None, height_m: float | None = None
) -> KeyPoints:
    """Read key points: our CSV, pose models' JSON, ``.trc`` or ``.mot``, compressed or not.

    Parameters
    ----------
    data
        The file.
    name
        What to call it in errors; it is not trusted.
    capture_hz
        Frames per second of the camera, for files without times.
    height_m
        Of the runner, for files of angles.

    Raises
    ------
    UnreadableFile
        Where it is none of them, or too large, or no leg can be read from it.
    """
    content = unpack(data, name)
    if len(content) > LIMIT_BYTES:
        raise UnreadableFile(
            f"It is larger than {LIMIT_BYTES // 2**20} MB",
            where=name,
            fix="Give the key points of some seconds of running.",
        )
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise UnreadableFile("It is empty", where=name, fix="Write it again.")
    if any(each in content[:64] for each in _MOVIES):
        raise UnreadableFile(
            "This is a compressed video",
            where=name,
            fix="Give the video as the camera wrote it.",
        )
    if b"\0" in content[:_HEAD] or content.startswith(_PICTURES):
        raise UnreadableFile(
            "It is neither a video that psoas reads nor key points",
            where=name,
            fix="Give a video of a phone (MP4, MOV), or key points (JSON, CSV, .trc).",
        )
    if head[:1] in (b"{", b"["):
        return read_keypoint_json(content, name, capture_hz=capture_hz)
    if is_trc(head):
        return read_trc(content, name)
    if is_mot(content):
        return read_mot(content, name, height_m=height_m)
    return read_keypoint_csv(content, name)
