"""Runs per CPU second end to end, by stage, beside the floor: reading and hashing the bytes.

    python -m benchmarks.imports FOLDER [FOLDER...] [--years]

With ``--years`` the files are copied to 2,500 activities on days of their own (ten years of
one runner) and imported once.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import attrs

from psoas.app.files import deriving, importing
from psoas.app.files.sameness import settle
from psoas.intake.members import members
from psoas.intake.read import read_all
from psoas.intake.unpack import unpack_noting
from psoas.load import hip_flexor_load
from psoas.runs.stream import to_stream
from psoas.runs.summary import summarise
from psoas.store import Logbook
from psoas.store.pack import pack

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HISTORY = 2500


def cpu_s(work: Callable[[], object]) -> float:
    """Return the CPU seconds of this process that *work* takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def stages(folders: list[Path]) -> dict[str, float]:
    """Return CPU seconds by stage, each over all files."""
    found: dict[str, float] = {}
    walked = [member for folder in folders for member in members(folder) if member.content]
    found["floor: read and hash"] = cpu_s(
        lambda: [sha256(p.read_bytes()) for f in folders for p in f.rglob("*") if p.is_file()]
    )
    unpacked = [unpack_noting(each.content or b"", each.name)[0] for each in walked]
    found["unpack"] = cpu_s(lambda: [unpack_noting(x.content or b"", x.name) for x in walked])
    recordings = [one for data in unpacked for one in read_all(data, "x")]
    found["decode"] = cpu_s(lambda: [read_all(data, "x") for data in unpacked])
    streams = [to_stream(each) for each in recordings]
    found["one-second grid"] = cpu_s(lambda: [to_stream(each) for each in recordings])
    pairs = list(zip(recordings, streams, strict=True))
    found["summary"] = cpu_s(lambda: [summarise(one, grid) for one, grid in pairs])
    found["load"] = cpu_s(lambda: [hip_flexor_load(each) for each in streams])
    found["pack"] = cpu_s(lambda: [pack(each) for each in streams])
    return found


def end_to_end(folders: list[Path]) -> tuple[float, int, int]:
    """Import into a new logbook; return CPU seconds, new activities and runs."""
    with tempfile.TemporaryDirectory() as folder, Logbook.open(Path(folder) / "x.db") as logbook:
        begun = time.process_time()
        found = importing.import_files(logbook, folders, now=NOW, workers=1)
        return time.process_time() - begun, found.new, found.runs


def ten_years(folders: list[Path]) -> float:
    """Import 2,500 activities on days of their own; return CPU seconds from decoding on."""
    offers = [
        each
        for folder in folders
        for member in members(folder)
        if isinstance(each := deriving.offered(member, at=NOW), deriving.Offered)
    ]
    with tempfile.TemporaryDirectory() as folder, Logbook.open(Path(folder) / "x.db") as logbook:
        begun = time.process_time()
        for start in range(0, HISTORY, importing.PER_TRANSACTION):
            numbers = range(start, min(start + importing.PER_TRANSACTION, HISTORY))
            chunk = [_dated(deriving.derive(offers[n % len(offers)], at=NOW), n) for n in numbers]
            batch = importing.Batch(id=f"b{start}", started_at=NOW, label="years")
            with logbook.writing() as connection:
                importing.keep_batch(connection, batch)
                settle(connection, chunk, batch=batch)
        return time.process_time() - begun


def _dated(each: deriving.Derived, number: int) -> deriving.Derived:
    """Put an activity on a day of its own, under names of its own."""
    if each.original is None:
        return each
    name = f"{number:064x}"
    at = NOW - timedelta(days=1.46 * number)
    original = attrs.evolve(each.original, sha256=name, content_sha256=name)
    kept = tuple(
        attrs.evolve(
            one,
            activity=attrs.evolve(
                one.activity,
                id=f"{name}-{part}",
                original=name,
                started_at=at,
                local_on=at.date(),
            ),
        )
        for part, one in enumerate(each.kept)
    )
    return attrs.evolve(each, original=original, kept=kept)


def main(arguments: list[str]) -> None:
    """Print the table."""
    folders = [Path(each) for each in arguments if not each.startswith("--")]
    if not folders:
        sys.exit(__doc__)
    end_to_end(folders)  # warm-up
    whole_s, new, runs = end_to_end(folders)
    found = stages(folders)
    print(f"{'stage':24s} {'CPU s':>7s} {'ms a file':>10s}")
    for name, took_s in found.items():
        print(f"{name:24s} {took_s:7.2f} {1000 * took_s / new:10.2f}")
    rest_s = whole_s - sum(took_s for name, took_s in found.items() if "floor" not in name)
    print(f"{'store and the rest':24s} {rest_s:7.2f} {1000 * rest_s / new:10.2f}")
    print(f"{'end to end':24s} {whole_s:7.2f} {1000 * whole_s / new:10.2f}")
    said = f"{new / whole_s:.0f} activities and {runs / whole_s:.0f} runs a CPU second"
    print(f"{new} activities, {runs} runs: {said}")
    if "--years" in arguments:
        print(f"{HISTORY} activities: {ten_years(folders):.1f} CPU s")


if __name__ == "__main__":
    main(sys.argv[1:])
