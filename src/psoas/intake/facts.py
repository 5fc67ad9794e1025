"""What a platform says of an activity beside its file."""

from __future__ import annotations

import re
from math import isfinite

from attrs import frozen

_AMOUNT = re.compile(r"^\d+(?:[.,]\d+)?$")


@frozen(kw_only=True)
class Facts:
    """What an index says; None where it does not. To compare with, never to compute from.

    Parameters
    ----------
    id
        The platform's own number of the activity.
    sport_name
        Its word for the sport, in the runner's language.
    elapsed_s, timer_s, moving_s
        From start to end; without the pauses of the watch; without standing still.
    distance_m
        The whole way.
    """

    id: str | None = None
    sport_name: str | None = None
    elapsed_s: float | None = None
    timer_s: float | None = None
    moving_s: float | None = None
    distance_m: float | None = None


def amount(text: str | None) -> float | None:
    """Return a number that is not negative, with a point or a comma; None where it is none."""
    found = (text or "").strip()
    if not _AMOUNT.match(found):
        return None
    value = float(found.replace(",", "."))
    return value if isfinite(value) else None
