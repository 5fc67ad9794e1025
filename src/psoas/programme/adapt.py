"""A planned session in the light of today: its pain, and what was really earned."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from psoas.evidence import Grade, Limits, SourceId, Verdict
from psoas.load.model import Light
from psoas.loop.exercise import Exercise, Target
from psoas.loop.prescription import Prescription, timed
from psoas.loop.reset import RELIEF_LEVEL
from psoas.programme.model import Session, SessionKind
from psoas.quantity import Answer


def adapt(
    planned: Session,
    *,
    light: Verdict,
    level: int,
    exercises: Mapping[str, Exercise],
    limits: Limits,
) -> Session:
    """Return what is left of a planned session today.

    Parameters
    ----------
    planned
        The session as planned.
    light
        Today's traffic light; its level is a ``Light``.
    level
        The level that past sessions have earned, 1 to 4: a plan looks ahead as if all went
        well, its day does not.
    exercises, limits
        The shelf, for how long a set takes.

    Returns
    -------
    Session
        As planned on green and unknown; one set less and nothing fast on amber; nothing on
        red: pain of 6 or a worse morning asks for the check again, not for exercise
        (science.md 2.5, 9.2; the gentle hold it allows is left out because its own entry
        forbids pain above 3). An exercise above the level earned is left out. Never more
        than was planned; the id stays.
    """
    most = max(level, RELIEF_LEVEL) if planned.kind is SessionKind.RESET else level
    earned = [each for each in planned.prescriptions if exercises[each.exercise].level[0] <= most]
    fitted = planned
    if len(earned) < len(planned.prescriptions):
        fitted = _with(planned, tuple(earned), _above(level))
    match Light(light.level):
        case Light.GREEN | Light.UNKNOWN:
            return fitted
        case Light.AMBER:
            fewer = tuple(
                timed(
                    attrs.evolve(each, sets=max(1, each.sets - 1)),
                    exercises[each.exercise],
                    limits=limits,
                )
                for each in fitted.prescriptions
                if Target.RUNNING_FORM not in exercises[each.exercise].targets
            )
            return _with(fitted, fewer, light)
        case Light.RED:
            rest = _with(planned, (), light)
            return attrs.evolve(rest, kind=SessionKind.REST, measures=(), minutes=0.0, heavy=False)


def _above(level: int) -> Verdict:
    return Verdict(
        rule="level-earned",
        answer=Answer.NO,
        level="plan",
        text="session.above-level",
        values={"level": level},
        sources=(SourceId("psoas-convention"),),
        grade=Grade.OWN_CONVENTION,
    )


def _with(planned: Session, prescriptions: tuple[Prescription, ...], why: Verdict) -> Session:
    less_s = sum(each.seconds for each in planned.prescriptions) - sum(
        each.seconds for each in prescriptions
    )
    return attrs.evolve(
        planned,
        prescriptions=prescriptions,
        minutes=round(max(0.0, planned.minutes - less_s / 60), 1),
        why=(*planned.why, why),
    )
