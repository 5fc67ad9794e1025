"""Entries of the diary."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from attrs import Attribute, field, frozen
from attrs.validators import optional

from psoas.quantity import Side


class When(StrEnum):
    """When a pain was felt, about a run or a session."""

    MORNING = "morning"
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class NotAnEntry(ValueError):
    """A report that cannot be true."""


def nrs(_instance: object, _attribute: Attribute[int], value: float) -> None:
    """Refuse a pain score that the scale does not have; an attrs validator."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10:
        raise NotAnEntry(f"pain is a whole number from 0 to 10, got {value}")


def _hours(_instance: object, _attribute: Attribute[float], value: float) -> None:
    if not 0 <= value <= 24:
        raise NotAnEntry(f"sitting hours are from 0 to 24, got {value:g}")


def _share(_instance: object, _attribute: Attribute[float], value: float) -> None:
    if not 0 <= value <= 1:
        raise NotAnEntry(f"the share that was done is from 0 to 1, got {value:g}")


@frozen(kw_only=True)
class Pain:
    """A pain score from 0 to 10.

    *felt_on* is the runner's local day; *entered_at* tells when it was written down: a
    score entered before a run cannot have been caused by it.
    """

    felt_on: date
    when: When
    pain_nrs: int = field(validator=nrs)
    side: Side | None = None
    entered_at: datetime


@frozen(kw_only=True)
class Sitting:
    """Hours sat on a day."""

    on: date
    sitting_h: float = field(validator=_hours)
    entered_at: datetime


@frozen(kw_only=True)
class Reading:
    """One reading of a measure."""

    measure: str
    side: Side | None
    value: float
    taken_at: datetime


@frozen(kw_only=True)
class Done:
    """A session as it was done: which, when, how far, and how it felt."""

    session: str
    finished_at: datetime
    share_done_ratio: float = field(default=1.0, validator=_share)
    pain_nrs: int | None = field(default=None, validator=optional(nrs))
    before_nrs: int | None = field(default=None, validator=optional(nrs))
    after_nrs: int | None = field(default=None, validator=optional(nrs))
