"""Two gaits: a change is told where it is one, and only where the clips can be compared."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

import psoas
from psoas.app.gait.change import compare_gaits, said
from psoas.app.gait.files import NAMES, OF_TWO
from psoas.library import shelf
from psoas.loop.retest import Moved, moved
from tests.kit.gait import csv_of, runner
from tests.kit.shell import process, told


def gait(*, speed_mps=3.5, **how):
    return psoas.gait(runner(**{"px_per_m": 500, "facing": -1, **how}), speed_mps=speed_mps)


def changes(before, after):
    found = compare_gaits(before, after, limits=shelf().limits)
    return {each.measure: (each.moved, each.why) for each in found}


@pytest.fixture(scope="module")
def plain():
    return gait()


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (100.0, Moved.NO_DETECTABLE_CHANGE),
        (104.9, Moved.NO_DETECTABLE_CHANGE),
        (105.0, Moved.CANNOT_TELL_YET),  # seen once, and not clearly
        (107.4, Moved.CANNOT_TELL_YET),
        (107.5, Moved.MORE),
        (95.0, Moved.CANNOT_TELL_YET),
        (92.5, Moved.LESS),
    ],
)
def test_a_change_seen_once_counts_from_one_and_a_half_of_the_detectable_one(after, says):
    assert moved(100.0, after, detectable=5.0, factor=1.5) is says


def test_the_same_runner_filmed_again_has_not_changed(plain):
    again = gait(jitter_m=0.004, seed=7)

    moves = {each for each, _ in changes(plain, again).values()}
    assert Moved.MORE not in moves
    assert Moved.LESS not in moves
    assert changes(plain, again)["cadence"] == (Moved.NO_DETECTABLE_CHANGE, None)


def test_more_steps_a_minute_are_more_and_that_is_all_that_changed(plain):
    quicker = gait(step_spm=180.0)
    found = changes(plain, quicker)

    assert found["cadence"] == (Moved.MORE, None)
    assert found["thigh_flexion_peak"] == (Moved.NO_DETECTABLE_CHANGE, None)
    assert changes(quicker, plain)["cadence"] == (Moved.LESS, None)


def test_what_has_no_published_error_is_not_judged(plain):
    assert changes(plain, gait(step_spm=180.0))["step_time"] == (
        Moved.CANNOT_TELL_YET,
        "no-detectable-change-known",
    )


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"speed_mps": 3.8}, "speed-differs"),
        ({"speed_mps": None}, "speed-unknown"),
        ({"speed_mps": 3.55}, None),
    ],
)
def test_clips_at_two_speeds_or_an_unknown_one_are_not_compared(plain, how, why):
    found = changes(plain, gait(**how))

    assert found["cadence"][1] == why
    assert found["contact_time"][1] == why


def told_of(before, after, measure):
    found = compare_gaits(before, after, limits=shelf().limits)
    return next(each for each in found if each.measure == measure)


def test_an_angle_at_two_speeds_is_brought_to_one(plain):
    """Filmed alike, said to be 0.5 m/s faster: speed alone moves the thigh by 3.3 degrees."""
    faster = gait(speed_mps=4.0)
    found = told_of(plain, faster, "thigh_flexion_peak")
    alike = told_of(plain, plain, "thigh_flexion_peak")

    assert found.by_speed == pytest.approx(3.3, abs=0.05)
    assert found.moved is Moved.NO_DETECTABLE_CHANGE
    assert found.detectable > alike.detectable
    assert alike.by_speed is None
    assert "taken off" in said(found, texts=shelf().texts)


@pytest.mark.parametrize("speed_mps", [4.55, 2.4, 4.6])
def test_beyond_the_speeds_of_the_norm_or_too_far_apart_it_is_refused(plain, speed_mps):
    found = told_of(plain, gait(speed_mps=speed_mps), "thigh_flexion_peak")

    assert found.why == "speed-differs"


def test_clips_of_two_sides_are_compared_only_in_what_either_side_tells(plain):
    other = gait(facing=1)
    found = changes(plain, other)

    assert found["cadence"] == (Moved.NO_DETECTABLE_CHANGE, None)
    assert found["trunk_lean"] == (Moved.NO_DETECTABLE_CHANGE, None)
    assert found["thigh_flexion_peak"] == (Moved.CANNOT_TELL_YET, "side-differs")


def test_at_another_frame_rate_events_are_not_compared_and_peaks_are(plain):
    found = changes(plain, gait(rate_hz=60.0))

    assert found["contact_time"] == (Moved.CANNOT_TELL_YET, "rate-differs")
    assert found["shank_angle_at_contact"] == (Moved.CANNOT_TELL_YET, "not-in-both")
    assert found["thigh_extension_peak"] == (Moved.NO_DETECTABLE_CHANGE, None)


def test_the_command_tells_changes_and_draws_both(tmp_path):
    before, after = tmp_path / "before.csv", tmp_path / "after.csv"
    before.write_bytes(csv_of(runner(px_per_m=500)))
    after.write_bytes(csv_of(runner(px_per_m=500, step_spm=180.0)))
    out = tmp_path / "out"

    found = told("gait", after, "--before", before, "--speed", 3.5, "--out", out)

    (cadence,) = [each for each in found["changes"] if each["measure"] == "cadence"]
    assert cadence["change"] == "more"
    assert cadence["before"]["central"] == pytest.approx(171, abs=0.3)
    assert cadence["says"].startswith("Changed: more")
    assert {path.name for path in out.iterdir()} == {*NAMES, *OF_TWO}
    picture = ET.fromstring((out / "before_after.svg").read_text())  # noqa: S314  # ours
    words = [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert words[0] == "Before"
    assert sum(word.startswith("Landing") for word in words) == 2
    slower = told("gait", after, "--before", before, "--speed", 3.5, "--before-speed", 3.0)
    adjusted = {each["measure"] for each in slower["changes"] if each["by_speed"] is not None}
    assert "thigh_flexion_peak" in adjusted
    assert {each["reason"] for each in slower["changes"] if each["measure"] not in adjusted} <= {
        "speed-differs",
        "no-detectable-change-known",
    }
    assert told("gait", after)["changes"] == []


def test_an_earlier_speed_without_an_earlier_clip_is_a_slip(tmp_path):
    file = tmp_path / "clip.csv"
    file.write_bytes(csv_of(runner(px_per_m=500)))

    assert process("gait", file, "--before-speed", 3.0).returncode == 2
    gone = process("gait", file, "--before", tmp_path / "gone.csv", "--json")
    assert (gone.returncode, "error" in json.loads(gone.stdout)) == (1, True)
