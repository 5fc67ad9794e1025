"""A beat to run by, as a sound file: soft clicks at a cadence, which may fade over the run.

Each click lies on the very moment it belongs to, between two samples: rounding each to a
sample would not drift either, but adding up rounded gaps would.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

Sound = NDArray[np.float64]

#: Plain telephone quality holds a click; a second takes 32 kB.
RATE_HZ = 16_000
#: What can be run to. psoas-convention
LEAST_SPM, MOST_SPM, MOST_MIN = 100.0, 240.0, 60.0
#: A click: two tones that fade within so many seconds; the accent is higher. psoas-convention
CLICK_S, DECAY_S = 0.045, 0.009
STEP_HZ, ACCENT_HZ = 880.0, 1320.0
STEP_RATIO, ACCENT_RATIO = 0.45, 0.7
#: The beginning of a click swells, so that it does not crack.
ATTACK_S = 0.002


class NotABeat(ValueError):
    """A beat that nobody can run to, or a file that would be too large."""


@frozen(kw_only=True)
class Faded:
    """Feedback that fades: minutes with the beat, then minutes without, again and again."""

    on_min: float
    off_min: float


def beat_times_s(
    cadence_spm: float, *, minutes: float, faded: Faded | None = None
) -> NDArray[np.float64]:
    """Return when each step falls, in seconds from the beginning.

    Parameters
    ----------
    cadence_spm
        Steps of both feet a minute.
    minutes
        How long the beat lasts in all.
    faded
        When it is silent; steps are counted on in silence, so that it comes back in time.

    Raises
    ------
    NotABeat
        Where the cadence or the length is none that can be run.
    """
    if not LEAST_SPM <= cadence_spm <= MOST_SPM:
        raise NotABeat(f"a cadence is {LEAST_SPM:g} to {MOST_SPM:g} steps/min, got {cadence_spm:g}")
    if not 0 < minutes <= MOST_MIN:
        raise NotABeat(f"a beat lasts up to {MOST_MIN:g} min, got {minutes:g}")
    if faded is not None and not (faded.on_min > 0 and faded.off_min >= 0):
        raise NotABeat("a beat that fades is on for some minutes, then off")
    steps = np.arange(int(np.ceil(cadence_spm * minutes - 1e-9)), dtype=np.float64)
    times_s: NDArray[np.float64] = steps * (60.0 / cadence_spm)
    if faded is None or faded.off_min == 0:
        return times_s
    period_s = 60 * (faded.on_min + faded.off_min)
    heard: NDArray[np.float64] = times_s[np.mod(times_s, period_s) < 60 * faded.on_min]
    return heard


def _click_samples(offset_s: float, *, accent: bool) -> Sound:
    """Return a click that begins a part of a sample after its first sample."""
    t_s = np.arange(int(CLICK_S * RATE_HZ)) / RATE_HZ - offset_s
    begun = t_s >= 0
    swell = np.clip(t_s / ATTACK_S, 0, 1)
    tone_hz, loudness_ratio = (ACCENT_HZ, ACCENT_RATIO) if accent else (STEP_HZ, STEP_RATIO)
    tones = np.sin(2 * np.pi * tone_hz * t_s) + 0.3 * np.sin(4 * np.pi * tone_hz * t_s)
    found: Sound = np.where(begun, loudness_ratio * swell * np.exp(-t_s / DECAY_S) * tones / 1.3, 0)
    return found


def _sound_samples(
    times_s: NDArray[np.float64], *, cadence_spm: float, accent_every: int, minutes: float
) -> Iterator[Sound]:
    """Yield the sound minute by minute, so that a long beat takes no more memory than a short."""
    length = round(minutes * 60 * RATE_HZ)
    piece = 60 * RATE_HZ
    tail = int(CLICK_S * RATE_HZ)
    left = np.zeros(tail)
    for first in range(0, length, piece):
        sound = np.zeros(piece + tail)
        sound[:tail] += left
        here = times_s[(times_s * RATE_HZ >= first) & (times_s * RATE_HZ < first + piece)]
        for time_s in here:
            at = time_s * RATE_HZ - first
            step = round(time_s * cadence_spm / 60)
            start = int(at)
            click = _click_samples((at - start) / RATE_HZ, accent=step % accent_every == 0)
            sound[start : start + tail] += click
        left = sound[piece:]
        yield sound[: min(piece, length - first)]


def metronome_wav(
    cadence_spm: float,
    *,
    minutes: float,
    accent_every: int = 2,
    faded: Faded | None = None,
) -> bytes:
    """Return a beat as a WAV file: 16 bit, one channel, about 1.9 MB a minute.

    Parameters
    ----------
    cadence_spm
        Steps of both feet a minute, 100 to 240.
    minutes
        Up to 60.
    accent_every
        The step that sounds higher: 2 accents one foot, 4 every second stride, 1 all alike.
    faded
        Minutes on and off; None is a beat throughout.

    Raises
    ------
    NotABeat
        Where it cannot be run to.
    """
    if not 1 <= accent_every <= 16:
        raise NotABeat(f"the accent is on every 1st to 16th step, got {accent_every}")
    times_s = beat_times_s(cadence_spm, minutes=minutes, faded=faded)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        for sound in _sound_samples(
            times_s, cadence_spm=cadence_spm, accent_every=accent_every, minutes=minutes
        ):
            out.writeframes((np.clip(sound, -1, 1) * 32_767).astype("<i2").tobytes())
    return file.getvalue()
