"""How the runner usually trains, from the runs of four weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from psoas.load.model import RunFact
from psoas.programme.model import RunKind

# Our own convention [source:psoas-convention]: a weekday is a running day if it had a run
# in at least 2 of the last 4 weeks; hard if a tenth of its metres were above 5 m/s.
WEEKS = 4
WEEKS_TO_COUNT = 2
HARD_RATIO = 0.1


def usual_week(runs: Sequence[RunFact], *, on: date) -> Mapping[int, RunKind]:
    """Read the usual week from the four weeks before a day.

    Parameters
    ----------
    runs
        History in any order.
    on
        The day from which one looks back.

    Returns
    -------
    mapping
        Kind of run by weekday (Monday 0) for the weekdays that usually have one; empty
        where the four weeks hold no habit. The farthest weekday is the long run.
    """
    recent = [run for run in runs if on - timedelta(weeks=WEEKS) <= run.local_on < on]
    by_day: dict[int, list[RunFact]] = defaultdict(list)
    for run in recent:
        by_day[run.local_on.weekday()].append(run)
    usual = {
        weekday: found
        for weekday, found in by_day.items()
        if len({run.local_on for run in found}) >= WEEKS_TO_COUNT
    }
    if not usual:
        return {}
    mean_m = {
        day: sum(r.distance_m or 0 for r in found) / len(found) for day, found in usual.items()
    }
    longest = max(sorted(mean_m), key=lambda day: mean_m[day])
    kinds = {}
    for day, found in sorted(usual.items()):
        total_m = sum(run.distance_m or 0 for run in found)
        fast = total_m > 0 and sum(run.fast_m for run in found) / total_m >= HARD_RATIO
        kinds[day] = RunKind.LONG if day == longest else RunKind.HARD if fast else RunKind.EASY
    return kinds
