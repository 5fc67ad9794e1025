"""What the session player needs on its page, so that it can go on without a connection."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from psoas.app.plan.swapping import Swap
from psoas.app.state import State
from psoas.edges import to_plain
from psoas.library import Shelf
from psoas.load import Light
from psoas.loop.equipment import ALWAYS_THERE
from psoas.loop.exercise import Exercise
from psoas.loop.prescription import Prescription
from psoas.programme import Session
from psoas.web.steps import steps_of, steps_of_one

#: Until when a phone may show the page without asking again.
UNTIL_HEADER = "x-psoas-until"


def for_script(value: Any) -> str:
    """Return *value* as JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def good_until(state: State, *, shelf: Shelf) -> datetime:
    """Return until when a session page may be shown from a phone's own copy.

    As long as its recheck holds, which is this day, and no longer than the check.
    """
    day_ends = datetime.combine(
        state.on + timedelta(days=1), time(0), tzinfo=state.now.tzinfo
    ) - timedelta(seconds=1)
    if state.sheet is None:
        return day_ends
    check_ends = state.sheet.answered_at + timedelta(days=shelf.limits["screen-valid"].value)
    return min(day_ends, check_ends.astimezone(state.now.tzinfo))


def instead_of(
    swaps: Mapping[str, tuple[Swap, ...]],
) -> tuple[tuple[Prescription, Exercise], ...]:
    """Return every exercise that may stand in for another, each once."""
    found = {each.exercise.id: each for given in swaps.values() for each in given}
    return tuple((each.done_as, each.exercise) for each in found.values())


def _swap_data(swap: Swap, shelf: Shelf) -> dict[str, Any]:
    needs = [each.replace("-", " ") for each in swap.exercise.equipment if each not in ALWAYS_THERE]
    return {
        "exercise": swap.exercise.id,
        "name": swap.exercise.name,
        "needs": ", ".join(needs),
        "easier": swap.easier,
        "reasons": list(swap.reasons),
        "steps": to_plain(
            steps_of_one(swap.done_as, exercises=shelf.exercises, limits=shelf.limits)
        ),
    }


def player_data(
    session: Session,
    state: State,
    swaps: Mapping[str, tuple[Swap, ...]],
    *,
    until: datetime,
    shelf: Shelf,
) -> dict[str, Any]:
    """Return what the player's script reads from its page.

    Parameters
    ----------
    session
        As it is shown today.
    state
        Where the runner stands.
    swaps
        What may be done instead.
    until
        When the page is no longer good.
    shelf
        For the rules of pain: their limits and their words are those of the server.

    Returns
    -------
    dict
        Plain values.
    """
    steps = steps_of(session, exercises=shelf.exercises, limits=shelf.limits)
    return {
        "session": session.id,
        "steps": to_plain(steps),
        "swaps": {
            name: [_swap_data(each, shelf) for each in given] for name, given in swaps.items()
        },
        "pain": {
            "less_nrs": int(shelf.limits["pain-amber"].value),
            "stop_nrs": int(shelf.limits["pain-red"].value),
            "rule": shelf.texts["exercise_ui.pain_rule"],
            "stop": shelf.texts["player.stop"],
            "before": shelf.texts["player.stop-before"],
            "less": shelf.texts["player.less"],
        },
        "less_already": state.light.level == Light.AMBER,
        "until": until.isoformat(),
        "good_for_s": max(0, round((until - state.now).total_seconds())),
    }
