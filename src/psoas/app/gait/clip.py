"""A video of a runner: its key points, and what is wrong with it in words."""

from __future__ import annotations

from pathlib import Path

from psoas.errors import NotMeasurable
from psoas.library import shelf
from psoas.motion import quality
from psoas.motion.keypoints import KeyPoints
from psoas.pose import clip_of, is_video
from psoas.pose.points import Mode, Progress, points_of
from psoas.pose.sniff import HEAD_BYTES, SUFFIXES
from psoas.render.words import say
from psoas.settings import read_settings


def holds_video(path: Path) -> bool:
    """Whether a file is a video by what it holds, or claims to be one by its name."""
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            return is_video(file.read(HEAD_BYTES))
    except OSError:
        return False  # who reads it next says why


def key_points_of_clip(
    path: str | Path,
    *,
    mode: Mode | str = Mode.ACCURATE,
    capture_hz: float | None = None,
    start_s: float = 0.0,
    end_s: float | None = None,
    models: Path | None = None,
    progress: Progress | None = None,
) -> KeyPoints:
    """Find the key points of the runner in a video.

    Parameters
    ----------
    path
        The video.
    mode
        ``accurate``, or ``fast``: a quarter of the time, the near leg only.
    capture_hz
        Frames per second the camera took, for slow motion.
    start_s, end_s
        The part to look at, on the clip's clock.
    models
        The folder of the pose model; None takes the one of the settings.
    progress
        Told how much is done, 0 to 1, and in words. What it raises stops the work.

    Returns
    -------
    KeyPoints
        In pixels, on the runner's clock: a frame at ``time_s`` is shown ``capture_hz`` by the
        clip's rate as late.

    Raises
    ------
    NotFound, UnreadableFile, InvalidAnswer
        Where the file cannot be read, or the part is not in it.
    NotMeasurable
        Where nobody is seen, two people are, or the clip is too long or too large.
    MissingProgram
        Where the pose model is not there: ``psoas doctor --fix`` fetches it.
    """
    clip = clip_of(path)
    try:
        return points_of(
            clip,
            models=read_settings(models=models).models,
            mode=Mode(mode),
            capture_hz=capture_hz,
            start_s=start_s,
            end_s=end_s,
            progress=progress,
        )
    except quality.NotMeasurable as error:
        raise worded(error.concern) from error


def worded(concern: quality.Concern) -> NotMeasurable:
    """Return the error that says in words why a clip cannot be measured."""
    texts = shelf().texts
    return NotMeasurable(
        say(concern.text, concern.values, texts=texts),
        where=concern.cause.value,
        fix=say(f"{concern.text}-fix", concern.values, texts=texts),
    )
