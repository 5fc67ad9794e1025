"""Hip-flexor load, assessment and rehab for runners: test, reset, reload, retrain, retest.

The names below load what they need when they are first used; ``import psoas`` itself
costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from psoas.app.api import assess, battery, forecast, hip_flexor_load, plan, retest, thigh_angle
    from psoas.app.files.reading import Run, read_run
    from psoas.app.gait.files import write_gait
    from psoas.app.gait.measuring import gait, read_keypoints
    from psoas.app.gait.moment import read_motion, swing_moment
    from psoas.app.gait.pictures import gait_findings
    from psoas.errors import PsoasError
    from psoas.store.logbook import Logbook

_HOMES = {
    "Logbook": "psoas.store.logbook",
    "PsoasError": "psoas.errors",
    "Run": "psoas.app.files.reading",
    "assess": "psoas.app.api",
    "battery": "psoas.app.api",
    "forecast": "psoas.app.api",
    "gait": "psoas.app.gait.measuring",
    "gait_findings": "psoas.app.gait.pictures",
    "hip_flexor_load": "psoas.app.api",
    "plan": "psoas.app.api",
    "read_keypoints": "psoas.app.gait.measuring",
    "read_motion": "psoas.app.gait.moment",
    "read_run": "psoas.app.files.reading",
    "retest": "psoas.app.api",
    "swing_moment": "psoas.app.gait.moment",
    "thigh_angle": "psoas.app.api",
    "write_gait": "psoas.app.gait.files",
}

__all__ = [
    "Logbook",
    "PsoasError",
    "Run",
    "assess",
    "battery",
    "forecast",
    "gait",
    "gait_findings",
    "hip_flexor_load",
    "plan",
    "read_keypoints",
    "read_motion",
    "read_run",
    "retest",
    "swing_moment",
    "thigh_angle",
    "write_gait",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module 'psoas' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
