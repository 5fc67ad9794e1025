"""The files of a gait: key points, angles, tables, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from psoas.app.gait.measuring import GaitAndMoments
from psoas.app.gait.overlay import Filmed, Progress, write_key_frames, write_overlay
from psoas.app.gait.pair import write_side_by_side
from psoas.app.gait.pictures import (
    curves_in,
    draw_before_and_after,
    draw_curves,
    draw_kinogram,
    frames_in,
    seen_in,
)
from psoas.app.gait.told import as_plain
from psoas.app.writing import Writer, check_free, write_all
from psoas.edges import to_json
from psoas.motion.curves import AT_PCT
from psoas.motion.events import CONTACT_ERROR_S, TOE_OFF_ERROR_S, EventKind
from psoas.motion.gait import Gait
from psoas.motion.norms import KINDS
from psoas.motion.placed import in_metres, placed
from psoas.motion.steps import Seen, rows_of
from psoas.render import keypoint_files
from psoas.render.keypoint_files import cell
from psoas.render.stick import as_file

Texts = Mapping[str, str]

#: Every file that a gait of key points gives, in the order it is told.
NAMES = (
    "gait.json",
    "keypoints.csv",
    "keypoints.trc",
    "keypoints_dlc.csv",
    "angles.mot",
    "events.csv",
    "steps.csv",
    "curves.csv",
    "curves.svg",
    "kinogram.svg",
)
#: What a clip gives besides.
OF_CLIP = ("overlay.mp4", "kinogram.jpg")
#: What an earlier gait gives besides.
OF_TWO = ("before_after.svg",)
#: And two clips.
OF_TWO_CLIPS = ("before_after.mp4",)
_ERRORS_S = {EventKind.INITIAL_CONTACT: CONTACT_ERROR_S, EventKind.TOE_OFF: TOE_OFF_ERROR_S}


def _events(gait: Gait) -> Iterator[list[str]]:
    for each in gait.events:
        error = cell(_ERRORS_S[each.event])
        yield [cell(each.time_s), each.side.value, each.event.value, error]


def _steps(gait: Gait, seen: Seen) -> tuple[list[str], Iterator[list[str]]]:
    """Names and rows of the measures of each step; what is refused has no column."""
    told = [name for name in KINDS if name in gait.measures and name != "cadence"]
    names = ["side", "contact_s", "toe_off_s", *(f"{name}_{KINDS[name].unit}" for name in told)]
    rows = (
        [
            step.side.value,
            *map(cell, (step.contact_s, step.toe_off_s)),
            *(cell(row[n]) for n in told),
        ]
        for step, row in zip(gait.steps, rows_of(gait.steps, seen), strict=True)
    )
    return names, rows


def _curves(gait: Gait, seen: Seen) -> Iterator[list[str]]:
    for curve in curves_in(gait, seen).curves:
        columns = zip(AT_PCT, curve.mean_deg, curve.spread_deg, strict=True)
        for at, mean, spread in columns:
            numbers = map(cell, (at, mean, spread))
            yield [curve.angle, curve.side.value, *numbers, str(curve.n_strides)]


def contents_of(found: GaitAndMoments, *, texts: Texts) -> dict[str, str | bytes | Writer]:
    """Return what each file of ``NAMES`` holds, but for ``gait.json``."""
    gait, seen, table = found.gait, seen_in(found), keypoint_files.as_table
    points = placed(gait.runner)
    has_scale = not np.isnan(found.leg_m)
    scaled = (
        in_metres(points, m_per_px=found.leg_m / gait.runner.leg_length) if has_scale else points
    )
    curve_names = ("angle", "side", "stride_pct", "mean_deg", "sd_deg", "strides")
    files: dict[str, str | bytes | Writer] = {
        "keypoints.csv": keypoint_files.as_csv(points),
        "keypoints.trc": keypoint_files.as_trc(scaled, name="keypoints.trc"),
        "keypoints_dlc.csv": keypoint_files.as_deeplabcut(points),
        "angles.mot": keypoint_files.as_mot(gait.runner, name="angles.mot"),
        "events.csv": table(("time_s", "side", "event", "standard_error_s"), _events(gait)),
        "steps.csv": table(*_steps(gait, seen)),
        "curves.csv": table(curve_names, _curves(gait, seen)),
    }
    drawn = {
        "curves.svg": draw_curves(gait, seen, texts=texts),
        "kinogram.svg": draw_kinogram(gait, seen, texts=texts),
    }
    return files | {name: as_file(svg) for name, svg in drawn.items() if svg}


def _of_two(before: GaitAndMoments, after: GaitAndMoments, *, texts: Texts) -> dict[str, str]:
    svg = draw_before_and_after(before, after, texts=texts)
    return {OF_TWO[0]: as_file(svg)} if svg else {}


def _of_clip(
    found: GaitAndMoments, clip: Filmed, *, texts: Texts, progress: Progress | None
) -> dict[str, str | bytes | Writer]:
    frames = frames_in(found.gait, seen_in(found))
    overlay, key_frames = OF_CLIP
    files: dict[str, str | bytes | Writer] = {
        overlay: partial(write_overlay, clip, progress=progress)
    }
    if frames:
        files[key_frames] = partial(write_key_frames, clip, frames, texts=texts)
    return files


def check_folder(
    folder: Path, *, has_clip: bool, has_before: bool, force: bool, has_both: bool = False
) -> None:
    """Refuse a folder in which files are in the way, before anything is done.

    Raises
    ------
    Conflict
        Naming them, unless *force* is said.
    """
    names = [*NAMES, *(OF_CLIP if has_clip else ()), *(OF_TWO if has_before else ())]
    names += OF_TWO_CLIPS if has_both else ()
    check_free(folder, names, force=force)


def write_gait(
    found: GaitAndMoments,
    folder: str | Path,
    *,
    force: bool = False,
    told: Mapping[str, Any] | None = None,
    clip: Filmed | None = None,
    before: GaitAndMoments | None = None,
    before_clip: Filmed | None = None,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write the files of a gait into a folder: all of them, or none.

    Parameters
    ----------
    found
        What ``psoas.gait`` gave.
    folder
        Made where it is not there.
    force
        Whether files of the same names may be replaced.
    told
        What ``gait.json`` shall hold, where it is more than ``psoas gait --json`` would print.
    clip
        What ``filmed`` gave, for the pictures of the clip as well.
    before
        An earlier gait, for a picture of both at the same moments.
    before_clip
        Its clip, for both clips side by side.
    progress
        Called with the ratio of the clip's pictures that are done, and what is said of it.

    Returns
    -------
    tuple of Path
        The files that were written. A picture of which too little was seen is not among them.

    Raises
    ------
    Conflict
        Where a file is in the way.
    NotNow
        Where the disk is full or the folder cannot be written to.
    """
    from psoas.library import shelf

    where, texts = Path(folder), shelf().texts
    check_folder(
        where,
        has_clip=clip is not None,
        has_before=before is not None,
        has_both=clip is not None and before_clip is not None,
        force=force,
    )
    contents = contents_of(found, texts=texts)
    if before is not None:
        contents |= _of_two(before, found, texts=texts)
    if clip is not None:
        contents |= _of_clip(found, clip, texts=texts, progress=progress)
    if clip is not None and before_clip is not None:
        both = partial(write_side_by_side, before_clip, clip, texts=texts, progress=progress)
        contents[OF_TWO_CLIPS[0]] = both
    paths = tuple(where / name for name in ("gait.json", *contents))
    plain = dict(as_plain(found, texts=texts) if told is None else told)
    plain["files"] = [str(path) for path in paths]
    write_all(where, {"gait.json": to_json(plain) + "\n", **contents}, force=force)
    return paths
