"""What must hold of the evidence beside the answers, and of the next best test."""

from __future__ import annotations

import time
from math import exp

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.library import shelf
from psoas.loop.assess import Disposition, with_findings
from psoas.loop.assess.drivers import driver_log_odds
from psoas.loop.assess.model import Driver
from psoas.loop.assess.worthwhile import (
    LEAST_GAIN_BITS,
    base_ratio,
    is_allowed,
    is_open,
    most_worth,
    worth_of,
)
from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.render.assessment import assessment_text
from tests.kit.rule_sheets import judged
from tests.kit.sheets import plain_runner, without
from tests.property.test_assess import sheets

SHELF = shelf()
PROBES = SHELF.probes
OWNED = ALWAYS_THERE | {Equipment.BAND}
TESTED = {key: each for key, each in SHELF.questions.items() if each.group == "tests"}
few = settings(max_examples=60, deadline=None, derandomize=True)

OBSERVED = {
    "watch_runs": st.integers(1, 20),
    "watch_since": st.just("1 Nov"),
    "watch_until": st.just("20 Nov"),
    "watch_longest_run_ratio": st.floats(0.2, 4),
    "watch_longest_run_on": st.just("3 Nov"),
    "watch_fast": st.sampled_from(["more", "no_more"]),
    "watch_fast_m": st.integers(200, 5000),
    "watch_fast_on": st.just("3 Nov"),
    "watch_units": st.sampled_from(["more", "no_more"]),
    "watch_units_on": st.just("3 Nov"),
    "watch_return_over": st.just(True),
    "watch_return_on": st.just("3 Nov"),
    "watch_gap_days": st.integers(7, 60),
    "watch_two_weeks": st.sampled_from(["more", "no_more"]),
    "watch_two_weeks_fast": st.sampled_from(["more", "no_more"]),
    "watch_cadence": st.sampled_from(["below", "within"]),
    "clip_on": st.just("3 Nov"),
    **{
        f"clip_{each}": st.sampled_from(["below", "within", "above"])
        for each in ("overstride", "shank", "thigh_extension", "cadence")
    },
}
#: What a text shows beside a finding; it comes with it.
DETAILS = {
    key for key in OBSERVED if key.endswith(("_on", "_since", "_until", "_fast_m", "_gap_days"))
}
observed = st.fixed_dictionaries(
    {key: OBSERVED[key] for key in DETAILS},
    optional={key: each for key, each in OBSERVED.items() if key not in DETAILS},
)


def assessed(sheet, **beside):
    return judged(sheet, probes=PROBES, owned=OWNED, **beside)


# ── watch and clip ───────────────────────────────────────────────────────────────────


@settings(max_examples=300, deadline=None, derandomize=True)
@given(sheet=sheets, seen=observed)
def test_watch_and_clip_never_change_the_disposition(sheet, seen):
    """Hazard H-25, over generated sheets."""
    without_them, with_them = judged(sheet), judged(sheet, observed=seen)

    same = ("disposition", "reasons", "concerns", "unknown", "raised", "asked_again", "tightness")
    for name in same:
        assert getattr(with_them, name) == getattr(without_them, name)


def test_no_rule_of_the_disposition_looks_at_watch_or_clip():
    keys = {condition.key for rule in SHELF.rules.values() for condition in rule.all or rule.any}

    assert not {key for key in keys if key.startswith(("watch_", "clip_"))}
    told = {key for key in SHELF.questions if key.startswith(("watch_", "clip_"))}
    assert told == set(OBSERVED)
    assert {SHELF.questions[key].group for key in told} == {"derived"}  # and nobody can say them


@few
@given(seen=observed)
def test_what_is_unknown_adds_nothing(seen):
    """Each driver differs from its prior only by weights whose keys are all there."""
    moved = driver_log_odds(seen, SHELF.weights)
    nothing = driver_log_odds({}, SHELF.weights)
    for driver in Driver:
        keys = [
            {condition.key for condition in weight.when}
            for weight in SHELF.weights.values()
            if weight.driver is driver
        ]
        if not any(each <= set(seen) for each in keys):
            assert moved[driver] == nothing[driver]


# ── not measured is no deficit ───────────────────────────────────────────────────────


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    sheet=sheets,
    tests=st.fixed_dictionaries(
        {},
        optional={
            "resisted_hip_flexion": st.sampled_from(TESTED["resisted_hip_flexion"].choices),
            "hip_flexor_hold_s": st.integers(0, 60),
            "single_leg_bridge_reps": st.integers(0, 50),
            "side_plank_s": st.integers(0, 120),
            "dead_bug": st.sampled_from(["steady", "back_arches"]),
            "single_leg_squat": st.sampled_from(["steady", "pelvis_drops"]),
            "foot_lands_ahead": st.booleans(),
        },
    ),
    gone=st.sampled_from(["resisted_hip_flexion", "hip_flexor_hold_s", "side_plank_s", "dead_bug"]),
)
def test_a_test_that_was_not_done_weighs_nothing(sheet, tests, gone):
    """Without it, every driver stands exactly where its other findings put it."""
    believed = {**sheet, **tests}
    left_out = with_findings(without(believed, gone))
    found, rest = (
        driver_log_odds(with_findings(believed), SHELF.weights),
        driver_log_odds(left_out, SHELF.weights),
    )
    about_it = [w for w in SHELF.weights.values() if gone in {c.key for c in w.when}]
    held = [
        w for w in about_it if all(c.holds(with_findings(believed)).value == "yes" for c in w.when)
    ]
    for driver in Driver:
        told = sum(w.log_odds for w in held if w.driver is driver)
        assert found[driver] - rest[driver] == pytest.approx(told)
        if driver not in {w.driver for w in about_it}:
            assert found[driver] == rest[driver]
    for ranked in judged(without(believed, gone)).drivers:
        assert not {each.rule for each in ranked.evidence} & {w.id for w in about_it}


# ── the next best test ───────────────────────────────────────────────────────────────


@few
@given(sheet=sheets, seen=observed)
def test_what_is_offered_is_open_allowed_and_worth_it(sheet, seen):
    found = assessed(sheet, observed=seen)
    if not found.disposition.trains:
        assert found.next_tests == ()
        return
    told = {**with_findings({k: v for k, v in sheet.items() if v is not None}), **seen}
    rates = [each.gain_bits / each.minutes for each in found.next_tests]

    assert rates == sorted(rates, reverse=True)
    assert len(found.next_tests) <= 3
    for each in found.next_tests:
        probe = PROBES[each.probe]
        assert each.gain_bits >= LEAST_GAIN_BITS
        assert is_open(probe, told)
        assert is_allowed(probe, told, OWNED)
        assert sum(outcome.share_ratio for outcome in each.outcomes) == pytest.approx(1)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(sheet=sheets, seen=observed)
def test_what_is_shown_stays_short_with_all_that_speaks(sheet, seen):
    found = assessed(sheet, observed=seen)
    shown = assessment_text(found, texts=SHELF.texts, questions=SHELF.questions, probes=PROBES)

    assert len(shown.split()) < 250
    assert ("Next, " in shown) == bool(found.next_tests)


@few
@given(sheet=sheets, seen=observed, probe=st.sampled_from(sorted(PROBES)))
def test_a_gain_is_never_negative_and_the_same_twice(sheet, seen, probe):
    known = {**{k: v for k, v in sheet.items() if v is not None}, **seen}
    worth = worth_of(PROBES[probe], known, SHELF.weights)

    assert worth.gain_bits >= 0
    assert worth == worth_of(PROBES[probe], dict(reversed(known.items())), SHELF.weights)


@pytest.mark.parametrize("probe", PROBES.values(), ids=lambda each: each.id)
def test_a_probe_whose_weights_are_nothing_gains_nothing(probe):
    silent = {
        name: attrs.evolve(weight, log_odds=0.0) if set(probe.keys) & keys_of(weight) else weight
        for name, weight in SHELF.weights.items()
    }

    assert worth_of(probe, {}, SHELF.weights).gain_bits > 0
    assert worth_of(probe, {}, silent).gain_bits == 0


#: Answers that a finding is computed from stand for it.
_BEHIND = {
    "single_run_ratio": {"longest_run_prior_30d_km", "longest_run_last_14d_km"},
    "longest_run_jump": {"longest_run_prior_30d_km", "longest_run_last_14d_km"},
    "speed_sessions_change": {"speed_sessions_week_usual", "speed_sessions_week_recent"},
}


def keys_of(weight):
    keys = {condition.key for condition in weight.when}
    return keys.union(*(_BEHIND.get(key, set()) for key in keys))


@pytest.mark.parametrize("probe", PROBES.values(), ids=lambda each: each.id)
def test_a_probe_that_was_done_is_not_offered(probe):
    for result in probe.results:
        assert is_open(probe, {})
        assert not is_open(probe, dict(result.answers))
        if probe.done_if:
            assert not is_open(probe, {probe.done_if[-1]: True})


def test_a_leg_drop_without_the_back_held_has_to_be_done_again():
    loose = {"thomas_pelvis_held": False, "thomas_thigh_above_horizontal_deg": 10}

    assert is_open(PROBES["held-thomas"], loose)
    assert not is_open(PROBES["held-thomas"], loose | {"thomas_pelvis_held": True})


FORBIDDEN = [(probe, condition) for probe in PROBES.values() for condition in probe.never_if]


@pytest.mark.parametrize(
    ("probe", "condition"), FORBIDDEN, ids=lambda each: getattr(each, "id", None) or each.key
)
def test_a_forbidden_probe_is_never_offered_nor_one_that_may_be_forbidden(probe, condition):
    """Every condition of every probe, alone: it holds, and nobody knows it (hazard H-04)."""
    fine = {each.key: fitting(each, holds=False) for each in probe.never_if}
    everything = frozenset(Equipment)

    assert is_allowed(probe, fine, everything)
    assert not is_allowed(probe, {**fine, condition.key: fitting(condition)}, everything)
    assert not is_allowed(probe, without(fine, condition.key), everything)


def fitting(condition, *, holds=True):
    """Return an answer under which a condition holds, or does not."""
    question = SHELF.questions[condition.key]
    tried = [True, False, 0, condition.value, *question.choices, "another", 100]
    numbers = condition.compare.value in ("at-least", "at-most", "above", "below")
    for each in tried:
        if numbers and (isinstance(each, bool) or not isinstance(each, int | float)):
            continue
        if (condition.holds({condition.key: each}).value == "yes") is holds:
            return each
    raise AssertionError(condition)


def test_without_what_it_needs_a_probe_is_not_offered():
    plank = PROBES["side-plank"]
    fine = {each.key: fitting(each, holds=False) for each in plank.never_if}

    assert not is_allowed(plank, fine, frozenset())
    assert is_allowed(plank, fine, frozenset({Equipment.MAT}))


def test_no_probe_ever_asks_for_a_hop():
    assert not [each for each in PROBES.values() if "hop" in f"{each.keys} {each.name}".lower()]


@pytest.mark.parametrize(
    "flag", [{"weight_bearing": "unable"}, {"limp": True}, {"surgery": "hip replacement"}]
)
def test_nobody_who_must_be_seen_first_is_offered_a_test(flag):
    found = assessed(plain_runner(**flag))

    assert found.disposition not in (Disposition.PROGRAMME, Disposition.PROGRAMME_MONITORED)
    assert found.next_tests == ()
    assert found.to_measure == ()


def test_on_a_red_day_only_questions_and_imports_are_offered():
    sheet = without(plain_runner(), "speed_sessions_week_recent", "longest_run_last_14d_km")
    told = with_findings(sheet)
    kinds = {
        PROBES[each.probe].kind.value
        for each in most_worth(
            told,
            weights=SHELF.weights,
            probes=PROBES.values(),
            owned=OWNED,
            tests_allowed=False,
        )
    }

    assert kinds
    assert kinds <= {"ask", "import"}


def test_when_all_is_known_no_more_tests_are_needed():
    done = {k: v for probe in PROBES.values() for k, v in probe.results[0].answers.items()}
    found = most_worth(
        with_findings(plain_runner() | done),
        weights=SHELF.weights,
        probes=PROBES.values(),
        owned=OWNED,
    )

    assert found == ()


#: Kinds of a jump that are weighed when they are seen; their probe foresees any jump as one.
NOT_FORESEEN = {"run-from-nothing", "watch-longest-run-doubled"}


@pytest.mark.parametrize("probe", PROBES.values(), ids=lambda each: each.id)
def test_every_weight_on_a_probes_keys_is_told_by_a_result(probe):
    """A cut point that no result stands on one side of would never be foreseen."""
    silent = []
    for weight in SHELF.weights.values():
        if not keys_of(weight) <= set(probe.keys) | set(_BEHIND):
            continue
        if not keys_of(weight) & set(probe.keys):
            continue
        held = [
            all(c.holds(with_findings(r.answers)).value == "yes" for c in weight.when)
            for r in probe.results
        ]
        if not any(held) or all(held):
            silent.append(weight.id)

    assert set(silent) <= NOT_FORESEEN


# ── the model of likelihoods ─────────────────────────────────────────────────────────


@given(strong=st.floats(0.05, 3), weak=st.floats(-3, -0.05))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_of_two_results_the_base_rate_is_the_only_one_that_fits(strong, weak):
    """LR+ and LR- give sensitivity and specificity, and nothing is left to choose."""
    alone = (1 - exp(weak)) / (exp(strong) - exp(weak))

    assert base_ratio(((strong, weak),)) == pytest.approx((alone, 1 - alone), abs=1e-6)


@pytest.mark.parametrize("probe", PROBES.values(), ids=lambda each: each.id)
def test_the_mean_likelihood_ratio_is_one_wherever_it_can_be(probe):
    nothing = driver_log_odds({}, SHELF.weights)
    alone = [driver_log_odds(with_findings(r.answers), SHELF.weights) for r in probe.results]
    ratios = tuple(tuple(odds[d] - nothing[d] for odds in alone) for d in Driver)
    rates = base_ratio(ratios)

    assert sum(rates) == pytest.approx(1)
    for of_it in ratios:
        if min(of_it) < 0 < max(of_it):
            mean = sum(rate * exp(each) for rate, each in zip(rates, of_it, strict=True))
            assert mean == pytest.approx(1, abs=1e-3)


def test_a_probe_that_speaks_one_way_only_counts_its_results_alike():
    assert base_ratio(((0.4, 0.0),)) == (0.5, 0.5)


def test_a_worked_example():
    """Dead bug of a runner of whom nothing is known: 17 of 100, -1.1 steady, 1.4 arching."""
    worth = worth_of(PROBES["dead-bug"], {}, SHELF.weights)
    steady, arches = worth.outcomes
    moves = [(move.driver, move.before, move.after) for move in (*steady.moves, *arches.moves)]

    assert moves == [
        (Driver.CORE_PELVIC_CONTROL, 17, 6),
        (Driver.CORE_PELVIC_CONTROL, 17, 45),
    ]
    base = (1 - exp(-1.1)) / (exp(1.4) - exp(-1.1))
    belief = 1 / (1 + exp(1.6))
    share = base * (1 - belief + belief * exp(1.4))
    assert arches.share_ratio == pytest.approx(share, abs=1e-6)
    assert worth.gain_bits == pytest.approx(0.137, abs=0.001)


def test_it_is_quick():
    """Bounded in its own processor time, so that a busy machine does not matter."""
    told = with_findings(plain_runner())
    most_worth(told, weights=SHELF.weights, probes=PROBES.values(), owned=OWNED)
    began = time.process_time()
    most_worth(told, weights=SHELF.weights, probes=PROBES.values(), owned=OWNED)

    assert time.process_time() - began < 0.05
