"""Weekly tests of made-up runners: how often a change is told that is none, and one that is.

``python -m validation.repeated [--write]`` prints the table of ``validation/repeated.md``. Every
runner's own error differs from the studies' (lognormal, 0.3), and the judge is not told.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from psoas.diary import Reading
from psoas.library import shelf
from psoas.loop.retest import Direction, compare
from validation import tell

RESULT = Path(__file__).with_suffix(".md")
N, SEED = 1000, 20261126
WEEKS = 13
#: The change that two readings can just tell, in standard errors of measurement.
MDC95_SEM = 1.96 * sqrt(2)
#: Made from the third session on, in three weeks.
GAIN_BEGINS, GAIN_LASTS = 2, 3
BEGIN = datetime(2026, 9, 1, 8, tzinfo=UTC)

Values = NDArray[np.float64]
Rule = Callable[[Values], bool]


def nothing(weeks: Values) -> Values:
    """Return the truth of a runner who does not change."""
    return np.zeros_like(weeks)


def practice(weeks: Values) -> Values:
    """Return that of one who learns the test: 1.5 errors in all, most of it at once."""
    return 1.5 * (1 - np.exp(-weeks / 1.5))


def gained(weeks: Values) -> Values:
    """Return that of one who gains the change that two readings can just tell."""
    return MDC95_SEM * np.clip((weeks - GAIN_BEGINS) / GAIN_LASTS, 0, 1)


def plain(values: Values) -> bool:
    """Judge the newest reading against the first one by the MDC95."""
    return abs(values[-1] - values[0]) > MDC95_SEM


def engine(factor: float) -> Rule:
    """Return the judge that ships: all readings, the first for practice."""
    measure = shelf().measures["single-leg-bridge"]
    sem = (measure.detectable.value or 0) / MDC95_SEM

    def judge(values: Values) -> bool:
        readings = [
            Reading(
                measure=measure.id,
                side=None,
                value=100 + sem * value,
                taken_at=BEGIN + timedelta(weeks=week),
            )
            for week, value in enumerate(values.tolist())
        ]
        found = compare(
            readings, measure=measure, side=None, limits=shelf().limits, told_from_factor=factor
        )
        return found.direction in (Direction.BETTER, Direction.WORSE)

    return judge


def told(rule: Rule, truth: Callable[[Values], Values]) -> tuple[float, float]:
    """Return how often a change is told in any week, and in the last one."""
    rng = np.random.default_rng(SEED)
    weeks = np.arange(WEEKS, dtype=float)
    any_week = last = 0
    for _ in range(N):
        values = truth(weeks) + rng.normal(0, np.exp(rng.normal(0, 0.3)), WEEKS)
        says = [rule(values[:n]) for n in range(2, WEEKS + 1)]
        any_week, last = any_week + any(says), last + says[-1]
    return 100 * any_week / N, 100 * last / N


def lines() -> Iterator[str]:
    """Return the page."""
    yield "# Tests repeated every week"
    yield ""
    yield (
        f"Made by `python -m validation.repeated --write`: {N} made-up runners a cell, {WEEKS} "
        f"weekly sessions, looked at after each, seed {SEED}. Each has an error of their own "
        "(lognormal, 0.3 round the studies'). Told in any week / in the last week, of 100."
    )
    yield ""
    yield "| rule | no change | practice of 1.5 errors | gain of 1 MDC95 |"
    yield "|---|---|---|---|"
    rules: dict[str, Rule] = {
        "beyond the MDC95 of the first reading": plain,
        "psoas, one measure asked (factor 19)": engine(19.0),
        "psoas, one of two asked (factor 38)": engine(38.0),
    }
    for name, rule in rules.items():
        cells = [told(rule, truth) for truth in (nothing, practice, gained)]
        yield f"| {name} | " + " | ".join(f"{a:.0f} / {b:.0f}" for a, b in cells) + " |"


if __name__ == "__main__":
    sys.exit(tell(lines(), result=RESULT))
