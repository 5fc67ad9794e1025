"""What ``psoas gait --out`` writes: read back it is what was measured; all of it, or nothing."""

from __future__ import annotations

import csv
import errno
import json
from pathlib import Path

import numpy as np
import pytest

import psoas
from psoas.app.gait.files import NAMES, write_gait
from psoas.app.writing import write_all
from psoas.errors import Conflict, NotNow, UnreadableFile
from psoas.motion.gait import gait_of
from psoas.motion.keypoints import KeyPoints, Length
from psoas.motion.placed import placed
from psoas.quantity import Side
from tests.kit.gait import changed, csv_of, runner
from tests.kit.shell import process, said, told

PIXELS = runner(px_per_m=500, facing=-1)


def with_a_hole(points: KeyPoints) -> KeyPoints:
    track = points.tracks["right_ankle"].copy()
    track[200:260] = np.nan  # half a second: too long to be bridged
    return changed(points, right_ankle=track)


def same(found: KeyPoints, expected: KeyPoints, *, within: float) -> None:
    assert found.unit is expected.unit
    assert set(found.tracks) == set(expected.tracks)
    np.testing.assert_allclose(found.time_s, expected.time_s, atol=1e-6)
    for name, track in expected.tracks.items():
        np.testing.assert_allclose(found.tracks[name], track, atol=within, err_msg=name)


@pytest.mark.parametrize("points", [PIXELS, runner(), with_a_hole(PIXELS)])
@pytest.mark.parametrize("name", ["keypoints.csv", "keypoints.trc"])
def test_key_points_are_read_back_as_they_were_measured(tmp_path, points, name):
    found = psoas.gait(points)
    write_gait(found, tmp_path)

    again = psoas.read_keypoints(tmp_path / name)

    within = 0.0006 if points.unit is Length.PIXELS else 0.000006
    same(again, placed(found.gait.runner), within=within)


def test_measured_again_they_give_the_same_events(tmp_path):
    first = psoas.gait(PIXELS)
    write_gait(first, tmp_path)

    again = psoas.gait(psoas.read_keypoints(tmp_path / "keypoints.csv"))

    assert [(e.side, e.event) for e in again.gait.events] == [
        (e.side, e.event) for e in first.gait.events
    ]
    off_s = [
        abs(a.time_s - b.time_s) for a, b in zip(again.gait.events, first.gait.events, strict=True)
    ]
    assert max(off_s) < 0.001


def test_legs_that_were_exchanged_are_written_as_they_truly_are(tmp_path):
    swapped = {
        name: np.where((np.arange(len(PIXELS.time_s)) // 30 % 7 == 3)[:, None], other, track)
        for side in (Side.LEFT, Side.RIGHT)
        for joint in ("hip", "knee", "ankle", "heel", "toe")
        for name, track, other in [
            (
                f"{side.value}_{joint}",
                PIXELS.tracks[f"{side.value}_{joint}"],
                PIXELS.tracks[f"{side.other.value}_{joint}"],
            )
        ]
    }
    write_gait(psoas.gait(changed(PIXELS, **swapped)), tmp_path)

    again = psoas.read_keypoints(tmp_path / "keypoints.trc")

    off_px = np.abs(again.tracks["left_ankle"] - PIXELS.tracks["left_ankle"]).max(axis=1)
    assert np.mean(off_px < 1) > 0.98  # but for frames in which the legs pass each other


def test_with_a_height_the_markers_are_in_metres(tmp_path):
    write_gait(psoas.gait(PIXELS, height_m=1.75), tmp_path)

    again = psoas.read_keypoints(tmp_path / "keypoints.trc")

    assert again.unit is Length.METRES
    leg_m = np.hypot(*(again.tracks["left_hip"] - again.tracks["left_knee"]).T).mean() * 2
    assert leg_m == pytest.approx(0.491 * 1.75, rel=0.01)
    assert min(np.nanmin(track[:, 1]) for track in again.tracks.values()) == 0.0


def test_angles_are_named_for_what_they_are_and_nobody_takes_them_for_a_hip(tmp_path):
    found = psoas.gait(PIXELS)
    write_gait(found, tmp_path)
    lines = (tmp_path / "angles.mot").read_text().splitlines()
    columns = lines[6].split("\t")

    assert "thigh_from_vertical_l" in columns
    assert not {"hip_flexion_l", "pelvis_tilt", "ankle_angle_l"} & set(columns)
    table = np.array([line.split("\t") for line in lines[7:]], dtype=float)
    assert lines[2] == f"nRows={len(table)}"
    assert lines[3] == f"nColumns={table.shape[1]}"
    peak_deg = table[:, columns.index("thigh_from_vertical_l")].max()
    assert peak_deg == pytest.approx(34.4, abs=1.5)  # forward is positive
    with pytest.raises(UnreadableFile):
        psoas.read_keypoints(tmp_path / "angles.mot", height_m=1.75)


def test_the_labelled_dataset_has_the_three_header_lines_of_deeplabcut(tmp_path):
    write_gait(psoas.gait(with_a_hole(PIXELS)), tmp_path)
    rows = list(csv.reader((tmp_path / "keypoints_dlc.csv").read_text().splitlines()))

    assert [row[0] for row in rows[:3]] == ["scorer", "bodyparts", "coords"]
    assert rows[2][1:4] == ["x", "y", "likelihood"]
    ankle = rows[1].index("right_ankle")
    assert rows[3 + 230][ankle : ankle + 3] == ["", "", "0.0"]
    hip = rows[1].index("left_hip")
    x, y = (float(cell) for cell in rows[3][hip : hip + 2])
    assert (x, -y) == pytest.approx(tuple(PIXELS.tracks["left_hip"][0]), abs=0.001)  # y down


def test_steps_have_a_column_for_what_is_told_and_none_for_what_is_refused(tmp_path):
    found = psoas.gait(runner(px_per_m=500, rate_hz=30.0))
    write_gait(found, tmp_path)
    rows = list(csv.DictReader((tmp_path / "steps.csv").read_text().splitlines()))

    assert len(rows) == len(found.gait.steps)
    assert "contact_time_ms" in rows[0]
    assert not {"overstride_leg", "shank_angle_at_contact_deg"} & set(rows[0])
    told_ms = found.gait.measures["contact_time"].by_side[Side.LEFT].steps
    left = [row["contact_time_ms"] for row in rows if row["side"] == "left"]
    assert [float(each) for each in left if each] == pytest.approx(list(told_ms), abs=0.001)


def test_what_is_printed_names_the_files_and_lies_among_them(tmp_path):
    clip, out = tmp_path / "clip.csv", tmp_path / "new" / "out"
    clip.write_bytes(csv_of(PIXELS))

    printed = told("gait", clip, "--out", out)

    assert [Path(each).name for each in printed["files"]] == list(NAMES)
    assert sorted(each.name for each in out.iterdir()) == sorted(NAMES)
    assert json.loads((out / "gait.json").read_text()) == printed
    assert told("gait", clip)["files"] == []


def test_files_that_are_there_are_not_replaced_unasked(tmp_path):
    clip, out = tmp_path / "clip.csv", tmp_path / "out"
    clip.write_bytes(csv_of(PIXELS))
    out.mkdir()
    (out / "steps.csv").write_text("mine")
    (out / "diary.txt").write_text("mine too")

    refused = process("gait", clip, "--out", out, "--json")

    error = json.loads(refused.stdout)["error"]
    assert refused.returncode == 1
    assert "steps.csv" in error["what"]
    assert "--force" in error["fix"]
    assert sorted(each.name for each in out.iterdir()) == ["diary.txt", "steps.csv"]
    said("gait", clip, "--out", out, "--force")
    assert (out / "steps.csv").read_text().startswith("side,")
    assert (out / "diary.txt").read_text() == "mine too"


@pytest.mark.parametrize("is_there", [True, False])
def test_on_a_full_disk_nothing_is_left(tmp_path, is_there):
    out = tmp_path / "out"
    if is_there:
        out.mkdir()

    def full(path: Path) -> None:
        path.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(NotNow, match="No space left"):
        write_all(out, {"a.csv": "whole", "b.mp4": full}, force=False)

    assert list(out.iterdir()) == [] if is_there else not out.exists()


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "out").write_text("a file")

    with pytest.raises(Conflict):
        write_gait(psoas.gait(PIXELS), tmp_path / "out")


def test_one_leg_and_no_shoulders_are_written_too(tmp_path):
    whole = runner(px_per_m=500)
    names = [name for name in whole.tracks if name.startswith("right")]
    alone = KeyPoints.of(
        time_s=whole.time_s,
        unit=whole.unit,
        tracks={name: whole.tracks[name] for name in names},
        y_down=False,
    )
    write_gait(psoas.gait(alone), tmp_path)

    assert set(psoas.read_keypoints(tmp_path / "keypoints.trc").tracks) == set(names)
    assert gait_of(psoas.read_keypoints(tmp_path / "keypoints.csv")).n_strides > 7
