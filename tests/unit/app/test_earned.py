"""What was done decides what comes next: level, drill, dose."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from psoas.app.plan.earned import dosed, drills_with, trials_of, tried_alone
from psoas.app.plan.levels import level_of
from psoas.diary import Done, Pain, Performed, When
from psoas.loop.reset.trial import Fate
from psoas.programme import SessionKind
from psoas.quantity import Side
from psoas.store import Logbook
from tests.kit.loop import NOW, eight_weeks, turn

MARCH = "supine-march"


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A runner with a plan, and nothing done yet."""
    from psoas.library import shelf

    folder = tmp_path_factory.mktemp("earned")
    with Logbook.open(folder / "runner.db") as logbook:
        return turn(logbook, eight_weeks(folder, until=NOW.date()), shelf(), pain_nrs=1).state


def first(state, kind, exercise=None):
    return next(
        s
        for s in state.plan.plan.sessions
        if s.kind is kind
        and (exercise is None or exercise in {p.exercise for p in s.prescriptions})
    )


def with_sets(state, days_ago, *, reps, in_reserve, pain_nrs, morning=0):
    """Three sets a side of the march on a day, and how the next morning was."""
    at = NOW - timedelta(days=days_ago)
    session = f"{at.date()}-reload"
    sets = tuple(
        Performed(
            session=session,
            exercise=MARCH,
            side=side,
            set_number=n,
            reps=reps,
            in_reserve=in_reserve,
            pain_nrs=pain_nrs,
            done_at=at,
        )
        for side in Side.BOTH.single
        for n in (1, 2, 3)
    )
    mornings = tuple(
        Pain(felt_on=at.date() + timedelta(days=n), when=When.MORNING, pain_nrs=nrs, entered_at=at)
        for n, nrs in ((0, 0), (1, morning))
    )
    done = Done(session=session, finished_at=at, pain_nrs=pain_nrs)
    return attrs.evolve(
        state,
        performed=(*state.performed, *sets),
        done=(*state.done, done),
        pains=(*state.pains, *mornings),
    )


def march(session):
    return [p for p in session.prescriptions if p.exercise == MARCH]


def next_reps(state, shelf):
    planned = first(state, SessionKind.RELOAD, MARCH)
    return march(dosed(planned, state, shelf=shelf))[0].reps


def test_what_was_never_logged_stays_as_planned(begun, shelf):
    planned = first(begun, SessionKind.RELOAD, MARCH)
    assert dosed(planned, begun, shelf=shelf) == planned


def test_reps_rise_with_something_left_and_no_pain(begun, shelf):
    easy = with_sets(begun, 3, reps=9, in_reserve=3, pain_nrs=0)
    hard = with_sets(begun, 3, reps=9, in_reserve=0, pain_nrs=0)
    sore = with_sets(begun, 3, reps=9, in_reserve=3, pain_nrs=4)
    bad_morning = with_sets(begun, 3, reps=9, in_reserve=3, pain_nrs=1, morning=4)
    unsaid = with_sets(begun, 3, reps=9, in_reserve=None, pain_nrs=0)

    assert next_reps(easy, shelf) > 9
    assert next_reps(hard, shelf) == 9
    assert next_reps(sore, shelf) <= 9
    assert next_reps(bad_morning, shelf) < 9
    assert next_reps(unsaid, shelf) == 9  # unknown never goes up


def test_a_dose_that_moves_says_why_and_fits_the_session(begun, shelf):
    state = with_sets(begun, 3, reps=9, in_reserve=3, pain_nrs=0)
    planned = first(state, SessionKind.RELOAD, MARCH)
    found = dosed(planned, state, shelf=shelf)
    assert len(found.why) > len(planned.why)
    assert found.minutes <= 30
    assert found.id == planned.id
    assert found.minutes == pytest.approx(
        sum(p.seconds for p in found.prescriptions) / 60, abs=0.06
    )


def scored(state, n, drill, *, falls):
    """So many sessions with one drill alone, each with a score before and after."""
    at = NOW - timedelta(days=30)
    more = [(at + timedelta(days=k), f"{(at + timedelta(days=k)).date()}-reset") for k in range(n)]
    return attrs.evolve(
        state,
        done=(
            *state.done,
            *(
                Done(session=name, finished_at=when, before_nrs=4, after_nrs=4 - falls)
                for when, name in more
            ),
        ),
        performed=(
            *state.performed,
            *(Performed(session=name, exercise=drill, done_at=when) for when, name in more),
        ),
    )


def test_a_drill_that_changes_nothing_leaves_today(begun, shelf):
    planned = first(begun, SessionKind.RESET)
    assert tried_alone(planned, begun, shelf=shelf) == planned  # nobody scored anything
    useless = scored(begun, 3, "shin-box", falls=0)
    assert "shin-box" in drills_with(trials_of(useless, shelf=shelf), Fate.DROP)
    found = tried_alone(planned, useless, shelf=shelf)
    assert "shin-box" not in {p.exercise for p in found.prescriptions}


def test_who_scores_tries_one_drill_alone(begun, shelf):
    planned = first(begun, SessionKind.RESET)
    assert len(planned.prescriptions) > 1
    once = scored(begun, 1, "shin-box", falls=2)
    quiet_too = attrs.evolve(
        once,
        done=(*once.done, Done(session="q", finished_at=NOW, before_nrs=4, after_nrs=4)),
    )
    found = tried_alone(planned, quiet_too, shelf=shelf)
    assert len(found.prescriptions) == 1
    assert found.why[-1].text == "trial.next-alone"


def test_a_red_day_takes_a_level_and_ten_days_off_take_one(begun, shelf):
    def level(state):
        return level_of(state, worst_pain_nrs=1, shelf=shelf).now

    trained = begun
    for days_ago in range(30, 12, -3):
        trained = with_sets(trained, days_ago, reps=15, in_reserve=3, pain_nrs=0)
    recent = with_sets(trained, 2, reps=15, in_reserve=3, pain_nrs=0)
    red = attrs.evolve(
        recent,
        pains=(
            *recent.pains,
            Pain(felt_on=NOW.date(), when=When.DURING, pain_nrs=7, entered_at=NOW),
        ),
    )
    assert level(recent) > 1
    assert level(red) == level(recent) - 1
    assert level(trained) == level(recent) - 1  # fifteen days since the last one
