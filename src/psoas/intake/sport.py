"""What sport a recording is, where its file does not say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psoas.runs.model import Note, Sport
from psoas.runs.stream import MOVING_MPS

Samples = NDArray[np.float64]

UNKNOWN = "unknown"

# A recording without a sport is taken for a run only if it moved as runs do: a median
# moving speed of 2 to 5 m/s (slower is walking, [source:psoas-convention] as in
# load/watch) that is hardly ever above 6.5 m/s (a ride is, downhill), and, where there is
# a cadence, the median of one foot or of both that runners have (files.md C6: 76 to 97
# per foot in 2 639 runs, widened by 10 %). Our own convention, always noted.
RUN_MEDIAN_MPS = (2.0, 5.0)
RUN_P95_MPS = 6.5
RUN_ONE_FOOT_PER_MIN = (68.0, 107.0)

#: What the words of GPX and TCX stand for; the first whose letters occur decides.
#: Digits are Strava's own in old GPX exports.
WORDS = {
    "run": Sport.RUN,
    "jog": Sport.RUN,
    "9": Sport.RUN,
    "walk": Sport.WALK,
    "hik": Sport.WALK,
    "10": Sport.WALK,
    "4": Sport.WALK,
    "cycl": Sport.RIDE,
    "bik": Sport.RIDE,
    "ride": Sport.RIDE,
    "1": Sport.RIDE,
    "swim": Sport.SWIM,
    "ski": Sport.SKI,
    "snowboard": Sport.SKI,
    "elliptical": Sport.MACHINE,
    "fitness_equipment": Sport.MACHINE,
}


def sport_of_word(word: str) -> Sport:
    """Return the sport that a file's own word stands for; OTHER for one psoas does not know."""
    lowered = word.lower()
    if lowered.isdigit():
        return WORDS.get(lowered, Sport.OTHER)
    return next((sport for part, sport in WORDS.items() if part in lowered), Sport.OTHER)


def sport_of_motion(
    speed_mps: Samples, cadence_per_min: Samples
) -> tuple[Sport, str, tuple[Note, ...]]:
    """Tell a run by how it moved, where the file names no sport.

    Parameters
    ----------
    speed_mps, cadence_per_min
        Shape (n,), NaN where unknown; the cadence as the device gave it.

    Returns
    -------
    sport, name, notes
        RUN if the speeds, and the cadence if there is one, are those of running; else OTHER.
        A note says so either way.
    """
    moving = speed_mps > MOVING_MPS
    speeds = speed_mps[moving]
    cadences = cadence_per_min[moving & (cadence_per_min > 0)]
    if _is_like_a_run(speeds, cadences):
        median_mps = round(float(np.median(speeds)), 2)
        note = Note(text="note.sport-assumed-run", values={"median_mps": median_mps})
        return Sport.RUN, UNKNOWN, (note,)
    return Sport.OTHER, UNKNOWN, (Note(text="note.sport-unknown"),)


def _is_like_a_run(speeds: Samples, cadences: Samples) -> bool:
    if not len(speeds):
        return False
    slowest, fastest = RUN_MEDIAN_MPS
    if not slowest <= np.median(speeds) <= fastest or np.percentile(speeds, 95) > RUN_P95_MPS:
        return False
    if not len(cadences):
        return True
    low, high = RUN_ONE_FOOT_PER_MIN
    median = float(np.median(cadences))
    return low <= median <= high or 2 * low <= median <= 2 * high
