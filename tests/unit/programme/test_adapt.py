"""A planned session on its day: pain takes away, what was not earned is left out."""

from __future__ import annotations

import attrs
import pytest

from psoas.load.model import Light
from psoas.programme import SessionKind
from psoas.programme.adapt import adapt
from psoas.programme.reasons import reason
from tests.kit.plans import brief, plan


@pytest.fixture(scope="module")
def planned():
    """A session of the eighth week: the circuit, and what is beside it."""
    from psoas.library import shelf

    made = plan(shelf(), brief(weeks=8))
    return next(
        s for s in made.sessions if any(p.exercise == "banded-bear-crawl" for p in s.prescriptions)
    )


def on_day(planned, shelf, light=Light.GREEN, level=4):
    said = attrs.evolve(reason("day.rest", shelf.limits), level=light)
    return adapt(planned, light=said, level=level, exercises=shelf.exercises, limits=shelf.limits)


def levels(session, shelf):
    return [shelf.exercises[p.exercise].level[0] for p in session.prescriptions]


def test_what_was_earned_stands_as_planned(planned, shelf):
    assert max(levels(planned, shelf)) == 3
    assert on_day(planned, shelf, level=3) == planned


@pytest.mark.parametrize("level", [1, 2])
def test_what_was_not_earned_is_left_out(planned, shelf, level):
    found = on_day(planned, shelf, level=level)
    assert all(each <= level for each in levels(found, shelf))
    assert found.minutes < planned.minutes
    assert found.id == planned.id
    assert found.why[-1].text == "session.above-level"


@pytest.mark.parametrize("light", Light)
@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_day_never_asks_for_more_than_was_planned(planned, shelf, light, level):
    found = on_day(planned, shelf, light, level)
    asked = {p.exercise: p.sets for p in planned.prescriptions}
    assert all(p.sets <= asked[p.exercise] for p in found.prescriptions)
    assert found.minutes <= planned.minutes


def test_amber_takes_a_set_and_running_drills(planned, shelf):
    found = on_day(planned, shelf, Light.AMBER)
    assert [p.sets for p in found.prescriptions] == [p.sets - 1 for p in planned.prescriptions]
    made = plan(shelf, brief(weeks=6))
    drills = next(s for s in made.sessions if s.kind is SessionKind.RETRAIN)
    assert on_day(drills, shelf, Light.AMBER).prescriptions == ()


def test_red_leaves_nothing(planned, shelf):
    found = on_day(planned, shelf, Light.RED)
    assert (found.kind, found.prescriptions, found.minutes) == (SessionKind.REST, (), 0.0)
