"""What the FIT reader makes of several activities in a file, of apps' fields, of dynamics."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import numpy as np
import pytest

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake.fit import EPOCH_S, decode, read_fit
from psoas.intake.fit_developer import developer_columns
from psoas.render.fit_file import activity_fit
from psoas.runs.model import Sport
from psoas.runs.stream import to_stream
from tests.kit.fit import definition, fit, rows
from tests.kit.reading import one_fit

START = datetime(2025, 5, 4, 6, 30, tzinfo=UTC)
START_FIT = int(START.timestamp()) - EPOCH_S
N = 60
FILE_ID = definition(0, [(0, 1, 0)], local=9) + bytes([9, 4])
SETTINGS = fit(definition(0, [(0, 1, 0)]) + bytes([0, 2]))
RUNNING, CYCLING, MULTISPORT = 1, 2, 18


def a_run(**changes) -> bytes:
    t_s = np.arange(float(N))
    given = {
        "started_at": START,
        "utc_offset_s": 0,
        "sport": "running",
        "t_s": t_s,
        "distance_m": 3.0 * t_s,
        "speed_mps": np.full(N, 3.0),
        "cadence_spm": np.full(N, 171.0),
        "heart_bpm": np.full(N, 140.0),
        "altitude_m": np.full(N, 200.0),
    }
    return activity_fit(**given | changes)


def texts(recording) -> set[str]:
    return {note.text for note in recording.notes}


# ── several activities ───────────────────────────────────────────────────────────────────────


def test_two_runs_in_a_row_are_two_recordings():
    later = START.replace(hour=18)
    found = read_fit(a_run() + a_run(started_at=later))

    assert [one.started_at for one in found] == [START, later]
    assert [len(one.t_s) for one in found] == [N, N]
    assert [one.timer_s for one in found] == [N, N]


def test_the_same_run_twice_is_one_recording():
    (found,) = read_fit(a_run() + a_run())

    assert len(found.t_s) == N
    assert "note.same-time-twice" not in texts(found)


def test_settings_behind_a_run_are_passed_over():
    (found,) = read_fit(a_run() + SETTINGS)

    assert len(found.t_s) == N


def test_a_file_without_an_activity_is_refused_as_a_whole():
    with pytest.raises(NotAnActivity):
        read_fit(SETTINGS + SETTINGS)
    with pytest.raises(UnreadableFile):
        read_fit(b"")


def triathlon(*, with_sum: bool) -> bytes:
    """Ten seconds of riding and ten of running; the device may sum both up."""
    body = FILE_ID + definition(20, [(253, 4, 0x86), (6, 2, 0x84)])
    body += rows("<BIH", *((0, START_FIT + i, 8000 if i < 10 else 3000) for i in range(20)))
    body += definition(21, [(253, 4, 0x86), (0, 1, 0), (1, 1, 0)], local=2)
    body += rows("<BIBB", (2, START_FIT + 12, 0, 4), (2, START_FIT + 15, 0, 0))
    body += definition(18, [(2, 4, 0x86), (5, 1, 0), (8, 4, 0x86)], local=1)
    sessions = [(1, START_FIT, CYCLING, 10_000), (1, START_FIT + 10, RUNNING, 7_000)]
    if with_sum:
        sessions.append((1, START_FIT, MULTISPORT, 17_000))
    return fit(body + rows("<BIBI", *sessions))


@pytest.mark.parametrize("with_sum", [False, True])
def test_the_legs_of_a_triathlon_are_recordings_of_their_own(with_sum):
    ride, run = read_fit(triathlon(with_sum=with_sum))

    assert (ride.sport, run.sport) == (Sport.RIDE, Sport.RUN)
    assert (len(ride.t_s), len(run.t_s)) == (10, 10)
    assert (ride.timer_s, run.timer_s) == (10, 7)
    np.testing.assert_allclose(ride.speed_mps, 8.0)
    np.testing.assert_allclose(run.speed_mps, 3.0)
    assert run.pauses_s == ((2.0, 5.0),)


def test_one_activity_is_the_same_both_ways():
    (found,) = read_fit(a_run())

    np.testing.assert_array_equal(found.t_s, one_fit(a_run()).t_s)


# ── what is not data ─────────────────────────────────────────────────────────────────────────


def test_a_spike_of_altitude_a_lost_strap_and_a_jump_are_missing_values():
    altitude_m, heart_bpm, speed_mps = (np.full(N, v) for v in (200.0, 140.0, 3.0))
    altitude_m[20], heart_bpm[30], heart_bpm[31], speed_mps[40] = 900.0, 0.0, 253.0, 14.0

    recording = one_fit(a_run(altitude_m=altitude_m, heart_bpm=heart_bpm, speed_mps=speed_mps))

    assert np.flatnonzero(np.isnan(recording.altitude_m)).tolist() == [20]
    assert np.flatnonzero(np.isnan(recording.heart_bpm)).tolist() == [30, 31]
    assert np.flatnonzero(np.isnan(recording.speed_mps)).tolist() == [40]
    left_out = [note.values for note in recording.notes if note.text == "note.values-left-out"]
    assert left_out == [{"values": 3}]  # a strap that shows 0 counts for nothing


def test_a_steep_hill_stays():
    altitude_m = np.repeat([200.0, 300.0], N // 2)

    assert not np.isnan(one_fit(a_run(altitude_m=altitude_m)).altitude_m).any()


def test_a_ride_may_be_fast():
    recording = one_fit(a_run(sport="cycling", speed_mps=np.full(N, 14.0)))

    np.testing.assert_allclose(recording.speed_mps, 14.0)


@pytest.mark.parametrize(
    ("started_at", "expected"),
    [
        (datetime(1990, 1, 1, tzinfo=UTC), {"note.unlikely-date", "note.clock-not-set"}),
        (datetime(1999, 6, 1, tzinfo=UTC), {"note.unlikely-date"}),
        (datetime(2099, 1, 1, tzinfo=UTC), {"note.unlikely-date"}),
        (START, set()),
    ],
)
def test_a_date_that_cannot_be_is_noted_and_loses_nothing(started_at, expected):
    recording = one_fit(a_run(started_at=started_at))

    assert texts(recording) & {"note.unlikely-date", "note.clock-not-set"} == expected
    assert len(recording.t_s) == N


# ── apps' fields and running dynamics ────────────────────────────────────────────────────────

DESCRIBED = [(0, 1, 2), (1, 1, 2), (2, 1, 2), (3, 22, 7), (8, 14, 7)]


def described(*fields: tuple[int, int, bytes, bytes], app: int = 0) -> bytes:
    """Field descriptions: number, base type, name, unit."""
    messages = ((1, app, number, base, name, unit) for number, base, name, unit in fields)
    return definition(206, DESCRIBED, local=1) + rows("<BBBB22s14s", *messages)


def with_app(*, maker: int = 0xFFFF, app_id: bytes = bytes(16)) -> bytes:
    fields = [(1, 16, 13), (2, 2, 0x84), (3, 1, 2)]
    return definition(207, fields, local=3) + struct.pack("<B16sHB", 3, app_id, maker, 0)


STRYD_FIELDS = (
    (0, 0x84, b"Power", b"Watts"),
    (2, 0x84, b"Form Power", b"Watts"),
    (3, 0x84, b"Ground Time", b"Milliseconds"),
    (4, 0x88, b"Vertical Oscillation", b"Centimeters"),
    (6, 0x84, b"speed", b"m/s"),
)
DEV = [(0, 2, 0), (2, 2, 0), (3, 2, 0), (4, 4, 0), (6, 2, 0)]
NATIVE = [(253, 4, 0x86), (6, 2, 0x84), (41, 2, 0x84), (39, 2, 0x84)]


def a_stryd_run(app: bytes) -> bytes:
    body = FILE_ID + app + described(*STRYD_FIELDS) + definition(20, NATIVE, dev=DEV)
    return fit(
        body
        + rows(
            "<BIHHHHHHfH",
            *(
                (0, START_FIT + i, 3000, 2850 * (i > 0), 909, 215, 64, 276, 7.75, 9999)
                for i in range(12)
            ),
        )
    )


@pytest.mark.parametrize(
    ("app", "source"),
    [
        (with_app(app_id=bytes.fromhex("660a581e5301460c8f2f034c8b6dc90f")), "stryd"),
        (with_app(maker=95), "stryd"),
        (with_app(maker=294), "coros"),
        (b"", "stryd"),
    ],
)
def test_dynamics_keep_their_source_and_are_never_mixed(app, source):
    recording = one_fit(a_stryd_run(app))
    dynamics = recording.dynamics

    assert set(dynamics) == {
        "native:contact_ms",
        "native:oscillation_mm",
        f"{source}:contact_ms",
        f"{source}:oscillation_mm",
        f"{source}:power_w",
        f"{source}:form_power_w",
    }
    np.testing.assert_allclose(dynamics["native:contact_ms"], [np.nan] + [285.0] * 11)
    np.testing.assert_allclose(dynamics["native:oscillation_mm"], 90.9)
    np.testing.assert_allclose(dynamics[f"{source}:contact_ms"], 276.0)
    np.testing.assert_allclose(dynamics[f"{source}:oscillation_mm"], 77.5)
    np.testing.assert_allclose(dynamics[f"{source}:power_w"], 215.0)
    np.testing.assert_allclose(recording.speed_mps, 3.0)
    stream = to_stream(recording)
    np.testing.assert_allclose(stream.dynamics[f"{source}:contact_ms"], 276.0)
    assert {len(own) for own in stream.dynamics.values()} == {len(stream)}


def test_developer_fields_have_names_that_no_field_of_the_device_has():
    columns = developer_columns(decode(a_stryd_run(with_app(maker=95))))

    assert {description.key for description in columns} == {
        "dev:stryd:Power",
        "dev:stryd:Form Power",
        "dev:stryd:Ground Time",
        "dev:stryd:Vertical Oscillation",
        "dev:stryd:speed",
    }


def test_a_field_in_an_unknown_unit_is_no_dynamics():
    body = FILE_ID + described((0, 0x84, b"Ground Time", b"furlongs"))
    body += definition(20, NATIVE[:2], dev=[(0, 2, 0)])
    body += rows("<BIHH", *((0, START_FIT + i, 3000, 9) for i in range(3)))

    assert one_fit(fit(body)).dynamics == {}


def test_a_field_that_nothing_describes_is_left_alone():
    body = FILE_ID + definition(20, NATIVE[:2], dev=[(0, 2, 0), (7, 3, 5)])
    body += rows("<BIHH3s", *((0, START_FIT + i, 3000, 9, b"abc") for i in range(3)))

    recording = one_fit(fit(body))

    assert recording.dynamics == {}
    np.testing.assert_allclose(recording.speed_mps, 3.0)


@pytest.mark.parametrize(("device_type", "expected"), [(4, True), (3, None)])
def test_a_barometer_is_known_where_the_file_lists_one(device_type, expected):
    body = FILE_ID + definition(23, [(1, 1, 2), (25, 1, 0)], local=4)
    body += bytes([4, device_type, 5]) + definition(20, NATIVE[:2])
    body += rows("<BIH", *((0, START_FIT + i, 3000) for i in range(3)))

    assert one_fit(fit(body)).altitude_barometric is expected
