"""Two gaits against each other: what changed, by more than measuring again can make."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from psoas.app.gait.measuring import GaitAndMoments
from psoas.edges import to_plain
from psoas.evidence import Limits
from psoas.loop.retest import Moved, moved
from psoas.motion.at_speed import UNSURE_RATIO, by_speed_alone
from psoas.motion.gait import Gait
from psoas.motion.measures import Measure
from psoas.motion.norms import KINDS
from psoas.motion.shown import AT_CONTACT
from psoas.render.words import say

Texts = Mapping[str, str]

#: Two speeds are one within this: it moves no mean curve by half a detectable change.
#: [source:psoas-convention] [source:fukuchi-2017]
SAME_MPS = 0.1
#: Two frame rates are one within this. [source:psoas-convention]
SAME_RATE_RATIO = 1.25
#: What rests on the frames round an event.
OF_EVENTS = ("contact_time", "flight_time", "duty_factor", *AT_CONTACT)
#: Told backward from vertical, as minus: farther back is more of it.
BACKWARD = ("thigh_extension_peak",)
#: Why a change cannot be told, in the order in which it is looked for.
WHYS = (
    "not-in-both",
    "no-detectable-change-known",
    "speed-unknown",
    "speed-differs",
    "side-differs",
    "rate-differs",
    "seen-once",
)


@frozen(kw_only=True)
class GaitChange:
    """A measure in two clips.

    Parameters
    ----------
    before, after
        As each clip tells it; None where one does not.
    detectable
        In *unit*, the larger one of the two clips, wider where two speeds were brought to one;
        None where none is known.
    by_speed
        What the difference of the speeds alone does, in *unit*: it is taken off the change.
        None where the speeds are one.
    moved
        More, less, no detectable change, or that it cannot be told yet.
    why
        Of ``WHYS``, where it cannot be told.
    """

    measure: str
    unit: str
    before: Measure | None
    after: Measure | None
    detectable: float | None
    by_speed: float | None
    moved: Moved
    why: str | None


def compare_gaits(
    before: GaitAndMoments, after: GaitAndMoments, *, limits: Limits
) -> tuple[GaitChange, ...]:
    """Compare the measures of two clips of one runner.

    Parameters
    ----------
    before, after
        What ``gait`` gave.
    limits
        How clear a change must be that was seen once.

    Returns
    -------
    tuple of GaitChange
        In the order of the measures. A change is told only at one speed, or of a measure that
        can be brought to one; of one side, and for what rests on events at one frame rate.
    """
    factor = limits["single-reading-factor"].value
    names = [n for n in KINDS if n in before.gait.measures or n in after.gait.measures]
    return tuple(_change(name, before.gait, after.gait, factor=factor) for name in names)


def _change(name: str, before: Gait, after: Gait, *, factor: float) -> GaitChange:
    first, second = before.measures.get(name), after.measures.get(name)
    known = [each.detectable for each in (first, second) if each is not None]
    told = [each for each in known if each is not None]
    detectable = max(told) if len(told) == len(known) == 2 else None
    by_speed = _by_speed(name, before, after)
    if detectable is not None and by_speed is not None:
        detectable = math.hypot(detectable, UNSURE_RATIO * by_speed)
    why = next(
        _whys(
            name,
            before,
            after,
            has_detectable=detectable is not None,
            is_adjusted=by_speed is not None,
        ),
        None,
    )
    says = Moved.CANNOT_TELL_YET
    if why is None and first is not None and second is not None and detectable is not None:
        sign = -1.0 if name in BACKWARD else 1.0
        ends = (first.band.central, second.band.central - (by_speed or 0.0))
        says = moved(*(sign * each for each in ends), detectable=detectable, factor=factor)
        why = "seen-once" if says is Moved.CANNOT_TELL_YET else None
    return GaitChange(
        measure=name,
        unit=KINDS[name].unit,
        before=first,
        after=second,
        detectable=detectable,
        by_speed=by_speed,
        moved=says,
        why=why,
    )


def _by_speed(name: str, before: Gait, after: Gait) -> float | None:
    """Return what two speeds alone do to a measure; None where they are one, or it is unknown."""
    if before.speed_mps is None or after.speed_mps is None:
        return None
    if abs(before.speed_mps - after.speed_mps) <= SAME_MPS:
        return None
    return by_speed_alone(name, from_mps=before.speed_mps, to_mps=after.speed_mps)


def _whys(
    name: str, before: Gait, after: Gait, *, has_detectable: bool, is_adjusted: bool
) -> Iterator[str]:
    """Yield why two clips cannot be compared in a measure."""
    if name not in before.measures or name not in after.measures:
        yield "not-in-both"
    if not has_detectable:
        yield "no-detectable-change-known"
    if before.speed_mps is None or after.speed_mps is None:
        yield "speed-unknown"
    elif abs(before.speed_mps - after.speed_mps) > SAME_MPS and not is_adjusted:
        yield "speed-differs"
    if before.runner.near is not after.runner.near and not KINDS[name].is_of_both:
        yield "side-differs"
    rates = sorted((before.runner.rate_hz, after.runner.rate_hz))
    if name in OF_EVENTS and rates[1] > SAME_RATE_RATIO * rates[0]:
        yield "rate-differs"


def changes_as_plain(changes: tuple[GaitChange, ...], *, texts: Texts) -> list[dict[str, Any]]:
    """Return changes in the shape that ``psoas gait --before`` prints."""
    return [
        {
            "measure": each.measure,
            "unit": each.unit,
            "before": None if each.before is None else to_plain(each.before.band),
            "after": None if each.after is None else to_plain(each.after.band),
            "mdc": each.detectable,
            "by_speed": each.by_speed,
            "change": each.moved.value,
            "reason": each.why,
            "says": said(each, texts=texts),
        }
        for each in changes
    ]


def said(change: GaitChange, *, texts: Texts) -> str:
    """Return a change as a sentence."""
    key = change.moved.value if change.why is None else f"why.{change.why}"
    words = say(f"gait_change.{key.replace('.', '-')}", {}, texts=texts)
    adjusted = change.by_speed is not None and change.why in (None, "seen-once")
    return f"{words} {texts['gait_change.adjusted']}" if adjusted else words
