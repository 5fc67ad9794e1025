"""Stay, move on, go back, refer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

from psoas.diary import Reading
from psoas.evidence import Verdict
from psoas.loop.retest import Decision, Direction, Grounds, compare, decide
from psoas.loop.retest.sides import apart, drifted_apart
from psoas.quantity import Answer, Side

START = datetime(2026, 10, 1, 8, tzinfo=UTC)


def changed(shelf, direction: Direction):
    measure = shelf.measures["hip-flexor-hold"]
    plain = compare([], measure=measure, side=Side.RIGHT, limits=shelf.limits)
    return attrs.evolve(plain, direction=direction)


def refers(shelf) -> Verdict:
    ground = shelf.limits["refer-reds"]
    return Verdict(
        rule="two-reds",
        answer=Answer.YES,
        level="refer",
        text="refer.two-reds",
        values={"reds": 2, "days": 14},
        sources=ground.sources,
        grade=ground.grade,
    )


BETTER, WORSE, SAME = Direction.BETTER, Direction.WORSE, Direction.NO_DETECTABLE_CHANGE
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


# referred, light, two green weeks, primary, others, sides apart -> decision by rule
@pytest.mark.parametrize(
    ("referred", "light", "green", "primary", "others", "lopsided", "decision", "rule"),
    [
        (False, "green", YES, [BETTER], [], (), "move-on", "decide-better"),
        (False, "green", YES, [SAME], [BETTER], (), "stay", "decide-nothing"),
        (False, "green", UNKNOWN, [BETTER], [], (), "stay", "decide-not-green-yet"),
        (False, "green", NO, [BETTER], [], (), "stay", "decide-not-green-yet"),
        (False, "amber", YES, [BETTER], [], (), "stay", "decide-nothing"),
        (False, "unknown", YES, [BETTER], [], (), "stay", "decide-nothing"),
        (False, "red", YES, [BETTER], [], (), "go-back", "decide-red"),
        (False, "green", YES, [BETTER], [WORSE], (), "go-back", "decide-worse"),
        (False, "green", YES, [WORSE], [], (), "go-back", "decide-worse"),
        (False, "green", YES, [BETTER], [], ("Hold",), "stay", "decide-lopsided"),
        (False, "green", YES, [], [], (), "stay", "decide-nothing"),
        (True, "green", YES, [BETTER], [], (), "refer", "two-reds"),
        (True, "red", NO, [WORSE], [], ("Hold",), "refer", "two-reds"),
    ],
)
def test_what_follows(shelf, referred, light, green, primary, others, lopsided, decision, rule):
    first = [changed(shelf, each) for each in primary]
    grounds = Grounds(
        changes=[*first, *(changed(shelf, each) for each in others)],
        primary=first,
        referrals=[refers(shelf)] if referred else [],
        pain_level=light,
        is_green_two_weeks=green,
        lopsided=lopsided,
    )
    verdict = decide(grounds, limits=shelf.limits)

    assert (verdict.level, verdict.rule) == (decision, rule)
    assert verdict.level in set(Decision)
    assert verdict.answer is Answer.YES
    assert verdict.sources


def both(*pairs: tuple[float, float]) -> list[Reading]:
    return [
        Reading(
            measure="hip-flexor-hold",
            side=side,
            value=value,
            taken_at=START + timedelta(days=7 * n, minutes=k),
        )
        for n, pair in enumerate(pairs)
        for k, (side, value) in enumerate(zip((Side.LEFT, Side.RIGHT), pair, strict=True))
    ]


# the hold's detectable change is 10 s: of a difference of two sides it is 14.1 s
@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(20, 20)] * 3, False),
        ([(20, 20)] * 3 + [(40, 20)], False),  # once
        ([(20, 20)] * 3 + [(40, 20), (40, 20)], True),  # twice in a row
        ([(20, 20)] * 3 + [(20, 40), (20, 40)], True),  # either side
        ([(20, 20)] * 3 + [(40, 20), (20, 20)], False),
        ([(20, 20)] * 3 + [(33, 20), (33, 20)], False),  # within the error
        ([(40, 20)] * 5, False),  # as at first
    ],
)
def test_sides_that_drift_apart_twice(shelf, pairs, expected):
    measure = shelf.measures["hip-flexor-hold"]

    assert drifted_apart(both(*pairs), measure=measure, limits=shelf.limits) is expected


def test_a_side_that_was_not_read_makes_no_difference_of_sides():
    assert apart(both((20, 30), (25, 30))[:3]) == (10,)
