"""Why each day is as it is: reasons as verdicts, for days with and without a session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from psoas.evidence import Grade, Limits, SourceId, Verdict
from psoas.load.model import Light
from psoas.programme.asked import Asked
from psoas.programme.demand import Phase
from psoas.programme.model import Brief, RunKind, Session, SessionKind
from psoas.programme.place import (
    days_to_race,
    may_train,
    recovers,
    run_on,
    strength_from,
    wished_free,
)
from psoas.quantity import Answer

CONVENTION = SourceId("psoas-convention")


def reason(text: str, limits: Limits, limit: str | None = None, **values: str | float) -> Verdict:
    """Return a reason of the plan, with the source of the limit it rests on."""
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


#: What a phase says of its strength sessions, and the limit it rests on.
_PHASES = {
    Phase.SETTLE: ("session.settle", "settle-pain"),
    Phase.DELOAD: ("session.deload", "deload-every"),
    Phase.TAPER: ("session.taper", "taper-days"),
}
_SMALL = {
    SessionKind.RESET: ("session.reset", "reset-cap"),
    SessionKind.RETRAIN: ("session.retrain", "drills-cap"),
    SessionKind.RETEST: ("session.retest", "retest-gap"),
}


def session_reasons(kind: SessionKind, asked: Asked) -> tuple[Verdict, ...]:
    """Return why a session of a kind stands in a week."""
    limits, brief = asked.limits, asked.brief
    if kind is not SessionKind.RELOAD:
        text, limit = _SMALL[kind]
        return (reason(text, limits, limit),)
    why = [
        reason("session.reload", limits, "heavy-gap", driver=(brief.drivers or ("none",))[0]),
    ]
    if asked.phase in _PHASES:
        text, limit = _PHASES[asked.phase]
        why.append(reason(text, limits, limit))
    if brief.light in (Light.AMBER, Light.RED):
        why.append(reason("session.one-set-less", limits, "pain-amber"))
    return tuple(why)


def _nothing(on: date, brief: Brief, limits: Limits, before: Sequence[Session]) -> Verdict:
    """Say why a day holds no session."""
    ahead = days_to_race(brief, on)
    if run_on(brief, on) is RunKind.RACE:
        return reason("day.nothing-race", limits)
    if not may_train(brief, on):
        return reason("day.nothing-busy", limits)
    if ahead is not None and ahead < limits["race-strength-gap"].value:
        return reason("day.nothing-near-race", limits, "race-strength-gap")
    if wished_free(brief, on):
        return reason("day.nothing-wished", limits)
    if on < strength_from(brief):
        return reason("day.nothing-red", limits, "pain-red")
    if recovers(brief, on, limits):
        return reason("day.nothing-after-race", limits, "after-race-gap")
    if any(each.kind is SessionKind.RELOAD and (on - each.on).days == 1 for each in before):
        return reason("day.nothing-after-strength", limits, "heavy-gap")
    return reason("day.nothing-enough", limits)


def day_reasons(
    on: date, brief: Brief, sessions: Sequence[Session], before: Sequence[Session], limits: Limits
) -> tuple[Verdict, ...]:
    """Return why a day is as it is: its run, then each session or why there is none."""
    kind = run_on(brief, on)
    planned = on in brief.planned_runs and on != brief.race_on
    run = reason(f"day.planned-{kind}" if planned else f"day.{kind}", limits)
    why = [each for session in sessions for each in session.why]
    return (run, *(why or [_nothing(on, brief, limits, before)]))
