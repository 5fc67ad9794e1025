"""The chart of pain: scores, level, what would count, and what is foretold."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from psoas.quantity import Band
from psoas.render.pain_chart import PainPicture, pain_chart

FIRST = date(2026, 9, 1)
ON = FIRST + timedelta(days=60)
PLAIN = PainPicture(
    scores=[(FIRST + timedelta(days=n), 3) for n in range(0, 60, 2)],
    first=FIRST,
    on=ON,
    baseline_nrs=4.0,
    baseline_d=14,
    level_nrs=Band(2.0, 2.5, 3.0),
    worth_nrs=1.0,
)
WEEK = (ON + timedelta(days=20), ON + timedelta(days=26), Band(1.0, 2.0, 4.0))


def test_without_a_score_there_is_no_picture():
    assert pain_chart(attrs.evolve(PLAIN, scores=[])) == ""


@pytest.mark.parametrize("width_px", [300, 640])
def test_what_is_ahead_is_drawn_only_where_it_is_known(width_px):
    plain = pain_chart(PLAIN, width_px=width_px)
    ahead = attrs.evolve(
        PLAIN,
        week_nrs=WEEK,
        race_on=ON + timedelta(days=27),
        decided_on=ON + timedelta(days=9),
    )
    drawn = pain_chart(ahead, width_px=width_px)

    for word in ("foretold", "race", "decides"):
        assert f">{word}<" in drawn
        assert f">{word}<" not in plain
    assert (">would count<" in drawn) == (width_px == 640)
    assert "var(--accent" in drawn


def test_a_fall_that_cannot_be_is_not_drawn():
    low = attrs.evolve(PLAIN, baseline_nrs=0.8, decided_on=ON + timedelta(days=3))
    assert ">would count<" not in pain_chart(low)
