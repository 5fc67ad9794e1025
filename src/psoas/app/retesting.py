"""Retest: each measure against its baseline, the pain light, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from attrs import frozen

from psoas.app.state import State
from psoas.app.symptoms import symptoms_of
from psoas.diary import Reading
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import pain_light
from psoas.loop.measure import Measure
from psoas.loop.retest import Change, compare, decide
from psoas.loop.retest.in_run import InRun, without_a_day
from psoas.loop.retest.symptoms import Symptoms
from psoas.quantity import Side

REDS_WITHIN_DAYS = 14


@frozen(kw_only=True)
class Retested:
    """What a retest says: in the tests, of the pain, in the run, and what to do next."""

    changes: tuple[Change, ...]
    symptoms: Symptoms | None
    """None where no pain was ever scored."""
    running: tuple[InRun, ...]
    """Cadence first."""
    decision: Verdict

    @property
    def in_the_run(self) -> Verdict:
        """What is said of the cadence, on which cues work."""
        return self.running[0].verdict


def sides_of(measure: Measure) -> tuple[Side | None, ...]:
    """Return left and right, or None for a measure without sides."""
    return Side.BOTH.single if measure.sided else (None,)


def change_of(
    readings: Sequence[Reading], *, measure: Measure, side: Side | None, shelf: Shelf
) -> Change:
    """Compare the readings of a measure and side with their baseline."""
    return compare(readings, measure=measure, side=side, limits=shelf.limits)


def _changes(readings: tuple[Reading, ...], shelf: Shelf) -> tuple[Change, ...]:
    found = []
    for measure in shelf.measures.values():
        for side in sides_of(measure):
            mine = [r for r in readings if r.measure == measure.id and r.side == side]
            if mine:
                found.append(change_of(mine, measure=measure, side=side, shelf=shelf))
    return tuple(found)


def _red_days(state: State, shelf: Shelf) -> int:
    days = (state.on - timedelta(days=n) for n in range(REDS_WITHIN_DAYS))
    return sum(pain_light(state.pains, on=day, limits=shelf.limits).level == "red" for day in days)


def retest(state: State, *, shelf: Shelf, running: tuple[InRun, ...] = ()) -> Retested:
    """Compare what was measured with its baseline and decide.

    Parameters
    ----------
    state, shelf
        Where the runner stands; measures and limits.
    running
        Runs before and after the training began, from ``in_run_of``; none where nobody
        looked, and *in_the_run* is unknown then.
    """
    changes = _changes(state.readings, shelf)
    return Retested(
        changes=changes,
        symptoms=symptoms_of(state),
        running=running or (without_a_day(),),
        decision=decide(
            changes,
            pain_level=state.light.level,
            reds_in_14_days=_red_days(state, shelf),
            limits=shelf.limits,
        ),
    )
