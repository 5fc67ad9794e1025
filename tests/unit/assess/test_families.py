"""Who tells a finding: what is told twice counts once, and what disagrees is said."""

from __future__ import annotations

import attrs
import pytest

from psoas.library import shelf
from psoas.loop.assess import Driver, rank_drivers
from psoas.loop.assess.drivers import PRIORS, driver_log_odds
from psoas.loop.assess.model import Teller
from tests.kit.rule_sheets import judged
from tests.kit.sheets import plain_runner

SPIKE_SAID = {"longest_run_last_14d_km": 24}  # 1.5 times the 16 of before
JUMP = {"watch_longest_run_ratio": 1.5, "watch_longest_run_on": "1 Nov"}
STEADY = {"watch_longest_run_ratio": 1.0, "watch_since": "1 Nov", "watch_until": "9 Nov"}


def load_spike(observed, **changes):
    found = judged(plain_runner(**changes), observed=observed).drivers
    return next((each for each in found if each.driver is Driver.LOAD_SPIKE), None)


def test_a_jump_that_is_said_and_seen_counts_once_and_both_are_shown():
    said, both = load_spike({}, **SPIKE_SAID), load_spike(JUMP, **SPIKE_SAID)

    assert both.log_odds == said.log_odds
    assert {each.rule for each in both.evidence} >= {"longest-run-jump", "watch-longest-run-jump"}
    assert both.told_twice == ("watch-longest-run-jump",)
    assert both.disagree == ()


def test_the_stronger_of_two_that_agree_counts():
    doubled = JUMP | {"watch_longest_run_ratio": 2.5}
    found = load_spike(doubled, **SPIKE_SAID)

    assert found.log_odds == pytest.approx(PRIORS[Driver.LOAD_SPIKE] + 1.6 + 0.4)
    assert found.told_twice == ("longest-run-jump",)


def test_where_runs_and_answers_disagree_both_count_and_it_is_said():
    sore = {"pattern": ["day_after_long_run"], "hills_recent_increase": True}
    seen = load_spike(JUMP, **sore)  # the answers say that the longest run is what it was
    said = load_spike(STEADY, **SPIKE_SAID, **sore)

    assert seen.log_odds == pytest.approx(PRIORS[Driver.LOAD_SPIKE] + 1.6 - 1.4 + 0.7 + 0.7)
    assert said.log_odds == seen.log_odds
    assert seen.disagree == said.disagree == ("single-run",)
    assert {each.level for each in seen.evidence} == {"for", "against"}


def test_a_shank_counts_where_the_foot_itself_is_not_told():
    alone = driver_log_odds({"clip_shank": "above"}, shelf().weights)
    foot = driver_log_odds({"clip_overstride": "above"}, shelf().weights)
    both = driver_log_odds({"clip_overstride": "above", "clip_shank": "above"}, shelf().weights)
    driver = Driver.OVERSTRIDE_LOW_CADENCE

    assert alone[driver] == pytest.approx(PRIORS[driver] + 0.7)
    assert both[driver] == foot[driver] == pytest.approx(PRIORS[driver] + 1.4)


def test_every_teller_speaks():
    assert {each.told_by for each in shelf().weights.values()} == set(Teller)


@pytest.mark.parametrize("weight", shelf().weights.values(), ids=lambda each: each.id)
def test_a_weight_says_who_tells_it(weight):
    keys = [condition.key for condition in weight.when]
    groups = {shelf().questions[key].group for key in keys}
    told_by = {
        Teller.WATCH: all(key.startswith("watch_") for key in keys),
        Teller.CLIP: all(key.startswith("clip_") for key in keys),
        Teller.TESTS: "tests" in groups,
        Teller.ANSWERS: "tests" not in groups
        and not any(key.startswith(("watch_", "clip_")) for key in keys),
    }

    assert told_by[weight.told_by]


def test_a_slow_cadence_by_itself_names_nothing():
    """Neither the watch's nor the clip's, nor both (hazard H-17)."""
    slow = {"watch_cadence": "below", "clip_cadence": "below"}
    sheet = plain_runner() | slow

    assert rank_drivers(sheet, shelf().weights) == ()
    moved = driver_log_odds(slow, shelf().weights)[Driver.OVERSTRIDE_LOW_CADENCE]
    assert moved == pytest.approx(PRIORS[Driver.OVERSTRIDE_LOW_CADENCE] + 0.4)


def test_old_checks_are_read_without_the_new_fields():
    from psoas.edges import from_plain, to_plain
    from psoas.loop.assess import Assessment

    found = judged(plain_runner(**SPIKE_SAID))
    old = to_plain(found)
    del old["next_tests"]
    for ranked in old["drivers"]:
        del ranked["told_twice"], ranked["disagree"]

    assert from_plain(old, Assessment) == attrs.evolve(found, next_tests=())
