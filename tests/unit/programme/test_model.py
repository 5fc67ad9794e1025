"""A session's name begins with its day, and only what a plan laid is so named."""

from __future__ import annotations

from datetime import date

import pytest

from psoas.app.plan.levels import strength_day
from psoas.programme import day_named

ON = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("session", "day", "strength"),
    [
        ("2026-11-24-reload", ON, ON),
        ("2026-11-24-reset", ON, None),
        ("2026-11-24", ON, None),
        ("2026-11-31-reload", None, None),
        ("one", None, None),
        ("reload", None, None),
        ("", None, None),
    ],
)
def test_a_session_says_its_day_or_none(session, day, strength):
    assert day_named(session) == day
    assert strength_day(session) == strength
