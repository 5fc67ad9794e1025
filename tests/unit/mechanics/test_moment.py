"""The whole way from points to strides, on a runner made from a formula."""

import numpy as np
import pytest
from attrs import evolve

from psoas.mechanics import Way, swing_moments
from psoas.motion import JOINTS, Leg, Motion
from psoas.quantity import Side
from tests.kit.legs import running_motion, with_jitter

MOTION = running_motion()


def found(motion=MOTION, *, seed=0, mass_kg=70.0, **options):
    return swing_moments(motion, mass_kg=mass_kg, rng=np.random.default_rng(seed), **options)


def peaks(motion=MOTION, **options):
    return np.array([each.moment_nm_per_kg.central for each in found(motion, **options).strides])


def test_each_stride_of_both_legs_in_order():
    strides = found().strides

    assert [each.toe_off_s for each in strides] == sorted(each.toe_off_s for each in strides)
    assert {side: sum(each.side is side for each in strides) for side in set(Side)} == {
        Side.LEFT: 7,
        Side.RIGHT: 6,
        Side.BOTH: 0,
    }


def test_strides_that_are_alike_have_the_same_moment():
    assert np.ptp(peaks()) < 0.02 * peaks().mean()
    assert 0.5 < peaks().mean() < 4


def test_low_pass_and_mean_stride_agree_on_a_clean_runner():
    np.testing.assert_allclose(
        peaks(way=Way.LOW_PASS).mean(), peaks(way=Way.MEAN_STRIDE).mean(), rtol=0.05
    )


@pytest.mark.parametrize("mass_kg", [50.0, 90.0])
def test_the_moment_per_mass_does_not_depend_on_the_mass(mass_kg):
    np.testing.assert_allclose(peaks(mass_kg=mass_kg), peaks(), rtol=1e-9)


def moved(change):
    legs = {
        side: Leg(**{f"{joint}_m": change(leg.point_m(joint)) for joint in JOINTS})
        for side, leg in MOTION.legs.items()
    }
    return Motion.of(time_s=MOTION.time_s, legs=legs)


def test_where_the_camera_stands_and_how_fast_it_moves_does_not_matter():
    drift = np.stack([3.3 * MOTION.time_s - 7, 0 * MOTION.time_s + 0.4], axis=1)

    np.testing.assert_allclose(peaks(moved(lambda at: at + drift)), peaks(), rtol=1e-3)


def test_swapping_the_sides_swaps_the_strides_and_nothing_else():
    legs = {side.other: leg for side, leg in MOTION.legs.items()}
    swapped = found(Motion.of(time_s=MOTION.time_s, legs=legs), way=Way.LOW_PASS)

    for ours, theirs in zip(swapped.strides, found(way=Way.LOW_PASS).strides, strict=True):
        assert ours.side is theirs.side.other
        assert ours.moment_nm_per_kg.central == pytest.approx(theirs.moment_nm_per_kg.central)


def test_a_larger_runner_of_the_same_angles_has_a_larger_moment():
    assert peaks(moved(lambda at: 1.1 * at)).mean() > 1.1 * peaks().mean()


def test_the_same_seed_gives_the_same_strides():
    noisy = with_jitter(MOTION, 0.01, np.random.default_rng(3))

    assert found(noisy) == found(noisy)


def test_jitter_is_told_and_widens_the_band():
    clean, noisy = found(), found(with_jitter(MOTION, 0.02, np.random.default_rng(3)))
    note = {note.text for note in noisy.notes}

    def width(result):
        return np.median(
            [
                (each.moment_nm_per_kg.high - each.moment_nm_per_kg.low)
                / each.moment_nm_per_kg.central
                for each in result.strides
            ]
        )

    assert note == {"note.moment-mean-stride"}
    assert not clean.notes
    assert width(noisy) > 1.1 * width(clean)
    assert width(clean) == pytest.approx(2 * np.hypot(0.08, 0.06), rel=0.05)


@pytest.mark.parametrize("jitter_m", [0.004, 0.01])
def test_jitter_moves_the_peak_little(jitter_m):
    means = [
        peaks(with_jitter(MOTION, jitter_m, np.random.default_rng(seed))).mean()
        for seed in range(5)
    ]

    assert np.mean(means) == pytest.approx(peaks().mean(), rel=0.08)


def holed(start, end, joint="knee"):
    legs = dict(MOTION.legs)
    points = legs[Side.LEFT].point_m(joint).copy()
    points[start:end] = np.nan
    legs[Side.LEFT] = evolve(legs[Side.LEFT], **{f"{joint}_m": points})
    return Motion.of(time_s=MOTION.time_s, legs=legs)


def test_a_short_hole_is_bridged():
    strides = found(holed(200, 206)).strides

    assert len(strides) == len(found().strides)
    np.testing.assert_allclose(
        [each.moment_nm_per_kg.central for each in strides], peaks(), rtol=0.03
    )


def test_a_long_hole_costs_the_strides_that_it_touches_and_says_so():
    result = found(holed(180, 260))
    notes = [note for note in result.notes if note.text == "note.moment-left-out"]

    assert len(notes) == 1
    assert len(result.strides) == len(found().strides) - notes[0].values["strides"]


def test_frames_that_were_dropped_are_put_in_between():
    kept = np.ones(len(MOTION.time_s), dtype=bool)
    kept[[50, 130, 131, 333]] = False
    legs = {
        side: Leg(**{f"{joint}_m": leg.point_m(joint)[kept] for joint in JOINTS})
        for side, leg in MOTION.legs.items()
    }
    dropped = Motion.of(time_s=MOTION.time_s[kept], legs=legs)

    np.testing.assert_allclose(peaks(dropped), peaks(), rtol=0.15)


def test_without_a_foot_there_is_a_moment_and_a_note():
    never = np.full((len(MOTION.time_s), 2), np.nan)
    legs = {side: evolve(leg, heel_m=never, toe_m=never) for side, leg in MOTION.legs.items()}
    result = found(Motion.of(time_s=MOTION.time_s, legs=legs))

    assert {note.text for note in result.notes} >= {"note.moment-no-foot"}
    assert np.median([s.moment_nm_per_kg.central for s in result.strides]) == pytest.approx(
        peaks().mean(), rel=0.3
    )


def test_a_length_that_contradicts_the_picture_is_told():
    notes = found(thigh_m=0.60).notes

    assert {note.values["segment"] for note in notes} == {"thigh"}
    np.testing.assert_allclose(peaks(thigh_m=0.60), peaks())


def test_a_clip_of_less_than_a_stride_has_none():
    short = running_motion(seconds=0.5)

    assert found(short).strides == ()


@pytest.mark.parametrize("options", [{"mass_kg": 0.0}, {"thigh_m": -1.0}, {"mass_kg": np.nan}])
def test_what_no_body_has_is_refused(options):
    with pytest.raises(ValueError, match="above 0"):
        found(**options)
