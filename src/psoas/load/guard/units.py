"""G3: hip-flexor units against the most of thirty days, where all exponents agree.

The thirty days are those of [source:frandsen-2025], the units are ours
[source:psoas-computed-load]: that the one may be asked of the other is an assumption.
"""

from __future__ import annotations

from psoas.evidence import Limits, Verdict
from psoas.load.guard.model import Exposure, ruled
from psoas.load.guard.past import AGREEING, Before
from psoas.load.model import Light


def units_spike(run: Exposure, before: Before, *, limits: Limits) -> Verdict:
    """Judge the units of a run; a statement needs m = 2, 4 and 7 to agree.

    Parameters
    ----------
    run
        Done or planned.
    before
        What came before it.
    limits
        How many runs a baseline needs, and how much more is a jump.

    Returns
    -------
    Verdict
        Amber where all three exceed 1.3 times their most of 30 days, green where none
        does; unknown where they disagree, there are no units or no baseline, or
        the speed of more than a small share is not known and the rest is not above.
    """
    limit_ratio = limits["guard-units"].value
    needed = int(limits["guard-baseline-runs"].value)
    if run.units is None:
        return _said(Light.UNKNOWN, "guard.units-unseen", limits, limit_ratio=limit_ratio)
    ratios: dict[int, float] = {}
    for m in AGREEING:
        peak = before.units.get(m)
        if peak is None or peak.n < needed or not peak.most or m not in run.units:
            return _said(
                Light.UNKNOWN,
                "guard.units-no-baseline",
                limits,
                runs=peak.n if peak else 0,
                needed=needed,
            )
        ratios[m] = round(run.units[m] / peak.most, 6)
    if run.is_partial(limits) and not all(ratio > limit_ratio for ratio in ratios.values()):
        return _said(Light.UNKNOWN, "guard.units-unseen", limits, limit_ratio=limit_ratio)
    return _agreed(ratios, limits, hip_units=round(run.units[4], 1))


def _said(level: Light, text: str, limits: Limits, **values: str | float) -> Verdict:
    return ruled("G3", level, text, limits=limits, limit="guard-units", **values)


def _agreed(ratio_by_m: dict[int, float], limits: Limits, *, hip_units: float) -> Verdict:
    limit_ratio = limits["guard-units"].value
    over = [m for m, ratio in ratio_by_m.items() if ratio > limit_ratio]
    values: dict[str, str | float] = {
        "units": hip_units,
        "limit_ratio": limit_ratio,
        **{f"m{m}_ratio": round(ratio, 2) for m, ratio in ratio_by_m.items()},
    }
    if not over:
        return _said(Light.GREEN, "guard.units-within", limits, **values)
    if len(over) == len(ratio_by_m):
        return _said(Light.AMBER, "guard.units-more", limits, **values)
    named = {
        "over": ", ".join(f"m = {m}" for m in over),
        "within": ", ".join(f"m = {m}" for m in ratio_by_m if m not in over),
    }
    return _said(Light.UNKNOWN, "guard.units-disagree", limits, **values, **named)
