import numpy as np
import pytest

from psoas.signals.peaks import highest_between, peaks, refined


@pytest.mark.parametrize("late", [0.0, 0.2, 0.49, -0.3])
def test_a_parabola_is_found_between_its_samples(late):
    values = -((np.arange(10) - 5 - late) ** 2)

    assert refined(values, 5) == pytest.approx(5 + late)


def test_of_two_near_peaks_the_larger_stays():
    values = np.array([0.0, 1, 0, 2, 0, 0, 0, 1, 0])

    assert peaks(values, apart_samples=3).tolist() == [3, 7]


def test_ends_are_no_peaks():
    assert peaks(np.array([3.0, 2, 1, 2, 3]), apart_samples=1).tolist() == []


def test_a_slope_holds_no_peak_and_a_flat_line_none():
    assert np.isnan(highest_between(np.arange(9.0), first=1, last=7))
    assert np.isnan(highest_between(np.zeros(9), first=1, last=7))


def test_a_window_beyond_the_ends_is_cut():
    assert highest_between(np.array([0.0, 1, 0]), first=-5, last=9) == 1.0
    assert np.isnan(highest_between(np.array([0.0, 1, 0]), first=5, last=9))
