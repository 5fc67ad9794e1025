"""The checker finds what a planner could do wrong: each constraint is broken on purpose."""

from datetime import timedelta

import attrs

from psoas.loop.equipment import ALWAYS_THERE
from psoas.programme import RunKind, breaches
from tests.kit.plans import START, brief, plan


def found(shelf, made, made_from):
    return {
        each.constraint for each in breaches(made, made_from, shelf.exercises, limits=shelf.limits)
    }


def first_heavy(made):
    return next(n for n, day in enumerate(made.days) if any(s.heavy for s in day.sessions))


def with_day(made, n, **changes):
    days = list(made.days)
    days[n] = attrs.evolve(days[n], **changes)
    return attrs.evolve(made, days=tuple(days))


def test_a_session_too_long(shelf):
    made_from = brief()
    made = plan(shelf, made_from)
    n = first_heavy(made)
    long = attrs.evolve(made.days[n].sessions[0], minutes=31.0)
    assert found(shelf, with_day(made, n, sessions=(long,)), made_from) == {"short_enough"}


def test_heavy_two_days_running(shelf):
    made_from = brief(usual_runs={})
    made = plan(shelf, made_from)
    n = first_heavy(made)
    again = attrs.evolve(made.days[n].sessions[0], on=made.days[n + 1].on)
    assert "rest_between_heavy" in found(shelf, with_day(made, n + 1, sessions=(again,)), made_from)


def test_heavy_before_and_on_a_long_run(shelf):
    made_from = brief()
    made = plan(shelf, made_from)
    n = first_heavy(made)
    assert "fresh_for_hard_runs" in found(shelf, with_day(made, n, run=RunKind.LONG), made_from)
    assert "fresh_for_hard_runs" in found(shelf, with_day(made, n + 1, run=RunKind.HARD), made_from)


def test_heavy_before_the_race(shelf):
    made_from = brief()
    made = plan(shelf, made_from)
    on = max(session.on for session in made.sessions if session.heavy)
    near, far = (attrs.evolve(made, race_on=on + timedelta(days=n)) for n in (9, 10))
    assert "tapered" in found(shelf, near, made_from)
    assert "tapered" not in found(shelf, far, made_from)


def test_what_the_runner_does_not_have_or_may_not_do(shelf):
    made = plan(shelf, brief(weeks=3))
    bare = brief(weeks=3, owned=ALWAYS_THERE)
    assert "possible" in found(shelf, made, bare)
    used = {p.exercise for s in made.sessions for p in s.prescriptions}
    avoidance = next(a for name in sorted(used) for a in shelf.exercises[name].avoid)
    value = avoidance.when.value
    ruled_out = brief(weeks=3, sheet={avoidance.when.key: value})
    assert "possible" in found(shelf, made, ruled_out)


def test_too_much_that_is_new(shelf):
    made_from = brief()
    made = plan(shelf, made_from)
    n = first_heavy(made)
    session = made.days[n].sessions[0]
    more = tuple(
        attrs.evolve(session.prescriptions[0], exercise=name, seconds=1.0)
        for name in ("leg-raise", "in-and-outs", "sit-up")
    )
    crowded = attrs.evolve(session, prescriptions=more)
    assert "few_new_things" in found(shelf, with_day(made, n, sessions=(crowded,)), made_from)
    soon = attrs.evolve(made, race_on=START + timedelta(days=20))
    assert "few_new_things" in found(shelf, soon, made_from)


def test_a_day_the_runner_does_not_have(shelf):
    made = plan(shelf, brief())
    assert "on_possible_days" in found(shelf, made, brief(days=frozenset({0})))


def test_nothing_to_do(shelf):
    made_from = brief()
    made = plan(shelf, made_from)
    n = first_heavy(made)
    empty = attrs.evolve(made.days[n].sessions[0], prescriptions=())
    assert "not_empty" in found(shelf, with_day(made, n, sessions=(empty,)), made_from)
