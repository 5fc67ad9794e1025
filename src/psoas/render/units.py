"""Numbers as people read them: distance, pace, time, days, bands. Pace lives only here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from psoas.quantity import Band

#: The international mile.
MILE_M = 1609.344
#: Slower than this (about 33 min/km) is standing about, not a pace. Our own convention.
SLOWEST_PACED_MPS = 0.5
MISSING = "not known"

#: Units of the shelf as they are written behind a number.
SHOWN = {
    "deg": "°",
    "degc": "°C",
    "pct": "%",
    "min_per_km": "min/km",
    "nm_per_kg": "Nm/kg",
    "bw": "BW",
    "mps": "m/s",
    "spm": "steps/min",
    "bpm": "beats/min",
    "nrs": "of 10",
    "week": "weeks",
    "day": "days",
    "units_week": "units a week",
    "count": "",
    "ratio": "",
}


class System(StrEnum):
    """How the runner counts distance."""

    KM = "km"
    MILES = "miles"

    @property
    def metres(self) -> float:
        """Metres of one kilometre or mile."""
        return MILE_M if self is System.MILES else 1000.0

    @property
    def short(self) -> str:
        """What stands behind a distance."""
        return "mi" if self is System.MILES else "km"


def distance(metres: float | None, system: System) -> str:
    """Return a distance as ``12.4 km`` or ``7.7 mi``."""
    if metres is None:
        return MISSING
    return f"{metres / system.metres:.1f} {system.short}"


def pace(speed_mps: float | None, system: System) -> str:
    """Return a speed as ``5:32 min/km`` or ``8:54 min/mile``; standing about has no pace."""
    if speed_mps is None or speed_mps < SLOWEST_PACED_MPS:
        return MISSING
    minutes, seconds = divmod(round(system.metres / speed_mps), 60)
    per = "mile" if system is System.MILES else "km"
    return f"{minutes}:{seconds:02d} min/{per}"


def clock(seconds: float | None) -> str:
    """Return a duration as ``42:07`` or ``1:02:07``."""
    if seconds is None:
        return MISSING
    minutes, s = divmod(round(seconds), 60)
    hours, m = divmod(minutes, 60)
    return f"{hours}:{m:02d}:{s:02d}" if hours else f"{m}:{s:02d}"


def spoken(seconds: float) -> str:
    """Return a duration as ``45 s``, ``12 min`` or ``1 h 05 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def minutes(value_min: float) -> str:
    """Return minutes of a session as ``18 min``; less than one is ``under 1 min``."""
    return "under 1 min" if 0 < value_min < 1 else f"{round(value_min)} min"


def number(value: float | None, digits: int = 1) -> str:
    """Return a number with at most *digits* behind the point, without idle zeros."""
    if value is None:
        return MISSING
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def unit(name: str) -> str:
    """Return what stands behind a number in a unit of the shelf."""
    return SHOWN.get(name, name)


def quantity(value: float | None, unit_name: str, digits: int = 1) -> str:
    """Return a number with its unit, as ``12.5°`` or ``34 s``."""
    shown = unit(unit_name)
    if value is None or not shown:
        return number(value, digits)
    return number(value, digits) + ("" if shown in ("°", "%") else " ") + shown


def band(value: Band | None, unit_name: str, digits: int = 1) -> str:
    """Return a value with its interval, as ``2.4 BW (1.7–3.5)``."""
    if value is None:
        return MISSING
    low, central, high = (f"{each:.{digits}f}" for each in (value.low, value.central, value.high))
    return f"{central} {unit(unit_name)} ({low}–{high})"


def day(on: date) -> str:
    """Return a day as ``Tue 3 Mar 2026``."""
    return f"{on:%a} {on.day} {on:%b} {on.year}"


def day_near(on: date, *, today: date) -> str:
    """Return a day as ``today``, ``yesterday``, ``tomorrow``, or as ``Tue 3 Mar``."""
    near = {
        today: "today",
        today - timedelta(days=1): "yesterday",
        today + timedelta(days=1): "tomorrow",
    }
    if on in near:
        return near[on]
    return f"{on:%a} {on.day} {on:%b}" if on.year == today.year else day(on)


def time_of_day(at: datetime) -> str:
    """Return the time of day as ``07:05``."""
    return f"{at:%H:%M}"


def words(slug: str) -> str:
    """Return a slug as words: ``front_of_hip`` is ``front of hip``."""
    return slug.replace("_", " ").replace("-", " ")
