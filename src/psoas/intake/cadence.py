"""Whether a device counted the steps of one foot or of both.

Past this module there is only the cadence of both feet. The decision is kept as a
note, with the median it was taken from.
"""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import NDArray

from psoas.load.curves import usual_cadence_spm
from psoas.runs.model import Note, Sport
from psoas.runs.stream import MOVING_MPS
from psoas.signals.mean import median

Samples = NDArray[np.float64]

#: Below this median, the steps of one foot: running devices give 76 to 97 per minute,
#: those that count both feet above 140. files.md C6
ONE_FOOT_BELOW_PER_MIN = 120.0
BOTH_FEET_FROM_PER_MIN = 140.0


def steps_per_minute(
    cadence_per_min: Samples, *, speed_mps: Samples, sport: Sport
) -> tuple[Samples, tuple[Note, ...]]:
    """Cadence in steps of both feet.

    Parameters
    ----------
    cadence_per_min
        Shape (n,), as the device gave it, with its fraction.
    speed_mps
        Shape (n,), NaN where unknown.
    sport
        Only running has steps here: turns of a pedal are not steps.

    Returns
    -------
    cadence_spm : numpy.ndarray
        Shape (n,), NaN where nothing was given, and everywhere but in a run.
    notes : tuple of Note
        What was decided; empty where there was nothing to decide.
    """
    if sport is not Sport.RUN:
        return np.full(len(cadence_per_min), np.nan), ()
    counted = cadence_per_min > 0
    moving = counted & (speed_mps > MOVING_MPS)
    chosen = cadence_per_min[moving if moving.any() else counted]
    if not len(chosen):  # a counter that never counted is not there
        return np.full(len(cadence_per_min), np.nan), ()
    median_per_min = median(chosen)
    speed_at = median(speed_mps[moving]) if moving.any() else np.nan
    if _is_one_foot(median_per_min, float(speed_at)):
        note = Note(text="note.cadence-doubled", values={"median": round(median_per_min, 1)})
        return 2 * cadence_per_min, (note,)
    note = Note(text="note.cadence-as-given", values={"median": round(median_per_min, 1)})
    return cadence_per_min, (note,)


def _is_one_foot(median_per_min: float, speed_mps: float) -> bool:
    """Return whether a median can only be that of one foot.

    Between 120 and 140 it is whichever is nearer, as a ratio, to the usual cadence at that
    speed ([source:psoas-computed-load], science.md 1.3); without a speed, both feet.
    """
    if not ONE_FOOT_BELOW_PER_MIN <= median_per_min < BOTH_FEET_FROM_PER_MIN:
        return median_per_min < ONE_FOOT_BELOW_PER_MIN
    if np.isnan(speed_mps):
        return False
    usual_spm = float(usual_cadence_spm(np.array([speed_mps]))[0])
    return abs(log(2 * median_per_min / usual_spm)) < abs(log(median_per_min / usual_spm))
