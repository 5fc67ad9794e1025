"""What a recording amounts to."""

from __future__ import annotations

import numpy as np

from psoas.runs.model import Note, Recording, RunStream, RunSummary, Samples
from psoas.runs.stream import FASTEST_MPS
from psoas.signals.mean import median

#: Steps are told only where the cadence of at least this share of the moving seconds is
#: known; the rest is taken to have the same mean. [source:psoas-convention]
STEPS_KNOWN_RATIO = 0.5
#: A climb is told only where the grade of more than this share of the moving seconds is known.
#: [source:psoas-convention]
CLIMB_KNOWN_RATIO = 0.5
#: Features of variability need so many of the seconds recorded: interpolated ones vary less.
#: files.md C2
VARIABILITY_1HZ_RATIO = 0.9
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
        ``climb_m`` is None without a grade over most of the way, ``cadence_sd_spm`` where
        the watch recorded smartly.
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
        climb_m=_climb_m(stream),
        has={
            "distance": bool((~np.isnan(recording.distance_m)).any()),
            "speed": bool((~np.isnan(stream.speed_mps)).any()),
            "cadence": bool((~np.isnan(stream.cadence_spm)).any()),
            "altitude": bool((~np.isnan(stream.altitude_m)).any()),
            "heart_rate": bool((~np.isnan(stream.heart_bpm)).any()),
            "grade": bool((~np.isnan(stream.grade_pct)).any()),
        },
        at_1hz_ratio=stream.at_1hz_ratio if len(stream) > 1 else None,
        cadence_sd_spm=_cadence_sd_spm(stream),
        dynamics=_dynamics(stream),
    )


def notes_on(stream: RunStream) -> tuple[Note, ...]:
    """Return a note where the watch recorded smartly, which refuses features of variability."""
    if len(stream) < 2 or stream.at_1hz_ratio >= VARIABILITY_1HZ_RATIO:
        return ()
    recorded_pct = round(100 * stream.at_1hz_ratio)
    return (Note(text="note.recorded-smartly", values={"recorded_pct": recorded_pct}),)


def _climb_m(stream: RunStream) -> float | None:
    """Return the metres that went up, None without a grade over most of the way."""
    way_m = np.where(stream.moving, stream.speed_mps, np.nan)  # of a second each
    known = ~np.isnan(way_m)
    graded = known & ~np.isnan(stream.grade_pct)
    if np.count_nonzero(graded) <= CLIMB_KNOWN_RATIO * np.count_nonzero(known):
        return None
    return float(np.sum(np.maximum(stream.grade_pct[graded], 0) / 100 * way_m[graded]))


def _cadence_sd_spm(stream: RunStream) -> float | None:
    """Return how much the cadence varies while moving, None where few seconds were recorded."""
    if stream.at_1hz_ratio < VARIABILITY_1HZ_RATIO:
        return None
    known = stream.cadence_spm[stream.moving]
    known = known[~np.isnan(known)]
    return float(known.std(ddof=1)) if len(known) > 1 else None


def _dynamics(stream: RunStream) -> dict[str, float]:
    """Return the median of each channel of running dynamics while moving."""
    found = {name: own[stream.moving & ~np.isnan(own)] for name, own in stream.dynamics.items()}
    return {name: median(known) for name, known in found.items() if len(known)}


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
