"""A clip from the browser: measured, drawn over, and its pictures in a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from psoas.app.gait.clip import holds_video
from psoas.app.gait.files import write_gait
from psoas.app.gait.measuring import GaitAndMoments, gait, read_keypoints
from psoas.app.gait.overlay import filmed
from psoas.app.gait.pictures import Finding, draw_curves, draw_kinogram, gait_findings, seen_in
from psoas.app.gait.told import as_plain
from psoas.library import Shelf
from psoas.quantity import Side

Progress = Callable[[float, str], None]

#: How the work divides: finding the points takes longer than drawing over the clip.
#: [source:psoas-convention]
_POINTS_RATIO = 0.75
#: Width of curves on a desk, and on a phone.
_DESK_PX, _PHONE_PX = 720, 300


@frozen(kw_only=True)
class Wanted:
    """What is known of a clip before it is measured; None is not known."""

    speed_mps: float | None = None
    height_m: float | None = None
    side: Side | None = None
    capture_hz: float | None = None
    start_s: float = 0.0
    end_s: float | None = None
    is_fast: bool = False
    is_kept: bool = False
    """Whether the file itself is kept as well."""


@frozen(kw_only=True, eq=False)
class Film:
    """What a clip came to.

    Parameters
    ----------
    found
        The gait.
    told
        As ``psoas gait --json`` prints it.
    findings
        Each measure with its picture.
    curves, kinogram
        SVG for a desk, and for a phone; empty where there is none.
    files
        Names of the files in the folder.
    """

    found: GaitAndMoments
    told: Mapping[str, Any]
    findings: tuple[Finding, ...]
    curves: tuple[str, str]
    kinogram: tuple[str, str]
    files: tuple[str, ...] = field(default=())


def measure_clip(
    path: Path,
    wanted: Wanted,
    folder: Path,
    *,
    shelf: Shelf,
    progress: Progress,
) -> Film:
    """Measure a clip, or key points, and write its pictures and tables into a folder.

    Parameters
    ----------
    path
        A video of the side view, or key points in any form that ``read_keypoints`` takes.
    wanted
        What the runner said of it.
    folder
        Where pictures and tables go; faces are hidden in them.
    shelf
        For words.
    progress
        Called with the share that is done and what is at work; raising there stops it.

    Raises
    ------
    PsoasError
        Naming the one cause why it cannot be measured, and what to film differently.
    """
    points = read_keypoints(
        path,
        capture_hz=wanted.capture_hz,
        height_m=wanted.height_m,
        mode="fast" if wanted.is_fast else "accurate",
        start_s=wanted.start_s,
        end_s=wanted.end_s,
        progress=lambda ratio, said: progress(_POINTS_RATIO * ratio, said),
    )
    found = gait(points, speed_mps=wanted.speed_mps, height_m=wanted.height_m, side=wanted.side)
    progress(_POINTS_RATIO, "Drawing")
    told = as_plain(found, texts=shelf.texts)
    clip = (
        filmed(path, found.gait, points, capture_hz=wanted.capture_hz)
        if holds_video(path)
        else None
    )
    written = write_gait(
        found,
        folder,
        told=told,
        clip=clip,
        progress=lambda ratio, said: progress(_POINTS_RATIO + (1 - _POINTS_RATIO) * ratio, said),
    )
    seen = seen_in(found)
    return Film(
        found=found,
        told=told,
        findings=gait_findings(found, texts=shelf.texts),
        curves=(
            draw_curves(found.gait, seen, texts=shelf.texts, width_px=_DESK_PX),
            draw_curves(found.gait, seen, texts=shelf.texts, width_px=_PHONE_PX),
        ),
        kinogram=(
            draw_kinogram(found.gait, seen, texts=shelf.texts),
            draw_kinogram(found.gait, seen, texts=shelf.texts, columns=2),
        ),
        files=tuple(each.name for each in written),
    )
