"""The slope of the ground on hills that we know."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from psoas.runs.grade import grade_pct
from psoas.runs.stream import to_stream
from psoas.runs.summary import summarise
from tests.unit.runs.test_stream import metronome

N = 900
WAY_M = 3.0 * np.arange(N)


def hill(slope_pct: float) -> np.ndarray:
    return 300 + slope_pct / 100 * WAY_M


@pytest.mark.parametrize("slope_pct", [-12.0, 0.0, 5.0])
def test_an_even_hill_has_one_grade(slope_pct):
    found = grade_pct(hill(slope_pct), WAY_M)

    np.testing.assert_allclose(found, slope_pct, atol=1e-6)


def test_uphill_is_positive():
    assert (grade_pct(hill(5.0), WAY_M) > 0).all()


def test_a_barometers_noise_stays_below_one_percent():
    random = np.random.default_rng(1)
    wander_m = np.cumsum(random.normal(0, 0.03, N)) + random.normal(0, 0.2, N)

    found = grade_pct(hill(3.0) + wander_m, WAY_M)

    assert np.std(found - 3.0) < 1.0


def test_a_hole_has_no_grade_and_the_rest_keeps_its_own():
    altitude_m = hill(5.0)
    altitude_m[300:500] = np.nan

    found = grade_pct(altitude_m, WAY_M)

    assert np.isnan(found[300:500]).all()
    np.testing.assert_allclose(found[:300], 5.0, atol=1e-6)


@pytest.mark.parametrize(
    "way_m",
    [np.zeros(N), np.full(N, np.nan), np.linspace(0, 30, N)],
    ids=["on the spot", "unknown", "too little way"],
)
def test_without_a_way_there_is_no_grade(way_m):
    assert np.isnan(grade_pct(hill(5.0), way_m)).all()


@pytest.mark.parametrize(
    ("barometric", "indoor", "is_known"),
    [(True, None, True), (None, None, False), (True, True, False)],
    ids=["a barometer", "nobody says what measured it", "a treadmill"],
)
def test_only_a_barometer_outdoors_gives_a_grade(barometric, indoor, is_known):
    recording = metronome(
        np.arange(N), altitude_m=hill(5.0), altitude_barometric=barometric, indoor=indoor
    )

    stream = to_stream(recording)
    summary = summarise(recording, stream)

    assert (not np.isnan(stream.grade_pct).all()) is is_known
    assert summary.has["grade"] is is_known
    if is_known:
        assert summary.climb_m == pytest.approx(0.05 * 3.0 * N, rel=0.01)
    else:
        assert summary.climb_m is None


def test_what_goes_down_is_no_climb():
    recording = metronome(np.arange(N), altitude_m=hill(-5.0), altitude_barometric=True)

    assert summarise(recording, to_stream(recording)).climb_m == 0


def test_variability_is_told_only_where_nearly_every_second_was_recorded():
    random = np.random.default_rng(3)
    cadence_spm = 170 + random.normal(0, 2.0, N)
    every = metronome(np.arange(N), cadence_spm=1.0)
    every = evolve(every, cadence_spm=cadence_spm)
    smart = metronome(np.arange(0, N, 4), cadence_spm=1.0)
    smart = evolve(smart, cadence_spm=cadence_spm[::4])

    assert summarise(every, to_stream(every)).cadence_sd_spm == pytest.approx(2.0, abs=0.2)
    assert summarise(smart, to_stream(smart)).cadence_sd_spm is None


def test_the_dynamics_of_two_sensors_stay_apart():
    dynamics = {"native:contact_ms": np.full(N, 285.0), "stryd:contact_ms": np.full(N, 276.0)}
    recording = metronome(np.arange(N), dynamics=dynamics)

    summary = summarise(recording, to_stream(recording))

    assert summary.dynamics == {"native:contact_ms": 285.0, "stryd:contact_ms": 276.0}
