"""The day the symptoms began, as far as anybody can tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from attrs import frozen

from psoas.diary import Pain, When
from psoas.evidence import Limits, Verdict
from psoas.quantity import Answer

#: A pain at these times was there before the day's run.
BEFORE_THE_RUN = (When.MORNING, When.BEFORE)


class Told(StrEnum):
    """Who told the day the symptoms began."""

    SHEET = "sheet"
    """The check: for how many weeks."""
    SHEET_AND_DIARY = "sheet-and-diary"
    """The check names the week, the diary the day."""
    DIARY = "diary"
    NOBODY = "nobody"


@frozen(kw_only=True)
class Onset:
    """When the symptoms began; *on* and *until* are None where that cannot be told.

    *until* is the last day whose runs came before them: the day itself, or the day
    before where the pain was there before the day's run.
    """

    on: date | None
    until: date | None
    verdict: Verdict


def _onset(
    limits: Limits,
    *,
    told: Told,
    text: str,
    limit: str,
    on: date | None = None,
    until: date | None = None,
    **values: str | int,
) -> Onset:
    ground = limits[limit]
    verdict = Verdict(
        rule="season-onset",
        answer=Answer.UNKNOWN if on is None else Answer.YES,
        level=told,
        text=text,
        values=values if on is None else {"on": f"{on.day} {on:%b} {on.year}", **values},
        sources=ground.sources,
        grade=ground.grade,
    )
    return Onset(on=on, until=until, verdict=verdict)


def _until(sore: Iterable[Pain], on: date) -> date:
    """Leave out the day's own run where the day's first sore score came before it."""
    before = any(each.when in BEFORE_THE_RUN for each in sore if each.felt_on == on)
    return on - timedelta(days=1) if before else on


def _by_sheet(
    answered_on: date, duration_weeks: float, sore: tuple[Pain, ...], limits: Limits
) -> Onset:
    """Take the told week; a diary that first hurts within it makes the day exact."""
    slack = timedelta(days=limits["season-onset-slack"].value)
    about = answered_on - timedelta(days=round(7 * duration_weeks))
    quiet_since = about - slack - timedelta(days=limits["season-quiet"].value)
    near = sorted(each.felt_on for each in sore if quiet_since <= each.felt_on <= about + slack)
    if near and near[0] >= about - slack:
        return _onset(
            limits,
            told=Told.SHEET_AND_DIARY,
            text="season.onset-sheet-and-diary",
            limit="season-onset-slack",
            on=near[0],
            until=_until(sore, near[0]),
            weeks=round(duration_weeks),
        )
    return _onset(
        limits,
        told=Told.SHEET,
        text="season.onset-sheet",
        limit="season-onset-slack",
        on=about,
        until=about,
        weeks=round(duration_weeks),
        slack_days=slack.days,
    )


def _by_diary(diary: tuple[Pain, ...], sore: tuple[Pain, ...], limits: Limits) -> Onset:
    """Take the newest day that hurt after a stretch of scores which did not."""
    quiet = timedelta(days=limits["season-quiet"].value)
    needed = int(limits["season-quiet-scores"].value)
    sore_days = sorted({each.felt_on for each in sore})
    for on in reversed(sore_days):
        before = [each for each in diary if on - quiet <= each.felt_on < on]
        if len(before) >= needed and not any(each in sore for each in before):
            return _onset(
                limits,
                told=Told.DIARY,
                text="season.onset-diary",
                limit="season-quiet",
                on=on,
                until=_until(sore, on),
                quiet_days=quiet.days,
                pain_nrs=max(each.pain_nrs for each in sore if each.felt_on == on),
            )
    return _onset(
        limits,
        told=Told.NOBODY,
        text="season.onset-unknown",
        limit="season-quiet",
        needed=needed,
        quiet_days=quiet.days,
    )


def find_onset(
    *,
    answered_on: date | None,
    duration_weeks: float | None,
    pains: Iterable[Pain],
    limits: Limits,
) -> Onset:
    """Say when the symptoms began: by the check, else by the diary, else nobody knows.

    Parameters
    ----------
    answered_on, duration_weeks
        The day of the newest check and for how many weeks it says they have been there;
        None where there is no check, or it does not say. 0 weeks names no day.
    pains
        The diary, in any order.
    limits
        Bounds from the shelf.

    Returns
    -------
    Onset
        A told week is good to half a week; a diary that first hurts within it makes it a
        day. A duration too long ago to place two weeks by is left to the diary, whose
        onset is the newest day of 3 or more of 10 after 14 days with scores, all below.
    """
    diary = tuple(pains)
    sore = tuple(each for each in diary if each.pain_nrs >= limits["pain-amber"].value)
    longest_weeks = limits["season-onset-longest"].value
    if answered_on is not None and duration_weeks is not None:
        if 0 < duration_weeks <= longest_weeks:
            return _by_sheet(answered_on, duration_weeks, sore, limits)
        if duration_weeks > longest_weeks:
            found = _by_diary(diary, sore, limits)
            return found if found.on else _too_long_ago(duration_weeks, limits)
    return _by_diary(diary, sore, limits)


def _too_long_ago(duration_weeks: float, limits: Limits) -> Onset:
    return _onset(
        limits,
        told=Told.NOBODY,
        text="season.onset-too-long-ago",
        limit="season-onset-longest",
        weeks=round(duration_weeks),
        longest_weeks=int(limits["season-onset-longest"].value),
    )
