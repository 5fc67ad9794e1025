"""A camera that moves, by what lies behind the runner."""

from __future__ import annotations

import numpy as np
import pytest

from psoas.pose.scene import Scene, camera_px

ROOM = np.random.default_rng(2).integers(0, 255, (400, 500)).astype(np.float32)
NOBODY = np.empty((0, 2))


def scene(down: int, across: int, *, room: np.ndarray = ROOM, box: np.ndarray = NOBODY) -> Scene:
    """What a camera sees whose picture is a sixth of the clip's size."""
    small = room[100 + down : 280 + down, 100 + across : 420 + across].copy()
    return Scene(small=small, shrunk_factor=6.0, box_px=box)


@pytest.mark.parametrize(
    ("steps", "expected_px"),
    [
        ([(0, 0)] * 6, 0.0),
        ([(0, 5 * at) for at in range(6)], 30.0),
        ([(-3 * (at % 2), 4 * (at % 2)) for at in range(6)], 30.0),
    ],
    ids=["still", "turns", "shakes"],
)
def test_the_usual_move_is_told_in_pixels_of_the_clip(steps, expected_px):
    assert camera_px([scene(*each) for each in steps]) == pytest.approx(expected_px, abs=0.3)


def test_one_knock_is_not_a_camera_that_moves():
    knocked = [scene(8 if at >= 5 else 0, 0) for at in range(10)]

    assert camera_px(knocked) == pytest.approx(0.0, abs=0.3)


def test_a_camera_that_goes_out_of_reach_is_said_to_move():
    """Nothing is found again: at least half of a square, 16 of 6 pixels."""
    assert camera_px([scene(0, 40 * (at % 3)) for at in range(6)]) >= 90


def test_what_moves_within_the_runners_box_is_no_camera():
    box = np.array([[100.0, 20.0], [220.0, 170.0]])
    seen = []
    for at in range(6):
        each = scene(0, 0, box=box)
        each.small[20:170, 100:220] = ROOM[at * 7 : at * 7 + 150, at * 9 : at * 9 + 120]
        seen.append(each)

    assert camera_px(seen) == pytest.approx(0.0, abs=0.3)


@pytest.mark.parametrize("n", [0, 1, 6])
def test_a_bare_wall_and_too_few_scenes_tell_nothing(n):
    bare = np.full((400, 500), 120.0, np.float32)

    assert np.isnan(camera_px([scene(0, 3 * at, room=bare) for at in range(n)]))
