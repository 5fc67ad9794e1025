import numpy as np
import pytest

from psoas.mechanics.smoothing import MeanStride, jitter_m, low_passed, rhythm

RATE_HZ = 100.0
TIME_S = np.arange(0, 5, 1 / RATE_HZ)
INSIDE = slice(100, -100)


def wave(hz, size_m=0.1):
    angle = 2 * np.pi * hz * TIME_S
    at_m = size_m * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return at_m, -((2 * np.pi * hz) ** 2) * at_m


@pytest.mark.parametrize("hz", [1.4, 4.2, 10.0, 15.0, 25.0])
def test_a_low_pass_keeps_what_its_formula_says_and_shifts_nothing(hz):
    at_m, acceleration = wave(hz)
    gain = 1 / (1 + (hz / 15) ** 4)

    found = low_passed(at_m, rate_hz=RATE_HZ, cutoff_hz=15.0)

    np.testing.assert_allclose(found.at_m[INSIDE], gain * at_m[INSIDE], atol=1e-3)
    error = np.abs(found.acceleration_mps2 - gain * acceleration)[INSIDE].max()
    assert error < 0.01 * np.abs(acceleration).max()


def test_a_low_pass_leaves_a_straight_line_alone():
    line = np.stack([3 * TIME_S, 1 - TIME_S], axis=1)
    found = low_passed(line, rate_hz=RATE_HZ, cutoff_hz=6.0)

    np.testing.assert_allclose(found.at_m, line, atol=1e-9)
    np.testing.assert_allclose(found.acceleration_mps2, 0, atol=1e-6)


@pytest.mark.parametrize("hz", [0.9, 1.4, 2.2])
def test_rhythm_finds_the_stride(hz):
    found = rhythm(wave(hz)[0][:, 0], TIME_S)

    assert found.stride_hz == pytest.approx(hz, abs=0.003)
    assert np.median(found.phase_rad_per_s) == pytest.approx(2 * np.pi * hz, rel=0.005)


def test_rhythm_follows_strides_that_grow_shorter():
    turns = 1.3 * TIME_S + 0.02 * TIME_S**2
    found = rhythm(np.sin(2 * np.pi * turns), TIME_S)

    drift = found.phase_rad - 2 * np.pi * turns
    assert np.ptp(drift[INSIDE]) < 0.1


def stride(n_harmonics=4):
    order = np.arange(1, n_harmonics + 1)
    angle = 2 * np.pi * 1.4 * TIME_S[:, None] * order
    size_m = 0.2 / order**2
    x = (size_m * np.cos(angle + order)).sum(axis=1) + 0.3 * TIME_S
    y = (size_m * np.sin(angle)).sum(axis=1) + 1
    second = -((2 * np.pi * 1.4 * order) ** 2) * size_m
    return np.stack([x, y], axis=1), np.stack(
        [(second * np.cos(angle + order)).sum(axis=1), (second * np.sin(angle)).sum(axis=1)], axis=1
    )


def test_the_mean_stride_gives_a_sum_of_waves_back_with_its_acceleration():
    at_m, acceleration = stride()
    leg = rhythm(at_m[:, 1] - 1, TIME_S)

    found = MeanStride(TIME_S, leg, n_harmonics=6).through(at_m)

    np.testing.assert_allclose(found.at_m[INSIDE], at_m[INSIDE], atol=2e-3)
    error = np.abs(found.acceleration_mps2 - acceleration)[INSIDE].max()
    assert error < 0.03 * np.abs(acceleration).max()


def test_the_mean_stride_knows_the_frames_that_are_lost():
    at_m, _ = stride()
    leg = rhythm(at_m[:, 1] - 1, TIME_S)
    fit = MeanStride(TIME_S, leg, n_harmonics=6)
    holed = at_m.copy()
    holed[200:210] = np.nan

    np.testing.assert_allclose(fit.through(holed).at_m, fit.through(at_m).at_m, atol=1e-3)


@pytest.mark.parametrize("rate_hz", [30.0, 60.0, 120.0, 240.0])
@pytest.mark.parametrize("size_m", [0.002, 0.01, 0.03])
def test_jitter_is_found_under_a_stride(rate_hz, size_m):
    time_s = np.arange(0, 6, 1 / rate_hz)
    angle = 2 * np.pi * 1.4 * time_s
    leg = 0.3 * np.stack([np.sin(angle), np.cos(2 * angle) / 4], axis=1)
    noise = np.random.default_rng(1).normal(0, size_m, leg.shape)

    below = min(15.0, 0.35 * rate_hz)
    found = jitter_m(leg + noise, rate_hz=rate_hz, moving_below_hz=below)

    assert found == pytest.approx(size_m, rel=0.35)
    assert jitter_m(leg, rate_hz=rate_hz, moving_below_hz=below) < 1e-3
