"""The four-part circuit, whole: each part, or what stands in for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from psoas.evidence import Limits, Verdict
from psoas.loop.condition import Sheet
from psoas.loop.equipment import Equipment
from psoas.loop.exercise import Exercise, Stage
from psoas.loop.saying import said
from psoas.quantity import Answer

#: Its parts in order: glutes with the hip-flexor pump, hip girdle, crawl, side plank. They
#: belong together. [source:s0-whitt-circuit]
PARTS = (
    "wall-push-hip-flexor-pump",
    "half-kneeling-halo",
    "banded-bear-crawl",
    "side-plank-hip-flexor-pump",
)


@frozen(kw_only=True)
class Part:
    """One part: what is done for it. None where nothing of its kind can be done."""

    wanted: str
    exercise: Exercise | None

    @property
    def stands_in(self) -> bool:
        """Whether something easier is done in its place."""
        return self.exercise is not None and self.exercise.id != self.wanted


@frozen(kw_only=True)
class Circuit:
    """The four parts in order, and whether they are whole."""

    parts: tuple[Part, ...]
    verdict: Verdict


def circuit(
    exercises: Mapping[str, Exercise],
    *,
    sheet: Sheet,
    owned: frozenset[Equipment],
    level: int,
    dropped: Iterable[str] = (),
    limits: Limits,
) -> Circuit:
    """Put the four-part circuit together for one runner.

    Parameters
    ----------
    exercises
        The shelf, by id.
    sheet, owned, level
        What rules a part out, what the runner has, and the highest level allowed.
    dropped
        Parts that the runner's own trial dropped; only the wall push is optional.
    limits
        For the sources.

    Returns
    -------
    Circuit
        A part that cannot be done is replaced by the hardest of the easier exercises that
        train the same; where there is none the circuit is not whole, and says so. The doses are the
        exercises' own.
    """

    def possible(name: str, wanted: str) -> bool:
        each = exercises.get(name)
        return (
            each is not None
            and Stage.RELOAD in each.stages
            and exercises[wanted].targets[0] in each.targets
            and each.prescribable
            and each.level[0] <= level
            and each.possible_with(owned)
            and not each.ruled_out_by(sheet)
        )

    gone = {name for name in dropped if name in exercises and exercises[name].optional}
    taken: set[str] = set()
    parts = []
    for wanted in (part for part in PARTS if part not in gone):
        chosen = next(
            (n for n in _down_from(wanted, exercises, taken) if possible(n, wanted)), None
        )
        taken |= {chosen} if chosen else set()
        parts.append(Part(wanted=wanted, exercise=exercises[chosen] if chosen else None))
    missing = [each.wanted for each in parts if each.exercise is None]
    easier = [each for each in parts if each.stands_in]
    text = "circuit.missing" if missing else "circuit.easier" if easier else "circuit.whole"
    names = [exercises[name].name for name in missing if name in exercises]
    return Circuit(
        parts=tuple(parts),
        verdict=said(
            limits["circuit-rounds"],
            text,
            rule="circuit",
            answer=Answer.of(not missing),
            level="partial" if missing else "whole",
            missing=", ".join(names),
            easier=len(easier),
            rounds=int(limits["circuit-rounds"].value),
        ),
    )


def _down_from(name: str, exercises: Mapping[str, Exercise], taken: set[str]) -> tuple[str, ...]:
    """Return an exercise and all easier ones, the hardest of them first, without what is taken."""
    found: list[str] = []
    queue = [name]
    while queue:
        here = queue.pop(0)
        if here in exercises and here not in found:
            found.append(here)
            queue += exercises[here].easier
    left = [each for each in found if each not in taken]
    return tuple(sorted(left, key=lambda each: (each != name, -exercises[each].level[0])))
