"""Running dynamics as people read them: what, by whom, how much. Two sensors are never mixed."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

#: Of the keys ``<source>:<name>_<unit>``: what the name is called, with decimals and the unit.
LABELS = {
    "contact_ms": ("Contact time", 0, "ms"),
    "contact_share_pct": ("Contact, share of the step", 1, "%"),
    "contact_balance_left_pct": ("Contact on the left", 1, "%"),
    "oscillation_mm": ("Vertical oscillation", 0, "mm"),
    "oscillation_ratio_pct": ("Vertical ratio", 1, "%"),
    "step_length_mm": ("Step length", 0, "mm"),
    "power_w": ("Power", 0, "W"),
    "form_power_w": ("Form power", 0, "W"),
    "air_power_w": ("Air power", 0, "W"),
    "stiffness_kn_per_m": ("Leg spring stiffness", 1, "kN/m"),
    "loading_rate_bw_per_s": ("Loading rate", 1, "BW/s"),
}
OWN = "watch"


@frozen
class Told:
    """One measure of one sensor, ready to be shown."""

    name: str
    source: str
    shown: str


def dynamics_told(medians: Mapping[str, float]) -> tuple[Told, ...]:
    """Return medians of running dynamics with names and units.

    Parameters
    ----------
    medians
        By source and name with unit, such as ``native:contact_ms``; unknown names are left out.
    """
    told = []
    for key, value in medians.items():
        source, _, name = key.partition(":")
        if name not in LABELS:
            continue
        label, decimals, unit = LABELS[name]
        by = OWN if source == "native" else source.capitalize()
        told.append(Told(label, by, f"{value:.{decimals}f} {unit}"))
    return tuple(sorted(told, key=lambda each: (each.name, each.source)))
