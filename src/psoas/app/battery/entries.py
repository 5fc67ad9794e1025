"""The battery: each measure with its gate, its last values, and what became of attempts."""

from __future__ import annotations

from attrs import frozen

from psoas.app.battery.gate import Gate, gate
from psoas.app.battery.taking import measure_named
from psoas.app.retest.retesting import change_of, sides_of
from psoas.app.state import State
from psoas.diary import Attempt, Outcome, Reading
from psoas.evidence import Scalar, Verdict
from psoas.library import Shelf
from psoas.loop.measure import Measure
from psoas.loop.retest import Change
from psoas.loop.taking import judge
from psoas.quantity import Answer, Side

LATEST = 6


@frozen(kw_only=True)
class Standing:
    """Where a measure stands on one side: what was last read, and whether it changed."""

    side: Side | None
    last: Reading | None
    error: float | None
    """The smallest change beyond the error of measuring, in the measure's unit; None: unknown."""
    change: Change | None


@frozen(kw_only=True)
class Entry:
    """A measure as it stands for a runner today."""

    measure: Measure
    gate: Gate
    standings: tuple[Standing, ...]
    latest: tuple[Attempt, ...]
    """The newest attempts, scored or not, newest first."""


def _standing(measure: Measure, side: Side | None, state: State, *, shelf: Shelf) -> Standing:
    mine = [r for r in state.readings if r.measure == measure.id and r.side == side]
    last = max(mine, key=lambda each: each.taken_at) if mine else None
    return Standing(
        side=side,
        last=last,
        error=measure.detectable.of(last.value) if last else None,
        change=change_of(measure, side, state, shelf=shelf),
    )


def entry_of(measure: Measure, state: State, *, shelf: Shelf) -> Entry:
    """Return how a measure stands for a runner today."""
    return Entry(
        measure=measure,
        gate=gate(measure, state, shelf=shelf),
        standings=tuple(_standing(measure, side, state, shelf=shelf) for side in sides_of(measure)),
        latest=tuple(a for a in reversed(state.attempts) if a.measure == measure.id)[:LATEST],
    )


def battery_of(state: State, *, shelf: Shelf) -> tuple[Entry, ...]:
    """Return every measure of the shelf as it stands for a runner today."""
    return tuple(entry_of(measure, state, shelf=shelf) for measure in shelf.measures.values())


def first_side(state: State) -> Side | None:
    """Return the side to begin with: the less sore one; None where it is not known."""
    sore = state.sore
    return sore.other if sore in (Side.LEFT, Side.RIGHT) else None


def verdict_of(attempt: Attempt, *, shelf: Shelf) -> Verdict:
    """Say again what became of an attempt that is kept."""
    measure = measure_named(attempt.measure, shelf=shelf)
    of_itself, as_said = (
        judge(
            measure,
            said=said,
            pain_nrs=attempt.pain_nrs,
            control=attempt.controlled,
            spread_deg=attempt.detail.get("spread_deg"),
            limits=shelf.limits,
        )
        for said in (Outcome.SCORED, attempt.outcome)
    )
    return of_itself if of_itself.level == attempt.outcome else as_said


def _told(measure: Measure, attempt: Attempt) -> Verdict:
    values: dict[str, Scalar] = {
        "measure": measure.name,
        "side": f", {attempt.side}" if attempt.side else "",
        "value": round(attempt.value or 0.0, 1),
        "unit": measure.unit,
        "on": attempt.taken_at.date().isoformat(),
    }
    return Verdict(
        rule=str(measure.id),
        answer=Answer.of(attempt.outcome is Outcome.SCORED),
        level=attempt.outcome,
        text=f"taken.{attempt.outcome}",
        values=values,
        sources=measure.sources,
        grade=measure.grade,
    )


def latest_verdicts(state: State, *, shelf: Shelf) -> tuple[Verdict, ...]:
    """Return the newest attempt of each measure and side as a statement, scored or not."""
    newest = {(each.measure, each.side): each for each in state.attempts}
    found = []
    for measure in shelf.measures.values():
        for side in sides_of(measure):
            attempt = newest.get((str(measure.id), side))
            if attempt is not None:
                found.append(_told(measure, attempt))
    return tuple(found)
