"""The grid of level models, against what can be computed by hand."""

from __future__ import annotations

from math import lgamma, log, pi

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.stats.level import (
    FORECAST,
    STEADY,
    Days,
    Grid,
    Kernel,
    Noise,
    Ramp,
    advance,
    begin,
    grid_asked,
    grid_of,
)
from psoas.stats.level.ahead import score_ahead
from psoas.stats.level.mixture import Mixture
from psoas.stats.level.say import _log_weight, change_of, factors, level_of, weights
from psoas.stats.level.track import ramp_at, responses, track, tracks
from psoas.stats.student import t_cdf

NONE = Kernel(channel="", weight=1.0)
FLAT = Ramp(weight=1.0)


def one_model(noise: Noise, ramp: Ramp = FLAT, kernel: Kernel = NONE) -> Grid:
    return Grid(kernels=(kernel,), noises=(noise,), ramps=(ramp,))


def log_multivariate_t(y, mean, shape, nu, scale):
    """Density of scores whose noise variance is inverse gamma, in one piece."""
    n = len(y)
    apart = y - mean
    quadratic = apart @ np.linalg.solve(shape, apart) / scale
    return (
        lgamma((nu + n) / 2)
        - lgamma(nu / 2)
        - n / 2 * log(nu * pi)
        - 0.5 * np.linalg.slogdet(scale * shape)[1]
        - (nu + n) / 2 * np.log1p(quadratic / nu)
    )


@pytest.mark.parametrize("lasts", [0.0, 0.6])
def test_the_evidence_is_that_of_all_scores_at_once(lasts):
    noise = Noise(walk=0.02, keeps=lasts, flares=0.8, weight=1.0)
    ramp = Ramp(from_day=3, lasts_d=21, points=-2.0, weight=1.0)
    grid = one_model(noise, ramp)
    y = np.array([5, 4, np.nan, 6, 5, 3, 3, np.nan, 2, 4.0])
    at = np.arange(len(y))
    level = grid.level_sd**2 / grid.prior_sd**2 + noise.walk * np.minimum.outer(at, at)
    flare = noise.flares * lasts ** np.abs(np.subtract.outer(at, at))
    seen = ~np.isnan(y)
    shape = (level + flare + np.eye(len(y)))[np.ix_(seen, seen)]
    mean = grid.level + np.array([ramp_at(grid, day)[0] for day in at])

    found = track(grid, Days(score=y, loads={}))
    expected = log_multivariate_t(y[seen], mean[seen], shape, grid.prior_days, grid.prior_sd**2)
    assert found.log_evidence[0, 0] == pytest.approx(expected, abs=1e-9)


def test_the_level_is_the_one_of_least_squares():
    """Without wandering, flares or prior the level is the mean of the scores."""
    grid = attrs.evolve(one_model(Noise(walk=0, keeps=0, flares=0, weight=1)), level_sd=1e6)
    y = np.array([3, 5, 4, np.nan, 6, 2.0])
    found = track(grid, Days(score=y, loads={}))

    assert level_of(found, weights(found)).mean == pytest.approx(np.nanmean(y), abs=1e-6)


def test_a_day_without_a_score_teaches_nothing():
    grid = grid_of([], 10, noises=STEADY)
    with_gap = track(grid, Days(score=np.array([4, np.nan, np.nan, np.nan]), loads={}))
    without = track(grid, Days(score=np.array([4.0]), loads={}))

    assert with_gap.n_scores == without.n_scores == 1
    np.testing.assert_array_equal(with_gap.log_evidence, without.log_evidence)
    assert factors(with_gap) == pytest.approx(factors(without))


def test_going_on_day_by_day_is_the_same_as_at_once():
    rng = np.random.default_rng(3)
    days = Days(score=np.round(rng.normal(4, 1, 40)), loads={"km": rng.random(40)})
    grid = grid_of(["km"], 40, noises=FORECAST)
    last = list(tracks(grid, days))[-1]

    assert weights(track(grid, days)) == pytest.approx(weights(last))


def test_models_without_a_response_do_not_look_at_load():
    grid = grid_of(["km"], 30, noises=STEADY)
    y, load = np.full(30, 4.0), np.tile([0.0, 1.0, 2.0], 10)
    told = responses(grid, Days(score=y, loads={"km": load}))

    assert not told[0].any()
    assert told[1:].any(axis=1).all()
    assert told[:, :14].mean(axis=1) == pytest.approx(0, abs=1e-12)


def test_a_run_after_the_score_does_not_answer_for_it():
    """At a lag of 0 only what came before the score counts on its own day."""
    grid = one_model(STEADY[0], kernel=Kernel(channel="km", lag_d=0, decay_d=1.0, weight=1.0))
    load = np.zeros(20)
    load[17] = 1.0
    y = np.full(20, 4.0)
    before = responses(grid, Days(score=y, loads={"km": load}))
    after = responses(
        grid, Days(score=y, loads={"km": load}, loads_before_score={"km": np.zeros(20)})
    )
    assert before[0, 17] == pytest.approx(1.0)
    assert after[0, 17] == pytest.approx(0.0)
    assert after[0, 18] == pytest.approx(before[0, 18]) == pytest.approx(np.exp(-1))


def test_a_response_that_is_there_is_found_with_its_lag():
    rng = np.random.default_rng(5)
    load = (rng.random(150) < 0.5).astype(float)
    answered = np.zeros(150)
    for day in range(1, 150):
        answered[day] = answered[day - 1] * np.exp(-1) + load[day - 1]
    y = np.round(4 + 1.5 * answered + rng.normal(0, 0.6, 150))
    grid = grid_of(["km", "fast"], 150, noises=FORECAST)
    days = Days(score=y, loads={"km": load, "fast": (rng.random(150) < 0.3).astype(float)})
    found = track(grid, days)
    share = weights(found).sum(axis=1).reshape(len(grid.kernels), -1).sum(axis=1)
    best = grid.kernels[int(share.argmax())]

    assert (best.channel, best.lag_d) == ("km", 1)
    assert share[[k.channel == "km" for k in grid.kernels]].sum() > 0.99


def test_under_no_change_a_factor_is_fair():
    """Its mean over the next score, by the models that stay, is what it is now."""
    grid = grid_of([], 60, noises=STEADY)
    y = np.array([4, 5, 4, 3, 4, 4, 5, 3, 4, 4, 5, 4, 3, 4, 4.0])
    found = track(grid, Days(score=y, loads={}))
    alone = track(attrs.evolve(grid, ramps=(FLAT,)), Days(score=y, loads={}))
    ahead = score_ahead(alone, weights(alone), np.zeros(1), days=1)
    points = np.linspace(-30, 38, 205)
    density = np.gradient([ahead.below(x) for x in points], points)
    after = [
        factors(track(grid, Days(score=np.r_[y, x], loads={}))).fall * p
        for x, p in zip(points, density, strict=True)
    ]
    assert np.trapezoid(after, points) == pytest.approx(factors(found).fall, rel=0.02)


def test_before_any_score_nothing_is_likelier():
    grid = grid_of(["km"], 28, noises=STEADY)
    assert factors(begin(grid)) == pytest.approx((1.0, 1.0))
    assert weights(begin(grid)).sum() == pytest.approx(1.0)


def test_a_change_of_two_points_is_held_by_its_interval():
    rng = np.random.default_rng(11)
    level = 5 - 2 * np.clip((np.arange(120) - 30) / 42, 0, 1)
    y = np.round(np.clip(level + rng.normal(0, 0.8, 120), 0, 10))
    found = track(grid_of([], 120, noises=FORECAST), Days(score=y, loads={}))
    change = change_of(found, weights(found))

    assert change.quantile(0.05) < -2 < change.quantile(0.95) + 0.3
    assert change.mean == pytest.approx(-2, abs=0.5)


@given(nu=st.integers(1, 60), x=st.floats(-8, 8))
def test_students_distribution(nu, x):
    """Against the density, summed up finely from the middle."""
    at = np.linspace(0, abs(x), 4001)
    constant = np.exp(lgamma((nu + 1) / 2) - lgamma(nu / 2)) / np.sqrt(nu * pi)
    density = constant * (1 + at * at / nu) ** (-(nu + 1) / 2)
    half = np.trapezoid(density, at)

    assert t_cdf(np.array(x), nu) == pytest.approx(0.5 + np.sign(x) * half, abs=2e-6)


def test_a_mixture_is_read_both_ways():
    mixed = Mixture.of(np.array([0.3, 0.7]), np.array([0.0, 4.0]), np.array([1.0, 0.5]), 9)
    for ratio in (0.01, 0.3, 0.5, 0.9):
        assert mixed.below(mixed.quantile(ratio)) == pytest.approx(ratio, abs=1e-6)
    assert mixed.whole_numbers(10).sum() == pytest.approx(1.0)
    assert mixed.mean == pytest.approx(2.8)


def test_the_prior_of_a_change_is_the_same_on_every_day_that_is_looked_at():
    ramps = [grid_asked([], n_days).ramps for n_days in (14, 60, 182)]

    assert ramps[0] == ramps[1] == ramps[2]
    assert grid_asked([], 400).ramps[-1].from_day > 182


def test_a_factor_is_on_average_tomorrow_what_it_is_today():
    """What makes daily looks honest: over the next score, as no change foretells it."""
    rng = np.random.default_rng(8)
    km = rng.random(41) * (rng.random(41) < 0.5)
    score = np.r_[np.round(rng.normal(4, 1, 40)), np.nan]
    grid = grid_asked(["km"], 40)
    told = responses(grid, Days(score=score, loads={"km": km}))
    found = track(grid, Days(score=score[:-1], loads={"km": km[:-1]}))
    stays = np.array([each.points == 0 for each in grid.ramps])

    def log_none(beliefs) -> float:
        return np.logaddexp.reduce(_log_weight(beliefs)[:, stays], axis=None)

    at = np.linspace(-40, 48, 353)
    later = [advance(found, score=each, response=told[:, 40]) for each in at]
    chance = np.exp([log_none(each) - log_none(found) for each in later]) * (at[1] - at[0])
    for way in (0, 1):
        mean = float(chance @ [factors(each)[way] for each in later])
        assert mean == pytest.approx(factors(found)[way], rel=1e-3)
    assert chance.sum() == pytest.approx(1, rel=1e-3)
