"""Key points of the runner in a clip: two threads, each through its half of the time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from enum import StrEnum
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.motion.keypoints import FEWEST_FRAMES, SHOULDER, SIDES, KeyPoints, Length, key
from psoas.motion.quality import Cause, refuse
from psoas.motion.runner import SEEN_RATIO
from psoas.pose import detector, landmarks
from psoas.pose.clip import Clip
from psoas.pose.follow import Seen, followed
from psoas.pose.frames import Frame, check_part, frames
from psoas.pose.network import network
from psoas.pose.scene import camera_px
from psoas.pose.weights import content_of

#: Told how much is done, 0 to 1, and in words; what it raises stops the work.
Progress = Callable[[float, str], None]
Rows = Annotated[NDArray[np.float64], "(n_frames, 33, 3): x and y in pixels, y down, certainty"]

#: Angles at the instant of contact need 100 frames/s; more only cost time.
#: [source:psoas-convention]
ENOUGH_HZ, _MORE_FACTOR = 100.0, 1.25
#: A part begins so much earlier, to be settled when it counts. [source:psoas-convention]
OVERLAP_S = 0.5
#: Shorter clips are one part; the number of parts may not hang on the machine, or the same
#: clip would give other points elsewhere.
_LEAST_PART_S = 2.0
_N_PARTS = 2
#: The background is looked at so often, on the runner's clock. [source:psoas-convention]
_SCENE_EVERY_S = 0.25
_TOLD_EVERY_S = 0.2
#: More frames than this with a second person as tall: nobody knows who is meant.
#: [source:psoas-convention]
_CROWDED_RATIO = 0.5


class Mode(StrEnum):
    """How well the runner is looked at."""

    ACCURATE = "accurate"
    FAST = "fast"


MODELS = {Mode.ACCURATE: "heavy.tflite", Mode.FAST: "full.tflite"}


@frozen(kw_only=True, eq=False)
class _Part:
    """A stretch of a clip.

    Parameters
    ----------
    from_s, start_s, end_s
        Looked at from the first, told from the second, to the third; None to the end.
    """

    from_s: float
    start_s: float
    end_s: float | None


def points_of(
    clip: Clip,
    *,
    models: Path,
    mode: Mode,
    capture_hz: float | None = None,
    start_s: float = 0.0,
    end_s: float | None = None,
    progress: Progress | None = None,
) -> KeyPoints:
    """Find the runner's key points in a clip.

    Parameters
    ----------
    clip
        What ``clip_of`` gave.
    models
        The folder of the weights.
    mode
        Fast takes a quarter of the time and sees the near leg only.
    capture_hz
        Frames per second the camera took; times are then on the runner's clock.
    start_s, end_s
        The part to look at, on the clip's clock.
    progress
        Told how far it is.

    Returns
    -------
    KeyPoints
        In pixels of the upright picture. The same clip gives the same points.

    Raises
    ------
    MissingProgram
        Where the weights are not there.
    UnreadableFile, InvalidAnswer, psoas.errors.NotMeasurable
        Where the clip cannot be read, as ``frames`` says.
    motion.quality.NotMeasurable
        Where nobody is in it, two people of similar size, or too few frames.
    """
    check_part(clip, start_s, end_s)
    shown = 1.0 if capture_hz is None else capture_hz / clip.rate_hz
    kept_hz = _kept_hz(clip.rate_hz, shown)
    detects = content_of(models, "detector.tflite")
    finds = content_of(models, MODELS[mode])
    until_s = clip.duration_s if end_s is None else min(end_s, clip.duration_s)

    def follow(part: _Part, told: Callable[[Iterable[Seen]], list[Seen]]) -> list[Seen]:
        seen = followed(
            _kept(frames(clip, start_s=part.from_s, end_s=part.end_s), kept_hz),
            detector=network(detects, outputs=detector.OUTPUTS),
            landmarks=network(finds, outputs=landmarks.OUTPUTS),
            scene_every_s=_SCENE_EVERY_S * shown,
        )
        return [each for each in told(seen) if each.time_s >= part.start_s]

    n_awaited = (until_s - start_s) * (kept_hz or clip.rate_hz)
    seen = _in_threads(follow, _parts(start_s, until_s, end_s), n_awaited, progress)
    found = _key_points(seen, clip, is_rough=mode is Mode.FAST)
    return found.slowed(shown)


def _kept_hz(rate_hz: float, shown_factor: float) -> float | None:
    """Return the rate, on the clip's clock, of the frames that are looked at; None for all."""
    lived_hz = rate_hz * shown_factor
    if lived_hz < _MORE_FACTOR * ENOUGH_HZ:
        return None
    return rate_hz / int(lived_hz / ENOUGH_HZ + 0.02)


def _kept(found: Iterator[Frame], kept_hz: float | None) -> Iterator[Frame]:
    """Yield a frame for each step of a lower rate; where one begins does not matter."""
    last = -1
    for frame in found:
        if kept_hz is None:
            yield frame
            continue
        step = int(frame.time_s * kept_hz + 0.25)
        if step != last:
            last = step
            yield frame


def _parts(start_s: float, until_s: float, end_s: float | None) -> list[_Part]:
    if until_s - start_s < _N_PARTS * _LEAST_PART_S:
        return [_Part(from_s=start_s, start_s=start_s, end_s=end_s)]
    edges = np.linspace(start_s, until_s, _N_PARTS + 1).tolist()
    return [
        _Part(
            from_s=max(start_s, edges[at] - OVERLAP_S),
            start_s=edges[at],
            end_s=end_s if at == _N_PARTS - 1 else edges[at + 1],
        )
        for at in range(_N_PARTS)
    ]


class _Stopped(Exception):
    """The work of a thread was called off."""


def _in_threads(
    follow: Callable[[_Part, Callable[[Iterable[Seen]], list[Seen]]], list[Seen]],
    parts: Sequence[_Part],
    n_awaited: float,
    progress: Progress | None,
) -> list[Seen]:
    """Follow each part in a thread of its own; the first error, or progress's, stops all."""
    stop = threading.Event()
    counts = [0] * len(parts)

    def told(at: int, found: Iterable[Seen]) -> list[Seen]:
        kept = []
        for each in found:
            if stop.is_set():
                raise _Stopped
            counts[at] += 1
            kept.append(each)
        return kept

    with ThreadPoolExecutor(len(parts)) as threads:
        running = [threads.submit(follow, part, partial(told, at)) for at, part in enumerate(parts)]
        try:
            _await(running, counts, n_awaited, progress)
        finally:
            stop.set()
    return [each for done in running for each in done.result()]


def _await(
    running: Sequence[Future[list[Seen]]],
    counts: Sequence[int],
    n_awaited: float,
    progress: Progress | None,
) -> None:
    """Wait for all, or raise the first error; say how far it is meanwhile."""
    begun_s = monotonic()
    while True:
        done, going = wait(running, timeout=_TOLD_EVERY_S, return_when=FIRST_EXCEPTION)
        if progress is not None:
            n = sum(counts)
            per_s = n / max(monotonic() - begun_s, 1e-3)
            progress(min(n / max(n_awaited, 1), 1.0), f"{n} frames, {per_s:.0f} a second")
        for each in done:
            each.result()
        if not going:
            return


def _key_points(seen: Sequence[Seen], clip: Clip, *, is_rough: bool) -> KeyPoints:
    if len(seen) < FEWEST_FRAMES:
        seconds = seen[-1].time_s - seen[0].time_s if seen else 0.0
        raise refuse(Cause.TOO_SHORT, seconds=round(seconds, 1))
    found = [each.body for each in seen]
    seen_ratio = sum(each is not None for each in found) / max(len(found), 1)
    if seen_ratio < SEEN_RATIO:
        raise refuse(Cause.NO_PERSON, seen_pct=round(100 * seen_ratio))
    looks = [each.is_crowded for each in seen if each.is_crowded is not None]
    crowded_ratio = sum(looks) / max(len(looks), 1)
    if crowded_ratio > _CROWDED_RATIO:
        raise refuse(Cause.TWO_PEOPLE, frames_pct=round(100 * crowded_ratio))
    lost = np.full((landmarks.N_BODY, 3), np.nan)
    table = np.stack(
        [
            lost if body is None else np.column_stack([body.points_px, body.seen_ratio])
            for body in found
        ]
    )
    return KeyPoints.of(
        time_s=np.array([each.time_s for each in seen]),
        unit=Length.PIXELS,
        tracks=_tracks(table[..., :2]),
        confidence={name: each[:, 0] for name, each in _tracks(table[..., 2:]).items()},
        picture_px=(float(clip.size_px[0]), float(clip.size_px[1])),
        n_crowded_frames=round(crowded_ratio * len(seen)),
        camera_px=camera_px([each.scene for each in seen if each.scene is not None]),
        is_rough=is_rough,
        y_down=True,
    )


def _tracks(table: Rows) -> dict[str, NDArray[np.float64]]:
    """Each joint's columns by our names, a face's too; both shoulders give their middle."""
    at = {**landmarks.JOINTS_AT, **landmarks.FACE_AT}
    shoulders = at.pop("shoulder")
    found = {
        key(side, joint): table[:, places[number]]
        for joint, places in at.items()
        for number, side in enumerate(SIDES)
    }
    found["nose"] = table[:, landmarks.NOSE_AT]
    return {**found, SHOULDER: table[:, list(shoulders)].mean(axis=1)}
