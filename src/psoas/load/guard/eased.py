"""Planned runs while the newest check says to run less: none longer than the longest, none fast."""

from __future__ import annotations

import attrs

from psoas.evidence import Limits
from psoas.load.guard.model import Judged, ruled
from psoas.load.model import Light


def beyond_check(planned: Judged, *, limits: Limits) -> Judged:
    """Return a planned run with one verdict more where it is more than the check allows.

    What the rules say of it stays: this can only be louder.
    """
    run, jump = planned.run, planned.by("G1").values
    longest_km, distance_km = jump.get("longest_km"), jump.get("distance_km")
    if isinstance(longest_km, float) and isinstance(distance_km, float):
        days, ratio = int(limits["guard-window"].value), limits["guard-eased"].value
        if distance_km > ratio * longest_km:
            return _louder(planned, "guard.check-longer", limits, longest_km=longest_km, days=days)
    if run.fast_m is not None and run.fast_m >= limits["guard-fast-distance"].value:
        return _louder(planned, "guard.check-fast", limits)
    return planned


def _louder(planned: Judged, text: str, limits: Limits, **values: float) -> Judged:
    said = ruled("check", Light.AMBER, text, limits=limits, limit="guard-eased", **values)
    return attrs.evolve(planned, verdicts=(*planned.verdicts, said))
