"""Compressed files and files of other kinds."""

from __future__ import annotations

import gzip
import pickle
import zlib

import pytest

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake import read_recording, sniff, unpack
from psoas.intake.unpack import LIMIT_BYTES, unpack_noting

CONTENT = bytes(range(256)) * 200


def test_what_is_not_compressed_is_left_as_it_is():
    assert unpack(CONTENT, "x.gz") == CONTENT


@pytest.mark.parametrize("times", [1, 2])
def test_gzip_is_known_by_content(times):
    data = CONTENT
    for _ in range(times):
        data = gzip.compress(data)

    assert unpack_noting(data, "x.fit") == (CONTENT, ())


def test_a_name_in_the_header_is_skipped(tmp_path):
    path = tmp_path / "named.gz"
    with gzip.open(path, "wb") as out:
        out.write(CONTENT)

    assert unpack(path.read_bytes(), "x") == CONTENT


def test_a_wrong_trailer_is_noted_and_nothing_is_lost():
    data = gzip.compress(CONTENT)

    content, notes = unpack_noting(data[:-8] + b"\1\2\3\4\5\6\7\10", "x")

    assert content == CONTENT
    assert [note.text for note in notes] == ["note.compressed-checksum-wrong"]


def test_a_cut_keeps_what_came_before():
    noise = zlib.compress(CONTENT) * 40
    data = gzip.compress(noise)

    content, notes = unpack_noting(data[: len(data) // 2], "x")

    assert content
    assert noise.startswith(content)
    assert [note.text for note in notes] == ["note.compressed-file-cut-short"]


def test_a_bomb_is_stopped():
    with pytest.raises(UnreadableFile, match="64 MB"):
        unpack(gzip.compress(bytes(LIMIT_BYTES + 1), compresslevel=1), "x")


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08", b"\x1f\x8b\x08\x1c" + b"\xff" * 30])
def test_nothing_to_decompress(data):
    with pytest.raises(UnreadableFile):
        unpack(data, "x")


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        (b"", UnreadableFile, "empty"),
        (bytes(50), UnreadableFile, "empty"),
        (b"<!DOCTYPE html><html><head>", UnreadableFile, "web page"),
        (b'{"message": "Rate Limit Exceeded"}', UnreadableFile, "web service"),
        (b"PK\x03\x04" + bytes(30), UnreadableFile, "zip"),
        (pickle.dumps([1, 2, 3]), UnreadableFile, "pickle"),
        (b"\x00\x05\x16\x07" + bytes(100), NotAnActivity, "macOS"),
        (b"<?xml version='1.0'?><HealthData locale='en'>", UnreadableFile, "Apple Health"),
        (b"some text", UnreadableFile, "no format"),
    ],
)
def test_other_files_are_named_for_what_they_are(data, kind, says):
    assert sniff(data) is None
    with pytest.raises(kind, match=says) as caught:
        read_recording(data, "x.fit")
    assert caught.value.where == "x.fit"
    assert caught.value.fix
