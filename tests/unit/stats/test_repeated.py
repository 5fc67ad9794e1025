"""A test that is repeated: what its readings say of a change."""

from __future__ import annotations

import numpy as np
import pytest

from psoas.stats.repeated import repeated

WEEKS = np.arange(10) * 7.0


def gained(size: float, *, from_week: int = 3) -> np.ndarray:
    return size * (np.arange(10) >= from_week)


def test_a_mirrored_row_swaps_rise_and_fall():
    values = gained(4.0) + np.random.default_rng(1).normal(0, 1, 10)
    up, down = (repeated(sign * values, WEEKS, sem=1.0) for sign in (1, -1))

    assert up.factors.rise == pytest.approx(down.factors.fall)
    assert up.change.mean == pytest.approx(-down.change.mean)


@pytest.mark.parametrize("shift", [0.0, 55.0, -200.0])
@pytest.mark.parametrize("scale", [0.1, 1.0, 20.0])
def test_neither_the_zero_nor_the_unit_matters(shift, scale):
    values = gained(4.0) + np.random.default_rng(2).normal(0, 1, 10)
    plain = repeated(values, WEEKS, sem=1.0)
    other = repeated(scale * values + shift, WEEKS, sem=scale)

    assert other.factors.rise == pytest.approx(plain.factors.rise)
    assert other.change.mean == pytest.approx(scale * plain.change.mean)


@pytest.mark.parametrize("n_after", [2, 4])
def test_where_a_gain_is_told_a_larger_one_is(n_after):
    """The last one, 12 errors of measurement, is absurd: seen twice it is told all the same."""
    n = 3 + n_after
    told = [
        repeated(gained(size)[:n], WEEKS[:n], sem=1.0).factors.rise >= 19
        for size in (2, 3, 4, 5, 6, 8, 10, 12)
    ]

    assert told == sorted(told)
    assert told[-1]


def test_the_change_is_held_by_its_interval_as_often_as_it_says():
    rng, held = np.random.default_rng(3), 0
    for _ in range(200):
        truth = 2.77 * np.clip((WEEKS - 7) / 21, 0, 1)
        noisy = truth + rng.normal(0, np.exp(rng.normal(0, 0.3)), len(WEEKS))
        change = repeated(noisy, WEEKS, sem=1.0).change
        held += change.quantile(0.05) < 2.77 < change.quantile(0.95)

    assert 170 <= held <= 194  # of 200, about 180


def test_one_reading_says_nothing():
    found = repeated(np.array([20.0]), np.array([0.0]), sem=3.0)

    assert found.factors == (pytest.approx(1.0), pytest.approx(1.0))
