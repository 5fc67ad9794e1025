"""The pain traffic light (G5), read from the diary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from statistics import fmean

from attrs import evolve

from psoas.diary import Pain, When
from psoas.evidence import Limits, Verdict
from psoas.load.model import Light
from psoas.quantity import Answer

#: How many days back the light reads: three weeks, for a trend of two.
READS_DAYS = 21


def _worst(entries: Iterable[Pain]) -> int | None:
    return max((entry.pain_nrs for entry in entries), default=None)


def _on(entries: Sequence[Pain], on: date, *whens: When) -> list[Pain]:
    return [entry for entry in entries if entry.felt_on == on and entry.when in whens]


def _verdict(limits: Limits, level: Light, text: str, **values: int | float) -> Verdict:
    ground = limits["pain-red"]
    answer = Answer.UNKNOWN if level is Light.UNKNOWN else Answer.of(level is not Light.GREEN)
    return Verdict(
        rule="G5",
        answer=answer,
        level=level,
        text=text,
        values={
            **values,
            "amber_nrs": int(limits["pain-amber"].value),
            "red_nrs": int(ground.value),
        },
        sources=ground.sources,
        grade=ground.grade,
    )


def rising_weeks(entries: Sequence[Pain], on: date, *, needed: int) -> bool:
    """Return whether the weekly mean rose two weeks running up to *on*.

    Each of the three weeks must have *needed* scores; without them it is no.
    """
    weeks: tuple[list[int], ...] = ([], [], [])
    for entry in entries:
        days_ago = (on - entry.felt_on).days
        if 0 <= days_ago < READS_DAYS:
            weeks[days_ago // 7].append(entry.pain_nrs)
    if any(len(week) < needed for week in weeks):
        return False
    newest, middle, oldest = map(fmean, weeks)
    return newest > middle > oldest


def not_alone(light: Verdict) -> Verdict:
    """Return the light as it is told to who may not train: a green one does not say *go on*."""
    if light.level != Light.GREEN:
        return light
    return evolve(
        light,
        answer=Answer.UNKNOWN,
        level=Light.UNKNOWN,
        text="pain.green-is-not-enough",
        values={"pain_nrs": light.values["pain_nrs"]},
    )


def pain_light(entries: Iterable[Pain], *, on: date, limits: Limits) -> Verdict:
    """Read the traffic light from the last two days of pain scores.

    Parameters
    ----------
    entries
        The diary, in any order.
    on
        The runner's local day.
    limits
        Bounds from the shelf.

    Returns
    -------
    Verdict
        Red at 6 or more; red at 3 to 5 where the next morning was worse than the morning
        before; red where the weekly mean rose two weeks running; amber at 3 to 5; green
        at 0 to 2; unknown without a score of today or yesterday.
    """
    diary = [entry for entry in entries if entry.felt_on <= on]
    yesterday = on - timedelta(days=1)
    recent = [entry for entry in diary if entry.felt_on >= yesterday]
    worst = _worst(recent)
    if worst is None:
        return _verdict(limits, Light.UNKNOWN, "pain.no-score")
    if worst >= limits["pain-red"].value:
        return _verdict(limits, Light.RED, "pain.red", pain_nrs=worst)
    morning = _worst(_on(diary, on, When.MORNING))
    morning_before = _worst(_on(diary, yesterday, When.MORNING))
    if (
        morning is not None
        and morning_before is not None
        and morning > morning_before
        and (worst >= limits["pain-amber"].value)
    ):
        return _verdict(
            limits,
            Light.RED,
            "pain.worse-next-morning",
            morning_nrs=morning,
            before_nrs=morning_before,
        )
    if rising_weeks(diary, on, needed=int(limits["pain-week-entries"].value)):
        return _verdict(limits, Light.RED, "pain.rising", pain_nrs=worst)
    if worst >= limits["pain-amber"].value:
        return _verdict(limits, Light.AMBER, "pain.amber", pain_nrs=worst)
    return _verdict(limits, Light.GREEN, "pain.green", pain_nrs=worst)


def pain_of_run(entries: Iterable[Pain], *, on: date, limits: Limits) -> Verdict:
    """Read the traffic light of a run that was done, its next morning included.

    Parameters
    ----------
    entries
        The diary, in any order.
    on
        The run's day.
    limits
        Bounds from the shelf.

    Returns
    -------
    Verdict
        The light of that day; red where the next morning was worse than the run's own.
        Nothing else of the next day counts: another run may have caused it.
    """
    diary = list(entries)
    light = pain_light(diary, on=on, limits=limits)
    next_day = on + timedelta(days=1)
    mornings = _on(diary, next_day, When.MORNING)
    if not mornings or light.level == Light.RED:
        return light
    until = [each for each in diary if each.felt_on <= on]
    after = pain_light([*until, *mornings], on=next_day, limits=limits)
    return after if after.text == "pain.worse-next-morning" else light
