"""``psoas gait`` and ``psoas.gait``: the contract, and refusals that say how to mend them."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise

import pytest

import psoas
from psoas.app.gait.keeping import KEPT_BYTES
from psoas.cli.main import psoas as command
from psoas.errors import InvalidAnswer, NotFound, NotMeasurable, NotNow, UnreadableFile
from psoas.motion.quality import Cause
from psoas.quantity import Side
from tests.kit.gait import csv_of, runner
from tests.kit.keypoints import dumped, named_json, openpose
from tests.kit.shell import process, said, told

POINTS = runner(px_per_m=500)


@pytest.fixture
def clip(tmp_path):
    file = tmp_path / "clip.csv"
    file.write_bytes(csv_of(POINTS))
    return file


def test_the_contract(clip):
    found = told("gait", clip, "--speed", 3.5, "--height", 1.75)

    assert found["cadence_spm"] == pytest.approx(171, abs=0.3)
    assert found["contact_ms"] == pytest.approx(241, abs=15)
    assert found["flight_ms"] == found["measures"]["flight_time"]["value"]
    assert {"value", "unit", "low", "high", "mdc", "verdict"} <= set(
        found["measures"]["overstride"]
    )
    landed = [e for e in found["events"] if e["event"] == "initial_contact"]
    assert all(first["side"] != second["side"] for first, second in pairwise(landed))
    assert "pelvic_tilt" in {each["measure"] for each in found["refused"]}
    assert found["measures"]["swing_moment"]["low"] > 0
    force = found["measures"]["iliopsoas_force"]
    assert force["high"] / force["low"] > 1.9


def test_the_same_file_gives_the_same_bytes(clip):
    first, second = (said("gait", clip, "--height", 1.75, "--json").stdout for _ in range(2))

    assert first == second


def test_it_is_told_to_people_too(clip):
    out = said("gait", clip).stdout

    assert "171.0 steps/min" in out
    assert "Not told: Pelvic tilt." in out
    assert "{" not in out


def test_without_a_scale_no_moment_is_told(clip):
    found = told("gait", clip)

    assert not {"swing_moment", "iliopsoas_force"} & set(found["measures"])
    assert ("swing_moment", "no-scale") in [(r["measure"], r["reason"]) for r in found["refused"]]


def test_slow_motion_is_refused_with_the_fix_and_measured_with_it(tmp_path):
    file = tmp_path / "slow.csv"
    file.write_bytes(csv_of(runner(rate_hz=240.0, px_per_m=500).slowed(1 / 8)))

    refused = process("gait", file, "--json")
    error = json.loads(refused.stdout)["error"]

    assert (refused.returncode, error["where"]) == (1, "slow-motion")
    assert "--capture-fps 240" in error["fix"]
    assert told("gait", file, "--capture-fps", 240)["cadence_spm"] == pytest.approx(171, abs=0.3)


def test_a_folder_of_frames(tmp_path):
    for at, frame in enumerate(openpose(runner(px_per_m=500, rate_hz=60.0))):
        (tmp_path / f"clip_{at:06}_keypoints.json").write_bytes(dumped(frame))

    found = told("gait", tmp_path, "--capture-fps", 60)

    assert found["cadence_spm"] == pytest.approx(171, abs=0.3)
    with pytest.raises(UnreadableFile, match="--capture-fps"):
        psoas.read_keypoints(tmp_path)


def test_a_folder_without_frames_and_a_file_that_is_not_there(tmp_path):
    for missing in (tmp_path, tmp_path / "no.csv"):
        with pytest.raises(NotFound):
            psoas.read_keypoints(missing)


def test_from_python(tmp_path):
    file = tmp_path / "clip.json"
    file.write_bytes(dumped(named_json(POINTS)))
    found = psoas.gait(psoas.read_keypoints(file), height_m=1.75, side="left")

    assert found.gait.runner.near is Side.LEFT
    assert [each.cause for each in found.gait.concerns] == [Cause.MIRRORED]
    assert found.moments.strides


@pytest.mark.parametrize(
    ("how", "where"),
    [
        ({"speed_mps": 40.0}, "--speed"),
        ({"height_m": 175.0}, "--height"),
        ({"height_m": float("nan")}, "--height"),
        ({"side": "both"}, "--side"),
    ],
)
def test_what_cannot_be_a_runners_is_asked_again(how, where):
    with pytest.raises(InvalidAnswer) as error:
        psoas.gait(POINTS, **how)

    assert error.value.where == where


def test_a_clip_that_cannot_be_measured_says_what_to_film():
    with pytest.raises(NotMeasurable, match="Film at 60") as error:
        psoas.gait(runner(rate_hz=20.0, px_per_m=500))

    assert error.value.where == Cause.FRAME_RATE_TOO_LOW


def test_a_compressed_video_is_told_apart(tmp_path):
    file = tmp_path / "clip.gz"
    file.write_bytes(gzip.compress(b"\x00\x00\x00\x18ftypmp42" + bytes(500)))

    with pytest.raises(UnreadableFile, match="compressed video"):
        psoas.read_keypoints(file)


@pytest.mark.parametrize("option", [["--fast"], ["--start", 2], ["--end", 3]])
def test_what_goes_with_a_video_is_refused_for_key_points(clip, option):
    """They were ignored: the whole file was measured, and nobody was told."""
    found = process("gait", clip, *option)

    assert (found.returncode, "go with a video" in found.stderr) == (2, True)


@pytest.mark.parametrize("told_hz", [0.0, float("nan"), -30.0])
def test_a_frame_rate_is_not_said_to_be_no_persons(clip, told_hz):
    with pytest.raises(InvalidAnswer, match="no camera takes"):
        psoas.read_keypoints(clip, capture_hz=told_hz)


def test_a_folder_that_cannot_be_written_is_told_before_measuring(clip, tmp_path, monkeypatch):
    """A file where a folder should be stops even root."""
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(
        "psoas.app.gait.measuring.gait", lambda *_, **__: pytest.fail("it was measured")
    )
    with pytest.raises(NotNow, match="cannot be written"):
        command(["gait", str(clip), "--out", str(tmp_path / "file" / "out")])


def test_a_file_too_large_to_keep_is_told_before_measuring(tmp_path):
    file = tmp_path / "long.mp4"
    with file.open("wb") as sparse:
        sparse.truncate(KEPT_BYTES + 1)
    found = process("gait", file, "--db", tmp_path / "a.db", "--keep-original", "--json")
    error = json.loads(found.stdout)["error"]

    assert "256 MB" in error["what"]
    assert not (tmp_path / "a.db").exists()
