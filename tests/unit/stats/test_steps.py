"""A row of values that steps, or not."""

from __future__ import annotations

import numpy as np
import pytest

from psoas.stats.level import Days, Grid, Kernel, Noise, Ramp, track
from psoas.stats.level.say import factors
from psoas.stats.steps import WANDERS, Row, stepped

HEIGHTS = {2.0: 0.5, 4.0: 0.5}
STILL = (Noise(walk=0.0, keeps=0.0, flares=0.0, weight=1.0),)


def row(*, n_before=20, n_after=10, step=0.0, seed=0, sd=2.0, instruments=("one",)) -> Row:
    rng = np.random.default_rng(seed)
    n = n_before + n_after
    is_after = (np.arange(n) >= n_before).astype(float)
    return Row(
        value=rng.normal(0, sd, n) + step * is_after,
        is_after=is_after,
        instrument=[instruments[k % len(instruments)] for k in range(n)],
        share=np.ones(n),
    )


def test_it_is_what_the_engine_of_daily_scores_says_of_the_same_row():
    """Two ways to one evidence: a matrix at once, and a filter day by day."""
    made = row(step=3.0, seed=4)
    ramps = [
        Ramp(from_day=19, lasts_d=1, points=s * h, weight=w / 4)
        for h, w in HEIGHTS.items()
        for s in (-1, 1)
    ]
    grid = Grid(
        kernels=(Kernel(channel="", weight=1.0),),
        noises=STILL,
        ramps=(Ramp(weight=0.5), *ramps),
        prior_sd=2.0,
        level=0.0,
        level_sd=3.5,
    )
    expected = factors(track(grid, Days(score=made.value, loads={})))
    found = stepped(made, heights=HEIGHTS, prior_sd=2.0, noises=STILL).factors

    assert found.rise == pytest.approx(expected.rise, rel=1e-6)
    assert found.fall == pytest.approx(expected.fall, rel=1e-6)


def test_mirrored_values_swap_up_and_down():
    made = row(step=3.0, seed=1, instruments=("one", "two"))
    flipped = Row(
        value=-made.value, is_after=made.is_after, instrument=made.instrument, share=made.share
    )
    up = stepped(made, heights=HEIGHTS, prior_sd=2.0)
    down = stepped(flipped, heights=HEIGHTS, prior_sd=2.0)

    assert up.factors.rise == pytest.approx(down.factors.fall)
    assert up.height.mean == pytest.approx(-down.height.mean)


def test_the_height_is_held_by_its_interval_as_often_as_it_says():
    held = 0
    for seed in range(100):
        found = stepped(row(step=3.0, seed=seed), heights=HEIGHTS, prior_sd=2.0).height
        held += found.quantile(0.05) < 3 < found.quantile(0.95)

    assert 85 <= held <= 100


def test_values_that_are_worth_less_say_less():
    made = row(step=4.0, seed=2)
    half = Row(
        value=made.value,
        is_after=made.is_after,
        instrument=made.instrument,
        share=np.where(made.is_after == 1, 0.2, 1.0),
    )

    assert (
        stepped(half, heights=HEIGHTS, prior_sd=2.0).factors.rise
        < stepped(made, heights=HEIGHTS, prior_sd=2.0).factors.rise
    )


def test_an_instrument_that_was_not_there_before_says_next_to_nothing():
    """Its zero is unknown, so a step of it is no step."""
    made = row(step=4.0, seed=3)
    other = Row(
        value=made.value,
        is_after=made.is_after,
        instrument=["one" if each == 0 else "two" for each in made.is_after],
        share=made.share,
    )

    assert stepped(other, heights=HEIGHTS, prior_sd=2.0).factors.rise < 4


def test_a_level_that_drifts_by_itself_is_no_step():
    """A runner's cadence drifts over a year: levels that only flare would tell it as a step."""
    flaring = [each for each in WANDERS if each.keeps or not each.walk]
    told = {"drifting": 0, "flaring": 0}
    for seed in range(40):
        rng = np.random.default_rng(seed)
        made = row(n_before=120, n_after=20, seed=seed)
        drift = np.cumsum(rng.normal(0, 0.6, len(made.value)))
        drifting = Row(
            value=made.value + drift,
            is_after=made.is_after,
            instrument=made.instrument,
            share=made.share,
        )
        told["drifting"] += _told(stepped(drifting, heights=HEIGHTS, prior_sd=2.0).factors)
        told["flaring"] += _told(
            stepped(drifting, heights=HEIGHTS, prior_sd=2.0, noises=flaring).factors
        )

    assert told["drifting"] <= 4
    assert told["flaring"] > 2 * told["drifting"]


def _told(factors) -> bool:
    return max(factors.rise, factors.fall) >= 19
