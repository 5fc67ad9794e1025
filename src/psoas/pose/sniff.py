"""What a video file begins with, whatever its name says."""

from __future__ import annotations

#: So much of a file tells.
HEAD_BYTES = 64
#: First boxes of MP4, MOV and 3GP, behind their length.
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
_MATROSKA = b"\x1a\x45\xdf\xa3"  # and WebM
_RIFF, _AVI = b"RIFF", b"AVI "

#: Names that promise a video.
SUFFIXES = frozenset({".mp4", ".m4v", ".mov", ".3gp", ".mkv", ".webm", ".avi"})


def is_video(head: bytes) -> bool:
    """Whether a file begins as a video: MP4, MOV, Matroska, WebM or AVI.

    Parameters
    ----------
    head
        The first ``HEAD_BYTES`` of it.
    """
    return head[4:8] in _BOXES or head.startswith(_MATROSKA) or is_avi(head)


def is_avi(head: bytes) -> bool:
    """Whether a file begins as an AVI."""
    return head[:4] == _RIFF and head[8:12] == _AVI
