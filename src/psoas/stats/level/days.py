"""The days that a level is followed through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

PerDay = Annotated[NDArray[np.float64], "(n_days,)"]


@frozen(kw_only=True, eq=False)
class Days:
    """What is known of each day in a row; nothing is filled in.

    Parameters
    ----------
    score
        0 to 10; NaN where none was given.
    loads
        By channel, a typical loaded session is 1; a day without a run is 0.
    loads_before_score
        The part of a day's load that came before its score: a score cannot answer to a run
        that came after it. None where all came before.
    done
        Share of the planned training that was done, 0 to 1; None where nothing was planned.
    n_written
        How many scores a day's is the strongest of; None where that is not known.
    """

    score: PerDay
    loads: Mapping[str, PerDay]
    loads_before_score: Mapping[str, PerDay] | None = None
    done: PerDay | None = None
    n_written: PerDay | None = None

    @property
    def n_days(self) -> int:
        """How many days."""
        return len(self.score)
