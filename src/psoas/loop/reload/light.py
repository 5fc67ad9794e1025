"""The traffic light of a strength session: pain in it, and the next morning."""

from __future__ import annotations

from collections.abc import Sequence

from psoas.diary.performed import Performed
from psoas.evidence import Limits, Scalar, Verdict
from psoas.load.model import Light
from psoas.loop.reload.model import Felt
from psoas.loop.saying import said
from psoas.quantity import Answer


def _worst_during(sets: Sequence[Performed], felt: Felt) -> int | None:
    told = [felt.during_nrs, *(each.pain_nrs for each in sets)]
    return max((nrs for nrs in told if nrs is not None), default=None)


def _all_told(sets: Sequence[Performed], felt: Felt) -> bool:
    """Say whether no pain can have gone untold: of the session, or of each of its sets."""
    in_sets = bool(sets) and all(each.pain_nrs is not None for each in sets)
    return felt.during_nrs is not None or in_sets


def _worse_morning(felt: Felt) -> Answer:
    """Say whether the next morning was worse; one without pain cannot be."""
    after, before = felt.morning_after_nrs, felt.morning_before_nrs
    if after == 0:
        return Answer.NO
    return Answer.of(None if after is None or before is None else after > before)


def session_light(sets: Sequence[Performed], felt: Felt, *, limits: Limits) -> Verdict:
    """Read the traffic light of one exercise in one session.

    Parameters
    ----------
    sets
        The sets of the exercise on one side.
    felt
        What was felt round the session.
    limits
        The bounds of amber and red.

    Returns
    -------
    Verdict
        Level is a ``Light``. Red at 6 or more, in the session or the next morning, and from 3
        on where the next morning was worse than the one before; amber from 3 on, and where a
        morning was worse with less pain than that; green only where everything was told.
        What was not told never makes it milder.
    """
    amber_nrs, red_nrs = int(limits["pain-amber"].value), int(limits["pain-red"].value)
    during = _worst_during(sets, felt)
    after = felt.morning_after_nrs
    worst = max((nrs for nrs in (during, after) if nrs is not None), default=None)
    worse = _worse_morning(felt)

    def told(level: Light, text: str, **values: Scalar) -> Verdict:
        answer = Answer.of(None if level is Light.UNKNOWN else level is not Light.GREEN)
        ground = limits["pain-red" if level is Light.RED else "pain-amber"]
        return said(ground, text, rule="session-pain", answer=answer, level=level, **values)

    if worst is not None and worst >= red_nrs:
        return told(Light.RED, "step.pain-red", pain_nrs=worst, red_nrs=red_nrs)
    mornings = {"after_nrs": after or 0, "before_nrs": felt.morning_before_nrs or 0}
    if worse is Answer.YES:
        sore = worst is not None and worst >= amber_nrs
        return told(Light.RED if sore else Light.AMBER, "step.pain-morning", **mornings)
    if worst is not None and worst >= amber_nrs:
        return told(Light.AMBER, "step.pain-amber", pain_nrs=worst, amber_nrs=amber_nrs)
    if not _all_told(sets, felt):
        return told(Light.UNKNOWN, "step.pain-untold")
    if worse is Answer.UNKNOWN:
        return told(Light.UNKNOWN, "step.morning-untold")
    return told(Light.GREEN, "step.pain-green", pain_nrs=worst or 0)
