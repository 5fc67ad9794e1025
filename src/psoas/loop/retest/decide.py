"""Stay, move on, go back, refer (science.md sections 9.1, 9.4 and 9.5)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from attrs import frozen

from psoas.evidence import Limits, Scalar, Verdict
from psoas.loop.retest.change import Change, Direction
from psoas.quantity import Answer


class Decision(StrEnum):
    """What the loop does next."""

    STAY = "stay"
    MOVE_ON = "move-on"
    GO_BACK = "go-back"
    REFER = "refer"


@frozen(kw_only=True)
class Grounds:
    """What a decision rests on.

    Parameters
    ----------
    changes
        Of all measures: one that is worse goes back.
    primary
        Those of them that may move on: of the first driver's two measures.
    referrals
        What calls for a clinician, from ``course``.
    pain_level
        The traffic light of today.
    is_green_two_weeks
        Whether the diary of the last two weeks is green; unknown is not yes.
    lopsided
        Measures whose sides drifted apart twice by more than their error.
    """

    changes: Sequence[Change]
    primary: Sequence[Change]
    referrals: Sequence[Verdict] = ()
    pain_level: str
    is_green_two_weeks: Answer = Answer.UNKNOWN
    lopsided: Sequence[str] = ()


def decide(grounds: Grounds, *, limits: Limits) -> Verdict:
    """Say whether to stay, move on, go back or refer.

    Parameters
    ----------
    grounds
        What is known.
    limits
        For the sources that the verdict cites.

    Returns
    -------
    Verdict
        Level is a ``Decision``, rule is the one that decided: the first that holds of refer,
        red light, a measure that is worse, sides that drift apart, better and green, none.
        More pain never moves on, and nothing that is unknown does.
    """
    if grounds.referrals:
        return grounds.referrals[0]
    worse = [each for each in grounds.changes if each.direction is Direction.WORSE]
    better = [each for each in grounds.primary if each.direction is Direction.BETTER]
    if grounds.pain_level == "red":
        return _verdict(Decision.GO_BACK, "red", limits, "pain-red")
    if worse:
        return _verdict(Decision.GO_BACK, "worse", limits, "practice-readings", n=len(worse))
    if grounds.lopsided:
        names = ", ".join(grounds.lopsided)
        return _verdict(Decision.STAY, "lopsided", limits, "lopsided-times", measures=names)
    if better and grounds.pain_level == "green":
        if grounds.is_green_two_weeks is Answer.YES:
            return _verdict(Decision.MOVE_ON, "better", limits, "move-on-green", n=len(better))
        return _verdict(Decision.STAY, "not-green-yet", limits, "move-on-green", n=len(better))
    return _verdict(Decision.STAY, "nothing", limits, "move-on-green")


def _verdict(
    decision: Decision, rule: str, limits: Limits, ground: str, **values: Scalar
) -> Verdict:
    return Verdict(
        rule=f"decide-{rule}",
        answer=Answer.YES,
        level=decision,
        text=f"decide.{rule}",
        values=values,
        sources=limits[ground].sources,
        grade=limits[ground].grade,
    )
