import numpy as np
import pytest

from psoas.signals.filters import low_passed

TIME_S = np.arange(0, 4, 0.01)
SINE = np.sin(2 * np.pi * 1.5 * TIME_S)
INSIDE = slice(50, -50)


def test_a_slow_wave_passes_without_lag_and_a_fast_one_does_not():
    fast = 0.3 * np.sin(2 * np.pi * 40 * TIME_S)
    (found,) = low_passed(SINE + fast, rate_hz=100, cutoff_hz=10)

    np.testing.assert_allclose(found[INSIDE], SINE[INSIDE], atol=0.003)


def test_half_the_amplitude_passes_at_the_cutoff():
    wave = np.sin(2 * np.pi * 10 * TIME_S)
    (found,) = low_passed(wave, rate_hz=100, cutoff_hz=10)

    np.testing.assert_allclose(found[INSIDE], 0.5 * wave[INSIDE], atol=0.01)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (1, 2 * np.pi * 1.5 * np.cos(2 * np.pi * 1.5 * TIME_S)),
        (2, -((2 * np.pi * 1.5) ** 2) * SINE),
    ],
)
def test_derivatives_are_exact_not_differences(order, expected):
    (found,) = low_passed(SINE, rate_hz=100, cutoff_hz=14, orders=(order,))

    np.testing.assert_allclose(found[INSIDE], expected[INSIDE], atol=0.01 * np.ptp(expected))


def test_two_columns_are_two_signals():
    (both,) = low_passed(np.stack([SINE, -SINE], axis=1), rate_hz=100, cutoff_hz=10)
    (one,) = low_passed(SINE, rate_hz=100, cutoff_hz=10)

    np.testing.assert_allclose(both, np.stack([one, -one], axis=1))
