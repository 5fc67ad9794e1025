"""Fit the muscle polynomials of ``psoas.mechanics`` to the openly licensed running model.

Needs OpenSim, which psoas does not: ``python -m venv fit && fit/bin/pip install opensim``,
then ``fit/bin/python tools/fit_muscles.py MODEL.osim > src/psoas/mechanics/muscle_table.py``.
The model is ``runningModel_CMC_test.osim`` of opensim-core (Apache-2.0). One polynomial of
the muscle-tendon length is fitted per muscle; its moment arms are minus the derivative, so
length and arm can never disagree. The errors of both are kept beside the coefficients.
"""

from __future__ import annotations

import itertools
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import numpy as np

#: Muscle of the model: (our name, joints crossed: h hip, k knee, a ankle, degree).
MUSCLES = {
    "iliacus_r": ("iliacus", "h", 8),
    "psoas_r": ("psoas", "h", 8),
    "rect_fem_r": ("rectus-femoris", "hk", 5),
    "sar_r": ("sartorius", "hk", 5),
    "tfl_r": ("tensor-fasciae-latae", "hk", 5),
    "glut_max1_r": ("gluteus-maximus-upper", "h", 5),
    "glut_max2_r": ("gluteus-maximus-middle", "h", 5),
    "glut_max3_r": ("gluteus-maximus-lower", "h", 5),
    "semimem_r": ("semimembranosus", "hk", 5),
    "semiten_r": ("semitendinosus", "hk", 5),
    "bifemlh_r": ("biceps-femoris-long", "hk", 5),
    "bifemsh_r": ("biceps-femoris-short", "k", 5),
    "vas_med_r": ("vastus-medialis", "k", 6),
    "vas_int_r": ("vastus-intermedius", "k", 6),
    "vas_lat_r": ("vastus-lateralis", "k", 6),
    "med_gas_r": ("gastrocnemius-medial", "ka", 5),
    "lat_gas_r": ("gastrocnemius-lateral", "ka", 5),
    "soleus_r": ("soleus", "a", 4),
    "tib_ant_r": ("tibialis-anterior", "a", 4),
}
#: Ranges of running, degrees: flexion of hip and knee, dorsiflexion of the ankle.
GRID_DEG = {
    "h": np.linspace(-35, 100, 28),
    "k": np.linspace(0, 130, 27),
    "a": np.linspace(-45, 35, 17),
}
COORDINATE = {"h": ("hip_flexion_r", 1.0), "k": ("knee_angle_r", -1.0), "a": ("ankle_angle_r", 1.0)}
ORDER = "hka"


def exponents(joints: str, degree: int) -> list[tuple[int, int, int]]:
    """Return the powers of (hip, knee, ankle) of each term, as ``Muscle.powers`` orders them."""
    ranges = [range(degree + 1) if joint in joints else range(1) for joint in ORDER]
    return [each for each in itertools.product(*ranges) if sum(each) <= degree]


def terms(q_rad: np.ndarray, powers: list[tuple[int, int, int]]) -> np.ndarray:
    """Return each term at each pose, shape (n, n_terms)."""
    return np.stack([np.prod(q_rad ** np.array(each), axis=1) for each in powers], axis=1)


def slopes(q_rad: np.ndarray, powers: list[tuple[int, int, int]], joint: int) -> np.ndarray:
    """Return the derivative of each term by one joint, shape (n, n_terms)."""
    columns = []
    for each in powers:
        lower = list(each)
        lower[joint] = max(each[joint] - 1, 0)
        columns.append(each[joint] * np.prod(q_rad ** np.array(lower), axis=1))
    return np.stack(columns, axis=1)


def sampled(model, muscle, joints: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return poses (n, 3) in radians, lengths (n,) and moment arms (n, 3), all in metres."""
    state = model.initSystem()
    coordinates = {j: model.getCoordinateSet().get(name) for j, (name, _) in COORDINATE.items()}
    poses, lengths, arms = [], [], []
    grids = [GRID_DEG[joint] if joint in joints else [0.0] for joint in ORDER]
    for pose_deg in itertools.product(*grids):
        for joint, angle_deg in zip(ORDER, pose_deg, strict=True):
            sign = COORDINATE[joint][1]
            coordinates[joint].setValue(state, sign * np.radians(angle_deg), False)
        model.assemble(state)
        model.realizePosition(state)
        poses.append(np.radians(pose_deg))
        lengths.append(muscle.getGeometryPath().getLength(state))
        arms.append(
            [
                COORDINATE[j][1] * muscle.computeMomentArm(state, coordinates[j])
                if j in joints
                else 0.0
                for j in ORDER
            ]
        )
    return np.array(poses), np.array(lengths), np.array(arms)


def fitted(model, name: str) -> Iterator[str]:
    """Yield the lines of one muscle's entry."""
    ours, joints, degree = MUSCLES[name]
    muscle = model.getMuscles().get(name)
    poses, lengths_m, arms_m = sampled(model, muscle, joints)
    powers = exponents(joints, degree)
    crossed = [ORDER.index(joint) for joint in joints]
    rows = [terms(poses, powers), *(-slopes(poses, powers, joint) for joint in crossed)]
    aims = [lengths_m, *(arms_m[:, joint] for joint in crossed)]
    found = np.linalg.lstsq(np.concatenate(rows), np.concatenate(aims), rcond=None)[0]
    off_mm = 1000 * (rows[0] @ found - lengths_m)
    arm_off_mm = 1000 * np.concatenate(
        [row @ found - aim for row, aim in zip(rows[1:], aims[1:], strict=True)]
    )
    angle_deg = np.degrees(muscle.getPennationAngleAtOptimalFiberLength())
    yield "    Muscle("
    yield f'        name="{ours}", joints="{joints}", degree={degree},'
    yield (
        f"        max_force_n={muscle.getMaxIsometricForce():.1f}, "
        f"fibre_m={muscle.getOptimalFiberLength():.4f}, "
        f"tendon_m={muscle.getTendonSlackLength():.4f}, pennation_deg={angle_deg:.1f},"
    )
    yield "        length_m=("
    numbers = ", ".join(f"{float(f'{each:.6g}')!r}" for each in found) + ","
    yield from textwrap.wrap(
        numbers, 99, initial_indent=" " * 12, subsequent_indent=" " * 12, break_on_hyphens=False
    )
    yield "        ),"
    yield (
        f"        length_error_mm={np.sqrt(np.mean(off_mm**2)):.2f}, "
        f"arm_error_mm={np.sqrt(np.mean(arm_off_mm**2)):.2f}, "
        f"arm_error_max_mm={np.abs(arm_off_mm).max():.2f},"
    )
    yield "    ),"


def main() -> None:
    """Print the module."""
    import opensim

    opensim.Logger.setLevelString("Error")
    model = opensim.Model(str(Path(sys.argv[1])))
    model.initSystem()
    print('"""Muscles of the leg: written by ``tools/fit_muscles.py``, not by hand.')
    print()
    print("Fitted to runningModel_CMC_test.osim of opensim-core (Apache-2.0), whose strengths are")
    print("twice the generic ones [source:hamner-2010].")
    print('"""')
    print()
    print("from psoas.mechanics.muscle import Muscle")
    print()
    print("# fmt: off")
    print("MUSCLES = (")
    for name in MUSCLES:
        print("\n".join(fitted(model, name)))
    print(")")


if __name__ == "__main__":
    main()
