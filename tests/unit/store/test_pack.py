"""A packed stream comes back to within half a step, and damage is said, not guessed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from psoas.errors import UnreadableFile
from psoas.runs.model import RunStream
from psoas.store.pack import FLAGS, MAGIC, SCALES, pack, unpack

#: The widest that a channel can be on this planet and in orbit, by the unit of its name.
WIDEST = {
    "speed_mps": 1e4,
    "cadence_spm": 1e4,
    "altitude_m": 1e6,
    "heart_bpm": 1e4,
    "grade_pct": 1e4,
}
DYNAMICS = {"native:contact_ms": 1e4, "stryd:stiffness_kn_per_m": 1e3}


@st.composite
def streams(draw: st.DrawFn) -> RunStream:
    n = draw(st.integers(0, 200))

    def channel(most: float) -> Any:
        values = st.one_of(st.floats(-most, most), st.just(np.nan))
        return draw(arrays(np.float64, n, elements=values))

    return RunStream(
        **{name: channel(most) for name, most in WIDEST.items()},
        timer_on=draw(arrays(np.bool_, n)),
        moving=draw(arrays(np.bool_, n)),
        speed_derived=draw(arrays(np.bool_, n)),
        at_1hz_ratio=draw(st.floats(0, 1)),
        dynamics={name: channel(most) for name, most in DYNAMICS.items()},
    )


def noisy_run(seconds: int) -> RunStream:
    """Return a run with the noise and the steps that sensors have."""
    random = np.random.default_rng(7)
    t_s = np.arange(seconds)
    wave = np.sin(2 * np.pi * t_s / 600)
    pulse = np.cumsum(random.choice([-1, 0, 0, 1], seconds))
    return RunStream(
        speed_mps=3.0 + 0.3 * wave + random.normal(0, 0.15, seconds),
        cadence_spm=168 + 2 * wave + random.normal(0, 2, seconds),
        altitude_m=200 + 40 * wave + np.cumsum(random.normal(0, 0.05, seconds)),
        heart_bpm=np.round(150 + np.clip(pulse, -20, 20)),
        timer_on=np.full(seconds, True),
        moving=np.full(seconds, True),
        at_1hz_ratio=1.0,
    )


def _assert_same(found: RunStream, stream: RunStream) -> None:
    assert len(found) == len(stream)
    assert found.at_1hz_ratio == stream.at_1hz_ratio
    for name in FLAGS:
        np.testing.assert_array_equal(getattr(found, name), getattr(stream, name))
    for name, scale in SCALES.items():
        kept, given_ = getattr(found, name), getattr(stream, name)
        np.testing.assert_array_equal(np.isnan(kept), np.isnan(given_))
        half_a_step = 0.5 / scale * (1 + 1e-9)
        np.testing.assert_allclose(kept, given_, rtol=1e-12, atol=half_a_step)
    for name, given_ in stream.dynamics.items():
        kept = found.dynamics.get(name, np.full(len(stream), np.nan))
        np.testing.assert_allclose(kept, given_, rtol=1e-12, atol=0.05)


@given(streams())
def test_what_was_packed_comes_back_to_within_half_a_step(stream: RunStream) -> None:
    _assert_same(unpack(pack(stream)), stream)


@given(streams())
def test_packing_what_was_unpacked_changes_nothing(stream: RunStream) -> None:
    once = unpack(pack(stream))

    assert pack(once) == pack(stream)


def test_a_stream_without_a_second_stays_one() -> None:
    none = np.empty(0)
    empty = RunStream(
        speed_mps=none,
        cadence_spm=none,
        altitude_m=none,
        heart_bpm=none,
        timer_on=np.empty(0, np.bool_),
        moving=np.empty(0, np.bool_),
        at_1hz_ratio=0.0,
    )

    _assert_same(unpack(pack(empty)), empty)


def test_an_hour_of_noise_is_small() -> None:
    run = noisy_run(3600)
    packed = pack(run)

    assert len(packed) <= 10 * len(run)
    _assert_same(unpack(packed), run)


PACKED = pack(noisy_run(120))


def test_what_knows_nothing_takes_no_room() -> None:
    run = noisy_run(3600)
    unknown = np.full(3600, np.nan)
    poor = evolve(run, cadence_spm=unknown, dynamics={"native:contact_ms": unknown})

    assert len(pack(poor)) < len(pack(run))
    assert "native:contact_ms" not in unpack(pack(poor)).dynamics


@pytest.mark.parametrize("absurd", [1e17, -1e18, -(2.0**63), 1e300, np.inf])
def test_a_value_that_no_sensor_measures_is_unknown_and_harms_no_other(absurd: float) -> None:
    power = np.array([np.nan, np.nan, absurd, 0.0, np.nan, 3.0])
    run = evolve(noisy_run(6), dynamics={"stryd:power_w": power})

    found = unpack(pack(run)).dynamics["stryd:power_w"]

    np.testing.assert_array_equal(found, [np.nan, np.nan, np.nan, 0.0, np.nan, 3.0])


@pytest.mark.parametrize("at", [0, 1, len(MAGIC), len(MAGIC) + 1, len(MAGIC) + 9, -1])
def test_cut_bytes_are_unreadable(at: int) -> None:
    with pytest.raises(UnreadableFile):
        unpack(PACKED[:at])


@given(st.integers(0, len(PACKED) - 1), st.integers(1, 255))
def test_a_changed_byte_never_changes_what_is_read(at: int, by: int) -> None:
    changed = PACKED[:at] + bytes([PACKED[at] ^ by]) + PACKED[at + 1 :]
    try:
        found = unpack(changed)
    except UnreadableFile as refused:
        assert "psoas rederive" in refused.fix
    else:  # a bit of the frame that means nothing
        _assert_same(found, unpack(PACKED))


@given(st.binary(max_size=200))
def test_what_was_never_packed_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        unpack(MAGIC + content)
