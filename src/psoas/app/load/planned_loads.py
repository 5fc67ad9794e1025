"""Loads of days to come: as planned where runs are planned, as usual elsewhere.

All of this is our own convention [source:psoas-convention].
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from statistics import median
from typing import Annotated

import attrs
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.app.retest.symptoms import ALL_CHANNELS, Diary
from psoas.app.state import State
from psoas.load import RunFact
from psoas.load.planned import PlannedRun, week_load
from psoas.loop.retest.drivers import RUNNING
from psoas.loop.retest.forecast import as_usual
from psoas.programme import RunKind
from psoas.programme.calendar import PlannedDay, kind_of

PerDay = Annotated[NDArray[np.float64], "(n_days,)"]

#: An easy run has fewer metres above 5 m/s than this. [source:psoas-convention]
EASY_FAST_M = 100.0
#: Kinds of a run that is like the runner's own fast ones.
_FAST = frozenset({RunKind.HARD, RunKind.RACE})
#: The days that say how often a week the runner runs.
_LAST_D = 28


@frozen(kw_only=True, eq=False)
class ToCome:
    """Loads by channel from tomorrow on, and those of today's run that is not run yet.

    *n_planned* is how many planned runs are in them.
    """

    loads: Mapping[str, PerDay]
    today: Mapping[str, float]
    n_planned: int


def a_metre(runs: Sequence[RunFact], *, is_fast: bool = False) -> Mapping[str, float]:
    """Return what a metre of the runner's own easy, or fast, runs is of each load.

    Where there are none of that kind all runs count; empty where no run has a distance.
    """
    known = [each for each in runs if each.distance_m]
    alike = [each for each in known if (each.fast_m >= EASY_FAST_M) is is_fast] or known
    if not alike:
        return {}
    return {
        name: median((load_of(run) or 0.0) / (run.distance_m or 1.0) for run in alike)
        for name, load_of in ALL_CHANNELS.items()
    }


def loads_to_come(state: State, diary: Diary, *, n_days: int) -> ToCome:
    """Return the loads of so many days from tomorrow on.

    Each weekday is as in the four weeks before today, whose run may be still to come. A
    planned run stands instead of the usual of its day; in a week with at least half as many
    planned days as the runner usually runs, the days without a planned run are days without
    a run.
    """
    usual = _usual(diary, n_days)
    until = state.on + timedelta(days=n_days)
    ran = any(run.local_on == state.on for run in state.runs)
    by_day: dict[date, list[PlannedDay]] = defaultdict(list)
    for run in state.planned:
        if state.on < run.on <= until or (run.on == state.on and not ran):
            by_day[run.on].append(run)
    told = {on: _loads_of(runs, state, diary) for on, runs in by_day.items()}
    today = told.pop(state.on, {})
    for name in RUNNING & usual.keys():
        for day in _rests(state, diary, planned=frozenset(told), n_days=n_days):
            usual[name][day] = 0.0
        for on, loads in told.items():
            usual[name][(on - state.on).days - 1] = loads.get(name, 0.0)
    n_planned = sum(each.kind is not RunKind.REST for runs in by_day.values() for each in runs)
    return ToCome(loads=usual, today=today, n_planned=n_planned)


def _usual(diary: Diary, n_days: int) -> dict[str, PerDay]:
    days = diary.days
    before = attrs.evolve(days, loads={name: load[:-1] for name, load in days.loads.items()})
    return {name: load[1:] for name, load in as_usual(before, n_days + 1).items()}


def _rests(state: State, diary: Diary, *, planned: frozenset[date], n_days: int) -> list[int]:
    """Return the places of the days that a whole plan leaves out."""
    distance = diary.days.loads.get("distance")
    last = np.zeros(1) if distance is None else distance[-_LAST_D:]
    a_day = np.count_nonzero(last) / len(last)
    weeks: dict[tuple[int, int], list[date]] = defaultdict(list)
    for n in range(1, n_days + 1):
        on = state.on + timedelta(days=n)
        weeks[on.isocalendar()[:2]].append(on)
    return [
        (on - state.on).days - 1
        for days in weeks.values()
        if sum(on in planned for on in days) >= max(1, ceil(a_day * len(days) / 2))
        for on in days
        if on not in planned
    ]


def _loads_of(runs: Sequence[PlannedDay], state: State, diary: Diary) -> dict[str, float]:
    """Return the loads of a day's planned runs, in typical loaded days."""
    found: dict[str, float] = defaultdict(float)
    known = [each for each in state.runs if each.local_on >= diary.first] or list(state.runs)
    for run in runs:
        if run.kind is not RunKind.REST:
            for name, load in _raw(run, known, diary).items():
                if name in diary.typical:
                    found[name] += load / diary.typical[name]
    return dict(found)


def _raw(run: PlannedDay, known: Sequence[RunFact], diary: Diary) -> Mapping[str, float]:
    """Return a planned run's loads in their own units.

    By its parts where the plan tells them; else by its distance, or its time at the usual
    speed, and the runner's own runs of its kind. One that tells neither is of typical distance.
    """
    metres_m = run.distance_m or _usual_m(run.duration_s, known) or diary.typical.get("distance")
    if metres_m is None:
        return {}
    if run.parts:
        week = week_load([PlannedRun(weekday=run.on.weekday(), parts=run.parts)])
        units = {f"units-{m}": value for m, value in week.units.items()}
        return {"distance": metres_m, "fast": week.fast_m, **units}
    is_fast = kind_of(run, usual_long_m=None) in _FAST
    return {name: metres_m * load for name, load in a_metre(known, is_fast=is_fast).items()}


def _usual_m(duration_s: float | None, known: Sequence[RunFact]) -> float | None:
    speeds = [
        each.distance_m / each.moving_s for each in known if each.distance_m and each.moving_s
    ]
    return duration_s * median(speeds) if duration_s and speeds else None
