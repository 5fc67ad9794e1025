"""What the logbook shows the drivers beyond answers and tests: runs, and a clip.

It never reaches the disposition: ``assess`` takes it beside the answers (hazard H-25).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from attrs import field, frozen

from psoas.diary import Pain
from psoas.library import Shelf
from psoas.load import Covered, RunFact, find_onset, season_of, what_changed
from psoas.load.guard import Exposure, judge_all
from psoas.loop.assess.filmed import clip_findings
from psoas.loop.assess.watched import watch_findings
from psoas.loop.condition import Sheet
from psoas.motion.measures import Standing
from psoas.store.activities import Worn

#: Days of runs that the drivers can look at: an onset up to twelve weeks ago, its two weeks,
#: and the twelve weeks before those. What is older is not judged for them.
REACH_DAYS = 7 * (12 + 2 + 12)
#: Days whose runs tell the cadence of now; as many as the guard looks back.
STEADY_DAYS = 30


@frozen(kw_only=True)
class Clip:
    """A clip as the drivers look at it: where each measure stands against the norm."""

    filmed_on: date | None
    standings: Mapping[str, Standing]


@frozen(kw_only=True)
class Seen:
    """What is kept of a runner that the drivers may look at."""

    on: date
    runs: Sequence[RunFact] = ()
    worn: Sequence[Worn] = ()
    """Every activity of any sport: a watch that was worn covers the day."""
    pains: Sequence[Pain] = ()
    clip: Clip | None = field(default=None)


def observed_of(
    seen: Seen, answers: Mapping[str, Any], *, answered_at: datetime, shelf: Shelf
) -> Sheet:
    """Return what runs and clip show, as findings; what they cannot tell has no key.

    Parameters
    ----------
    seen
        What is kept.
    answers
        The answers of the check: for how many weeks it hurts, and on which side.
    answered_at
        When they were given.
    shelf
        For the limits.
    """
    clip: Sheet = {}
    if seen.clip is not None:
        filmed_on = seen.clip.filmed_on
        day = f"{filmed_on.day} {filmed_on:%b}" if filmed_on else ""
        clip = clip_findings(seen.clip.standings, filmed_on=day)
    return {
        **_watched(seen, answers, answered_on=answered_at.date(), shelf=shelf),
        **clip,
    }


def filled(answers: Sheet, observed: Sheet) -> Sheet:
    """Return *answers* with what a clip saw of a landing, where nobody answered that.

    A cue for the landing asks whether the foot lands ahead; it is chosen by what was seen.
    """
    overstride = observed.get("clip_overstride")
    if overstride is None or answers.get("foot_lands_ahead") is not None:
        return answers
    return {**answers, "foot_lands_ahead": overstride == Standing.ABOVE}


def told_weeks(answers: Mapping[str, Any]) -> float | None:
    """Return for how many weeks it hurts, as answered; None where that is no number."""
    weeks = answers.get("duration_weeks")
    if isinstance(weeks, bool) or not isinstance(weeks, int | float):
        return None
    return float(weeks)


def _watched(seen: Seen, answers: Mapping[str, Any], *, answered_on: date, shelf: Shelf) -> Sheet:
    since = seen.on - timedelta(days=REACH_DAYS)
    runs = [each for each in seen.runs if since <= each.local_on <= seen.on]
    if not runs:
        return {}
    onset = find_onset(
        answered_on=answered_on,
        duration_weeks=told_weeks(answers),
        pains=seen.pains,
        limits=shelf.limits,
    )
    days = [each.local_on for each in seen.worn if since <= each.local_on <= seen.on]
    covered = Covered(first=min(days), last=max(days)) if days else None
    cadences_spm = {each.id: each.cadence_spm for each in seen.worn if each.cadence_spm}
    season = season_of(runs, covered=covered, cadences_spm=cadences_spm)
    return watch_findings(
        judge_all(map(Exposure.of, runs), limits=shelf.limits),
        what_changed(season, onset, limits=shelf.limits),
        onset_until=onset.until,
        on=seen.on,
        steady_mps_spm=_steady_mps_spm(runs, cadences_spm, on=seen.on),
    )


def _steady_mps_spm(
    runs: Iterable[RunFact], cadences_spm: Mapping[str, float], *, on: date
) -> list[tuple[float, float]]:
    """Return mean speed and cadence of the recent runs that have both."""
    since = on - timedelta(days=STEADY_DAYS)
    return [
        (run.distance_m / run.moving_s, cadences_spm[run.id])
        for run in runs
        if run.local_on >= since and run.id in cadences_spm and run.distance_m and run.moving_s
    ]
