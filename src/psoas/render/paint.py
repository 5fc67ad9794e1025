"""Drawing over a picture: a hidden head, a stick figure, angles, events, the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from psoas.motion.events import EventKind
from psoas.motion.on_picture import Circle, Overlay, Place
from psoas.quantity import Side
from psoas.render.stick import LIMBS

if TYPE_CHECKING:
    from PIL.Image import Image

#: Two colours of Okabe and Ito that no colour blindness makes one, on black to stand out from any
#: ground.
SIDE_RGB = {Side.LEFT: (86, 180, 233), Side.RIGHT: (230, 159, 0)}
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
#: A head is painted in so many squares across its circle: three or four over the face.
_SQUARES = 6
_LETTERS = {Side.LEFT: "L", Side.RIGHT: "R"}


@cache
def _font(size_px: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size_px)


def hide_heads(picture: Image, heads_px: Iterable[Circle]) -> None:
    """Replace what lies in circles by a few squares of its mean colour, in place.

    Parameters
    ----------
    picture
        Changed.
    heads_px
        x, y and radius of each circle, y down; parts beyond the picture are left out.
    """
    for x, y, radius in heads_px:
        _hide(picture, x, y, radius)


def _hide(picture: Image, x: float, y: float, radius: float) -> None:
    from PIL import Image as Images
    from PIL import ImageDraw

    left, top = max(int(x - radius), 0), max(int(y - radius), 0)
    right = min(int(x + radius) + 1, picture.width)
    bottom = min(int(y + radius) + 1, picture.height)
    if right <= left or bottom <= top:
        return
    box = (left, top, right, bottom)
    part = picture.crop(box)
    coarse = part.resize((_SQUARES, _SQUARES), Images.Resampling.BOX)
    mask = Images.new("L", part.size, 0)
    circle = (x - radius - left, y - radius - top, x + radius - left, y + radius - top)
    ImageDraw.Draw(mask).ellipse(circle, fill=255)
    picture.paste(coarse.resize(part.size, Images.Resampling.NEAREST), box, mask)


def paint_figure(picture: Image, overlay: Overlay, *, near: Side, leg_px: float) -> None:
    """Draw the stick figure with its events and angles, in place.

    Parameters
    ----------
    picture
        Changed.
    overlay
        What ``Overlays.at`` gave.
    near
        The side that is drawn on top, and thicker.
    leg_px
        Length of a leg: lines and letters are as thick as it asks.
    """
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    width = max(2, round(leg_px / 60))
    for side in (near.other, near):
        thick = width + (1 if side is near else 0)
        for first, second in _limbs(overlay.places_px, side):
            _line(draw, first, second, SIDE_RGB[side], thick)
    _trunk(draw, overlay.places_px, width)
    size_px = max(12, round(leg_px / 11))
    for event, foot in overlay.events:
        _event(draw, foot, event.side, event.event, size_px)
    _angles(draw, overlay, near, size_px)


def _limbs(places: Mapping[str, Place], side: Side) -> Iterator[tuple[Place, Place]]:
    for first, second in LIMBS:
        ends = places.get(f"{side.value}_{first}"), places.get(f"{side.value}_{second}")
        if ends[0] is not None and ends[1] is not None:
            yield ends[0], ends[1]


def _line(draw: Any, first: Place, second: Place, rgb: tuple[int, int, int], width_px: int) -> None:
    draw.line([first, second], fill=_BLACK, width=width_px + 4)
    draw.line([first, second], fill=rgb, width=width_px)
    for x, y in (first, second):
        half = width_px / 2 + 1
        draw.ellipse([x - half, y - half, x + half, y + half], fill=rgb)


def _trunk(draw: Any, places: Mapping[str, Place], width_px: int) -> None:
    hips = [places[name] for name in ("left_hip", "right_hip") if name in places]
    if "shoulder" in places and hips:
        middle = (sum(p[0] for p in hips) / len(hips), sum(p[1] for p in hips) / len(hips))
        _line(draw, middle, places["shoulder"], _WHITE, width_px)


def _event(draw: Any, foot: Place, side: Side, kind: EventKind, size_px: int) -> None:
    """A ring round the foot where it happened and a word below it."""
    x, y = foot
    ring = [x - size_px, y - size_px, x + size_px, y + size_px]
    draw.ellipse(ring, outline=_BLACK, width=6)
    draw.ellipse(ring, outline=SIDE_RGB[side], width=3)
    word = "lands" if kind is EventKind.INITIAL_CONTACT else "toe-off"
    _words(draw, (x, y + 1.9 * size_px), f"{_LETTERS[side]} {word}", SIDE_RGB[side], size_px, "mm")


def _angles(draw: Any, overlay: Overlay, near: Side, size_px: int) -> None:
    joints = {"thigh": f"{near.value}_hip", "knee": f"{near.value}_knee", "trunk": "shoulder"}
    for name, joint in joints.items():
        if name in overlay.angles_deg and joint in overlay.places_px:
            x, y = overlay.places_px[joint]
            said = f"{name} {overlay.angles_deg[name]:.0f}°"
            _words(draw, (x + size_px, y), said, _WHITE, size_px, "lm")


def paint_time(
    picture: Image, *, time_s: float, n_frame: int, sides: Iterable[Side], leg_px: float
) -> None:
    """Write the time, the number of the frame and which colour is which side, in place."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    size_px = max(14, round(leg_px / 10))
    edge = size_px / 2
    _words(draw, (edge, edge), f"{time_s:.2f} s   frame {n_frame}", _WHITE, size_px, "la")
    for row, side in enumerate(sides, start=1):
        place = (edge, edge + 1.3 * row * size_px)
        _words(draw, place, f"{_LETTERS[side]} {side.value}", SIDE_RGB[side], size_px, "la")


def paint_label(picture: Image, said: str, place: Place) -> None:
    """Write a line in black below a picture, in place."""
    from PIL import ImageDraw

    ImageDraw.Draw(picture).text(place, said, font=_font(15), fill=_BLACK)


def _words(
    draw: Any, place: Place, said: str, rgb: tuple[int, int, int], size_px: int, anchor: str
) -> None:
    draw.text(
        place,
        said,
        font=_font(size_px),
        fill=rgb,
        anchor=anchor,
        stroke_width=2,
        stroke_fill=_BLACK,
    )
