"""How scores were written: where the first weeks were written otherwise, a fall may be in that."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from psoas.stats.level import Days

#: Where the first days were scored more rarely than this share of the last ones, or the last ones
#: have less than this share of their scores a day, a fall is not confirmed: of unchanged made-up
#: runners who wrote so most, or a fifth, were told to improve (validation/habits.md).
#: [source:psoas-convention]
ALIKE_RATIO, FIRST_D, LAST_D = 0.8, 28, 14
_FIRST, _LAST = slice(None, FIRST_D), slice(-LAST_D, None)


class Habit(StrEnum):
    """What was otherwise in the first weeks and makes pain look as if it fell."""

    RARER = "rarer"
    """Fewer days were scored: perhaps the bad ones."""
    OFTENER = "oftener"
    """A day had more scores, and the strongest of them counts."""


def written_otherwise(days: Days) -> Habit | None:
    """Return how the first weeks were written otherwise than the last; None where they were not."""
    scored = ~np.isnan(days.score)
    if scored[_FIRST].mean() < ALIKE_RATIO * scored[_LAST].mean():
        return Habit.RARER
    if days.n_written is None:
        return None
    first, last = (days.n_written[part][scored[part]] for part in (_FIRST, _LAST))
    if len(first) and len(last) and last.mean() < ALIKE_RATIO * first.mean():
        return Habit.OFTENER
    return None
