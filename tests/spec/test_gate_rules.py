"""The gates between levels, and which side does more: one row for each bound."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from psoas.diary import Done
from psoas.load.felt_runs import FeltRun
from psoas.load.model import Light
from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.loop.exercise import SideRule
from psoas.loop.reload import level_allowed
from psoas.loop.reload.even import Sides
from psoas.loop.reload.gates import Shown, gates
from psoas.loop.reload.leave import reload_exit
from psoas.loop.reload.sided import side_doses
from psoas.quantity import Answer, Side
from tests.kit.rooms import DAY_0, SHELF, heard, readings, sets

NOW = DAY_0 + timedelta(days=60)
BRIDGE = "two-leg-bridge"  # of level 1
ALL = frozenset(Equipment) | ALWAYS_THERE


def done(*pains):
    return tuple(
        Done(session=f"day-{n}", finished_at=DAY_0 + timedelta(days=n), pain_nrs=pain)
        for n, pain in enumerate(pains)
    )


def runs(*pains, minutes=35.0, easy=True):
    return tuple(
        FeltRun(
            on=date(2026, 11, 1) + timedelta(days=n),
            moving_min=minutes,
            is_easy=easy,
            light=Light.UNKNOWN if pain is None else Light.GREEN if pain < 3 else Light.AMBER,
            pain_nrs=pain,
        )
        for n, pain in enumerate(pains)
    )


def gate(above, **shown):
    found = gates(
        Shown(now=NOW, **shown),
        exercises=SHELF.exercises,
        measures=SHELF.measures,
        limits=SHELF.limits,
    )
    assert all(heard(each) for gate in found for each in gate.conditions)
    return found[above - 1]


@pytest.mark.parametrize(
    ("pains", "reps", "reserve", "expected"),
    [
        ((0, 2), 15, None, "yes"),
        ((0, 3), 15, None, "no"),  # one calm session is too few
        ((0, None), 15, None, "unknown"),
        ((2,), 15, None, "no"),
        ((0, 2), 12, 1, "no"),  # 13 is all there was
        ((0, 2), 12, 3, "unknown"),  # 15 may be there: try
        ((0, 2), 12, None, "unknown"),
        ((0, 2), None, None, "unknown"),
        ((), None, None, "no"),  # no session is no calm session
    ],
)
def test_level_1_to_2(pains, reps, reserve, expected):
    performed = sets(0, BRIDGE, [reps] if reps else [], reserve=reserve)

    assert gate(1, done=done(*pains), performed=performed).answer.value == expected


@pytest.mark.parametrize("name", ["kettlebell-hip-march", "no-longer-on-the-shelf"])
def test_repetitions_of_a_harder_or_an_unknown_exercise_do_not_count(name):
    found = gate(1, done=done(0, 2), performed=sets(0, name, [20]))

    assert found.answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("hold", "plank", "bridge", "expected", "to_measure"),
    [
        ((60, 54), (30, 40), (15, 18), "yes", ()),
        ((60, 53), (30, 40), (15, 18), "no", ()),
        ((60, 54), (29, 40), (15, 18), "no", ()),
        ((60, 54), (30, 40), (15, 14), "no", ()),
        ((60, None), (30, 40), (15, 18), "unknown", ("hip-flexor-hold",)),
        ((60, 54), (None, None), (15, None), "unknown", ("side-plank", "single-leg-bridge")),
        ((60, 40), (None, None), (15, 18), "no", ("side-plank",)),
        ((None, None), (None, None), (None, None), "unknown",
         ("hip-flexor-hold", "side-plank", "single-leg-bridge")),
    ],
)  # fmt: skip
def test_level_2_to_3(hold, plank, bridge, expected, to_measure):
    taken = [
        *readings("hip-flexor-hold", *hold),
        *readings("side-plank", *plank),
        *readings("single-leg-bridge", *bridge),
    ]
    found = gate(2, readings=taken)

    assert (found.answer.value, found.to_measure) == (expected, to_measure)


@pytest.mark.parametrize(
    ("easy", "lifts", "squat", "expected"),
    [
        (runs(0, 0, 0), (20, 18), (0, 0), "yes"),
        (runs(0, 0, 1), (20, 18), (0, 0), "no"),  # without pain, not with little
        (runs(4, 0, 0, 0), (20, 18), (0, 0), "yes"),  # only the newest three
        (runs(0, 0), (20, 18), (0, 0), "no"),
        (runs(0, None, 0), (20, 18), (0, 0), "unknown"),
        (runs(0, 0, 0, minutes=29.0), (20, 18), (0, 0), "no"),
        (runs(0, 0, 0, easy=False), (20, 18), (0, 0), "no"),
        (runs(0, 0, 0), (20, 17), (0, 0), "no"),
        (runs(0, 0, 0), (20, 18), (0, 1), "no"),
        (runs(0, 0, 0), (20, 18), (0, None), "unknown"),
        ((), (20, 18), (0, 0), "unknown"),  # no run is on record at all
    ],
)
def test_level_3_to_4(easy, lifts, squat, expected):
    taken = [*readings("banded-hip-flexion-reps", *lifts), *readings("single-leg-squat", *squat)]

    assert gate(3, runs=easy, readings=taken).answer.value == expected


def test_a_test_of_two_months_ago_says_nothing():
    old = [
        attrs.evolve(each, taken_at=NOW - timedelta(days=43))
        for each in readings("side-plank", 60, 60)
    ]

    assert "side-plank" in gate(2, readings=old).to_measure


def opened(*answers):
    some = gates(
        Shown(now=NOW), exercises=SHELF.exercises, measures=SHELF.measures, limits=SHELF.limits
    )
    return tuple(
        attrs.evolve(each, answer=answer) for each, answer in zip(some, answers, strict=True)
    )


YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


@pytest.mark.parametrize(
    ("answers", "calm_sessions", "pain", "red", "level"),
    [
        ((UNKNOWN, UNKNOWN, UNKNOWN), 0, 0, False, 2),  # as the sessions say
        ((UNKNOWN, UNKNOWN, UNKNOWN), 6, 0, False, 3),
        ((UNKNOWN, UNKNOWN, UNKNOWN), 0, 4, False, 1),
        ((UNKNOWN, UNKNOWN, UNKNOWN), 0, None, False, 1),
        ((YES, UNKNOWN, UNKNOWN), 0, 0, False, 2),
        ((YES, YES, UNKNOWN), 0, 0, False, 3),
        ((YES, YES, YES), 0, 0, False, 4),
        ((YES, NO, YES), 12, 0, False, 2),  # a shut gate stops, whatever lies behind it
        ((NO, YES, YES), 12, 0, False, 1),
        ((YES, YES, YES), 0, 0, True, 3),  # red: one level back
        ((NO, UNKNOWN, UNKNOWN), 0, 0, True, 1),
    ],
)
def test_the_level_that_is_allowed(answers, calm_sessions, pain, red, level):
    found = level_allowed(
        done(*[0] * calm_sessions), worst_pain_nrs=pain, gates=opened(*answers), red=red
    )

    assert found == level


def test_missing_too_much_takes_a_level():
    assert level_allowed(done(*[0] * 6), worst_pain_nrs=0, drop_level=True) == 2


# ── the exit to retrain ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("gain", "even", "green", "expected"),
    [
        (10, None, 14, "yes"),
        (None, 0.9, 14, "yes"),
        (9, 0.89, 14, "no"),
        (9, None, 14, "unknown"),
        (12, 0.95, 13, "no"),
        (12, 0.95, None, "unknown"),
        (None, None, 13, "no"),
        (None, None, None, "unknown"),
    ],
)
def test_strength_has_done_its_part(gain, even, green, expected):
    found = heard(
        reload_exit(gain_pct=gain, even_ratio=even, green_days=green, limits=SHELF.limits)
    )

    assert found.answer.value == expected


# ── which side ───────────────────────────────────────────────────────────────────────

L, R = Side.LEFT, Side.RIGHT


@pytest.mark.parametrize(
    ("rule", "tight", "strength", "light", "expected", "text"),
    [
        (SideRule.BOTH, R, None, "green", [(L, 0), (R, 0)], "both"),
        (SideRule.BOTH, R, (L, 0.8, True), "green", [(L, 1), (R, 0)], "weaker-more"),
        (SideRule.BOTH, L, (L, 0.8, True), "green", [(L, 1), (R, 0)], "weaker-more"),
        (SideRule.BOTH, L, (L, 0.95, True), "green", [(R, 0), (L, 0)], "even"),
        (SideRule.BOTH, L, (L, 0.8, False), "green", [(R, 0), (L, 0)], "not-more"),
        (SideRule.BOTH, L, (L, 0.8, None), "green", [(R, 0), (L, 0)], "not-more"),
        (SideRule.BOTH, L, (L, 0.8, True), "amber", [(R, 0), (L, 0)], "not-more"),
        (SideRule.BOTH, L, (L, 0.8, True), "unknown", [(R, 0), (L, 0)], "not-more"),
        (SideRule.TIGHT_ONLY, R, (L, 0.8, True), "green", [(R, 0)], "one"),
        (SideRule.TIGHT_DOWN, R, None, "green", [(R, 0), (L, 0)], "both"),
        (SideRule.NONE, R, (L, 0.8, True), "green", [], "none"),
    ],
)
def test_which_side_does_more(rule, tight, strength, light, expected, text):
    told = None if strength is None else Sides(
        weaker=strength[0], ratio=strength[1], beyond_error=strength[2]
    )  # fmt: skip
    found = side_doses(rule, tight=tight, strength=told, light=Light(light), limits=SHELF.limits)

    assert [(each.side, each.more_sets) for each in found.doses] == expected
    assert heard(found.verdict).text == f"sided.{text}"
