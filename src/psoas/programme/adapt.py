"""A planned session in the light of today's pain."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from psoas.evidence import Limits, Verdict
from psoas.load.model import Light
from psoas.loop.exercise import Exercise
from psoas.loop.prescription import Prescription, timed
from psoas.programme.model import Session, SessionKind


def adapt(
    planned: Session, *, light: Verdict, exercises: Mapping[str, Exercise], limits: Limits
) -> Session:
    """Return what is left of a planned session today.

    Parameters
    ----------
    planned
        The session as planned.
    light
        Today's traffic light; its level is a ``Light``.
    exercises, limits
        The shelf, for how long a set takes.

    Returns
    -------
    Session
        As planned on green and unknown, one set less on amber, nothing on red: pain of 6
        or a worse morning asks for the check again, not for exercise (science.md 2.5,
        9.2; the gentle hold it allows is left out because its own entry forbids pain
        above 3). Never more than was planned; the id stays.
    """
    match Light(light.level):
        case Light.GREEN | Light.UNKNOWN:
            return planned
        case Light.AMBER:
            fewer = tuple(
                timed(
                    attrs.evolve(each, sets=max(1, each.sets - 1)),
                    exercises[each.exercise],
                    limits=limits,
                )
                for each in planned.prescriptions
                if each.exercise in exercises
            )
            return _with(planned, fewer, light)
        case Light.RED:
            rest = _with(planned, (), light)
            return attrs.evolve(rest, kind=SessionKind.REST, measures=(), minutes=0.0, heavy=False)


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
