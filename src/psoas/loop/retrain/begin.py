"""Whether the running itself may be changed now."""

from __future__ import annotations

from enum import StrEnum

from psoas.evidence import Limits, Scalar, Verdict
from psoas.load.model import Light
from psoas.loop.saying import said
from psoas.quantity import Answer


class Begin(StrEnum):
    """What a new cue is told."""

    BEGIN = "begin"
    WAIT = "wait"
    NOT_BEFORE_RACE = "not-before-race"
    UNKNOWN = "unknown"


def may_begin(
    *,
    strength_weeks: int | None,
    green_runs: int | None,
    days_to_race: int | None,
    light: Light,
    limits: Limits,
) -> Verdict:
    """Say whether a course of cue runs may begin.

    Parameters
    ----------
    strength_weeks
        Whole weeks of strength done; None is not known.
    green_runs
        The newest easy runs in a row, each long enough, that were green, next mornings
        included; None where no run is on record.
    days_to_race
        None where there is no race.
    light
        Today's traffic light.
    limits
        Weeks, runs and days needed.

    Returns
    -------
    Verdict
        Level is a ``Begin``. Only green begins; what is not known waits to be known.
    """
    weeks, runs, race = (
        limits[each] for each in ("course-strength-weeks", "gate-runs", "race-new-gap")
    )

    def told(level: Begin, text: str, **values: Scalar) -> Verdict:
        answer = Answer.of(None if level is Begin.UNKNOWN else level is Begin.BEGIN)
        ground = race if level is Begin.NOT_BEFORE_RACE else weeks
        return said(ground, text, rule="course-begin", answer=answer, level=level, **values)

    needed = {"weeks": int(weeks.value), "runs": int(runs.value)}
    if days_to_race is not None and 0 <= days_to_race < race.value:
        return told(
            Begin.NOT_BEFORE_RACE, "course.race", days=days_to_race, least_days=int(race.value)
        )
    if strength_weeks is not None and strength_weeks < weeks.value:
        return told(Begin.WAIT, "course.strength-first", done=strength_weeks, **needed)
    if green_runs is not None and green_runs < runs.value:
        return told(Begin.WAIT, "course.runs-first", done=green_runs, **needed)
    if light in (Light.AMBER, Light.RED):
        return told(Begin.WAIT, "course.pain-first")
    if strength_weeks is None or green_runs is None or light is Light.UNKNOWN:
        return told(Begin.UNKNOWN, "course.unknown", **needed)
    return told(Begin.BEGIN, "course.begin", **needed)
