"""On which days of a week the strength sessions go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise

from psoas.evidence import Limits
from psoas.programme.model import Brief, RunKind

#: How well a strength session sits on a day with such a run: after a hard run rather than
#: on an easy day, so that easy days stay easy; science.md 9.2. [source:psoas-convention]
FIT = {RunKind.HARD: 3, RunKind.EASY: 2, RunKind.REST: 1}


def run_on(brief: Brief, on: date) -> RunKind:
    """Return what run a day usually has; the race stands over the habit."""
    if on == brief.race_on:
        return RunKind.RACE
    return brief.usual_runs.get(on.weekday(), RunKind.REST)


def may_be_heavy(brief: Brief, on: date, *, limits: Limits, not_before: date) -> bool:
    """Say whether a heavy session may be on a day, whatever stands on other days."""
    gap_days = limits["race-heavy-gap"].value
    near_race = brief.race_on is not None and 0 <= (brief.race_on - on).days < gap_days
    after_race = brief.race_on is not None and on > brief.race_on
    spared = (RunKind.HARD, RunKind.LONG, RunKind.RACE)
    return (
        on >= not_before
        and on.weekday() in brief.days
        and not near_race
        and not after_race
        and run_on(brief, on) in FIT
        and run_on(brief, on + timedelta(days=1)) not in spared
    )


def _spaced(days: Sequence[date], last: date | None, gap: timedelta) -> bool:
    chain = days if last is None else (last, *days)
    return all(second - first >= gap for first, second in pairwise(chain))


def _sets_of_days(days: Sequence[date], n_most: int) -> Iterator[tuple[date, ...]]:
    for n in range(min(n_most, len(days)), 0, -1):
        yield from combinations(days, n)


def heavy_days(
    days: Sequence[date], brief: Brief, *, last: date | None, limits: Limits, not_before: date
) -> tuple[date, ...]:
    """Choose the days of a week for strength: as many as fit, then the best suited.

    Parameters
    ----------
    days
        The days of the week, in order.
    brief
        Runs, race and the days the runner can train.
    last
        The last heavy day before this week, None if there was none.
    limits
        Gaps and how many sessions a week at most.
    not_before
        No strength before this day (pain).

    Returns
    -------
    tuple of date
        In order; every pair, *last* included, is at least the heavy gap apart. Empty
        where no day will do.
    """
    gap = timedelta(hours=limits["heavy-gap"].value)
    able = [on for on in days if may_be_heavy(brief, on, limits=limits, not_before=not_before)]
    wanted = min(int(limits["heavy-per-week"].value), 2 if brief.light != "green" else 3)
    candidates = [c for c in _sets_of_days(able, wanted) if _spaced(c, last, gap)]
    if not candidates:
        return ()

    def merit(chosen: tuple[date, ...]) -> tuple[int, int, tuple[int, ...]]:
        fit = sum(FIT[run_on(brief, on)] for on in chosen)
        return len(chosen), fit, tuple(-on.toordinal() for on in chosen)

    return max(candidates, key=merit)
