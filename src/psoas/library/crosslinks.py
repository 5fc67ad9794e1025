"""Reading across the exercises: easier and harder, with and without equipment, start to end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.loop.exercise import Exercise, Stage, Target
from psoas.loop.reload.choose import TARGETS_BY_DRIVER, WHOLE_SESSION

#: What nobody can swap for something else: it is not at home or it is not for training.
NOT_SWAPPED = frozenset({Equipment.THERAPIST, Equipment.WATCH})
#: Levels at which each target has exercises of its own that need nothing; at the levels above
#: them a runner without equipment goes on with what these lead to. [source:psoas-convention]
OWN_LEVELS = (1, 2)
LEVELS = (1, 2, 3, 4)

Shelved = Mapping[str, Exercise]


def _link_problems(exercises: Shelved) -> Iterator[str]:
    for name, exercise in exercises.items():
        for other in (*exercise.easier, *exercise.harder):
            if other not in exercises:
                yield f"{name}: leads to {other}, which is not on the shelf"


def _given(exercises: Shelved) -> dict[str, Exercise]:
    return {name: each for name, each in exercises.items() if each.prescribable}


def _way_back_problems(given: Shelved) -> Iterator[str]:
    """Yield each step up or down that cannot be gone back, or goes the wrong way."""
    for name, exercise in given.items():
        for other in exercise.easier:
            if other in given and name not in given[other].harder:
                yield f"{name}: is harder than {other}, which does not lead back to it"
            if other in given and given[other].level[0] > exercise.level[0]:
                yield f"{name}: {other} is called easier and stands at a higher level"
        for other in exercise.harder:
            if other in given and name not in given[other].easier:
                yield f"{name}: is easier than {other}, which does not lead back to it"


def _circle_problems(given: Shelved) -> Iterator[str]:
    graph = {name: [e for e in each.easier if e in given] for name, each in given.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield f"{error.args[1][0]}: is easier than itself, by way of {error.args[1][1]}"


def _chain_problems(given: Shelved) -> Iterator[str]:
    """Yield what begins above level 1 and has nothing easier to go back to."""
    for name, exercise in given.items():
        if exercise.level[0] > 1 and not exercise.easier:
            yield f"{name}: begins at level {exercise.level[0]:g} and names nothing easier"


def _same_work(exercise: Exercise, others: Iterable[Exercise]) -> Iterator[Exercise]:
    for other in others:
        shares = set(exercise.targets) & set(other.targets)
        if other.id != exercise.id and shares and set(exercise.stages) & set(other.stages):
            yield other


def swaps(
    exercise: Exercise, exercises: Iterable[Exercise], *, owned: frozenset[Equipment]
) -> tuple[Exercise, ...]:
    """Return what does the same work with what the runner has, the nearest first.

    Parameters
    ----------
    exercise
        What cannot be done, for want of equipment or for another reason.
    exercises
        The shelf.
    owned
        What the runner has.

    Returns
    -------
    tuple of Exercise
        Prescribable, possible with *owned*, of a stage and a target of *exercise*, never
        beginning at a higher level. What has the same first target leads, then what shares most.
    """
    able = [
        other
        for other in _same_work(exercise, exercises)
        if other.prescribable and other.possible_with(owned) and other.level[0] <= exercise.level[0]
    ]
    return tuple(
        sorted(
            able,
            key=lambda other: (
                exercise.targets[0] != other.targets[0],
                -len(set(exercise.targets) & set(other.targets)),
                -other.level[0],
                other.code,
            ),
        )
    )


def _equipment_problems(given: Shelved) -> Iterator[str]:
    for name, exercise in given.items():
        needs = set(exercise.equipment) - ALWAYS_THERE - NOT_SWAPPED
        if needs and not swaps(exercise, given.values(), owned=frozenset()):
            yield f"{name}: nothing does its work without {', '.join(sorted(needs))}"


def _wanted() -> dict[str, tuple[Target, ...]]:
    """Return who asks for which targets: each driver, and a whole session."""
    return {**TARGETS_BY_DRIVER, "a whole session": WHOLE_SESSION}


def _level_problems(given: Shelved) -> Iterator[str]:
    nothing: frozenset[Equipment] = frozenset()
    bare = [e for e in given.values() if Stage.RELOAD in e.stages and e.possible_with(nothing)]
    for who, targets in _wanted().items():
        for target in targets:
            aimed = [each for each in bare if target in each.targets]
            for level in LEVELS:
                own = [e for e in aimed if e.level[0] <= level <= e.level[1]]
                within = [e for e in aimed if e.level[0] <= level]
                if not (own if level in OWN_LEVELS else within):
                    yield f"{who}: nothing for {target} at level {level} without equipment"


def exercise_problems(exercises: Shelved) -> tuple[str, ...]:
    """Return what is wrong among *exercises*, one line each; none is best."""
    given = _given(exercises)
    unstopped = (
        f"{name}: names nothing that would stop it"
        for name, each in given.items()
        if not (each.avoid or each.stop_if)
    )
    return (
        *_link_problems(exercises),
        *unstopped,
        *_way_back_problems(given),
        *_circle_problems(given),
        *_chain_problems(given),
        *_equipment_problems(given),
        *_level_problems(given),
    )
