"""A plan is laid anew with least change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from psoas.diary import Done
from psoas.programme import SessionKind, broken_since, replan, unmoved_ratio
from tests.kit.plans import START, brief, plan

MADE_FROM = brief(weeks=12, race_on=START + timedelta(days=83))
ON = START + timedelta(days=25)


@pytest.fixture(scope="module")
def shelves():
    from psoas.library import shelf

    on = shelf()
    return on.for_plans


@pytest.fixture(scope="module")
def made():
    from psoas.library import shelf

    return plan(shelf(), MADE_FROM)


def as_of(made, on, *, missed=()):
    """The brief on a day: all before it done but for what was missed."""
    past = [s for s in made.sessions if s.on < on and s.id not in missed]
    return attrs.evolve(
        MADE_FROM,
        done=tuple(
            Done(session=s.id, finished_at=datetime(2026, 12, 1, tzinfo=UTC), pain_nrs=1)
            for s in past
        ),
        known=frozenset(p.exercise for s in past for p in s.prescriptions),
    )


def strength_before(made, on):
    return [s for s in made.sessions if s.kind is SessionKind.RELOAD and s.on < on]


def broken(found, made_from, shelf):
    return broken_since(found, made_from, shelf.exercises, since=ON, limits=shelf.limits)


@pytest.mark.parametrize("n_missed", [0, 1, 2])
def test_after_a_missed_session_nearly_all_stays(shelf, shelves, made, n_missed):
    missed = [s.id for s in strength_before(made, ON)[-n_missed:]] if n_missed else []
    made_from = as_of(made, ON, missed=missed)
    found = replan(made, made_from, on=ON, shelves=shelves)
    assert unmoved_ratio(made, found, since=ON) >= 0.95
    assert broken(found, made_from, shelf) == ()
    assert [d for d in found.days if d.on < ON] == [d for d in made.days if d.on < ON]
    assert len(found.days) == len(made.days)


def test_a_missed_session_is_never_made_up_for_by_doubling(shelves, made):
    missed = strength_before(made, ON)[-1]
    found = replan(made, as_of(made, ON, missed=[missed.id]), on=ON, shelves=shelves)
    week = (ON - START).days // 7

    def strength(of):
        return [
            s
            for s in of.sessions
            if s.kind is SessionKind.RELOAD and (s.on - START).days // 7 == week and s.on >= ON
        ]

    assert len(strength(found)) <= len(strength(made)) + 1
    later = [s for s in found.sessions if (s.on - START).days // 7 > week]
    assert later == [s for s in made.sessions if (s.on - START).days // 7 > week]


def test_days_that_are_lost_move_only_what_stood_there(shelf, shelves, made):
    without = frozenset(range(7)) - {1}  # no more Tuesdays
    made_from = attrs.evolve(as_of(made, ON), days=without)
    found = replan(made, made_from, on=ON, shelves=shelves)
    assert broken(found, made_from, shelf) == ()
    assert not any(s.on.weekday() == 1 and s.on >= ON for s in found.sessions)
    others = [s for s in made.sessions if s.on >= ON and s.on.weekday() != 1]
    stays = {s.id for s in found.sessions}
    assert sum(s.id in stays for s in others) / len(others) > 0.5


def test_a_race_that_comes_earlier_is_tapered_for(shelf, shelves, made):
    earlier = START + timedelta(days=60)
    made_from = attrs.evolve(as_of(made, ON), race_on=earlier)
    found = replan(made, made_from, on=ON, shelves=shelves)
    assert found.race_on == earlier
    assert broken(found, made_from, shelf) == ()


def test_a_level_that_is_lost_takes_the_hard_exercises(shelf, shelves, made):
    made_from = attrs.evolve(as_of(made, ON), level_most=1)
    found = replan(made, made_from, on=ON, shelves=shelves)
    strength = [s for s in found.sessions if s.on >= ON and s.kind is SessionKind.RELOAD]
    used = {p.exercise for s in strength for p in s.prescriptions}
    assert used
    assert all(shelf.exercises[name].level[0] <= 1 for name in used)


def test_a_brief_that_begins_on_another_day_is_refused(shelves, made):
    with pytest.raises(ValueError, match="begins on"):
        replan(made, attrs.evolve(MADE_FROM, start_on=ON), on=ON, shelves=shelves)


def test_a_runner_who_flew_west_is_not_given_a_day_before_the_plan(shelf, shelves, made):
    after = replan(made, MADE_FROM, on=START - timedelta(days=1), shelves=shelves)
    assert [day.on for day in after.days] == [day.on for day in made.days]


def test_weeks_are_counted_from_the_first_day(made):
    assert [week[0].on for week in made.weeks] == [START + timedelta(weeks=n) for n in range(12)]
    assert all(len(week) == 7 for week in made.weeks)
    sunday = attrs.evolve(made, days=made.days[6:])
    assert [len(week) for week in sunday.weeks] == [7] * 11 + [1]
