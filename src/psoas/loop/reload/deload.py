"""Easier weeks, and going on after missed sessions; nothing is ever made up for."""

from __future__ import annotations

from enum import StrEnum

from psoas.evidence import Limits, Verdict
from psoas.loop.saying import said
from psoas.quantity import Answer


class Week(StrEnum):
    """What a week is like."""

    USUAL = "usual"
    DELOAD = "deload"


class GoOn(StrEnum):
    """How one goes on after missed sessions."""

    CONTINUE = "continue"
    REPEAT_WEEK = "repeat-week"
    DROP_LEVEL = "drop-level"
    UNKNOWN = "unknown"


def week_kind(week: int, *, limits: Limits) -> Verdict:
    """Say whether a week of strength is an easier one.

    Parameters
    ----------
    week
        From 1, since strength began.
    limits
        Every how many weeks, and what is left of the sets.

    Returns
    -------
    Verdict
        Level is a ``Week``. No trial has tried such weeks in runners.
    """
    ground, share = limits["deload-every"], limits["deload-ratio"]
    every = int(ground.value)
    is_deload = week >= 1 and week % every == 0
    return said(
        ground,
        "deload.week" if is_deload else "deload.usual",
        rule="deload",
        answer=Answer.of(is_deload),
        level=Week.DELOAD if is_deload else Week.USUAL,
        every=every,
        share_pct=round(100 * share.value),
    )


def sets_in(week: Verdict, sets: int, *, limits: Limits) -> int:
    """Return how many of *sets* a week of that kind has: at least one, never more."""
    if week.level != Week.DELOAD:
        return sets
    return max(1, min(sets, round(sets * limits["deload-ratio"].value)))


def after_missed(missed: int | None, *, days_since_last: int | None, limits: Limits) -> Verdict:
    """Say how strength goes on after sessions were missed.

    Parameters
    ----------
    missed
        Planned strength sessions in a row that were not done; None is not known.
    days_since_last
        Days since the last one that was done; None where none was, or is not known.
    limits
        From how many on the week is repeated or the level dropped.

    Returns
    -------
    Verdict
        Level is a ``GoOn``. Where one of the two is not known the other decides alone, but
        then never "continue". No answer ever adds a session or a set.
    """
    repeat = limits["missed-repeat"]
    drop, days = limits["missed-drop"], limits["missed-days"]
    far = days_since_last is not None and days_since_last >= days.value
    many = missed is not None and missed >= drop.value
    if far or many:
        level, text = GoOn.DROP_LEVEL, "deload.drop-level"
    elif missed is not None and missed >= repeat.value:
        level, text = GoOn.REPEAT_WEEK, "deload.repeat-week"
    elif missed is None or days_since_last is None:
        level, text = GoOn.UNKNOWN, "deload.unknown"
    else:
        level, text = GoOn.CONTINUE, "deload.continue"
    return said(
        repeat,
        text,
        rule="after-missed",
        answer=Answer.of(None if level is GoOn.UNKNOWN else level is not GoOn.CONTINUE),
        level=level,
        missed=missed or 0,
        days=days_since_last or 0,
        drop_from=int(drop.value),
        drop_days=int(days.value),
    )
