"""Planned runs for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from psoas.load.planned import PlannedPart
from psoas.programme import RunKind
from psoas.programme.calendar import PlannedDay


def planned_run(on: date, **changes: Any) -> PlannedDay:
    """A tempo run of 10 km, with one thing changed."""
    plain = {
        "id": f"{on}-tempo",
        "on": on,
        "kind": RunKind.HARD,
        "title": "Tempo 10 km",
        "distance_m": 10_000.0,
        "duration_s": 3000.0,
        "parts": (PlannedPart(distance_m=10_000.0, speed_mps=10 / 3),),
        "came_from": "plan.csv",
    }
    return PlannedDay(**(plain | changes))
