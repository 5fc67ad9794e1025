"""The next decisive test: which measure, when, and what reading would count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import ceil, floor

import attrs
from attrs import frozen

from psoas.diary import Reading
from psoas.evidence import Limits, Scalar, Verdict
from psoas.loop.measure import Better, Measure
from psoas.loop.retest.change import Change, Direction, compare, practice_readings
from psoas.quantity import Answer, Side

#: So many readings in a row are looked ahead. [source:psoas-convention]
MOST_READINGS = 4
#: Changes are looked for up to so many times the detectable one. [source:psoas-convention]
FARTHEST = 3.0
#: Units of which there is no part.
_WHOLE = frozenset({"count", "reps"})
_N_HALVINGS = 10
_WEEK = timedelta(days=7)


@frozen(kw_only=True)
class Asked:
    """A primary measure and side, its readings, and what they say so far."""

    measure: Measure
    side: Side | None
    readings: tuple[Reading, ...]
    told_from_factor: float
    change: Change | None
    """None without a reading."""


@frozen(kw_only=True)
class Counts:
    """A reading that would count, as good or better, so many times in a row."""

    value: float
    unit: str
    times: int


def would_count(asked: Asked, *, at: datetime, limits: Limits) -> Counts | None:
    """Return the reading that would be told as better, in as few readings as can tell it.

    Parameters
    ----------
    asked
        A measure with a baseline.
    at
        When it is measured next; further readings follow as far apart as such tests are.
    limits
        As ``compare`` takes them.

    Returns
    -------
    Counts or None
        None where the error is not known, or four readings of three times the detectable
        change would not tell it.
    """
    before = None if asked.change is None else asked.change.before
    detectable = None if before is None else asked.measure.detectable.of(before)
    if before is None or not detectable:
        return None
    sign = 1.0 if asked.measure.better is Better.HIGHER else -1.0
    low, high = asked.measure.plausible
    apart = _apart(asked.measure, limits)
    for times in range(1, MOST_READINGS + 1):

        def tells(value: float, n_more: int = times) -> bool:
            more = [
                Reading(
                    measure=asked.measure.id, side=asked.side, value=value, taken_at=at + k * apart
                )
                for k in range(n_more)
            ]
            found = compare(
                [*asked.readings, *more],
                measure=asked.measure,
                side=asked.side,
                limits=limits,
                told_from_factor=asked.told_from_factor,
            )
            return found.direction is Direction.BETTER

        near, far = before, before + sign * FARTHEST * detectable
        far = min(max(far, low), high)
        if not tells(far):
            continue
        for _ in range(_N_HALVINGS):
            middle = (near + far) / 2
            near, far = (near, middle) if tells(middle) else (middle, far)
        return attrs.evolve(_counting(far, asked.measure.unit, asked.measure.better), times=times)
    return None


def following(asked: Sequence[Asked], *, now: datetime, limits: Limits) -> Verdict | None:
    """Say which primary measure to take next, when, and what would count.

    Parameters
    ----------
    asked
        The primary measures of the first driver, in the order of the shelf.
    now
        The runner's moment.
    limits
        For the gap between tests of the body.

    Returns
    -------
    Verdict or None
        Of the measure that fewest readings can decide; of those without a baseline the
        nearest to one. None where there is none, or all are decided.
    """
    open_still = [
        each
        for each in asked
        if each.change is None or each.change.direction not in (Direction.BETTER, Direction.WORSE)
    ]
    with_baseline = [each for each in open_still if _missing(each, limits) <= 0]
    days = {id(each): _next_on(each, now, limits) for each in with_baseline}
    found = [
        (each, counts)
        for each in with_baseline
        if (counts := would_count(each, at=_at(days[id(each)], now), limits=limits)) is not None
    ]
    if found:
        each, counts = min(found, key=lambda pair: pair[1].times)
        apart_d = _apart(each.measure, limits).days
        return _verdict(each, "counts", on=days[id(each)], counts=counts, apart_d=apart_d)
    begun = [each for each in open_still if _missing(each, limits) > 0]
    if not begun:
        return None
    each = min(begun, key=lambda each: _missing(each, limits))
    return _verdict(each, "baseline", missing=_missing(each, limits))


def _missing(asked: Asked, limits: Limits) -> int:
    needed = int(limits["baseline-readings"].value) + practice_readings(asked.measure, limits)
    return needed - len(asked.readings)


def _next_on(asked: Asked, now: datetime, limits: Limits) -> date:
    last = max(each.taken_at for each in asked.readings).astimezone(now.tzinfo).date()
    return max(last + _apart(asked.measure, limits), now.date())


def _apart(measure: Measure, limits: Limits) -> timedelta:
    return timedelta(days=limits["retest-gap"].value) if measure.strains else _WEEK


def _counting(value: float, unit: str, better: Better) -> Counts:
    """Round it so that it counts still: to a tenth, and what has no parts to whole ones."""
    step = 1.0 if unit in _WHOLE else 0.1
    whole = ceil if better is Better.HIGHER else floor
    return Counts(value=round(whole(round(value / step, 6)) * step, 1), unit=unit, times=1)


def _at(on: date, now: datetime) -> datetime:
    return now + (on - now.date())


def _verdict(
    asked: Asked,
    text: str,
    *,
    on: date | None = None,
    counts: Counts | None = None,
    missing: int = 0,
    apart_d: int = 0,
) -> Verdict:
    values: dict[str, Scalar] = {
        "measure": asked.measure.name,
        "side": asked.side.value if asked.side else "",
        "missing": missing,
    }
    if on is not None and counts is not None:
        values |= {"on": on.isoformat(), "unit": counts.unit, "times": counts.times}
        values |= {"value": counts.value, "apart": apart_d}
        text = f"{text}-{'higher' if asked.measure.better is Better.HIGHER else 'lower'}"
        text += "" if counts.times == 1 else "-times"
    return Verdict(
        rule="next-decisive",
        answer=Answer.UNKNOWN,
        level="next",
        text=f"next_decisive.{text}",
        values=values,
        sources=asked.measure.detectable.sources,
        grade=asked.measure.detectable.grade,
    )
