"""Filling a session from an ordered list of exercises, within its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from psoas.evidence import Limits, Verdict
from psoas.loop.exercise import Exercise, sides
from psoas.loop.prescription import Prescription, prescribe
from psoas.loop.reload import progress_ratio
from psoas.programme.model import Brief, Session, SessionKind


def fill(
    exercises: Sequence[Exercise],
    *,
    brief: Brief,
    minutes: float,
    fewer_sets: int,
    limits: Limits,
    most: int = 6,
) -> tuple[Prescription, ...]:
    """Take exercises in order while they fit into the minutes.

    Parameters
    ----------
    exercises
        In order of importance.
    brief
        For the tight side and how far along the doses are.
    minutes
        What the session may take.
    fewer_sets
        Sets that today's pain takes from each exercise.
    limits
        Rest and get-ready times.
    most
        How many exercises at most.

    Returns
    -------
    tuple of Prescription
        Together within *minutes*; one that does not fit whole is left out.
    """
    share = progress_ratio(brief.done)
    taken: list[Prescription] = []
    left_s = minutes * 60
    for exercise in exercises:
        done_today = prescribe(
            exercise,
            sides=sides(exercise.side, brief.tight),
            progress_ratio=share,
            fewer_sets=fewer_sets,
            limits=limits,
        )
        if done_today.seconds <= left_s and len(taken) < most:
            taken.append(done_today)
            left_s -= done_today.seconds
    return tuple(taken)


def session(
    on: date,
    kind: SessionKind,
    prescriptions: tuple[Prescription, ...],
    *,
    heavy: bool,
    why: tuple[Verdict, ...],
    measures: tuple[str, ...] = (),
    measure_minutes: float = 0.0,
) -> Session:
    """Put a session together; its id is stable for its day and kind."""
    seconds = sum(prescription.seconds for prescription in prescriptions)
    return Session(
        id=f"{on.isoformat()}-{kind}",
        on=on,
        kind=kind,
        prescriptions=prescriptions,
        measures=measures,
        minutes=round(seconds / 60 + measure_minutes, 1),
        heavy=heavy,
        why=why,
    )
