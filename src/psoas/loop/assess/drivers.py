"""What may drive the tightness: additive weights of evidence, for and against.

Each driver starts from a prior log-odds and gains or loses what each finding weighs.
Findings of one family tell the same thing (an answer and the watch on the same run):
of those that agree the strongest counts, once; of those that disagree both count, and
it is said. The sums rank hypotheses; they are not probabilities, and where they are shown
as points of 100 it is said that they are no chance. Priors, weights and cut points are our
own convention: no data on them was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from psoas.evidence import Verdict
from psoas.loop.assess.dispose import shown_values
from psoas.loop.assess.model import Driver, RankedDriver, Weight
from psoas.loop.condition import Sheet
from psoas.quantity import Answer

#: Log-odds before any finding, in the order of consensus: load > hip-flexor capacity =
#: trunk > hip girdle > running form > mobility (science.md section 4.4: no data). Speed
#: counts as load; sitting, "rarely sole" (section 9.3), stands with mobility.
PRIORS: Mapping[Driver, float] = {
    Driver.LOAD_SPIKE: -1.4,
    Driver.SPEED_OVERLOAD: -1.4,
    Driver.HIP_FLEXOR_WEAKNESS: -1.6,
    Driver.CORE_PELVIC_CONTROL: -1.6,
    Driver.GLUTE_GIRDLE_WEAKNESS: -1.8,
    Driver.OVERSTRIDE_LOW_CADENCE: -2.0,
    Driver.RESTRICTED_EXTENSION: -2.2,
    Driver.PROLONGED_SITTING: -2.2,
}

LEAST_EVIDENCE = 1.0
"""Log-odds a driver must gain to be named: one test, or two soft signs. Our own convention."""

MEDIUM_FROM, HIGH_FROM = 0.0, 1.5
"""Sums from which the confidence is medium and high. Our own convention."""

MOST_NAMED = 3
"""No more than three drivers are named (hazard H-14)."""


def rank_drivers(
    sheet: Sheet,
    weights: Mapping[str, Weight],
    priors: Mapping[Driver, float] = PRIORS,
) -> tuple[RankedDriver, ...]:
    """Return at most three drivers, best supported first; none is *not enough to say*.

    Parameters
    ----------
    sheet
        A checked sheet with its findings, and with what watch and clip show. What was not
        measured weighs nothing.
    weights
        By id.
    priors
        Log-odds before any finding, by driver.
    """
    held = holding(sheet, weights)
    ranked = (_ranked(driver, sheet, held[driver], priors[driver]) for driver in Driver)
    named = [each for each in ranked if _is_supported(each, priors[each.driver])]
    return tuple(sorted(named, key=lambda each: -each.log_odds)[:MOST_NAMED])


def driver_log_odds(
    sheet: Sheet, weights: Mapping[str, Weight], priors: Mapping[Driver, float] = PRIORS
) -> dict[Driver, float]:
    """Return the log-odds of every driver, named or not; as ``rank_drivers`` adds them up."""
    held = holding(sheet, weights)
    return {driver: round(priors[driver] + _counted(held[driver]).log_odds, 6) for driver in Driver}


def holding(sheet: Sheet, weights: Mapping[str, Weight]) -> dict[Driver, list[Weight]]:
    """Return the weights whose conditions all hold, by driver; an unknown holds nothing."""
    held: dict[Driver, list[Weight]] = {driver: [] for driver in Driver}
    for weight in weights.values():
        if all(condition.holds(sheet) is Answer.YES for condition in weight.when):
            held[weight.driver].append(weight)
    return held


class _Counted(NamedTuple):
    """What the weights of one driver come to."""

    log_odds: float
    told_twice: tuple[str, ...] = ()
    disagree: tuple[str, ...] = ()


def _counted(held: Sequence[Weight]) -> _Counted:
    alone = sum(each.log_odds for each in held if not each.family)
    families = dict.fromkeys(each.family for each in held if each.family)
    counts = [_family(name, [w for w in held if w.family == name]) for name in families]
    return _Counted(
        log_odds=alone + sum(each.log_odds for each in counts),
        told_twice=tuple(name for each in counts for name in each.told_twice),
        disagree=tuple(name for each in counts for name in each.disagree),
    )


def _family(name: str, held: Iterable[Weight]) -> _Counted:
    """Count the strongest strand for and the strongest against; a strand adds up."""
    strands: dict[str, list[Weight]] = {}
    for weight in held:
        strands.setdefault(weight.strand or weight.told_by.value, []).append(weight)
    sums = {strand: sum(w.log_odds for w in of_it) for strand, of_it in strands.items()}
    speaks_for = max(sums, key=lambda strand: sums[strand])
    against = min(sums, key=lambda strand: sums[strand])
    counted = {s for s, sign in ((speaks_for, 1), (against, -1)) if sign * sums[s] > 0}
    silent = [w for strand, of_it in strands.items() if strand not in counted for w in of_it]
    return _Counted(
        log_odds=sum(sums[strand] for strand in counted),
        told_twice=tuple(weight.id for weight in silent),
        disagree=(name,) if len(counted) > 1 else (),
    )


def _is_supported(ranked: RankedDriver, prior: float) -> bool:
    """Whether the findings, and not the prior, speak for it."""
    return round(ranked.log_odds - prior, 6) >= LEAST_EVIDENCE


def _ranked(driver: Driver, sheet: Sheet, held: Sequence[Weight], prior: float) -> RankedDriver:
    counted = _counted(held)
    log_odds = round(prior + counted.log_odds, 6)
    return RankedDriver(
        driver=driver,
        log_odds=log_odds,
        confidence=_confidence(log_odds),
        evidence=tuple(_verdict(each, sheet) for each in held),
        told_twice=counted.told_twice,
        disagree=counted.disagree,
    )


def _confidence(log_odds: float) -> str:
    if log_odds < MEDIUM_FROM:
        return "low"
    return "medium" if log_odds < HIGH_FROM else "high"


def _verdict(weight: Weight, sheet: Sheet) -> Verdict:
    keys = (*(condition.key for condition in weight.when), *weight.shows)
    return Verdict(
        rule=weight.id,
        answer=Answer.YES,
        level="for" if weight.log_odds > 0 else "against",
        text=weight.text,
        values=shown_values(sheet, keys),
        sources=weight.sources,
        grade=weight.grade,
    )
