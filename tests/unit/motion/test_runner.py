"""From key points to a runner: direction, ground, holes, impossible limbs."""

import numpy as np
import pytest

from psoas.motion.heading import Ground, facing
from psoas.motion.runner import LEG_OF_HEIGHT_RATIO, NoRunner, runner_of
from psoas.quantity import Side
from tests.kit.gait import LEG_M, changed, runner

WHOLE = runner(px_per_m=400)


@pytest.mark.parametrize(("way", "near"), [(1, Side.RIGHT), (-1, Side.LEFT)])
def test_a_runner_who_faces_left_shows_the_left_side(way, near):
    found = runner_of(runner(px_per_m=400, facing=way))

    assert (found.facing_sign, found.near) == (way, near)


def test_points_in_metres_have_no_camera():
    assert runner_of(runner()).near is None


def test_without_feet_the_knees_tell_the_way():
    tracks = {n: t for n, t in WHOLE.tracks.items() if "toe" not in n and "heel" not in n}

    assert facing(tracks) == 1.0
    assert np.isnan(facing({}))


@pytest.mark.parametrize(
    ("speed_mps", "ground"),
    [(0.0, Ground.TREADMILL), (0.1, Ground.TREADMILL), (3.5, Ground.OVERGROUND)],
)
def test_who_gets_somewhere_runs_overground(speed_mps, ground):
    assert runner_of(runner(speed_mps=speed_mps)).ground is ground


def test_a_leg_is_as_long_as_its_bones():
    assert runner_of(runner()).leg_length == pytest.approx(LEG_M, abs=0.001)
    assert runner_of(WHOLE).leg_length == pytest.approx(400 * LEG_M, abs=0.5)
    assert runner_of(WHOLE).leg_m(height_m=None) is None
    assert runner_of(WHOLE).leg_m(height_m=1.8) == pytest.approx(1.8 * LEG_OF_HEIGHT_RATIO)


def lost(points, name, start, end):
    track = points.tracks[name].copy()
    track[start:end] = np.nan
    return changed(points, **{name: track})


def test_a_short_hole_is_bridged_and_a_long_one_is_unknown():
    short = runner_of(lost(WHOLE, "left_knee", 200, 208))
    long = runner_of(lost(WHOLE, "left_knee", 200, 240))

    assert not short.unknown[Side.LEFT].any()
    assert np.flatnonzero(long.unknown[Side.LEFT]).tolist() == list(range(200, 240))
    assert not long.unknown[Side.RIGHT].any()
    assert not any(np.isnan(t).any() for leg in long.legs.values() for t in leg.values())


def test_an_ankle_that_leaves_its_shank_is_lost():
    track = WHOLE.tracks["right_ankle"].copy()
    track[300:305] += [400, 300]
    found = runner_of(changed(WHOLE, right_ankle=track))

    off = found.legs[Side.RIGHT]["ankle"] - runner_of(WHOLE).legs[Side.RIGHT]["ankle"]
    assert np.abs(off).max() < 0.05
    assert found.off_limb_ratio == pytest.approx(5 / len(track))


def test_a_point_its_finder_does_not_believe_in_is_lost():
    doubted = {"left_hip": np.where(np.arange(len(WHOLE.time_s)) < 100, 0.01, 0.9)}
    points = type(WHOLE)(
        time_s=WHOLE.time_s, unit=WHOLE.unit, tracks=WHOLE.tracks, confidence=doubted
    )

    assert runner_of(points).unknown[Side.LEFT][:100].all()


def test_uneven_frames_are_put_on_even_times():
    kept = np.ones(len(WHOLE.time_s), dtype=bool)
    kept[[50, 51, 300, 410]] = False
    points = type(WHOLE)(
        time_s=WHOLE.time_s[kept],
        unit=WHOLE.unit,
        tracks={n: t[kept] for n, t in WHOLE.tracks.items()},
        confidence={},
    )
    found = runner_of(points)

    assert len(found.time_s) == len(WHOLE.time_s)
    np.testing.assert_allclose(
        found.legs[Side.LEFT]["toe"], runner_of(WHOLE).legs[Side.LEFT]["toe"], atol=0.02
    )


def test_a_leg_that_is_hardly_seen_is_nobody():
    with pytest.raises(NoRunner, match="no-person"):
        runner_of(lost(WHOLE, "left_ankle", 0, 700))


def test_a_side_that_contradicts_exchanges_the_names():
    mirrored = runner_of(WHOLE, facing_side=Side.LEFT)
    plain = runner_of(WHOLE)

    assert mirrored.near is Side.LEFT
    np.testing.assert_allclose(mirrored.legs[Side.LEFT]["toe"], plain.legs[Side.RIGHT]["toe"])


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_picture_that_lies_on_its_side_or_head_is_refused(turns):
    """Its step rate would look right, and every angle from the vertical would be wrong."""
    quarter = np.array([[0.0, 1.0], [-1.0, 0.0]])
    turn = np.linalg.matrix_power(quarter, turns)
    lying = changed(WHOLE, **{name: track @ turn for name, track in WHOLE.tracks.items()})

    with pytest.raises(NoRunner) as caught:
        runner_of(lying)
    assert caught.value.cause == "not-upright"
