"""Which strength exercises, at which level, how far along their range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from psoas.diary import Done
from psoas.loop.condition import Sheet
from psoas.loop.equipment import Equipment
from psoas.loop.exercise import Exercise, Stage, Target
from psoas.loop.reload.model import Gate
from psoas.quantity import Answer

#: What each driver asks for first; the rest of the list follows, because the three
#: fixers belong together [source:s0-whitt-circuit].
TARGETS_BY_DRIVER = {
    "hip_flexor_weakness": (Target.ILIOPSOAS,),
    "glute_girdle_weakness": (Target.GLUTE_MED, Target.GLUTE_MAX),
    "core_pelvic_control": (Target.TRUNK,),
    "load_spike": (Target.ILIOPSOAS, Target.GLUTE_MAX),
    "speed_overload": (Target.ILIOPSOAS, Target.GLUTE_MAX),
    "overstride_low_cadence": (Target.GLUTE_MAX, Target.TRUNK),
    "restricted_extension": (Target.GLUTE_MAX,),
    "prolonged_sitting": (Target.GLUTE_MAX, Target.ILIOPSOAS),
}
#: One of each makes a whole session: flexor, glute, girdle, trunk, push (science.md 9.1).
WHOLE_SESSION = (
    Target.ILIOPSOAS,
    Target.GLUTE_MAX,
    Target.GLUTE_MED,
    Target.TRUNK,
    Target.UPPER_PUSH,
)
#: Sessions with pain 0 to 2 that take a dose from the low to the high end of its range,
#: and that open the next level. [source:psoas-convention], science.md 8.3 asks for 2.
SESSIONS_TO_HIGH_END = 8
SESSIONS_PER_LEVEL = 6
SESSIONS_TO_SECOND = 2
HIGHEST = 4
GREEN_NRS = 2


def _green(done: Sequence[Done]) -> int:
    return sum(each.pain_nrs is not None and each.pain_nrs <= GREEN_NRS for each in done)


def level_allowed(
    done: Sequence[Done],
    *,
    worst_pain_nrs: int | None,
    gates: Sequence[Gate] = (),
    red: bool = False,
    drop_level: bool = False,
) -> int:
    """Return the highest exercise level, 1 to 4, that past sessions have earned.

    Parameters
    ----------
    done
        Sessions done so far; only those with a pain of 0 to 2 count.
    worst_pain_nrs
        The worst recent pain; above 2 starts at level 1. None counts as painful.
    gates
        What tests and sets say of the gates between levels. An open gate lets through, a
        shut one stops; an unknown one, and none at all, leave it to the sessions done.
    red, drop_level
        Whether there was a red, and whether too much was missed: each takes one level.

    Returns
    -------
    int
        1 to 4. More pain never gives a higher level.
    """
    start = 2 if worst_pain_nrs is not None and worst_pain_nrs <= GREEN_NRS else 1
    by_sessions = min(HIGHEST, start + _green(done) // SESSIONS_PER_LEVEL)
    answers = {gate.above: gate.answer for gate in gates}
    level = 1
    while level < HIGHEST:
        answer = answers.get(level, Answer.UNKNOWN)
        if answer is Answer.NO or (answer is Answer.UNKNOWN and level >= by_sessions):
            break
        level += 1
    return max(1, level - red - drop_level)


def level_after(level: int, sessions: int) -> int:
    """Return the level after so many strength sessions that go well.

    Parameters
    ----------
    level
        Where one stands, 1 to 4.
    sessions
        Strength sessions ahead.

    Returns
    -------
    int
        Two sessions open level 2 (science.md 8.3), six each level above it.
    """
    needed = SESSIONS_TO_SECOND if level == 1 else SESSIONS_PER_LEVEL
    while level < HIGHEST and sessions >= needed:
        level, sessions, needed = level + 1, sessions - needed, SESSIONS_PER_LEVEL
    return level


def progress_ratio(done: Sequence[Done]) -> float:
    """Return how far along its range a dose is, 0 to 1, from sessions without much pain."""
    return min(1.0, _green(done) / SESSIONS_TO_HIGH_END)


def _wanted(drivers: Sequence[str]) -> tuple[Target, ...]:
    named = [target for driver in drivers for target in TARGETS_BY_DRIVER.get(driver, ())]
    return tuple(dict.fromkeys((*named, *WHOLE_SESSION)))


def choose_strength(
    exercises: Iterable[Exercise],
    *,
    drivers: Sequence[str],
    sheet: Sheet,
    owned: frozenset[Equipment],
    level: int,
) -> tuple[Exercise, ...]:
    """Order the strength exercises this runner may do by what the drivers ask for.

    Parameters
    ----------
    exercises
        The shelf.
    drivers
        Ranked driver ids, the likeliest first; may be empty.
    sheet, owned
        What rules exercises out, and what the runner has.
    level
        The highest level allowed.

    Returns
    -------
    tuple of Exercise
        One for each wanted target first (the hardest that is allowed), in the drivers'
        order, then the others; each once.
    """
    able = [
        each
        for each in exercises
        if Stage.RELOAD in each.stages
        and each.prescribable
        and each.level[0] <= level
        and each.possible_with(owned)
        and not each.ruled_out_by(sheet)
    ]
    by_level = sorted(able, key=lambda each: (-each.level[0], each.code))
    chosen: list[Exercise] = []
    for target in _wanted(drivers):
        aimed = [each for each in by_level if target in each.targets and each not in chosen]
        aimed.sort(key=lambda each: each.targets.index(target))
        chosen += aimed[:1]
    return (*chosen, *(each for each in by_level if each not in chosen))
