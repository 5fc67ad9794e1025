"""The thigh's angle on a photo: sign, level, and how far the taps may err."""

from __future__ import annotations

from math import cos, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.motion.thigh import NotAThigh, Photo, thigh_angle

EXACT = {"tap_px": 0.0, "roll_deg": 0.0}


def at(angle_deg, *, length_px=400.0, roll_deg=0.0, way=1, level=True):
    """Points of a thigh above level, seen by a camera that leans."""

    def seen(x, y_up):
        turn = radians(roll_deg)
        return (500 + x * cos(turn) + y_up * sin(turn), 500 + x * sin(turn) - y_up * cos(turn))

    a = radians(angle_deg)
    return Photo(
        trochanter_px=seen(0, 0),
        knee_px=seen(way * length_px * cos(a), length_px * sin(a)),
        level_px=(seen(-300, -80), seen(300, -80)) if level else None,
    )


def central(photo):
    return thigh_angle([photo], **EXACT).mean_deg.central


def test_the_knee_higher_than_the_hip_is_above_level_and_plus():
    flat = Photo(trochanter_px=(100, 200), knee_px=(300, 200))
    above = Photo(trochanter_px=(100, 200), knee_px=(300, 0))
    below = Photo(trochanter_px=(100, 200), knee_px=(300, 400))

    assert [central(each) for each in (flat, above, below)] == pytest.approx([0, 45, -45])


@given(
    angle_deg=st.floats(-40, 40),
    roll_deg=st.floats(-15, 15),
    way=st.sampled_from([-1, 1]),
)
def test_a_leaning_camera_and_the_way_one_lies_change_nothing(angle_deg, roll_deg, way):
    assert central(at(angle_deg, roll_deg=roll_deg, way=way)) == pytest.approx(angle_deg, abs=1e-9)


@given(angle_deg=st.floats(-40, 40), roll_deg=st.floats(-10, 10))
def test_without_a_level_line_the_lean_goes_into_the_angle(angle_deg, roll_deg):
    seen = central(at(angle_deg, roll_deg=roll_deg, level=False))

    assert seen == pytest.approx(angle_deg - roll_deg, abs=1e-9)


@given(
    zoom=st.floats(0.2, 5),
    shift=st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
    angle_deg=st.floats(-40, 40),
)
def test_zoom_and_place_do_not_move_an_angle(zoom, shift, angle_deg):
    one = at(angle_deg)

    def moved(point):
        return (zoom * point[0] + shift[0], zoom * point[1] + shift[1])

    other = Photo(
        trochanter_px=moved(one.trochanter_px),
        knee_px=moved(one.knee_px),
        level_px=(moved(one.level_px[0]), moved(one.level_px[1])),
    )
    assert central(other) == pytest.approx(angle_deg, abs=1e-6)


@pytest.mark.parametrize("level", [True, False])
def test_the_error_is_that_of_taps_thrown_at_random(level):
    """19 of 20 angles from taps that err by 4 px lie within the printed band."""
    true = at(7.0, level=level)
    band = thigh_angle([true], tap_px=4.0, roll_deg=0.0).mean_deg
    random = np.random.default_rng(5)

    def thrown(point):
        return tuple(np.array(point) + random.normal(0, 4.0, 2))

    angles = [
        central(
            Photo(
                trochanter_px=thrown(true.trochanter_px),
                knee_px=thrown(true.knee_px),
                level_px=tuple(thrown(each) for each in true.level_px) if level else None,
            )
        )
        for _ in range(4000)
    ]

    assert np.mean([angle in band for angle in angles]) == pytest.approx(0.95, abs=0.01)
    assert np.mean(angles) == pytest.approx(7.0, abs=0.1)


def test_a_phone_held_by_eye_adds_its_lean_to_every_photo_alike():
    photos = [at(5, level=False)] * 3
    found = thigh_angle(photos, tap_px=0.0, roll_deg=2.0)

    assert found.mean_deg.high - found.mean_deg.central == pytest.approx(1.96 * 2.0)
    assert thigh_angle([at(5)] * 3, tap_px=0.0, roll_deg=2.0).mean_deg.high == pytest.approx(5.0)


def test_three_photos_give_their_mean_and_their_spread():
    found = thigh_angle([at(4), at(6), at(11)], tap_px=3.0, roll_deg=2.0)
    one = found.each_deg[0]

    assert found.mean_deg.central == pytest.approx(7.0)
    assert found.spread_deg == pytest.approx(7.0)
    assert found.mean_deg.high - 7.0 == pytest.approx((one.high - one.central) / 3**0.5)


@pytest.mark.parametrize(
    "photo",
    [
        Photo(trochanter_px=(1, 1), knee_px=(1, 1)),
        Photo(trochanter_px=(1, 1), knee_px=(float("nan"), 1)),
        Photo(trochanter_px=(1, 1), knee_px=(9, 1), level_px=((5, 5), (5, 5))),
        Photo(trochanter_px=(1, 1), knee_px=(9, 1), level_px=((5, 5), (6, 95))),
    ],
)
def test_points_that_give_no_angle_are_refused(photo):
    with pytest.raises(NotAThigh):
        thigh_angle([photo], **EXACT)
    with pytest.raises(NotAThigh):
        thigh_angle([], **EXACT)
