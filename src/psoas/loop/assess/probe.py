"""A probe: what can be asked, tested, filmed or imported next, and how it can turn out."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen
from attrs.validators import ge, min_len

from psoas.evidence import Grade, SourceId
from psoas.loop.condition import Answered, Condition
from psoas.loop.equipment import Equipment


class ProbeKind(StrEnum):
    """How a probe is done."""

    ASK = "ask"
    TEST = "test"
    FILM = "film"
    IMPORT = "import"


@frozen(kw_only=True)
class Result:
    """One way a probe can turn out: its words, and answers that stand for it."""

    text: str
    """Key into the texts."""
    answers: Mapping[str, Answered] = field(validator=min_len(1))


@frozen(kw_only=True)
class Probe:
    """An entry of the shelf of probes.

    It is done where every key of its results is known, and is then not offered, unless one of
    *again_if* holds.
    """

    id: str
    kind: ProbeKind
    name: str
    minutes: float = field(default=0.0, validator=ge(0))
    """Of the runner's time; those of the measure where there is one."""
    measure: str = ""
    """The measure that says how it is done; its ``never_if`` and equipment hold too."""
    equipment: tuple[Equipment, ...] = ()
    never_if: tuple[Condition, ...] = ()
    """One that holds, or that nobody knows, and it is not offered."""
    done_if: tuple[str, ...] = ()
    """Keys any of which, known, means that it was done."""
    again_if: tuple[Condition, ...] = ()
    results: tuple[Result, ...] = field(validator=min_len(2))
    grade: Grade
    sources: tuple[SourceId, ...] = field(validator=min_len(1))

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key its results answer."""
        return tuple(dict.fromkeys(key for each in self.results for key in each.answers))
