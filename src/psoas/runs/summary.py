"""What a recording amounts to."""

from __future__ import annotations

import numpy as np

from psoas.runs.model import Recording, RunStream, RunSummary, Samples
from psoas.runs.stream import FASTEST_MPS

#: Steps are told only where the cadence of at least this share of the moving seconds is
#: known; the rest is taken to have the same mean. [source:psoas-convention]
STEPS_KNOWN_RATIO = 0.5
#: Falls of the cumulative distance below this are rounding. [source:psoas-convention]
ROUNDING_M = 1.0


def summarise(recording: Recording, stream: RunStream) -> RunSummary:
    """Sum a recording up.

    Parameters
    ----------
    recording
        As the device wrote it.
    stream
        The same on the grid, from ``to_stream``.

    Returns
    -------
    RunSummary
        ``climb_m`` is None: it needs a grade, which psoas does not read yet.
    """
    moving_s = float(np.count_nonzero(stream.moving))
    speed_mps = _mean(stream.speed_mps[stream.moving])
    return RunSummary(
        distance_m=_distance_m(recording, stream),
        duration_s=recording.elapsed_s,
        timer_s=_timer_s(recording, stream),
        moving_s=moving_s,
        steps=_steps(stream),
        cadence_spm=_mean(stream.cadence_spm[stream.moving]),
        speed_mps=speed_mps,
        climb_m=None,
        has={
            "distance": bool((~np.isnan(recording.distance_m)).any()),
            "speed": bool((~np.isnan(stream.speed_mps)).any()),
            "cadence": bool((~np.isnan(stream.cadence_spm)).any()),
            "altitude": bool((~np.isnan(stream.altitude_m)).any()),
            "heart_rate": bool((~np.isnan(stream.heart_bpm)).any()),
        },
    )


def _mean(values: Samples) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _timer_s(recording: Recording, stream: RunStream) -> float | None:
    """Return the device's timer time; where it gives none, the seconds outside its pauses."""
    if recording.timer_s is not None or recording.pauses_s is None:
        return recording.timer_s
    return float(np.count_nonzero(stream.timer_on))


def _distance_m(recording: Recording, stream: RunStream) -> float | None:
    """Return last minus first of the device's distance; without one, the integral of speed.

    Where the distance falls (it was reset, or a value is broken), its rises are summed that
    a runner can make: up to 12 m/s.
    """
    known = ~np.isnan(recording.distance_m)
    if np.count_nonzero(known) < 2:  # one value is no way
        speed_mps = stream.speed_mps[stream.timer_on]
        return float(np.nansum(speed_mps)) if (~np.isnan(speed_mps)).any() else None
    steps_m = np.diff(recording.distance_m[known])
    if (steps_m > -ROUNDING_M).all():
        return float(steps_m.sum())
    possible = (steps_m > 0) & (steps_m <= FASTEST_MPS * np.diff(recording.t_s[known]))
    return float(steps_m[possible].sum())


def _steps(stream: RunStream) -> float | None:
    """Return the steps of both feet over the moving seconds."""
    cadence_spm = stream.cadence_spm[stream.moving]
    known = cadence_spm[~np.isnan(cadence_spm)]
    if not len(known) or len(known) < STEPS_KNOWN_RATIO * len(cadence_spm):
        return None
    return float(known.mean() * len(cadence_spm) / 60)
