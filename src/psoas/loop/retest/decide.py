"""Stay, move on, go back, refer."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from psoas.evidence import Limits, Verdict
from psoas.loop.retest.change import Change, Direction
from psoas.quantity import Answer


class Decision(StrEnum):
    """What the loop does next."""

    STAY = "stay"
    MOVE_ON = "move-on"
    GO_BACK = "go-back"
    REFER = "refer"


def decide(
    changes: Sequence[Change], *, pain_level: str, reds_in_14_days: int, limits: Limits
) -> Verdict:
    """Say whether to stay, move on, go back or refer.

    Parameters
    ----------
    changes
        The comparisons of this retest.
    pain_level
        The traffic light of today.
    reds_in_14_days
        Days with a red light in the last 14: two of them stop the progression and
        send the runner to a clinician (science.md 9.4).
    limits
        For the sources that the verdict cites.

    Returns
    -------
    Verdict
        Level is a ``Decision``. More pain never moves on.
    """
    worse = [change for change in changes if change.direction is Direction.WORSE]
    better = [change for change in changes if change.direction is Direction.BETTER]
    if reds_in_14_days >= 2:
        decision = Decision.REFER
    elif pain_level == "red" or worse:
        decision = Decision.GO_BACK
    elif better and pain_level == "green":
        decision = Decision.MOVE_ON
    else:
        decision = Decision.STAY
    ground = (
        limits["pain-red"] if decision is not Decision.MOVE_ON else limits["single-reading-factor"]
    )
    return Verdict(
        rule="decide",
        answer=Answer.YES,
        level=decision,
        text=f"decide.{decision}",
        values={"better": len(better), "worse": len(worse), "reds": reds_in_14_days},
        sources=ground.sources,
        grade=ground.grade,
    )
