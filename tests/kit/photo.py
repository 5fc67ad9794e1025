"""A photo of a lying leg-drop whose angle is known: a thigh and the edge of a table."""

from __future__ import annotations

import struct
import zlib
from math import cos, radians, sin

import numpy as np
from attrs import frozen

WIDTH_PX, HEIGHT_PX = 1200, 800
THIGH_PX = 420.0


@frozen(kw_only=True)
class Drawn:
    """A picture as PNG, and where its points lie, in its own pixels."""

    png: bytes
    trochanter: tuple[float, float]
    knee: tuple[float, float]
    level: tuple[tuple[float, float], tuple[float, float]]


def _png(pixels: np.ndarray) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 6))
        + chunk(b"IEND", b"")
    )


def _stroke(pixels, start, end, *, width_px, color):
    rows, columns = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX]
    way = np.array([end[0] - start[0], end[1] - start[1]])
    length = np.hypot(*way)
    x, y = columns - start[0], rows - start[1]
    along = (x * way[0] + y * way[1]) / length
    across = np.abs(x * way[1] - y * way[0]) / length
    pixels[(across <= width_px / 2) & (along >= 0) & (along <= length)] = color


def drawn(above_deg: float, *, roll_deg: float = 0.0, to_the_left: bool = False) -> Drawn:
    """Draw a thigh so many degrees above level, by a camera that leans by *roll_deg*."""
    way = -1 if to_the_left else 1
    turn = radians(roll_deg)

    def seen(x: float, y: float) -> tuple[float, float]:
        """Turn a point about the middle of the picture, as a leaning camera sees it."""
        x, y = x - WIDTH_PX / 2, y - HEIGHT_PX / 2
        return (
            WIDTH_PX / 2 + x * cos(turn) - y * sin(turn),
            HEIGHT_PX / 2 + x * sin(turn) + y * cos(turn),
        )

    hip = (WIDTH_PX / 2 - way * 160, HEIGHT_PX / 2)
    angle = radians(above_deg)
    knee = (hip[0] + way * THIGH_PX * cos(angle), hip[1] - THIGH_PX * sin(angle))
    edge = ((180.0, 640.0), (1020.0, 640.0))
    pixels = np.full((HEIGHT_PX, WIDTH_PX, 3), 235, dtype=np.uint8)
    _stroke(pixels, seen(*edge[0]), seen(*edge[1]), width_px=14, color=(120, 90, 60))
    _stroke(pixels, seen(*hip), seen(*knee), width_px=70, color=(215, 170, 145))
    for point in (hip, knee):
        x, y = seen(*point)
        _stroke(pixels, (x - 9, y), (x + 9, y), width_px=18, color=(20, 30, 40))
    return Drawn(
        png=_png(pixels),
        trochanter=seen(*hip),
        knee=seen(*knee),
        level=(seen(*edge[0]), seen(*edge[1])),
    )
