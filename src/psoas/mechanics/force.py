"""From moment to force: the band over models, and what the muscles of one model share."""

from __future__ import annotations

from math import exp, hypot, log
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.mechanics.dynamics import GRAVITY_MPS2, Chain, JointMoments
from psoas.mechanics.muscle import Geometry, strength_n
from psoas.mechanics.muscle_table import MUSCLES
from psoas.mechanics.sharing import BLOCK_FRAMES, share
from psoas.quantity import Band

Values = Annotated[NDArray[np.float64], "(n_frames,)"]
Flags = Annotated[NDArray[np.bool_], "(n_frames,)"]
Pose = Annotated[NDArray[np.float64], "(n_frames, 3), hip and knee flexion, ankle dorsiflexion"]

# Peak iliopsoas force per moment, BW per Nm/kg, over model families.
# [source:psoas-computed-load] (mechanics.md D)
FORCE_PER_MOMENT = Band(1.4, 2.0, 2.8)

#: Body mass and leg (thigh and shank) of the model that the muscles were fitted to.
MODEL_KG = 72.84
MODEL_LEG_M = 0.432 + 0.478
#: Mean forward tilt of the pelvis in running in that model's frame; 2D points do not show
#: it, and ten degrees off move the force by a fifth. [source:psoas-computed-load]
PELVIC_TILT_DEG = 5.0


@frozen(kw_only=True, eq=False)
class MuscleForces:
    """Muscle forces of one leg, frame by frame.

    Parameters
    ----------
    force_bw
        By muscle, shape (n_frames,), body weights; NaN where a moment is NaN.
    fell_back
        Frames in which the muscles could not give the moments: their forces are a compromise.
    """

    force_bw: dict[str, Values]
    fell_back: Flags

    @property
    def iliopsoas_bw(self) -> Values:
        """Iliacus and psoas together, summed in time."""
        return np.asarray(self.force_bw["iliacus"] + self.force_bw["psoas"])


def force_band_bw(moment_nm_per_kg: float, *, error_ratio: float) -> Band:
    """Peak iliopsoas force as a band over models.

    Parameters
    ----------
    moment_nm_per_kg
        Peak swing hip-flexion moment, above 0.
    error_ratio
        Its own error, 1 SD. Both spreads are ratios and independent: their logarithms add as
        squares.
    """
    per = FORCE_PER_MOMENT
    down = hypot(log(per.central / per.low), error_ratio)
    up = hypot(log(per.high / per.central), error_ratio)
    central = moment_nm_per_kg * per.central
    return Band(central * exp(-down), central, central * exp(up))


def joint_angles_rad(chain: Chain, *, pelvic_tilt_deg: float = PELVIC_TILT_DEG) -> Pose:
    """Joint angles of a leg, shape (n_frames, 3), radians.

    Hip flexion is the thigh's angle from the vertical plus the pelvis' forward tilt, which
    is taken for constant.
    """
    thigh = chain.knee.at_m - chain.hip.at_m
    shank = chain.ankle.at_m - chain.knee.at_m
    foot = chain.toe.at_m - chain.heel.at_m
    thigh_rad = np.arctan2(thigh[:, 0], -thigh[:, 1])
    turn = thigh[:, 1] * shank[:, 0] - thigh[:, 0] * shank[:, 1]
    knee_rad = np.arctan2(turn, (thigh * shank).sum(axis=1))
    # the foot against the shank's forward normal; none where the foot was not seen
    ahead = np.stack([-shank[:, 1], shank[:, 0]], axis=1)
    ankle_rad = np.arctan2(
        ahead[:, 0] * foot[:, 1] - ahead[:, 1] * foot[:, 0], (ahead * foot).sum(axis=1)
    )
    return np.stack([thigh_rad + np.radians(pelvic_tilt_deg), knee_rad, ankle_rad], axis=1)


_GEOMETRY = Geometry(MUSCLES)


def muscle_forces(
    pose_rad: Pose, moments: JointMoments, *, mass_kg: float, leg_m: float, rate_hz: float
) -> MuscleForces:
    """Share the moments of a leg among its muscles by least squared activation.

    Parameters
    ----------
    pose_rad
        Joint angles, radians, evenly spaced in time.
    moments
        Net joint moments, Nm.
    mass_kg, leg_m
        Body mass scales strength, thigh and shank together scale moment arms.
    rate_hz
        Frames per second.

    Returns
    -------
    MuscleForces
        Body weights.

    Notes
    -----
    Strength is that of the fitted model, twice generic, with force-length-velocity and
    a stiff tendon, without passive force. Adductors and gracilis are left out: in one plane
    they would help for nothing. [source:psoas-computed-load] (mechanics.md C2)
    """
    turning = np.gradient(pose_rad, axis=0) * rate_hz
    wanted_nm = np.stack([moments.hip_nm, moments.knee_nm, moments.ankle_nm], axis=1)
    strong_n = np.empty((len(pose_rad), len(MUSCLES)))
    effect_nm = np.empty((len(pose_rad), wanted_nm.shape[1], len(MUSCLES)))
    for start in range(0, len(pose_rad), BLOCK_FRAMES):
        block = slice(start, start + BLOCK_FRAMES)
        length_m, arm_m = _GEOMETRY.shape_m(pose_rad[block])
        stretching_mps = -np.matmul(turning[block, None, :], arm_m)[:, 0]
        strong_n[block] = strength_n(MUSCLES, length_m, stretching_mps) * (mass_kg / MODEL_KG)
        effect_nm[block] = arm_m * (leg_m / MODEL_LEG_M) * strong_n[block, None, :]
    shares = share(effect_nm, wanted_nm)
    force_n = shares.activation_ratio * strong_n
    force_bw = force_n / (mass_kg * GRAVITY_MPS2)
    return MuscleForces(
        force_bw={muscle.name: force_bw[:, at] for at, muscle in enumerate(MUSCLES)},
        fell_back=shares.fell_back,
    )
