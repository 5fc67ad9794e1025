"""What may drive the tightness: additive weights of evidence, for and against.

Each driver starts from a prior log-odds and gains or loses what each finding weighs.
The sums rank hypotheses; they are not probabilities, and are never shown as such.
Priors, weights and cut points are our own convention: no data on them was found.
"""

from __future__ import annotations

from collections.abc import Mapping

from psoas.evidence import Verdict
from psoas.loop.assess.dispose import shown_values
from psoas.loop.assess.model import Driver, RankedDriver, Weight
from psoas.loop.condition import Sheet
from psoas.quantity import Answer, all_of

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
        A checked sheet with its findings. What was not measured weighs nothing.
    weights
        By id.
    priors
        Log-odds before any finding, by driver.
    """
    ranked = (_weighed(driver, sheet, weights, priors[driver]) for driver in Driver)
    named = [each for each in ranked if _is_supported(each, priors[each.driver])]
    return tuple(sorted(named, key=lambda each: -each.log_odds)[:MOST_NAMED])


def _is_supported(ranked: RankedDriver, prior: float) -> bool:
    """Whether the findings, and not the prior, speak for it."""
    return round(ranked.log_odds - prior, 6) >= LEAST_EVIDENCE


def _weighed(
    driver: Driver, sheet: Sheet, weights: Mapping[str, Weight], prior: float
) -> RankedDriver:
    found = [each for each in weights.values() if each.driver is driver and _holds(each, sheet)]
    log_odds = round(prior + sum(each.log_odds for each in found), 6)
    return RankedDriver(
        driver=driver,
        log_odds=log_odds,
        confidence=_confidence(log_odds),
        evidence=tuple(_verdict(each, sheet) for each in found),
    )


def _holds(weight: Weight, sheet: Sheet) -> bool:
    return all_of(condition.holds(sheet) for condition in weight.when) is Answer.YES


def _confidence(log_odds: float) -> str:
    if log_odds < MEDIUM_FROM:
        return "low"
    return "medium" if log_odds < HIGH_FROM else "high"


def _verdict(weight: Weight, sheet: Sheet) -> Verdict:
    return Verdict(
        rule=weight.id,
        answer=Answer.YES,
        level="for" if weight.log_odds > 0 else "against",
        text=weight.text,
        values=shown_values(sheet, tuple(condition.key for condition in weight.when)),
        sources=weight.sources,
        grade=weight.grade,
    )
