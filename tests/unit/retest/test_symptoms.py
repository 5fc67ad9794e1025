"""What is said of a daily score, and when nothing is."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from psoas.loop.retest.symptoms import (
    CONFIRMED,
    LATEST_D,
    LEAST_SCORES,
    POSSIBLE,
    Trend,
    _trend,
    symptoms,
    worth_noticing_nrs,
)
from psoas.quantity import Answer
from psoas.stats.level import Days


def days(level, *, seed: int = 1, sd: float = 0.8, missing: float = 0.0) -> Days:
    rng = np.random.default_rng(seed)
    y = np.round(np.clip(np.asarray(level, dtype=float) + rng.normal(0, sd, len(level)), 0, 10))
    y[rng.random(len(y)) < missing] = np.nan
    return Days(score=y, loads={})


def ramp(change: float, n: int = 100) -> np.ndarray:
    return 5 + change * np.clip((np.arange(n) - 21) / 42, 0, 1)


def test_too_few_scores_say_nothing():
    found = symptoms(days(np.full(LEAST_SCORES - 1, 5.0)))

    assert found.trend is Trend.CANNOT_TELL
    assert found.level_nrs is None
    assert found.verdict.answer is Answer.UNKNOWN
    assert found.verdict.values["missing"] == 1


@pytest.mark.parametrize("seed", range(8))
def test_a_level_that_stays_is_no_improvement(seed):
    found = symptoms(days(np.full(90, 5.0), seed=seed))

    assert found.trend in (Trend.CANNOT_TELL, Trend.POSSIBLE)
    assert found.verdict.answer is Answer.UNKNOWN


@pytest.mark.parametrize("seed", range(4))
def test_a_fall_of_three_points_is_confirmed_and_matters(seed):
    found = symptoms(days(ramp(-3), seed=seed))

    assert found.trend is Trend.MEANINGFUL
    assert found.change_nrs.high < -1
    assert found.fall_factor >= 19
    assert found.decided_in_d is None


def test_a_rise_is_a_flare_or_worse():
    found = symptoms(days(ramp(3)))

    assert found.trend is Trend.WORSE
    assert found.verdict.answer is Answer.NO


def test_a_fall_on_its_way_is_told_when_it_will_be_decided():
    found = symptoms(days(ramp(-2)[:52]))

    assert found.trend in (Trend.POSSIBLE, Trend.CANNOT_TELL)
    assert 1 <= found.decided_in_d <= 84


def test_more_days_of_the_same_never_unsay_what_was_confirmed():
    long = days(np.r_[ramp(-3), np.full(60, 2.0)])
    seen = [symptoms(Days(score=long.score[:n], loads={})).trend for n in (100, 115, 130, 145, 160)]
    assert set(seen) == {Trend.MEANINGFUL}


def test_missing_days_are_not_filled_in():
    full, holes = symptoms(days(ramp(-2))), symptoms(days(ramp(-2), missing=0.5))

    assert holes.n_days == full.n_days
    assert holes.n_scores < full.n_scores
    assert holes.fall_factor < full.fall_factor


def test_the_same_days_give_the_same_answer():
    first, second = (symptoms(days(ramp(-2), seed=4)) for _ in range(2))
    assert first.change_nrs == second.change_nrs
    assert first.fall_factor == second.fall_factor


@pytest.mark.parametrize(("baseline", "points"), [(1, 1), (4, 1), (5, 2), (7, 2), (9, 3)])
def test_what_matters_grows_with_the_score(baseline, points):
    assert worth_noticing_nrs(baseline) == points


def test_a_rise_that_is_not_sure_is_told_as_surely_as_a_fall():
    rise = np.r_[np.full(25, 3.0), np.linspace(3, 4.4, 28)]
    found = symptoms(days(rise))

    assert POSSIBLE <= found.rise_factor < CONFIRMED
    assert found.trend is Trend.PERHAPS_WORSE
    assert found.verdict.text == "symptoms.perhaps-worse"
    assert found.verdict.answer is Answer.UNKNOWN


def test_what_fell_and_rose_further_is_not_perhaps_better():
    assert _trend(5.0, 15.0, None, 4.0, unsure=False) is Trend.PERHAPS_WORSE
    assert _trend(15.0, 5.0, None, 4.0, unsure=False) is Trend.POSSIBLE
    assert _trend(3.9, 3.9, None, 4.0, unsure=False) is Trend.CANNOT_TELL


@pytest.mark.parametrize("change", [-3.0, 0.0, 3.0])
def test_a_diary_that_fell_silent_says_nothing_of_now(change):
    known = days(ramp(change)).score
    silent = Days(score=np.r_[known, np.full(LATEST_D, np.nan)], loads={})
    found = symptoms(silent)

    assert found.trend is Trend.CANNOT_TELL
    assert found.verdict.text == "symptoms.long-ago"
    assert found.verdict.values["days"] == LATEST_D
    assert found.level_nrs is found.change_nrs is None
    still = Days(score=silent.score[:-1], loads={})
    assert symptoms(still).verdict.text != "symptoms.long-ago"


def test_few_days_with_a_score_are_told():
    score = days(np.full(100, 3.0)).score
    score[score <= 3] = np.nan  # the bad days only
    found = symptoms(Days(score=score, loads={}))

    assert found.unscored.text == "symptoms.few-days"
    assert found.unscored.values == {"n": found.n_scores, "days": 100}
    assert symptoms(days(np.full(100, 3.0))).unscored is None


def test_long_waves_have_no_date():
    wave = 4 + 2.5 * np.sin(np.arange(100) / 16)
    found = symptoms(days(wave, sd=0.5))

    assert found.has_long_waves
    assert found.decided_in_d is None


@pytest.mark.parametrize("change", [-6.0, -4.5, 5.0])
def test_a_change_beyond_the_highest_ramp_is_told_as_large_as_it_is(change):
    """Ramps up to 3.5 alone said -3.5 (-3.5 to -3.5) of a fall of ten."""
    begins = 7.5 if change < 0 else 2.0
    level = begins + change * np.clip((np.arange(120) - 30) / 30, 0, 1)
    found = symptoms(days(level))

    assert found.change_nrs.low <= change <= found.change_nrs.high
    assert abs(found.change_nrs.central) > abs(change) - 1
    assert abs(found.level_nrs.central - level[-1]) < 0.7


@pytest.mark.parametrize("seed", range(6))
def test_a_large_fall_is_no_slow_wave(seed):
    level = 7.5 - 6 * np.clip((np.arange(110) - 21) / 42, 0, 1)
    found = symptoms(days(level, seed=seed))

    assert not found.has_long_waves
    assert found.trend is Trend.MEANINGFUL


def test_a_fall_is_not_confirmed_of_who_wrote_bad_days_first_and_all_days_later():
    score = days(np.full(120, 4.0), sd=1.2).score
    score[:56][score[:56] < 5] = np.nan
    found = symptoms(Days(score=score, loads={}))

    assert found.fall_factor >= CONFIRMED
    assert found.trend is Trend.POSSIBLE
    assert found.verdict.text == "symptoms.possible-rarer"
    assert found.verdict.answer is Answer.UNKNOWN
    assert found.decided_in_d is None


@pytest.mark.parametrize(
    ("first", "last", "confirmed"), [(3, 1, False), (2, 1, False), (1, 1, True), (1, 3, True)]
)
def test_a_fall_is_not_confirmed_of_who_wrote_several_scores_a_day_at_first(first, last, confirmed):
    """The strongest of a day counts: the strongest of three is higher than the only one."""
    made = days(ramp(-3, 120))
    found = symptoms(attrs.evolve(made, n_written=np.where(np.arange(120) < 56, first, last)))

    assert (found.trend is Trend.MEANINGFUL) is confirmed
    if not confirmed:
        assert found.verdict.text == "symptoms.possible-oftener"
        assert found.verdict.answer is Answer.UNKNOWN


def test_a_fall_that_is_scored_on_three_days_of_each_week_is_confirmed():
    score = days(ramp(-3, 126)).score
    score[~np.isin(np.arange(126) % 7, (0, 2, 4))] = np.nan
    found = symptoms(Days(score=score, loads={}))

    assert found.trend is Trend.MEANINGFUL
    assert found.verdict.values["seen"] == 18
