"""What became of a measure that was taken, and a week's own answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen
from attrs.validators import optional

from psoas.diary.model import nrs
from psoas.quantity import Answer, Side


class Outcome(StrEnum):
    """What became of it; only a scored one is a reading."""

    SCORED = "scored"
    STOPPED_BY_PAIN = "stopped-by-pain"
    COULD_NOT = "could-not"
    NOT_CONTROLLED = "not-controlled"
    NOT_TRIED = "not-tried"


@frozen(kw_only=True)
class Attempt:
    """One time that a measure was taken, on one side.

    Parameters
    ----------
    value
        What was read, in the measure's unit; of an attempt that is not scored it is kept
        to be seen and never used. None where nothing was read.
    pain_nrs
        The worst pain meanwhile; None where it was not said.
    seen
        Ids of what was seen; None where nobody looked.
    controlled
        Whether it was done as told; unknown is not yes.
    detail
        What the value was worked out from, such as points in photos.
    reading
        The id of the reading that it became; None where it was not scored.
    """

    id: str
    measure: str
    side: Side | None
    outcome: Outcome
    value: float | None = None
    pain_nrs: int | None = field(default=None, validator=optional(nrs))
    seen: tuple[str, ...] | None = None
    controlled: Answer = Answer.UNKNOWN
    detail: Mapping[str, Any] = field(factory=dict)
    taken_at: datetime
    reading: str | None = None


@frozen(kw_only=True)
class Week:
    """The answers to the questions of the week, as of a day; what is absent was skipped."""

    id: str
    on: date
    answers: Mapping[str, Any]
    answered_at: datetime
