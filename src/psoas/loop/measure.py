"""A measure: a test a runner can do, what it means, and how far it can be trusted."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from attrs import field, frozen
from attrs.validators import min_len

from psoas.evidence import Grade, SourceId
from psoas.loop.condition import Condition
from psoas.loop.equipment import Equipment
from psoas.quantity import check_unit

MeasureId = NewType("MeasureId", str)


class Better(StrEnum):
    """Which way a measure improves."""

    HIGHER = "higher"
    LOWER = "lower"


@frozen(kw_only=True)
class Detectable:
    """The smallest change beyond the error of measuring (MDC95).

    Exactly one of *value* (in the measure's unit) and *pct* (of the baseline) is given.
    """

    value: float | None = None
    pct: float | None = None
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
    grade: Grade

    def __attrs_post_init__(self) -> None:
        """Refuse both or neither."""
        if (self.value is None) == (self.pct is None):
            raise ValueError("a detectable change is either a value or a pct")


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
    grade: Grade
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
