"""Runs before and after a day, by device and speed, to ask if running changed."""

from __future__ import annotations

from datetime import date, timedelta

from psoas.app.retest.by_speed import speeds_of
from psoas.app.retest.retesting import trained_since
from psoas.app.state import State
from psoas.loop.retest.in_run import InRun, in_run, without_a_day
from psoas.loop.retest.trait import CADENCE, TRAITS
from psoas.store import Logbook
from psoas.store.gaits import KeptGait, gaits

#: Runs so long before the day are the baseline, and so many are read: how a runner wanders
#: is learned from many (validation/in_run.md). [source:psoas-convention]
REACH = timedelta(days=730)
MOST_BEFORE, MOST_AFTER = 150, 60
#: So many videos are compared. [source:psoas-convention]
MOST_CLIPS = 24


def in_run_of(logbook: Logbook, state: State, *, since: date | None = None) -> tuple[InRun, ...]:
    """Compare runs before a day with those since.

    Parameters
    ----------
    logbook, state
        The runner's.
    since
        The day; None is that of the first session that was done.

    Returns
    -------
    tuple of InRun
        Cadence first; then contact time and vertical oscillation, where watches measured them.
    """
    day = since or trained_since(state)
    if day is None:
        return (without_a_day(),)
    runs = [each for each in state.runs if day - REACH <= each.local_on <= state.on]
    before = [each.id for each in runs if each.local_on < day][-MOST_BEFORE:]
    after = [each.id for each in runs if each.local_on >= day][-MOST_AFTER:]
    speeds = speeds_of(logbook, (*before, *after))
    first, since_then = speeds[: len(before)], speeds[len(before) :]
    found = (in_run(first, since_then, trait=trait) for trait in TRAITS)
    return tuple(each for each in found if each.trait is CADENCE or each.n_before)


def clips_of(logbook: Logbook) -> tuple[KeptGait, ...]:
    """Return the gaits of a logbook, newest first, up to ``MOST_CLIPS``."""
    with logbook.reading() as connection:
        return gaits(connection, limit=MOST_CLIPS)
