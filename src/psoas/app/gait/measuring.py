"""Gait from a video or from key points of a side view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from attrs import frozen

from psoas.app.gait.clip import holds_video, key_points_of_clip, worded
from psoas.app.gait.moment import check_size, content_of
from psoas.errors import InvalidAnswer, NotFound, UnreadableFile
from psoas.intake.keypoint_json import read_keypoint_files
from psoas.intake.keypoints import read_keypoints as read_keypoint_file
from psoas.intake.unpack import LIMIT_BYTES
from psoas.mechanics import SwingMoments, swing_moments
from psoas.motion import JOINTS, Leg, Motion, NotAMotion, quality
from psoas.motion.gait import Gait, gait_of
from psoas.motion.keypoints import MOST_FRAMES, KeyPoints
from psoas.pose.points import Mode, Progress
from psoas.quantity import Side

#: Measures that mechanics gives, beside those of ``motion``.
ONLY_BY_APP = ("swing_moment", "iliopsoas_force")
#: The bootstrap draws the same noise each time: the same file gives the same bytes.
_SEED = 20130315
#: A moment per body mass does not ask for the mass; muscles' shares do and are not told.
_ANY_KG = 70.0
#: Speeds of people, heights of grown ones, frame rates of cameras.
SPEED_MPS, HEIGHT_M, CAPTURE_HZ = (1.0, 12.0), (1.2, 2.3), (10.0, 2000.0)


@frozen(kw_only=True, eq=False)
class GaitAndMoments:
    """What a side view shows, and the moments of its swings.

    Moments are None where there is no scale, or points that no leg can have; the length of
    the leg is NaN where there is no scale.
    """

    gait: Gait
    moments: SwingMoments | None
    leg_m: float


def read_keypoints(
    path: str | Path,
    *,
    capture_hz: float | None = None,
    height_m: float | None = None,
    mode: Mode | str = Mode.ACCURATE,
    start_s: float = 0.0,
    end_s: float | None = None,
    models: Path | None = None,
    progress: Progress | None = None,
) -> KeyPoints:
    """Read key points: a file, a folder with one JSON file per frame, or those of a video.

    Parameters
    ----------
    path
        A video; our CSV, JSON of a pose model, ``.trc`` or ``.mot``, compressed or not.
    capture_hz
        Frames per second the camera took: a clip of slow motion is put back on its clock, and
        files without times get theirs.
    height_m
        Of the runner; only files of angles need it.
    mode, start_s, end_s, models, progress
        For a video: as ``key_points_of_clip`` takes them.

    Raises
    ------
    NotFound
        Where there is no such file.
    UnreadableFile
        Where it holds no key points.
    NotMeasurable, MissingProgram
        As ``key_points_of_clip`` says of a video.
    """
    check_told(speed_mps=None, height_m=height_m, capture_hz=capture_hz)
    where = Path(path)
    if where.is_file() and holds_video(where):
        return key_points_of_clip(
            where,
            mode=mode,
            capture_hz=capture_hz,
            start_s=start_s,
            end_s=end_s,
            models=models,
            progress=progress,
        )
    if start_s or end_s is not None:
        raise InvalidAnswer(
            "a part can be taken of a video only, and these are key points",
            where=where.name,
            fix="Leave the part away, or give the video",
        )
    if where.is_dir():
        points = read_keypoint_files(_frames(where), where.name, capture_hz=capture_hz)
    else:
        points = read_keypoint_file(
            content_of(where), where.name, capture_hz=capture_hz, height_m=height_m
        )
    return points if capture_hz is None else points.slowed(capture_hz / points.rate_hz)


def check_told(
    *, speed_mps: float | None, height_m: float | None, capture_hz: float | None = None
) -> None:
    """Refuse what no runner and no camera has: better before the work than after it.

    Raises
    ------
    InvalidAnswer
        Naming the bounds.
    """
    check_size("speed", speed_mps, between=SPEED_MPS, unit="m/s")
    check_size("height", height_m, between=HEIGHT_M, unit="m")
    low_hz, high_hz = CAPTURE_HZ
    if capture_hz is not None and not low_hz <= capture_hz <= high_hz:
        raise InvalidAnswer(
            f"no camera takes {capture_hz:g} frames a second",
            where="--capture-fps",
            fix=f"Give the camera's frames a second, {low_hz:g} to {high_hz:g}, such as 240",
        )


def _frames(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the JSON files of a folder in the order of their names, within a limit."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise NotFound("there is no JSON file in it", where=str(folder), fix="Check the folder")
    if len(files) > MOST_FRAMES:
        raise UnreadableFile(
            f"{len(files)} frames are too many", where=str(folder), fix="Give some seconds"
        )
    n_bytes = 0
    for file in files:
        content = content_of(file)
        n_bytes += len(content)
        if n_bytes > LIMIT_BYTES:
            raise UnreadableFile(
                f"its frames are larger than {LIMIT_BYTES // 2**20} MB",
                where=str(folder),
                fix="Give some seconds",
            )
        yield file.name, content


def gait(
    points: KeyPoints | Motion | str | Path,
    *,
    speed_mps: float | None = None,
    height_m: float | None = None,
    side: Side | str | None = None,
) -> GaitAndMoments:
    """Measure running gait from a video or from key points of a side view.

    Parameters
    ----------
    points
        What ``read_keypoints`` or ``read_motion`` gave, or a file that ``read_keypoints`` takes.
    speed_mps
        Of running: norms need it. With a scale it can be seen.
    height_m
        Of the runner: the scale of pixels.
    side
        The side that faces the camera, where the picture may be mirrored.

    Raises
    ------
    InvalidAnswer
        Where speed or height cannot be a runner's.
    NotMeasurable
        Naming the one cause why not, and what to film differently.
    """
    check_told(speed_mps=speed_mps, height_m=height_m)
    if side is not None and side not in (Side.LEFT, Side.RIGHT):
        raise InvalidAnswer(f"{side} is no side", where="--side", fix="Give left or right")
    if isinstance(points, str | Path):
        points = read_keypoints(points, height_m=height_m)
    given = KeyPoints.of_motion(points) if isinstance(points, Motion) else points
    try:
        found = gait_of(
            given,
            speed_mps=speed_mps,
            height_m=height_m,
            facing_side=None if side is None else Side(side),
        )
    except quality.NotMeasurable as error:
        raise worded(error.concern) from error
    leg_m = found.runner.leg_m(height_m=height_m)
    if leg_m is None:
        return GaitAndMoments(gait=found, moments=None, leg_m=float("nan"))
    return GaitAndMoments(gait=found, moments=_moments(found, leg_m), leg_m=leg_m)


def _moments(found: Gait, leg_m: float) -> SwingMoments | None:
    """Moments of the swings, from the points in metres."""
    runner = found.runner
    lost = np.full((len(runner.time_s), 2), np.nan)
    legs = {}
    for side, tracks in runner.legs.items():
        points = {
            f"{joint}_m": np.where(
                runner.unknown[side][:, None], np.nan, leg_m * tracks.get(joint, lost)
            )
            for joint in JOINTS
        }
        legs[side] = Leg(**points)
    try:
        motion = Motion.of(time_s=runner.time_s, legs=legs)
    except NotAMotion:  # one leg faces another way than both together: its gate says no
        return None
    return swing_moments(motion, mass_kg=_ANY_KG, rng=np.random.default_rng(_SEED))
