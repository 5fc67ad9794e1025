"""What may be done instead of an exercise: too sore for it, or nothing to do it with."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import attrs
from attrs import frozen

from psoas.app.plan.briefing import brief_again
from psoas.app.plan.exercising import Offer, offer
from psoas.app.state import State
from psoas.library import Shelf
from psoas.library.crosslinks import swaps
from psoas.loop.exercise import Exercise, sides
from psoas.loop.prescription import Prescription, prescribe
from psoas.programme import Brief, Plan, Session, breaches

MOST = 4
"""As many as are read with one look. Our own convention."""


#: Rules of how a session is put together, not of what a body bears: a circuit of which one part
#: hurts is done without that part.
COMPOSING = frozenset({"circuit_whole"})


class Reason(StrEnum):
    """Why an exercise is swapped."""

    PAIN = "pain"
    EQUIPMENT = "equipment"


@frozen(kw_only=True)
class Swap:
    """One exercise in place of another.

    *easier* is one that leads up to it; *bare* needs nothing that is not always there.
    """

    exercise: Exercise
    done_as: Prescription
    easier: bool
    bare: bool

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What it helps with: whoever has nothing at hand is shown what needs nothing."""
        return (Reason.PAIN, Reason.EQUIPMENT) if self.bare else (Reason.PAIN,)


def _broken(plan: Plan, brief: Brief, shelf: Shelf) -> set[tuple[str, str]]:
    found = breaches(plan, brief, shelf.exercises, limits=shelf.limits)
    return {(each.constraint, each.because) for each in found if each.constraint not in COMPOSING}


def _shelved(plan: Plan, shelf: Shelf) -> bool:
    """Return whether the shelf still has all that the plan names."""
    named = (each.exercise for session in plan.sessions for each in session.prescriptions)
    return all(name in shelf.exercises for name in named)


def _with(plan: Plan, session: Session) -> Plan:
    """Return *plan* with *session* in place of the one of its id."""
    days = tuple(
        attrs.evolve(
            day,
            sessions=tuple(session if each.id == session.id else each for each in day.sessions),
        )
        for day in plan.days
    )
    return attrs.evolve(plan, days=days)


def _minutes(prescriptions: tuple[Prescription, ...]) -> float:
    return round(sum(each.seconds for each in prescriptions) / 60, 1)


def _swapped(session: Session, old: Prescription, new: Prescription, shelf: Shelf) -> Session:
    prescriptions = tuple(new if each is old else each for each in session.prescriptions)
    besides_min = session.minutes - _minutes(session.prescriptions)
    return attrs.evolve(
        session,
        prescriptions=prescriptions,
        minutes=round(_minutes(prescriptions) + besides_min, 1),
        heavy=any(shelf.exercises[each.exercise].heavy for each in prescriptions),
    )


def _candidates(exercise: Exercise, found: Offer) -> Iterator[tuple[Exercise, bool]]:
    """Yield what leads up to it, then what does its work, each once, nothing harder."""
    given = {each.id: each for each in found.given}
    easier = [given[name] for name in exercise.easier if name in given]
    same = swaps(exercise, found.given, owned=found.brief.owned)
    for each in dict.fromkeys((*easier, *same)):
        if found.possible(each) and (exercise.heavy or not each.heavy):
            yield each, each in easier


def _done_as(other: Exercise, each: Prescription, found: Offer, shelf: Shelf) -> Prescription:
    """Return the least of its dose, and never more sets than were planned."""
    least = prescribe(
        other, sides=sides(other.side, found.brief.tight), progress_ratio=0.0, limits=shelf.limits
    )
    return prescribe(
        other,
        sides=sides(other.side, found.brief.tight),
        progress_ratio=0.0,
        fewer_sets=max(0, least.sets - each.sets),
        limits=shelf.limits,
    )


def swaps_of(session: Session, state: State, *, shelf: Shelf) -> dict[str, tuple[Swap, ...]]:
    """Return what may replace each exercise of a session today.

    Parameters
    ----------
    session
        As it is shown today.
    state
        Where the runner stands.
    shelf
        The exercises.

    Returns
    -------
    dict
        By the planned exercise, the easier ones first, at most four that need nothing among
        them or not; empty where nothing fits. Only what the runner is given, what is not in
        the session already, and what breaks no rule of the plan that it keeps now.
    """
    found = offer(state, shelf=shelf)
    if found is None or state.plan is None or not _shelved(state.plan.plan, shelf):
        return {}
    kept = state.plan.plan
    brief = brief_again(state, state.plan, shelf=shelf)
    plan = _with(kept, session)
    broken = _broken(plan, brief, shelf)
    inside = {each.exercise for each in session.prescriptions}
    out: dict[str, tuple[Swap, ...]] = {}
    for each in session.prescriptions:
        taken: list[Swap] = []
        for other, is_easier in _candidates(shelf.exercises[each.exercise], found):
            if other.id in inside or len(taken) == MOST:
                continue
            done_as = _done_as(other, each, found, shelf)
            new = _with(plan, _swapped(session, each, done_as, shelf))
            if not _broken(new, brief, shelf) - broken:
                bare = other.possible_with(frozenset())
                swap = Swap(exercise=other, done_as=done_as, easier=is_easier, bare=bare)
                taken.append(swap)
        out[str(each.exercise)] = tuple(taken)
    return out
