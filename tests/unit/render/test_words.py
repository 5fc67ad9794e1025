"""Values in sentences, as people write them; units are words, never the codes of the shelf."""

from __future__ import annotations

import pytest

from psoas.evidence import Grade, SourceId, Verdict
from psoas.quantity import Answer
from psoas.render.words import say, worded


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("km", 12.0, "12"),
        ("km", 21.01, "21.01"),
        ("low", -0.0, "0"),
        ("low_ratio", -0.001, "0"),
        ("run_ratio", 1.375, "1.38"),
        ("run_ratio", 2.0, "2"),
        ("run_ratio", 1.1, "1.1"),
        ("n_ratio", 3, "3"),
        ("who", "hip flexor", "hip flexor"),
    ],
)
def test_a_value_is_shown_as_people_write_it(key, value, expected):
    assert say("t", {key: value}, texts={"t": f"{{{key}}} times"}) == f"{expected} times"


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("nrs", "3 of 10 or less would count"),
        ("deg", "3 degrees or less would count"),
        ("spm", "3 steps/min or less would count"),
        ("s", "3 s or less would count"),
        ("reps", "3 reps or less would count"),
    ],
)
def test_a_unit_is_a_word(shelf, unit, shown):
    verdict = Verdict(
        rule="next-decisive",
        answer=Answer.UNKNOWN,
        level="next",
        text="next_decisive.counts-lower",
        values={"measure": "A test", "on": "2026-11-22", "value": 3.0, "unit": unit},
        sources=(SourceId("psoas-convention"),),
        grade=Grade.OWN_CONVENTION,
    )

    assert shown in worded(verdict, texts=shelf.texts)
