"""Odd and hostile archives, wrapped files, XML and Apple exports: one row a file."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.intake.test_archive import MEASURED
from tests.unit.intake.test_bulk import GpxReader, TcxReader, assert_same
from tests.unit.intake.test_members import walked

RUNS = Path(__file__).parents[3] / "shared" / "data" / "runs"
NASTY, FORMATS = RUNS / "nasty", RUNS / "formats"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not RUNS.is_dir(), reason=f"the measuring data is not at {RUNS}"),
]

#: A path below runs/, and what becomes of it: samples of what is read, in order, and how many
#: files are skipped and failed.
ROWS = {
    "nasty/zip/01-strava-good.zip": ([600, 600], 3, 0),
    "nasty/zip/02-strava-german.zip": ([600], 1, 1),  # its index names a file that is not there
    "nasty/zip/08-dup-names.zip": ([600, 10], 0, 0),
    "nasty/zip/10-trunc.zip": ([600, 600], 3, 1),
    "nasty/zip/11-encrypted-flag.zip": ([600, 600], 2, 1),
    "nasty/zip/13-macosx.zip": ([600], 2, 0),
    "nasty/wrap/01-gpx-named.fit": ([600], 0, 0),
    "nasty/wrap/02-fit-named.gpx": ([600], 0, 0),
    "nasty/wrap/05-html-login.fit": ([], 0, 1),
    "nasty/wrap/06-json-error.gpx": ([], 0, 1),
    "nasty/wrap/07-gz-trunc.fit.gz": ([2578], 0, 0),
    "nasty/wrap/11-appledouble-._x.fit": ([], 1, 0),
    "nasty/wrap/12-UPPER.FIT.GZ": ([600], 0, 0),
    "nasty/xml/03-xxe-http-dtd.gpx": ([], 0, 1),
    "nasty/xml/08-utf16.gpx": ([600], 0, 0),
    "nasty/xml/10-control-char.gpx": ([600], 0, 0),
    "nasty/xml/11-no-time.gpx": ([], 0, 1),
    "nasty/xml/12-offset-times.gpx": ([600], 0, 0),
    "nasty/xml/13-naive-times.gpx": ([600], 0, 0),
    "nasty/xml/15-empty-trk.gpx": ([], 0, 1),
    "nasty/xml/16-nan-lat.gpx": ([1], 0, 0),  # 600 points of one moment
    "nasty/xml/18-same-time.gpx": ([1], 0, 0),  # 600 points of one moment
    "nasty/xml/19-reversed.gpx": ([600], 0, 0),
    "nasty/xml/20-zero-byte.gpx": ([], 0, 1),
    "nasty/xml/21-cdata-bom.gpx": ([600], 0, 0),
    "nasty/xml/22-no-namespace-v10.gpx": ([600], 0, 0),
    "nasty/apple/01-export-small.xml": ([0, 0, 0, 0, 0], 0, 0),  # its routes are not there
    "formats/applehealth-dogsheep/tests/export.xml": ([1], 0, 0),
    # its route is of 2019, its workout of 2016
    "formats/applehealth-dogsheep/tests/zip_contents": ([0], 0, 0),
    "formats/applehealth-tdda": ([], 3, 0),
}


@pytest.mark.parametrize("name", ROWS)
def test_each_file(name):
    found = walked(RUNS / name, "x")
    samples = [len(value.t_s) for value in found.values() if not isinstance(value, str)]
    words = [value.partition(":")[0] for value in found.values() if isinstance(value, str)]

    expected, *counts = ROWS[name]
    assert [words.count("skipped"), words.count("failed")] == counts
    assert len(samples) == len(expected)
    assert samples == pytest.approx(expected, rel=0.005)  # a cut file: the end is a judgement


XML = sorted(
    path
    for folder in (NASTY / "xml", FORMATS / "gpxpy", FORMATS / "tcxreader", FORMATS / "tcxparser")
    for path in folder.rglob("*.*x")
    if path.suffix in {".gpx", ".tcx"}
)
#: Of other parsers' files, those that hold no recording: routes, waypoints, no times.
WITHOUT_TIMES = re.compile("no_time|without-times|route|waypoint")


@pytest.mark.parametrize("path", XML, ids=lambda path: path.name)
def test_both_ways_to_read_points_agree(path):
    data = path.read_bytes()
    assert_same(data, TcxReader if path.suffix == ".tcx" else GpxReader)


@pytest.mark.parametrize("path", XML, ids=lambda path: path.name)
def test_other_parsers_files_are_read_or_refused_with_a_reason(path):
    (outcome,) = walked(path, "x").values()
    data = path.read_bytes()
    n_times = max(data.count(b"<time>"), data.count(b"<Time>"))
    if isinstance(outcome, str):
        assert re.search("No point has a time|no track points|declares XML|empty", outcome), outcome
    else:
        assert 0 < len(outcome.t_s) <= max(n_times, 1) or path.parent == NASTY / "xml"


@pytest.mark.parametrize("folder", ["nasty/zip", "nasty/wrap", "nasty/xml", "nasty/apple"])
def test_whole_folders_stay_small_and_fast(folder):
    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(RUNS / folder)],
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert told.returncode == 0, told.stderr[-2000:]
    outcomes, peak_mb, seconds = told.stdout.strip().split(";")
    print(f"{folder}: {outcomes} {float(peak_mb):.0f} MB {float(seconds):.2f} s")
    assert float(peak_mb) < 200
    assert float(seconds) < 10
