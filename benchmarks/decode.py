"""How fast FIT files are decoded, against other readers, and whether the values are equal.

    python3 -m venv /tmp/bench
    /tmp/bench/bin/pip install -e . fitdecode garmin-fit-sdk fitfast
    /tmp/bench/bin/python benchmarks/decode.py ../shared/data/runs

Time is process CPU time; all readers take turns on a file within one round, and a ratio is
that of one round. ``psoas`` checks the checksum and reads all record fields that it knows
to float64; ``psoas all`` reads every kind that it knows, developer fields among them.
"""

from __future__ import annotations

import argparse
import gzip
import math
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from psoas.intake.fit import decode, is_fit

Reader = Callable[[bytes], int]

#: Two runners' runs through a season, and the larger runs among other readers' own files.
SEASON_RUNS = (1, 40, 80, 120, 160, 200, 240)
FORMAT_RUNS = (
    "goldencheetah/Garmin920_withFirstbeat.fit",
    "goldencheetah/HRV-Data.fit",
    "fitdecode/tests/files/activity-small-fenix2-run.fit",
    "fitdecode/tests/files/garmin-fenix-5-run.fit",
    "tormoder-fit/testdata/misc/mornindew-broken.fit",
)
#: Our names to those of the official profile.
FIELDS = {
    "timestamp": "timestamp",
    "latitude_deg": "position_lat",
    "longitude_deg": "position_long",
    "altitude_m": "altitude",
    "heart_bpm": "heart_rate",
    "cadence_per_min": "cadence",
    "distance_m": "distance",
    "speed_mps": "speed",
    "power_w": "power",
    "oscillation_mm": "vertical_oscillation",
    "contact_share_pct": "stance_time_percent",
    "contact_ms": "stance_time",
    "fractional_cadence_per_min": "fractional_cadence",
    "enhanced_speed_mps": "enhanced_speed",
    "enhanced_altitude_m": "enhanced_altitude",
    "oscillation_ratio_pct": "vertical_ratio",
    "contact_balance_left_pct": "stance_time_balance",
    "step_length_mm": "step_length",
}
SEMICIRCLES = {"position_lat", "position_long"}


def load(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def ours(data: bytes) -> int:
    return len(decode(data).kind("record"))


def ours_all(data: bytes) -> int:
    messages = decode(data)
    for kind in messages.kinds():
        messages.kind(kind)
    return messages.count("record")


def by_fitdecode(data: bytes) -> int:
    import fitdecode

    with fitdecode.FitReader(data) as reader:  # checks the checksums
        return sum(
            isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record"
            for frame in reader
        )


def by_sdk(data: bytes) -> int:
    return len(sdk_records(data))


def by_fitfast(data: bytes) -> int:
    import fitfast

    return len(next(iter(fitfast.records(data).values()), ()))


READERS: dict[str, Reader] = {
    "psoas": ours,
    "psoas all": ours_all,
    "fitdecode": by_fitdecode,
    "garmin-fit-sdk": by_sdk,
    "fitfast.records": by_fitfast,
}
#: How often a reader is run in a round, so that the clock's step does not matter.
REPEATS = {"psoas": 20, "psoas all": 20, "fitfast.records": 10}


def sdk_records(data: bytes) -> list[dict[str, object]]:
    """Records by the official reader, without its own merging and expanding."""
    from garmin_fit_sdk import Decoder, Stream

    messages, _ = Decoder(Stream.from_byte_array(bytearray(data))).read(
        convert_datetimes_to_dates=False, merge_heart_rates=False, expand_components=False
    )
    records: list[dict[str, object]] = messages.get("record_mesgs", [])
    return records


def seconds(reader: Reader, data: bytes, n_times: int) -> float:
    began_s = time.process_time()
    for _ in range(n_times):
        reader(data)
    return (time.process_time() - began_s) / n_times


def timed(paths: list[Path], *, rounds: int) -> None:
    names = list(READERS)
    print("| file | bytes | records |", " | ".join(f"{name} ms" for name in names), "|")
    print("|-|-|-|" + "-|" * len(names))
    ratios: dict[str, list[float]] = {name: [] for name in names}
    total_s: dict[str, float] = dict.fromkeys(names, 0.0)
    n_total = 0
    for path in paths:
        data = load(path)
        taken: dict[str, list[float]] = {name: [] for name in names}
        n_records = ours(data)
        for _ in range(rounds):
            for name, reader in READERS.items():
                try:
                    one_s = seconds(reader, data, REPEATS.get(name, 1))
                except Exception as error:
                    print(f"{name}: {type(error).__name__} on {path.name}", file=sys.stderr)
                    one_s = math.nan
                taken[name].append(one_s)
        for name in names:
            ratio = [b / a for a, b in zip(taken["psoas"], taken[name], strict=True)]
            ratios[name].append(statistics.median(ratio))
            total_s[name] += statistics.median(taken[name])
        n_total += n_records
        cells = " | ".join(f"{1000 * statistics.median(taken[name]):.2f}" for name in names)
        print(f"| {path.name} | {len(data)} | {n_records} | {cells} |", flush=True)
    print("\n| reader | records/s | psoas is faster: median of files | least | sum of files |")
    print("|-|-|-|-|-|")
    for name in names:
        known = [ratio for ratio in ratios[name] if ratio == ratio]
        whole = total_s[name] / total_s["psoas"]
        print(
            f"| {name} | {n_total / total_s[name]:,.0f} | {statistics.median(known):.2f} |"
            f" {min(known):.2f} | {whole:.2f} |"
        )


def compared(folder: Path) -> None:
    """Counts and sums of every record field, against the official reader."""
    n_files = n_fields = n_equal = 0
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".fit"):
        data = load(path)
        if not is_fit(data):
            continue
        messages = decode(data)
        records = sdk_records(data)
        n_files += 1
        if messages.count("record") != len(records):
            print(f"{path.name}: {messages.count('record')} records, the SDK {len(records)}")
        for own_name, name in FIELDS.items():
            theirs = [float(r[name]) for r in records if isinstance(r.get(name), int | float)]
            factor = 180 / 2**31 if name in SEMICIRCLES else 1.0
            total = math.fsum(theirs) * factor
            values = messages.numbers("record", own_name)
            values = values[~np.isnan(values)]
            n_fields += bool(theirs or len(values))
            if len(values) != len(theirs) or not math.isclose(
                math.fsum(values), total, rel_tol=1e-9, abs_tol=1e-6
            ):
                print(
                    f"{path.name}: {name}: {len(values)} values of sum {math.fsum(values):.6g},"
                    f" the SDK {len(theirs)} of {total:.6g}"
                )
            else:
                n_equal += bool(theirs)
    print(f"{n_files} files, {n_fields} fields that hold something, {n_equal} equal")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, help="the folder with season_a, season_b, formats")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--values", action="store_true", help="compare values only")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    if not given.values:
        seasons = [
            given.runs / season / f"run_{n:03d}.fit.gz"
            for season in ("season_a", "season_b")
            for n in SEASON_RUNS
        ]
        paths = [*seasons, *(given.runs / "formats" / name for name in FORMAT_RUNS)]
        timed([path for path in paths if path.exists()], rounds=given.rounds)
    compared(given.runs / "formats")


if __name__ == "__main__":
    main()
