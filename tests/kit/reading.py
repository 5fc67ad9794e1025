"""Reading a file that holds one activity."""

from __future__ import annotations

from psoas.intake.apple import read_workout
from psoas.intake.fit import read_fit
from psoas.intake.gpx import read_gpx
from psoas.intake.tcx import read_tcx
from psoas.runs.model import Recording


def one_fit(data: bytes, **told: str) -> Recording:
    (one,) = read_fit(data, **told)
    return one


def one_gpx(data: bytes, **told: str) -> Recording:
    (one,) = read_gpx(data, **told)
    return one


def one_tcx(data: bytes, **told: str) -> Recording:
    (one,) = read_tcx(data, **told)
    return one


def one_workout(data: bytes, **told: str) -> Recording:
    (one,) = read_workout(data, **told)
    return one
