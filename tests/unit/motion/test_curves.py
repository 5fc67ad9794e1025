"""Angles over the stride, key frames, and the frame that shows a measure."""

from __future__ import annotations

import numpy as np
import pytest

from psoas.motion.curves import ANGLES, norm_marks, stride_curves
from psoas.motion.gait import gait_of
from psoas.motion.key_frames import Moment, key_frames
from psoas.motion.placed import smoothed
from psoas.motion.shown import IN_ONE_FRAME, shown
from psoas.motion.steps import seen_of
from psoas.quantity import Side
from tests.kit.gait import KNEE, LEAN_DEG, THIGH, TOE_OFF_RATIO, changed, curve, runner

#: Thousandths of a stride.
SHIFTS = range(-14, 15)


def measured(points, **how):
    found = gait_of(points, **how)
    return found, seen_of(found.runner, leg_m=None)


@pytest.fixture(scope="module")
def clip():
    return measured(runner(px_per_m=500), speed_mps=3.5)


def test_the_mean_of_a_metronome_is_its_own_stride_without_scatter(clip):
    found, seen = clip
    curves = stride_curves(found.steps, seen)
    phase = np.linspace(0, 1, 101)

    for side in Side.BOTH.single:
        for angle, true in (("thigh", THIGH), ("knee", KNEE)):
            found_deg = curves.of(angle, side).mean_deg
            # landings are found within 10 ms, 1.4 % of a stride: the curve may lie to a side
            off = [np.abs(found_deg - curve(true, phase + late / 1000)).max() for late in SHIFTS]
            assert min(off) < 1.5
        assert curves.of("thigh", side).spread_deg.max() < 1
        assert curves.of("trunk", side).mean_deg == pytest.approx(LEAN_DEG, abs=0.5)
        assert curves.toe_off_pct[side] == pytest.approx(100 * TOE_OFF_RATIO, abs=3)
    assert {each.angle for each in curves.curves} == set(ANGLES)


def test_a_stride_with_a_lost_frame_is_left_out(clip):
    found, seen = clip
    whole = stride_curves(found.steps, seen)
    points = runner(px_per_m=500)
    track = points.tracks["right_knee"].copy()
    track[400:430] = np.nan
    found, seen = measured(changed(points, right_knee=track))
    holed = stride_curves(found.steps, seen)

    n = {side: whole.of("knee", side).n_strides for side in Side.BOTH.single}
    assert holed.of("knee", Side.RIGHT).n_strides in (n[Side.RIGHT] - 1, n[Side.RIGHT] - 2)
    assert holed.of("knee", Side.LEFT).n_strides == n[Side.LEFT]


def test_norms_stand_where_they_are_known_and_nowhere_else(clip):
    found, seen = clip
    curves = stride_curves(found.steps, seen)
    marks = {each.measure: each for each in norm_marks(curves, found.measures, near=Side.RIGHT)}

    assert marks["shank_angle_at_contact"].at_pct == 0
    assert marks["thigh_extension_peak"].at_pct == pytest.approx(39, abs=2)
    assert marks["thigh_flexion_peak"].at_pct == pytest.approx(79, abs=3)
    assert marks["knee_flexion_in_stance"].at_pct == pytest.approx(14, abs=2)
    assert marks["thigh_flexion_peak"].norm_deg.central == pytest.approx(34.4)
    assert "trunk" not in {each.angle for each in marks.values()}
    slow, its = measured(runner(px_per_m=500, rate_hz=30.0), speed_mps=3.5)
    told = {m.measure for m in norm_marks(stride_curves(slow.steps, its), slow.measures, near=None)}
    assert told == {"thigh_extension_peak", "thigh_flexion_peak", "knee_flexion_in_stance"}
    unknown = measured(runner(px_per_m=500))[0]  # no speed, no norm
    assert norm_marks(curves, unknown.measures, near=None) == ()


def test_key_frames_are_the_four_moments_of_a_stride_of_each_side(clip):
    found, seen = clip
    frames = key_frames(found.steps, seen)

    assert [(each.side, each.moment) for each in frames] == [
        (side, moment) for side in Side.BOTH.single for moment in Moment
    ]
    for at in (0, 4):
        times_s = [each.body.time_s for each in frames[at : at + 4]]
        assert times_s == sorted(times_s)
    contact = frames[0].body.points_legs
    assert contact["left_ankle"][0] > 0.2  # the foot lands ahead of the hip
    assert frames[2].body.points_legs["left_toe"][0] < -0.2  # and leaves behind it
    assert frames[1].body.floor_legs == pytest.approx(
        min(frames[1].body.points_legs[f"left_{joint}"][1] for joint in ("heel", "toe")), abs=0.01
    )


def test_a_point_that_was_lost_is_not_drawn():
    points = runner(px_per_m=500)
    track = points.tracks["shoulder"].copy()
    track[20:] = np.nan
    found, seen = measured(changed(points, shoulder=track))

    assert all("shoulder" not in each.body.points_legs for each in key_frames(found.steps, seen))


def test_every_measure_of_one_frame_is_shown_by_a_step_near_the_mean(clip):
    found, seen = clip
    tracks = smoothed(found.runner)
    for name in IN_ONE_FRAME:
        frame = shown(found.measures[name], found.steps, seen, tracks)
        assert frame.side is found.runner.near
        assert frame.value == pytest.approx(found.measures[name].band.central, abs=1.0)
    assert shown(found.measures["cadence"], found.steps, seen, tracks) is None

    thigh = shown(found.measures["thigh_flexion_peak"], found.steps, seen, tracks)
    hip, knee = (thigh.body.points_legs[f"{thigh.side.value}_{j}"] for j in ("hip", "knee"))
    drawn_deg = np.degrees(np.arctan2(knee[0] - hip[0], hip[1] - knee[1]))
    assert drawn_deg == pytest.approx(thigh.value, abs=0.5)  # what is drawn is what is said
