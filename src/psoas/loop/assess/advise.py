"""What to do about what may drive it, and whether it is overworked or short."""

from __future__ import annotations

from collections.abc import Iterator

from psoas.loop.assess.model import RankedDriver
from psoas.loop.condition import Sheet

NEAR_RACE_WEEKS = 3
"""Nothing new from here to the race (science.md section 9.3)."""

DRIVERS_ADVISED = 2
"""So many drivers are told with their evidence, and so many get advice."""

THOMAS_ERROR_DEG = 8.4 / 2**0.5
"""How far one reading of the held leg-drop may be off (95 %), rounded nowhere: a change of
8.4 degrees is detectable between two readings, so one is good to that over the root of two
[source:wakefield-2015] [source:ferber-2010]."""

LEAST_SIGNS = 2
"""Signs of an overworked hip flexor that make the answer; our own convention."""

PAINKILLERS = ("ibuprofen", "naproxen", "diclofenac", "paracetamol", "acetaminophen", "aspirin")

#: The signs of an overworked, not short, hip flexor [source:s0-whitt-circuit].
_PATTERN_SIGNS = {
    "after_long_sitting": "evidence.heavy-after-sitting",
    "day_after_long_run": "evidence.sore-after-long-run",
    "first_strides_then_eases": "evidence.eases-after-strides",
}


def advice(sheet: Sheet, drivers: tuple[RankedDriver, ...]) -> tuple[str, ...]:
    """Return the keys of what a runner who may train is advised, in order.

    Parameters
    ----------
    sheet
        A believed sheet with its findings.
    drivers
        As ranked.
    """
    return tuple(_advice(sheet, drivers))


def _advice(sheet: Sheet, drivers: tuple[RankedDriver, ...]) -> Iterator[str]:
    if sheet.get("nothing_felt") is True:
        yield "advice.no-symptoms"
    yield "advice.plan"
    for ranked in drivers[:DRIVERS_ADVISED]:
        yield f"advice.{ranked.driver.value}"
    weeks = sheet.get("weeks_to_race")
    if isinstance(weeks, int | float) and weeks <= NEAR_RACE_WEEKS:
        yield "advice.race"
    angle = sheet.get("thomas_thigh_above_horizontal_deg")
    if angle is not None and sheet.get("thomas_pelvis_held") is not True:
        yield "advice.thomas-again"
    taken = sheet.get("medicines")
    if isinstance(taken, tuple) and any(
        name in str(each).lower() for each in taken for name in PAINKILLERS
    ):
        yield "advice.painkillers"


def overworked_signs(sheet: Sheet) -> tuple[str, ...]:
    """Return the text keys of the signs of an overworked hip flexor that are there."""
    pattern = sheet.get("pattern")
    found = pattern if isinstance(pattern, tuple) else ()
    signs = [text for key, text in _PATTERN_SIGNS.items() if key in found]
    if sheet.get("stretch_relief") == "minutes":
        signs.append("evidence.relief-for-minutes")
    return tuple(signs)


def held_thomas_deg(sheet: Sheet) -> float | None:
    """Return the angle of a pelvis-held Thomas test; None where it was not done like that.

    Without the pelvis held the test says nothing [source:vigotsky-2016].
    """
    angle = sheet.get("thomas_thigh_above_horizontal_deg")
    if sheet.get("thomas_pelvis_held") is not True or not isinstance(angle, int | float):
        return None
    return float(angle)


def shown_short(sheet: Sheet) -> bool | None:
    """Return whether a pelvis-held Thomas test shows a short hip.

    None where it was not done, and where the thigh lies within the error of measuring of
    level: there nobody can tell.
    """
    angle_deg = held_thomas_deg(sheet)
    if angle_deg is None or abs(angle_deg) <= THOMAS_ERROR_DEG:
        return None
    return angle_deg > 0


def tightness(sheet: Sheet) -> tuple[str, ...]:
    """Return the answer to *overworked, short, both*, as text keys: answer, signs, what is missing.

    The first is the answer; those that follow are the signs for it, and last what speaks
    against it, cannot be told or was not tested.
    """
    signs, short = overworked_signs(sheet), shown_short(sheet)
    enough = len(signs) >= LEAST_SIGNS
    if short:
        return ("tightness.both", *signs) if enough else ("tightness.short",)
    open_or_not = "tightness.not-short"
    if short is None:
        near = held_thomas_deg(sheet) is not None
        open_or_not = "tightness.short-near" if near else "tightness.short-unknown"
    if enough:
        return ("tightness.overworked", *signs, open_or_not)
    return ("tightness.unclear", open_or_not)
