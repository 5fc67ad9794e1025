"""A runner who answers the interview as a sheet says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psoas.app.check.interview import Asked, answer, go_on, signs
from psoas.library import Shelf
from psoas.loop.assess.interview import Draft
from psoas.loop.assess.sheet import NOT_SURE

MOST_SCREENS = 120


def ask_through(
    sheet: Mapping[str, Any],
    *,
    shelf: Shelf,
    ticks: frozenset[str] = frozenset(),
    unsure: frozenset[str] = frozenset(),
) -> tuple[Draft, list[str], Asked]:
    """Answer until nothing is left: the draft, the screens that were seen, and the end.

    A sign is ticked where it is named; a question is answered as the sheet does, and is not
    sure where the sheet has no answer.
    """
    draft, seen = Draft(), []
    while (asked := go_on(draft, shelf=shelf)).screen is not None:
        screen = asked.screen
        seen.append(screen.id)
        assert len(seen) < MOST_SCREENS, seen
        if screen.items:
            keys = set(screen.keys)
            draft = signs(draft, screen, ticked=ticks & keys, unsure=unsure & keys)
        else:
            given = {screen.key: sheet.get(screen.key, NOT_SURE)}
            draft = answer(draft, screen, given, shelf=shelf)
    return draft, seen, asked
