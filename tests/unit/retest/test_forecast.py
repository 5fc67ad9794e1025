"""The week before the race: pooled, checked against the past, and compared with another plan."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from psoas.loop.retest.exercise_help import exercise_help, had_a_break
from psoas.loop.retest.forecast import (
    LEAST_SCORES,
    Known,
    When,
    as_usual,
    forecast,
    known_from,
    with_less_running,
)
from psoas.quantity import Answer
from psoas.stats.level import Days
from psoas.stats.level.pool import Record

WHEN = When(first_d=15)


def days(n: int = 150, *, effect: float = 1.0, seed: int = 3, level: float = 3.0) -> Days:
    rng = np.random.default_rng(seed)
    km = rng.lognormal(0, 0.4, n) * (rng.random(n) < 0.6)
    score = level + effect * (np.r_[0, km[:-1]] - 0.6) + rng.normal(0, 0.8, n)
    sat = rng.lognormal(0, 0.2, n)
    return Days(score=np.round(np.clip(score, 0, 10)), loads={"distance": km, "sitting": sat})


def told(known: Known, share_ratio: float = 0.5, when: When = WHEN):
    usual = as_usual(known.days, when.last_d)
    other = with_less_running(usual, share_ratio=share_ratio)
    return forecast(known, when, usual, other=other, other_pct=round(100 * share_ratio))


def test_a_month_of_scores_is_needed():
    assert known_from(days(LEAST_SCORES - 1)) is None
    assert known_from(days(LEAST_SCORES)) is not None


def test_usual_days_are_the_weekdays_means_of_four_weeks():
    load = np.zeros(40)
    load[-7] = 4.0  # tomorrow's weekday, last week
    ahead = as_usual(Days(score=np.zeros(40), loads={"km": load}), 10)["km"]

    assert list(ahead) == [1, 0, 0, 0, 0, 0, 0, 1, 0, 0]


def test_less_running_leaves_the_sitting():
    less = with_less_running({"fast": np.ones(2), "sitting": np.ones(2)}, share_ratio=0.2)
    assert list(less["fast"]) == [0.2, 0.2]
    assert list(less["sitting"]) == [1, 1]


def test_a_forecast_is_a_distribution_round_the_level():
    found = told(known_from(days(level=4.0)))

    assert sum(found.chances_ratio) == pytest.approx(1)
    assert found.day_nrs.low <= found.day_nrs.central <= found.day_nrs.high
    assert found.mean_nrs.low < 4 < found.mean_nrs.high
    assert found.day_nrs.high - found.day_nrs.low > found.mean_nrs.high - found.mean_nrs.low
    assert found.verdict.answer is Answer.UNKNOWN


def test_less_running_lowers_the_score_where_it_works_and_not_where_it_does_not():
    works, does_not = (told(known_from(days(effect=e)), 0.0) for e in (2.0, 0.0))

    assert works.less_nrs.low > 0.8
    assert works.other_plan.text == "forecast.other-less"
    assert does_not.less_nrs.high < 0.4
    assert does_not.other_plan.text == "forecast.other-same-less"


def test_more_running_is_told_as_more():
    found = told(known_from(days(effect=3.0)), 1.5)
    assert found.less_nrs.high < 0
    assert found.other_plan.values["low"] > 0
    assert found.other_plan.text in ("forecast.other-more", "forecast.other-open-more")


def test_the_same_plan_makes_no_difference():
    found = told(known_from(days()), 1.0)

    assert found.less_nrs.central == pytest.approx(0, abs=1e-6)
    assert found.other_plan.text == "forecast.other-same"


def test_two_scores_differ_by_no_more_than_the_scale_is_wide():
    known = known_from(days(effect=3.0))
    far = {name: 40 * load for name, load in as_usual(known.days, WHEN.last_d).items()}
    found = forecast(known, WHEN, far, other=with_less_running(far, share_ratio=0.0), other_pct=0)

    assert found.less_nrs.central == found.less_nrs.high == 10
    assert found.other_plan.values["high"] == 10


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (Record(), "not-checked"),
        (Record(n=5, loss_pool=1, loss_usual=2), "not-checked"),
        (Record(n=50, loss_pool=2.1, loss_usual=2), "no-better"),
        (Record(n=50, loss_pool=1.95, loss_usual=2), "sharpened"),
        (Record(n=50, loss_pool=1.5, loss_usual=2), "better"),
    ],
)
def test_how_good_such_forecasts_were_is_told(record, text):
    known = attrs.evolve(known_from(days(60), checked=False), records={28: record})
    found = told(known)

    assert found.worth.text == f"forecast.{text}"
    assert found.n_checked == record.n


def test_a_forecast_far_ahead_is_judged_by_forecasts_far_ahead():
    records = {1: Record(n=30, loss_pool=1, loss_usual=2), 28: Record(n=40, loss_usual=1)}
    known = attrs.evolve(known_from(days(60), checked=False), records=records)

    assert told(known).n_checked == 40
    assert told(known, when=When(first_d=1, n_days=1)).n_checked == 30


def test_a_model_that_foretold_badly_leaves_the_usual_range():
    known = known_from(days(60), checked=False)
    bad = attrs.evolve(known, records={28: Record(n=90, log_model=-500, log_usual=-100)})
    usual = np.bincount(known.days.score.astype(int), minlength=11)

    np.testing.assert_allclose(
        told(bad).chances_ratio, (usual + 1 / 11) / (usual.sum() + 1), atol=1e-9
    )


def trained(done: np.ndarray, *, helps: float, seed: int = 5) -> Days:
    rng = np.random.default_rng(seed)
    memory, faded = 0.0, []
    for each in done:
        memory = np.exp(-1 / 21) * memory + (1 - np.exp(-1 / 21)) * each
        faded.append(memory)
    score = 5 - helps * np.array(faded) + rng.normal(0, 0.6, len(done))
    return Days(score=np.round(np.clip(score, 0, 10)), loads={}, done=done)


def test_exercise_is_from_studies_until_the_data_say_otherwise():
    assert exercise_help(days()).verdict.text == "exercise_help.studies"
    assert exercise_help(days()).points_nrs is None
    always = trained(np.ones(120), helps=0.0)
    assert exercise_help(always).verdict.answer is Answer.UNKNOWN


def test_planned_breaks_teach_what_exercise_does():
    blocks = np.tile(np.r_[np.ones(28), np.zeros(28)], 4).astype(float)
    found = exercise_help(trained(blocks, helps=4.0))

    assert found.points_nrs.high < 0
    assert found.verdict.text == "exercise_help.helps"
    worse = exercise_help(trained(blocks, helps=-4.0))
    assert worse.verdict.answer is Answer.NO


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("from_d", [0, 21])
def test_pain_that_eases_by_itself_is_not_thanked_to_the_training_beside_it(seed, from_d):
    done = np.r_[np.zeros(from_d), np.ones(112 - from_d)]
    eased = 5 - 3 * np.clip((np.arange(112) - 21) / 42, 0, 1)
    score = np.round(eased + np.random.default_rng(seed).normal(0, 0.8, 112))
    found = exercise_help(Days(score=np.clip(score, 0, 10), loads={}, done=done))

    assert found.verdict.text == "exercise_help.studies"
    assert found.points_nrs is None


def test_a_break_that_says_nothing_yet_is_not_asked_for_again():
    done = np.r_[np.ones(40), np.zeros(14), np.ones(40)]
    found = exercise_help(trained(done, helps=0.0))

    assert found.verdict.text == "exercise_help.open"
    assert found.points_nrs.low < 0 < found.points_nrs.high


@pytest.mark.parametrize(
    ("weeks", "is_break"),
    [
        ([1] * 12, False),
        ([0] * 12, False),
        ([0] * 4 + [1] * 8, False),  # a beginning
        ([1] * 8 + [0] * 4, False),  # an end
        ([1] * 4 + [0] * 2 + [1] * 4, True),
        ([1] * 4 + [0.5] * 2 + [1] * 4, False),
        ([1, 0, 1, 1], False),  # one week before it
        ([0.6] * 12, False),
    ],
)
def test_a_break_lies_between_two_times_of_training(weeks, is_break):
    assert had_a_break(np.repeat(np.array(weeks, dtype=float), 7)) is is_break
