"""Legs change places once per step, whatever they are called."""

import numpy as np
import pytest

from psoas.motion.keypoints import key
from psoas.motion.model import JOINTS
from psoas.motion.runner import runner_of
from psoas.motion.sides import crossings_of, exchanged
from psoas.quantity import Side
from tests.kit.gait import STEP_SPM, changed, runner

WHOLE = runner(rate_hz=60.0, px_per_m=500)
N = len(WHOLE.time_s)


def swapped(*spans):
    frames = np.zeros(N, dtype=bool)
    for start, end in spans:
        frames[start:end] = True
    return changed(WHOLE, **exchanged(WHOLE.tracks, frames))


def legs(points):
    return runner_of(points).legs


def same(first, second, *, atol=1e-9):
    for side in (Side.LEFT, Side.RIGHT):
        for joint in JOINTS:
            np.testing.assert_allclose(first[side][joint], second[side][joint], atol=atol)


def test_one_crossing_per_step():
    left, right = (WHOLE.tracks[key(side, "ankle")][:, 0] for side in (Side.LEFT, Side.RIGHT))
    found = crossings_of(left, right, rate_hz=60.0)

    assert 60 * found.step_hz == pytest.approx(STEP_SPM, abs=1)
    assert (found.regular_ratio, found.swapped_ratio) == (1.0, 0.0)


@pytest.mark.parametrize(
    "spans",
    [
        [(100, 103)],
        [(30, 32), (200, 201), (333, 336)],
        [(100, 135)],
        [(0, 40)],
        [(N - 30, N)],
        [(97, 98), (118, 126), (140, 190)],
    ],
    ids=["three frames", "here and there", "most of a stride", "the start", "the end", "many"],
)
def test_exchanged_frames_are_put_right(spans):
    same(legs(swapped(*spans)), legs(WHOLE))


def test_how_much_was_exchanged_is_told():
    found = runner_of(swapped((100, 148))).crossings.swapped_ratio

    assert found == pytest.approx(48 / N, abs=0.03)


def test_exchanged_frames_of_jittery_points_are_put_right():
    jittery = runner(rate_hz=60.0, px_per_m=500, jitter_m=0.01)
    frames = np.zeros(N, dtype=bool)
    frames[120:150] = True

    same(legs(changed(jittery, **exchanged(jittery.tracks, frames))), legs(jittery), atol=1e-9)


def test_ankles_that_are_hardly_seen_tell_nothing():
    lost = np.full(N, np.nan)

    assert crossings_of(lost, lost, rate_hz=60.0) is None
    assert crossings_of(np.zeros(N), np.zeros(N) + 1.0, rate_hz=60.0) is None


def lost(points, start, end):
    """Nobody is seen in these frames."""
    gone = {name: track.copy() for name, track in points.tracks.items()}
    for track in gone.values():
        track[start:end] = np.nan
    return changed(points, **gone)


@pytest.mark.parametrize("n_lost", range(20, 60, 4))
def test_a_hole_in_the_middle_exchanges_nothing_behind_it(n_lost):
    """Nobody saw how often the legs passed each other in there. Frames at its edge may err."""
    found = runner_of(lost(WHOLE, 150, 150 + n_lost))

    assert found.crossings.swapped_ratio < 0.01
    for side, joint in ((s, j) for s in found.legs for j in ("ankle", "toe")):
        seen = ~found.unknown[side]
        seen[150 + n_lost : 156 + n_lost] = False
        there = legs(WHOLE)[side][joint]
        np.testing.assert_allclose(found.legs[side][joint][seen], there[seen], atol=0.02)


@pytest.mark.parametrize("n_lost", range(100, 130, 3))
def test_a_runner_who_enters_late_has_every_step(n_lost):
    """Frames of an empty room say nothing of how far feet are usually apart."""
    found = runner_of(lost(WHOLE, 0, n_lost)).crossings
    inside = found.at_frames[found.at_frames > n_lost + 15]

    assert found.swapped_ratio == 0.0
    assert np.diff(inside).max() < 1.3 * np.diff(inside).min()
