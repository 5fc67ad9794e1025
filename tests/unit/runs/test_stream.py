"""The grid on runs whose every second we know."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from psoas.runs.model import NotARecording, Recording, Source, Sport
from psoas.runs.stream import to_stream
from psoas.runs.summary import summarise

START = datetime(2025, 5, 4, 6, 30, tzinfo=UTC)
NAN = np.nan


def metronome(t_s, *, speed_mps=3.0, cadence_spm=170.0, **changes) -> Recording:
    """A runner as even as a clock."""
    t_s = np.asarray(t_s, dtype=float)
    given = {
        "sport": Sport.RUN,
        "sport_name": "running",
        "started_at": START,
        "utc_offset_s": None,
        "source": Source.FIT,
        "device": None,
        "indoor": None,
        "t_s": t_s,
        "distance_m": speed_mps * t_s,
        "speed_mps": np.full(len(t_s), speed_mps),
        "cadence_spm": np.full(len(t_s), cadence_spm),
        "altitude_m": np.full(len(t_s), NAN),
        "heart_bpm": np.full(len(t_s), 140.0),
        "pauses_s": (),
        "timer_s": None,
    }
    return Recording(**given | changes)


def of(recording):
    stream = to_stream(recording)
    return stream, summarise(recording, stream)


def test_a_metronome():
    stream, summary = of(metronome(np.arange(600)))

    assert len(stream) == 600
    assert stream.at_1hz_ratio == 1.0
    assert stream.moving.all()
    assert summary.distance_m == pytest.approx(3.0 * 599)
    assert summary.duration_s == summary.moving_s == summary.timer_s == 600
    assert summary.speed_mps == pytest.approx(3.0)
    assert summary.cadence_spm == pytest.approx(170)
    assert summary.steps == pytest.approx(170 * 10)
    assert summary.climb_m is None
    assert summary.has == {
        "distance": True,
        "speed": True,
        "cadence": True,
        "altitude": False,
        "heart_rate": True,
        "grade": False,
    }


def test_smart_recording_gives_the_same_run_and_says_so():
    rng = np.random.default_rng(1)
    t_s = np.unique(np.append([0, 599], rng.choice(600, 120, replace=False)))

    stream, summary = of(metronome(t_s))

    np.testing.assert_allclose(stream.speed_mps, 3.0)
    assert summary.steps == pytest.approx(1700)
    assert summary.moving_s == 600
    assert stream.at_1hz_ratio < 0.5


def test_a_pause_takes_no_time_off_what_lies_around_it():
    t_s = np.concatenate((np.arange(0, 300, 7), np.arange(903, 1200, 7)))
    recording = metronome(t_s, pauses_s=((300.0, 900.0),))

    stream, summary = of(recording)

    assert not stream.timer_on[300:900].any()
    assert stream.timer_on[:300].all()
    assert stream.timer_on[900:].all()
    assert np.isnan(stream.speed_mps[300:900]).all()
    assert not np.isnan(stream.speed_mps[stream.timer_on]).any()
    assert summary.moving_s == np.count_nonzero(stream.timer_on)
    assert summary.timer_s == summary.moving_s


def test_what_was_recorded_within_a_pause_is_kept_but_does_not_move():
    stream, _ = of(metronome(np.arange(60), pauses_s=((20.0, 30.0),)))

    assert not stream.moving[20:30].any()
    np.testing.assert_allclose(stream.speed_mps, 3.0)


def test_without_timer_events_a_gap_above_30_s_is_a_pause():
    t_s = np.concatenate((np.arange(100), np.arange(129, 200), np.arange(230, 300)))

    stream, _ = of(metronome(t_s, pauses_s=None))

    assert stream.timer_on[:200].all()  # 30 s from 99 to 129 are no pause
    assert not stream.timer_on[200:230].any()
    assert stream.timer_on[230:].all()


def test_with_timer_events_a_gap_is_a_hole_that_is_bridged_up_to_120_s():
    t_s = np.concatenate((np.arange(10), np.arange(129, 140), np.arange(260, 270)))

    stream, _ = of(metronome(t_s))

    assert not np.isnan(stream.speed_mps[:140]).any()
    assert np.isnan(stream.speed_mps[140:260]).all()
    assert stream.timer_on.all()


def test_without_a_device_speed_it_is_that_of_the_distance():
    stream, summary = of(metronome(np.arange(300), speed_mps=3.0) | none("speed_mps"))

    np.testing.assert_allclose(stream.speed_mps[:-1], 3.0)
    assert summary.speed_mps == pytest.approx(3.0)


def test_without_speed_and_distance_the_steps_still_count():
    recording = metronome(np.arange(300)) | none("speed_mps") | none("distance_m")

    stream, summary = of(recording)

    assert stream.moving.all()
    assert summary.steps == pytest.approx(170 * 5)
    assert summary.distance_m is None
    assert summary.speed_mps is None


def test_without_a_device_distance_it_is_the_integral_of_speed():
    _, summary = of(metronome(np.arange(300)) | none("distance_m"))

    assert summary.distance_m == pytest.approx(900)


def test_what_no_runner_can_do_is_not_data():
    recording = metronome(np.arange(60))
    recording.speed_mps[30] = 40.0
    recording.cadence_spm[31] = 400.0
    recording.cadence_spm[32] = 0.0

    stream, _ = of(recording)

    np.testing.assert_allclose(stream.speed_mps, 3.0)
    np.testing.assert_allclose(stream.cadence_spm, 170.0)


def test_standing_is_not_moving():
    recording = metronome(np.arange(120))
    recording.speed_mps[40:80] = 0.1

    stream, summary = of(recording)

    assert not stream.moving[45:75].any()
    assert 75 <= summary.moving_s <= 85
    assert summary.timer_s == 120


def test_a_distance_that_is_reset_is_summed():
    recording = metronome(np.arange(200))
    recording.distance_m[100:] -= recording.distance_m[100]

    _, summary = of(recording)

    assert summary.distance_m == pytest.approx(3.0 * 198)


def test_cadence_known_for_less_than_half_gives_no_steps():
    recording = metronome(np.arange(400))
    recording.cadence_spm[:250] = NAN

    _, summary = of(recording)

    assert summary.steps is None
    assert summary.cadence_spm == pytest.approx(170)


@pytest.mark.parametrize("pauses_s", [None, (), ((0.0, 5.0),)])
def test_nothing_and_one_sample(pauses_s):
    stream, summary = of(metronome([], pauses_s=pauses_s))
    assert len(stream) == 0
    assert (summary.duration_s, summary.moving_s, summary.steps) == (0.0, 0.0, None)
    assert summary.distance_m is None

    stream, summary = of(metronome([7.0], pauses_s=pauses_s))
    assert len(stream) == 1
    assert summary.duration_s == 1.0


def test_times_between_the_seconds():
    stream, summary = of(metronome(np.arange(0, 60, 0.5) + 0.25))

    assert len(stream) == 60
    np.testing.assert_allclose(stream.speed_mps, 3.0)
    assert summary.duration_s == pytest.approx(60.5)


def test_a_recording_checks_its_promises():
    with pytest.raises(NotARecording, match="rise"):
        metronome([0, 2, 1])
    with pytest.raises(NotARecording, match="infinite"):
        metronome([0, 1], heart_bpm=np.array([1.0, np.inf]))
    with pytest.raises(NotARecording, match="heart_bpm"):
        metronome([0, 1], heart_bpm=np.zeros(3))


class none:  # noqa: N801 - reads as a word: `run | none("speed_mps")`
    """A channel that the device does not have."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __ror__(self, recording: Recording) -> Recording:
        from attrs import evolve

        return evolve(recording, **{self.name: np.full(len(recording.t_s), NAN)})
