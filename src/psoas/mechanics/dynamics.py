"""Inverse dynamics of a leg in the air: thigh, shank and foot in one plane."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.mechanics.anthropometry import Body

Track = Annotated[NDArray[np.float64], "(n_frames, 2)"]
Values = Annotated[NDArray[np.float64], "(n_frames,)"]

GRAVITY_MPS2 = 9.80665  # standard gravity


@frozen(kw_only=True, eq=False)
class Moving:
    """A point with its acceleration: (n_frames, 2), metres and metres per second squared."""

    at_m: Track
    acceleration_mps2: Track

    def __sub__(self, other: Moving) -> Moving:
        """Return the vector from *other* to this point."""
        return Moving(
            at_m=self.at_m - other.at_m,
            acceleration_mps2=self.acceleration_mps2 - other.acceleration_mps2,
        )

    def towards(self, other: Moving, share_ratio: float) -> Moving:
        """Return the point that lies *share_ratio* of the way to *other*."""
        return Moving(
            at_m=self.at_m + share_ratio * (other.at_m - self.at_m),
            acceleration_mps2=self.acceleration_mps2
            + share_ratio * (other.acceleration_mps2 - self.acceleration_mps2),
        )


@frozen(kw_only=True, eq=False)
class Chain:
    """The moving points of a leg: joints, ends of the foot, and the foot's centre of mass."""

    hip: Moving
    knee: Moving
    ankle: Moving
    heel: Moving
    toe: Moving
    foot_centre: Moving


@frozen(kw_only=True, eq=False)
class JointMoments:
    """Net joint moments: shape (n_frames,), Nm, NaN where a point that they need is NaN.

    Flexion is positive: the muscles pull the thigh forward (hip), bend the knee, lift the
    toes (ankle).
    """

    hip_nm: Values
    knee_nm: Values
    ankle_nm: Values


def cross(first: Track, second: Track) -> Values:
    """Return the turn from *first* to *second*, shape (n_frames,), counter-clockwise positive."""
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])


def _turning_nm(centre: Moving, about: Moving, mass_kg: float) -> Values:
    """Moment that carries a mass along its way against gravity, about a moving point."""
    needed = centre.acceleration_mps2 + np.array([0.0, GRAVITY_MPS2])
    return mass_kg * cross(centre.at_m - about.at_m, needed)


def _spinning_nm(
    proximal: Moving, distal: Moving, *, mass_kg: float, gyration_ratio: float
) -> Values:
    """Moment that turns a slender segment about its own centre.

    With the inertia ``m (k L)^2`` this is ``m k^2 (r x r'')`` of the seen vector r: a
    segment that leaves the plane is seen shortened, and by as much turns less of its inertia.
    The true length cancels.
    """
    along = distal - proximal
    return mass_kg * gyration_ratio**2 * cross(along.at_m, along.acceleration_mps2)


def joint_moments(chain: Chain, body: Body) -> JointMoments:
    """Moments of the muscles on a leg that touches nothing.

    Parameters
    ----------
    chain
        Points and accelerations, x forward, y up. The hip carries the leg along: its
        acceleration is part of every point's.
    body
        Masses. Lengths come with the points.

    Returns
    -------
    JointMoments
        Nm. True only in the air: on the ground the force under the foot is missing.

    Notes
    -----
    About each joint: for each segment beyond it, mass times (position from the joint
    crossed with acceleration less gravity), plus what turns it about its own centre.
    """
    table = body.table
    thigh = chain.hip.towards(chain.knee, table.thigh.centre_ratio)
    shank = chain.knee.towards(chain.ankle, table.shank.centre_ratio)
    foot_spin = _spinning_nm(
        chain.heel, chain.toe, mass_kg=body.foot_kg, gyration_ratio=table.foot.gyration_ratio
    )
    shank_spin = _spinning_nm(
        chain.knee, chain.ankle, mass_kg=body.shank_kg, gyration_ratio=table.shank.gyration_ratio
    )
    thigh_spin = _spinning_nm(
        chain.hip, chain.knee, mass_kg=body.thigh_kg, gyration_ratio=table.thigh.gyration_ratio
    )
    below_knee = foot_spin + shank_spin
    return JointMoments(
        hip_nm=_turning_nm(thigh, chain.hip, body.thigh_kg)
        + _turning_nm(shank, chain.hip, body.shank_kg)
        + _turning_nm(chain.foot_centre, chain.hip, body.foot_kg)
        + thigh_spin
        + below_knee,
        knee_nm=-_turning_nm(shank, chain.knee, body.shank_kg)
        - _turning_nm(chain.foot_centre, chain.knee, body.foot_kg)
        - below_knee,
        ankle_nm=_turning_nm(chain.foot_centre, chain.ankle, body.foot_kg) + foot_spin,
    )
