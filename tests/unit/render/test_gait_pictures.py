"""Pictures of a gait: what is drawn is what was measured, and every measure has its words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

import psoas
from psoas.app.gait.pictures import draw_curves, draw_kinogram, gait_findings, seen_in
from psoas.library import shelf
from psoas.motion.keypoints import KeyPoints
from psoas.motion.norms import KINDS
from psoas.quantity import Side
from psoas.render.stick import as_file
from tests.kit.gait import runner

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def texts():
    return shelf().texts


@pytest.fixture(scope="module")
def clip():
    return psoas.gait(runner(px_per_m=500, facing=-1), speed_mps=3.5, height_m=1.75)


def words(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314  # ours


def test_a_kinogram_has_four_figures_of_each_side_and_says_which_leg_is_far(clip, texts):
    svg = draw_kinogram(clip.gait, seen_in(clip), texts=texts)
    said = words(svg)

    assert sum(each.startswith("Landing, ") for each in said) == 2
    assert [each for each in said if "leg" in each] == [
        "Left leg",
        "Right leg (far leg, hidden at times)",
    ]
    heads = [c for c in ET.fromstring(svg).iter(f"{SVG}circle") if c.get("fill") == "none"]  # noqa: S314
    assert len(heads) == 8


def test_pictures_take_their_colours_from_the_page_and_alone_from_light_or_dark(clip, texts):
    for svg in (
        draw_kinogram(clip.gait, seen_in(clip), texts=texts),
        draw_curves(clip.gait, seen_in(clip), texts=texts),
    ):
        inks = set(re.findall(r'(?:stroke|fill)="([^"]+)"', svg)) - {"none", "transparent"}
        assert all(ink.startswith("var(--") for ink in inks), inks
        alone = as_file(svg)
        ET.fromstring(alone)  # noqa: S314  # ours
        assert "prefers-color-scheme:dark" in alone


def test_curves_are_drawn_for_every_angle_with_norms_only_where_there_is_a_speed(clip, texts):
    said = " ".join(words(draw_curves(clip.gait, seen_in(clip), texts=texts)))
    for angle in ("Thigh from vertical", "Knee flexion", "Shank", "Foot", "Trunk"):
        assert angle in said
    assert "right, the far leg" in said
    assert "95 of 100 runners" in said

    without = psoas.gait(runner(px_per_m=500, facing=-1))
    plain = " ".join(words(draw_curves(without.gait, seen_in(without), texts=texts)))
    assert "95 of 100 runners" not in plain


def test_on_a_phone_nothing_is_wider_than_the_page_and_all_can_be_read(clip, texts):
    for svg in (
        draw_curves(clip.gait, seen_in(clip), texts=texts, width_px=300),
        draw_kinogram(clip.gait, seen_in(clip), texts=texts, columns=2),
        *(each.picture for each in gait_findings(clip, texts=texts) if each.picture),
    ):
        root = ET.fromstring(svg)  # noqa: S314  # ours
        wide = float(root.get("width"))
        assert wide <= 320
        page_px = 224 if wide < 224 else 289  # a finding's place, or a phone of 360 px
        for each in root.iter(f"{SVG}text"):
            letters_px = float(each.get("font-size").removesuffix("px")) * page_px / wide
            assert letters_px >= 11, each.text


def test_too_few_strides_draw_no_curve(texts):
    short = psoas.gait(runner(px_per_m=500, seconds=2.0))

    assert draw_curves(short.gait, seen_in(short), texts=texts) == ""


def test_each_measure_has_words_and_the_number_in_its_picture_is_the_one_told(clip, texts):
    found = {each.measure: each for each in gait_findings(clip, texts=texts)}

    assert set(found) == set(clip.gait.measures)
    assert {each.measure for each in found.values() if not each.picture} == {"vertical_oscillation"}
    shown = " ".join(words(found["thigh_flexion_peak"].picture))
    told = clip.gait.measures["thigh_flexion_peak"].band.central
    assert float(shown.removesuffix("°")) == pytest.approx(told, abs=1.0)
    label = ET.fromstring(found["overstride"].picture).get("aria-label")  # noqa: S314
    assert label.startswith("Ankle ahead of the hip at contact: 0.2")


def test_a_finding_outside_the_norm_is_a_lever_and_one_within_is_none(clip, texts):
    far = psoas.gait(runner(px_per_m=500, reach_deg=25.0), speed_mps=3.5)
    lever = texts["gait_meaning.lever"]
    (overstride,) = [f for f in gait_findings(far, texts=texts) if f.measure == "overstride"]
    (plain,) = [f for f in gait_findings(clip, texts=texts) if f.measure == "overstride"]

    assert overstride.meaning.endswith(lever)
    assert not plain.meaning.endswith(lever)
    assert set(KINDS) <= {key.removeprefix("gait_meaning.") for key in texts}


def test_one_leg_is_drawn_alone(texts):
    whole = runner(px_per_m=500)
    tracks = {name: track for name, track in whole.tracks.items() if not name.startswith("left")}
    alone = psoas.gait(
        KeyPoints.of(time_s=whole.time_s, unit=whole.unit, tracks=tracks, y_down=False)
    )
    svg = draw_kinogram(alone.gait, seen_in(alone), texts=texts)

    assert [each for each in words(svg) if each.endswith("leg")] == ["Right leg"]
    assert alone.gait.runner.near is Side.RIGHT
