"""One cue at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from psoas.loop.condition import Sheet
from psoas.loop.retrain.cue import Cue
from psoas.quantity import Answer


def is_allowed(cue: Cue, sheet: Sheet) -> bool:
    """Say whether the answers allow a cue: what it needs is answered, and nothing is against it."""
    needed = all(condition.holds(sheet) is Answer.YES for condition in cue.only_if)
    return needed and not is_ruled_out(cue, sheet)


def is_ruled_out(cue: Cue, sheet: Sheet) -> bool:
    """Say whether an answer speaks against a cue, also one that was begun."""
    return any(condition.holds(sheet) is Answer.YES for condition in cue.never_if)


def choose_cue(
    cues: Iterable[Cue],
    *,
    drivers: Sequence[str],
    sheet: Sheet,
    over: Collection[str] = (),
    wanted: str | None = None,
) -> Cue | None:
    """Choose the one cue to run by.

    Parameters
    ----------
    cues
        The shelf, in its order.
    drivers
        Ranked driver ids; the cue that speaks to the likeliest driver comes first.
    sheet
        Answers that rule cues out.
    over
        Cues whose course is over: the next is another.
    wanted
        The one the runner would rather run by; it is taken where nothing rules it out.

    Returns
    -------
    Cue or None
        None where every cue is ruled out or over.
    """
    able = [cue for cue in cues if cue.id not in over and is_allowed(cue, sheet)]
    for cue in able:
        if cue.id == wanted:
            return cue
    for driver in drivers:
        for cue in able:
            if driver in cue.drivers:
                return cue
    return next((cue for cue in able if not cue.only_if), None)
