"""Muscles as polynomials: length, moment arms and strength at any pose of the leg."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

Pose = Annotated[NDArray[np.float64], "(n_frames, 3), hip and knee flexion, ankle dorsiflexion"]
PerMuscle = Annotated[NDArray[np.float64], "(n_frames, n_muscles)"]
Arms = Annotated[NDArray[np.float64], "(n_frames, 3, n_muscles)"]

# Hill's muscle with a stiff tendon, in the form of [source:thelen-2003] with the numbers that
# the fitted model itself holds [source:hamner-2010]: width of the force-length curve,
# fastest shortening in fibre lengths per second, shape of force-velocity, force when lengthened.
_LENGTH_SHAPE = 0.5
_FASTEST_PER_S = 15.0
_HILL_SHAPE = 0.3
_STRONGEST_RATIO = 1.8
#: A muscle never loses all its strength: the optimisation stays solvable.
_WEAKEST_RATIO = 0.05


@frozen(kw_only=True)
class Muscle:
    """A muscle of the fitted model.

    Parameters
    ----------
    name
        Latin, lower case.
    max_force_n
        Isometric strength of the model's 72.84 kg runner.
    fibre_m, tendon_m, pennation_deg
        Optimal fibre length, slack length of the tendon, angle at optimal length.
    joints, degree
        Letters of the joints it crosses, of hip, knee, ankle, and the polynomial's degree.
    length_m
        Coefficients: metres of muscle-tendon length per term, angles in radians.
    length_error_mm, arm_error_mm, arm_error_max_mm
        Of the fit: root mean square, root mean square and largest.
    """

    name: str
    max_force_n: float
    fibre_m: float
    tendon_m: float
    pennation_deg: float
    joints: str
    degree: int
    length_m: tuple[float, ...]
    length_error_mm: float
    arm_error_mm: float
    arm_error_max_mm: float

    @property
    def powers(self) -> list[tuple[int, ...]]:
        """Of (hip, knee, ankle) angle in each term, in the order of the coefficients."""
        ranges = [range(self.degree + 1) if joint in self.joints else range(1) for joint in "hka"]
        return [each for each in product(*ranges) if sum(each) <= self.degree]


class Geometry:
    """The polynomials of several muscles, evaluated together.

    Parameters
    ----------
    muscles
        In the order of the results.
    """

    def __init__(self, muscles: Sequence[Muscle]) -> None:
        powers = sorted({each for muscle in muscles for each in muscle.powers})
        place = {each: at for at, each in enumerate(powers)}
        self._powers: NDArray[np.int64] = np.array(powers, dtype=np.int64)
        self._metres = np.zeros((len(powers), len(muscles)))
        for column, muscle in enumerate(muscles):
            for each, metres in zip(muscle.powers, muscle.length_m, strict=True):
                self._metres[place[each], column] = metres

    def shape_m(self, pose_rad: Pose) -> tuple[PerMuscle, Arms]:
        """Muscle-tendon lengths, (n_frames, n_muscles), and moment arms, (n_frames, 3, n_muscles).

        Both in metres. An arm is positive where the muscle flexes the hip, bends the knee or
        lifts the foot: it is minus the derivative of the length.
        """
        highest = int(self._powers.max())
        rising = np.ones((3, highest + 1, len(pose_rad)))
        for up in range(1, highest + 1):
            rising[:, up] = rising[:, up - 1] * pose_rad.T
        each = [rising[joint, self._powers[:, joint]] for joint in range(3)]
        length_m = (each[0] * each[1] * each[2]).T @ self._metres
        arms = np.empty((len(pose_rad), 3, self._metres.shape[1]))
        for joint in range(3):
            power = self._powers[:, joint]
            crossed = power > 0
            first, second = (each[other][crossed] for other in range(3) if other != joint)
            slope = power[crossed, None] * rising[joint, power[crossed] - 1]
            arms[:, joint] = -((slope * first * second).T @ self._metres[crossed])
        return length_m, arms


def strength_n(
    muscles: Sequence[Muscle], length_m: PerMuscle, stretching_mps: PerMuscle
) -> PerMuscle:
    """What each muscle can pull with along its tendon at full activation.

    Parameters
    ----------
    muscles
        In the order of the columns.
    length_m
        Muscle-tendon lengths, metres.
    stretching_mps
        How fast they grow, metres per second.

    Returns
    -------
    numpy.ndarray
        Shape (n_frames, n_muscles), newtons, above 0. No passive force: with a stiff tendon
        and generic curves it explodes in the rectus femoris (mechanics.md C2).
    """
    fibre_m = np.array([each.fibre_m for each in muscles])
    angle = np.radians([each.pennation_deg for each in muscles])
    along_m = np.maximum(length_m - [each.tendon_m for each in muscles], 0.2 * fibre_m)
    fibre_now_m = np.hypot(along_m, fibre_m * np.sin(angle))
    cosine = along_m / fibre_now_m
    by_length = np.exp(-((fibre_now_m / fibre_m - 1) ** 2) / _LENGTH_SHAPE)
    speed = stretching_mps * cosine / (_FASTEST_PER_S * fibre_m)
    shortening = np.minimum(np.maximum(-speed, 0.0), 1.0)
    lengthening = np.maximum(speed, 0.0) * (1 + 1 / _HILL_SHAPE)
    by_speed = np.where(
        speed < 0,
        (1 - shortening) / (1 + shortening / _HILL_SHAPE),
        1 + (_STRONGEST_RATIO - 1) * lengthening / (_STRONGEST_RATIO - 1 + lengthening),
    )
    at_rest_n = np.array([each.max_force_n for each in muscles])
    return np.asarray(at_rest_n * cosine * np.maximum(by_length * by_speed, _WEAKEST_RATIO))
