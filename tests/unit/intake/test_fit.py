"""The FIT reader on files that we write, with each legal oddity and each damage patched in."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import numpy as np
import pytest

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake import read_recording
from psoas.intake.fit import EPOCH_S, decode, read_fit
from psoas.render.fit_file import activity_fit, checksum
from psoas.runs.model import Sport
from tests.kit.fit import definition, fit
from tests.kit.reading import one_fit

START = datetime(2025, 5, 4, 6, 30, tzinfo=UTC)
START_FIT = int(START.timestamp()) - EPOCH_S
N = 60


def a_run(**changes) -> bytes:
    t_s = np.arange(float(N))
    given = {
        "started_at": START,
        "utc_offset_s": 7200,
        "sport": "running",
        "t_s": t_s,
        "distance_m": 3.0 * t_s,
        "speed_mps": np.full(N, 3.0),
        "cadence_spm": np.full(N, 171.0),
        "heart_bpm": np.full(N, 140.0),
        "altitude_m": np.full(N, 201.4),
    }
    return activity_fit(**given | changes)


RECORD = [(253, 4, 0x86), (6, 2, 0x84)]  # time and speed
FILE_ID = definition(0, [(0, 1, 0)], local=9) + bytes([9, 4])


def body_of(data: bytes) -> bytes:
    return data[14:-2]


def texts(recording) -> set[str]:
    return {note.text for note in recording.notes}


def test_a_run_that_we_wrote():
    recording = one_fit(a_run())

    assert recording.sport is Sport.RUN
    assert recording.sport_name == "running"
    assert recording.started_at == START
    assert recording.utc_offset_s == 7200
    assert recording.device == "psoas"
    assert recording.timer_s == N
    assert recording.pauses_s == ()
    np.testing.assert_array_equal(recording.t_s, np.arange(N))
    np.testing.assert_allclose(recording.distance_m, 3.0 * np.arange(N), atol=0.005)
    np.testing.assert_allclose(recording.speed_mps, 3.0)
    np.testing.assert_allclose(recording.cadence_spm, 171.0)
    np.testing.assert_allclose(recording.heart_bpm, 140.0)
    np.testing.assert_allclose(recording.altitude_m, 201.4)
    assert texts(recording) == {"note.cadence-doubled"}


def test_what_was_not_recorded_is_nan():
    recording = one_fit(a_run(heart_bpm=np.full(N, np.nan), altitude_m=None))

    assert np.isnan(recording.heart_bpm).all()
    assert np.isnan(recording.altitude_m).all()


def test_timer_events_are_pauses():
    recording = one_fit(a_run(pauses_s=[(10, 20), (30, 35)]))

    assert recording.pauses_s == ((10.0, 20.0), (30.0, 35.0))
    assert recording.timer_s == N - 15


@pytest.mark.parametrize(
    ("patched", "notes"),
    [
        (lambda data: data[:12] + b"\0\0" + data[14:], {"note.checksum-wrong"}),
        (lambda data: fit(body_of(data), header_bytes=12), set()),
        (lambda data: data[:-2], {"note.checksum-missing"}),
        (lambda data: data[:-2] + b"\x12\x34", {"note.checksum-wrong"}),
        (lambda data: data + bytes(100), {"note.bytes-after-the-end"}),
        (lambda data: data[:4] + bytes(4) + data[8:], {"note.size-not-written"}),
        (lambda data: fit(body_of(data) + b"\x0f\x01\x02"), {"note.damage-passed-over"}),
    ],
    ids=["header-crc-0", "header-12", "no-crc", "bad-crc", "trailing", "size-0", "undefined-local"],
)
def test_an_odd_file_is_read_whole_and_noted(patched, notes):
    recording = one_fit(patched(a_run()))

    assert len(recording.t_s) == N
    assert notes <= texts(recording)
    np.testing.assert_allclose(recording.speed_mps, 3.0)


def test_a_header_checksum_of_zero_is_legal():
    data = a_run()
    whole = data[:12] + b"\0\0" + data[14:-2]

    recording = one_fit(whole + struct.pack("<H", checksum(whole)))

    assert texts(recording) == {"note.cadence-doubled"}


def test_a_file_that_is_cut_keeps_what_came_before():
    data = a_run()
    cut = data[: len(data) - 2 - 300]

    recording = one_fit(cut)

    assert 0 < len(recording.t_s) < N
    np.testing.assert_allclose(recording.speed_mps, 3.0)
    assert {"note.file-cut-short", "note.checksum-missing"} <= texts(recording)


def test_big_endian():
    rows = b"".join(struct.pack(">BIH", 0, START_FIT + i, 2500 + i) for i in range(5))

    messages = decode(fit(definition(20, RECORD, big=True) + rows))

    np.testing.assert_allclose(messages.numbers("record", "speed_mps"), 2.5 + np.arange(5) / 1000)
    np.testing.assert_array_equal(messages.numbers("record", "timestamp"), START_FIT + np.arange(5))


def test_compressed_timestamps_count_on_from_the_last_full_one():
    full = START_FIT | 0x1F  # the five bits wrap with the next second
    rows = struct.pack("<BIH", 0, full, 3000)
    rows += definition(20, [(6, 2, 0x84)], local=1)
    for step in (1, 2, 20, 45):
        rows += struct.pack("<BH", 0x80 | 1 << 5 | (full + step) & 0x1F, 3000 + step)

    messages = decode(fit(FILE_ID + definition(20, RECORD) + rows))

    np.testing.assert_array_equal(messages.numbers("record", "timestamp") - full, [0, 1, 2, 20, 45])
    np.testing.assert_allclose(
        messages.numbers("record", "speed_mps"), [3.0, 3.001, 3.002, 3.02, 3.045]
    )


def test_a_compressed_timestamp_before_any_full_one_is_unknown():
    body = definition(20, [(6, 2, 0x84)]) + struct.pack("<BH", 0x85, 3000)

    assert np.isnan(decode(fit(body)).numbers("record", "timestamp")).all()


def test_definitions_that_change_and_come_back_keep_the_order_of_the_file():
    long, short = definition(20, RECORD), definition(20, RECORD[:1])
    body = b"".join(
        (long + struct.pack("<BIH", 0, START_FIT + i, 1000 * i))
        if i % 3
        else (short + struct.pack("<BI", 0, START_FIT + i))
        for i in range(9)
    )

    messages = decode(fit(body))

    np.testing.assert_array_equal(messages.numbers("record", "timestamp") - START_FIT, range(9))
    expected = [np.nan if i % 3 == 0 else i for i in range(9)]
    np.testing.assert_array_equal(messages.numbers("record", "speed_mps"), expected)


def test_a_developer_field_is_skipped_and_never_stands_for_the_devices_own():
    described = definition(206, [(0, 1, 2), (1, 1, 2), (2, 1, 2), (3, 6, 7)], local=1)
    described += bytes([1, 0, 6, 0x84]) + b"speed\0"  # number 6, named as the native field
    body = described + definition(20, RECORD, dev=[(6, 2, 0)])
    body += b"".join(struct.pack("<BIHH", 0, START_FIT + i, 3000, 9999) for i in range(4))

    np.testing.assert_allclose(decode(fit(body)).numbers("record", "speed_mps"), [3.0] * 4)


def test_a_field_whose_size_does_not_fit_its_type_is_absent():
    """COROS writes 4-byte types with one byte (dtcooper/python-fitparse#148)."""
    body = definition(20, [(253, 4, 0x86), (5, 1, 0x86), (6, 2, 0x84)])
    body += struct.pack("<BIBH", 0, START_FIT, 7, 3000)

    messages = decode(fit(body))

    assert np.isnan(messages.numbers("record", "distance_m")).all()
    np.testing.assert_allclose(messages.numbers("record", "speed_mps"), [3.0])


def test_the_enhanced_field_is_preferred_where_it_holds_something():
    body = FILE_ID + definition(20, [*RECORD, (73, 4, 0x86)])
    for i, (plain, enhanced) in enumerate([(3000, 3500), (3000, 0xFFFFFFFF), (0xFFFF, 3700)]):
        body += struct.pack("<BIHI", 0, START_FIT + i, plain, enhanced)

    np.testing.assert_allclose(one_fit(fit(body)).speed_mps, [3.5, 3.0, 3.7])


def test_speed_and_distance_packed_into_three_bytes():
    body = FILE_ID + definition(20, [(253, 4, 0x86), (8, 3, 13)])
    metres = [10, 200, 260, 300]  # 12 bits of 1/16 m wrap at 256 m
    for i, way in enumerate(metres):
        number = 310 | (way * 16 & 0xFFF) << 12
        body += struct.pack("<BI", 0, START_FIT + i) + number.to_bytes(3, "little")
    body += struct.pack("<BI", 0, START_FIT + 4) + b"\xff\xff\xff"

    recording = one_fit(fit(body))

    np.testing.assert_allclose(recording.distance_m, [*metres, np.nan])
    np.testing.assert_allclose(recording.speed_mps, [3.1] * 4 + [np.nan])


def test_files_in_a_row_are_activities_of_their_own():
    both = a_run() + a_run(started_at=START.replace(minute=40))

    first, later = read_fit(both)

    assert len(first.t_s) == len(later.t_s) == N
    assert (later.started_at - first.started_at).total_seconds() == 600
    assert len(decode(both).parts) == 2


def test_of_several_activities_one_is_the_longest_run():
    ride = a_run(sport="cycling", started_at=START.replace(hour=7), t_s=np.arange(float(N)) * 3)

    recording = read_recording(a_run() + ride, "x")

    assert recording.sport is Sport.RUN
    assert "note.several-activities" in texts(recording)


def test_the_turns_of_a_pedal_are_no_steps():
    ride = one_fit(a_run(sport="cycling"))

    assert np.isnan(ride.cadence_spm).all()


@pytest.mark.parametrize(("kind", "word"), [(5, "workout"), (2, "settings"), (32, "monitoring")])
def test_another_kind_of_fit_file_is_no_activity(kind, word):
    with pytest.raises(NotAnActivity, match=word):
        one_fit(fit(definition(0, [(0, 1, 0)]) + bytes([0, kind])), name="a.fit")


def test_a_session_without_records_is_an_empty_recording():
    body = FILE_ID + definition(18, [(2, 4, 0x86), (5, 1, 0), (8, 4, 0x86)])
    body += struct.pack("<BIBI", 0, START_FIT, 1, 1_800_000)

    recording = one_fit(fit(body))

    assert recording.started_at == START
    assert len(recording.t_s) == 0
    assert recording.timer_s == 1800


@pytest.mark.parametrize("offset_s", [13 * 3600 + 2700, -12 * 3600, 0])
def test_time_zones(offset_s):
    assert one_fit(a_run(utc_offset_s=offset_s)).utc_offset_s == offset_s


@pytest.mark.parametrize("offset_s", [400_000, 1000])
def test_an_offset_that_is_no_time_zone_is_unknown(offset_s):
    assert one_fit(a_run(utc_offset_s=offset_s)).utc_offset_s is None


def test_an_unlikely_date_is_kept_and_noted():
    recording = one_fit(a_run(started_at=datetime(1990, 1, 1, tzinfo=UTC)))

    assert "note.unlikely-date" in texts(recording)
    assert len(recording.t_s) == N


def test_a_broken_clock_does_not_fill_the_memory():
    t_s = np.append(np.arange(59.0), 4.0e6)

    recording = one_fit(a_run(t_s=t_s, distance_m=3 * np.minimum(t_s, 59)))

    assert recording.elapsed_s == 59
    assert "note.longer-than-a-day-apart" in texts(recording)


@pytest.mark.parametrize("data", [b"", b"\x0e", b"no FIT file at all, but long enough"])
def test_what_is_no_fit_file_is_refused(data):
    with pytest.raises(UnreadableFile):
        one_fit(data)
    with pytest.raises(ValueError, match="header"):
        decode(data)


def test_fitdecode_reads_what_we_wrote():
    fitdecode = pytest.importorskip("fitdecode")
    with fitdecode.FitReader(a_run(pauses_s=[(10, 20)])) as reader:  # checks the checksums
        messages = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    records = [message for message in messages if message.name == "record"]

    assert len(records) == N
    assert records[-1].get_value("distance") == pytest.approx(177)
    assert records[0].get_value("timestamp") == START
    assert records[0].get_value("cadence") + records[0].get_value("fractional_cadence") == 85.5
    session = next(message for message in messages if message.name == "session")
    assert session.get_value("sport") == "running"
    assert session.get_value("total_timer_time") == N - 10
