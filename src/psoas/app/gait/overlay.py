"""The pictures of a clip with what was measured drawn over them, the face hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from psoas.errors import InvalidAnswer
from psoas.motion.gait import Gait
from psoas.motion.key_frames import KeyFrame
from psoas.motion.keypoints import KeyPoints, Length
from psoas.motion.on_picture import Overlay, Overlays, overlays_of
from psoas.pose import Clip, clip_of, frames
from psoas.quantity import Side
from psoas.render.film import even_size, film
from psoas.render.paint import hide_heads, paint_figure, paint_label, paint_time

if TYPE_CHECKING:
    from PIL.Image import Image

Progress = Callable[[float, str], None]

#: The longer side of a film: what phones and browsers show.
MOST_PX = 1920
#: Points and clip are of one size, or the points do not belong to it: within this.
_SIZE_RATIO = 0.02


@frozen(kw_only=True, eq=False)
class Filmed:
    """A clip with the points that were found in it.

    Parameters
    ----------
    clip
        The film.
    overlays
        What is drawn over it.
    slowed_factor
        How many times slower the clip runs than the runner did.
    is_blurred
        Whether the face is hidden.
    """

    clip: Clip
    overlays: Overlays
    slowed_factor: float = 1.0
    is_blurred: bool = field(default=True)

    @property
    def part_s(self) -> tuple[float, float]:
        """The part of the clip that was measured, on the clip's clock."""
        times_s = self.overlays.heads_time_s
        end_s = float(times_s[-1]) + 0.5 / self.overlays.gait.runner.rate_hz
        start_s = float(times_s[0]) - 0.25 / self.overlays.gait.runner.rate_hz
        return max(self.slowed_factor * start_s, 0.0), min(
            self.slowed_factor * end_s, self.clip.duration_s
        )

    def pictures(self) -> Iterator[tuple[float, Overlay, Image]]:
        """Yield the pictures of that part, upright, faces hidden, with what belongs over them.

        The time is the runner's.
        """
        import numpy as np
        from PIL import Image as Images

        start_s, end_s = self.part_s
        for frame in frames(self.clip, start_s=start_s, end_s=end_s):
            overlay = self.overlays.at(frame.time_s / self.slowed_factor)
            picture = Images.fromarray(np.ascontiguousarray(frame.rgb))
            if self.is_blurred:
                hide_heads(picture, overlay.heads_px)
            yield frame.time_s / self.slowed_factor, overlay, picture


def filmed(
    path: str | Path,
    gait: Gait,
    points: KeyPoints,
    *,
    capture_hz: float | None = None,
    is_blurred: bool = True,
) -> Filmed:
    """Bring a clip and what was measured in it together.

    Parameters
    ----------
    path
        The video that *points* were found in.
    gait, points
        What ``gait`` and ``read_keypoints`` gave.
    capture_hz
        Frames per second the camera took, where the clip is slow motion.
    is_blurred
        Whether the face is hidden; a face is shown only where somebody asks for it.

    Raises
    ------
    InvalidAnswer
        Where the points cannot be those of the clip.
    """
    clip = clip_of(path)
    if points.unit is not Length.PIXELS:
        raise InvalidAnswer(
            "points in metres lie on no picture", where="--clip", fix="Give points in pixels"
        )
    if points.picture_px is not None:
        pairs = zip(points.picture_px, clip.size_px, strict=True)
        if any(abs(told / seen - 1) > _SIZE_RATIO for told, seen in pairs):
            width, height = points.picture_px
            raise InvalidAnswer(
                f"points of {width:.0f} x {height:.0f} pixels, and a clip of "
                f"{clip.size_px[0]} x {clip.size_px[1]}",
                where="--clip",
                fix="Give the clip that the points were found in",
            )
    slowed_factor = 1.0 if capture_hz is None else capture_hz / clip.rate_hz
    found = Filmed(
        clip=clip,
        overlays=overlays_of(gait, points),
        slowed_factor=slowed_factor,
        is_blurred=is_blurred,
    )
    last_s = slowed_factor * float(points.time_s[-1])
    if last_s > clip.duration_s + 0.5:
        raise InvalidAnswer(
            f"points up to {last_s:.1f} s, and a clip of {clip.duration_s:.1f} s",
            where="--clip",
            fix="Give the clip that the points were found in",
        )
    return found


def write_overlay(found: Filmed, path: Path, *, progress: Progress | None = None) -> None:
    """Write the clip with the stick figure, angles, events and time over it.

    Parameters
    ----------
    found
        What ``filmed`` gave.
    path
        An MP4; it holds pictures only: no sound, place, date or device of the clip.
    progress
        Called with the ratio that is done, and what is said of it.
    """
    from PIL.Image import Resampling

    smooth, size = Resampling.BILINEAR, even_size(found.clip.size_px, most_px=MOST_PX)
    start_s, end_s = found.part_s
    leg_px = found.overlays.length_px
    sides = list(found.overlays.gait.runner.legs)
    first_s: float | None = None
    with film(path, size_px=size, rate_hz=found.clip.rate_hz) as out:
        for n_frame, (time_s, overlay, picture) in enumerate(found.pictures()):
            paint_figure(picture, overlay, near=found.overlays.side, leg_px=leg_px)
            paint_time(picture, time_s=time_s, n_frame=n_frame, sides=sides, leg_px=leg_px)
            shown = picture if picture.size == size else picture.resize(size, smooth)
            clip_s = found.slowed_factor * time_s
            first_s = clip_s if first_s is None else first_s
            out.add(shown, time_s=clip_s - first_s)
            if progress is not None:
                done = (clip_s - start_s) / max(end_s - start_s, 1e-9)
                progress(min(done, 1.0), f"overlay, {n_frame + 1} frames")


#: Size of a picture of the kinogram: so many leg lengths, drawn so many pixels high.
_CELL_LEGS, _CELL_PX = (1.7, 2.5), (272, 400)
_LABEL_PX = 30


def write_key_frames(
    found: Filmed, key_frames: Sequence[KeyFrame], path: Path, *, texts: Mapping[str, str]
) -> None:
    """Write the key frames as pictures of the clip, side by side: a row for each side.

    Parameters
    ----------
    found
        What ``filmed`` gave.
    key_frames
        Of the same gait.
    path
        A JPEG without a word of where and when.
    texts
        Of the shelf: names of moments and of sides.
    """
    from PIL import Image as Images

    cells = _cells(found, key_frames)
    sides = [s for s in Side.BOTH.single if any(each.side is s for each in key_frames)]
    rows = [[each for each in key_frames if each.side is side] for side in sides]
    width, height = _CELL_PX
    size = (max(map(len, rows)) * width, len(rows) * (height + _LABEL_PX))
    sheet = Images.new("RGB", size, "white")
    for y, row in enumerate(rows):
        for x, each in enumerate(row):
            place = (x * width, y * (height + _LABEL_PX))
            if each in cells:
                sheet.paste(cells[each], place)
            named = texts[f"gait_picture.{each.side.value}"]
            moment = texts[f"gait_moment.{each.moment.value}"]
            said = f"{named}: {moment}, {each.body.time_s:.2f} s"
            paint_label(sheet, said, (place[0] + 6, place[1] + height + 6))
    sheet.save(path, format="JPEG", quality=88)


def _cells(found: Filmed, key_frames: Sequence[KeyFrame]) -> dict[KeyFrame, Image]:
    """The picture that is nearest in time to each key frame, cut out round the runner."""
    nearest_s = dict.fromkeys(key_frames, 1 / found.overlays.gait.runner.rate_hz)
    cells = {}
    for time_s, overlay, picture in found.pictures():
        for each in key_frames:
            off_s = abs(time_s - each.body.time_s)
            if off_s <= nearest_s[each]:
                nearest_s[each] = off_s
                cells[each] = cut_out(picture.copy(), overlay, found, each.side, size_px=_CELL_PX)
    return cells


def cut_out(
    picture: Image, overlay: Overlay, found: Filmed, side: Side, *, size_px: tuple[int, int]
) -> Image:
    """Return the runner cut out of a picture, with the stick figure; the picture is drawn on."""
    leg_px = found.overlays.length_px
    still = Overlay(
        places_px=overlay.places_px, angles_deg={}, events=(), heads_px=overlay.heads_px
    )
    paint_figure(picture, still, near=side, leg_px=leg_px)
    hips = [overlay.places_px[n] for n in ("left_hip", "right_hip") if n in overlay.places_px]
    x = sum(p[0] for p in hips) / len(hips) if hips else picture.width / 2
    y = sum(p[1] for p in hips) / len(hips) if hips else picture.height / 2
    half, tall = _CELL_LEGS[0] * leg_px / 2, _CELL_LEGS[1] * leg_px
    box = (x - half, y - tall * 0.52, x + half, y + tall * 0.48)
    cut = picture.crop(tuple(round(each) for each in box))  # type: ignore[arg-type]  # four of them
    return cut.resize(size_px)
