"""A cue: a few words to run by."""

from __future__ import annotations

from typing import NewType

from attrs import field, frozen
from attrs.validators import min_len

from psoas.evidence import Grade, SourceId
from psoas.loop.condition import Condition

CueId = NewType("CueId", str)


@frozen(kw_only=True)
class Cue:
    """An entry of the shelf of cues."""

    id: CueId
    say: str
    """The words the runner runs by."""
    means: str
    instead_of: str = ""
    """A cue that is often given and does harm or nothing."""
    run: str
    """The exercise in which it is run."""
    beat: bool = False
    """Whether it is told as a number of steps a minute."""
    drivers: tuple[str, ...] = ()
    only_if: tuple[Condition, ...] = ()
    """All must hold; what was not answered does not hold."""
    never_if: tuple[Condition, ...] = ()
    trade_off: str = ""
    grade: Grade
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
