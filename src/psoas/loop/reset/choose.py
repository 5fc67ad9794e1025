"""Which short drills, in what order."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from psoas.loop.condition import Sheet
from psoas.loop.equipment import Equipment
from psoas.loop.exercise import Exercise, Stage, Target

#: What belongs to the day and not to a session.
OF_THE_DAY = frozenset({"desk-break"})
#: A warm-up takes a few moves. [source:psoas-convention]
MOST_WARM_UP = 3
#: Relief drills up to this level are for everybody: the three mobility drills are given to any
#: runner, to be done with less reach if needed [source:s1-whitt-mobility].
RELIEF_LEVEL = 2
#: A held stretch is a drill only where a pelvis-held Thomas test shows a true restriction
#: or the runner reports relief from it; sources.md, "Where they disagree".
RESTRICTION_KEYS = ("thomas_pelvis_held", "thomas_thigh_above_horizontal_deg")


#: Held stretches in one session at most (science.md 9.1). [source:psoas-convention]
MOST_HELD = 2


class Moment(StrEnum):
    """When in the day drills are done, about a run."""

    BEFORE_RUN = "before-run"
    AFTER_RUN = "after-run"
    APART = "apart"


def truly_restricted(sheet: Sheet) -> bool:
    """Say whether a pelvis-held Thomas test found the thigh above horizontal.

    Parameters
    ----------
    sheet
        Answers; an uncontrolled or missing test is not a restriction.

    Returns
    -------
    bool
        True only where the pelvis was held and the thigh stayed above horizontal.
    """
    held, above_deg = (sheet.get(key) for key in RESTRICTION_KEYS)
    return held is True and isinstance(above_deg, int | float) and above_deg > 0


def is_held(exercise: Exercise) -> bool:
    """Say whether an exercise is passive: held, not repeated."""
    return exercise.dose.hold_s is not None and exercise.dose.reps is None


def choose_drills(
    exercises: Iterable[Exercise],
    *,
    sheet: Sheet,
    owned: frozenset[Equipment],
    kept: frozenset[str] = frozenset(),
    dropped: frozenset[str] = frozenset(),
    moment: Moment = Moment.APART,
    most_held: int = MOST_HELD,
) -> tuple[Exercise, ...]:
    """Choose relief drills this runner may do, active ones first.

    Parameters
    ----------
    exercises
        The shelf.
    sheet
        The runner's answers: they rule drills out.
    owned
        What the runner has.
    kept, dropped
        What the runner's own trials kept and dropped: the first lead, the others are out.
    moment
        Held stretches are for after a run or apart from it: before a run only what moves
        [source:s2-lister-five-ways].
    most_held
        How many held stretches there are to choose from; a session takes two at most.

    Returns
    -------
    tuple of Exercise
        Prescribable, possible, not ruled out; active drills, mobility first. Held stretches
        only where a pelvis-held test shows a true restriction, then one of them leads; or where
        the runner's own trial kept them. At most two, never all of the session.
    """
    able = [
        each
        for each in exercises
        if Stage.RESET in each.stages
        and each.id not in OF_THE_DAY
        and each.prescribable
        and each.id not in dropped
        and each.possible_with(owned)
        and not each.ruled_out_by(sheet)
    ]
    able.sort(
        key=lambda each: (each.id not in kept, Target.MOBILITY not in each.targets, each.code)
    )
    restricted = truly_restricted(sheet)
    active = [each for each in able if not is_held(each)]
    held = [each for each in able if is_held(each) and (restricted or each.id in kept)]
    if moment is Moment.BEFORE_RUN or not active:
        held = []
    leads = held[:1] if restricted else []
    return (*leads, *active, *held[len(leads) : most_held])


def choose_warm_up(
    exercises: Iterable[Exercise], *, sheet: Sheet, owned: frozenset[Equipment]
) -> tuple[Exercise, ...]:
    """Choose what moves before a run: dynamic, never held [source:s2-lister-five-ways].

    Parameters
    ----------
    exercises
        The shelf.
    sheet, owned
        What rules moves out, and what the runner has.

    Returns
    -------
    tuple of Exercise
        The easiest first, at most three.
    """
    able = [
        each
        for each in exercises
        if Stage.WARM_UP in each.stages
        and each.prescribable
        and not is_held(each)
        and each.level[0] <= RELIEF_LEVEL
        and each.possible_with(owned)
        and not each.ruled_out_by(sheet)
    ]
    able.sort(key=lambda each: (each.level[0], each.code))
    return tuple(able[:MOST_WARM_UP])
