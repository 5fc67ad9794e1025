"""What a measure that was taken is worth: a reading, or something kept and not scored."""

from __future__ import annotations

from collections.abc import Mapping

from psoas.diary import Outcome
from psoas.evidence import Limits, SourceId, Verdict
from psoas.loop.measure import Kind, Measure
from psoas.quantity import Answer, all_of


def controlled(measure: Measure, said: Mapping[str, Answer]) -> Answer:
    """Return whether it was done as told; a point that nobody answered is unknown.

    Parameters
    ----------
    measure
        Its ``control`` names the points.
    said
        Answers by point.
    """
    return all_of(said.get(point, Answer.UNKNOWN) for point in measure.control)


def judge(
    measure: Measure,
    *,
    said: Outcome = Outcome.SCORED,
    pain_nrs: int | None,
    control: Answer = Answer.YES,
    spread_deg: float | None = None,
    limits: Limits,
) -> Verdict:
    """Say what became of a measure; never milder than what the runner said of it.

    Parameters
    ----------
    measure
        What was taken.
    said
        What the runner says became of it.
    pain_nrs
        The worst pain meanwhile. Above the limit it held the runner back, so that the value
        is no capacity; where pain itself is what is measured, it is the result.
    control
        Whether it was done as told. Unknown is not enough: a Thomas test without the pelvis
        held says nothing [source:vigotsky-2016].
    spread_deg
        How far the repeats of an angle differ, greatest less smallest.
    limits
        For the pain and the spread that are too much.

    Returns
    -------
    Verdict
        Its level is an ``Outcome``.
    """
    if said is not Outcome.SCORED:
        return _verdict(measure, said, f"taking.{said}", limits)
    most_pain, most_spread = limits["measure-pain"], limits["photo-spread"]
    if measure.kind is not Kind.PROVOKE and pain_nrs is not None and pain_nrs > most_pain.value:
        return _verdict(
            measure,
            Outcome.STOPPED_BY_PAIN,
            "taking.too-sore",
            limits,
            pain=pain_nrs,
            limit_nrs=most_pain.value,
        )
    if measure.control and control is not Answer.YES:
        return _verdict(measure, Outcome.NOT_CONTROLLED, "taking.not-controlled", limits)
    if spread_deg is not None and spread_deg > most_spread.value:
        return _verdict(
            measure,
            Outcome.NOT_CONTROLLED,
            "taking.spread",
            limits,
            spread_deg=round(spread_deg, 1),
            most_deg=most_spread.value,
        )
    return _verdict(measure, Outcome.SCORED, "taking.scored", limits)


def _verdict(
    measure: Measure, outcome: Outcome, text: str, limits: Limits, **values: float
) -> Verdict:
    pain = limits["measure-pain"]
    hurt = outcome is Outcome.STOPPED_BY_PAIN
    loose = outcome is Outcome.NOT_CONTROLLED
    sources = pain.sources if hurt else measure.sources
    return Verdict(
        rule="taking",
        answer=Answer.of(outcome is Outcome.SCORED),
        level=outcome,
        text=text,
        values=values,
        sources=(SourceId("vigotsky-2016"),) if loose and measure.control else sources,
        grade=pain.grade if hurt else measure.grade,
    )
