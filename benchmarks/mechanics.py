"""Inverse dynamics and optimisation: frames per second, and against OpenSim's own tools.

``OMP_NUM_THREADS=1 python -m benchmarks.mechanics`` times a batch on one core. With
``--opensim PYTHON --model FOLDER`` (a Python that has opensim; the folder of
runningModel_CMC_test.osim) it puts one swing through both and prints agreement beside speed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np

from psoas.mechanics.anthropometry import RUNNING_MODEL, Body
from psoas.mechanics.dynamics import Chain, joint_moments
from psoas.mechanics.force import joint_angles_rad, muscle_forces
from psoas.mechanics.leg import chain_of
from psoas.mechanics.smoothing import low_passed
from tests.kit.legs import running_leg

FRAMES = 20_000
ROUNDS = 5
JOINTS = ("hip", "knee", "ankle", "heel", "toe")
LEAST_FRAMES_PER_S, LEAST_RATIO = 15_000, 1_000


def solve(chain: Chain, mass_kg: float, *, rate_hz: float):
    moments = joint_moments(chain, Body(mass_kg=mass_kg))
    forces = muscle_forces(
        joint_angles_rad(chain), moments, mass_kg=mass_kg, leg_m=0.91, rate_hz=rate_hz
    )
    return moments, forces


def batch() -> float:
    """Print and return frames per second of processor time, the best of some rounds."""
    rate_hz = 100.0
    leg = running_leg(np.arange(FRAMES) / rate_hz)
    smooth = partial(low_passed, rate_hz=rate_hz, cutoff_hz=15.0)
    chain = chain_of({joint: leg.point_m(joint) for joint in JOINTS}, smooth, RUNNING_MODEL)
    best_cpu_s = best_wall_s = np.inf
    fell_back = 0
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        _, forces = solve(chain, 70.0, rate_hz=rate_hz)
        best_wall_s = min(best_wall_s, time.perf_counter() - wall)
        best_cpu_s = min(best_cpu_s, time.process_time() - cpu)
        fell_back = int(forces.fell_back.sum())
    print(f"batch of {FRAMES} frames on one core, best of {ROUNDS} rounds:")
    print(f"  {FRAMES / best_cpu_s:,.0f} frames/s of processor time")
    print(f"  {FRAMES / best_wall_s:,.0f} frames/s of wall time, load {os.getloadavg()[0]:.1f}")
    print(f"  {fell_back} frames fell back")
    return FRAMES / best_cpu_s


def against_opensim(python: str, model: Path) -> float:
    """Print agreement and speed on one swing; return how many times faster ours is."""
    script = Path(__file__).with_name("mechanics_opensim.py")
    done = subprocess.run([python, script, model], capture_output=True, text=True, check=True)
    theirs = json.loads(done.stdout[done.stdout.index('{"points"') :].splitlines()[0])
    time_s = np.array(theirs["points"]["time_s"])
    rate_hz = float(1 / np.median(np.diff(time_s)))
    even_s = np.arange(time_s[0], time_s[-1], 1 / rate_hz)
    tracks = {
        joint: np.stack(
            [np.interp(even_s, time_s, axis) for axis in np.array(theirs["points"][joint]).T],
            axis=1,
        )
        for joint in JOINTS
    }
    mass_kg = 72.84
    smooth = partial(low_passed, rate_hz=rate_hz, cutoff_hz=15.0)
    took_s = []
    moments = forces = None
    inside = (even_s >= theirs["swing_s"][0] - 1e-9) & (even_s <= theirs["swing_s"][1] + 1e-9)
    for _ in range(200):
        began = time.perf_counter()
        chain = chain_of(tracks, smooth, RUNNING_MODEL)
        moments, forces = solve(chain, mass_kg, rate_hz=rate_hz)
        took_s.append(time.perf_counter() - began)
    ours_s = float(np.median(took_s)) * inside.sum() / len(even_s)
    at_s = np.array(theirs["id_times_s"])
    print(f"one swing of {theirs['frames']} frames at 3.96 m/s, runningModel_CMC_test.osim:")
    named = (
        ("hip flexion", moments.hip_nm, 1),
        ("knee flexion", moments.knee_nm, -1),
        ("ankle dorsiflexion", moments.ankle_nm, 1),
    )
    for (name, ours_nm, sign), truth in zip(named, theirs["moments_nm"], strict=True):
        own, other = np.interp(at_s, even_s, ours_nm), sign * np.array(truth)
        print(
            f"  {name}: peak {own.max():.1f} against {other.max():.1f} Nm, "
            f"r {np.corrcoef(own, other)[0, 1]:.3f}, rms {np.sqrt(np.mean((own - other) ** 2)):.1f}"
        )
    own = np.interp(theirs["so_times_s"], even_s, forces.iliopsoas_bw)
    other = np.array(theirs["iliopsoas_n"]) / (mass_kg * 9.80665)
    print(
        f"  iliopsoas: peak {own.max():.2f} against {other.max():.2f} BW, "
        f"r {np.corrcoef(own, other)[0, 1]:.3f}"
    )
    theirs_s = theirs["id_s"] + theirs["so_s"]
    print(
        f"  OpenSim {theirs['id_s']:.2f} s + {theirs['so_s']:.2f} s, "
        f"ours {1000 * ours_s:.2f} ms: {theirs_s / ours_s:,.0f}x"
    )
    return theirs_s / ours_s


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opensim", help="a Python that has opensim")
    parser.add_argument("--model", type=Path, help="folder of runningModel_CMC_test.osim")
    asked = parser.parse_args()
    good = batch() >= LEAST_FRAMES_PER_S
    if asked.opensim and asked.model:
        good &= against_opensim(asked.opensim, asked.model) >= LEAST_RATIO
    else:
        print("OpenSim is not asked for: give --opensim and --model")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
