"""One cue at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from psoas.loop.condition import Sheet
from psoas.loop.retrain.cue import Cue
from psoas.quantity import Answer


def _allowed(cue: Cue, sheet: Sheet) -> bool:
    needed = all(condition.holds(sheet) is Answer.YES for condition in cue.only_if)
    ruled_out = any(condition.holds(sheet) is Answer.YES for condition in cue.never_if)
    return needed and not ruled_out


def choose_cue(cues: Iterable[Cue], *, drivers: Sequence[str], sheet: Sheet) -> Cue | None:
    """Choose the one cue to run by.

    Parameters
    ----------
    cues
        The shelf, in its order.
    drivers
        Ranked driver ids; the cue that speaks to the likeliest driver comes first.
    sheet
        Answers that rule cues out.

    Returns
    -------
    Cue or None
        None where every cue is ruled out.
    """
    able = [cue for cue in cues if _allowed(cue, sheet)]
    for driver in drivers:
        for cue in able:
            if driver in cue.drivers:
                return cue
    return next((cue for cue in able if not cue.only_if), None)
