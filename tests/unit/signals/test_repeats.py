"""Repeats of a movement: bumps whose times are known, laid over each other."""

import numpy as np
import pytest

from psoas.signals.repeats import FEWEST_REPEATS, laid_over

RATE_HZ = 60.0
BEATS_S = np.array([0.81, 1.52, 2.24, 2.93, 3.66, 4.35, 5.07])
SPAN_S = (-0.10, 0.12)


def bumps(beats_s=BEATS_S, *, seconds=6.0, noise=0.0, rng=None):
    """Two curves that rise at each beat as a foot does, one later and higher than the other."""
    time_s = np.arange(0, seconds, 1 / RATE_HZ)[:, None]
    low = np.exp(-(((time_s - beats_s) / 0.05) ** 2)).sum(axis=1)
    high = 2 * np.exp(-(((time_s - beats_s - 0.03) / 0.07) ** 2)).sum(axis=1)
    curves = np.stack([low, high], axis=1)
    return curves if rng is None else curves + rng.normal(0, noise, curves.shape)


def found(curves, about_s):
    return laid_over(curves, np.asarray(about_s), rate_hz=RATE_HZ, span_s=SPAN_S)


def off_s(found_s, beats_s=BEATS_S):
    """How far each is off, apart from what all of them are."""
    late_s = found_s - beats_s
    return late_s - np.nanmedian(late_s)


def test_times_told_roughly_are_put_right_between_samples():
    told_s = BEATS_S + np.array([0.02, -0.03, 0.0, 0.01, -0.01, 0.03, -0.02])

    assert np.abs(off_s(found(bumps(), told_s))).max() < 0.001


def test_one_that_was_told_far_off_does_not_stay_there_nor_move_the_others():
    told_s = BEATS_S + np.array([0, 0, 0, -0.09, 0, 0, 0])

    assert np.abs(off_s(found(bumps(), told_s))).max() < 0.001


def test_where_they_lie_in_the_mean_is_what_was_told():
    told_s = BEATS_S + np.array([0.02, 0.05, 0.0, 0.01, 0.02, 0.03, 0.01])

    assert found(bumps(), told_s).mean() == pytest.approx(told_s.mean(), abs=1e-9)


def test_jitter_of_single_samples_averages_out():
    rng = np.random.default_rng(7)
    curves = bumps(noise=0.1, rng=rng)
    time_s = np.arange(len(curves)) / RATE_HZ
    peaks_s = np.array(
        [time_s[np.argmax(curves[:, 0] - 9 * (np.abs(time_s - each) > 0.1))] for each in BEATS_S]
    )

    assert np.std(off_s(found(curves, peaks_s))) < np.std(off_s(peaks_s)) / 2


def test_a_point_lost_to_another_place_for_two_samples_pulls_little():
    curves = bumps()
    at = round(BEATS_S[3] * RATE_HZ)
    curves[at : at + 2, 1] = -3.0

    assert np.abs(off_s(found(curves, BEATS_S))).max() < 0.005


def test_a_level_is_not_compared():
    curves = bumps() + np.linspace(0, 5, round(6.0 * RATE_HZ))[:, None]

    assert np.abs(off_s(found(curves, BEATS_S))).max() < 0.005


def test_what_was_not_seen_is_not_told_and_moves_no_other():
    curves = bumps()
    curves[round(2.8 * RATE_HZ) : round(3.0 * RATE_HZ)] = np.nan
    found_s = found(curves, [*BEATS_S[:-1], np.nan])

    assert np.isnan(found_s).tolist() == [False, False, False, True, False, False, True]
    assert np.nanmax(np.abs(off_s(found_s))) < 0.001


def test_at_the_end_of_the_clip_a_rise_is_not_taken_for_the_top():
    """The last one comes 0.04 s after the clip's end, and was told 0.06 s before it."""
    beats_s = np.array([*BEATS_S, 5.8])
    found_s = found(bumps(beats_s, seconds=5.76), [*BEATS_S, 5.70])

    assert np.isnan(found_s).tolist() == [False] * 7 + [True]


def test_too_few_make_no_shape():
    few = BEATS_S[: FEWEST_REPEATS - 1]

    assert np.isnan(found(bumps(), few)).all()
    assert np.isnan(found(bumps(), [])).all()
