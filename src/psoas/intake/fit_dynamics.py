"""Running dynamics, each with its source: the device's own and each app's apart.

The same foot strike differs by 3 % in contact time and 15 % in vertical oscillation
between two sensors (files.md C7), so values of two sources are never one series. A key is
``<source>:<name>_<unit>``: ``native:contact_ms``, ``stryd:contact_ms``.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from psoas.intake.fit_columns import Messages, Numbers
from psoas.intake.fit_developer import Description, developer_columns

NATIVE = "native"
#: The device's own fields, in the profile's units; power is that of running or of a pedal.
NATIVE_FIELDS = (
    "contact_ms",
    "contact_share_pct",
    "contact_balance_left_pct",
    "oscillation_mm",
    "oscillation_ratio_pct",
    "step_length_mm",
    "power_w",
)
#: What apps call theirs, in small letters, to the name of the measure and its unit.
NAMES = {
    "ground time": ("contact", "ms"),
    "ground contact time": ("contact", "ms"),
    "contact time": ("contact", "ms"),
    "stance time": ("contact", "ms"),
    "vertical oscillation": ("oscillation", "mm"),
    "vertical ratio": ("oscillation_ratio", "pct"),
    "step length": ("step_length", "mm"),
    "power": ("power", "w"),
    "form power": ("form_power", "w"),
    "air power": ("air_power", "w"),
    "leg spring stiffness": ("stiffness", "kn_per_m"),
    "impact loading rate": ("loading_rate", "bw_per_s"),
}
#: What apps call their units, in small letters, to ours and the factor between them. A field
#: in any other unit, or in none, is left alone.
UNITS = {
    "ms": ("ms", 1.0),
    "milliseconds": ("ms", 1.0),
    "s": ("ms", 1000.0),
    "seconds": ("ms", 1000.0),
    "mm": ("mm", 1.0),
    "millimeters": ("mm", 1.0),
    "cm": ("mm", 10.0),
    "centimeters": ("mm", 10.0),
    "m": ("mm", 1000.0),
    "meters": ("mm", 1000.0),
    "%": ("pct", 1.0),
    "percent": ("pct", 1.0),
    "w": ("w", 1.0),
    "watts": ("w", 1.0),
    "kn/m": ("kn_per_m", 1.0),
    "bw/s": ("bw_per_s", 1.0),
}
#: No step has no length and no contact takes no time: 0 is a sensor that saw none.
NEVER_ZERO = frozenset(
    {
        *("contact", "contact_share", "contact_balance_left"),
        *("oscillation", "oscillation_ratio", "step_length", "stiffness"),
    }
)


def dynamics_of(messages: Messages) -> dict[str, Numbers]:
    """Return the running dynamics of the records that hold any value.

    Returns
    -------
    dict of str to numpy.ndarray
        By source and name with unit; of the length of the records, NaN where not measured.
    """
    found: dict[str, Numbers] = {}
    for key, values in (*_native(messages), *_of_apps(messages)):
        if not np.isnan(values).all():
            known = found.get(key)  # two fields of one app for the same: the first that knows
            found[key] = values if known is None else np.where(np.isnan(known), values, known)
    return found


def _native(messages: Messages) -> Iterator[tuple[str, Numbers]]:
    numbers = messages.kind("record").numbers
    for name in NATIVE_FIELDS:
        if name in numbers:
            yield f"{NATIVE}:{name}", _nonzero(numbers[name], name.rpartition("_")[0])


def _of_apps(messages: Messages) -> Iterator[tuple[str, Numbers]]:
    for description, values in developer_columns(messages, wanted=_is_dynamics).items():
        named = _named(description)
        if named is not None:
            name, unit, factor = named
            yield f"{description.app}:{name}_{unit}", _nonzero(values * factor, name)


def _named(description: Description) -> tuple[str, str, float] | None:
    """Return our name, unit and factor of a developer field, None where it is no dynamics."""
    name, unit = NAMES.get(description.name.lower().replace("_", " "), (None, None))
    own_unit, factor = UNITS.get(description.units.lower(), (None, 1.0))
    return None if name is None or unit is None or unit != own_unit else (name, unit, factor)


def _is_dynamics(description: Description) -> bool:
    return _named(description) is not None


def _nonzero(values: Numbers, name: str) -> Numbers:
    return np.where(values == 0, np.nan, values) if name in NEVER_ZERO else values
