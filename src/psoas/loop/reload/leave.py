"""Whether strength has done its part, so that the running itself can be changed."""

from __future__ import annotations

from psoas.evidence import Limits, Verdict
from psoas.loop.saying import said
from psoas.quantity import Answer, all_of, any_of


def reload_exit(
    *,
    gain_pct: float | None,
    even_ratio: float | None,
    green_days: int | None,
    limits: Limits,
) -> Verdict:
    """Say whether the exit test of the strength room is passed.

    Parameters
    ----------
    gain_pct
        Gain of hip-flexor strength or hold since the first test; None is not measured.
    even_ratio
        Weaker over stronger side of the newest test; None is not measured.
    green_days
        Days in a row, up to today, whose pain was green; None is not known.
    limits
        The three bounds.

    Returns
    -------
    Verdict
        Level is the answer: a gain or even sides, and green for long enough.
    """
    gain, even, green = (limits[f"exit-{each}"] for each in ("gain", "even", "green"))
    stronger = any_of(
        (
            Answer.of(None if gain_pct is None else gain_pct >= gain.value),
            Answer.of(None if even_ratio is None else even_ratio >= even.value),
        )
    )
    calm = Answer.of(None if green_days is None else green_days >= green.value)
    answer = all_of((stronger, calm))
    texts = {
        Answer.YES: "gate.exit-yes",
        Answer.NO: "gate.exit-no",
        Answer.UNKNOWN: "gate.exit-unknown",
    }
    return said(
        gain,
        texts[answer],
        rule="reload-exit",
        answer=answer,
        level=answer.value,
        gain_pct=round(gain.value),
        even_pct=round(100 * even.value),
        green_days=round(green.value),
    )
