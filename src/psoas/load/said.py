"""What a reader should know of a load: the notes of a run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psoas.load.strides import Strides
from psoas.runs.model import Note

#: Below this share of recorded seconds smart recording is told. [source:psoas-convention], as
#: for features of variability.
RECORDED_RATIO = 0.9


def notes_of(strides: Strides, *, unknown_s: float) -> tuple[Note, ...]:
    """Return the notes of a run's load, in the order in which they matter.

    Parameters
    ----------
    strides
        Its running seconds, at least one.
    unknown_s
        Seconds of the timer without a speed, but those in which the runner stood.
    """
    n_steep = int(np.count_nonzero(strides.steep))
    n_hilly = int(np.count_nonzero(strides.hilly)) - n_steep
    n_surging = int(np.count_nonzero(strides.surging))
    unknown_grade = np.isnan(strides.grade_pct)
    counted = (
        Note(text="note.speed-unknown", values={"unknown_s": int(unknown_s)}),
        Note(text="note.speed-derived", values={"derived_pct": _share_pct(strides.derived)}),
        Note(text="note.gradient-steep", values={"steep_s": n_steep}),
        Note(text="note.gradient-hilly", values={"hilly_s": n_hilly}),
        Note(text="note.gradient-unknown", values={"level_pct": _share_pct(unknown_grade)}),
        Note(text="note.cadence-usual", values={"missing_pct": _share_pct(strides.guessed)}),
        Note(text="note.surging", values={"surging_s": n_surging}),
        Note(text="note.extrapolated", values={"outside_pct": _share_pct(strides.outside)}),
    )
    recorded_pct = round(100 * strides.recorded_ratio, 1)
    smart = Note(text="note.smart-recording", values={"recorded_pct": recorded_pct})
    told = tuple(note for note in counted if any(note.values.values()))
    return (*told, smart) if strides.recorded_ratio < RECORDED_RATIO else told


def _share_pct(where: NDArray[np.bool_]) -> float:
    """Return the share of the seconds, to a tenth; what rounds to nothing is not told."""
    n = np.count_nonzero(where)
    return round(100 * int(n) / len(where), 1) if n else 0.0
