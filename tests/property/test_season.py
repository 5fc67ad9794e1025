"""What must hold of every season and of every planned week."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.library import shelf
from psoas.load import (
    Covered,
    PlannedPart,
    PlannedRun,
    RunFact,
    find_onset,
    frames_of,
    season_of,
    week_load,
    what_changed,
)
from tests.kit.runs import fact

few = settings(max_examples=60, deadline=None, derandomize=True)
FIRST = date(2026, 6, 1)
N_DAYS = 120
COLUMNS = ("distance_m", "fast_m", "units", "most_distance_m", "most_units")
FRAMES = ("week_distance_m", "week_fast_m", "week_units", "most_distance_m", "most_units")

runs = st.builds(
    lambda n, km, fast_m: fact(FIRST + timedelta(days=n), km, fast_m=fast_m),
    st.integers(0, N_DAYS - 1),
    st.none() | st.floats(1, 40),
    st.floats(0, 3000),
)
histories = st.lists(runs, min_size=1, max_size=60).map(
    lambda found: [evolve(run, id=str(n)) for n, run in enumerate(found)]
)


def seasoned(found: list[RunFact], *, n_days: int = N_DAYS):
    return season_of(found, covered=Covered(first=FIRST, last=FIRST + timedelta(days=n_days - 1)))


@few
@given(found=histories, km=st.floats(1, 40), later=st.integers(1, 30))
def test_a_later_run_changes_nothing_before_it(found, km, later):
    on = max(run.local_on for run in found) + timedelta(days=later)
    before = (on - FIRST).days
    plain = frames_of(seasoned(found, n_days=before + 1))
    more = frames_of(seasoned([*found, fact(on, km)], n_days=before + 1))

    for name in FRAMES:
        np.testing.assert_array_equal(
            getattr(plain, name)[:before], getattr(more, name)[:before], err_msg=name
        )


@few
@given(found=histories, later=st.lists(runs, max_size=10), weeks=st.integers(1, 6))
def test_runs_after_the_onset_change_nothing_that_is_said_of_before(found, later, weeks):
    limits = shelf().limits
    on = FIRST + timedelta(days=N_DAYS)
    onset = find_onset(answered_on=on, duration_weeks=weeks, pains=(), limits=limits)
    before = [run for run in found if run.local_on <= onset.until]
    after = [run for run in later if run.local_on > onset.until]

    said = [what_changed(seasoned(each), onset, limits=limits) for each in (before, before + after)]
    assert said[0] == said[1]


@few
@given(found=histories, at=st.integers(0, 59), share=st.floats(0.1, 0.9))
def test_splitting_a_run_of_a_day_keeps_every_sum(found, at, share):
    run = found[at % len(found)]
    halves = [
        evolve(
            run,
            id=f"{run.id} {part}",
            distance_m=None if run.distance_m is None else part * run.distance_m,
            moving_s=part * run.moving_s,
            fast_m=part * run.fast_m,
            units={m: part * each for m, each in run.units.items()},
        )
        for part in (share, 1 - share)
    ]
    whole, split = seasoned(found), seasoned([r for r in found if r is not run] + halves)

    for name in ("distance_m", "fast_m", "units"):
        np.testing.assert_allclose(getattr(whole, name), getattr(split, name), err_msg=name)
    assert not (split.most_distance_m > whole.most_distance_m + 1e-6).any()


@few
@given(found=histories, factor=st.floats(0.2, 5))
def test_twice_the_running_is_twice_every_sum_and_every_most(found, factor):
    scaled = [
        evolve(
            run,
            distance_m=None if run.distance_m is None else factor * run.distance_m,
            moving_s=factor * run.moving_s,
            fast_m=factor * run.fast_m,
            units={m: factor * each for m, each in run.units.items()},
        )
        for run in found
    ]
    for name in COLUMNS:
        np.testing.assert_allclose(
            factor * getattr(seasoned(found), name),
            getattr(seasoned(scaled), name),
            rtol=1e-9,
            err_msg=name,
        )


@few
@given(found=histories)
def test_the_order_of_runs_does_not_matter(found):
    for name in COLUMNS:
        np.testing.assert_allclose(
            getattr(seasoned(found), name), getattr(seasoned(found[::-1]), name), err_msg=name
        )


parts = st.builds(
    PlannedPart,
    distance_m=st.floats(100, 40_000),
    speed_mps=st.floats(1.6, 8.0),
    reps=st.integers(1, 12),
)


@few
@given(one=parts, other=parts)
def test_a_week_is_the_sum_of_its_runs_and_more_running_is_more_load(one, other):
    first, second = (week_load([PlannedRun(weekday=0, parts=(part,))]) for part in (one, other))
    both = week_load([PlannedRun(weekday=0, parts=(one, other))])

    for m in both.units:
        assert both.units[m] == pytest.approx(first.units[m] + second.units[m])
        assert both.units[m] > max(first.units[m], second.units[m])
    assert both.strides == pytest.approx(first.strides + second.strides)


@few
@given(part=parts, k=st.integers(2, 5))
def test_repeats_are_the_same_as_distance(part, k):
    repeated = evolve(part, reps=k * part.reps)
    longer = evolve(part, distance_m=k * part.distance_m)
    first, second = (week_load([PlannedRun(weekday=0, parts=(e,))]) for e in (repeated, longer))

    assert first.units == pytest.approx(second.units)
    assert first.fast_m == pytest.approx(second.fast_m)
