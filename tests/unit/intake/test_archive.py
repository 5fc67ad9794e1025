"""Hostile and broken archives: a clear word, a bounded result, in bounded time and memory."""

from __future__ import annotations

import struct
import subprocess
import sys
import time
import zipfile
import zlib
from io import BytesIO

import pytest

from psoas.intake.archive import MOST_ENTRIES
from psoas.intake.item import LONGEST_NAME, shown
from psoas.intake.members import members
from psoas.intake.unpack import LIMIT_BYTES
from tests.kit import archives as kit
from tests.unit.intake.test_members import texts, walked

ZEROS = bytes(1024 * 1024)


def one(found: dict[str, object], word: str) -> str:
    (value,) = [v for v in found.values() if isinstance(v, str) and word in v]
    return value


def patched(data: bytes, at: int, value: bytes) -> bytes:
    return data[:at] + value + data[at + len(value) :]


def central(data: bytes, number: int = 0) -> int:
    """Where the directory's entry of a number begins."""
    at = -1
    for _ in range(number + 1):
        at = data.index(b"PK\1\2", at + 1)
    return at


TWO = kit.zipped({"a.fit": kit.fit(0), "b.fit": kit.fit(1)})


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("../../../etc/cron.d/x.fit", True),
        ("/etc/passwd.fit", True),
        ("C:\\Windows\\x.fit", True),
        ("\x1b[2Jx\n\u202egpj.fit", True),
        ("x" * 5000 + ".fit", True),
        ("link.fit", False),
    ],
)
def test_names_are_only_shown(name, is_kept, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    info = zipfile.ZipInfo(name)
    info.external_attr = (0o120777 if not is_kept else 0o100644) << 16

    found = walked(kit.zipped([(info, kit.fit()), ("b.fit", kit.fit(1))]))

    assert sum(not isinstance(value, str) for value in found.values()) == 1 + is_kept
    assert all(shown_.isprintable() and len(shown_) < 300 for shown_ in found)
    assert not any(tmp_path.iterdir())


def test_a_long_name_keeps_both_ends():
    assert shown("a" * 500 + ".fit").endswith("a.fit")
    assert len(shown("a" * 500)) == LONGEST_NAME


def test_the_same_name_twice():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = kit.zipped([("a.fit", kit.fit(0)), ("a.fit", kit.fit(1))])

    assert list(walked(data)) == ["export.zip/a.fit", "export.zip/a.fit (2)"]


def test_a_directory_that_is_cut_off():
    data = TWO[: central(TWO)]
    found = walked(data)

    assert sum(not isinstance(value, str) for value in found.values()) == 2
    assert "cut short" in one(found, "failed")


def test_a_cut_within_a_file_keeps_what_is_there():
    found = walked(TWO[: central(TWO) - 100])

    assert "note.compressed-file-cut-short" in texts(found["export.zip/b.fit"])


def test_sizes_that_follow_the_file_are_found_when_the_directory_is_cut_off():
    class Pipe(BytesIO):
        def seekable(self):
            return False

        def tell(self):
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.fit", kit.fit(0))
        archive.writestr("b.fit", kit.fit(1))
    data = out.getvalue()
    found = walked(data[: central(data)])

    assert sum(not isinstance(value, str) for value in found.values()) == 2


def test_nothing_but_a_beginning():
    for data in (b"PK\3\4", b"PK\3\4" + bytes(200), b"PK\5\6" + bytes(18), b"PK\5\6"):
        found = walked(data)
        assert all(isinstance(value, str) for value in found.values()), data


@pytest.mark.parametrize("size_bytes", [0, 10, 2**31, 0xFFFFFFFE])
def test_a_size_that_lies_changes_nothing(size_bytes):
    data = patched(TWO, central(TWO) + 24, struct.pack("<I", size_bytes))

    assert not isinstance(walked(data)["export.zip/a.fit"], str)


def test_a_wrong_checksum_is_noted():
    data = patched(TWO, central(TWO) + 16, b"\1\2\3\4")

    assert "note.compressed-checksum-wrong" in texts(walked(data)["export.zip/a.fit"])


def test_entries_within_each_other_are_refused():
    stored = kit.zipped({"a.fit": kit.fit(0), "b.fit": kit.fit(1)}, method=zipfile.ZIP_STORED)
    second = struct.unpack_from("<I", stored, central(stored, 1) + 42)[0]
    data = patched(stored, central(stored) + 20, struct.pack("<II", second + 500, second + 500))
    found = walked(data)

    assert "lies within another" in found["export.zip/a.fit"]
    assert not isinstance(found["export.zip/b.fit"], str)


def test_a_password_is_asked_for_once():
    data = TWO
    for number in range(2):
        data = patched(data, central(data, number) + 8, b"\1\0")
    assert walked(data) == {"export.zip": "failed: The archive is protected by a password"}

    data = patched(TWO, central(TWO) + 8, b"\1\0")
    assert "password" in walked(data)["export.zip/a.fit"]
    assert not isinstance(walked(data)["export.zip/b.fit"], str)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_named(method):
    found = walked(kit.zipped({"a.fit": kit.fit()}, method=method))

    assert "packed in a way" in found["export.zip/a.fit"]


def test_archives_in_archives_end_somewhere():
    data = kit.zipped({"a.fit": kit.fit()})
    for _ in range(2):
        data = kit.zipped({"x.zip": data})
    assert not isinstance(walked(data)["export.zip/x.zip/x.zip/a.fit"], str)

    found = walked(kit.zipped({"x.zip": data, "b.fit": kit.fit()}))
    assert "More than 3 archives" in one(found, "failed")
    assert not isinstance(found["export.zip/b.fit"], str)


@pytest.mark.parametrize("name", ["a.fit", "a.bin"])
def test_a_large_file_in_an_archive_is_stopped(name):
    data = kit.zipped({name: b"\x0e\x20\0\0\0\0\0\0.FIT" + bytes(LIMIT_BYTES), "b.fit": kit.fit()})
    found = walked(data)

    assert found[f"export.zip/{name}"] == "failed: The file unpacks to more than 64 MB"
    assert not isinstance(found["export.zip/b.fit"], str)


def test_an_archive_that_unpacks_to_far_too_much_is_stopped(monkeypatch):
    monkeypatch.setattr("psoas.intake.members.FREE_BYTES", 10 * 2**20)
    inner = kit.zipped({f"{i}.fit": ZEROS * 3 for i in range(3)})

    for data in (
        kit.zipped({f"{i}.fit": ZEROS * 3 for i in range(6)}),
        kit.zipped({f"{i}.zip": inner for i in range(3)}),
    ):
        found = walked(data)
        assert "far more than its size explains" in found["export.zip"]
        assert 1 < len(found) < 8


def many(n_entries: int) -> bytes:
    """An archive of so many tiny entries, written by hand: the library is slow at it."""
    local, directory, at = [], [], 0
    content = b"hello"
    sums = struct.pack("<III", zlib.crc32(content), len(content), len(content))
    for i in range(n_entries):
        name = b"%07d.bin" % i
        head = struct.pack("<HHHHH", 20, 0, 0, 0, 0x21) + sums
        local.append(b"PK\3\4" + head + struct.pack("<HH", len(name), 0) + name + content)
        directory.append(
            b"PK\1\2\x14\0" + head + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, at) + name
        )
        at += len(local[-1])
    body, listing = b"".join(local), b"".join(directory)
    end64 = struct.pack(
        "<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, n_entries, n_entries, len(listing), len(body)
    )
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, len(body) + len(listing), 1)
    most = 0xFFFF, 0xFFFF, len(listing), 0xFFFFFFFF
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, *most, 0)
    return body + listing + end64 + locator + end


def test_too_many_files_are_refused_before_they_are_listed():
    before = time.process_time()
    found = walked(many(MOST_ENTRIES + 1))

    assert found == {"export.zip": "failed: The archive holds more than 100,000 files"}
    assert time.process_time() - before < 5


MEASURED = """
import re, resource, sys, time
from pathlib import Path
from psoas.errors import PsoasError
from psoas.intake.members import members
from psoas.intake.read import read_recording

before = time.process_time()
outcomes = {}
for member in members(Path(sys.argv[1])):
    if member.refused is None:
        try:
            read_recording(member.content, member.name, facts=member.facts, notes=member.notes)
            word = "read"
        except PsoasError:
            word = "refused"
    else:
        word = "failed" if member.refused.fix else "skipped"
    outcomes[word] = outcomes.get(word, 0) + 1
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
status = Path("/proc/self/status")
if status.exists():  # the other begins with what the parent had
    peak_mb = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) / 1024
print(outcomes, peak_mb, time.process_time() - before, sep=";")
"""

FIT_HEAD = struct.pack("<BBHI4sH", 14, 0x20, 0, 2_000_000, b".FIT", 0)
GPX_HEAD = b"<?xml version='1.0'?><gpx><trk><trkseg>"


def points() -> bytes:
    """Points enough to fill what is allowed, each a second after the one before."""
    days = (
        b"<trkpt><time>2025-05-%02dT%02d:%02d:%02dZ</time></trkpt>"
        % (1 + i // 86400, i // 3600 % 24, i // 60 % 60, i % 60)
        for i in range(490_000)
    )
    return GPX_HEAD + b"".join(days) + b"</trkseg></trk></gpx>"


BOMBS = {
    "a 200 MB zero bomb": lambda: kit.zipped({"a.fit": ZEROS * 200}),
    "100,000 files": lambda: many(MOST_ENTRIES),
    "an archive of 140 MB in one": lambda: kit.zipped({"a.zip": b"PK\3\4" + ZEROS * 140}),
    "60 MB of blanks as an index": lambda: kit.zipped(
        {"activities.csv": b"1,2\n" + b" ," * (30 * 2**20)}
    ),
    "an index of a million rows": lambda: kit.zipped(
        {"activities.csv": b"id,filename\n" + b"1,activities/1.fit\n" * 1_000_000}
    ),
    "2 million messages": lambda: FIT_HEAD + b"\x40\0\0\0\0\0" + b"\0" * 2_000_000,
    "a flood of definitions": lambda: FIT_HEAD + b"\x40\0\0\x14\0\1\6\2\x84" * 222_222,
    "deep elements": lambda: b"<gpx>" + b"<a>" * 5_000_000,
    "a long text": lambda: GPX_HEAD + b"<trkpt><name>" + b"x" * 60_000_000,
    "many attributes": lambda: (
        GPX_HEAD + b"<trkpt " + b" ".join(b'a%d="1"' % i for i in range(500_000))
    ),
    "points without anything": lambda: GPX_HEAD + b"<trkpt/>" * 7_000_000,
    "almost half a million points in an archive of 128 MB in one": lambda: kit.zipped(
        {"x.zip": kit.zipped({"a.bin": ZEROS * 99, "b.gpx": points()}, method=0)}
    ),
    "an export of endless workouts": lambda: b"<HealthData>" + b"<Workout " * 15_000_000,
    "an export of empty workouts": lambda: b"<HealthData>" + b"<Workout/>" * 200_000,
    "an export of 300 MB": lambda: None,
}


@pytest.mark.parametrize("kind", BOMBS)
def test_no_file_takes_512_mb_or_a_minute(kind, tmp_path):
    path = tmp_path / "file"
    data = BOMBS[kind]()
    if data is not None:
        path.write_bytes(data)
        del data
    else:
        block = kit.RECORD.encode() * 7000
        with path.open("wb") as out:
            out.write(kit.export_xml(kit.workout(0)).removesuffix(b"</HealthData>\n"))
            for _ in range(300 * 2**20 // len(block)):
                out.write(block)
            out.write(kit.workout(1).encode() + b"</HealthData>")

    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, timeout=120
    )

    assert told.returncode == 0, told.stderr[-2000:]
    outcomes, peak_mb, seconds = told.stdout.strip().split(";")
    print(f"{kind}: {outcomes} {float(peak_mb):.0f} MB {float(seconds):.1f} s")
    assert float(peak_mb) < 512
    assert float(seconds) < 60
    if kind == "an export of 300 MB":
        assert outcomes == "{'read': 2}"
        assert float(peak_mb) < 150


def test_nothing_is_left_open():
    for member in members(kit.garmin(), "x.zip"):
        assert member.name
        break
