"""Plans on a real season: a race in twelve weeks, three sets of equipment, two levels of pain."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import attrs
import pytest
from validation.season_plans import briefs, planned

from psoas.programme import SessionKind, breaches

SEASON = Path(__file__).parents[3] / "shared" / "data" / "runs" / "season_b"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not SEASON.is_dir(), reason=f"the measuring data is not at {SEASON}"),
]

#: What the issue allows: the current two weeks, and all twelve.
TWO_WEEKS_S, TWELVE_WEEKS_S = 2.0, 12.0


def test_every_plan_on_the_season_keeps_every_rule_in_time(tmp_path, shelf):
    found = dict(briefs(SEASON, tmp_path, on=shelf))
    assert len(found) == 6
    for name, brief in found.items():
        began_s = time.process_time()
        planned(attrs.evolve(brief, weeks=2), on=shelf)
        two_s = time.process_time() - began_s
        made = planned(brief, on=shelf)
        all_s = time.process_time() - began_s - two_s
        assert breaches(made, brief, shelf.exercises, limits=shelf.limits) == (), name
        assert all(len(day.why) >= 2 for day in made.days), name
        assert len(made.days) == 84
        assert two_s < TWO_WEEKS_S, name
        assert all_s < TWELVE_WEEKS_S, name
        assert made == planned(brief, on=shelf), name
        strength = [s for s in made.sessions if s.kind is SessionKind.RELOAD]
        assert len(strength) >= 15, name
        race_on = brief.start_on + timedelta(days=83)
        assert max(s.on for s in strength if s.heavy) <= race_on - timedelta(days=10), name
