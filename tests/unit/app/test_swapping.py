"""What may be done instead: only what the runner is given, and what the plan allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from psoas.app.demo import fill_demo
from psoas.app.plan.briefing import brief_of
from psoas.app.plan.exercising import offer
from psoas.app.plan.swapping import Reason, _swapped, _with, swaps_of
from psoas.app.state import State, state_of
from psoas.library import shelf as shipped
from psoas.programme import breaches
from psoas.store import Logbook

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
SHELF = shipped()


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[State]:
    path: Path = tmp_path_factory.mktemp("swaps") / "logbook.db"
    with Logbook.open(path) as logbook:
        fill_demo(logbook, now=NOW)
        yield state_of(logbook, shelf=SHELF, now=NOW)


def sessions(state: State):
    return [each for each in state.plan.plan.sessions if each.prescriptions]


def said(plan, brief):
    found = breaches(plan, brief, SHELF.exercises, limits=SHELF.limits)
    return {(b.constraint, b.because) for b in found if b.constraint != "circuit_whole"}


def test_every_swap_is_given_to_this_runner_and_no_harder(state):
    given = {each.id for each in offer(state, shelf=SHELF).given}
    owned = offer(state, shelf=SHELF).brief.owned
    found = [
        (session, name, swap)
        for session in sessions(state)
        for name, swaps in swaps_of(session, state, shelf=SHELF).items()
        for swap in swaps
    ]

    assert len(found) > 20
    for session, name, swap in found:
        old, new = SHELF.exercises[name], swap.exercise
        assert new.id in given
        assert new.possible_with(owned)
        assert new.level[0] <= old.level[0]
        assert not new.heavy or old.heavy
        planned = next(each for each in session.prescriptions if each.exercise == name)
        assert swap.done_as.sets <= planned.sets or swap.done_as.sets == 1
        assert (Reason.EQUIPMENT in swap.reasons) == new.possible_with(frozenset())


def test_no_swap_breaks_a_rule_of_the_plan_that_it_keeps(state):
    plan = state.plan.plan
    brief = brief_of(state, shelf=SHELF, start_on=plan.start_on, weeks=1, race_on=plan.race_on)
    broken = said(plan, brief)
    for session in [each for each in sessions(state) if each.on >= NOW.date()][:8]:
        for name, swaps in swaps_of(session, state, shelf=SHELF).items():
            for swap in swaps:
                old = next(p for p in session.prescriptions if p.exercise == name)
                new = _swapped(session, old, swap.done_as, SHELF)
                assert said(_with(plan, new), brief) <= broken


def test_a_runner_who_may_not_train_is_offered_nothing(state):
    held = attrs.evolve(state, screening=state.light)

    assert swaps_of(sessions(state)[0], held, shelf=SHELF) == {}


def test_a_shelf_that_changed_since_the_plan_offers_nothing(state):
    session = sessions(state)[0]
    gone = session.prescriptions[0].exercise
    other = attrs.evolve(SHELF, exercises={k: v for k, v in SHELF.exercises.items() if k != gone})

    assert swaps_of(session, state, shelf=other) == {}
