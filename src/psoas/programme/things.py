"""What counts as one new thing: an exercise, or a named set of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest

#: Sets that are begun as one, in the order in which they are begun: a first session needs
#: one of each kind [source:psoas-convention], then what the sources give as one
#: [source:s1-whitt-mobility] [source:s0-whitt-circuit].
NAMED_SETS = {
    "basics": frozenset(
        {"supine-march", "two-leg-bridge", "side-lying-hip-abduction", "dead-bug", "side-plank"}
    ),
    "mobility-trio": frozenset({"shin-box", "worlds-greatest-stretch", "crawl-to-squat"}),
    "circuit": frozenset(
        {
            "wall-push-hip-flexor-pump",
            "half-kneeling-halo",
            "banded-bear-crawl",
            "side-plank-hip-flexor-pump",
        }
    ),
}
#: The sets that everybody begins with.
FIRST = ("basics", "mobility-trio")
#: Named sets that are done whole or not at all [source:s0-whitt-circuit].
WHOLE = ("circuit",)


def thing(exercise: str) -> str:
    """Return the named set an exercise belongs to, else the exercise itself."""
    return next((name for name, members in NAMED_SETS.items() if exercise in members), exercise)


def things(exercises: Iterable[str]) -> tuple[str, ...]:
    """Return the things that *exercises* make up, in order, each once."""
    return tuple(dict.fromkeys(thing(exercise) for exercise in exercises))


def opening_order(*by_turns: Sequence[str]) -> tuple[str, ...]:
    """Return in which order things are begun: named sets, then of each list by turns.

    By turns, so that a long shelf of strength does not keep a drill waiting for weeks.
    """
    turns = chain.from_iterable(zip_longest(*by_turns))
    found = things(each for each in turns if each is not None)
    sets = [name for name in NAMED_SETS if name in found]
    return (*sets, *(each for each in found if each not in NAMED_SETS))
