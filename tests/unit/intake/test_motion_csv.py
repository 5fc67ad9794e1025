import gzip

import numpy as np
import pytest

from psoas.errors import UnreadableFile
from psoas.intake.motion_csv import read_motion_csv
from psoas.quantity import Side
from tests.kit.legs import as_csv, running_motion

MOTION = running_motion(seconds=1.0)
TABLE = as_csv(MOTION)


def same(first, second):
    np.testing.assert_array_equal(first.time_s, second.time_s)
    assert first.legs.keys() == second.legs.keys()
    for side, leg in first.legs.items():
        for joint in ("hip", "knee", "ankle", "heel", "toe"):
            np.testing.assert_array_equal(leg.point_m(joint), second.legs[side].point_m(joint))


@pytest.mark.parametrize(
    "data",
    [TABLE, gzip.compress(TABLE), b"\xef\xbb\xbf" + TABLE, TABLE.replace(b"\n", b"\r\n")],
    ids=["plain", "gzipped", "with a BOM", "of Windows"],
)
def test_a_table_is_read_as_it_was_written(data):
    same(read_motion_csv(data, "x.csv"), MOTION)


@pytest.mark.parametrize("text", ["1.5", "no number", ""])
def test_no_other_column_is_read_whatever_it_holds(text):
    more = {"right_hip_flexion_moment_nm_per_kg": text, "note": text}

    same(read_motion_csv(as_csv(MOTION, **more), "x.csv"), MOTION)


def test_an_empty_cell_is_a_lost_point():
    lines = TABLE.decode().splitlines()
    at = lines[0].split(",").index("left_toe_y_m")
    cells = lines[5].split(",")
    cells[at] = ""
    lines[5] = ",".join(cells)

    toe = read_motion_csv("\n".join(lines).encode(), "x.csv").legs[Side.LEFT].toe_m

    assert np.flatnonzero(np.isnan(toe).any(axis=1)).tolist() == [4]
    assert np.isnan(toe[4]).all()


def without(*names):
    rows = [line.split(",") for line in TABLE.decode().splitlines()]
    kept = [at for at, name in enumerate(rows[0]) if not any(each in name for each in names)]
    return "\n".join(",".join(row[at] for at in kept) for row in rows).encode()


def test_one_leg_or_no_foot_is_enough():
    assert set(read_motion_csv(without("left_"), "x.csv").legs) == {Side.RIGHT}
    assert np.isnan(read_motion_csv(without("toe"), "x.csv").legs[Side.LEFT].toe_m).all()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "no text"),
        (b"<!doctype html>", "no time_s"),
        (b"lat,lon\n1,2\n", "no time_s"),
        (b"time_s,right_hip_x_m\n1,2\n", "too few|no hip|no leg|has no"),
        (without("left_knee"), "left leg has no knee"),
        (without("left_", "right_"), "no leg"),
        (TABLE.replace(b"time_s", b"left_hip_x_m", 1), "twice|no time_s"),
        (TABLE[: len(TABLE) - 40], "cut short"),
        (TABLE.replace(b"\n0.01,", b"\n0,01,", 1), "rise|number|cut"),
        (TABLE.replace(b"\n0.01,", b"\nfast,", 1), "line 3 holds 'fast'"),
        (TABLE.replace(b"\n0.0,0.9,", b"\n0.0,-1e300,", 1), "hip is nowhere on earth in frame 1"),
        (TABLE.replace(b"\n0.0,0.9,", b"\n0.0,inf,", 1), "hip is nowhere on earth in frame 1"),
    ],
)
def test_what_is_no_motion_says_why_and_what_to_do(data, why):
    with pytest.raises(UnreadableFile, match=why) as caught:
        read_motion_csv(data, "x.csv")

    assert caught.value.where == "x.csv"
    assert "time_s" in caught.value.fix
