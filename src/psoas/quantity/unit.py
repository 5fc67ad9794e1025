"""Units, where a unit is data: in the shelf's files and in what the runner enters."""

from __future__ import annotations

from attrs import Attribute

#: Each unit with what it measures. A limit may be compared only within one unit.
UNITS = {
    "s": "time",
    "min": "time",
    "h": "time",
    "week": "time",
    "day": "time",
    "deg": "angle",
    "km": "distance",
    "m": "distance",
    "cm": "length",
    "px": "length in a picture",
    "kg": "mass",
    "mps": "speed",
    "min_per_km": "pace",
    "spm": "cadence",
    "bpm": "heart rate",
    "nrs": "pain, 0 to 10",
    "reps": "count",
    "sets": "count",
    "yd": "distance",
    "count": "count",
    "pct": "share of 100",
    "ratio": "share of 1",
    "nm_per_kg": "moment per body mass",
    "bw": "force in body weights",
    "degc": "temperature",
    "years": "age",
    "units_week": "alcohol",
}


class UnitUnknown(ValueError):
    """A unit that is not in ``UNITS``."""


def check_unit(_instance: object, attribute: Attribute[str], value: str) -> None:
    """Refuse a unit that psoas does not know; an attrs validator."""
    if value not in UNITS:
        raise UnitUnknown(
            f"{attribute.name}: unknown unit {value!r}, expected one of {sorted(UNITS)}"
        )
