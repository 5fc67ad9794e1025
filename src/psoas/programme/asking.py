"""Gathering what one week is laid from: how far the runner is, what may be placed, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from attrs import frozen

from psoas.evidence import Limits
from psoas.load.model import Light
from psoas.loop.exercise import Exercise
from psoas.loop.measure import Measure
from psoas.loop.reload import level_after, level_allowed, progress_ratio
from psoas.loop.reload.choose import SESSIONS_TO_HIGH_END
from psoas.loop.retrain.cue import Cue
from psoas.programme.asked import Asked, Placed
from psoas.programme.demand import Phase, demand_of, phase_of
from psoas.programme.model import Brief, Session, SessionKind
from psoas.programme.offers import able, offers
from psoas.programme.place import may_be_new
from psoas.programme.things import things
from psoas.quantity import Answer

#: Tests come again after 3, 6 and 12 weeks (science.md 9.1).
RETEST_WEEKS = (3, 6, 12)
#: What pain, a deload, a taper or settling takes from each strength exercise.
FEWER_SETS = 1
LIGHTER = (Phase.SETTLE, Phase.DELOAD, Phase.TAPER, Phase.AFTER)


@frozen(kw_only=True)
class Shelves:
    """What a plan is filled from."""

    exercises: tuple[Exercise, ...]
    cues: tuple[Cue, ...]
    measures: tuple[Measure, ...]
    limits: Limits


def _may_measure(measure: Measure, brief: Brief) -> bool:
    """Say whether a measure speaks to a driver and this runner can and may take it."""
    return (
        bool(set(measure.drivers) & set(brief.drivers))
        and set(measure.equipment) <= brief.owned
        and not any(each.holds(brief.sheet) is Answer.YES for each in measure.never_if)
    )


def _tests(brief: Brief, week: int, shelves: Shelves) -> tuple[Measure, ...]:
    """Return what is measured in a week: as many as fit into a session."""
    if week not in RETEST_WEEKS:
        return ()
    left_min, chosen = shelves.limits["session-cap"].value, []
    for each in shelves.measures:
        if _may_measure(each, brief) and each.minutes <= left_min:
            chosen.append(each)
            left_min -= each.minutes
    return tuple(chosen)


def exercises_of(sessions: Iterable[Session]) -> tuple[str, ...]:
    """Return the exercises of sessions, in order."""
    return tuple(each.exercise for session in sessions for each in session.prescriptions)


def strength_days(sessions: Iterable[Session]) -> list[date]:
    """Return the days of the strength sessions among *sessions*."""
    return [each.on for each in sessions if each.kind is SessionKind.RELOAD]


@frozen(kw_only=True)
class Ahead:
    """How far a runner is by a week: earned so far, and expected of the sessions before it.

    What is expected is a sketch: on its day a session is fitted to what was really earned.
    """

    level: int
    share_ratio: float

    @classmethod
    def by(cls, brief: Brief, before: Sequence[Session]) -> Ahead:
        """Count the strength sessions laid before a week as if they will go well.

        Those that were done speak for themselves.
        """
        done = {each.session for each in brief.done}
        expected = len(strength_days(each for each in before if each.id not in done))
        by_sessions = level_allowed(brief.done, worst_pain_nrs=brief.worst_pain_nrs)
        earned = by_sessions if brief.level_now is None else brief.level_now
        stays = brief.programme.keeps_only
        share = progress_ratio(brief.done)
        grows = 0.0 if stays else expected / SESSIONS_TO_HIGH_END
        return cls(
            level=max(1, min(brief.level_most, earned if stays else level_after(earned, expected))),
            share_ratio=min(1.0, share + grows),
        )


def _n_new(brief: Brief, dates: Sequence[date], already: int, limits: Limits) -> int:
    if brief.programme.keeps_only and brief.known:
        return 0
    if not any(may_be_new(brief, on, limits=limits) for on in dates):
        return 0
    return max(0, int(limits["new-per-week"].value) - already)


def asked_of(
    brief: Brief,
    week: int,
    *,
    dates: Sequence[date],
    laid: Sequence[Session],
    begun: frozenset[str] = frozenset(),
    before: Placed | None,
    shelves: Shelves,
) -> Asked:
    """Gather what one week is laid from.

    Parameters
    ----------
    brief
        The runner.
    week
        From 0.
    dates
        Its days that are to be laid.
    laid
        All sessions before them that were or will be done, those of this week too.
    begun
        Things begun this week before *dates*, or that would have been: they count as new
        in it, and may be done.
    before
        What an earlier plan had on these days.
    """
    limits = shelves.limits
    first = brief.start_on + timedelta(weeks=week)
    earlier = [each for each in laid if each.on < first]
    already = [each for each in laid if each.on >= first]
    met_before = frozenset(things(brief.known)).union(things(exercises_of(earlier)))
    met = met_before.union(things(exercises_of(already)), begun)
    ahead = Ahead.by(brief, earlier)
    phase = phase_of(brief, week, limits=limits)
    found = able(shelves.exercises, brief, level=ahead.level, week=week, limits=limits)
    strength = [each for each in laid if each.kind is SessionKind.RELOAD]
    heavy = [each.on for each in laid if each.heavy]
    n_new = _n_new(brief, dates, len(begun | (met - met_before)), limits)
    taken = any(each.kind is SessionKind.RETEST for each in already)
    pained = brief.light in (Light.AMBER, Light.RED)
    return Asked(
        brief=brief,
        phase=phase,
        dates=tuple(dates),
        already=tuple(already),
        offers=offers(
            found,
            brief,
            met=met,
            n_new=n_new,
            share_ratio=ahead.share_ratio,
            fewer_sets=FEWER_SETS if pained or phase in LIGHTER else 0,
            limits=limits,
        ),
        demand=demand_of(brief, phase, limits=limits),
        level=ahead.level,
        at_level=found.at_level,
        met=met,
        n_new=n_new,
        last_strength_on=strength[-1].on if strength else None,
        last_heavy_on=heavy[-1] if heavy else None,
        tests=() if taken else _tests(brief, week, shelves),
        before=before,
        limits=limits,
    )


def week_dates(brief: Brief, week: int, *, since: date | None = None) -> tuple[date, ...]:
    """Return the days of a week of the plan, counted from 0, from *since* on."""
    first = brief.start_on + timedelta(weeks=week)
    days = (first + timedelta(days=n) for n in range(7))
    return tuple(on for on in days if since is None or on >= since)
