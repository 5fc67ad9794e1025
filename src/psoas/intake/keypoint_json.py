"""Key points that pose models write as JSON: named frames, OpenPose, MMPose."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from psoas.errors import UnreadableFile
from psoas.intake.keypoint_names import ORDERS, tracks_named
from psoas.motion import NotAMotion
from psoas.motion.keypoints import MOST_FRAMES, KeyPoints, Length, Values

Person = Annotated[NDArray[np.float64], "(n_points, 3): x, y down, confidence"]

_SHAPES = "keypoint_names with frames, or people (OpenPose), or instances (MMPose)"
_MOST_PEOPLE = 50
_MOST_HZ = 10_000.0
#: A second person of this share of the first one's height is in the way. [source:psoas-convention]
_SIMILAR_RATIO = 0.7


def not_readable(what: str, name: str, fix: str = f"Give JSON with {_SHAPES}.") -> UnreadableFile:
    """Return the error of JSON that holds no key points."""
    return UnreadableFile(f"No key points can be read: {what}", where=name, fix=fix)


def _parsed(data: bytes, name: str) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        what = "it nests too deep" if isinstance(error, RecursionError) else str(error)[:120]
        raise not_readable(f"it is no JSON ({what})", name) from error


def read_keypoint_json(data: bytes, name: str, *, capture_hz: float | None) -> KeyPoints:
    """Read the key points of a clip from one file.

    Parameters
    ----------
    data
        ``keypoint_names`` with ``frames`` of [x, y, confidence] and ``timestamps`` or ``fps``;
        or a list of frames as OpenPose or MMPose write them.
    name
        What to call it in errors.
    capture_hz
        Frames per second, for files without times.

    Raises
    ------
    UnreadableFile
        Where it is none of them, or no leg can be read from it.
    """
    raw = _parsed(data, name)
    if isinstance(raw, Mapping) and "keypoint_names" in raw and "frames" in raw:
        return _of_named(raw, name, capture_hz)
    frames = raw
    if isinstance(raw, Mapping):
        frames = next((raw[each] for each in ("instance_info", "frames") if each in raw), [raw])
    if not isinstance(frames, list):
        raise not_readable("its frames are no list", name)
    return of_frames(frames, name, times_s=None, capture_hz=capture_hz)


def read_keypoint_files(
    files: Iterable[tuple[str, bytes]], name: str, *, capture_hz: float | None
) -> KeyPoints:
    """Read a folder with one JSON file per frame, in the order of their names."""
    frames = [_parsed(data, file) for file, data in files]
    return of_frames(frames, name, times_s=None, capture_hz=capture_hz)


def _number(value: Any, name: str, what: str) -> float:
    try:
        return float(_plain(value))
    except (TypeError, OverflowError) as error:
        raise not_readable(f"{what} is no number", name) from error


def _plain(value: Any) -> int | float:
    """Return a number of JSON; *true* is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return value


def _of_named(raw: Mapping[str, Any], name: str, capture_hz: float | None) -> KeyPoints:
    names, frames = raw["keypoint_names"], raw["frames"]
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise not_readable("keypoint_names is no list of names", name)
    if not isinstance(frames, list):
        raise not_readable("frames is no list", name)
    people = np.full((len(frames), len(names), 3), np.nan)
    for at, frame in enumerate(frames):
        if frame:
            people[at] = _person(frame, len(names), name, at)
    times = raw.get("timestamps")
    if isinstance(times, list) and len(times) == len(frames):
        times_s = np.array([_number(each, name, "a time") for each in times], dtype=np.float64)
        times_s = _unrounded(times_s, raw.get("fps"))
    else:
        times_s = _times_s(len(frames), raw.get("fps"), capture_hz, name)
    size = [raw.get(each) for each in ("width", "height")]
    known = all(isinstance(each, int | float) and each > 0 for each in size)
    picture = (float(size[0]), float(size[1])) if known else None  # type: ignore[arg-type]  # known
    return _gate(names, people, times_s, name, picture_px=picture)


def _unrounded(times_s: Values, fps: Any) -> Values:
    """Times that were written with few digits, from the frame rate where the two agree."""
    if isinstance(fps, bool) or not isinstance(fps, int | float) or not 0 < fps < _MOST_HZ:
        return times_s
    exact = times_s[0] + np.arange(len(times_s)) / fps
    return exact if np.abs(exact - times_s).max() < 0.1 / fps else times_s


def _times_s(n_frames: int, fps: Any, capture_hz: float | None, name: str) -> Values:
    rate = capture_hz if fps is None else _number(fps, name, "fps")
    if rate is None or not rate > 0:
        raise not_readable(
            "it holds no times", name, "Give the camera's frames per second with --capture-fps."
        )
    return np.asarray(np.arange(n_frames) / rate)


def _person(points: Any, n_points: int, name: str, at: int) -> Person:
    """One person's points; three numbers each, or two."""
    try:
        found = np.array(points, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise not_readable(f"frame {at + 1} holds no numbers", name) from error
    if found.ndim == 2 and found.shape == (n_points, 2):
        found = np.column_stack([found, np.ones(n_points)])
    if found.shape != (n_points, 3):
        raise not_readable(f"frame {at + 1} has the shape {found.shape}, not {(n_points, 3)}", name)
    return found


def _people(frame: Any, name: str, at: int) -> list[Person]:
    """Everybody of a frame, OpenPose's people or MMPose's instances."""
    if not isinstance(frame, Mapping):
        raise not_readable(f"frame {at + 1} is no object", name)
    found = []
    for each in _listed(frame, "people", name, at):
        flat = each.get("pose_keypoints_2d") if isinstance(each, Mapping) else None
        if not isinstance(flat, list) or len(flat) % 3:
            raise not_readable(f"frame {at + 1} has no pose_keypoints_2d of threes", name)
        n = len(flat) // 3
        found.append(_person([flat[3 * k : 3 * k + 3] for k in range(n)], n, name, at))
    for each in _listed(frame, "instances", name, at):
        points = each.get("keypoints") if isinstance(each, Mapping) else None
        if not isinstance(points, list):
            raise not_readable(f"frame {at + 1} has an instance without keypoints", name)
        person = _person(points, len(points), name, at)
        scores = each.get("keypoint_scores")
        if isinstance(scores, list) and len(scores) == len(points):
            person[:, 2] = [_number(score, name, "a score") for score in scores]
        found.append(person)
    return found


def _listed(frame: Mapping[str, Any], key: str, name: str, at: int) -> Sequence[Any]:
    listed = frame.get(key, [])
    if not isinstance(listed, list) or len(listed) > _MOST_PEOPLE:
        raise not_readable(f"frame {at + 1} has {key} that are no list of people", name)
    return listed


def _height_px(person: Person) -> float:
    seen = person[person[:, 2] > 0]
    return float(np.ptp(seen[:, 1])) if len(seen) else 0.0


def of_frames(
    frames: Sequence[Any], name: str, *, times_s: Values | None, capture_hz: float | None
) -> KeyPoints:
    """Return the key points of the largest person of each frame.

    Raises
    ------
    UnreadableFile
        Where frames hold no people, or people of different models.
    """
    if len(frames) > MOST_FRAMES:
        raise not_readable(f"{len(frames)} frames are more than {MOST_FRAMES}", name)
    chosen: list[Person | None] = []
    n_crowded = 0
    for at, frame in enumerate(frames):
        people = sorted(_people(frame, name, at), key=_height_px, reverse=True)
        chosen.append(people[0] if people else None)
        if len(people) > 1 and _height_px(people[1]) > _SIMILAR_RATIO * _height_px(people[0]):
            n_crowded += 1
    counts = {len(person) for person in chosen if person is not None}
    if len(counts) != 1 or not counts <= set(ORDERS):
        known = ", ".join(str(each) for each in sorted(ORDERS))
        raise not_readable(
            f"people have {sorted(counts) or 'no'} points, and {known} are known", name
        )
    order = ORDERS[counts.pop()]
    lost = np.full((len(order), 3), np.nan)
    table = np.stack([lost if person is None else person for person in chosen])
    if times_s is None:
        times_s = _times_s(len(frames), None, capture_hz, name)
    return _gate(order, table, times_s, name, n_crowded=n_crowded)


def _gate(
    names: Sequence[str],
    table: NDArray[np.float64],
    times_s: Values,
    name: str,
    *,
    picture_px: tuple[float, float] | None = None,
    n_crowded: int = 0,
) -> KeyPoints:
    places = [table[:, at, :2] for at in range(len(names))]
    certain = [table[:, at, 2:] for at in range(len(names))]
    try:
        return KeyPoints.of(
            time_s=times_s,
            unit=Length.PIXELS,
            tracks=tracks_named(names, places),
            confidence={key: each[:, 0] for key, each in tracks_named(names, certain).items()},
            picture_px=picture_px,
            n_crowded_frames=n_crowded,
            y_down=True,
        )
    except NotAMotion as error:
        raise not_readable(str(error), name) from error
