"""A recording on a one-second grid: which seconds ran, and how fast.

The numbers are from 2 751 real runs (files.md C1 to C6).
"""

from __future__ import annotations

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from psoas.runs.grade import grade_pct
from psoas.runs.model import Flags, Recording, RunStream, Samples, Sport
from psoas.signals.grid import resampled
from psoas.signals.mean import moving_mean

#: Without timer events, nothing recorded for longer than this is a pause. files.md C1
PAUSE_GAP_S = 30.0
#: A longer hole outside pauses is missing data, a shorter one smart recording. files.md C2
HOLE_S = 120.0
#: Faster is not running: a position jumped. files.md C3
FASTEST_MPS = 12.0
#: Speed from distance needs smoothing over 9 to 15 s. files.md C3
SMOOTH_S = 11
#: Faster than this on a 5 s mean is moving: within 2 % of Strava's moving time in 77 % of
#: 1 230 runs, more than with any other limit. files.md C5
MOVING_MPS = 0.9
MOVING_MEAN_S = 5
#: Where no speed is known, stepping at this rate is moving: the cadence of a walk of about
#: 0.9 m/s. [source:psoas-convention]
MOVING_CADENCE_SPM = 90.0
#: A cadence beyond this is not data: sprinters reach about 290. [source:psoas-convention]
CADENCE_LIMIT_SPM = 300.0

_ON_FOOT = frozenset({Sport.RUN, Sport.WALK})


def to_stream(recording: Recording) -> RunStream:
    """Put a recording on a one-second grid.

    Parameters
    ----------
    recording
        Past its gate. It may be empty, or hold one sample.

    Returns
    -------
    RunStream
        From the first to the last sample; empty where there is none.

    Notes
    -----
    1. Seconds within a pause are off the timer: from timer events, or without any where
       nothing was recorded for more than 30 s.
    2. What was recorded outside pauses is interpolated on the timer's clock, on which a
       pause takes no time, across holes of up to 120 s. A second within a pause has a
       value only if one was recorded in it.
    3. Speed above 12 m/s on foot is not data, nor is cadence outside 0 to 300 steps/min,
       or of 0 at a speed that is moving.
    4. Speed is the device's; where it gives none, that of the distance over 11 s.
    5. Moving is a 5 s mean of speed above 0.9 m/s outside pauses.
    """
    t_s = recording.t_s - recording.t_s[:1]
    n_seconds = int(np.floor(t_s[-1])) + 1 if len(t_s) else 0
    timer_on = _timer_on(recording, t_s, n_seconds)
    grid = _Grid(t_s, timer_on)
    fastest_mps = FASTEST_MPS if recording.sport in _ON_FOOT else np.inf
    speed_mps = grid.values(_limited(recording.speed_mps, fastest_mps))
    distance_m = None
    derived = np.isnan(speed_mps)
    if derived[timer_on].any():
        distance_m = grid.values(recording.distance_m)
        from_distance_mps = _speed_from_distance(distance_m, timer_on, fastest_mps)
        speed_mps = np.where(derived, from_distance_mps, speed_mps)
    cadence_spm = grid.values(_stepping(recording))
    altitude_m = grid.values(recording.altitude_m)
    stream = RunStream(
        speed_mps=speed_mps,
        cadence_spm=cadence_spm,
        altitude_m=altitude_m,
        heart_bpm=grid.values(recording.heart_bpm),
        timer_on=timer_on,
        moving=_moving(speed_mps, cadence_spm) & timer_on,
        at_1hz_ratio=grid.at_1hz_ratio(),
        dynamics={name: grid.values(own) for name, own in recording.dynamics.items()},
        speed_derived=derived & ~np.isnan(speed_mps),
    )
    if not recording.altitude_barometric or recording.indoor:
        return stream
    way_m = grid.values(recording.distance_m) if distance_m is None else distance_m
    return evolve(stream, grade_pct=np.where(timer_on, grade_pct(altitude_m, way_m), np.nan))


class _Grid:
    """Samples between which to interpolate, on the timer's clock."""

    def __init__(self, t_s: Samples, timer_on: Flags) -> None:
        second = t_s.astype(np.int64)
        clock_s: Samples = np.cumsum(timer_on, dtype=np.float64) - 1.0
        self._second = second
        self._timer_on = timer_on
        self._running = timer_on[second]
        self._never_paused = bool(timer_on.all())
        self._t_s = t_s if self._never_paused else (clock_s[second] + t_s - second)[self._running]
        self._n_on = int(np.count_nonzero(timer_on))
        self._between = _between(self._t_s, self._n_on)

    def values(self, samples: Samples) -> Samples:
        """Return *samples* by second; where it was paused, only what was recorded then."""
        if self._never_paused:
            return self._on_timer(samples)
        found = np.full(len(self._timer_on), np.nan)
        paused = ~self._running
        found[self._second[paused]] = samples[paused]
        found[self._timer_on] = self._on_timer(samples[self._running])
        return found

    def _on_timer(self, samples: Samples) -> Samples:
        unknown = np.isnan(samples)
        if self._between is None or unknown.any():
            if unknown.all():
                return np.full(self._n_on, np.nan)
            at_s = np.arange(self._n_on, dtype=np.float64)
            return resampled(samples, t_s=self._t_s, at_s=at_s, bridge_up_to_s=HOLE_S)
        before, share_ratio = self._between
        steps = np.diff(samples)
        return np.asarray(samples[before] + share_ratio * steps[before])

    def at_1hz_ratio(self) -> float:
        """Return the share of steps between samples, outside pauses, that are one second."""
        steps_s = np.diff(self._t_s)
        return float(np.mean(np.round(steps_s) == 1)) if len(steps_s) else 0.0


def _between(t_s: Samples, n_seconds: int) -> tuple[NDArray[np.intp], Samples] | None:
    """Return of each second the sample before it, and how far it is to the next, as a ratio.

    NaN within holes and outside the samples; None where there are fewer than two samples.
    One look-up serves all channels that are known throughout.
    """
    if len(t_s) < 2:
        return None
    counted = np.bincount(np.ceil(t_s).astype(np.intp), minlength=n_seconds)[:n_seconds]
    before = np.cumsum(counted) - 1
    outside = before < 0
    before = np.clip(before, 0, len(t_s) - 2)
    step_s = np.diff(t_s)
    share_ratio = (np.arange(n_seconds) - t_s[before]) / step_s[before]
    share_ratio[outside | (share_ratio > 1)] = np.nan
    if step_s.max() > HOLE_S:
        hole = (step_s > HOLE_S)[before] & (share_ratio > 0) & (share_ratio < 1)
        share_ratio[hole] = np.nan
    return before, share_ratio


def _limited(values: Samples, limit: float) -> Samples:
    """Return *values* with what is below 0 or above *limit* as not known."""
    return np.where((values >= 0) & (values <= limit), values, np.nan)


def _stepping(recording: Recording) -> Samples:
    """Return the cadence where it is data: nobody moves without steps."""
    cadence_spm = _limited(recording.cadence_spm, CADENCE_LIMIT_SPM)
    return np.where((cadence_spm == 0) & (recording.speed_mps > MOVING_MPS), np.nan, cadence_spm)


def _timer_on(recording: Recording, t_s: Samples, n_seconds: int) -> Flags:
    """Return which seconds lie outside pauses."""
    on = np.ones(n_seconds, dtype=np.bool_)
    if recording.pauses_s is None:
        for gap in np.flatnonzero(np.diff(t_s) > PAUSE_GAP_S):
            on[int(t_s[gap]) + 1 : int(np.ceil(t_s[gap + 1]))] = False
        return on
    shift_s = float(recording.t_s[0]) if len(recording.t_s) else 0.0
    for from_s, to_s in recording.pauses_s:
        first, last = (
            int(np.clip(np.ceil(edge_s - shift_s), 0, n_seconds)) for edge_s in (from_s, to_s)
        )
        on[first:last] = False
    return on


def _speed_from_distance(distance_m: Samples, timer_on: Flags, fastest_mps: float) -> Samples:
    """Return the smoothed slope of a cumulative distance, outside pauses."""
    found = np.full(len(distance_m), np.nan)
    step_m = np.diff(distance_m[timer_on], append=np.nan)
    smooth_mps: NDArray[np.float64] = moving_mean(_limited(step_m, fastest_mps), n_samples=SMOOTH_S)
    found[timer_on] = np.where(np.isnan(distance_m[timer_on]), np.nan, smooth_mps)
    return found


def _moving(speed_mps: Samples, cadence_spm: Samples) -> Flags:
    """Return which seconds move, by speed, and where that is unknown by cadence."""
    mean_mps = moving_mean(speed_mps, n_samples=MOVING_MEAN_S)
    moving = mean_mps > MOVING_MPS
    unknown = np.isnan(mean_mps)
    if unknown.any():
        mean_spm = moving_mean(cadence_spm, n_samples=MOVING_MEAN_S)
        moving[unknown] = mean_spm[unknown] >= MOVING_CADENCE_SPM
    return moving
