"""Making a verdict from a limit of the shelf: it lends its sources and its grade."""

from __future__ import annotations

from psoas.evidence import Limit, Scalar, Verdict
from psoas.quantity import Answer


def said(
    ground: Limit, text: str, *, rule: str, answer: Answer, level: str, **values: Scalar
) -> Verdict:
    """Return a verdict that rests on a limit.

    Parameters
    ----------
    ground
        The limit that decided, or would have.
    text
        Key into the texts.
    rule, answer, level
        As in ``Verdict``.
    values
        The numbers that decided.
    """
    return Verdict(
        rule=rule,
        answer=answer,
        level=level,
        text=text,
        values=values,
        sources=ground.sources,
        grade=ground.grade,
    )
