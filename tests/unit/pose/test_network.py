"""The parts between a picture and its points: graph, crop, heat maps, boxes."""

from __future__ import annotations

import numpy as np
import pytest

from psoas.pose import clip_of, detector, frames, landmarks
from psoas.pose.crop import Region, cropped, region_along, whole
from psoas.pose.detector import people_in
from psoas.pose.graph import without_unused
from psoas.pose.landmarks import refined
from psoas.pose.network import network
from psoas.pose.weights import content_of
from tests.kit.mannequin import runner_video
from tests.kit.models import models
from tests.kit.video import write_video


@pytest.fixture(scope="module")
def full() -> bytes:
    return content_of(models(), "full.tflite")


def test_a_graph_without_its_unused_parts_gives_the_same_bits(full):
    picture = np.random.default_rng(1).random((1, 256, 256, 3), np.float32)
    every = network(full, outputs=range(5))(picture)
    some = network(full, outputs=(3, 0))(picture)

    assert [each.shape for each in some] == [(1, 64, 64, 39), (1, 195)]
    assert (some[0] == every[3]).all()
    assert (some[1] == every[0]).all()


def test_a_graph_without_its_unused_parts_is_shorter_and_else_the_same(full):
    shorter = without_unused(full, landmarks.OUTPUTS)
    changed = sum(a != b for a, b in zip(full, shorter, strict=True))

    assert 0 < changed < 0.01 * len(full)
    assert without_unused(shorter, (0, 1, 2)) == shorter


def test_greeting_of_the_runtime_is_not_heard(full, capfd):
    network(full, outputs=(0,))

    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_a_crop_is_what_the_upright_picture_shows_there(tmp_path, turn_deg):
    """Smooth colours: sampling of brightness and colour at their own places must agree."""
    y, x = np.mgrid[:96, :128] / 128
    picture = np.stack([60 + 120 * x, 200 - 130 * y, 90 + 60 * x * y + 40 * y], axis=2)
    path = write_video(
        tmp_path / "a.mp4",
        [picture.astype(np.uint8)] * 3,
        times_s=[0, 0.1, 0.2],
        turn_deg=turn_deg,
        options={"crf": "4"},
    )
    frame = next(frames(clip_of(path)))
    region = Region(centre_px=np.array([55.0, 50.0]), size_px=60.0, turn_rad=0.4)
    found = cropped(frame, region, n=32, padded=False)[0] * 255

    shares = np.stack(np.meshgrid(*[(np.arange(32) + 0.5) / 32] * 2), axis=-1).reshape(-1, 2)
    at_x, at_y = np.floor(region.placed_px(shares)).astype(int).T
    shown = frame.rgb[at_y, at_x].reshape(32, 32, 3)
    assert np.abs(found - shown).max() < 8


def test_beyond_the_edge_is_black_or_the_edge(tmp_path):
    picture = np.full((64, 64, 3), 200, np.uint8)
    path = write_video(tmp_path / "a.mp4", [picture] * 2, times_s=[0, 0.1])
    frame = next(frames(clip_of(path)))
    region = Region(centre_px=np.array([64.0, 32.0]), size_px=64.0, turn_rad=0.0)

    black, edge = (cropped(frame, region, n=32, padded=padded)[0] for padded in (True, False))
    assert black[:, 17:].max() == 0.0
    assert np.abs(edge * 255 - 200).max() < 4
    assert np.abs(black[:, :15] * 255 - 200).max() < 4


def test_a_region_points_its_up_to_the_reach():
    """The picture that fixes the sign: a body that leans right is turned upright."""
    region = region_along(np.array([100.0, 100.0]), np.array([130.0, 60.0]), wider_factor=1.25)

    assert region.size_px == pytest.approx(2 * 1.25 * 50)
    top_middle = region.placed_px(np.array([[0.5, 0.0]]))[0]
    np.testing.assert_allclose(top_middle, [100 + 1.25 * 30, 100 - 1.25 * 40])


def test_points_go_to_the_middle_of_the_heat_about_them():
    heat = np.full((64, 64, 39), -20.0, np.float32)
    heat[20:23, 30:33, 0] = 5.0
    heat[20:23, 30:33, 1] = -1.0  # nowhere half sure
    heat[20, 40, 2] = 5.0  # out of reach
    heat[0, 0, 3] = 5.0
    start = np.full((39, 2), 0.5)
    start[:3] = (29.5 / 64, 22.5 / 64)
    start[3] = (1.2 / 64, 1.2 / 64)
    start[4] = (1.5, -0.2)  # outside the square
    moved = refined(start, heat)

    np.testing.assert_allclose(moved[0] * 64, [31, 21], atol=1e-6)
    np.testing.assert_allclose(moved[3] * 64, [0, 0], atol=1e-6)
    np.testing.assert_array_equal(moved[[1, 2, 4]], start[[1, 2, 4]])


def test_people_are_found_where_they_were_drawn_the_largest_first(tmp_path):
    path = tmp_path / "two.mp4"
    drawn = runner_video(
        path, n_strides=1, rate_hz=30.0, size=(640, 640), places=((0.25, 0.9), (0.72, 0.9))
    )
    frame = next(frames(clip_of(path)))
    found = people_in(
        frame, detector=network(content_of(models(), "detector.tflite"), outputs=detector.OUTPUTS)
    )

    assert len(found) == 2
    assert found[0].region.size_px >= found[1].region.size_px
    across = sorted(each.region.centre_px[0] for each in found)
    assert across[0] == pytest.approx(drawn["left_hip"][0, 0], abs=40)
    assert across[1] - across[0] == pytest.approx(0.47 * 640, abs=40)


def test_the_whole_picture_lies_in_its_square():
    region = whole(300, 200)

    np.testing.assert_allclose(region.placed_px(np.array([[0, 0], [1, 1]])), [[0, -50], [300, 250]])
