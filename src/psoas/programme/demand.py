"""How many sets a week each target asks for, and how much it matters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from attrs import frozen

from psoas.evidence import Limits
from psoas.load.model import Light
from psoas.loop.exercise import Target
from psoas.loop.reload.choose import TARGETS_BY_DRIVER, WHOLE_SESSION
from psoas.programme.model import Brief
from psoas.programme.place import days_to_race

#: Three sets, three times a week, as in the trials of hip-flexor strength
#: [source:thorborg-2016] [source:deane-2005]; three sets twice a week for the others
#: (science.md 9.1) [source:psoas-convention].
SETS_OF_DRIVER, SETS_OF_OTHERS = 9.0, 6.0
#: Push and calf carry less of the work. [source:psoas-convention]
SETS_OF_PUSH = 3.0
SMALLER = {Target.UPPER_PUSH: SETS_OF_PUSH, Target.HAMSTRINGS: 3.0, Target.CALF: 3.0}
#: What a missing set of the first, the second and any other driver's target costs beside
#: that of the rest. [source:psoas-convention]
WEIGHTS = (30.0, 20.0, 15.0)
WEIGHT_OF_OTHERS, WEIGHT_OF_SMALLER = 10.0, 4.0


class Phase(StrEnum):
    """What a week is for."""

    SETTLE = "settle"
    """It hurts: relief first, nothing heavy (science.md 9.1)."""
    BUILD = "build"
    DELOAD = "deload"
    TAPER = "taper"
    AFTER = "after"
    """After the race."""


@frozen(kw_only=True)
class Demand:
    """Sets a week, and the cost of missing all of them."""

    sets: float
    weight: float


def irritable(brief: Brief, limits: Limits) -> bool:
    """Say whether it hurts enough to settle first: pain above 3, or a red light."""
    worst = brief.worst_pain_nrs
    hurts = worst is not None and worst > limits["settle-pain"].value
    return hurts or brief.light is Light.RED


def phase_of(brief: Brief, week: int, *, limits: Limits) -> Phase:
    """Return what a week of the plan, counted from 0, is for."""
    last = brief.start_on + timedelta(days=7 * week + 6)
    ahead = days_to_race(brief, last)
    if brief.race_on is not None and last - timedelta(days=6) > brief.race_on:
        return Phase.AFTER
    if brief.race_on is not None and (ahead is None or ahead < limits["taper-days"].value):
        return Phase.TAPER
    if week < limits["settle-weeks"].value and irritable(brief, limits):
        return Phase.SETTLE
    if week and (week + 1) % limits["deload-every"].value == 0:
        return Phase.DELOAD
    return Phase.BUILD


def _share_ratio(phase: Phase, brief: Brief, limits: Limits) -> float:
    ratio = {
        Phase.DELOAD: limits["deload-ratio"].value,
        Phase.TAPER: limits["taper-ratio"].value,
        Phase.AFTER: limits["taper-ratio"].value,
        Phase.SETTLE: limits["taper-ratio"].value,
    }.get(phase, 1.0)
    keeps = limits["keep-ratio"].value if brief.programme.keeps_only else 1.0
    return min(ratio, keeps)


def demand_of(brief: Brief, phase: Phase, *, limits: Limits) -> Mapping[Target, Demand]:
    """Return what a week asks for.

    Parameters
    ----------
    brief
        Drivers and programme.
    phase
        What the week is for: a deload, a taper or settling asks for less.

    Returns
    -------
    mapping
        By target; the first driver's targets weigh most.
    """
    ratio = _share_ratio(phase, brief, limits)
    wanted: dict[Target, Demand] = {}
    for place, driver in enumerate(brief.drivers):
        for target in TARGETS_BY_DRIVER.get(driver, ()):
            weight = WEIGHTS[min(place, len(WEIGHTS) - 1)]
            wanted.setdefault(target, Demand(sets=SETS_OF_DRIVER, weight=weight))
    for target in WHOLE_SESSION:
        sets = SMALLER.get(target, SETS_OF_OTHERS)
        wanted.setdefault(target, Demand(sets=sets, weight=WEIGHT_OF_OTHERS))
    for target, sets in SMALLER.items():
        wanted.setdefault(target, Demand(sets=sets, weight=WEIGHT_OF_SMALLER))
    for target, sets in brief.programme.sets.items():
        before = wanted.get(target)
        weight = max(WEIGHT_OF_OTHERS, before.weight if before else 0.0)
        wanted[target] = Demand(sets=max(sets, before.sets if before else 0.0), weight=weight)
    return {
        target: Demand(sets=ratio * each.sets, weight=each.weight)
        for target, each in wanted.items()
    }
