"""From the diary and the runs to a daily score with its loads, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.app.state import State
from psoas.diary import Pain, Sitting, When
from psoas.load import RunFact
from psoas.loop.retest.symptoms import Symptoms, symptoms, worth_noticing_nrs
from psoas.quantity import Band
from psoas.stats.level import Days
from psoas.stats.level.grid import HALF_YEAR_D

PerDay = Annotated[NDArray[np.float64], "(n_days,)"]

#: A channel of load is looked at where so many days have some of it.
#: [source:psoas-convention]
LEAST_LOADED_DAYS = 8
#: The days whose mean is the baseline. [source:psoas-stats-notes]
BASELINE_D = 14
#: Scores of these moments came before the day's run.
_BEFORE_RUN = (When.MORNING, When.BEFORE)

Channels = Mapping[str, Callable[[RunFact], float | None]]

#: What of a run is a load, by channel: for the level, and for what drives it.
CHANNELS: Channels = {
    "distance": lambda run: run.distance_m,
    "fast": lambda run: run.fast_m,
    "units-4": lambda run: run.units.get(4),
}
ALL_CHANNELS: Channels = {
    **CHANNELS,
    "units-1": lambda run: run.units.get(1),
    "units-2": lambda run: run.units.get(2),
}


@frozen(kw_only=True, eq=False)
class Diary:
    """A runner's days in a row, the first of them, and a typical loaded day by channel."""

    first: date
    days: Days
    typical: Mapping[str, float]


def diary_of(
    pains: Sequence[Pain],
    runs: Iterable[RunFact],
    sittings: Iterable[Sitting],
    *,
    on: date,
    channels: Channels = CHANNELS,
) -> Diary | None:
    """Return the daily score and loads of half a year; None where it has no score.

    The score of a day is its strongest. A run that began after that score was written down,
    or after one of the morning, is not counted before it.
    """
    scored = [each for each in pains if each.felt_on <= on]
    earliest = on - timedelta(days=HALF_YEAR_D - 1)
    if not any(each.felt_on >= earliest for each in scored):
        return None
    first = max(min(each.felt_on for each in scored), earliest)
    n_days = (on - first).days + 1
    score, told, n_written = np.full(n_days, np.nan), {}, np.zeros(n_days)
    for pain in scored:
        day = (pain.felt_on - first).days
        if day < 0:
            continue
        n_written[day] += 1
        if not pain.pain_nrs <= score[day]:
            score[day], told[day] = pain.pain_nrs, pain
    loads: dict[str, PerDay] = {}
    before: dict[str, PerDay] = {}
    typical: dict[str, float] = {}
    kept = [(run, (run.local_on - first).days) for run in runs if first <= run.local_on <= on]
    for name, load_of in channels.items():
        all_day, till_score = np.zeros(n_days), np.zeros(n_days)
        for run, day in kept:
            load = load_of(run) or 0.0
            all_day[day] += load
            till_score[day] += load if _came_before(run, told.get(day)) else 0.0
        _add(name, all_day, till_score, loads, before, typical)
    sat = np.zeros(n_days)
    for each in sittings:
        if first <= each.on <= on:
            sat[(each.on - first).days] = each.sitting_h
    _add("sitting", sat, sat, loads, before, typical)
    days = Days(score=score, loads=loads, loads_before_score=before, n_written=n_written)
    return Diary(first=first, days=days, typical=typical)


def _came_before(run: RunFact, pain: Pain | None) -> bool:
    if pain is None:
        return True
    if pain.when in _BEFORE_RUN:
        return False
    return run.started_at <= pain.entered_at


def _add(
    name: str,
    all_day: PerDay,
    till_score: PerDay,
    loads: dict[str, PerDay],
    before: dict[str, PerDay],
    typical: dict[str, float],
) -> None:
    """Add a channel in typical loaded days, where it has enough of them."""
    loaded = all_day[all_day > 0]
    if len(loaded) >= LEAST_LOADED_DAYS:
        usual = float(np.median(loaded))
        loads[name], before[name] = all_day / usual, till_score / usual
        typical[name] = usual


def symptoms_of(state: State) -> Symptoms | None:
    """Return what the daily scores of a runner say; None where half a year has none."""
    diary = diary_of(state.pains, state.runs, state.sittings, on=state.on)
    return None if diary is None else symptoms(diary.days)


def pain_pictures_of(
    state: State,
    found: Symptoms | None,
    *,
    widths_px: Sequence[int],
    week_nrs: tuple[date, date, Band] | None = None,
    race_on: date | None = None,
) -> tuple[str, ...]:
    """Draw the daily scores with what they say, for each width; none where nothing can be said.

    *week_nrs* is what is foretold of some days to come, and *race_on* the race behind them.
    """
    diary = diary_of(state.pains, state.runs, state.sittings, on=state.on)
    if diary is None or found is None or found.level_nrs is None or found.change_nrs is None:
        return ()
    from psoas.render.pain_chart import PainPicture, pain_chart

    baseline = found.level_nrs.central - found.change_nrs.central
    scores = [
        (diary.first + timedelta(days=day), int(nrs))
        for day, nrs in enumerate(diary.days.score)
        if not np.isnan(nrs)
    ]
    decided = found.decided_in_d
    picture = PainPicture(
        scores=scores,
        first=diary.first,
        on=state.on,
        baseline_nrs=baseline,
        baseline_d=BASELINE_D,
        level_nrs=found.level_nrs,
        worth_nrs=worth_noticing_nrs(baseline),
        decided_on=None if decided is None else state.on + timedelta(days=decided),
        week_nrs=week_nrs,
        race_on=race_on,
    )
    return tuple(pain_chart(picture, width_px=width) for width in widths_px)
