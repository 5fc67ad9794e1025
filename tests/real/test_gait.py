"""Force plates of five men, and another estimator's key points of a filmed runner."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise

import pytest
from validation.events import MOTION, Found, clips, compared, jittered, median_ms, p95_ms

import psoas
from psoas.motion.events import EventKind
from psoas.motion.gait import gait_of
from tests.kit.shell import told

VIDEO = MOTION.parent / "video"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not MOTION.is_dir(), reason=f"the measuring data is not at {MOTION}"),
]
LANDING, TOE_OFF = EventKind.INITIAL_CONTACT, EventKind.TOE_OFF


@cache
def clean() -> list[Found]:
    return [compared(clip, gait_of(clip.points)) for clip in clips()]


@cache
def ten_mm_at_sixty() -> list[Found]:
    return [found for _, found in jittered(list(clips()), jitter_mm=10, rate_hz=60)]


def test_points_as_measured_are_within_ten_and_twenty_milliseconds():
    assert median_ms(clean(), LANDING) <= 10
    assert median_ms(clean(), TOE_OFF) <= 20
    assert p95_ms(clean(), LANDING) <= 25
    assert p95_ms(clean(), TOE_OFF) <= 40


def test_ten_millimetres_at_sixty_frames_are_within_fifteen_and_thirty():
    assert median_ms(ten_mm_at_sixty(), LANDING) <= 15
    assert median_ms(ten_mm_at_sixty(), TOE_OFF) <= 30


def test_no_event_is_missed_or_made_up():
    assert sum(each.missed + each.added for each in clean()) == 0


def test_cadence_is_within_half_a_step():
    for found in (*clean(), *ten_mm_at_sixty()):
        assert abs(found.cadence_spm - found.truth_spm) <= 0.5


@pytest.mark.parametrize("name", ["runner01_3mps", "runner04_5mps"])
def test_the_speed_of_the_belt_is_seen(name):
    speed = float(name.split("_")[1].removesuffix("mps"))
    found = psoas.gait(psoas.read_motion(MOTION / f"{name}.csv.gz"))

    assert found.gait.speed_mps == pytest.approx(speed, rel=0.12)


def test_key_points_of_a_filmed_runner():
    """Cadence was counted from pixels: 168.9, give or take 0.5."""
    found = told("gait", VIDEO / "male_side.pose.json")
    truth = json.loads((VIDEO / "male_side.groundtruth.json").read_text())["cadence_spm"]

    assert found["cadence_spm"] == pytest.approx(truth["value"], abs=1)
    assert found["quality"]["near_side"] == "left"
    assert {
        "shank_angle_at_contact",
        "knee_flexion_at_contact",
        "foot_inclination_at_contact",
    } <= {each["measure"] for each in found["refused"]}
    landed = [each for each in found["events"] if each["event"] == "initial_contact"]
    assert all(first["side"] != second["side"] for first, second in pairwise(landed))
    assert 180 < found["contact_ms"] < 320


def test_a_filmed_runner_falls_as_everybody_does():
    assert 0.6 < told("gait", VIDEO / "male_side.pose.json")["quality"]["fall_factor"] < 1.1
