"""Units are words in a sentence, never the codes of the shelf."""

from __future__ import annotations

import pytest

from psoas.evidence import Grade, SourceId, Verdict
from psoas.quantity import Answer
from psoas.render.words import worded


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
