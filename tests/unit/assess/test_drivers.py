"""Drivers: what speaks for and against, and when there is not enough to say."""

from __future__ import annotations

import pytest

from psoas.library import shelf
from psoas.loop.assess import Driver, Running, check_sheet, rank_drivers, with_findings
from psoas.loop.assess.drivers import LEAST_EVIDENCE, PRIORS
from tests.kit.rule_sheets import judged
from tests.kit.sheets import plain_runner

SPIKE = {"longest_run_last_14d_km": 22}
WEAK = {"resisted_hip_flexion": "weak_painless"}


def drivers(**changes):
    return [each.driver for each in judged(plain_runner(**changes)).drivers]


@pytest.mark.parametrize(
    ("changes", "driver"),
    [
        (SPIKE, Driver.LOAD_SPIKE),
        ({"speed_sessions_week_recent": 3}, Driver.SPEED_OVERLOAD),
        (WEAK, Driver.HIP_FLEXOR_WEAKNESS),
        ({"hip_flexor_hold_s": 10}, Driver.HIP_FLEXOR_WEAKNESS),
        ({"single_leg_bridge_reps": 12}, Driver.GLUTE_GIRDLE_WEAKNESS),
        ({"dead_bug": "back_arches"}, Driver.CORE_PELVIC_CONTROL),
        (
            {"thomas_pelvis_held": True, "thomas_thigh_above_horizontal_deg": 8},
            Driver.RESTRICTED_EXTENSION,
        ),
        ({"foot_lands_ahead": True}, Driver.OVERSTRIDE_LOW_CADENCE),
        ({"sitting_h_day": 9, "pattern": ["after_long_sitting"]}, Driver.PROLONGED_SITTING),
    ],
)
def test_a_finding_names_its_driver(changes, driver):
    assert drivers(**changes) == [driver]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"thomas_pelvis_held": False, "thomas_thigh_above_horizontal_deg": 20},
        {"thomas_thigh_above_horizontal_deg": 20},
        {"cadence_spm": 150},
        {"sitting_h_day": 12},
        {"stretch_relief": "hours"},
        {"longest_run_last_14d_km": 17.6},
    ],
)
def test_what_does_not_suffice_names_nothing(changes):
    assert drivers(**changes) == []


def test_evidence_against_is_shown_and_can_outweigh():
    found = judged(plain_runner(hip_flexor_hold_s=10, resisted_hip_flexion="strong_painless"))
    both = judged(plain_runner(**WEAK, hip_flexor_hold_s=40, stretch_relief="minutes"))

    assert found.drivers == ()
    assert {each.level for each in both.drivers[0].evidence} == {"for", "against"}


def test_the_best_supported_comes_first_and_no_more_than_three():
    found = judged(
        plain_runner(
            **SPIKE, **WEAK, hip_flexor_hold_s=8, dead_bug="back_arches", foot_lands_ahead=True
        )
    ).drivers

    assert [each.driver for each in found] == [
        Driver.HIP_FLEXOR_WEAKNESS,
        Driver.LOAD_SPIKE,
        Driver.CORE_PELVIC_CONTROL,
    ]
    assert [each.confidence for each in found] == ["medium", "medium", "low"]
    assert found[0].log_odds == pytest.approx(-1.6 + 1.6 + 1.4)


def test_the_numbers_that_decided_are_in_the_evidence():
    evidence = judged(plain_runner(**SPIKE)).drivers[0].evidence[0]

    assert dict(evidence.values) == {"single_run_ratio": 1.375}
    assert "frandsen-2025" in evidence.sources


def test_a_load_driver_eases_running():
    assert judged(plain_runner(**SPIKE)).running is Running.MODIFY
    assert judged(plain_runner(**WEAK)).running is Running.CONTINUE


def test_nobody_who_is_referred_is_told_a_driver():
    assert judged(plain_runner(**SPIKE, **WEAK, limp=True)).drivers == ()


def test_what_was_not_measured_weighs_nothing():
    assert rank_drivers({}, shelf().weights) == ()


def test_every_driver_has_a_prior_and_weights_that_can_name_it():
    for driver in Driver:
        weights = [each.log_odds for each in shelf().weights.values() if each.driver is driver]
        assert PRIORS[driver] < 0
        assert sum(each for each in weights if each > 0) >= LEAST_EVIDENCE
        assert any(each < 0 for each in weights)


def test_every_weight_weighs_on_some_sheet():
    sheet = plain_runner(
        resisted_hip_flexion="strong_painful", stretch_relief="hours", hills_recent_increase=True
    )
    found = with_findings(check_sheet(sheet, shelf().questions))
    held = {
        each.id
        for each in shelf().weights.values()
        if all(condition.holds(found) == "yes" for condition in each.when)
    }

    assert {"sore-but-strong", "relief-for-hours", "more-hills", "longest-run-steady"} <= held
