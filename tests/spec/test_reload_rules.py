"""How a dose moves: a row is what was done and felt, then the step.

Reps are those of the sets of one session on one side. A set is told with two repetitions in
reserve and no pain, and mornings are calm, unless a row says otherwise.
"""

from __future__ import annotations

import pytest

from psoas.loop.reload.deload import after_missed, sets_in, week_kind
from psoas.loop.reload.model import Felt
from psoas.quantity import Side
from tests.kit.rooms import SHELF, heard, sets, stepped

MARCH = "kettlebell-hip-march"  # 8 to 12 a side
PLANK = "side-plank"  # 15 to 45 s a side
BAND, TUBE, PUMP = (
    "standing-band-hip-flexion",
    "tubing-knee-lift",
    "wall-push-hip-flexor-pump",
)


def row(step):
    aim = step.reps if step.reps is not None else step.hold_s
    first, *_ = [heard(each) for each in step.verdicts]
    text = first.text.removeprefix("step.")
    return step.move.value, aim, step.load.value, step.fewer_sets, text


# ── reps, then load ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sessions", "reserve", "expected"),
    [
        ([], 2, ("unknown", 8, "same", 0, "first")),
        ([[8, 8, 8]], 2, ("up", 9, "same", 0, "more-count")),
        ([[10, 10, 9]], 3, ("up", 10, "same", 0, "more-count")),
        ([[8, 8, 8]], 1, ("hold", 8, "same", 0, "reserve-low")),
        ([[8, 8, 8]], None, ("hold", 8, "same", 0, "reserve-untold")),
        ([[8, None, 8]], 2, ("hold", 8, "same", 0, "count-untold")),
        ([[9, 9, 9]], 0, ("hold", 9, "same", 0, "reserve-low")),
        ([[9, 9, 9], [9, 9, 9]], 1, ("hold", 9, "same", 0, "reserve-low")),
        ([[9, 9, 9], [9, 9, 9]], 0, ("down", 8, "less", 0, "reserve-none")),
        ([[8, 8, 6]], 0, ("hold", 8, "same", 0, "short")),
        ([[8, 8, 6], [8, 7, 6]], 0, ("down", 8, "less", 0, "short-twice")),
        ([[12, 12, 12]], 2, ("hold", 12, "same", 0, "top")),
        ([[12, 12, 12], [12, 12, 12]], 2, ("up", 8, "more", 0, "more-load")),
        ([[12, 12, 11], [12, 12, 12]], 2, ("hold", 12, "same", 0, "top")),
        ([[12, 12, 12], [12, 12, 12]], 1, ("hold", 12, "same", 0, "reserve-low")),
    ],
)
def test_repetitions_go_up_first_then_load(sessions, reserve, expected):
    history = [
        one
        for day, reps in enumerate(sessions)
        for one in sets(2 * day, MARCH, reps, reserve=reserve)
    ]

    assert row(stepped(MARCH, history)) == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([15, 15, 15], ("up", 20, "same", 0, "more-count")),
        ([44, 45, 45], ("up", 45, "same", 0, "more-count")),
        ([45, 45, 45], ("hold", 45, "same", 0, "top")),
        ([15, 15, 12], ("hold", 15, "same", 0, "short")),
    ],
)
def test_holds_go_up_in_seconds(held, expected):
    assert row(stepped(PLANK, sets(0, PLANK, hold_s=held))) == expected


# ── pain ─────────────────────────────────────────────────────────────────────────────


def felt(during=0, before=0, after=0):
    return Felt(during_nrs=during, morning_before_nrs=before, morning_after_nrs=after)


@pytest.mark.parametrize(
    ("round_it", "expected"),
    [
        (felt(), ("up", 11, "same", 0, "more-count")),
        (felt(during=2), ("up", 11, "same", 0, "more-count")),
        (felt(during=3), ("hold", 10, "same", 1, "pain-amber")),
        (felt(during=5), ("hold", 10, "same", 1, "pain-amber")),
        (felt(during=6), ("down", 8, "less", 1, "pain-red")),
        (felt(before=1, after=1), ("up", 11, "same", 0, "more-count")),
        (felt(before=0, after=1), ("hold", 10, "same", 1, "pain-morning")),
        (felt(during=4, before=1, after=2), ("down", 8, "less", 1, "pain-morning")),
        (felt(before=2, after=3), ("down", 8, "less", 1, "pain-morning")),
        (felt(after=7), ("down", 8, "less", 1, "pain-red")),
        (felt(during=None), ("up", 11, "same", 0, "more-count")),  # each set told its pain
        (felt(after=None), ("hold", 10, "same", 0, "morning-untold")),
        (felt(before=None, after=1), ("hold", 10, "same", 0, "morning-untold")),
        (felt(before=None, after=0), ("up", 11, "same", 0, "more-count")),  # 0 is no worse
        (felt(during=4, after=None), ("hold", 10, "same", 1, "pain-amber")),
        (Felt(), ("hold", 10, "same", 0, "morning-untold")),
    ],
)
def test_pain_in_the_session_and_the_next_morning(round_it, expected):
    history = sets(0, MARCH, [10, 10, 10])

    assert row(stepped(MARCH, history, {"day-0": round_it})) == expected


RED, GREEN, AMBER = felt(during=6), felt(), felt(during=3)


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ([GREEN, GREEN], ("up", "more-count")),
        ([RED, GREEN], ("hold", "after-red")),
        ([RED, GREEN, GREEN], ("up", "more-count")),
        ([RED, GREEN, AMBER, GREEN], ("hold", "after-red")),  # not in a row
        ([RED, GREEN, GREEN, AMBER, GREEN], ("up", "more-count")),
        ([RED, GREEN, GREEN, RED, GREEN], ("hold", "after-red")),
    ],
)
def test_after_a_red_two_green_sessions_in_a_row_come_first(around, expected):
    history = [one for day in range(len(around)) for one in sets(day, MARCH, [9, 9, 9])]
    felt_by = {f"day-{day}": each for day, each in enumerate(around)}
    found = row(stepped(MARCH, history, felt_by))

    assert (found[0], found[-1]) == expected


def test_a_painful_session_at_the_top_does_not_count_for_more_load():
    history = [one for day in range(2) for one in sets(day, MARCH, [12, 12, 12])]

    assert row(stepped(MARCH, history, {"day-0": AMBER}))[-1] == "top"
    assert row(stepped(MARCH, history))[-1] == "more-load"


def test_pain_that_nobody_told_holds():
    history = sets(0, MARCH, [10, 10, 10], pain=None)
    untold = Felt(morning_before_nrs=0, morning_after_nrs=0)

    assert row(stepped(MARCH, history, {"day-0": untold}))[0] == "hold"


def test_each_side_steps_by_its_own_sets():
    history = [
        *sets(0, MARCH, [10, 10, 10], side=Side.LEFT),
        *sets(0, MARCH, [10, 10, 10], side=Side.RIGHT, pain=4),
    ]

    assert stepped(MARCH, history, side=Side.LEFT).move.value == "up"
    assert stepped(MARCH, history, side=Side.RIGHT).move.value == "hold"
    assert stepped(MARCH, history).move.value == "unknown"


# ── the two trials ───────────────────────────────────────────────────────────────────


def good_sessions(reps, *, reserve=1):
    return [
        one for day, n in enumerate(reps) for one in sets(2 * day, BAND, [n, n, n], reserve=reserve)
    ]


@pytest.mark.parametrize(
    ("reps", "expected"),
    [
        ([], ("unknown", 15, "same", 0, "first")),
        ([15], ("hold", 15, "same", 0, "same-maximum")),
        ([15] * 3, ("hold", 15, "same", 0, "same-maximum")),  # the second week is 15 too
        ([15] * 6, ("up", 12, "more", 0, "next-maximum")),
        ([15] * 6 + [12] * 6, ("up", 10, "more", 0, "next-maximum")),
        ([15] * 6 + [12] * 6 + [10] * 3, ("up", 8, "more", 0, "next-maximum")),
        ([15] * 6 + [12] * 6 + [10] * 3 + [8] * 3, ("hold", 8, "same", 0, "scheme-done")),
        ([15] * 6 + [11], ("hold", 12, "same", 0, "short")),
        ([15] * 6 + [11] * 2, ("down", 12, "less", 0, "short-twice")),
    ],
)
def test_from_a_15_to_an_8_repetition_maximum_in_six_weeks(reps, expected):
    assert row(stepped(BAND, good_sessions(reps))) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ("up", 12, "next-maximum")),
        ({"felt": felt(during=3)}, ("hold", 15, "same-maximum")),  # an amber does not count
        ({"felt": Felt()}, ("hold", 15, "same-maximum")),  # nor does what was not told
        ({"reserve": None}, ("hold", 15, "same-maximum")),
        ({"reps": 14}, ("hold", 15, "same-maximum")),
        ({"reserve": 2}, ("up", 12, "next-maximum")),
    ],
)
def test_a_session_counts_for_the_next_maximum_or_does_not(change, expected):
    """Six sessions at 15, the third one changed."""
    reps, reserve = change.get("reps", 15), change.get("reserve", 1)
    third = sets(4, BAND, [reps] * 3, reserve=reserve)
    history = [each for each in good_sessions([15] * 6) if each.session != "day-4"] + third
    found = row(stepped(BAND, history, {"day-4": change.get("felt", felt())}))

    assert (found[0], found[1], found[-1]) == expected


def test_a_maximum_may_leave_two():
    assert row(stepped(BAND, good_sessions([15], reserve=2)))[-1] == "same-maximum"


def test_the_step_of_the_trial_is_told():
    values = stepped(BAND, good_sessions([15] * 6)).verdicts[0].values

    assert (values["step"], values["steps"]) == (3, 6)


@pytest.mark.parametrize(
    ("later", "expected"), [([15], 15), ([15, 15], 15), ([15, 15, 15], 12), ([12], 15)]
)
def test_after_a_red_the_weeks_of_the_trial_are_done_again(later, expected):
    """Red in the third week: back to the begin of the second."""
    history = good_sessions([15] * 6 + [12, *later])

    assert stepped(BAND, history, {"day-12": felt(during=6)}).reps == expected


def test_a_maximum_with_repetitions_left_is_none():
    assert row(stepped(BAND, good_sessions([15], reserve=4))) == (
        "up", 15, "more", 0, "not-a-maximum",
    )  # fmt: skip


def test_a_red_goes_back_a_week_of_the_trial():
    history = good_sessions([15] * 6 + [12])
    red = {"day-12": felt(during=6)}

    assert row(stepped(BAND, history, red)) == ("down", 15, "less", 1, "pain-red")


@pytest.mark.parametrize(
    ("reps", "expected"),
    [
        ([10, 10, 14], ("hold", 10, "same", 0, "failure-hold")),
        ([10, 10, 20], ("hold", 10, "same", 0, "failure-hold")),
        ([10, 10, 21], ("up", 10, "more", 0, "failure-more")),
        ([10, 10], ("hold", 10, "same", 0, "count-untold")),  # the last set is missing
        ([10, 10, None], ("hold", 10, "same", 0, "count-untold")),
        ([10, 8, 8], ("hold", 10, "same", 0, "short")),
    ],
)
def test_two_tens_and_a_set_to_failure(reps, expected):
    """The reserve is not asked: the count of the last set tells it."""
    assert row(stepped(TUBE, sets(0, TUBE, reps, reserve=None))) == expected


@pytest.mark.parametrize(
    ("reps", "expected"),
    [
        ([20, 20, 20], ("hold", None, "same", 0, "fatigue-hold")),
        ([22, 21, 21], ("up", None, "more", 0, "fatigue-more")),
        ([22, None, 21], ("hold", None, "same", 0, "count-untold")),
    ],
)
def test_sets_to_fatigue(reps, expected):
    assert row(stepped(PUMP, sets(0, PUMP, reps))) == expected


# ── easier weeks, missed sessions ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("week", "kind", "of_three", "of_four"),
    [(1, "usual", 3, 4), (3, "usual", 3, 4), (4, "deload", 2, 3), (5, "usual", 3, 4),
     (8, "deload", 2, 3)],
)  # fmt: skip
def test_every_fourth_week_is_easier(week, kind, of_three, of_four):
    found = heard(week_kind(week, limits=SHELF.limits))

    assert found.level == kind
    assert sets_in(found, 3, limits=SHELF.limits) == of_three
    assert sets_in(found, 4, limits=SHELF.limits) == of_four
    assert sets_in(found, 1, limits=SHELF.limits) == 1


@pytest.mark.parametrize(
    ("missed", "days", "level"),
    [
        (0, 2, "continue"),
        (1, 4, "continue"),
        (2, 6, "repeat-week"),
        (3, 9, "repeat-week"),
        (4, 9, "drop-level"),
        (0, 10, "drop-level"),
        (1, 10, "drop-level"),
        (None, 4, "unknown"),
        (1, None, "unknown"),
        (2, None, "repeat-week"),
        (None, 12, "drop-level"),
        (None, None, "unknown"),
    ],
)
def test_after_missed_sessions(missed, days, level):
    found = heard(after_missed(missed, days_since_last=days, limits=SHELF.limits))

    assert found.level == level
