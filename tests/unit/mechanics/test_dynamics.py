"""Joint moments of legs whose moments are known from a formula."""

import numpy as np
import pytest

from psoas.mechanics.anthropometry import DE_LEVA_MALE, RUNNING_MODEL, Body
from psoas.mechanics.dynamics import GRAVITY_MPS2, Chain, Moving, joint_moments
from tests.kit.legs import SHANK_M, THIGH_M, turned

BODY = Body(mass_kg=70.0)
TIME_S = np.linspace(0, 2, 201)
ZERO = np.zeros((len(TIME_S), 2))


def moving(at_m, acceleration_mps2):
    return Moving(at_m=at_m, acceleration_mps2=acceleration_mps2)


def arm(angle_rad, speed, rise, length_m):
    """A rod that turns about its fixed end, with its exact acceleration."""
    at_m = turned(angle_rad, length_m)
    across = np.stack([-at_m[:, 1], at_m[:, 0]], axis=1)  # towards flexion
    return moving(at_m, rise[:, None] * across - speed[:, None] ** 2 * at_m)


def plus(first, second):
    return moving(first.at_m + second.at_m, first.acceleration_mps2 + second.acceleration_mps2)


def straight_leg(hip, *, amplitude_rad=0.5, rate=6.0):
    """Thigh and shank in one line, its foot a point at the ankle, swinging as a sine."""
    angle = amplitude_rad * np.sin(rate * TIME_S)
    speed = amplitude_rad * rate * np.cos(rate * TIME_S)
    rise = -(rate**2) * angle
    knee = plus(hip, arm(angle, speed, rise, THIGH_M))
    ankle = plus(hip, arm(angle, speed, rise, THIGH_M + SHANK_M))
    return (
        angle,
        rise,
        Chain(hip=hip, knee=knee, ankle=ankle, heel=ankle, toe=ankle, foot_centre=ankle),
    )


def about_hip(body):
    """Moment of inertia about the hip, and mass times distance, of the straight leg."""
    thigh, shank = body.table.thigh, body.table.shank
    thigh_at = thigh.centre_ratio * THIGH_M
    shank_at = THIGH_M + shank.centre_ratio * SHANK_M
    foot_at = THIGH_M + SHANK_M
    inertia = (
        body.thigh_kg * (thigh_at**2 + (thigh.gyration_ratio * THIGH_M) ** 2)
        + body.shank_kg * (shank_at**2 + (shank.gyration_ratio * SHANK_M) ** 2)
        + body.foot_kg * foot_at**2
    )
    return inertia, body.thigh_kg * thigh_at + body.shank_kg * shank_at + body.foot_kg * foot_at


@pytest.mark.parametrize("table", [RUNNING_MODEL, DE_LEVA_MALE])
def test_a_pendulum(table):
    body = Body(mass_kg=70.0, table=table, shoe_kg=0.25)
    angle, rise, chain = straight_leg(moving(ZERO, ZERO))
    inertia, first = about_hip(body)

    expected = inertia * rise + first * GRAVITY_MPS2 * np.sin(angle)

    np.testing.assert_allclose(joint_moments(chain, body).hip_nm, expected, atol=1e-9)


def test_a_hip_that_accelerates_carries_the_leg_along():
    pull = np.stack([3 * np.sin(4 * TIME_S), -2 * np.cos(5 * TIME_S)], axis=1)
    angle, rise, chain = straight_leg(moving(ZERO, pull))
    inertia, first = about_hip(BODY)

    expected = inertia * rise + first * (
        np.cos(angle) * pull[:, 0] + np.sin(angle) * (pull[:, 1] + GRAVITY_MPS2)
    )

    np.testing.assert_allclose(joint_moments(chain, BODY).hip_nm, expected, atol=1e-9)


def test_a_leg_in_free_fall_needs_no_moment():
    fall = np.tile([0.0, -GRAVITY_MPS2], (len(TIME_S), 1))
    angle = np.full(len(TIME_S), 0.4)
    still = np.zeros(len(TIME_S))
    hip = moving(ZERO, fall)
    knee = plus(hip, arm(angle, still, still, THIGH_M))
    ankle = plus(knee, arm(angle - 1, still, still, SHANK_M))
    toe = plus(ankle, arm(angle + 1, still, still, 0.2))
    found = joint_moments(
        Chain(hip=hip, knee=knee, ankle=ankle, heel=ankle, toe=toe, foot_centre=toe), BODY
    )

    for each in (found.hip_nm, found.knee_nm, found.ankle_nm):
        np.testing.assert_allclose(each, 0, atol=1e-9)


def still_leg(thigh_deg, knee_deg):
    """A leg held still, its foot pointing forward."""
    one = np.ones(3)
    zero = np.zeros((3, 2))
    knee = turned(np.radians(thigh_deg) * one, THIGH_M)
    ankle = knee + turned(np.radians(thigh_deg - knee_deg) * one, SHANK_M)
    toe = ankle + np.array([0.2, 0.0])
    points = {"hip": zero, "knee": knee, "ankle": ankle, "heel": ankle, "toe": toe}
    tracks = {name: moving(at_m, zero) for name, at_m in points.items()}
    return Chain(**tracks, foot_centre=moving(ankle + np.array([0.1, 0.0]), zero))


def test_the_picture_that_fixes_the_signs():
    """A thigh held up in front, shank hanging, foot level: what holds them is positive.

    The hip flexes against gravity, the toes are lifted; the foot in front of a hanging
    shank pulls it forward, so the knee is bent against it.
    """
    found = joint_moments(still_leg(90, 90), BODY)

    assert found.hip_nm[0] > 20
    assert found.ankle_nm[0] == pytest.approx(BODY.foot_kg * GRAVITY_MPS2 * 0.1)
    assert found.knee_nm[0] == pytest.approx(-BODY.foot_kg * GRAVITY_MPS2 * 0.1)


def test_a_thigh_behind_falls_forward_by_itself():
    assert joint_moments(still_leg(-30, 0), BODY).hip_nm[0] < 0


def test_a_lost_point_loses_its_frame_and_no_other():
    _, _, chain = straight_leg(moving(ZERO, ZERO))
    knee = chain.knee.at_m.copy()
    knee[7] = np.nan
    lost = Chain(
        hip=chain.hip,
        knee=moving(knee, chain.knee.acceleration_mps2),
        ankle=chain.ankle,
        heel=chain.heel,
        toe=chain.toe,
        foot_centre=chain.foot_centre,
    )

    assert np.flatnonzero(np.isnan(joint_moments(lost, BODY).hip_nm)).tolist() == [7]


def test_a_segment_seen_shortened_turns_less_of_its_inertia():
    """A rod that leaves the plane by 60 degrees shows half its length: a quarter is left."""
    seen = 0.5
    angle = 0.3 * np.sin(5 * TIME_S)
    speed, rise = 1.5 * np.cos(5 * TIME_S), -7.5 * np.sin(5 * TIME_S)
    hip = moving(ZERO, np.tile([0.0, -GRAVITY_MPS2], (len(TIME_S), 1)))
    short = arm(angle, speed, rise, seen * THIGH_M)
    knee = plus(hip, short)
    chain = Chain(hip=hip, knee=knee, ankle=knee, heel=knee, toe=knee, foot_centre=knee)
    body = BODY
    thigh = body.table.thigh
    inertia = body.thigh_kg * THIGH_M**2 * (thigh.centre_ratio**2 + thigh.gyration_ratio**2)
    inertia += (body.shank_kg + body.foot_kg) * THIGH_M**2

    expected = seen**2 * inertia * rise

    np.testing.assert_allclose(joint_moments(chain, body).hip_nm, expected, atol=1e-9)
