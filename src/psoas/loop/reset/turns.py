"""Which drill is tried alone next: by turns, with a quiet five minutes among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from psoas.evidence import Limits, Verdict
from psoas.loop.reset.trial import Fate, Tried, trial
from psoas.loop.saying import said
from psoas.quantity import Answer


@frozen(kw_only=True)
class Turn:
    """What the next scored session holds: one drill, or None for a quiet five minutes."""

    drill: str | None
    verdict: Verdict


def next_turn(records: Iterable[Tried], *, drills: Sequence[str], limits: Limits) -> Turn | None:
    """Propose what to try alone next.

    Parameters
    ----------
    records
        Sessions with their scores.
    drills
        Those that may be done, the likeliest first.
    limits
        As for ``trial``, and how many quiet sessions are enough.

    Returns
    -------
    Turn or None
        The drill, not yet decided, that was tried alone least; a quiet session once as many
        tries of each are done as quiet ones. None where every drill is decided.
    """
    found = list(records)
    open_drills = [
        each for each in drills if trial(found, drill=each, limits=limits).fate is Fate.CANNOT_TELL
    ]
    if not open_drills:
        return None
    n_alone = {each: _n(found, {each}) for each in open_drills}
    n_quiet = _n(found, set())
    fewest = min(open_drills, key=lambda each: n_alone[each])  # the first of equals
    enough = n_quiet >= limits["trial-quiet"].value
    quiet = not enough and n_alone[fewest] > n_quiet
    return Turn(
        drill=None if quiet else fewest,
        verdict=said(
            limits["trial-quiet"],
            "trial.next-quiet" if quiet else "trial.next-alone",
            rule="next-turn",
            answer=Answer.YES,
            level="quiet" if quiet else "alone",
            n=n_quiet if quiet else n_alone[fewest],
            undecided=len(open_drills),
        ),
    )


def _n(records: Iterable[Tried], drills: set[str]) -> int:
    return sum(each.counts and each.drills == drills for each in records)
