"""``psoas gait CLIP``: a drawn runner through model, events, measures and refusals."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import psoas
from psoas.errors import MissingProgram, NotMeasurable, UnreadableFile
from psoas.motion.events import EventKind
from psoas.motion.quality import Cause
from psoas.quantity import Side
from tests.kit.gait import landings_s
from tests.kit.mannequin import STRIDE_S, runner_video
from tests.kit.models import models
from tests.kit.shell import process, said, told
from tests.kit.video import plain_video

SPM = 120 / STRIDE_S
CONTACT = EventKind.INITIAL_CONTACT


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    models()
    path = tmp_path_factory.mktemp("drawn") / "runner.mp4"
    runner_video(path)
    return path


@pytest.fixture(scope="module")
def fast(clip) -> dict[str, Any]:
    return told("gait", clip, "--fast", "--height", 1.75)


def test_cadence_and_landings_are_the_drawn_ones(fast):
    """The fast model, 60 frames a second: landings within a frame of where they were drawn."""
    landed = [each for each in fast["events"] if each["event"] == CONTACT]
    true_s = {side: landings_s(side, step_spm=SPM) for side in Side}
    off_s = [np.abs(each["time_s"] - true_s[Side(each["side"])]).min() for each in landed]

    assert fast["cadence_spm"] == pytest.approx(SPM, abs=0.5)
    assert len(landed) >= 16
    assert all(first["side"] != second["side"] for first, second in pairwise(landed))
    assert np.median(off_s) < 1 / 60


def test_the_fast_model_says_what_it_may_not_tell(fast):
    refused = {each["measure"]: each["reason"] for each in fast["refused"]}
    rough = {name for name, reason in refused.items() if reason == "fast-mode"}

    assert {"contact_time", "flight_time", "overstride", "shank_angle_at_contact"} <= rough
    assert {"swing_moment", "iliopsoas_force", "foot_inclination_at_contact"} <= rough
    assert set(fast["measures"]["thigh_flexion_peak"]["sides"]) == {"right"}
    assert set(fast["measures"]["step_time"]["sides"]) == {"left", "right"}
    assert fast["contact_ms"] is None
    assert "foot_lands_ahead" not in fast["answers"]
    assert fast["answers"]["cadence_spm"] == pytest.approx(SPM, abs=0.5)


def test_python_takes_a_part_of_a_clip_too(clip):
    points = psoas.read_keypoints(clip, mode="fast", start_s=1.0, end_s=5.0)
    found = psoas.gait(points).gait

    assert found.cadence_spm.central == pytest.approx(SPM, abs=1)
    assert found.runner.time_s[0] == pytest.approx(1.0)


def test_slow_motion_is_refused_with_the_fix_and_measured_with_it(tmp_path):
    path = tmp_path / "slow.mp4"
    runner_video(path, n_strides=4, rate_hz=120.0, shown_hz=30.0)

    with pytest.raises(NotMeasurable) as caught:
        said("gait", path, "--fast")
    assert caught.value.where == Cause.SLOW_MOTION
    assert "--capture-fps 120" in caught.value.fix
    found = told("gait", path, "--fast", "--capture-fps", 120)
    assert found["cadence_spm"] == pytest.approx(SPM, abs=2)


def test_feet_at_the_edge_are_told(tmp_path):
    path = tmp_path / "cropped.mp4"
    runner_video(path, n_strides=4, rate_hz=30.0, places=((0.45, 0.985),))
    found = told("gait", path, "--fast")

    assert Cause.CROPPED in {each["cause"] for each in found["quality"]["warnings"]}


def test_a_camera_that_moves_is_told(tmp_path):
    path = tmp_path / "moving.mp4"
    runner_video(path, n_strides=4, rate_hz=30.0, drift_px=(2.0, 0.0))
    found = told("gait", path, "--fast")
    warned = {each["cause"]: each for each in found["quality"]["warnings"]}

    assert "The camera moves, by " in warned[Cause.MOVING_CAMERA]["what"]
    assert "still" in warned[Cause.MOVING_CAMERA]["fix"]


def test_without_the_model_one_error_says_how_to_get_it_and_nothing_is_fetched(clip, tmp_path):
    refused = process("gait", clip, "--models", tmp_path / "none", "--json")
    error = json.loads(refused.stdout)["error"]

    assert refused.returncode == 1
    assert "psoas doctor --fix" in error["fix"]
    assert not (tmp_path / "none").exists()
    with pytest.raises(MissingProgram):
        psoas.read_keypoints(clip, models=tmp_path)


def test_nothing_but_the_answer_is_printed(clip):
    done = process("gait", clip, "--fast", "--end", "3", "--json")

    assert done.stderr == ""
    assert json.loads(done.stdout)["quality"]["frames"] == 180


@pytest.mark.parametrize("name", ["clip.mp4", "clip.MOV", "clip.csv"])
def test_a_video_is_known_by_what_it_holds(tmp_path, name):
    path = plain_video(tmp_path / "a.mp4", n=20).rename(tmp_path / name)

    with pytest.raises(NotMeasurable, match="seen in only 0 %"):
        psoas.read_keypoints(path, mode="fast", models=models())


def test_what_is_called_a_video_and_is_none(tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_text("time_s,left_hip_x_px\n")

    with pytest.raises(UnreadableFile, match="no video, whatever its name says"):
        psoas.read_keypoints(path)
