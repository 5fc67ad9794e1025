"""Forecasts: exact against one long Kalman filter, fair in what they promise, pooled honestly."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.stats.level import FORECAST, Days, Kernel, Ramp, grid_ahead, grid_of, track
from psoas.stats.level.ahead import days_later, difference_of, mean_ahead, score_ahead
from psoas.stats.level.ahead import with_loads_ahead as with_ahead
from psoas.stats.level.answers import answers_of, effect_by, learned_a_day
from psoas.stats.level.chance import chance_of
from psoas.stats.level.grid import Grid
from psoas.stats.level.mixture import Mixture
from psoas.stats.level.pool import (
    Record,
    foretold,
    pooled,
    ranked_score,
    records_of,
    usual_chances,
)
from psoas.stats.level.say import weights
from psoas.stats.level.track import responses
from psoas.stats.student import t_cdf

EDGES = [k + 0.5 for k in range(10)]


def scored(n: int = 60, *, effect: float = 0.0, seed: int = 3) -> Days:
    rng = np.random.default_rng(seed)
    load = (rng.random(n) < 0.6) * rng.lognormal(0, 0.3, n)
    y = np.round(np.clip(3 + effect * np.r_[0, load[:-1]] + rng.normal(0, 0.9, n), 0, 10))
    return Days(score=y, loads={"km": load})


@pytest.mark.parametrize("n_scores", [5, 40])
@pytest.mark.parametrize("ahead_d", [1, 2, 9, 28])
def test_days_later_is_so_many_days_without_a_score(n_scores, ahead_d):
    grid, score = grid_ahead([]), scored(n_scores).score
    found = track(grid, Days(score=score, loads={}))
    waited = track(grid, Days(score=np.r_[score, np.full(ahead_d, np.nan)], loads={}))
    mean, spread = days_later(found, ahead_d)

    np.testing.assert_allclose(mean, waited.mean, atol=1e-12)
    np.testing.assert_allclose(spread, waited.spread, atol=1e-12)


def one_model(**noise: float) -> Grid:
    kernel = Kernel(channel="", weight=1.0)
    noises = (attrs.evolve(FORECAST[4], weight=1.0, **noise),)
    return Grid(kernels=(kernel,), noises=noises, ramps=(Ramp(weight=1.0),))


@pytest.mark.parametrize("first_d", [1, 12])
def test_a_week_ahead_hangs_together_as_simulated(first_d):
    """The state is drawn and followed: mean and spread of the week's mean must agree."""
    found = track(one_model(), Days(score=scored(40).score, loads={}))
    told = mean_ahead(found, weights(found), np.zeros((1, 7)), days=first_d)

    rng = np.random.default_rng(5)
    scale = found.squares[0, 0] / found.nu
    state = rng.multivariate_normal(found.mean[:, 0, 0], found.spread[:, :, 0] * scale, 40_000)
    noise = found.grid.noises[0]
    level, flare, total = state[:, 0], state[:, 1], np.zeros(len(state))
    for day in range(1, first_d + 7):
        level = level + rng.normal(0, np.sqrt(noise.walk * scale), len(level))
        fresh = noise.flares * (1 - noise.keeps**2) * scale
        flare = noise.keeps * flare + rng.normal(0, np.sqrt(fresh), len(flare))
        if day >= first_d:
            total += (level + flare + rng.normal(0, np.sqrt(scale), len(level))) / 7
    assert told.mean == pytest.approx(total.mean(), abs=0.02)
    assert told.width[0] == pytest.approx(total.std(), rel=0.02)


def test_more_running_raises_the_score_by_the_response_and_nothing_else():
    days = scored(120, effect=1.2)
    found = track(grid_ahead(["km"]), days)
    weight = weights(found)
    plans = [np.full(6, 2.0), np.full(6, 1.0)]
    both = [with_ahead(days, {"km": plan}, n_days=len(plan)) for plan in plans]
    told = [responses(found.grid, each) for each in both]
    more = (told[0] - told[1])[:, -1]
    differs = difference_of(found, weight, more)
    apart = [score_ahead(found, weight, each[:, -1], days=6).mean for each in told]

    assert differs.quantile(0.5) == pytest.approx(1.2, abs=0.35)
    assert differs.mean == pytest.approx(apart[0] - apart[1])
    assert differs.below(0.0) == 0.0
    assert difference_of(found, weight, -more).below(-1e-9) == pytest.approx(1.0, abs=1e-3)
    assert difference_of(found, weight, 0 * more).quantile(0.5) == pytest.approx(0, abs=1e-6)


def test_of_a_day_ahead_as_much_comes_before_the_score_as_used_to():
    days = Days(
        score=np.full(4, 2.0),
        loads={"km": np.array([2.0, 0, 2, 0])},
        loads_before_score={"km": np.array([1.0, 0, 0, 0])},
    )
    ahead = with_ahead(days, {"km": np.array([4.0])}, n_days=1)

    assert ahead.loads["km"][-1] == 4
    assert ahead.loads_before_score["km"][-1] == 1
    assert np.isnan(ahead.score[-1])


def test_merging_near_models_changes_no_chance():
    days = scored(90, effect=1.0)
    found = track(grid_of(["km"], 90, noises=FORECAST), days)
    ahead = score_ahead(found, weights(found), np.zeros(len(found.grid.kernels)), days=3)
    each = t_cdf((np.array(EDGES)[:, None] - ahead.place) / ahead.width, ahead.nu) @ ahead.weight

    assert len(ahead.merged().weight) < len(ahead.weight) / 2
    np.testing.assert_allclose(ahead.whole_numbers(10), np.diff([0, *each, 1]), atol=2e-4)


@given(st.lists(st.floats(0.01, 1), min_size=3, max_size=11), st.integers(0, 2))
def test_a_ranked_score_is_least_for_the_truth(raw, came):
    chances = np.array(raw) / np.sum(raw)
    true = np.zeros(len(raw))
    true[came] = 1

    assert ranked_score(true, came) == 0
    assert ranked_score(chances, came) > 0
    assert ranked_score(np.roll(true, 1), came) < ranked_score(np.roll(true, 2), came) + 1e-9 or (
        came + 1 >= len(raw)
    )


def test_the_usual_range_is_what_came_so_far():
    told = usual_chances(np.array([2, 2, 3, np.nan]), EDGES)

    assert told.sum() == pytest.approx(1)
    assert told[2] == pytest.approx((2 + 1 / 11) / 4)
    np.testing.assert_allclose(usual_chances(np.array([]), EDGES), 1 / 11)


def test_the_pool_begins_half_and_half_and_follows_who_foretells_better():
    model, usual = np.array([0.8, 0.2]), np.array([0.4, 0.6])
    assert pooled(model, usual, Record()) == pytest.approx([0.6, 0.4])

    better = Record(n=1, log_model=np.log(0.8), log_usual=np.log(0.2))
    assert better.share_ratio == pytest.approx(2 / 3)  # a factor of 4, to the power of a half
    assert Record(log_model=-4000.0).share_ratio == pytest.approx(0)
    assert Record().gain_ratio is None


def test_a_forecast_knows_nothing_of_what_comes_after_it():
    days = scored(70, effect=1.0)
    later = days.score.copy()
    later[50:] = 9.0
    first, second = (
        [each for each in foretold(grid_ahead(["km"]), told, EDGES) if each.made_on <= 50]
        for told in (days, attrs.evolve(days, score=later))
    )
    first, second = ([e for e in told if e.made_on + e.ahead_d <= 50] for told in (first, second))

    assert len(first) == len(second) > 20
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one.pool, other.pool)


def test_where_load_works_forecasts_beat_the_usual_range_and_without_scores_there_is_none():
    record = records_of(foretold(grid_ahead(["km"]), scored(150, effect=1.5), EDGES))

    assert set(record) == {1, 7, 28}
    assert record[1].gain_ratio > 0.1
    assert record[1].share_ratio > 0.95
    none = Days(score=np.full(60, np.nan), loads={"km": np.ones(60)})
    assert not list(foretold(grid_ahead(["km"]), none, EDGES))


def test_the_chance_of_a_score_is_that_of_the_forecast():
    days = scored(90, effect=1.0)
    found = track(grid_ahead(["km"]), days)
    weight = weights(found)
    told = responses(found.grid, with_ahead(days, {"km": np.ones(3)}, n_days=3))[:, -3:]
    tomorrow = score_ahead(found, weight, told[:, 0], days=1)
    chance = chance_of(found, weight, told[:, :1], at_least=5)

    assert chance.central == pytest.approx(1 - tomorrow.below(4.5), abs=0.01)
    assert chance.low < chance.central < chance.high
    any_of_three = chance_of(found, weight, told, at_least=5)
    assert any_of_three.central > chance.central
    assert chance_of(found, weight, told, at_least=4).central > any_of_three.central


def test_the_range_of_a_chance_narrows_with_days():
    wide, narrow = (
        chance_of(found, weights(found), np.zeros((len(found.grid.kernels), 1)), at_least=5)
        for found in (track(grid_ahead(["km"]), scored(n, seed=8)) for n in (20, 180))
    )
    assert narrow.high - narrow.low < wide.high - wide.low


def two_loads(n: int, *, seed: int = 2) -> Days:
    rng = np.random.default_rng(seed)
    km, sat = rng.lognormal(0, 0.5, n) * (rng.random(n) < 0.6), rng.lognormal(0, 0.3, n)
    y = np.round(np.clip(3 + 0.9 * np.r_[0, km[:-1]] + rng.normal(0, 0.9, n), 0, 10))
    return Days(score=y, loads={"km": km, "sitting": sat})


def test_the_load_that_works_is_found_with_its_lag_and_size():
    days = two_loads(150)
    found = track(grid_ahead(["km", "sitting"]), days)
    answers = answers_of(found)

    assert answers.share.sum() == pytest.approx(1)
    assert answers.of(lambda each: each.channel == "km" and each.lag_d == 1) > 0.95
    assert answers.factor(lambda each: bool(each.channel)) > 100
    assert answers.factor(lambda each: each.channel == "sitting") < 4
    effect = effect_by(found, lambda each: each.channel == "km")
    assert effect.quantile(0.5) == pytest.approx(0.9, abs=0.25)  # it fades faster than ours


def test_what_is_learned_a_day_foretells_what_is_learned():
    """Log odds against no response grow about as foretold from the first days."""
    few, many = two_loads(60), two_loads(160)
    grid = grid_ahead(["km", "sitting"])
    then, later = (track(grid, each) for each in (few, many))
    best = answers_of(later).best(lambda each: each.channel == "km")
    (a_day,) = learned_a_day(then, few, best, [0])
    factors = [
        np.log(answers_of(each).factor(lambda kernel: kernel.channel == "km"))
        for each in (then, later)
    ]
    effect = effect_by(then, lambda each: each.channel == "km").quantile(0.5)
    assert 0.4 < (factors[1] - factors[0]) / (100 * a_day * effect**2) < 2.5


def test_a_load_that_another_mimics_is_never_told_from_it():
    days = two_loads(60)
    same = Days(score=days.score, loads={"km": days.loads["km"], "miles": days.loads["km"] * 1.6})
    found = track(grid_ahead(["km", "miles"]), same)
    answers = answers_of(found)
    best = answers.best(lambda each: each.channel == "km")
    rival = answers.best(lambda each: each.channel == "miles")

    assert learned_a_day(found, same, best, [rival]) == [pytest.approx(0, abs=1e-9)]
    assert learned_a_day(found, same, best, [0])[0] > 0.01


def test_a_part_known_to_lie_above_0_stays_there():
    told = Mixture(np.array([1.0]), np.array([0.2]), np.array([1.0]), 8, same_sign=True)

    assert told.below(0.0) == 0.0
    assert told.quantile(0.05) > 0
    assert told.below(50.0) == pytest.approx(1.0)


def test_a_quantile_of_very_many_models_is_as_exact_as_of_few():
    rng = np.random.default_rng(4)
    n = 6000
    weight = rng.exponential(size=n)
    many = Mixture(weight / weight.sum(), rng.normal(3, 2, n), rng.uniform(0.2, 3, n), 60)

    for ratio in (0.05, 0.5, 0.95):
        assert many.below(many.quantile(ratio)) == pytest.approx(ratio, abs=1e-6)
    narrow = Mixture(many.weight, many.place, np.full(n, 1e-6), 60)  # steps, no slope
    assert narrow.below(narrow.quantile(0.5)) == pytest.approx(0.5, abs=0.01)
