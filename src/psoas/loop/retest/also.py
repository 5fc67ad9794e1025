"""What else changed since a training began: it may have done what the training is thanked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil

from psoas.evidence import Grade, SourceId, Verdict
from psoas.load import RunFact
from psoas.quantity import Answer

#: Weeks before that are compared with the weeks since, and how many there must be of each.
#: [source:psoas-convention]
BEFORE, LEAST_BEFORE, LEAST_SINCE = timedelta(weeks=6), timedelta(weeks=2), timedelta(weeks=2)
#: A week's distance that differs by less is the same. [source:psoas-convention]
SAME_RATIO = 0.10
_WEEK = timedelta(weeks=1)


def week_km(runs: Sequence[RunFact], *, first: date, last: date) -> float:
    """Return the distance a week between two days, both counted."""
    m = sum(run.distance_m or 0.0 for run in runs if first <= run.local_on <= last)
    return m / 1000 / (((last - first).days + 1) / 7)


def also_changed(runs: Sequence[RunFact], *, since: date | None, on: date) -> Verdict:
    """Say whether the running itself grew or shrank since a day; shoes and rest are not known.

    Parameters
    ----------
    runs
        All of them, in any order.
    since
        The day of the first session; None where none was done.
    on
        The runner's day.
    """
    if since is None or on - since < LEAST_SINCE:
        return _verdict("too-soon", Answer.UNKNOWN)
    known_d = (since - min((run.local_on for run in runs), default=since)).days
    known = ceil(known_d / 7) * _WEEK  # the weeks before a logbook began are none of rest
    if known < LEAST_BEFORE:
        return _verdict("no-runs", Answer.UNKNOWN)
    first = since - min(BEFORE, known)
    before_km = week_km(runs, first=first, last=since - timedelta(days=1))
    after_km = week_km(runs, first=since, last=on)
    if before_km == 0:
        return _verdict("no-runs", Answer.UNKNOWN)
    values = {"before": round(before_km, 1), "after": round(after_km, 1)}
    changed = abs(after_km / before_km - 1) > SAME_RATIO
    return _verdict("distance" if changed else "same", Answer.of(changed), **values)


def _verdict(text: str, answer: Answer, **values: float) -> Verdict:
    return Verdict(
        rule="also-changed",
        answer=answer,
        level="note",
        text=f"also.{text}",
        values=values,
        sources=(SourceId("psoas-convention"),),
        grade=Grade.OWN_CONVENTION,
    )
