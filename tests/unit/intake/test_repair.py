"""Damaged FIT files: what is whole is kept, what only looks so is not, and the loss is told."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import numpy as np
import pytest

from psoas.errors import UnreadableFile
from psoas.intake.fit import EPOCH_S, decode
from psoas.render.fit_file import activity_fit, checksum
from tests.kit.fit import definition, fit, rows
from tests.kit.reading import one_fit

START = datetime(2025, 5, 4, 6, 30, tzinfo=UTC)
START_FIT = int(START.timestamp()) - EPOCH_S
N = 200
RECORD_BYTES = 16


def a_run() -> bytes:
    t_s = np.arange(float(N))
    return activity_fit(
        started_at=START,
        utc_offset_s=0,
        sport="running",
        t_s=t_s,
        distance_m=3.0 * t_s,
        speed_mps=np.full(N, 3.0),
        cadence_spm=np.full(N, 171.0),
        heart_bpm=np.full(N, 140.0),
        altitude_m=np.full(N, 200.0),
    )


WHOLE = a_run()
RECORDS = decode(WHOLE).starts("record").tolist()


def loss(recording) -> dict[str, object]:
    (values,) = [n.values for n in recording.notes if n.text == "note.damage-passed-over"]
    return values


def seconds(data: bytes) -> list[int]:
    return one_fit(data).t_s.astype(int).tolist()


def without(*lost: int) -> list[int]:
    return [second for second in range(N) if second not in lost]


def test_the_records_are_where_this_file_thinks_they_are():
    assert len(RECORDS) == N
    assert set(np.diff(RECORDS)) == {RECORD_BYTES}


@pytest.mark.parametrize("n_bytes", [1, 3, 7, 15])
def test_bytes_that_were_lost_cost_the_record_they_were_in(n_bytes):
    at = RECORDS[100] + 1
    recording = one_fit(WHOLE[:at] + WHOLE[at + n_bytes :])

    assert recording.t_s.astype(int).tolist() == without(100)
    np.testing.assert_allclose(recording.speed_mps, 3.0)
    np.testing.assert_allclose(recording.heart_bpm, 140.0)
    assert loss(recording)["places"] == 1


@pytest.mark.parametrize("noise", [b"\0", b"\xff" * 5, b"\x02" * 40, b"\x42\0\0\x14\0\x01" * 3])
def test_bytes_that_came_in_between_cost_no_record(noise):
    at = RECORDS[100]

    assert seconds(WHOLE[:at] + noise + WHOLE[at:]) == list(range(N))


def test_a_stretch_of_zeros_costs_what_it_covers():
    at = RECORDS[100] + 5
    found = seconds(WHOLE[:at] + bytes(60) + WHOLE[at + 60 :])

    assert found == without(100, 101, 102, 103, 104)


def test_a_changed_value_that_stands_out_costs_its_record():
    broken = bytearray(WHOLE)
    broken[RECORDS[50] + 1 + 3] ^= 0x40  # the time's highest byte
    broken[RECORDS[80] + 5 + 2] ^= 0x10  # the distance's third
    recording = one_fit(bytes(broken))

    assert recording.t_s.astype(int).tolist() == without(50, 80)
    assert loss(recording) == {"places": 0, "bytes": 0, "samples": 2}


def test_an_intact_file_is_never_judged():
    t_s = np.arange(float(N))
    odd_m = np.where(t_s == 50, 1.0e6, 3.0 * t_s)
    data = activity_fit(
        started_at=START,
        utc_offset_s=0,
        sport="running",
        t_s=t_s,
        distance_m=odd_m,
        speed_mps=np.full(N, 3.0),
        cadence_spm=np.full(N, 171.0),
        heart_bpm=np.full(N, 140.0),
    )

    assert decode(data).numbers("record", "distance_m")[50] == 1.0e6


def test_records_hidden_in_what_looks_like_another_message_are_found():
    """Noise that begins as a known header makes the walk skip good records."""
    body = WHOLE[14:-2]
    long = definition(140, [(0, 200, 13)], local=5)  # a kind that psoas does not read
    header = 14 + len(long)
    data = bytearray(fit(long + body))
    at = header + RECORDS[100] - 14
    data[at:at] = b"\x05"

    assert seconds(bytes(data)) == list(range(N))


def test_a_definition_that_comes_again_is_taken_up():
    record = definition(20, [(253, 4, 0x86), (6, 2, 0x84)])
    kind = definition(0, [(0, 1, 0)], local=9) + bytes([9, 4])
    first = rows("<BIH", *((0, START_FIT + i, 3000) for i in range(20)))
    again = rows("<BIH", *((0, START_FIT + i, 3000) for i in range(20, 40)))
    body = kind + b"\xff\xff\xff" + record[3:] + first + record + again

    assert seconds(fit(body)[:-2] + b"\0\1") == list(range(20))


def test_the_clock_may_jump_within_a_day_and_nothing_is_lost():
    """A pause or a clock that is set is no damage, even where the checksum is wrong."""
    t_s = np.concatenate((np.arange(100.0), np.arange(100.0) + 7200))
    data = activity_fit(
        started_at=START,
        utc_offset_s=0,
        sport="running",
        t_s=t_s,
        distance_m=3.0 * np.arange(N),
        speed_mps=np.full(N, 3.0),
        cadence_spm=np.full(N, 171.0),
        heart_bpm=np.full(N, 140.0),
    )

    assert len(one_fit(data[:-2] + b"\0\0").t_s) == N


def test_damage_in_the_first_of_two_files_leaves_the_second():
    later = activity_fit(
        started_at=START.replace(hour=18),
        utc_offset_s=0,
        sport="running",
        t_s=np.arange(50.0),
        distance_m=3.0 * np.arange(50),
        speed_mps=np.full(50, 3.0),
        cadence_spm=np.full(50, 171.0),
        heart_bpm=np.full(50, 140.0),
    )
    at = RECORDS[100] + 2
    messages = decode(WHOLE[:at] + WHOLE[at + 4 :] + later)

    assert len(messages.parts) == 2
    assert messages.count("record") == N - 1 + 50


def test_a_file_of_noise_behind_a_header_ends():
    rng = np.random.default_rng(1)
    head = struct.pack("<BBHI4s", 12, 0x20, 0, 300_000, b".FIT")
    noise = rng.integers(0, 64, 300_000, np.uint8).tobytes()

    messages = decode(head + WHOLE[14 : RECORDS[3]] + noise)

    assert messages.count("record") < 40


def test_a_checksum_of_the_wrong_file_loses_nothing():
    body = WHOLE[:-2]
    wrong = struct.pack("<H", checksum(body) ^ 1)

    assert seconds(body + wrong) == list(range(N))


def test_a_flood_of_messages_is_refused():
    body = definition(20, []) + bytes(1_000_001)

    with pytest.raises(UnreadableFile, match="more messages"):
        decode(fit(body))


def test_a_flood_of_definitions_ends():
    kinds = (definition(20, [(n % 250, 1 + n // 250, 13)]) for n in range(10_000))

    assert decode(fit(b"".join(kinds))).count("record") == 0


def test_a_value_made_of_the_number_for_none_stands_alone_and_goes():
    """One changed bit of an unknown pulse, 255, is a pulse of 127."""
    t_s = np.arange(float(N))
    data = bytearray(
        activity_fit(
            started_at=START,
            utc_offset_s=0,
            sport="running",
            t_s=t_s,
            distance_m=3.0 * t_s,
            speed_mps=np.full(N, 3.0),
            cadence_spm=np.full(N, 171.0),
            heart_bpm=np.full(N, np.nan),
        )
    )
    data[RECORDS[70] + 13] ^= 0x80

    messages = decode(bytes(data))

    assert messages.count("record") == N - 1
    assert np.isnan(messages.numbers("record", "heart_bpm")).all()


@pytest.mark.parametrize("changed", [0x85, 0x88, 0x06, 0x07])
def test_a_changed_type_in_a_definition_does_not_change_what_a_number_means(changed):
    at = WHOLE.index(bytes([5, 4, 0x86])) + 2  # the distance: field 5, four bytes, unsigned
    broken = WHOLE[:at] + bytes([changed]) + WHOLE[at + 1 :]

    np.testing.assert_allclose(one_fit(broken).distance_m, 3.0 * np.arange(N), atol=0.005)
