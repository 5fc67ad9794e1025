"""Every rule asked of every run of a history, and of runs that are still ahead."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

import attrs

from psoas.diary import Pain
from psoas.evidence import Limits, Verdict
from psoas.load.guard.changes import changes_of, one_thing
from psoas.load.guard.fast import fast_exposure
from psoas.load.guard.gap import after_gap
from psoas.load.guard.hard import hard_apart
from psoas.load.guard.model import Exposure, Judged, Told
from psoas.load.guard.past import Before, Past
from psoas.load.guard.spike import spike
from psoas.load.guard.units import units_spike
from psoas.load.model import RunFact
from psoas.load.pain import READS_DAYS, pain_light, pain_of_run

_start = attrgetter("started_at")


class _Diary:
    """What is told, by time, so that a run looks at its own days only."""

    def __init__(self, told: Told, limits: Limits) -> None:
        self._told, self._limits = told, limits
        self._pains = sorted(told.pains, key=attrgetter("felt_on"))
        self._days = [each.felt_on for each in self._pains]
        self._changes = sorted(told.changes, key=attrgetter("at"))
        self._heavy = None if told.heavy is None else sorted(told.heavy, key=attrgetter("at"))

    def pains(self, on: date, *, after_days: int) -> list[Pain]:
        first = bisect_left(self._days, on - timedelta(days=READS_DAYS))
        return self._pains[first : bisect_right(self._days, on + timedelta(days=after_days))]

    def near(self, run: Exposure) -> Told:
        """Return the changes and sessions of the days before a run."""
        days = self._limits["guard-change-window"].value
        since = run.started_at - timedelta(days=days + 1)
        at = attrgetter("at")
        changes = self._changes[bisect_left(self._changes, since, key=at) :]
        heavy = self._heavy
        if heavy is not None:
            heavy = heavy[bisect_left(heavy, since, key=at) :]
            heavy = heavy[: bisect_left(heavy, run.started_at, key=at)]
        return Told(
            heavy=None if heavy is None else tuple(heavy),
            changes=tuple(changes[: bisect_left(changes, run.started_at, key=at)]),
            known=self._told.known,
            races=self._told.races,
        )


def _verdicts(run: Exposure, before: Before, diary: _Diary, limits: Limits) -> tuple[Verdict, ...]:
    told = diary.near(run)
    jump = spike(run.distance_m, before.distance, limits=limits)
    fast = fast_exposure(run, before, limits=limits)
    pain = (
        pain_light(diary.pains(run.local_on, after_days=0), on=run.local_on, limits=limits)
        if run.planned
        else pain_of_run(diary.pains(run.local_on, after_days=1), on=run.local_on, limits=limits)
    )
    return (
        jump,
        fast,
        units_spike(run, before, limits=limits),
        one_thing(run, before, (jump, fast), told=told, limits=limits),
        pain,
        after_gap(run, before, limits=limits),
        hard_apart(run, before, told=told, limits=limits),
    )


def judge_all(
    runs: Iterable[Exposure],
    *,
    limits: Limits,
    told: Told | None = None,
    since: datetime | None = None,
) -> tuple[Judged, ...]:
    """Ask every rule of every run, by what came before each, in order of time.

    Parameters
    ----------
    runs
        In any order. Runs that start at the same moment do not see each other.
    limits
        The guard's numbers from the shelf.
    told
        What no run shows: pain, strength sessions, cues, races.
    since
        Judge runs from then on only, by all that came before; None judges all.

    Returns
    -------
    tuple of Judged
        One for each run, in order of time. A later run changes nothing of an earlier one.
    """
    told = told or Told()
    past, diary = Past(limits, races=told.races), _Diary(told, limits)
    ordered = sorted(runs, key=lambda run: (run.started_at, run.id))
    # what a run was is forgotten after the window of changes, and only then not asked
    asked_from = since and since - timedelta(days=2 + limits["guard-change-window"].value)
    n_walked = bisect_left(ordered, asked_from, key=_start) if asked_from else 0
    for earlier in ordered[:n_walked]:
        past.add(earlier)
    waiting: deque[Judged] = deque()
    found: list[Judged] = []
    for run in ordered[n_walked:]:
        while waiting and waiting[0].run.started_at < run.started_at:
            before_it = waiting.popleft()
            past.add(before_it.run, changes=changes_of(before_it.verdicts))
        before = past.before(run.started_at, run.local_on)
        judged = Judged(run=run, verdicts=_verdicts(run, before, diary, limits))
        waiting.append(judged)
        found.append(judged)
    return tuple(each for each in found if since is None or each.run.started_at >= since)


def check_planned(
    planned: Sequence[Exposure],
    *,
    history: Iterable[RunFact],
    limits: Limits,
    told: Told | None = None,
) -> tuple[Judged, ...]:
    """Ask every rule of runs that are still ahead, before they are run.

    Parameters
    ----------
    planned
        Each is judged as if those planned before it had been run.
    history, limits, told
        As for ``judge_all``.

    Returns
    -------
    tuple of Judged
        One for each planned run, in order of time.
    """
    if not planned:
        return ()
    ahead = [attrs.evolve(each, planned=True) for each in planned]
    everything = (*map(Exposure.of, history), *ahead)
    first = min(each.started_at for each in ahead)
    judged = judge_all(everything, limits=limits, told=told, since=first)
    return tuple(each for each in judged if each.run.planned)
