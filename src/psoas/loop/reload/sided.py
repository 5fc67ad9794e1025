"""Which side gets which dose."""

from __future__ import annotations

from attrs import frozen

from psoas.evidence import Limits, Verdict
from psoas.load.model import Light
from psoas.loop.exercise import SideRule, sides
from psoas.loop.reload.even import Sides
from psoas.loop.saying import said
from psoas.quantity import Answer, Side


@frozen(kw_only=True)
class SideDose:
    """A side in its turn, and how many sets more than the dose it does."""

    side: Side
    more_sets: int


@frozen(kw_only=True)
class Sided:
    """The sides of one exercise, in order, and why."""

    doses: tuple[SideDose, ...]
    verdict: Verdict


def side_doses(
    rule: SideRule, *, tight: Side | None, strength: Sides | None, light: Light, limits: Limits
) -> Sided:
    """Share a dose between the sides.

    Parameters
    ----------
    rule
        The exercise's own.
    tight
        The tight side; None where it is not known.
    strength
        The two sides of a strength test; None where it was not measured.
    light
        The traffic light of today.
    limits
        From which share on the sides are even.

    Returns
    -------
    Sided
        The rule decides which sides work. Where both do, the weaker one begins and does one
        set more: only if it is below the share, the difference is beyond the error of the
        test, and today is green. Otherwise both do the same.
    """
    ground = limits["gate-even"]
    working = sides(rule, tight)
    weaker = strength.weaker if strength is not None else None
    if strength is None or len(working) < 2:
        text = "sided.one" if len(working) == 1 else "sided.none" if not working else "sided.both"
        answer = Answer.UNKNOWN if strength is None and len(working) > 1 else Answer.NO
        verdict = said(ground, text, rule="side-dose", answer=answer, level="same")
        return Sided(doses=_same(working), verdict=verdict)
    share_pct = round(100 * strength.ratio)
    uneven = strength.ratio < ground.value
    known = Answer.of(strength.beyond_error if uneven else False)
    more = weaker is not None and known is Answer.YES and light is Light.GREEN
    if not more or weaker is None:
        text = "sided.even" if known is Answer.NO and not uneven else "sided.not-more"
        verdict = said(
            ground, text, rule="side-dose", answer=known, level="same", share_pct=share_pct
        )
        return Sided(doses=_same(working), verdict=verdict)
    verdict = said(
        ground,
        "sided.weaker-more",
        rule="side-dose",
        answer=Answer.YES,
        level="more",
        side=weaker.value,
        share_pct=share_pct,
    )
    doses = (SideDose(side=weaker, more_sets=1), SideDose(side=weaker.other, more_sets=0))
    return Sided(doses=doses, verdict=verdict)


def _same(working: tuple[Side, ...]) -> tuple[SideDose, ...]:
    return tuple(SideDose(side=side, more_sets=0) for side in working)
