"""Two clips side by side at the same phase of the stride."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from psoas.app.gait.overlay import Filmed, Progress, cut_out
from psoas.motion.gait import Gait
from psoas.motion.on_picture import Overlay
from psoas.quantity import Side
from psoas.render.film import film
from psoas.render.paint import paint_label

if TYPE_CHECKING:
    from PIL.Image import Image

#: So many strides show how a runner runs, and fit a glance.
MOST_STRIDES = 6
_HALF_PX, _LABEL_PX = (408, 600), 30


def stride_spans_s(gait: Gait, side: Side) -> tuple[tuple[float, float], ...]:
    """Return when the first whole strides of a side begin and end, in order of time."""
    spans_s = [
        (step.contact_s, step.again_s)
        for step in gait.steps
        if step.side is side and not np.isnan(step.again_s)
    ]
    return tuple(sorted(spans_s))[:MOST_STRIDES]


def same_phase_s(
    at_s: float, spans_s: Sequence[tuple[float, float]], others_s: Sequence[tuple[float, float]]
) -> float | None:
    """Return when another gait is in the same phase of the stride of the same number.

    Parameters
    ----------
    at_s
        A time of the first gait.
    spans_s, others_s
        Strides of both, in seconds.

    Returns
    -------
    float or None
        None beyond the strides that both have.
    """
    for (begin, end), (other_begin, other_end) in zip(spans_s, others_s, strict=False):
        if begin <= at_s < end:
            return other_begin + (at_s - begin) / (end - begin) * (other_end - other_begin)
    return None


def write_side_by_side(
    before: Filmed,
    after: Filmed,
    path: Path,
    *,
    texts: Mapping[str, str],
    progress: Progress | None = None,
) -> None:
    """Write two clips as one film: each runner cut out, both in the same phase of the stride.

    Parameters
    ----------
    before, after
        What ``filmed`` gave. The film runs as the later clip does; the side is the one that
        faces its camera.
    path
        An MP4, as ``write_overlay`` writes it.
    texts
        Of the shelf.
    progress
        Called with the ratio that is done, and what is said of it.
    """
    side = after.overlays.side
    spans_s, others_s = (stride_spans_s(each.overlays.gait, side) for each in (after, before))
    wanted = _wanted(after, spans_s, others_s)
    earlier = _nearest(before.pictures())
    next(earlier)
    width, height = _HALF_PX
    begin_s = spans_s[0][0] if spans_s else 0.0
    with film(path, size_px=(2 * width, height + _LABEL_PX), rate_hz=after.clip.rate_hz) as out:
        first_s: float | None = None
        for at_s, then_s, overlay, picture in wanted:
            other = earlier.send(then_s)
            if other is None:
                break
            sheet = _sheet(
                cut_out(other[2], other[1], before, side, size_px=_HALF_PX),
                cut_out(picture, overlay, after, side, size_px=_HALF_PX),
                texts,
            )
            clip_s = after.slowed_factor * at_s
            first_s = clip_s if first_s is None else first_s
            out.add(sheet, time_s=clip_s - first_s)
            if progress is not None:
                done = (at_s - begin_s) / max(spans_s[-1][1] - begin_s, 1e-9)
                progress(min(done, 1.0), "before and after")


def _wanted(
    after: Filmed, spans_s: Sequence[tuple[float, float]], others_s: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float, Overlay, Image]]:
    """Yield pictures of the later clip, with the time of the earlier one's same phase."""
    for at_s, overlay, picture in after.pictures():
        then_s = same_phase_s(at_s, spans_s, others_s)
        if then_s is not None:
            yield at_s, then_s, overlay, picture


def _nearest(
    pictures: Iterator[tuple[float, Overlay, Image]],
) -> Generator[tuple[float, Overlay, Image] | None, float, None]:
    """Answer each rising time that is sent with the picture nearest to it, read once."""
    both = pairwise(pictures)
    pair = next(both, None)
    at_s = yield None
    while pair is not None:
        first, second = pair
        if at_s > second[0] and (following := next(both, None)) is not None:
            pair = following
            continue
        near = first if abs(first[0] - at_s) <= abs(second[0] - at_s) else second
        at_s = yield (near[0], near[1], near[2].copy())
    yield None


def _sheet(left: Image, right: Image, texts: Mapping[str, str]) -> Image:
    from PIL import Image as Images

    width, height = _HALF_PX
    sheet = Images.new("RGB", (2 * width, height + _LABEL_PX), "white")
    sheet.paste(left, (0, 0))
    sheet.paste(right, (width, 0))
    for at, when in enumerate(("before", "after")):
        paint_label(sheet, texts[f"gait_change.{when}"], (at * width + 8, height + 6))
    return sheet
