"""A set as it was done."""

from __future__ import annotations

from datetime import datetime

from attrs import Attribute, field, frozen
from attrs.validators import optional

from psoas.diary.model import NotAnEntry, nrs
from psoas.quantity import Side


def _whole_number(_instance: object, attribute: Attribute[int | None], value: int | None) -> None:
    if value is not None and (isinstance(value, bool) or value < 0):
        raise NotAnEntry(f"{attribute.name} is a whole number from 0, got {value}")


def _from_one(_instance: object, _attribute: Attribute[int], value: int) -> None:
    if isinstance(value, bool) or value < 1:
        raise NotAnEntry(f"sets are counted from 1, got {value}")


def _not_negative(
    _instance: object, attribute: Attribute[float | None], value: float | None
) -> None:
    if value is not None and not value >= 0:
        raise NotAnEntry(f"{attribute.name} is not below 0, got {value:g}")


@frozen(kw_only=True)
class Performed:
    """One set of an exercise on one side; what was not said is None, never the plan's figure.

    Parameters
    ----------
    session
        The id of the session it belongs to.
    exercise, instead_of
        What was done, and the planned exercise that it replaced; None where it is the
        planned one.
    side
        None for an exercise without sides.
    set_number
        From 1, on its side.
    reps, hold_s, load_kg
        What was done.
    in_reserve
        How many repetitions more would have been possible; None where nobody asked.
    pain_nrs
        The worst pain in it.
    """

    session: str
    exercise: str
    instead_of: str | None = None
    side: Side | None = None
    set_number: int = field(default=1, validator=_from_one)
    reps: int | None = field(default=None, validator=_whole_number)
    hold_s: float | None = field(default=None, validator=_not_negative)
    load_kg: float | None = field(default=None, validator=_not_negative)
    in_reserve: int | None = field(default=None, validator=_whole_number)
    pain_nrs: int | None = field(default=None, validator=optional(nrs))
    done_at: datetime
