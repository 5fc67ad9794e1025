"""Moving means and the grid."""

from __future__ import annotations

import numpy as np
import pytest

from psoas.signals.grid import resampled
from psoas.signals.mean import moving_mean

NAN = np.nan


def test_the_mean_is_of_what_is_known():
    values = np.array([1.0, NAN, 3.0, NAN, NAN, NAN, 7.0])

    np.testing.assert_array_equal(moving_mean(values, n_samples=3), [1, 2, 3, 3, NAN, 7, 7])


def test_a_width_of_one_changes_nothing():
    values = np.array([1.0, NAN, 3.0])

    np.testing.assert_array_equal(moving_mean(values, n_samples=1), values)


@pytest.mark.parametrize("n_samples", [0, 2, -1])
def test_a_window_without_a_centre_is_refused(n_samples):
    with pytest.raises(ValueError, match="odd"):
        moving_mean(np.zeros(3), n_samples=n_samples)


def test_nothing_has_no_mean():
    assert len(moving_mean(np.zeros(0), n_samples=5)) == 0


def test_a_hole_is_bridged_up_to_its_bound_and_not_beyond():
    t_s = np.array([0.0, 4.0, 9.0])
    values = np.array([0.0, 4.0, 9.0])
    at_s = np.arange(10.0)

    bridged = resampled(values, t_s=t_s, at_s=at_s, bridge_up_to_s=5)
    broken = resampled(values, t_s=t_s, at_s=at_s, bridge_up_to_s=4)

    np.testing.assert_allclose(bridged, at_s)
    np.testing.assert_allclose(broken, [0, 1, 2, 3, 4, NAN, NAN, NAN, NAN, 9])


def test_nothing_is_made_up_beyond_the_ends():
    found = resampled(
        np.array([NAN, 1.0, 2.0, NAN]),
        t_s=np.arange(4.0),
        at_s=np.arange(-1.0, 5.0),
        bridge_up_to_s=10,
    )

    np.testing.assert_array_equal(found, [NAN, NAN, 1, 2, NAN, NAN])


def test_all_missing_stays_missing():
    found = resampled(np.full(3, NAN), t_s=np.arange(3.0), at_s=np.arange(3.0), bridge_up_to_s=9)

    assert np.isnan(found).all()
