"""Retest: each measure against its baseline, the pain light, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import frozen

from psoas.app.gait.over_time import OverTime, over_time
from psoas.app.retest.symptoms import symptoms_of
from psoas.app.state import State
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.loop.measure import Measure
from psoas.loop.retest import Change, Decision, Grounds, compare, decide
from psoas.loop.retest.also import also_changed
from psoas.loop.retest.change import CONFIRMED
from psoas.loop.retest.course import is_green_two_weeks
from psoas.loop.retest.following import Asked, following
from psoas.loop.retest.in_run import InRun, without_a_day
from psoas.loop.retest.sides import drifted_apart
from psoas.loop.retest.symptoms import Symptoms
from psoas.quantity import Answer, Side
from psoas.stats.detectable import real_by_chance_ratio
from psoas.store.gaits import KeptGait


@frozen(kw_only=True)
class Retested:
    """What a retest says: in the tests, of the pain, in the run, and what to do next."""

    changes: tuple[Change, ...]
    primary: tuple[Change, ...]
    """Those of *changes* that may move on: of the first driver's two measures."""
    symptoms: Symptoms | None
    """None where no pain was ever scored."""
    running: tuple[InRun, ...]
    """Cadence first."""
    also: Verdict
    """What else changed."""
    videos: tuple[OverTime, ...]
    """Empty with fewer than two videos."""
    decision: Verdict
    referrals: tuple[Verdict, ...]
    """All that calls for a clinician; while one stands there is no exercise and no test."""
    following: Verdict | None
    """The next decisive test; None where none is asked for."""

    @property
    def in_the_run(self) -> Verdict:
        """What is said of the cadence, on which cues work."""
        return self.running[0].verdict

    @property
    def n_compared(self) -> int:
        """How many measures and sides are compared at once."""
        return sum(bool(each.detectable) and each.after is not None for each in self.changes)

    @property
    def by_chance_ratio(self) -> float:
        """How often a plain rule, asked of so many, calls one changed where none did."""
        return real_by_chance_ratio(self.n_compared)


def sides_of(measure: Measure) -> tuple[Side | None, ...]:
    """Return left and right, or None for a measure without sides."""
    return Side.BOTH.single if measure.sided else (None,)


def trained_since(state: State) -> date | None:
    """Return the day of the first session that was done, None where none was."""
    zone = state.now.tzinfo
    return min((each.finished_at.astimezone(zone).date() for each in state.done), default=None)


def is_primary(measure: Measure, side: Side | None, state: State) -> bool:
    """Whether it is one of the two measures of the first driver, on the sore side.

    Where no driver is known no measure is; where no side is known both are.
    """
    ranked = state.sheet.assessment.drivers if state.sheet else ()
    if not ranked or ranked[0].driver.value not in measure.primary_for:
        return False
    return side is None or state.sore in (None, Side.BOTH, side)


def told_from_factor(measure: Measure, side: Side | None, state: State, *, shelf: Shelf) -> float:
    """Return the Bayes factor from which a change is told.

    The primary measures of the first driver share one error of 1 in 19, so each of two is asked
    at 38; all others that have readings share another, so each of n is asked at 19 n
    (``validation/repeated.md``).
    """
    read = {(each.measure, each.side) for each in state.readings}
    known = [
        (each, one)
        for each in shelf.measures.values()
        for one in sides_of(each)
        if (each.id, one) in read and not each.detectable.unknown
    ]
    mine = is_primary(measure, side, state)
    return CONFIRMED * max(1, sum(is_primary(each, one, state) is mine for each, one in known))


def change_of(measure: Measure, side: Side | None, state: State, *, shelf: Shelf) -> Change | None:
    """Compare the readings of a measure and side with their baseline; None without any."""
    mine = [r for r in state.readings if r.measure == measure.id and r.side == side]
    if not mine:
        return None
    return compare(
        mine,
        measure=measure,
        side=side,
        limits=shelf.limits,
        told_from_factor=told_from_factor(measure, side, state, shelf=shelf),
    )


def _changes(state: State, shelf: Shelf) -> Iterator[tuple[Change, bool]]:
    for measure in shelf.measures.values():
        for side in sides_of(measure):
            if (change := change_of(measure, side, state, shelf=shelf)) is not None:
                yield change, is_primary(measure, side, state)


def _lopsided(state: State, shelf: Shelf) -> Iterator[str]:
    """Yield the names of measures whose sides drifted apart."""
    for measure in shelf.measures.values():
        mine = [each for each in state.readings if each.measure == measure.id]
        if measure.sided and mine and drifted_apart(mine, measure=measure, limits=shelf.limits):
            yield measure.name


def _following(state: State, shelf: Shelf) -> Verdict | None:
    if not state.trains:
        return None
    asked = [
        Asked(
            measure=measure,
            side=side,
            readings=tuple(
                each for each in state.readings if (each.measure, each.side) == (measure.id, side)
            ),
            told_from_factor=told_from_factor(measure, side, state, shelf=shelf),
            change=change_of(measure, side, state, shelf=shelf),
        )
        for measure in shelf.measures.values()
        for side in sides_of(measure)
        if is_primary(measure, side, state)
    ]
    return following(asked, now=state.now, limits=shelf.limits)


def _for_now(decision: Verdict, state: State, *, shelf: Shelf) -> Verdict:
    """Return the decision, or what comes before it while nothing may be trained."""
    if decision.level == Decision.REFER:
        return decision
    if state.is_referred:
        return _before_it(Decision.REFER, "decide.be-seen", shelf)
    if state.trains or decision.level == Decision.GO_BACK:
        return decision
    return _before_it(Decision.STAY, "decide.check-first", shelf)


def _before_it(level: Decision, text: str, shelf: Shelf) -> Verdict:
    valid = shelf.limits["screen-valid"]
    return Verdict(
        rule=text.replace(".", "-"),
        answer=Answer.YES,
        level=level,
        text=text,
        values={},
        sources=valid.sources,
        grade=valid.grade,
    )


def retest(
    state: State,
    *,
    shelf: Shelf,
    running: tuple[InRun, ...] = (),
    clips: Sequence[KeptGait] = (),
    since: date | None = None,
) -> Retested:
    """Compare what was measured with its baseline and decide.

    Parameters
    ----------
    state, shelf
        Where the runner stands; measures and limits.
    running
        Runs before and after the training began, from ``in_run_of``; none where nobody
        looked, and *in_the_run* is unknown then.
    clips
        The gaits that are kept, newest first.
    since
        The day from which on *running* was compared; None is that of the first session.
    """
    found = tuple(_changes(state, shelf))
    changes = tuple(change for change, _ in found)
    primary = tuple(change for change, is_first in found if is_first)
    grounds = Grounds(
        changes=changes,
        primary=primary,
        referrals=state.referred,
        pain_level=state.light.level,
        is_green_two_weeks=is_green_two_weeks(state.pains, on=state.on, limits=shelf.limits),
        lopsided=tuple(_lopsided(state, shelf)),
    )
    return Retested(
        changes=changes,
        primary=primary,
        symptoms=symptoms_of(state),
        running=running or (without_a_day(),),
        also=also_changed(state.runs, since=since or trained_since(state), on=state.on),
        videos=over_time(clips, shelf=shelf),
        decision=_for_now(decide(grounds, limits=shelf.limits), state, shelf=shelf),
        referrals=state.referred,
        following=_following(state, shelf),
    )
