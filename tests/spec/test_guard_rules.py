"""The flare-up guard, rule by rule: one row for each side of each bound, and the unknown rows.

A history is told by runs, each so many days before the run that is judged.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from psoas.diary import Pain, When
from psoas.load.guard import Change, ChangeKind, Heavy, Told, red_flags
from psoas.quantity import Answer
from tests.kit.guard import DAY, run, says

AT = datetime(2026, 11, 22, 7, tzinfo=UTC)


def row(verdict):
    return verdict.level, verdict.text.removeprefix("guard.")


def weeks(*, km=8.0, fast_m=0.0, until=2, n=14, every=2, **more):
    """A run every second day, the last one two days ago."""
    return [run(until + every * k, km, fast_m=fast_m, **more) for k in range(n)]


# ── G1: a jump in distance ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("km", "expected"),
    [
        (8.8, ("green", "spike-none")),  # 1.10 times 8 km
        (8.9, ("amber", "spike-small")),
        (10.4, ("amber", "spike-small")),  # 1.30
        (10.5, ("amber", "spike-moderate")),
        (16.0, ("amber", "spike-moderate")),  # 2.00
        (16.1, ("red", "spike-large")),
        (None, ("unknown", "no-distance")),
    ],
)
def test_g1_a_run_against_the_longest_of_thirty_days(km, expected):
    assert row(says("G1", [*weeks(), run(0, km)])) == expected


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], ("unknown", "no-baseline")),
        ([run(2), run(4)], ("unknown", "no-baseline")),
        ([run(2, 2.9), run(4, 2.9), run(6, 2.9)], ("unknown", "no-baseline")),
        ([run(2), run(4), run(6, None)], ("unknown", "no-baseline")),
        ([run(2), run(4), run(31)], ("unknown", "no-baseline")),
        ([run(2), run(4), run(30)], ("green", "spike-none")),
    ],
)
def test_g1_without_a_baseline_nothing_is_divided(history, expected):
    assert row(says("G1", [*history, run(0, 8)])) == expected


# ── G2: fast running ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fast_m", "expected"),
    [
        (0, ("green", "fast-none")),
        (199, ("green", "fast-none")),  # fewer than 200 m is no fast run
        (1300, ("green", "fast-within")),  # 1.3 times 1,000 m
        (1301, ("amber", "fast-more")),
        (None, ("unknown", "fast-unseen")),
    ],
)
def test_g2_fast_metres_against_the_most_of_thirty_days(fast_m, expected):
    assert row(says("G2", [*weeks(fast_m=1000.0), run(0, fast_m=fast_m)])) == expected


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([*weeks(), run(20, fast_m=400.0)], ("green", "fast-within")),
        ([*weeks(), run(21, fast_m=400.0)], ("amber", "fast-first")),
        (weeks(), ("amber", "fast-first")),  # the logbook reaches back 28 days, none is fast
        (weeks(n=10), ("unknown", "fast-no-baseline")),  # it reaches back 20 days
        ([], ("unknown", "fast-no-baseline")),
        ([run(21, fast_m=400.0)], ("amber", "fast-first")),  # what is known is enough
        ([run(2, fast_m=400.0), run(4)], ("unknown", "fast-few-runs")),
        ([*weeks(), run(5, fast_m=None)], ("unknown", "fast-no-baseline")),  # was it fast?
    ],
)
def test_g2_the_first_fast_run_after_three_weeks(history, expected):
    assert row(says("G2", [*history, run(0, fast_m=400.0)])) == expected


# ── G3: hip units, where the model agrees with itself ────────────────────────────────


@pytest.mark.parametrize(
    ("m2", "m4", "m7", "expected"),
    [
        (10.4, 10.4, 10.4, ("green", "units-within")),  # 1.3 times 8 units
        (10.5, 10.5, 10.5, ("amber", "units-more")),
        (10.4, 10.5, 10.5, ("unknown", "units-disagree")),
        (10.5, 10.4, 10.4, ("unknown", "units-disagree")),
        (8.0, 8.0, 30.0, ("unknown", "units-disagree")),
    ],
)
def test_g3_needs_every_exponent(m2, m4, m7, expected):
    units = {2: m2, 4: m4, 7: m7}
    assert row(says("G3", [*weeks(), run(0, units=units)])) == expected


def test_g3_names_the_exponents_that_disagree():
    said = says("G3", [*weeks(), run(0, units={2: 9.0, 4: 11.0, 7: 12.0})])
    assert (said.values["over"], said.values["within"]) == ("m = 4, m = 7", "m = 2")


@pytest.mark.parametrize(
    ("history", "units", "text"),
    [
        (weeks(), None, "units-unseen"),
        ([run(2), run(4)], 8.0, "units-no-baseline"),
        ([run(2), run(4), run(6, units=None)], 8.0, "units-no-baseline"),
    ],
)
def test_g3_unknown(history, units, text):
    assert row(says("G3", [*history, run(0, units=units)])) == ("unknown", text)


# ── G4: change one thing ─────────────────────────────────────────────────────────────

LONGER = 9.0  # after weeks of 8 km


def stage(days_ago, kind=ChangeKind.STRENGTH):
    changes = (Change(kind=kind, at=AT - timedelta(days=days_ago)),)
    return Told(changes=changes, known=frozenset({kind}))


@pytest.mark.parametrize(
    ("km", "fast_m", "told", "expected"),
    [
        (8.0, 0.0, None, ("green", "changes-few")),
        (LONGER, 0.0, None, ("green", "changes-few")),  # one thing
        (LONGER, 300.0, None, ("amber", "changes-many")),  # farther and the first fast run
        (LONGER, 0.0, stage(3), ("amber", "changes-many")),
        (LONGER, 0.0, stage(6.9), ("amber", "changes-many")),
        (LONGER, 0.0, stage(7), ("green", "changes-few")),  # seven days are over
        (LONGER, 0.0, stage(-1), ("green", "changes-few")),  # it comes after the run
        (LONGER, 0.0, stage(3, ChangeKind.CADENCE), ("amber", "changes-many")),
        (8.0, 0.0, stage(1), ("green", "changes-few")),
        (None, 300.0, None, ("unknown", "changes-unknown")),  # was it longer too?
        (LONGER, None, None, ("unknown", "changes-unknown")),  # was it fast too?
    ],
)
def test_g4_two_changes_within_seven_days(km, fast_m, told, expected):
    assert row(says("G4", [*weeks(), run(0, km, fast_m=fast_m)], told)) == expected


def test_g4_says_a_pair_once():
    runs = [*weeks(until=4), run(2, LONGER), run(1, fast_m=300.0)]
    assert row(says("G4", runs)) == ("amber", "changes-many")
    assert row(says("G4", [*runs, run(0)])) == ("green", "changes-earlier")


def test_g4_names_what_it_was_not_told():
    assert "strength" in says("G4", [*weeks(), run(0)]).values["not_known"]
    assert "strength" not in says("G4", [*weeks(), run(0)], stage(3)).values["not_known"]


# ── G5: the pain light of a run ──────────────────────────────────────────────────────


def pain(days_ago, nrs, when=When.DURING):
    on = DAY - timedelta(days=days_ago)
    return Pain(felt_on=on, when=when, pain_nrs=nrs, entered_at=AT)


MORNING = When.MORNING


@pytest.mark.parametrize(
    ("pains", "level"),
    [  # T42
        ([], "unknown"),
        ([pain(0, 2)], "green"),
        ([pain(0, 3)], "amber"),
        ([pain(0, 3), pain(0, 1, MORNING), pain(-1, 1, MORNING)], "amber"),
        ([pain(0, 3), pain(0, 1, MORNING), pain(-1, 2, MORNING)], "red"),
        ([pain(0, 6)], "red"),
        ([pain(0, 1), pain(-1, 8)], "green"),  # the next day's own pain is not this run's
        ([pain(2, 6)], "unknown"),
    ],
)
def test_g5_the_light_of_a_run_and_its_next_morning(pains, level):
    assert says("G5", [run(0)], Told(pains=tuple(pains))).level == level


# ── G6: red flags ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("flags", "stops", "open_questions", "expected"),
    [
        (None, False, 0, ("unknown", "flags-unknown")),
        (0, False, 2, ("unknown", "flags-open")),
        (0, False, 0, ("green", "flags-none")),
        (1, False, 0, ("amber", "flags-ease")),  # a clinician first, easy running may go on
        (1, True, 0, ("red", "flags-stop")),
        (1, True, 3, ("red", "flags-stop")),
    ],
)
def test_g6_the_newest_check(shelf, flags, stops, open_questions, expected):
    said = red_flags(flags=flags, stops=stops, open_questions=open_questions, limits=shelf.limits)
    assert row(said) == expected


# ── G7: after a break ────────────────────────────────────────────────────────────────


def back(gap_days, km):
    """Weeks of running with 10 km at most, a break, and the run back."""
    return [*weeks(until=gap_days), run(gap_days + 2, 10.0), run(0, km)]


@pytest.mark.parametrize(
    ("gap_days", "km", "expected"),
    [
        (6, 20.0, ("green", "gap-none")),
        (7, 8.0, ("green", "gap-within")),  # 80 % of 10 km
        (7, 8.1, ("amber", "gap-beyond")),
        (13, 8.0, ("green", "gap-within")),
        (14, 6.0, ("green", "gap-within")),  # 60 %
        (14, 6.1, ("amber", "gap-beyond")),
        (27, 6.0, ("green", "gap-within")),
        (28, 1.0, ("amber", "gap-run-walk")),  # whether one walked cannot be seen
        (300, 1.0, ("amber", "gap-run-walk")),
        (14, None, ("unknown", "gap-no-distance")),
    ],
)
def test_g7_the_first_run_back(gap_days, km, expected):
    assert row(says("G7", back(gap_days, km))) == expected


def test_g7_without_a_run_or_a_baseline_before_the_break():
    assert row(says("G7", [run(0)])) == ("unknown", "gap-first-run")
    assert row(says("G7", [run(20), run(22), run(0)])) == ("unknown", "gap-no-baseline")
    assert row(says("G7", [run(30), run(32), run(0)])) == ("amber", "gap-run-walk")


@pytest.mark.parametrize(
    ("gap_days", "days_back", "cap_km"),
    [  # our own convention: each step holds for seven days
        (7, 6, 8.0),
        (7, 7, None),
        (14, 6, 6.0),
        (14, 7, 8.0),
        (14, 13, 8.0),
        (14, 14, None),
        (28, 6, "run-walk"),
        (28, 7, 6.0),
        (28, 14, 8.0),
        (28, 21, None),
    ],
)
def test_g7_the_ladder_after_the_first_run_back(gap_days, days_back, cap_km):
    returning = [run(n, 2.0) for n in range(days_back, 0, -3)]
    before = weeks(until=days_back + gap_days)
    longest = run(days_back + gap_days + 2, 10.0)
    said = says("G7", [*before, longest, *returning, run(0, 2.0)])
    if cap_km is None:
        assert said.text == "guard.gap-none"
    elif cap_km == "run-walk":
        assert said.text == "guard.gap-run-walk"
    else:
        assert said.values["cap_km"] == cap_km


# ── G8: two hard things ──────────────────────────────────────────────────────────────

FAST = {"fast_m": 400.0}


def heavy(days_ago):
    at = AT - timedelta(days=days_ago)
    return Told(heavy=(Heavy(on=at.date(), at=at),))


@pytest.mark.parametrize(
    ("earlier", "told", "this", "expected"),
    [
        ([run(1, **FAST)], None, run(0, **FAST), ("amber", "hard-run")),
        ([run(1.99, **FAST)], None, run(0, **FAST), ("amber", "hard-run")),
        ([run(2, **FAST)], None, run(0, **FAST), ("green", "hard-alone")),  # 48 hours
        ([run(1, **FAST)], None, run(0), ("green", "hard-easy")),
        ([run(1)], None, run(0, **FAST), ("green", "hard-alone")),
        ([], heavy(1), run(0, **FAST), ("amber", "hard-strength")),
        ([], heavy(1), run(0), ("green", "hard-easy")),
        ([], heavy(2), run(0, **FAST), ("green", "hard-alone")),
        ([], heavy(-0.2), run(0, **FAST), ("green", "hard-alone")),  # strength after it
        ([run(1)], Told(races=frozenset({DAY - timedelta(days=1)})), run(0, **FAST),
         ("amber", "hard-run")),
        ([run(1, fast_m=None)], None, run(0, **FAST), ("unknown", "hard-unseen")),
        ([run(1, **FAST)], None, run(0, fast_m=None), ("unknown", "hard-unknown")),
        ([run(3, **FAST)], None, run(0, fast_m=None), ("green", "hard-alone")),
    ],
)  # fmt: skip
def test_g8_two_hard_things_within_48_hours(earlier, told, this, expected):
    assert row(says("G8", [*earlier, this], told)) == expected


@pytest.mark.parametrize("rule", ["G1", "G2", "G3", "G5", "G7"])
def test_an_empty_logbook_is_unknown_to_every_rule_that_compares(rule):
    first = run(0, fast_m=500.0)
    assert says(rule, [first]).answer is Answer.UNKNOWN
