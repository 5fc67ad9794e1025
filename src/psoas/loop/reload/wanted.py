"""What the sets alone would ask for, before pain has its say."""

from __future__ import annotations

from typing import Self

from attrs import frozen

from psoas.evidence import Limits, Scalar, Verdict
from psoas.loop.reload.model import Load, Move
from psoas.loop.saying import said
from psoas.quantity import Answer


@frozen(kw_only=True)
class Aim:
    """What to aim for in a set; None where the dose counts in something else."""

    reps: int | None = None
    hold_s: int | None = None

    @classmethod
    def of(cls, value: float, *, unit: str) -> Self:
        """Return an aim of *value* in ``reps`` or seconds."""
        return cls(reps=round(value)) if unit == "reps" else cls(hold_s=round(value))


@frozen(kw_only=True)
class Wanted:
    """A move with its aim, and the aims if pain makes it stay or go back."""

    move: Move
    load: Load
    aim: Aim = Aim()
    stay: Aim = Aim()
    back: Aim = Aim()
    verdict: Verdict


def told(limits: Limits, move: Move, text: str, **values: Scalar) -> Verdict:
    """Return the verdict of a step; it rests on the rule of the reserve."""
    answer = Answer.of(None if move is Move.UNKNOWN else move is Move.UP)
    return said(limits["step-reserve"], text, rule="next-step", answer=answer, level=move, **values)
