"""A programme for a kind of runner, from the shelf: what it puts weight on, and for how long."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Attribute, field, frozen
from attrs.validators import min_len

from psoas.evidence import Grade, SourceId
from psoas.loop.exercise import ExerciseId, Target


def _a_few_weeks(_instance: object, attribute: Attribute[int], value: int) -> None:
    if not 1 <= value <= 16:
        raise ValueError(f"{attribute.name} is from 1 to 16, got {value}")


def _some(_instance: object, attribute: Attribute[int], value: int) -> None:
    if not 0 <= value <= 3:
        raise ValueError(f"{attribute.name} is from 0 to 3, got {value}")


@frozen(kw_only=True)
class Programme:
    """An entry of the shelf of programmes; the plan itself is made, never kept there.

    Parameters
    ----------
    id, name
        What it is called.
    weeks
        How long it lasts where no race ends it.
    strength_per_week
        Strength sessions a week that it asks for, at most 3.
    sets
        Weekly sets by target that it asks for beyond the drivers' own.
    favour
        Exercises that it takes first where they may be done.
    first_cue_week
        From which week, counted from 0, a cue comes in; None: none at all.
    drills
        Whether it holds running drills.
    keeps_only
        Whether it only keeps what is there: nothing new, no rising level.
    advice
        Text keys of what to do besides the sessions.
    suits
        Text key of whom it is for.
    """

    id: str
    name: str
    weeks: int = field(validator=_a_few_weeks)
    strength_per_week: int = field(validator=_some)
    sets: Mapping[Target, float] = field(factory=dict)
    favour: tuple[ExerciseId, ...] = ()
    first_cue_week: int | None = None
    drills: bool = False
    keeps_only: bool = False
    advice: tuple[str, ...] = ()
    suits: str
    grade: Grade
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
