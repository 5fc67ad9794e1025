"""A square of a picture, turned and scaled to what a network takes, straight from the decoder.

Only the points of the square are looked up in the decoder's own planes (brightness and two of
colour): neither is the picture made RGB nor turned upright as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.pose.frames import Frame

if TYPE_CHECKING:
    from av import VideoFrame

Square = Annotated[NDArray[np.float32], "(1, n, n, 3), RGB, 0 to 1"]
Plane = Annotated[NDArray[np.uint8], "(height, stride)"]
Grid = Annotated[NDArray[np.float32], "(n, n), pixels"]
Place = Annotated[NDArray[np.float64], "(2,), pixels, from the top left corner, y down"]

#: Parts of red and blue in brightness, by the number of the colour space in H.264 and HEVC.
#: Where a file does not say it, high pictures are BT.709.
_BT709, _BT601, _BT2020 = (0.2126, 0.0722), (0.299, 0.114), (0.2627, 0.0593)
_SPACES = {1: _BT709, 5: _BT601, 6: _BT601, 9: _BT2020, 10: _BT2020}
_HIGH_PX = 720
_FULL_RANGE = 2
_PLANAR = ("yuv420p", "yuvj420p")


@frozen(kw_only=True, eq=False)
class Region:
    """A turned square of the upright picture.

    Parameters
    ----------
    centre_px
        Its middle.
    size_px
        Its side.
    turn_rad
        From the picture's up to the square's up, clockwise as seen.
    """

    centre_px: Place
    size_px: float
    turn_rad: float

    def placed_px(self, inside_ratio: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points of the square, 0 to 1, in the picture; shape (n, 2)."""
        across, down = (self.size_px * (inside_ratio - 0.5)).T
        cosine, sine = np.cos(self.turn_rad), np.sin(self.turn_rad)
        turned = np.stack([across * cosine - down * sine, across * sine + down * cosine], axis=1)
        return np.asarray(self.centre_px + turned)


def region_along(hip_px: Place, reach_px: Place, *, wider_factor: float) -> Region:
    """The square about *hip_px* whose up points to *reach_px*, which lies on a circle in it."""
    away = reach_px - hip_px
    return Region(
        centre_px=hip_px,
        size_px=float(2 * wider_factor * np.hypot(*away)),
        turn_rad=float(np.arctan2(away[0], -away[1])),
    )


def whole(width_px: float, height_px: float) -> Region:
    """The square about a picture that holds all of it."""
    return Region(
        centre_px=np.array([width_px / 2, height_px / 2]),
        size_px=float(max(width_px, height_px)),
        turn_rad=0.0,
    )


def cropped(frame: Frame, region: Region, *, n: int, padded: bool) -> Square:
    """Sample a square of a frame.

    Parameters
    ----------
    frame
        Of a clip.
    region
        In the upright picture.
    n
        Pixels of a side of the result.
    padded
        Whether what lies outside the picture is black; else its edge goes on.
    """
    picture = frame.decoded
    if picture.format.name not in _PLANAR:
        picture = picture.reformat(format="yuv420p")
    x_px, y_px = _stored(region, n, (picture.width, picture.height), frame.turn_deg)
    bright = _sampled(_plane(picture, 0), x_px, y_px, (picture.width, picture.height))
    half = ((picture.width + 1) // 2, (picture.height + 1) // 2)
    coarse = [each[::2, ::2] * np.float32(0.5) - np.float32(0.25) for each in (x_px, y_px)]
    blue, red = (_sampled(_plane(picture, at), coarse[0], coarse[1], half) for at in (1, 2))
    rgb = _rgb(bright, _doubled(blue), _doubled(red), picture)
    if padded:
        rgb[_outside(x_px, picture.width) | _outside(y_px, picture.height)] = 0.0
    return rgb[None]


def _stored(
    region: Region, n: int, size: tuple[int, int], turn_deg: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where each pixel of the result lies in the stored picture: x and y, shape (n, n)."""
    ends = np.array([[0.5, 0.5], [n - 0.5, 0.5], [0.5, n - 0.5]]) / n
    x, y = stored_px(region.placed_px(ends), size, turn_deg).T
    share = np.linspace(0, 1, n, dtype=np.float32)
    found = [
        np.float32(ends[0] - 0.5)
        + np.float32(ends[2] - ends[0]) * share[:, None]
        + np.float32(ends[1] - ends[0]) * share[None]
        for ends in (x, y)
    ]
    return found[0], found[1]


def stored_px(
    upright_px: NDArray[np.float64], size: tuple[int, int], turn_deg: int
) -> NDArray[np.float64]:
    """Places of the upright picture in the stored one of a size, which is turned to the left."""
    x, y = upright_px.T
    width, height = size
    turned = {0: (x, y), 90: (width - y, x), 180: (width - x, height - y), 270: (y, height - x)}
    return np.stack(turned[turn_deg], axis=1)


def _plane(picture: VideoFrame, at: int) -> Plane:
    plane = picture.planes[at]
    return np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)


def _sampled(plane: Plane, x_px: Grid, y_px: Grid, size: tuple[int, int]) -> Grid:
    """Bilinear look-up; beyond an edge the edge goes on."""
    width, height = size
    x = np.clip(x_px, 0, width - 1)
    y = np.clip(y_px, 0, height - 1)
    left = np.minimum(x.astype(np.int32), width - 2)
    top = np.minimum(y.astype(np.int32), height - 2)
    x -= left
    y -= top
    stride = plane.shape[1]
    at = top.astype(np.intp) * stride + left
    flat = plane.reshape(-1)
    upper = _between(flat, at, x)
    lower = _between(flat, at + stride, x)
    lower -= upper
    lower *= y
    lower += upper
    return lower


def _between(flat: NDArray[np.uint8], at: NDArray[np.intp], share: Grid) -> Grid:
    first = flat.take(at).astype(np.float32)
    second = flat.take(at + 1).astype(np.float32)
    second -= first
    second *= share
    second += first
    return second


def _doubled(values: Grid) -> Grid:
    return np.repeat(np.repeat(values, 2, axis=0), 2, axis=1)


def _outside(place_px: Grid, size: int) -> NDArray[np.bool_]:
    return np.asarray((place_px < -0.5) | (place_px > size - 0.5))


def _rgb(bright: Grid, blue: Grid, red: Grid, picture: VideoFrame) -> NDArray[np.float32]:
    """RGB, 0 to 1, from brightness and colour as a video holds them."""
    usual = _BT709 if picture.height >= _HIGH_PX else _BT601
    of_red, of_blue = _SPACES.get(int(picture.colorspace), usual)
    full = picture.format.name == "yuvj420p" or int(picture.color_range) == _FULL_RANGE
    black, span, colour_span = (0.0, 255.0, 255.0) if full else (16.0, 219.0, 224.0)
    bright = (bright - np.float32(black)) * np.float32(1 / span)
    blue = (blue - np.float32(128)) * np.float32(2 * (1 - of_blue) / colour_span)
    red = (red - np.float32(128)) * np.float32(2 * (1 - of_red) / colour_span)
    of_green = 1 - of_red - of_blue
    rgb = np.empty((*bright.shape, 3), np.float32)
    np.add(bright, red, out=rgb[..., 0])
    green = red * np.float32(-of_red / of_green)
    green -= blue * np.float32(of_blue / of_green)
    np.add(bright, green, out=rgb[..., 1])
    np.add(bright, blue, out=rgb[..., 2])
    return np.clip(rgb, 0, 1, out=rgb)
