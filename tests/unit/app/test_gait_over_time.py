"""Several videos of one runner: what fits is weighed, what does not is left out and counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from psoas.app.gait.over_time import over_time
from psoas.evidence import Made
from psoas.library import shelf
from psoas.render.words import worded
from psoas.store.gaits import KeptGait

BEGIN = datetime(2026, 8, 1, 9, tzinfo=UTC)


def clip(week, *, thigh=-26.0, cadence=170.0, speed_mps=3.5, side="right", fps=240.0) -> KeptGait:
    measures = {
        "cadence": {"value": cadence, "unit": "spm", "mdc": 3.0},
        "thigh_extension_peak": {"value": thigh, "unit": "deg", "mdc": 5.0},
        "overstride": {"value": 0.27, "unit": "leg", "mdc": 0.04},
        "step_time": {"value": 350.0, "unit": "ms", "mdc": None},
    }
    return KeptGait(
        id=str(week),
        kept_at=BEGIN + timedelta(weeks=week),
        name="clip.mp4",
        told={
            "measures": measures,
            "speed_mps": speed_mps,
            "quality": {"near_side": side, "fps": fps},
        },
        answers={},
        made=Made(by="test", version="1"),
    )


def found(*clips):
    told = over_time(sorted(clips, key=lambda each: each.kept_at, reverse=True), shelf=shelf())
    return {each.measure: each for each in told}


def test_one_video_is_nothing_over_time():
    assert found(clip(0)) == {}
    assert found() == {}


def test_two_videos_are_the_baseline():
    said = found(clip(0), clip(1))["cadence"]

    assert said.moved == "cannot-tell-yet"
    assert (said.n_clips, said.verdict.text) == (2, "over_time.too-few")


def test_the_same_again_is_no_detectable_change():
    said = found(*(clip(n) for n in range(4)))

    assert {each.moved for each in said.values()} == {"no-detectable-change"}
    assert "step_time" not in said  # nobody published its error


@pytest.mark.parametrize(("gain", "moved"), [(8.0, "more"), (-8.0, "less")])
def test_a_cadence_that_rose_and_stayed_is_told(gain, moved):
    late = [clip(n, cadence=170 + gain * min(1, (n - 1) / 3)) for n in range(2, 8)]
    said = found(clip(0), clip(1), *late)

    assert said["cadence"].moved == moved
    assert said["cadence"].change.low < gain < said["cadence"].change.high + 1.5
    assert said["thigh_extension_peak"].moved == "no-detectable-change"
    assert "{" not in worded(said["cadence"].verdict, texts=shelf().texts)


def test_farther_back_is_more_extension():
    late = [clip(n, thigh=-26 - 10 * min(1, (n - 1) / 3)) for n in range(2, 8)]
    said = found(clip(0), clip(1), *late)["thigh_extension_peak"]

    assert said.moved == "more"
    assert said.change.central < 0  # -36 after -26


@pytest.mark.parametrize(
    ("odd", "left_out"),
    [
        ({"speed_mps": None}, {"cadence": 1, "thigh_extension_peak": 1, "overstride": 1}),
        ({"speed_mps": 4.0}, {"cadence": 1, "thigh_extension_peak": 0, "overstride": 0}),
        ({"side": "left"}, {"cadence": 0, "thigh_extension_peak": 1, "overstride": 1}),
        ({"fps": 120.0}, {"cadence": 0, "thigh_extension_peak": 0, "overstride": 1}),
    ],
)
def test_a_video_that_does_not_fit_is_left_out_and_counted(odd, left_out):
    said = found(clip(0, **odd), *(clip(n) for n in range(1, 4)))

    assert {name: each.n_left_out for name, each in said.items()} == left_out


def test_a_faster_video_is_brought_to_the_newest_ones_speed():
    """4.0 m/s moves the thigh 2.6 degrees farther back by speed alone: that is no change."""
    fast = [clip(n, speed_mps=4.0, thigh=-28.6) for n in range(3)]

    assert found(*fast, clip(3))["thigh_extension_peak"].moved == "no-detectable-change"
    assert found(*fast, clip(3))["thigh_extension_peak"].n_clips == 4
