"""Constraints on what: each exercise of a plan may be done, is earned, and has its own dose."""

from __future__ import annotations

from collections import Counter
from math import isclose

from psoas.loop.exercise import Exercise, Range, sides
from psoas.loop.prescription import Prescription, timed
from psoas.loop.reload import level_after, level_allowed
from psoas.loop.reset import RELIEF_LEVEL, truly_restricted
from psoas.programme.breach import Breach, Checked, Found, contents
from psoas.programme.model import SessionKind
from psoas.programme.things import NAMED_SETS, WHOLE


def possible(checked: Checked) -> Found:
    """Every exercise may be prescribed, is not ruled out, and needs nothing that is missing."""
    for session in checked.plan.sessions:
        for name in sorted(contents(session)):
            exercise = checked.exercises[name]
            because = (
                "is never prescribed"
                if not exercise.prescribable
                else "is ruled out by an answer"
                if exercise.ruled_out_by(checked.brief.sheet)
                else "needs what the runner does not have"
                if not exercise.possible_with(checked.brief.owned)
                else "was dropped: the runner's own data speak against it"
                if name in checked.brief.dropped
                else None
            )
            if because:
                yield Breach(
                    constraint="possible", sessions=(session.id,), because=f"{name} {because}"
                )


def earned(checked: Checked) -> Found:
    """No exercise is above the level that the sessions before it can have earned."""
    brief, before = checked.brief, 0
    start = brief.level_now
    if start is None:
        start = level_allowed(brief.done, worst_pain_nrs=brief.worst_pain_nrs)
    for session in checked.plan.sessions:
        level = max(1, min(brief.level_most, level_after(start, before)))
        if session.kind is SessionKind.RESET:
            level = max(level, RELIEF_LEVEL)
        for name in sorted(contents(session)):
            if checked.exercises[name].level[0] > level:
                because = f"{name} is level {checked.exercises[name].level[0]:g}, earned is {level}"
                yield Breach(constraint="earned", sessions=(session.id,), because=because)
        before += session.kind is SessionKind.RELOAD


def heavy_is_said(checked: Checked) -> Found:
    """A session with heavy work says that it is heavy; only strength is."""
    for session in checked.plan.sessions:
        heavy = any(checked.exercises[name].heavy for name in contents(session))
        if heavy != session.heavy or (heavy and session.kind is not SessionKind.RELOAD):
            because = f"{session.kind} heavy: said {session.heavy}, is {heavy}"
            yield Breach(constraint="heavy_is_said", sessions=(session.id,), because=because)


def once_a_day(checked: Checked) -> Found:
    """No exercise is done twice on a day."""
    for day in checked.plan.days:
        counted = Counter(str(p.exercise) for s in day.sessions for p in s.prescriptions)
        for name, n in sorted(counted.items()):
            if n > 1:
                ids = tuple(session.id for session in day.sessions)
                because = f"{name} {n} times on {day.on}"
                yield Breach(constraint="once_a_day", sessions=ids, because=because)


def circuit_whole(checked: Checked) -> Found:
    """A set that is done whole stands whole, where all of it may be done."""
    brief = checked.brief
    for name in WHOLE:
        members = [checked.exercises[each] for each in sorted(NAMED_SETS[name])]
        if not all(
            each.possible_with(brief.owned) and not each.ruled_out_by(brief.sheet)
            for each in members
        ):
            continue
        for session in checked.plan.sessions:
            missing = NAMED_SETS[name] - contents(session)
            known = missing == NAMED_SETS[name] or contents(session) & missing
            if missing and not known and not NAMED_SETS[name] & brief.known:
                because = f"{', '.join(sorted(missing))} missing of the {name}"
                yield Breach(constraint="circuit_whole", sessions=(session.id,), because=because)


def right_sides(checked: Checked) -> Found:
    """Each exercise is done on the sides, and in the order, that its rule says."""
    for session in checked.plan.sessions:
        for each in session.prescriptions:
            wanted = sides(checked.exercises[each.exercise].side, checked.brief.tight)
            if each.sides != wanted:
                because = f"{each.exercise} on {list(each.sides)}, not {list(wanted)}"
                yield Breach(constraint="right_sides", sessions=(session.id,), because=because)


def _within(value: float | None, bounds: Range | None) -> bool:
    if value is None or bounds is None:
        return value is None and bounds is None
    return bounds[0] - 0.5 <= value <= bounds[1] + 0.5  # doses are rounded to whole numbers


def _dose_fits(each: Prescription, exercise: Exercise) -> bool:
    dose = exercise.dose
    return (
        1 <= each.sets <= dose.sets[1]
        and _within(each.reps, dose.reps)
        and _within(each.hold_s, dose.hold_s)
        and _within(each.distance_yd, dose.distance_yd)
        and _within(each.duration_min, dose.duration_min)
        and each.to_fatigue == dose.to_fatigue
        and each.each_way == dose.each_way
    )


def dosed(checked: Checked) -> Found:
    """Each dose lies within its source's range, never more, and its minutes are right."""
    for session in checked.plan.sessions:
        seconds = 0.0
        for each in session.prescriptions:
            exercise = checked.exercises[each.exercise]
            seconds += timed(each, exercise, limits=checked.limits).seconds
            if not _dose_fits(each, exercise):
                because = f"{each.exercise}: not within its dose"
                yield Breach(constraint="dosed", sessions=(session.id,), because=because)
        if session.prescriptions and not isclose(session.minutes, seconds / 60, abs_tol=0.06):
            because = f"said {session.minutes:g} min, takes {seconds / 60:.1f}"
            yield Breach(constraint="dosed", sessions=(session.id,), because=because)


def held_stretches_only_if_short(checked: Checked) -> Found:
    """A held stretch needs a true restriction, or a trial of the runner's own that kept it."""
    short = truly_restricted(checked.brief.sheet)
    for session in checked.plan.sessions:
        for each in session.prescriptions:
            exercise = checked.exercises[each.exercise]
            holds = session.kind is SessionKind.RESET and each.reps is None and each.hold_s
            if holds and not short and exercise.id not in checked.brief.kept:
                because = f"{exercise.id} is held, without a restriction"
                yield Breach(
                    constraint="held_stretches_only_if_short",
                    sessions=(session.id,),
                    because=because,
                )


def not_empty(checked: Checked) -> Found:
    """A session holds something to do."""
    for session in checked.plan.sessions:
        if not session.prescriptions and not session.measures:
            yield Breach(constraint="not_empty", sessions=(session.id,), because="nothing to do")


CONTENTS = (
    possible,
    earned,
    heavy_is_said,
    once_a_day,
    circuit_whole,
    right_sides,
    dosed,
    held_stretches_only_if_short,
    not_empty,
)
