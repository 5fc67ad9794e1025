"""Smooth ways through noisy points, with their exact second derivatives."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.mechanics.dynamics import Moving
from psoas.signals.filters import low_passed as low_pass

Values = Annotated[NDArray[np.float64], "(n_frames,)"]
Track = Annotated[NDArray[np.float64], "(n_frames, 2)"]


def low_passed(track_m: Track, *, rate_hz: float, cutoff_hz: float) -> Moving:
    """A track through a zero-lag low-pass, with its acceleration.

    Parameters
    ----------
    track_m
        Shape (n_frames, 2), metres, evenly spaced, no NaN.
    rate_hz
        Frames per second.
    cutoff_hz
        Where half the amplitude passes: a second-order Butterworth run forward and
        backward, gain 1 / (1 + (f / cutoff)^4).

    Returns
    -------
    Moving
        Shape (n_frames, 2). The derivative is taken in the frequency domain: differences
        of frames would lose 7 % of a 15 Hz wave at 100 frames/s.
    """
    at_m, acceleration = low_pass(track_m, rate_hz=rate_hz, cutoff_hz=cutoff_hz, orders=(0, 2))
    return Moving(at_m=at_m, acceleration_mps2=acceleration)


@frozen(kw_only=True, eq=False)
class Rhythm:
    """Where in its stride a leg is at each frame.

    Parameters
    ----------
    stride_hz
        Strides per second, the mean of the clip.
    phase_rad
        Shape (n_frames,), rising by 2 pi per stride.
    phase_rad_per_s
        Shape (n_frames,), its derivative.
    """

    stride_hz: float
    phase_rad: Values
    phase_rad_per_s: Values


#: Stride rates of anything from a walk to a sprint. [source:psoas-convention]
STRIDE_HZ = (0.7, 2.8)


def _amplitude_m(swinging_m: Values, time_s: Values, stride_hz: Values) -> Values:
    """Size of the sine at each rate, shape of *stride_hz*."""
    turned = np.exp(-2j * np.pi * stride_hz[:, None] * time_s)
    return np.asarray(np.abs(turned @ swinging_m))


def rhythm(swinging_m: Values, time_s: Values) -> Rhythm:
    """The rhythm of a leg from how far its ankle is ahead of its hip.

    Parameters
    ----------
    swinging_m
        Shape (n_frames,), metres, NaN where lost.
    time_s
        Shape (n_frames,), seconds, evenly spaced.

    Notes
    -----
    1. The rate is that of the largest sine. 2. How that sine's phase drifts, over
    windows of two strides, corrects the rate and is kept: strides of a clip differ by a few
    per cent, and a fixed rate would smear the higher harmonics. 3. In the first and last
    stride the corrected rate goes on.
    """
    known = ~np.isnan(swinging_m)
    values = np.where(known, swinging_m - np.mean(swinging_m[known]), 0.0)
    coarse = np.arange(*STRIDE_HZ, 0.02)
    best = coarse[np.argmax(_amplitude_m(values, time_s, coarse))]
    fine = best + np.arange(-0.03, 0.03, 0.001)
    stride_hz = float(fine[np.argmax(_amplitude_m(values, time_s, fine))])
    turned = values * np.exp(-2j * np.pi * stride_hz * time_s)
    step_s = float(np.median(np.diff(time_s)))
    half = min(max(1, round(1 / stride_hz / step_s)), (len(values) - 2) // 2)
    slow = np.convolve(turned, np.hanning(2 * half + 1), mode="valid")
    inner_s = time_s[half : len(time_s) - half]
    drift = np.unwrap(np.angle(slow))
    rise, start = np.polyfit(inner_s, drift, 1)
    sway = np.interp(time_s, inner_s, drift - rise * inner_s - start)
    phase = (2 * np.pi * stride_hz + rise) * time_s + start + sway
    return Rhythm(
        stride_hz=stride_hz + float(rise) / (2 * np.pi),
        phase_rad=phase,
        phase_rad_per_s=np.gradient(phase, time_s),
    )


class MeanStride:
    """The mean stride of a clip, fitted to any of its points.

    Parameters
    ----------
    time_s
        Shape (n_frames,), seconds.
    leg
        The rhythm of the leg.
    n_harmonics
        Waves per stride that are kept.

    Notes
    -----
    The least-squares sum of a parabola in time and the harmonics of the stride's phase. In
    the second derivative the phase's own acceleration is left out: it is that of a
    rhythm that changes over two strides.
    """

    def __init__(self, time_s: Values, leg: Rhythm, *, n_harmonics: int) -> None:
        order = np.arange(1, n_harmonics + 1)
        angle = order * leg.phase_rad[:, None]
        cosine, sine = np.cos(angle), np.sin(angle)
        span_s = float(np.ptp(time_s))
        middle = (time_s - time_s.mean()) / span_s
        zero = np.zeros_like(middle)
        drift = np.stack([zero + 1, middle, middle**2], axis=1)
        bend = np.stack([zero, zero, zero + 2 / span_s**2], axis=1)
        swing = -((order * leg.phase_rad_per_s[:, None]) ** 2)
        self._at = np.concatenate([drift, cosine, sine], axis=1)
        self._second = np.concatenate([bend, swing * cosine, swing * sine], axis=1)
        self._inverse = np.linalg.pinv(self._at)

    def through(self, track_m: Track) -> Moving:
        """Return the fit to a track of shape (n_frames, 2), metres, NaN where lost.

        Known at every frame, whether the track is or not.
        """
        known = ~np.isnan(track_m).any(axis=1)
        if known.all():
            found = self._inverse @ track_m
        else:
            found = np.linalg.lstsq(self._at[known], track_m[known], rcond=None)[0]
        return Moving(at_m=self._at @ found, acceleration_mps2=self._second @ found)


def jitter_m(track_m: Track, *, rate_hz: float, moving_below_hz: float) -> float:
    """Standard deviation of a point's jitter in each direction, metres.

    It is what the track holds above *moving_below_hz*, where a runner's leg moves little,
    spread over all frequencies as white noise would be. Jitter that lasts for several
    frames is underrated.
    """
    spectrum = np.fft.rfft(np.diff(track_m, axis=0) * np.hanning(len(track_m) - 1)[:, None], axis=0)
    turns = np.fft.rfftfreq(len(track_m) - 1, 1 / rate_hz)
    high = turns > moving_below_hz
    window = np.sum(np.hanning(len(track_m) - 1) ** 2)
    gain = (2 * np.sin(np.pi * turns[high] / rate_hz)) ** 2
    power = np.abs(spectrum[high]) ** 2 / gain[:, None] / window
    return float(np.sqrt(np.median(power) / np.log(2)))
