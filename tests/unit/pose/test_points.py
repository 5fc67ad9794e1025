"""From a drawn runner, whose joints are known, through the model to key points."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from psoas.errors import UnreadableFile
from psoas.motion.gait import gait_of
from psoas.motion.keypoints import KeyPoints
from psoas.motion.quality import Cause, NotMeasurable
from psoas.pose import clip_of
from psoas.pose.points import Mode, points_of
from tests.kit.mannequin import runner_video
from tests.kit.models import models
from tests.kit.video import plain_video


def points(path: Path, mode: Mode = Mode.FAST, **how: object) -> KeyPoints:
    return points_of(clip_of(path), models=models(), mode=mode, **how)


@pytest.fixture(scope="session")
def plain(tmp_path_factory) -> tuple[Path, dict[str, np.ndarray]]:
    path = tmp_path_factory.mktemp("drawn") / "runner.mp4"
    return path, runner_video(path)


def test_joints_are_found_where_they_were_drawn(plain):
    """Height of the runner: 430 pixels. Sides may still be exchanged: gait puts them right."""
    path, drawn = plain
    found = points(path, Mode.ACCURATE)
    runner = gait_of(found).runner

    assert found.picture_px == (360.0, 640.0)
    assert runner.near == "right"
    assert len(found.time_s) == len(drawn["left_hip"])
    off = {}
    for side, leg in runner.legs.items():
        hip = leg["hip"]
        for joint in ("knee", "ankle"):
            true = (drawn[f"{side}_{joint}"] - drawn[f"{side}_hip"]) * (1, -1)
            off[side, joint] = np.hypot(*((leg[joint] - hip) * runner.leg_length - true).T)
    assert {key: np.median(each) for key, each in off.items() if np.median(each) > 12} == {}


def test_the_same_clip_gives_the_same_points(tmp_path):
    """Two parts in two threads, and no word of which is done first."""
    path = tmp_path / "runner.mp4"
    runner_video(path, n_strides=7, rate_hz=30.0)
    first, second = points(path), points(path)

    assert first.time_s == pytest.approx(np.arange(147) / 30, abs=1e-3)
    assert all((first.tracks[name] == second.tracks[name]).all() for name in first.tracks)
    assert all((first.confidence[name] == second.confidence[name]).all() for name in first.tracks)


def test_a_clip_that_is_stored_turned_gives_the_same_points(tmp_path):
    upright, turned = tmp_path / "upright.mp4", tmp_path / "turned.mp4"
    runner_video(upright, n_strides=1)
    runner_video(turned, n_strides=1, turns=1)
    first, second = points(upright), points(turned)

    assert clip_of(turned).turn_deg == 90
    assert second.picture_px == (360.0, 640.0)
    for name, track in first.tracks.items():
        assert np.median(np.hypot(*(track - second.tracks[name]).T)) < 3, name


def test_an_empty_room_holds_no_person(tmp_path):
    runner_video(tmp_path / "room.mp4", places=(), n_strides=2)

    with pytest.raises(NotMeasurable) as caught:
        points(tmp_path / "room.mp4")
    assert (caught.value.concern.cause, caught.value.concern.values) == (
        Cause.NO_PERSON,
        {"seen_pct": 0},
    )


@pytest.mark.parametrize("n_frames", [2, 9])
def test_a_clip_of_few_frames_is_too_short(tmp_path, n_frames):
    """It was a fault of ours, told as a crash."""
    plain_video(tmp_path / "blink.mp4", n=n_frames, rate_hz=60.0)

    with pytest.raises(NotMeasurable) as caught:
        points(tmp_path / "blink.mp4")
    assert caught.value.concern.cause is Cause.TOO_SHORT


def test_two_people_of_one_size_are_refused(tmp_path):
    side_by_side = ((0.25, 0.9), (0.72, 0.9))
    runner_video(tmp_path / "two.mp4", n_strides=2, size=(640, 640), places=side_by_side)

    with pytest.raises(NotMeasurable) as caught:
        points(tmp_path / "two.mp4")
    assert caught.value.concern.cause is Cause.TWO_PEOPLE


def test_a_camera_that_is_still_and_one_that_moves(tmp_path):
    """One pixel a frame is 15 in a quarter of a second; a leg is 206. Faster is only said to be."""
    for drift_px, expected_px in ((0.0, 0.0), (1.0, 15.0)):
        path = tmp_path / f"{drift_px}.mp4"
        runner_video(path, n_strides=2, drift_px=(drift_px, 0.0))
        assert points(path).camera_px == pytest.approx(expected_px, abs=0.5)
    runner_video(tmp_path / "fast.mp4", n_strides=2, drift_px=(6.0, 0.0))
    assert points(tmp_path / "fast.mp4").camera_px > 15


def test_slow_motion_is_put_on_the_runners_clock_and_thinned(tmp_path):
    """Of 240 frames a second every other is looked at: 100 are enough."""
    path = tmp_path / "slow.mp4"
    runner_video(path, n_strides=1, rate_hz=240.0, shown_hz=30.0)
    found = points(path, capture_hz=240.0)

    assert found.rate_hz == pytest.approx(120)
    assert found.time_s == pytest.approx(np.arange(84) / 120, abs=1e-4)


def test_a_part_of_a_clip_keeps_the_clips_clock(plain):
    found = points(plain[0], start_s=1.0, end_s=1.5)

    assert found.time_s == pytest.approx(1 + np.arange(30) / 60, abs=1e-3)


def test_progress_rises_to_the_end(plain):
    said: list[tuple[float, str]] = []
    points(plain[0], end_s=1.0, progress=lambda ratio, text: said.append((ratio, text)))

    ratios = [ratio for ratio, _ in said]
    assert ratios == sorted(ratios)
    assert ratios[-1] == pytest.approx(1.0, abs=0.02)
    assert said[-1][1].startswith("60 frames, ")


def test_what_progress_raises_stops_all_threads(plain):
    class Cancelled(Exception):
        pass

    def stop(ratio: float, text: str) -> None:
        if ratio > 0.02:
            raise Cancelled

    with pytest.raises(Cancelled):
        points(plain[0], progress=stop)
    assert not [each for each in threading.enumerate() if "ThreadPool" in each.name]


def test_the_first_error_of_a_part_is_the_error(tmp_path):
    path = tmp_path / "runner.mp4"
    runner_video(path, n_strides=8, rate_hz=30.0)
    whole = path.read_bytes()
    at = whole.rindex(b"moov") - 4
    path.write_bytes(whole[: at // 2] + bytes(at - at // 2) + whole[at:])

    with pytest.raises(UnreadableFile):
        points(path)
