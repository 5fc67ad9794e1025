"""Keep it or drop it: which scores before and after a drill decide what.

A row is the sessions with the drill alone, then what is said.
"""

from __future__ import annotations

import pytest

from psoas.loop.reset import Fate, next_turn, trial
from psoas.loop.reset.trial import apart_ratio
from tests.kit.rooms import SHELF, heard, scored

DRILL, OTHER = "shin-box", "leg-swings"
HELPED, SAME, WORSE = (4, 2), (4, 4), (4, 6)


def said(records, drill=DRILL):
    found = trial(records, drill=drill, limits=SHELF.limits)
    return found.fate.value, heard(found.verdict).text.removeprefix("trial.")


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], ("cannot-tell", "none")),
        ([HELPED], ("cannot-tell", "too-few")),
        ([HELPED] * 4, ("cannot-tell", "too-few")),
        ([HELPED] * 5, ("keep", "keep")),
        ([HELPED] * 7 + [SAME], ("keep", "keep")),  # 7 of 8: chance 0.035
        ([HELPED] * 6 + [SAME] * 2, ("cannot-tell", "too-few")),  # 6 of 8: 0.14
        ([SAME, SAME], ("cannot-tell", "too-few")),
        ([SAME, SAME, SAME], ("drop", "drop-no-change")),  # three tries
        ([HELPED] + [SAME] * 6, ("cannot-tell", "too-few")),  # 1 of 7: 0.06
        ([HELPED] + [SAME] * 7, ("drop", "drop-rarely")),  # 1 of 8: 0.035
        ([HELPED, WORSE, WORSE], ("drop", "drop-worse")),
        ([HELPED, SAME] * 6, ("drop", "drop-untold")),  # twelve tries that cannot tell
    ],
)
def test_a_drill_by_its_own_scores(scores, expected):
    assert said(scored(scores, DRILL)) == expected


@pytest.mark.parametrize(
    ("score", "helped"),
    [
        ((1, 0), True),  # 1 point matters from 1 to 4
        ((4, 3), True),
        ((5, 4), False),  # 2 points from 5 to 7
        ((5, 3), True),
        ((8, 6), False),  # 3 points above
        ((8, 5), True),
        ((3, 3), False),
        ((3, 4), False),
    ],
)
def test_how_far_a_score_must_fall_to_matter(score, helped):
    assert scored([score], DRILL)[0].helped is helped


@pytest.mark.parametrize("score", [(0, 0), (None, 2), (4, None), (None, None)])
def test_what_was_not_scored_or_began_without_pain_tells_nothing(score):
    assert said(scored([score] * 9, DRILL)) == ("cannot-tell", "none")


def test_a_session_with_several_drills_is_credited_to_none():
    mixed = scored([HELPED] * 9, DRILL, OTHER)
    found = trial([*mixed, *scored([HELPED], DRILL, day=9)], drill=DRILL, limits=SHELF.limits)

    assert said(mixed) == ("cannot-tell", "mixed")
    assert (found.n, found.n_mixed) == (1, 9)


@pytest.mark.parametrize(("one", "other"), [([], [2]), ([2], []), ([], [])])
def test_an_empty_group_is_not_apart(one, other):
    assert apart_ratio(one, other) == 1


@pytest.mark.parametrize(
    ("quiet", "expected"),
    [
        ([], "keep"),
        ([HELPED], "keep"),  # one quiet session is too few to say
        ([SAME] * 4, "keep"),  # by itself the score stays: the drill does it
        ([HELPED] * 4, "cannot-tell"),  # by itself the score falls as much
    ],
)
def test_what_falls_by_itself_is_not_the_drills_doing(quiet, expected):
    records = [*scored([HELPED] * 6, DRILL), *scored(quiet, day=20)]

    assert said(records)[0] == expected


def test_another_drill_that_helps_as_well_takes_nothing_back():
    records = [*scored([HELPED] * 6, DRILL), *scored([HELPED] * 6, OTHER, day=20)]
    found = trial(records, drill=DRILL, limits=SHELF.limits)

    assert found.fate is Fate.KEEP
    assert (found.fall_nrs, found.fall_without_nrs) == (2, 2)


@pytest.mark.parametrize(
    ("scores", "more"),
    [
        ([], 3),  # three without a change
        ([SAME, SAME], 1),
        ([HELPED], 4),
        ([HELPED] * 4, 1),
        ([HELPED] * 5, 0),
        ([HELPED] * 6 + [SAME] * 2, 3),  # 8 of 10 is 0.055, 9 of 11 is 0.033
        ([HELPED, SAME] * 5, 2),  # at twelve tries it ends
    ],
)
def test_how_many_more_sessions_would_settle_it(scores, more):
    found = trial(scored(scores, DRILL), drill=DRILL, limits=SHELF.limits)

    assert found.more_sessions == more


def test_drills_are_tried_alone_by_turns_with_a_quiet_session_among_them():
    records, turns = [], []
    for n in range(6):
        turn = next_turn(records, drills=[DRILL, OTHER], limits=SHELF.limits)
        heard(turn.verdict)
        turns.append(turn.drill)
        alone = [turn.drill] if turn.drill else []
        records += scored([HELPED], *alone, day=n)

    assert turns == [DRILL, OTHER, None, DRILL, OTHER, None]


def test_what_is_decided_is_not_tried_again():
    records = [*scored([HELPED] * 5, DRILL), *scored([SAME] * 3, OTHER, day=9)]

    assert next_turn(records, drills=[DRILL, OTHER], limits=SHELF.limits) is None
