"""Two runners' seasons, the broken files and other parsers' own: read, and as fitdecode reads."""

from __future__ import annotations

import gzip
import math
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake import read_recording
from psoas.intake.fit import decode
from psoas.runs.model import Recording, Sport
from psoas.runs.stream import to_stream
from psoas.runs.summary import summarise

RUNS = Path(__file__).parents[3] / "shared" / "data" / "runs"
NASTY = RUNS / "nasty"
FORMATS = RUNS / "formats"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not RUNS.is_dir(), reason=f"the measuring data is not at {RUNS}"),
]

#: fitdecode's names to ours; its values carry the same units.
FIELDS = {
    "timestamp": "timestamp",
    "distance": "distance_m",
    "heart_rate": "heart_bpm",
    "cadence": "cadence_per_min",
    "fractional_cadence": "fractional_cadence_per_min",
}
OURS = FORMATS / "fitdecode" / "tests" / "files"
ORACLE_FILES = [
    "season_a/run_001.fit.gz",
    "season_a/run_060.fit.gz",
    "season_a/run_120.fit.gz",
    "season_a/run_240.fit.gz",
    "season_b/run_001.fit.gz",
    "season_b/run_120.fit.gz",
    "season_b/run_240.fit.gz",
    "nasty/fit/17-big-endian.fit",
    "nasty/fit/49-dev-stryd.fit",
    "formats/fitdecode/tests/files/compressed-speed-distance.fit",
    "formats/fitdecode/tests/files/antfs-dump.63.fit",
    "formats/fitdecode/tests/files/garmin-fenix-5-run.fit",
    "formats/fitdecode/tests/files/2013-02-06-12-11-14.fit",
]


def read(path: Path) -> Recording:
    return read_recording(path.read_bytes(), path.name)


@pytest.mark.parametrize(("season", "n_runs"), [("season_a", 218), ("season_b", 236)])
def test_every_activity_of_a_season_is_read_and_runs_are_runs(season, n_runs):
    sports = Counter()
    off = []
    for path in sorted((RUNS / season).glob("*.gz")):
        recording = read(path)
        sports[recording.sport] += 1
        stream = to_stream(recording)
        summary = summarise(recording, stream)
        assert recording.sport_name
        if recording.sport is not Sport.RUN or not len(recording.t_s):
            continue
        assert summary.moving_s <= len(stream) <= summary.duration_s
        if summary.steps is not None and summary.moving_s > 300:
            assert 100 < summary.cadence_spm < 220, path.name
        if summary.distance_m and recording.timer_s and recording.pauses_s is not None:
            off.append(abs(np.count_nonzero(stream.timer_on) - recording.timer_s) > 5)

    assert sports.total() == 240
    assert sports[Sport.RUN] >= n_runs
    assert np.mean(off) < 0.35  # files.md C1: 0 to 31 % by device


def by_fitdecode(data: bytes) -> dict[str, tuple[int, float]]:
    import fitdecode

    values: dict[str, list[float]] = {name: [] for name in FIELDS}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.DISABLED) as reader:
            for message in reader:
                if not isinstance(message, fitdecode.FitDataMessage) or message.name != "record":
                    continue
                for field in message.fields:
                    if field.name in FIELDS and field.raw_value is not None:
                        value = field.value
                        if field.name == "timestamp":
                            value = field.raw_value
                        if isinstance(value, int | float):
                            values[field.name].append(float(value))
    return {name: (len(found), math.fsum(found)) for name, found in values.items()}


@pytest.mark.parametrize("name", ORACLE_FILES)
def test_fields_are_as_fitdecode_reads_them(name):
    path = RUNS / name
    data = path.read_bytes()
    data = gzip.decompress(data) if name.endswith(".gz") else data
    messages = decode(data)

    for theirs, (count, total) in by_fitdecode(data).items():
        values = messages.numbers("record", FIELDS[theirs])
        known = values[~np.isnan(values)]
        if theirs == "distance" and not len(known):
            continue  # packed into three bytes there: see test_fit.py
        assert len(known) == count, theirs
        assert known.sum() == pytest.approx(total, rel=1e-12), theirs


CONTROL_SAMPLES = 600
WHOLE = [
    "00-control",
    "06-no-crc",
    "08-bad-file-crc",
    "09-bad-header-crc",
    "10-header-crc-zero",
    "14-trailing-1k",
    "15-leading-bom",
    "16-header-12",
    "17-big-endian",
    "19-chained-same",
    "23-undefined-local",
    "32-pause-10min",
    "34-no-speed-distance",
    "35-treadmill",
    "39-gps-dropout",
    "43-no-session-lap",
    "49-dev-stryd",
    "59-utf8-broken-string",
]


@pytest.mark.parametrize("stem", WHOLE)
def test_an_odd_file_gives_the_run_that_it_was_made_from(stem):
    recording = read(NASTY / "fit" / f"{stem}.fit")
    summary = summarise(recording, to_stream(recording))

    assert len(recording.t_s) == CONTROL_SAMPLES
    assert recording.sport is Sport.RUN
    assert summary.distance_m == pytest.approx(1800, rel=0.005)
    assert summary.moving_s == CONTROL_SAMPLES
    assert summary.timer_s == pytest.approx(600)
    assert summary.steps == pytest.approx(1704, abs=1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("fit/01-zero-length.fit", UnreadableFile),
        ("fit/02-one-byte.fit", UnreadableFile),
        ("fit/05-trunc-in-definition.fit", UnreadableFile),
        ("fit/61-monitoring-not-activity.fit", NotAnActivity),
        ("wrap/05-html-login.fit", UnreadableFile),
        ("wrap/06-json-error.gpx", UnreadableFile),
        ("wrap/11-appledouble-._x.fit", NotAnActivity),
        ("xml/03-xxe-http-dtd.gpx", UnreadableFile),
        ("xml/11-no-time.gpx", UnreadableFile),
        ("xml/15-empty-trk.gpx", UnreadableFile),
        ("zip/01-strava-good.zip", UnreadableFile),
    ],
)
def test_what_is_no_activity_is_told_from_what_is_broken(name, kind):
    with pytest.raises(kind) as caught:
        read(NASTY / name)

    assert caught.value.what
    assert caught.value.where == Path(name).name
    assert caught.value.fix


@pytest.mark.parametrize(
    "name",
    [
        "wrap/01-gpx-named.fit",
        "wrap/02-fit-named.gpx",
        "wrap/12-UPPER.FIT.GZ",
        "xml/08-utf16.gpx",
        "xml/10-control-char.gpx",
        "xml/12-offset-times.gpx",
        "xml/21-cdata-bom.gpx",
        "xml/22-no-namespace-v10.gpx",
    ],
)
def test_a_file_is_known_by_what_it_holds(name):
    recording = read(NASTY / name)
    summary = summarise(recording, to_stream(recording))

    assert len(recording.t_s) == CONTROL_SAMPLES
    assert summary.distance_m == pytest.approx(1800, rel=0.005)
    assert summary.speed_mps == pytest.approx(3.0, abs=0.03)


def test_other_parsers_files_are_read_or_refused_with_a_reason():
    skipped = {".json", ".md", ".csv"}
    outcomes = Counter()
    for path in sorted(path for path in FORMATS.rglob("*") if path.is_file()):
        if path.suffix in skipped or path.stat().st_size > 1_500_000:
            continue
        try:
            recording = read(path)
        except (UnreadableFile, NotAnActivity) as refused:
            outcomes[type(refused).__name__] += 1
        else:
            summarise(recording, to_stream(recording))
            outcomes["read"] += 1

    assert outcomes["read"] >= 80
