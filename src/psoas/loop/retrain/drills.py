"""Drills of running form and fast running: which, and from when on."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from psoas.evidence import Limits, Verdict
from psoas.loop.condition import Sheet
from psoas.loop.equipment import Equipment
from psoas.loop.exercise import Exercise, Stage, Target
from psoas.loop.saying import said
from psoas.quantity import Answer

#: Fast running, which waits for the exit of the strength room (science.md 8.2 and 9.1).
#: [source:psoas-convention]
FAST = frozenset({"strides", "uphill-strides"})


@frozen(kw_only=True)
class FormDrills:
    """What may be done now, and why fast running may or may not."""

    drills: tuple[Exercise, ...]
    verdict: Verdict


def choose_form_drills(
    exercises: Iterable[Exercise],
    *,
    sheet: Sheet,
    owned: frozenset[Equipment],
    level: int,
    week: int,
    strength_done: Answer,
    worst_pain_nrs: int | None,
    limits: Limits,
) -> FormDrills:
    """Choose the drills of running form, the gentlest first.

    Parameters
    ----------
    exercises
        The shelf.
    sheet, owned, level
        What rules drills out, what the runner has, and the highest level allowed.
    week
        Of the programme, from 1.
    strength_done
        Whether the exit test of the strength room is passed.
    worst_pain_nrs
        The worst of the last days; None counts as painful.
    limits
        From which week on, and how much pain.

    Returns
    -------
    FormDrills
        Marches, skips and switches with a pain of 0 to 2; strides on the flat and uphill from
        the sixth week on as well, where the exit test is passed. Runs by a cue are not drills.
    """
    first, amber = limits["strides-week"], limits["pain-amber"]
    calm = worst_pain_nrs is not None and worst_pain_nrs < amber.value
    fast = calm and week >= first.value and strength_done is Answer.YES
    able = [
        each
        for each in exercises
        if Stage.RETRAIN in each.stages
        and each.prescribable
        and each.dose.duration_min is None
        and {Target.RUNNING_FORM, Target.ILIOPSOAS} & set(each.targets)
        and each.level[0] <= level
        and each.possible_with(owned)
        and not each.ruled_out_by(sheet)
        and (fast or each.id not in FAST)
    ]
    able.sort(key=lambda each: (each.level[0], each.id in FAST, each.code))
    text = (
        "drills.fast"
        if fast
        else "drills.pain"
        if not calm
        else "drills.week"
        if week < first.value
        else "drills.strength-first"
        if strength_done is Answer.NO
        else "drills.strength-unknown"
    )
    return FormDrills(
        drills=tuple(able) if calm else (),
        verdict=said(
            first,
            text,
            rule="form-drills",
            answer=Answer.of(None if text == "drills.strength-unknown" else fast),
            level="fast" if fast else "form" if calm else "none",
            week=week,
            from_week=int(first.value),
            amber_nrs=int(amber.value),
        ),
    )
