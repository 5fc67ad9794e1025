"""The beat is where it belongs, for half an hour and more."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.render.metronome import (
    ACCENT_HZ,
    RATE_HZ,
    STEP_HZ,
    Faded,
    NotABeat,
    beat_times_s,
    metronome_wav,
)


def sound(data: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(data)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE_HZ)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32_767


def clicks_s(heard: np.ndarray) -> np.ndarray:
    """Return when clicks begin, found in the sound alone: below a sample, by their swell.

    The middle of the energy of each click is a fixed time after its beginning.
    """
    power = heard**2
    loud = power > 1e-7
    starts = np.flatnonzero(loud & ~np.concatenate(([False], loud[:-1])))
    starts = starts[np.concatenate(([True], np.diff(starts) > 0.06 * RATE_HZ))]
    window = np.arange(int(0.04 * RATE_HZ))
    found = []
    for start in starts:
        weights = power[start : start + len(window)]
        found.append(start + (weights * window[: len(weights)]).sum() / weights.sum())
    return np.array(found) / RATE_HZ


@pytest.mark.parametrize("spm", [161.0, 170.0, 173.3, 180.0])
def test_there_is_no_drift_in_half_an_hour(spm):
    heard = clicks_s(sound(metronome_wav(spm, minutes=30, accent_every=1)))
    expected = np.arange(len(heard)) * 60 / spm

    assert len(heard) == np.ceil(spm * 30 - 1e-9)
    late_s = (heard - heard[0]) - expected
    assert abs(late_s).max() < 0.5 / RATE_HZ
    assert abs(late_s[-100:].mean()) < 0.1 / RATE_HZ


def test_a_click_lies_between_samples_where_it_belongs_there():
    # 171 a minute: 5614.035 samples apart; rounding to samples would be off by up to a half
    heard = clicks_s(sound(metronome_wav(171, minutes=1, accent_every=1)))
    gaps = np.diff(heard) * RATE_HZ

    assert gaps == pytest.approx(60 * RATE_HZ / 171, abs=0.08)


def test_the_accent_is_every_second_step_and_higher():
    heard = sound(metronome_wav(120, minutes=0.1, accent_every=2))
    tones = []
    for step in range(4):
        part = heard[int(step * 0.5 * RATE_HZ) : int((step * 0.5 + 0.04) * RATE_HZ)]
        power = abs(np.fft.rfft(part, 1 << 14))
        tones.append(np.fft.rfftfreq(1 << 14, 1 / RATE_HZ)[power.argmax()])

    assert tones == pytest.approx([ACCENT_HZ, STEP_HZ, ACCENT_HZ, STEP_HZ], rel=0.05)


def test_a_beat_that_fades_is_silent_and_comes_back_in_step():
    faded = Faded(on_min=1, off_min=2)
    times = beat_times_s(170, minutes=9, faded=faded)
    heard = sound(metronome_wav(170, minutes=4, faded=faded))

    assert len(times) == 3 * 170
    assert set(np.unique(times // 60)) == {0, 3, 6}
    assert np.mod(times * 170 / 60, 1) == pytest.approx(np.zeros(len(times)), abs=1e-6) or (
        np.minimum(np.mod(times * 170 / 60, 1), 1 - np.mod(times * 170 / 60, 1)).max() < 1e-6
    )
    assert abs(heard[61 * RATE_HZ : 179 * RATE_HZ]).max() == 0
    assert abs(heard[180 * RATE_HZ : 181 * RATE_HZ]).max() > 0.3


def test_the_file_is_as_long_as_asked_soft_and_the_same_each_time():
    data = metronome_wav(170, minutes=2.5)
    heard = sound(data)

    assert len(heard) == 150 * RATE_HZ
    assert 0.3 < abs(heard).max() < 0.9
    assert abs(np.diff(heard)).max() < 0.45  # it does not crack
    assert data == metronome_wav(170, minutes=2.5)
    assert len(data) < 2.5 * 2_000_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"cadence_spm": 99},
        {"cadence_spm": 241},
        {"cadence_spm": float("nan")},
        {"minutes": 0},
        {"minutes": 61},
        {"accent_every": 0},
        {"accent_every": 17},
        {"faded": Faded(on_min=0, off_min=1)},
        {"faded": Faded(on_min=1, off_min=-1)},
    ],
)
def test_what_nobody_can_run_to_is_refused(wrong):
    asked = {"cadence_spm": 170, "minutes": 1} | wrong
    with pytest.raises(NotABeat):
        metronome_wav(asked.pop("cadence_spm"), **asked)


@given(spm=st.floats(100, 240), minutes=st.floats(0.05, 60))
@settings(max_examples=60, deadline=None)
def test_steps_are_even_and_end_within_the_time(spm, minutes):
    times = beat_times_s(spm, minutes=minutes)

    assert times[0] == 0
    assert times[-1] < 60 * minutes
    assert times[-1] + 60 / spm >= 60 * minutes - 1e-6
    if len(times) > 1:
        assert np.diff(times) == pytest.approx(60 / spm, abs=1e-9)
