"""Every odd, broken and hostile file: what it gives, how long it takes, how much memory.

One row a file. What a row promises is from the list of the files and from what the best
decoder measured finds in them (files.md B3); a legal file is read whole.
"""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake import read_recording
from psoas.intake.fit import decode, is_fit, read_fit
from psoas.intake.xml import UTF8_BOM

NASTY = Path(__file__).parents[3] / "shared" / "data" / "runs" / "nasty"
FOLDERS = ("fit", "wrap", "xml")
MOST_S = 2.0
MOST_BYTES = 64 * 2**20

#: File, and how many samples it gives at least, or how it is refused.
ROWS: dict[str, int | type[Exception]] = {
    "fit/00-control.fit": 600,
    "fit/01-zero-length.fit": UnreadableFile,
    "fit/02-one-byte.fit": UnreadableFile,
    "fit/03-header-only.fit": NotAnActivity,  # nothing in it, and nothing wrong with it
    "fit/05-trunc-in-definition.fit": UnreadableFile,  # no sample: B3 has 0 with a warning
    "fit/06-no-crc.fit": 600,
    "fit/08-bad-file-crc.fit": 600,
    "fit/09-bad-header-crc.fit": 600,
    "fit/10-header-crc-zero.fit": 600,
    "fit/14-trailing-1k.fit": 600,
    "fit/15-leading-bom.fit": 600,  # B3: an error
    "fit/16-header-12.fit": 600,
    "fit/17-big-endian.fit": 600,
    "fit/18-chained-2runs.fit": 1200,
    "fit/19-chained-same.fit": 600,  # B3: 1200, but the same run twice is one
    "fit/23-undefined-local.fit": 600,
    "fit/24-future-2099.fit": 600,
    "fit/25-time-not-set.fit": 600,
    "fit/26-year-1990.fit": 600,
    "fit/30-dup-timestamps.fit": 300,  # B3: 600, of which each has the time of another
    "fit/31-30-hours.fit": 10800,
    "fit/32-pause-10min.fit": 600,
    "fit/34-no-speed-distance.fit": 600,
    "fit/35-treadmill.fit": 600,
    "fit/36-treadmill-no-speed.fit": 600,
    "fit/39-gps-dropout.fit": 600,
    "fit/41-hr-zero-and-255.fit": 600,
    "fit/42-alt-spike.fit": 600,
    "fit/43-no-session-lap.fit": 600,
    "fit/44-no-events-no-records.fit": 0,  # entered by hand: a start and a duration
    "fit/45-tz-plus-1345.fit": 600,
    "fit/46-no-local-timestamp.fit": 600,
    "fit/47-local-ts-garbage.fit": 600,
    "fit/48-dst-change.fit": 600,
    "fit/49-dev-stryd.fit": 600,
    "fit/56-fat-definition.fit": UnreadableFile,  # its one record has no time, nor has the file
    "fit/59-utf8-broken-string.fit": 600,
    "fit/61-monitoring-not-activity.fit": NotAnActivity,
    "wrap/01-gpx-named.fit": 600,  # B3: an error
    "wrap/02-fit-named.gpx": 600,
    "wrap/05-html-login.fit": UnreadableFile,
    "wrap/06-json-error.gpx": UnreadableFile,
    "wrap/07-gz-trunc.fit.gz": 1,
    "wrap/11-appledouble-._x.fit": NotAnActivity,
    "wrap/12-UPPER.FIT.GZ": 600,
    "xml/03-xxe-http-dtd.gpx": UnreadableFile,
    "xml/08-utf16.gpx": 600,
    "xml/10-control-char.gpx": 600,
    "xml/11-no-time.gpx": UnreadableFile,  # a route
    "xml/12-offset-times.gpx": 600,
    "xml/13-naive-times.gpx": 600,
    "xml/15-empty-trk.gpx": UnreadableFile,  # no point at all
    "xml/16-nan-lat.gpx": 1,  # 600 points of one time and no place
    "xml/18-same-time.gpx": 1,  # of 600
    "xml/19-reversed.gpx": 600,
    "xml/20-zero-byte.gpx": UnreadableFile,
    "xml/21-cdata-bom.gpx": 600,
    "xml/22-no-namespace-v10.gpx": 600,
}

#: How many records the best decoder finds, where that is not the number of samples. files.md B3
RECORDS = {
    "fit/03-header-only.fit": 0,
    "fit/05-trunc-in-definition.fit": 0,
    "fit/19-chained-same.fit": 1200,
    "fit/30-dup-timestamps.fit": 600,
    "fit/56-fat-definition.fit": 1,
}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not NASTY.is_dir(), reason=f"the measuring data is not at {NASTY}"),
]


def n_samples(data: bytes, name: str) -> int:
    if is_fit(data):
        return sum(len(one.t_s) for one in read_fit(data, name=name))
    return len(read_recording(data, name).t_s)


@pytest.mark.parametrize("name", [name for name in ROWS if name.startswith("fit/")])
def test_as_many_records_as_the_best_decoder_finds(name):
    data = (NASTY / name).read_bytes().removeprefix(UTF8_BOM)
    expected = ROWS[name]
    if isinstance(expected, int) or name in RECORDS:
        assert decode(data).count("record") >= RECORDS.get(name, expected)


def test_every_file_has_a_row():
    files = {f"{folder}/{path.name}" for folder in FOLDERS for path in (NASTY / folder).iterdir()}

    assert files == set(ROWS)


@pytest.mark.parametrize(("name", "expected"), ROWS.items(), ids=list(ROWS))
def test_a_nasty_file(name, expected):
    data = (NASTY / name).read_bytes()
    tracemalloc.start()
    began_s = time.process_time()
    try:
        found = n_samples(data, name)
    except (UnreadableFile, NotAnActivity) as refused:
        found = type(refused)
        assert refused.what
        assert refused.fix
    taken_s = time.process_time() - began_s
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    told = found if isinstance(found, int) else found.__name__
    print(f"| {name} | {told} | {1000 * taken_s:.1f} ms | {peak_bytes / 2**20:.2f} MB |")
    if isinstance(expected, int):
        assert isinstance(found, int)
        assert found >= expected
    else:
        assert found is expected
    assert taken_s < MOST_S
    assert peak_bytes < MOST_BYTES
