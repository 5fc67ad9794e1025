"""A set as it was done is refused where it cannot be true."""

from __future__ import annotations

import pytest

from psoas.diary import Performed
from psoas.diary.model import NotAnEntry
from tests.kit.loop import NOW


@pytest.mark.parametrize(
    "wrong",
    [
        {"set_number": 0},
        {"reps": -1},
        {"reps": True},
        {"hold_s": -0.1},
        {"load_kg": float("nan")},
        {"in_reserve": -2},
        {"pain_nrs": 11},
    ],
)
def test_a_set_that_cannot_be_is_refused(wrong):
    with pytest.raises(NotAnEntry):
        Performed(session="s", exercise="dead-bug", done_at=NOW, **wrong)


def test_what_was_not_said_stays_unknown():
    done = Performed(session="s", exercise="dead-bug", done_at=NOW)
    assert (done.reps, done.in_reserve, done.pain_nrs) == (None, None, None)
