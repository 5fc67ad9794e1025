"""One answer sheet in, one assessment out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from psoas.evidence import Verdict
from psoas.loop.assess.advise import advice, tightness
from psoas.loop.assess.believe import Believed, believe
from psoas.loop.assess.dispose import Disposed, Rules, dispose
from psoas.loop.assess.drivers import rank_drivers
from psoas.loop.assess.findings import with_findings
from psoas.loop.assess.model import (
    Assessment,
    Disposition,
    Driver,
    Question,
    RankedDriver,
    Running,
    Weight,
)
from psoas.loop.assess.probe import Probe
from psoas.loop.assess.sheet import VALID_DAYS
from psoas.loop.assess.worthwhile import most_worth
from psoas.loop.condition import Sheet
from psoas.loop.equipment import ALWAYS_THERE, Equipment

MOST_CONCERNS = 5
"""No more concerns than a worried runner can read; the reasons are never cut."""

ALWAYS_SAID = frozenset({"under-18", "blood-thinner", "steroids", "fluoroquinolone"})
"""What is about the person holds whatever the urgency: a guardian comes along (hazard H-09),
a prescribed medicine is not stopped (H-19)."""

_LOAD_DRIVERS = frozenset({Driver.LOAD_SPIKE, Driver.SPEED_OVERLOAD})


def assess(
    raw_sheet: Mapping[str, object],
    *,
    questions: Mapping[str, Question],
    rules: Rules,
    weights: Mapping[str, Weight],
    probes: Mapping[str, Probe] = MappingProxyType({}),
    observed: Sheet = MappingProxyType({}),
    owned: frozenset[Equipment] = ALWAYS_THERE,
    free_text: object = None,
    age: object = None,
    sex: object = None,
    needed: frozenset[str] = frozenset(),
) -> Assessment:
    """Assess one answer sheet.

    Parameters
    ----------
    raw_sheet
        Answers by key, as they came in.
    questions, rules, weights, probes
        From the shelf, by key and id.
    observed
        What watch and clip show. It speaks to the drivers and to what is worth doing next;
        the disposition never sees it (hazard H-25).
    owned
        What the runner has.
    free_text
        The runner's own words; they can raise an answer and never lower one.
    age, sex
        As stated beside the sheet. Of two ages the younger is used, and the more urgent
        of what either gives; of two sexes none is believed.
    needed
        Questions that must be answered beside the essential ones.

    Raises
    ------
    SheetErrors
        With every answer that cannot be true or is not understood.
    """
    believed = believe(raw_sheet, questions=questions, free_text=free_text, age=age, sex=sex)
    disposed = _most_urgent(believed, questions=questions, rules=rules, needed=needed)
    found = with_findings(believed.sheet)
    trains = disposed.disposition.trains
    told = {**found, **observed}
    drivers = rank_drivers(told, weights) if trains else ()
    worth = most_worth(told, weights=weights, probes=probes.values(), owned=owned) if trains else ()
    return Assessment(
        disposition=disposed.disposition,
        running=eased(disposed.running, drivers),
        reasons=disposed.reasons,
        drivers=drivers,
        concerns=_concerns(disposed.disposition, disposed.reasons, rules),
        advice=advice(found, drivers) if trains else (),
        tightness=tightness(found) if trains and not found.get("nothing_felt") else (),
        notes=("assessment.rescreen",) if _out_of_date(believed.sheet) else (),
        unknown=disposed.unknown,
        raised=believed.raised,
        asked_again=believed.asked_again,
        to_measure=tuple(m for each in worth if (m := probes[each.probe].measure)),
        next_tests=worth,
    )


def _most_urgent(
    believed: Believed,
    *,
    questions: Mapping[str, Question],
    rules: Rules,
    needed: frozenset[str],
) -> Disposed:
    """Dispose for every age that was stated; the most urgent outcome holds."""
    outcomes = [
        dispose(
            with_findings({**believed.sheet, "age_years": age}), rules, questions, needed=needed
        )
        for age in believed.ages or (None,)
    ]
    return max(outcomes, key=lambda each: each.disposition.urgency)


def eased(running: Running, drivers: tuple[RankedDriver, ...]) -> Running:
    """Ease running where the load itself is a named driver."""
    if running is Running.CONTINUE and any(each.driver in _LOAD_DRIVERS for each in drivers):
        return Running.MODIFY
    return running


def _out_of_date(sheet: Sheet) -> bool:
    """Whether the last check that is named is older than a check may be (hazard H-11)."""
    days = sheet.get("last_check_days_ago")
    return isinstance(days, int | float) and days > VALID_DAYS


def _concerns(
    disposition: Disposition, reasons: tuple[Verdict, ...], rules: Rules
) -> tuple[str, ...]:
    """Return what to say of the rules that fired, at the deciding level and the one below.

    A watched programme's advice is not given to a runner who must be seen first.
    """
    least = disposition.urgency - 1
    if disposition is Disposition.CLINICIAN:
        least = disposition.urgency
    told = {
        key: reason.rule in ALWAYS_SAID
        for reason in reasons
        if Disposition(reason.level).urgency >= least or reason.rule in ALWAYS_SAID
        for key in rules[reason.rule].say[1:]
    }
    always = [key for key, said in told.items() if said][:MOST_CONCERNS]
    others = [key for key in told if key not in always][: MOST_CONCERNS - len(always)]
    return tuple(key for key in told if key in (*others, *always))
