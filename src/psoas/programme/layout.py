"""Laying sessions round the runs, week by week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from attrs import frozen

from psoas.evidence import Grade, Limits, Made, SourceId, Verdict
from psoas.load.model import Light
from psoas.loop.exercise import Exercise, Target
from psoas.loop.measure import Measure
from psoas.loop.reload import choose_strength, level_allowed
from psoas.loop.reset import choose_drills
from psoas.loop.retrain.choose import choose_cue
from psoas.loop.retrain.cue import Cue
from psoas.programme.compose import fill, session
from psoas.programme.model import Brief, Plan, PlanDay, RunKind, Session, SessionKind
from psoas.programme.place import heavy_days, run_on
from psoas.programme.things import opening_order, thing, things
from psoas.quantity import Answer

METHOD = Made(by="programme/layout", version=1)

# When each part of the loop enters, in weeks from the start (science.md 9.1):
# cues after three weeks of strength, tests again after 3, 6 and 12 weeks.
FIRST_CUE_WEEK = 3
RETEST_WEEKS = (3, 6, 12)
CONVENTION = SourceId("psoas-convention")


def _why(text: str, limits: Limits, limit: str | None = None, **values: str | float) -> Verdict:
    ground = limits[limit] if limit else None
    return Verdict(
        rule=limit or "programme",
        answer=Answer.YES,
        level="plan",
        text=text,
        values=values,
        sources=ground.sources if ground else (CONVENTION,),
        grade=ground.grade if ground else Grade.OWN_CONVENTION,
    )


def _may_measure(measure: Measure, brief: Brief) -> bool:
    """Say whether a measure speaks to a driver and this runner can and may take it."""
    return (
        bool(set(measure.drivers) & set(brief.drivers))
        and set(measure.equipment) <= brief.owned
        and not any(each.holds(brief.sheet) is Answer.YES for each in measure.never_if)
    )


@frozen
class _Known:
    """What has been begun by a week."""

    strength: Sequence[Exercise]
    drills: Sequence[Exercise]


def _begun(exercises: Sequence[Exercise], things_in: frozenset[str]) -> list[Exercise]:
    return [each for each in exercises if thing(each.id) in things_in]


def _used(days: Sequence[PlanDay]) -> frozenset[str]:
    sessions = (session for day in days for session in day.sessions)
    return frozenset(things(p.exercise for session in sessions for p in session.prescriptions))


def _new_allowed(brief: Brief, monday: date, limits: Limits) -> int:
    gap = timedelta(days=limits["race-new-gap"].value)
    if brief.race_on is not None and brief.race_on - (monday + timedelta(days=6)) < gap:
        return 0
    return int(limits["new-per-week"].value)


def _not_before(brief: Brief) -> date:
    """After a red day there are 48 h without load (science.md 2.5)."""
    return brief.start_on + timedelta(days=2 if brief.light is Light.RED else 0)


def lay_out(
    brief: Brief,
    *,
    exercises: Iterable[Exercise],
    cues: Iterable[Cue],
    measures: Iterable[Measure],
    limits: Limits,
) -> Plan:
    """Lay a plan round the runner's usual runs.

    Parameters
    ----------
    brief
        Who, from when, for how long, with what.
    exercises, cues, measures, limits
        The shelf.

    Returns
    -------
    Plan
        A day for each day of the weeks asked for, each with a reason. The same brief
        and shelf always give the same plan.
    """
    shelf = tuple(exercises)
    level = level_allowed(brief.done, worst_pain_nrs=brief.worst_pain_nrs)
    strength = choose_strength(
        shelf, drivers=brief.drivers, sheet=brief.sheet, owned=brief.owned, level=level
    )
    drills = tuple(
        each
        for each in choose_drills(shelf, sheet=brief.sheet, owned=brief.owned)
        if each.level[0] <= level
    )
    order = list(opening_order([each.id for each in strength], [each.id for each in drills]))
    met = frozenset(things(brief.known))
    cue = choose_cue(cues, drivers=brief.drivers, sheet=brief.sheet)
    tests = tuple(each for each in measures if _may_measure(each, brief))
    days: list[PlanDay] = []
    last_heavy: date | None = None
    left_out: list[Verdict] = []
    for week in range(brief.weeks):
        start = brief.start_on + timedelta(weeks=week)
        dates = [start + timedelta(days=n) for n in range(7)]
        new = [each for each in order if each not in met][: _new_allowed(brief, start, limits)]
        allowed = met.union(new)
        heavy = heavy_days(
            dates, brief, last=last_heavy, limits=limits, not_before=_not_before(brief)
        )
        if not heavy:
            left_out.append(_why("plan.no-strength-day", limits, "heavy-gap", week=week + 1))
        else:
            last_heavy = heavy[-1]
        known = _Known(strength=_begun(strength, allowed), drills=_begun(drills, allowed))
        laid = [_day(on, week, brief, heavy, known, tests, cue, limits) for on in dates]
        met |= _used(laid)
        order.sort(key=lambda each: each in new and each not in met)  # what did not fit waits
        days += laid
    return Plan(
        start_on=brief.start_on,
        race_on=brief.race_on,
        days=tuple(days),
        left_out=tuple(left_out),
        made=METHOD,
    )


def _day(
    on: date,
    week: int,
    brief: Brief,
    heavy: Sequence[date],
    known: _Known,
    tests: Sequence[Measure],
    cue: Cue | None,
    limits: Limits,
) -> PlanDay:
    run = run_on(brief, on)
    may_train = run is not RunKind.RACE and on.weekday() in brief.days
    retests = week in RETEST_WEEKS and on == brief.start_on + timedelta(weeks=week)
    placed: tuple[Session, ...] = ()
    if on in heavy:
        placed = _reload(on, brief, known.strength, limits)
    elif may_train and retests and tests:
        placed = _retest(on, tests, limits)
    elif may_train:
        placed = _reset(on, run, brief, known.drills, limits)
    near_race = (
        brief.race_on is not None and (brief.race_on - on).days < limits["race-new-gap"].value
    )
    has_cue = cue and week >= FIRST_CUE_WEEK and run is RunKind.EASY and not near_race
    why = (_why(f"day.{run}", limits), *(reason for each in placed for reason in each.why))
    return PlanDay(
        on=on, run=run, cue=cue.id if cue and has_cue else None, sessions=placed, why=why
    )


def _reload(
    on: date, brief: Brief, able: Sequence[Exercise], limits: Limits
) -> tuple[Session, ...]:
    fewer = 1 if brief.light in (Light.AMBER, Light.RED) else 0
    prescriptions = fill(
        able,
        brief=brief,
        minutes=limits["session-cap"].value,
        fewer_sets=fewer,
        limits=limits,
    )
    if not prescriptions:
        return ()
    why = [_why("session.reload", limits, "heavy-gap", driver=(brief.drivers or ("none",))[0])]
    if fewer:
        why.append(_why("session.one-set-less", limits, "pain-amber"))
    return (session(on, SessionKind.RELOAD, prescriptions, heavy=True, why=tuple(why)),)


def _reset(
    on: date, run: RunKind, brief: Brief, able: Sequence[Exercise], limits: Limits
) -> tuple[Session, ...]:
    drills = [each for each in able if run is not RunKind.LONG or Target.MOBILITY in each.targets]
    prescriptions = fill(
        drills,
        brief=brief,
        minutes=limits["reset-cap"].value,
        fewer_sets=0,
        limits=limits,
        most=3,
    )
    if not prescriptions:
        return ()
    why = (_why("session.reset", limits, "reset-cap"),)
    return (session(on, SessionKind.RESET, prescriptions, heavy=False, why=why),)


def _retest(on: date, tests: Sequence[Measure], limits: Limits) -> tuple[Session, ...]:
    minutes, chosen = 0.0, []
    for each in tests:
        if minutes + each.minutes <= limits["session-cap"].value:
            minutes += each.minutes
            chosen.append(each.id)
    why = (_why("session.retest", limits, "retest-gap"),)
    return (
        session(
            on,
            SessionKind.RETEST,
            (),
            heavy=False,
            why=why,
            measures=tuple(chosen),
            measure_minutes=minutes,
        ),
    )
