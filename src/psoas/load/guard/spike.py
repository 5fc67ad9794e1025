"""G1: a run against the longest of the thirty days before it [source:frandsen-2025]."""

from __future__ import annotations

from math import floor

from psoas.evidence import Limits, Verdict
from psoas.load.guard.model import ruled
from psoas.load.guard.past import Peak, has_baseline
from psoas.load.model import Light


def cap_km(longest_m: float, share_ratio: float) -> float:
    """Return a share of a distance in km, rounded down to a hundred metres."""
    return floor(round(longest_m / 100 * share_ratio, 6)) / 10


def spike(distance_m: float | None, before: Peak, *, limits: Limits) -> Verdict:
    """Judge a distance by the longest run before it, green up to 1.10 times it.

    Amber above, red above 2.00 times; unknown where there is no baseline (fewer than 3 runs, or
    none of 3 km) or no distance.
    """
    window_days = int(limits["guard-window"].value)
    needed = int(limits["guard-baseline-runs"].value)
    limit_ratio = limits["guard-spike"].value
    if distance_m is None:
        return ruled(
            "G1",
            Light.UNKNOWN,
            "guard.no-distance",
            limits=limits,
            limit="guard-spike",
            limit_ratio=limit_ratio,
            window_days=window_days,
        )
    if before.most is None or not has_baseline(before, limits):
        return ruled(
            "G1",
            Light.UNKNOWN,
            "guard.no-baseline",
            limits=limits,
            limit="guard-baseline-runs",
            runs=before.n,
            needed=needed,
            distance_km=round(distance_m / 1000, 2),
        )
    ratio = round(distance_m / before.most, 6)  # metres of a kilometre; keeps 1.10 exact
    grade, level = _class(ratio, limits)
    return ruled(
        "G1",
        level,
        f"guard.spike-{grade}",
        limits=limits,
        limit="guard-spike",
        distance_km=round(distance_m / 1000, 2),
        longest_km=round(before.most / 1000, 2),
        longest_on=before.on.isoformat() if before.on else "",
        ratio=round(ratio, 2),
        limit_ratio=limit_ratio,
        cap_km=cap_km(before.most, limit_ratio),
        window_days=window_days,
    )


def _class(ratio: float, limits: Limits) -> tuple[str, Light]:
    """Classes of the cohort: each bound belongs to the class below it."""
    if ratio <= limits["guard-spike"].value:
        return "none", Light.GREEN
    if ratio <= limits["guard-spike-moderate"].value:
        return "small", Light.AMBER
    if ratio <= limits["guard-spike-large"].value:
        return "moderate", Light.AMBER
    return "large", Light.RED
