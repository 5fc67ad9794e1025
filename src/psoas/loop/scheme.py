"""How a trial raised the dose of one exercise, week by week."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import Any

from attrs import Attribute, field, frozen
from attrs.validators import ge, min_len, optional

from psoas.evidence import SourceId


class SchemeKind(StrEnum):
    """What rises, and when."""

    FALLING_MAXIMUM = "falling-maximum"
    """Few repetitions with more load: from a 15- to an 8-repetition maximum."""
    LAST_SET_TO_FAILURE = "last-set-to-failure"
    """The last set goes on until it fails; beyond a count there comes more load."""


def _falls(_instance: object, attribute: Attribute[Any], value: tuple[int, ...]) -> None:
    if any(later > before for before, later in pairwise(value)):
        raise ValueError(f"{attribute.name} must not rise, got {value}")


@frozen(kw_only=True)
class Scheme:
    """The progression of a trial, attached to its exercise.

    Parameters
    ----------
    per_week, weeks, session_min
        The dose: sessions a week, for how many weeks, minutes in a session where told.
    maximum_reps
        The repetition maximum of each step, one step a week; it falls as the load grows.
    more_load_above_reps
        More load once the last set goes beyond this many repetitions.
    rest_s
        Rest between sets, where told.
    convention
        The parts that are our own because no source gives them.
    """

    kind: SchemeKind
    per_week: int = field(validator=ge(1))
    weeks: int = field(validator=ge(1))
    session_min: float | None = None
    maximum_reps: tuple[int, ...] = field(default=(), validator=_falls)
    more_load_above_reps: int | None = field(default=None, validator=optional(ge(1)))
    rest_s: float | None = None
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
    convention: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a scheme without the number that its kind steps by."""
        if self.kind is SchemeKind.FALLING_MAXIMUM and len(self.maximum_reps) != self.weeks:
            raise ValueError("a falling maximum needs maximum_reps for each of its weeks")
        if self.kind is SchemeKind.LAST_SET_TO_FAILURE and self.more_load_above_reps is None:
            raise ValueError("a last set to failure needs more_load_above_reps")
