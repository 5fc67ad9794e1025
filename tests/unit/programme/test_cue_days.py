"""Cue runs over the days of a plan: one course, numbered, then one run without help."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.library import shelf as shipped
from psoas.programme import RunKind
from psoas.programme.cue_days import carried_on, cue_runs, numbered
from psoas.programme.model import CueRunDone
from tests.kit.plans import START, brief, plan

SHELF = shipped()
COURSE = plan(SHELF, brief()).course


def cued(made):
    return [(day.on, day.cue_run) for day in made.days if day.cue_run is not None]


def test_eight_runs_then_one_without_help_a_week_later(shelf):
    found = cued(plan(shelf, brief(weeks=12)))

    assert [run.number for _, run in found] == list(range(1, 10))
    assert found[0][0] >= START + timedelta(weeks=3)
    assert found[-1][0] - found[-2][0] >= timedelta(days=7)
    assert found[-1][1].n_with_feedback == found[-2][1].n_with_feedback == 0
    assert {day.run for day in plan(shelf, brief(weeks=12)).days if day.cue} == {RunKind.EASY}


def test_a_course_that_was_begun_goes_on_from_the_first_week(shelf):
    made_from, made = brief(), plan(shelf, brief(weeks=8))
    done = carried_on(made, on=cued(made)[2][0])
    dates = [START + timedelta(days=n) for n in range(21)]

    assert not cue_runs(
        made_from, dates, retraining=attrs.evolve(done, done=()), limits=shelf.limits
    )
    found = cue_runs(made_from, dates, retraining=done, limits=shelf.limits)
    assert next(iter(found.values())).number == 3


@pytest.mark.parametrize("days_after", [1, 14])
def test_no_cue_while_one_recovers_from_a_race(shelf, days_after):
    race_on = START + timedelta(days=28)
    made_from = brief(race_on=race_on, usual_runs=dict.fromkeys(range(7), RunKind.EASY))
    course = carried_on(plan(shelf, brief(weeks=8)), on=START)
    on = race_on + timedelta(days=days_after)

    assert not cue_runs(made_from, [on], retraining=course, limits=shelf.limits)
    later = [race_on + timedelta(days=15)]
    assert cue_runs(made_from, later, retraining=course, limits=shelf.limits)


@given(
    gaps=st.lists(st.integers(1, 12), min_size=1, max_size=40),
    n_done=st.integers(0, 9),
)
@settings(max_examples=100, deadline=None)
def test_whatever_the_days_help_never_rises_and_no_run_comes_twice(gaps, n_done):
    runs = [*COURSE.runs, attrs.evolve(COURSE.runs[-1], number=9)]
    done = [
        CueRunDone(on=START - timedelta(days=9 * (n_done - n)), run=run, target=None)
        for n, run in enumerate(runs[:n_done])
    ]
    dates = [START + timedelta(days=sum(gaps[: n + 1])) for n in range(len(gaps))]
    found = numbered(dates, COURSE, done=done, limits=SHELF.limits)

    assert [run.number for run in found.values()] == list(
        range(n_done + 1, n_done + 1 + len(found))
    )
    assert n_done + len(found) <= 9
    for before, after in pairwise([*(each.run for each in done), *found.values()]):
        assert after.feedback_ratio <= before.feedback_ratio
