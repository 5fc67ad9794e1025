"""On which days what may stand, whatever stands on other days."""

from __future__ import annotations

from datetime import date, timedelta

from psoas.evidence import Limits
from psoas.load.model import Light
from psoas.programme.model import Brief, RunKind
from psoas.programme.wish import WEEKDAYS, WishKind

#: How well a strength session sits on a day with such a run: after a hard run rather than
#: on an easy day, so that easy days stay easy; science.md 9.2. [source:psoas-convention]
FIT = {RunKind.HARD: 3, RunKind.EASY: 2, RunKind.REST: 1}
SPARED = (RunKind.HARD, RunKind.LONG, RunKind.RACE)


def run_on(brief: Brief, on: date) -> RunKind:
    """Return what run a day has: the race, else what is planned, else what is usual."""
    if on == brief.race_on:
        return RunKind.RACE
    usual = brief.usual_runs.get(on.weekday(), RunKind.REST)
    return brief.planned_runs.get(on, usual)


def days_to_race(brief: Brief, on: date) -> int | None:
    """Return the days until the race, 0 on race day; None where none lies ahead."""
    if brief.race_on is None or on > brief.race_on:
        return None
    return (brief.race_on - on).days


def _race_within(brief: Brief, on: date, days: float) -> bool:
    ahead = days_to_race(brief, on)
    return ahead is not None and ahead < days


def recovers(brief: Brief, on: date, limits: Limits) -> bool:
    """Say whether the race was too short a while ago for strength."""
    gap = limits["after-race-gap"].value
    return brief.race_on is not None and 0 < (on - brief.race_on).days <= gap


def wished_free(brief: Brief, on: date) -> bool:
    """Say whether the runner asked for nothing on a day."""
    called = {WEEKDAYS[on.weekday()], run_on(brief, on).value}
    return any(
        (wish.kind is WishKind.DAYS and not called & set(wish.of))
        or (wish.kind is WishKind.FREE and bool(called & set(wish.of)))
        for wish in brief.wishes
    )


def may_train(brief: Brief, on: date) -> bool:
    """Say whether a day may hold a session at all: it is one the runner has, and no race."""
    return on.weekday() in brief.days and run_on(brief, on) is not RunKind.RACE


def strength_from(brief: Brief) -> date:
    """Return the first day for strength: after a red day 48 h go without (science.md 2.5)."""
    return brief.start_on + timedelta(days=2 if brief.light is Light.RED else 0)


def may_be_strength(brief: Brief, on: date, *, limits: Limits) -> bool:
    """Say whether a strength session may be on a day: not on a long run's day, not near a race."""
    return (
        may_train(brief, on)
        and on >= strength_from(brief)
        and run_on(brief, on) in FIT
        and not _race_within(brief, on, limits["race-strength-gap"].value)
        and not recovers(brief, on, limits)
    )


def may_be_heavy(brief: Brief, on: date, *, limits: Limits) -> bool:
    """Say whether strength may be heavy on a day: rested legs for tomorrow, and for the race."""
    return (
        may_be_strength(brief, on, limits=limits)
        and not _race_within(brief, on, limits["race-heavy-gap"].value)
        and run_on(brief, on + timedelta(days=1)) not in SPARED
    )


def may_be_new(brief: Brief, on: date, *, limits: Limits) -> bool:
    """Say whether something may be begun on a day."""
    return not _race_within(brief, on, limits["race-new-gap"].value)


def may_be_drills(brief: Brief, on: date, *, limits: Limits) -> bool:
    """Say whether running drills may stand before a day's run: an easy one, not on the last day.

    The last strides are two days before the race (science.md 9.2).
    """
    return (
        may_train(brief, on)
        and run_on(brief, on) is RunKind.EASY
        and not _race_within(brief, on, limits["race-drills-gap"].value)
        and not recovers(brief, on, limits)
    )
