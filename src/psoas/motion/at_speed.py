"""What speed alone does to a measure: two clips at different speeds brought to one."""

from __future__ import annotations

from psoas.motion.norms import NORMS, SPEEDS_MPS

#: Measures whose mean curves are straight enough between 2.5 and 4.5 m/s: within 1.1 degrees and
#: 0.005 leg lengths of a line. [source:fukuchi-2017]
STRAIGHT = ("thigh_extension_peak", "thigh_flexion_peak", "shank_angle_at_contact", "overstride")
#: Farther apart than this, two speeds are not brought to one. [source:psoas-convention]
FARTHEST_MPS = 1.0
#: So much of what speed does differs from runner to runner; a quarter is our own guess.
#: [source:psoas-convention]
UNSURE_RATIO = 0.25


def slope_per_mps(name: str) -> float | None:
    """Return what a measure gains a metre per second, in its unit; None where that is no line."""
    if name not in STRAIGHT:
        return None
    means = NORMS[name].means
    return (means[-1] - means[0]) / (SPEEDS_MPS[-1] - SPEEDS_MPS[0])


def by_speed_alone(name: str, *, from_mps: float, to_mps: float) -> float | None:
    """Return by how much a measure differs at two speeds by speed alone, in its unit.

    Returns
    -------
    float or None
        None for a measure without a slope, for speeds beyond those that were measured, and for
        speeds more than ``FARTHEST_MPS`` apart.
    """
    slope = slope_per_mps(name)
    slowest, fastest = sorted((from_mps, to_mps))
    if slope is None or slowest < SPEEDS_MPS[0] or fastest > SPEEDS_MPS[-1]:
        return None
    apart_mps = to_mps - from_mps
    return slope * apart_mps if abs(apart_mps) <= FARTHEST_MPS else None
