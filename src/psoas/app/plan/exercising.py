"""What a runner may see of the exercises: nothing while psoas gives none."""

from __future__ import annotations

from attrs import frozen

from psoas.app.plan.briefing import brief_of
from psoas.app.state import State
from psoas.errors import NotFound
from psoas.library import Shelf
from psoas.library.crosslinks import swaps
from psoas.loop.exercise import Avoidance, Exercise
from psoas.programme import Brief
from psoas.quantity import Side


@frozen(kw_only=True)
class Offer:
    """The exercises as they are for this runner, in the order of the table.

    Parameters
    ----------
    given
        What may be done, with or without the equipment that is there.
    left_out
        What an answer rules out, with why.
    not_given
        What the sources name and psoas does not give.
    brief
        The side, the equipment and the answers behind it.
    """

    given: tuple[Exercise, ...]
    left_out: tuple[tuple[Exercise, tuple[Avoidance, ...]], ...]
    not_given: tuple[Exercise, ...]
    brief: Brief

    def possible(self, exercise: Exercise) -> bool:
        """Return whether the runner has what it needs."""
        return exercise.possible_with(self.brief.owned)

    @property
    def tight(self) -> Side | None:
        """The tight side, None where it is not one."""
        return self.brief.tight if self.brief.tight in Side.BOTH.single else None


@frozen(kw_only=True)
class OneExercise:
    """One exercise for this runner; *instead* does its work with what is there."""

    exercise: Exercise
    possible: bool
    left_out: tuple[Avoidance, ...]
    instead: tuple[Exercise, ...]
    easier: tuple[Exercise, ...]
    harder: tuple[Exercise, ...]
    side: Side | None

    @property
    def shown(self) -> bool:
        """Whether how it is done may be shown."""
        return self.exercise.prescribable and not self.left_out


def offer(state: State, *, shelf: Shelf) -> Offer | None:
    """Sort the exercises for a runner.

    Parameters
    ----------
    state
        Where the runner stands.
    shelf
        The exercises.

    Returns
    -------
    Offer or None
        None where the runner is referred, not screened, or screened too long ago: then no
        exercise is shown at all.
    """
    if not state.trains:
        return None
    brief = brief_of(state, shelf=shelf, start_on=state.on, weeks=1, race_on=None)
    every = sorted(shelf.exercises.values(), key=lambda each: each.code)
    known = [(each, each.ruled_out_by(brief.sheet)) for each in every if each.prescribable]
    return Offer(
        given=tuple(each for each, why in known if not why),
        left_out=tuple((each, why) for each, why in known if why),
        not_given=tuple(each for each in every if not each.prescribable),
        brief=brief,
    )


def one_exercise(found: Offer, name: str, *, shelf: Shelf) -> OneExercise:
    """Return one exercise with what leads from it; what is ruled out is never led to.

    Raises
    ------
    NotFound
        Where the shelf has no such exercise.
    """
    exercise = next((each for each in shelf.exercises.values() if each.id == name), None)
    if exercise is None:
        raise NotFound(
            f"there is no exercise {name!r}", where="exercises", fix="Choose one from the list"
        )
    given = {each.id: each for each in found.given}
    possible = found.possible(exercise)
    return OneExercise(
        exercise=exercise,
        possible=possible,
        left_out=exercise.ruled_out_by(found.brief.sheet),
        instead=() if possible else swaps(exercise, found.given, owned=found.brief.owned),
        easier=tuple(given[each] for each in exercise.easier if each in given),
        harder=tuple(given[each] for each in exercise.harder if each in given),
        side=found.tight,
    )


def matching(
    exercises: tuple[Exercise, ...], *, words: str = "", stage: str = "", target: str = ""
) -> tuple[Exercise, ...]:
    """Return the exercises that a search asks for; what is not asked does not narrow it.

    Parameters
    ----------
    exercises
        What may be found.
    words
        All of them are in the name, or in what else it is called.
    stage, target
        One of the exercise's own.
    """
    asked = words.lower().split()
    return tuple(
        each
        for each in exercises
        if (not stage or stage in each.stages)
        and (not target or target in each.targets)
        and all(word in " ".join((each.name, *each.also_called)).lower() for word in asked)
    )
