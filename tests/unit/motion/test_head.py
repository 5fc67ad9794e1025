"""Where a head is hidden: rather too much than too little, in every frame."""

from __future__ import annotations

import numpy as np
import pytest

from psoas.motion.head import circles_at, head_circles
from tests.kit import filmed as kit


def covers(points) -> np.ndarray:
    """Frames in which a circle holds the whole head."""
    head = kit.places_px()["head"] * [1, -1]
    held = [
        np.hypot(*(circles[:, :2] - head).T) + kit.HEAD_M * kit.PX_PER_M <= circles[:, 2]
        for circles in head_circles(points)
    ]
    return np.any(held, axis=0)


@pytest.mark.parametrize("has_face", [True, False])
def test_the_whole_head_is_held_in_every_frame(has_face):
    assert covers(kit.key_points(has_face=has_face)).all()


def test_without_shoulders_it_is_guessed_above_the_hips():
    points = kit.key_points(has_face=False, lost=("shoulder",), lost_frames=slice(0, None))

    assert covers(points).all()


def test_a_body_that_is_lost_is_drawn_from_one_side_of_the_hole_to_the_other():
    lost = ("left_hip", "right_hip", "shoulder")
    hole = slice(50, 62)
    points = kit.key_points(has_face=False, lost=lost, lost_frames=hole)
    _, by_body = head_circles(points)

    assert covers(points).all()
    assert not np.isnan(by_body).any()
    assert by_body[hole, 2].min() > by_body[:50, 2].max()  # wider where it is a guess


def test_a_moved_and_zoomed_picture_moves_and_zooms_the_circles():
    points = kit.key_points(has_face=True)
    tracks = {**points.tracks, **points.face}
    moved = type(points).of(
        time_s=points.time_s,
        unit=points.unit,
        tracks={name: 2 * track + [30, -40] for name, track in tracks.items()},
        y_down=False,
    )
    for before, after in zip(head_circles(points), head_circles(moved), strict=True):
        np.testing.assert_allclose(after, 2 * before + [30, -40, 0], atol=1e-6)


def test_between_two_frames_a_circle_holds_both():
    circles = np.array([[0.0, 0.0, 10.0], [8.0, 0.0, 10.0], [np.nan] * 3])
    time_s = np.array([0.0, 0.1, 0.2])

    assert circles_at(circles, time_s, 0.05) == pytest.approx((4.0, 0.0, 14.0))
    assert circles_at(circles, time_s, 0.15) == pytest.approx((8.0, 0.0, 10.0))
    assert circles_at(circles, time_s, -5.0) == pytest.approx((4.0, 0.0, 14.0))
