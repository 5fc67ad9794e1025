import numpy as np
import pytest

from psoas.mechanics.anthropometry import RUNNING_MODEL
from psoas.mechanics.foot import carried_ankle_m, foot_centre_m, foot_shape, lost_feet
from psoas.mechanics.swing import swings
from psoas.motion import Leg
from tests.kit.legs import ANKLE_ABOVE_M, ANKLE_AHEAD_M, FOOT_M, running_leg

RATE_HZ = 100.0
TIME_S = np.arange(0, 5, 1 / RATE_HZ)
LEG = running_leg(TIME_S)


def changed(**points):
    kept = {f"{j}_m": LEG.point_m(j) for j in ("hip", "knee", "ankle", "heel", "toe")}
    return Leg(**{**kept, **points})


def shape():
    return foot_shape(
        hip_m=LEG.hip_m, knee_m=LEG.knee_m, ankle_m=LEG.ankle_m, heel_m=LEG.heel_m, toe_m=LEG.toe_m
    )


def test_the_shape_of_a_rigid_foot_is_found_and_carries_the_ankle():
    found = shape()

    assert found.ankle_ahead_m == pytest.approx(ANKLE_AHEAD_M)
    assert found.ankle_above_m == pytest.approx(ANKLE_ABOVE_M)
    assert found.length_m == pytest.approx(FOOT_M)
    carried = carried_ankle_m(found, heel_m=LEG.heel_m, toe_m=LEG.toe_m)
    np.testing.assert_allclose(carried, LEG.ankle_m, atol=1e-12)


def test_the_foots_centre_lies_below_the_line_from_heel_to_toe():
    heel, toe = np.array([[0.0, 0.06]]), np.array([[0.25, 0.06]])

    (x, y), *_ = foot_centre_m(RUNNING_MODEL, heel_m=heel, toe_m=toe)

    assert x == pytest.approx(0.63 * 0.25)
    assert y == pytest.approx(0.06 - 0.097 * 0.25)


def test_a_foot_that_stays_one_is_never_lost():
    assert not lost_feet(LEG, rate_hz=RATE_HZ).any()


@pytest.mark.parametrize("joint", ["heel", "toe"])
def test_a_point_that_jumps_to_another_marker_is_lost_with_its_neighbours(joint):
    points = LEG.point_m(joint).copy()
    points[200:210] += [0.3, 0.2]

    lost = np.flatnonzero(lost_feet(changed(**{f"{joint}_m": points}), rate_hz=RATE_HZ))

    assert lost.tolist() == list(range(197, 213))


def test_jitter_alone_loses_no_foot():
    rng = np.random.default_rng(0)
    noisy = {
        f"{j}_m": LEG.point_m(j) + rng.normal(0, 0.02, (len(TIME_S), 2))
        for j in ("heel", "toe", "ankle")
    }

    assert lost_feet(changed(**noisy), rate_hz=RATE_HZ).mean() < 0.02


def test_a_foot_that_was_never_seen_is_lost_throughout():
    never = np.full((len(TIME_S), 2), np.nan)

    assert lost_feet(changed(heel_m=never, toe_m=never), rate_hz=RATE_HZ).all()


def found_swings(stride_hz=1.4):
    leg = running_leg(TIME_S, stride_hz=stride_hz)
    return list(
        swings(
            hip_m=leg.hip_m,
            ankle_m=leg.ankle_m,
            toe_m=leg.toe_m,
            rate_hz=RATE_HZ,
            stride_hz=stride_hz,
        )
    )


@pytest.mark.parametrize("stride_hz", [1.0, 1.4, 1.8])
def test_a_swing_a_stride_each_as_long_as_the_last(stride_hz):
    found = found_swings(stride_hz)

    starts = np.array([span.start for span in found])
    assert len(found) in (int(5 * stride_hz) - 1, int(5 * stride_hz))
    np.testing.assert_allclose(np.diff(starts), RATE_HZ / stride_hz, atol=1.5)
    assert all(0.2 < len(span) * stride_hz / RATE_HZ < 0.7 for span in found)


def test_a_swing_runs_from_a_foot_behind_to_a_foot_ahead():
    for span in found_swings():
        assert LEG.ankle_m[span.start, 0] < LEG.hip_m[span.start, 0]
        assert LEG.ankle_m[span.end, 0] > LEG.hip_m[span.end, 0]


def test_where_the_ground_is_does_not_matter():
    lifted = LEG.toe_m + np.array([3.0, 0.7])
    moved = swings(
        hip_m=LEG.hip_m + np.array([3.0, 0.7]),
        ankle_m=LEG.ankle_m + np.array([3.0, 0.7]),
        toe_m=lifted,
        rate_hz=RATE_HZ,
        stride_hz=1.4,
    )

    assert list(moved) == found_swings()
