"""Values that no body and no hill has: they are not data, and count as missing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from psoas.runs.model import Note, Sport
from psoas.runs.stream import FASTEST_MPS

Samples = NDArray[np.float64]

#: Below the Dead Sea or above Everest: not an altitude. [source:psoas-convention]
ALTITUDES_M = (-500.0, 9_000.0)
#: A strap that shows more is misread: beyond the highest rates reported in exercise.
#: [source:psoas-convention]
FASTEST_HEART_BPM = 250.0
#: One sample this far from both its neighbours, within so many seconds, which agree with
#: each other to half of it, is a spike: nobody climbs and falls so fast. [source:psoas-convention]
SPIKE_M = 50.0
SPIKE_WITHIN_S = 10.0

_ON_FOOT = frozenset({Sport.RUN, Sport.WALK})


def plausible(
    columns: dict[str, Samples], *, t_s: Samples, speed_mps: Samples, sport: Sport
) -> tuple[Samples, Samples, Samples, tuple[Note, ...]]:
    """Return altitude, heart rate and speed with what is not data as missing.

    Parameters
    ----------
    columns
        ``altitude_m`` and ``heart_bpm``, each of shape (n,), NaN where nothing was given.
    t_s
        Seconds, rising strictly.
    speed_mps
        Shape (n,); limited only on foot, to 12 m/s (files.md C3).
    sport
        What was done.

    Returns
    -------
    altitude_m, heart_bpm, speed_mps, notes
        The note counts what was left out. A heart rate of 0 is a lost strap, and no count.
    """
    lowest_m, highest_m = ALTITUDES_M
    altitude_m, heart_bpm = columns["altitude_m"], columns["heart_bpm"]
    no_altitude = (altitude_m < lowest_m) | (altitude_m > highest_m)
    altitude_m, n_off = _without(altitude_m, no_altitude)
    altitude_m, n_spikes = _without(altitude_m, _spikes(altitude_m, t_s))
    heart_bpm, _ = _without(heart_bpm, heart_bpm == 0)
    heart_bpm, n_beats = _without(heart_bpm, (heart_bpm < 0) | (heart_bpm > FASTEST_HEART_BPM))
    n_jumps = 0
    if sport in _ON_FOOT:
        speed_mps, n_jumps = _without(speed_mps, speed_mps > FASTEST_MPS)
    n_lost = n_off + n_spikes + n_beats + n_jumps
    notes = (Note(text="note.values-left-out", values={"values": n_lost}),) if n_lost else ()
    return altitude_m, heart_bpm, speed_mps, notes


def _without(values: Samples, no_data: NDArray[np.bool_]) -> tuple[Samples, int]:
    """Return *values* with what is no data as missing, and how many those are."""
    n_lost = int(np.count_nonzero(no_data))
    return (np.where(no_data, np.nan, values), n_lost) if n_lost else (values, 0)


def _spikes(altitude_m: Samples, t_s: Samples) -> NDArray[np.bool_]:
    found = np.zeros(len(altitude_m), np.bool_)
    if len(altitude_m) >= 3:
        before_m, own_m, after_m = altitude_m[:-2], altitude_m[1:-1], altitude_m[2:]
        agree = np.abs(after_m - before_m) <= SPIKE_M / 2
        off_m = np.minimum(np.abs(own_m - before_m), np.abs(own_m - after_m))
        found[1:-1] = agree & (off_m > SPIKE_M) & (t_s[2:] - t_s[:-2] <= SPIKE_WITHIN_S)
    return found
