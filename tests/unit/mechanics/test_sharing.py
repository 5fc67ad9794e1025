"""The optimisation against its own optimality conditions and against a naive oracle."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.mechanics.sharing import RESERVE_COST, TOLERANCE, share


def problem(seed, n_frames=40, n_muscles=12, *, size=0.5):
    """Muscles of random effect, and moments that activations of up to *size* give."""
    rng = np.random.default_rng(seed)
    effect = rng.normal(0, 60, (n_frames, 3, n_muscles))
    activation = rng.uniform(0, size, (n_frames, n_muscles))
    return effect, np.einsum("njm,nm->nj", effect, activation)


def test_two_muscles_share_by_their_effect():
    """The picture: arms of 1 and 2 share 5 Nm as 1 to 2, the antagonist does nothing."""
    found = share(np.array([[[10.0, 20.0, -10.0]]]), np.array([[5.0]]))

    np.testing.assert_allclose(found.activation_ratio, [[0.1, 0.2, 0.0]], atol=1e-12)
    assert not found.fell_back[0]


def test_a_muscle_at_its_limit_leaves_the_rest_to_the_others():
    found = share(np.array([[[10.0, 20.0]]]), np.array([[28.0]]))

    np.testing.assert_allclose(found.activation_ratio, [[0.8, 1.0]], atol=1e-9)


@given(seed=st.integers(0, 10_000))
def test_solved_frames_meet_the_moments_and_the_optimality_conditions(seed):
    effect, moment = problem(seed)
    found = share(effect, moment)
    solved = ~found.fell_back
    a = found.activation_ratio[solved]

    assert solved.all()
    given_nm = np.einsum("njm,nm->nj", effect[solved], a)
    scale = np.maximum(np.abs(moment[solved]).max(axis=1, keepdims=True), 1)
    assert (np.abs(given_nm - moment[solved]) <= 2 * TOLERANCE * scale).all()
    assert ((a >= 0) & (a <= 1)).all()
    for frame, own in zip(effect[solved], a, strict=True):
        free = (own > 1e-9) & (own < 1 - 1e-9)
        multiplier = np.linalg.lstsq(frame[:, free].T, own[free], rcond=None)[0]
        asked = multiplier @ frame
        if free.sum() >= 3:
            np.testing.assert_allclose(asked[free], own[free], atol=1e-7)
            assert (asked[own <= 1e-9] <= 1e-6).all()
            assert (asked[own >= 1 - 1e-9] >= 1 - 1e-6).all()


@pytest.mark.parametrize("seed", range(5))
def test_no_other_activation_that_gives_the_moments_costs_less(seed):
    """The oracle: any step within the null space and the limits makes it dearer."""
    effect, moment = problem(seed, n_frames=1)
    best = share(effect, moment).activation_ratio[0]
    rng = np.random.default_rng(seed)
    null = np.linalg.svd(effect[0])[2][3:]
    for _ in range(500):
        other = best + rng.normal(0, 0.05, len(null)) @ null
        if (other >= 0).all() and (other <= 1).all():
            assert (other**2).sum() >= (best**2).sum() - 1e-9


def test_a_frame_that_asks_too_much_says_so_and_gives_what_it_can():
    effect = np.array([[[10.0, 20.0]], [[10.0, 20.0]]])
    found = share(effect, np.array([[50.0], [6.0]]))

    assert found.fell_back.tolist() == [True, False]
    np.testing.assert_allclose(found.activation_ratio[0], 1.0)
    np.testing.assert_allclose(found.missing_nm[:, 0], [20.0, 0.0], atol=1e-6)


def test_the_price_of_what_is_missing_is_the_multiplier():
    """A muscle below its limit weighs its own effort against the missing moment."""
    effect, moment = np.array([[[0.5, 30.0]]]), np.array([[33.0]])
    found = share(effect, moment)
    missing = found.missing_nm[0, 0]

    assert found.fell_back[0]
    assert found.activation_ratio[0, 0] == pytest.approx(min(0.5 * RESERVE_COST * missing, 1.0))
    assert effect[0, 0] @ found.activation_ratio[0] + missing == pytest.approx(33.0)


def test_a_frame_without_a_moment_is_not_known_and_hurts_no_other():
    effect, moment = problem(1, n_frames=3)
    whole = share(effect, moment)
    moment[1, 0] = np.nan
    found = share(effect, moment)

    assert np.isnan(found.activation_ratio[1]).all()
    np.testing.assert_array_equal(found.activation_ratio[[0, 2]], whole.activation_ratio[[0, 2]])


def test_frames_are_solved_alike_alone_and_together():
    effect, moment = problem(3, n_frames=1200)
    together = share(effect, moment).activation_ratio
    alone = share(effect[700:701], moment[700:701]).activation_ratio

    np.testing.assert_allclose(together[700:701], alone, atol=1e-9)
