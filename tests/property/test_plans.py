"""Plans of made-up runners: never a breach, whatever they have, answer and wish."""

from __future__ import annotations

import pytest
from validation.plans import SEED, plans

from psoas.programme import breaches

PARTS = 8
A_PART = 25


@pytest.mark.parametrize("part", range(PARTS))
def test_two_hundred_weeks_without_a_breach(shelf, part):
    n_sessions = 0
    for made_from, made in plans(A_PART, weeks=1, seed=SEED + part, on=shelf):
        assert breaches(made, made_from, shelf.exercises, limits=shelf.limits) == ()
        assert len(made.days) == 7
        n_sessions += len(made.sessions)
        used = {p.exercise for s in made.sessions for p in s.prescriptions}
        assert not any(shelf.exercises[name].ruled_out_by(made_from.sheet) for name in used)
    assert n_sessions > A_PART


def test_twelve_weeks_without_a_breach(shelf):
    for made_from, made in plans(4, weeks=12, seed=SEED, on=shelf):
        assert breaches(made, made_from, shelf.exercises, limits=shelf.limits) == ()
        assert len(made.days) == 84
