"""A measure: a test a runner can do, what it means, and how far it can be trusted."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from attrs import field, frozen
from attrs.validators import min_len

from psoas.evidence import Grade, SourceId
from psoas.loop.condition import Answered, Condition
from psoas.loop.equipment import Equipment
from psoas.quantity import check_unit

MeasureId = NewType("MeasureId", str)


class Better(StrEnum):
    """Which way a measure improves."""

    HIGHER = "higher"
    LOWER = "lower"


class Kind(StrEnum):
    """How a measure is taken."""

    ANGLE = "angle"
    """An angle, read from photos."""
    HOLD = "hold"
    """Held for as long as it goes: a clock that counts up."""
    COUNT = "count"
    """Counted to a beat until it cannot be kept tidy."""
    FAULTS = "faults"
    """What was seen, from a list; the value is how many."""
    PROVOKE = "provoke"
    """The pain that a movement brings on, from 0 to 10, with what was seen."""
    FELT = "felt"
    """How tight or hard a side feels, from 0 to 10."""
    SCALE = "scale"
    """A number from 0 to 10 that is answered, not done."""
    NUMBER = "number"
    """A number from a watch or a tape."""
    FORM = "form"
    """Worked out from the questions of the week."""


@frozen(kw_only=True)
class Seen:
    """Something to look for while it is done."""

    id: str
    text: str


@frozen(kw_only=True)
class Says:
    """Which answer of the check a result gives; of those of one key the first that fits.

    Parameters
    ----------
    key
        Of the answer sheet.
    value
        The answer; None stands for the measured number itself.
    seen
        All of these were seen.
    none_seen
        None of these was seen.
    above
        The measured number is above this, in the measure's unit.
    """

    key: str
    value: Answered | None = None
    seen: tuple[str, ...] = ()
    none_seen: tuple[str, ...] = ()
    above: float | None = None

    @property
    def looks(self) -> bool:
        """Whether it can only be said of a result for which somebody looked."""
        return bool(self.seen or self.none_seen)


@frozen(kw_only=True)
class Detectable:
    """The smallest change beyond the error of measuring (MDC95).

    Exactly one of *value* (in the measure's unit), *pct* (of the baseline) and *unknown*
    is given.
    """

    value: float | None = None
    pct: float | None = None
    unknown: bool = False
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
    grade: Grade

    def __attrs_post_init__(self) -> None:
        """Refuse two of them, or none."""
        if (self.value is not None) + (self.pct is not None) + self.unknown != 1:
            raise ValueError("a detectable change is a value, a pct, or unknown")

    def of(self, baseline: float) -> float | None:
        """Return it in the unit of the measure and of *baseline*; None where unknown."""
        if self.pct is not None:
            return abs(baseline) * self.pct / 100
        return self.value


@frozen(kw_only=True)
class Norm:
    """What others score. It is shown beside the value and decides nothing by itself."""

    text: str
    sources: tuple[SourceId, ...] = field(validator=min_len(1))


@frozen(kw_only=True)
class Measure:
    """An entry of the shelf of measures.

    ``plausible`` is the range outside which an entry is an error, not a result.
    """

    id: MeasureId
    name: str
    kind: Kind
    unit: str = field(validator=check_unit)
    sided: bool
    better: Better
    plausible: tuple[float, float]
    equipment: tuple[Equipment, ...] = ()
    """What it cannot be done without, of what not every home has."""
    also_needs: tuple[str, ...] = ()
    minutes: float
    protocol: tuple[str, ...] = field(validator=min_len(1))
    stop_if: tuple[str, ...] = ()
    never_if: tuple[Condition, ...] = ()
    detectable: Detectable
    norms: tuple[Norm, ...] = ()
    drivers: tuple[str, ...] = ()
    """The drivers it speaks about."""
    primary_for: tuple[str, ...] = ()
    """The drivers of which it is one of the two measures that decide a retest."""
    beat_s: float | None = None
    """The time of one repetition, where it is done to a beat."""
    control: tuple[str, ...] = ()
    """What must have stayed as told for the result to count; each is asked."""
    seen: tuple[Seen, ...] = ()
    says: tuple[Says, ...] = ()
    grade: Grade
    sources: tuple[SourceId, ...] = field(validator=min_len(1))

    @property
    def strains(self) -> bool:
        """Whether it is done with the body, and so waits for a check that allows it."""
        return bool(self.never_if)
