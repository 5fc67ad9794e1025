"""Constraints: each names what breaks it; whatever plans, this checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

from attrs import frozen

from psoas.evidence import Limits
from psoas.loop.condition import Sheet
from psoas.loop.equipment import Equipment
from psoas.loop.exercise import Exercise
from psoas.programme.model import Brief, Plan, RunKind, Session, SessionKind
from psoas.programme.things import things


@frozen(kw_only=True)
class Breach:
    """A constraint that a plan breaks, where, and how."""

    constraint: str
    sessions: tuple[str, ...]
    because: str


def short_enough(plan: Plan, limits: Limits) -> Iterator[Breach]:
    """No session is longer than the cap, and no day's sessions together."""
    cap_min = limits["session-cap"].value
    for day in plan.days:
        minutes = sum(session.minutes for session in day.sessions)
        if minutes > cap_min:
            yield Breach(
                constraint="short_enough",
                sessions=tuple(session.id for session in day.sessions),
                because=f"{minutes:.0f} min on {day.on}, at most {cap_min:g}",
            )


def rest_between_heavy(plan: Plan, limits: Limits) -> Iterator[Breach]:
    """Two heavy sessions are far enough apart."""
    rest = timedelta(hours=limits["heavy-gap"].value)
    heavy = [session for session in plan.sessions if session.heavy]
    for first, second in pairwise(heavy):
        if second.on - first.on < rest:
            yield Breach(
                constraint="rest_between_heavy",
                sessions=(first.id, second.id),
                because=f"{(second.on - first.on).days} d apart, at least {rest.days} d are needed",
            )


def fresh_for_hard_runs(plan: Plan, _limits: Limits) -> Iterator[Breach]:
    """Nothing heavy the day before a hard or long run or race, nor on the long run's day."""
    for day, following in pairwise(plan.days):
        for session in day.sessions:
            if session.heavy and following.run in (RunKind.HARD, RunKind.LONG, RunKind.RACE):
                yield Breach(
                    constraint="fresh_for_hard_runs",
                    sessions=(session.id,),
                    because=f"heavy on {day.on}, {following.run} on {following.on}",
                )
    for day in plan.days:
        for session in day.sessions:
            if session.heavy and day.run in (RunKind.LONG, RunKind.RACE):
                yield Breach(
                    constraint="fresh_for_hard_runs",
                    sessions=(session.id,),
                    because=f"heavy on {day.on}, the day of the {day.run} run",
                )


def tapered(plan: Plan, limits: Limits) -> Iterator[Breach]:
    """The last heavy session is long enough before the race."""
    if plan.race_on is None:
        return
    gap = timedelta(days=limits["race-heavy-gap"].value)
    for session in plan.sessions:
        if session.heavy and timedelta(0) <= plan.race_on - session.on < gap:
            yield Breach(
                constraint="tapered",
                sessions=(session.id,),
                because=f"heavy {(plan.race_on - session.on).days} d before the race",
            )


def few_new_things(plan: Plan, limits: Limits, known: Iterable[str]) -> Iterator[Breach]:
    """At most so many new things in a week, and none shortly before the race."""
    met = set(things(known))
    most = limits["new-per-week"].value
    gap = timedelta(days=limits["race-new-gap"].value)
    new_by_week: dict[int, set[str]] = defaultdict(set)
    for session in plan.sessions:
        new = set(things(_contents(session))) - met
        met |= new
        new_by_week[(session.on - plan.start_on).days // 7] |= new
        if new and plan.race_on is not None and timedelta(0) <= plan.race_on - session.on < gap:
            yield Breach(
                constraint="few_new_things",
                sessions=(session.id,),
                because=f"{', '.join(sorted(new))} is new, the race is {plan.race_on}",
            )
    for week, new in sorted(new_by_week.items()):
        if len(new) > most:
            yield Breach(
                constraint="few_new_things",
                sessions=(),
                because=f"{len(new)} new things in week {week + 1}, at most {most:g}",
            )


def on_possible_days(plan: Plan, days: frozenset[int]) -> Iterator[Breach]:
    """Sessions are only on weekdays on which the runner can train."""
    for session in plan.sessions:
        if session.on.weekday() not in days:
            yield Breach(
                constraint="on_possible_days",
                sessions=(session.id,),
                because=f"{session.on} is not a day the runner has",
            )


def _contents(session: Session) -> set[str]:
    return {prescription.exercise for prescription in session.prescriptions}


def possible(
    plan: Plan,
    exercises: Mapping[str, Exercise],
    *,
    sheet: Sheet,
    owned: frozenset[Equipment],
) -> Iterator[Breach]:
    """Every exercise may be prescribed, is not ruled out, and needs nothing that is missing."""
    for session in plan.sessions:
        for name in sorted(_contents(session)):
            exercise = exercises[name]
            because = (
                "is never prescribed"
                if not exercise.prescribable
                else "is ruled out by an answer"
                if exercise.ruled_out_by(sheet)
                else "needs what the runner does not have"
                if not exercise.possible_with(owned)
                else None
            )
            if because:
                yield Breach(
                    constraint="possible", sessions=(session.id,), because=f"{name} {because}"
                )


def not_empty(plan: Plan, _limits: Limits) -> Iterator[Breach]:
    """A session holds something to do."""
    for session in plan.sessions:
        if not session.prescriptions and session.kind in (SessionKind.RELOAD, SessionKind.RESET):
            yield Breach(constraint="not_empty", sessions=(session.id,), because="nothing to do")


def breaches(
    plan: Plan, brief: Brief, exercises: Mapping[str, Exercise], *, limits: Limits
) -> tuple[Breach, ...]:
    """Return everything that *plan* breaks of what *brief* asks; empty is a good plan."""
    general = (short_enough, rest_between_heavy, fresh_for_hard_runs, tapered, not_empty)
    return (
        *(breach for constraint in general for breach in constraint(plan, limits)),
        *few_new_things(plan, limits, brief.known),
        *on_possible_days(plan, brief.days),
        *possible(plan, exercises, sheet=brief.sheet, owned=brief.owned),
    )
