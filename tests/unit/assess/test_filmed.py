"""What a clip tells the drivers, from key points to findings."""

from __future__ import annotations

import pytest

from psoas.app.gait.measuring import gait
from psoas.loop.assess.filmed import SPEAKING, clip_findings
from psoas.motion.measures import Standing
from psoas.motion.norms import KINDS
from tests.kit.gait import runner


def seen(reach_deg, speed_mps):
    clip = runner(px_per_m=500, step_spm=152.0, reach_deg=reach_deg)
    found = gait(clip, speed_mps=speed_mps).gait
    return clip_findings(
        {name: each.standing for name, each in found.measures.items()}, filmed_on="3 Nov"
    )


def test_a_foot_far_ahead_is_told():
    assert seen(30.0, 3.5)["clip_overstride"] == "above"
    assert seen(30.0, 3.5)["clip_on"] == "3 Nov"


def test_at_an_unknown_speed_nothing_is_told():
    assert seen(30.0, None) == {}


@pytest.mark.parametrize("measure", SPEAKING)
def test_an_unknown_standing_has_no_key(measure):
    assert clip_findings({measure: Standing.UNKNOWN}, filmed_on="3 Nov") == {}
    assert clip_findings({}) == {}


def test_every_measure_that_speaks_is_measured():
    assert set(SPEAKING) <= set(KINDS)
