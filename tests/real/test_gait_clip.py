"""A filmed runner and a slow-motion clip, from the video on, by the accurate model."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import psoas
from psoas.app.gait.told import as_plain
from psoas.errors import NotMeasurable
from psoas.library import shelf
from psoas.motion.events import EventKind
from psoas.motion.keypoints import KeyPoints
from psoas.motion.quality import Cause
from psoas.motion.runner import runner_of
from psoas.quantity import Side
from tests.kit.models import models
from tests.kit.shell import told

VIDEO = Path(__file__).parents[2].parent / "shared" / "data" / "video"
CLIP, SLOW = VIDEO / "male_side.mp4", VIDEO / "slow_motion_240as30.mp4"
LANDING, TOE_OFF = EventKind.INITIAL_CONTACT, EventKind.TOE_OFF

pytestmark = [
    pytest.mark.real,
    # The filmed runner is looked at once, by whichever test asks first: 8 s on two quiet cores,
    # 44 s at a load of 13; the half of the slow clip 54 s, and 26 once its rate is told.
    pytest.mark.timeout(600),
    pytest.mark.skipif(not VIDEO.is_dir(), reason=f"the measuring data is not at {VIDEO}"),
]


@cache
def points() -> KeyPoints:
    return psoas.read_keypoints(CLIP, models=models())


@cache
def found() -> dict[str, Any]:
    return as_plain(psoas.gait(points()), texts=shelf().texts)


@cache
def by_another_model() -> dict[str, Any]:
    return told("gait", VIDEO / "male_side.pose.json")


def times_s(gait: dict[str, Any], kind: EventKind, side: str) -> np.ndarray:
    events = gait["events"]
    return np.array([e["time_s"] for e in events if e["event"] == kind and e["side"] == side])


def test_cadence_is_the_one_counted_from_pixels():
    truth = json.loads((VIDEO / "male_side.groundtruth.json").read_text())["cadence_spm"]

    assert found()["cadence_spm"] == pytest.approx(truth["value"], abs=1)


def test_steps_alternate_and_no_warning_but_the_frame_rate_is_given():
    landed = [each["side"] for each in found()["events"] if each["event"] == LANDING]

    assert len(landed) >= 30
    assert all(first != second for first, second in pairwise(landed))
    assert found()["quality"]["near_side"] == "left"
    assert found()["quality"]["lost_pct"] < 5
    assert [each["cause"] for each in found()["quality"]["warnings"]] == [Cause.LOW_FRAME_RATE]


def test_angles_at_the_instant_of_contact_are_refused_at_thirty_frames():
    reasons = {each["measure"]: each["reason"] for each in found()["refused"]}

    for name in ("shank_angle", "knee_flexion", "foot_inclination"):
        assert reasons[f"{name}_at_contact"] == "frame-rate"


@pytest.mark.parametrize("side", ["left", "right"])
def test_landings_of_two_models_are_within_one_and_a_half_frames(side):
    """Another model found its points in the same frames: nothing of it was used here."""
    ours, theirs = (times_s(each, LANDING, side) for each in (found(), by_another_model()))

    assert len(ours) == len(theirs)
    assert np.abs(ours - theirs).max() < 1.5 / 30


def test_toe_offs_of_two_models_are_within_one_and_a_half_frames():
    """The far foot is lost in single frames of its swing: no toe-off hangs on one of them."""
    off_s = [
        np.abs(times_s(found(), TOE_OFF, side) - each).min()
        for side in ("left", "right")
        for each in times_s(by_another_model(), TOE_OFF, side)
    ]

    assert len(off_s) == 34
    assert np.median(off_s) < 0.5 / 30
    assert max(off_s) < 1.5 / 30


def test_no_leg_is_called_by_the_others_name_in_any_frame():
    ours = runner_of(points())
    theirs = runner_of(psoas.read_keypoints(VIDEO / "male_side.pose.json"))
    ankles = {
        (whose, side): runner.legs[side]["ankle"] * runner.leg_length
        for whose, runner in (("ours", ours), ("theirs", theirs))
        for side in (Side.LEFT, Side.RIGHT)
    }

    def apart(other: bool) -> np.ndarray:
        return sum(
            np.hypot(*(ankles["ours", side] - ankles["theirs", side.other if other else side]).T)
            for side in (Side.LEFT, Side.RIGHT)
        )

    assert np.flatnonzero(apart(other=False) > apart(other=True)).tolist() == []


def test_slow_motion_is_refused_with_the_fix():
    """Half of the clip tells: two seconds as they were lived."""
    part = psoas.read_keypoints(SLOW, models=models(), end_s=16)

    with pytest.raises(NotMeasurable) as caught:
        psoas.gait(part)
    assert caught.value.where == Cause.SLOW_MOTION
    assert "--capture-fps 240" in caught.value.fix


def test_slow_motion_is_measured_once_its_rate_is_told():
    part = psoas.read_keypoints(SLOW, models=models(), capture_hz=240.0, end_s=16)
    slow = as_plain(psoas.gait(part), texts=shelf().texts)

    assert slow["quality"]["fps"] == pytest.approx(120, rel=0.01)
    assert 120 < slow["cadence_spm"] < 180
    assert 0.6 < slow["quality"]["fall_factor"] < 1.3
    landed = [each["side"] for each in slow["events"] if each["event"] == LANDING]
    assert all(first != second for first, second in pairwise(landed))
