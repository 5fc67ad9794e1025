"""What must hold for every file: what we wrote comes back, and damage never escapes as a crash."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from psoas.errors import PsoasError
from psoas.intake import read_recording
from psoas.render.fit_file import activity_fit
from psoas.runs.stream import to_stream
from psoas.runs.summary import summarise

few = settings(max_examples=60, deadline=None, derandomize=True)


@st.composite
def runs(draw):
    """Arguments of a run with odd times, missing values and pauses."""
    steps = draw(st.lists(st.integers(1, 40), min_size=1, max_size=40))
    t_s = np.concatenate(([0.0], np.cumsum(steps)))
    n = len(t_s)

    def channel(low, high, scale):
        values = st.one_of(st.none(), st.integers(low, high))
        found = draw(st.lists(values, min_size=n, max_size=n))
        return np.array([np.nan if v is None else v / scale for v in found])

    edges = sorted(draw(st.sets(st.integers(0, int(t_s[-1])), max_size=6)))
    pauses = [(float(a), float(b)) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    return {
        "started_at": datetime(2001, 1, 1, tzinfo=UTC)
        + timedelta(seconds=draw(st.integers(0, 3 * 10**9))),
        "utc_offset_s": draw(st.integers(-48, 56)) * 900,
        "sport": "running",
        "t_s": t_s,
        "distance_m": np.sort(channel(0, 5_000_000, 100)),
        "speed_mps": channel(0, 12_000, 1000),
        "cadence_spm": channel(130, 230, 1),
        "heart_bpm": channel(30, 230, 1),
        "altitude_m": channel(-2400, 40_000, 5),
        "pauses_s": pauses,
    }


@few
@given(run=runs())
def test_reading_what_we_wrote_gives_what_we_had(run):
    recording = read_recording(activity_fit(**run), "x.fit")

    assert recording.started_at == run["started_at"]
    assert recording.utc_offset_s == run["utc_offset_s"]
    np.testing.assert_array_equal(recording.t_s, run["t_s"])
    for name in ("distance_m", "speed_mps", "heart_bpm", "altitude_m"):
        np.testing.assert_allclose(getattr(recording, name), run[name], atol=1e-9)
    np.testing.assert_allclose(recording.cadence_spm, run["cadence_spm"])
    inside = tuple(pause for pause in run["pauses_s"])
    assert recording.pauses_s == inside


@few
@given(run=runs())
def test_the_clocks_agree_and_nothing_is_made_up(run):
    recording = read_recording(activity_fit(**run), "x.fit")
    stream = to_stream(recording)
    summary = summarise(recording, stream)

    assert len(stream) == summary.duration_s
    assert np.count_nonzero(stream.timer_on) == recording.timer_s
    assert not (stream.moving & ~stream.timer_on).any()
    for name in ("speed_mps", "cadence_spm", "altitude_m", "heart_bpm"):
        known, given_ = getattr(stream, name), getattr(recording, name)
        if name == "speed_mps" and np.isnan(given_).all():
            continue  # then it is that of the distance
        if not np.isnan(known).all() and name != "speed_mps":
            assert np.nanmin(given_) - 1e-9 <= np.nanmin(known)
            assert np.nanmax(known) <= np.nanmax(given_) + 1e-9


WHOLE = activity_fit(
    started_at=datetime(2025, 5, 4, tzinfo=UTC),
    utc_offset_s=0,
    sport="running",
    t_s=np.arange(40.0),
    distance_m=np.arange(40.0) * 3,
    speed_mps=np.full(40, 3.0),
    cadence_spm=np.full(40, 170.0),
    heart_bpm=np.full(40, 140.0),
    pauses_s=[(10, 20)],
)
POINT = "<trkpt lat='48.{0}' lon='16'><time>2025-05-04T06:30:{0}Z</time><hr>140</hr></trkpt>"
XML = (
    "<?xml version='1.0'?><gpx><trk><type>running</type><trkseg>"
    + "".join(POINT.format(i) for i in range(10, 50))
    + "</trkseg></trk></gpx>"
).encode()
files = st.sampled_from([WHOLE, XML, gzip.compress(WHOLE), WHOLE + WHOLE])


def reads_or_refuses(data: bytes) -> None:
    try:
        recording = read_recording(data, "x")
    except PsoasError as refused:
        assert refused.what
        assert refused.fix
    else:
        summarise(recording, to_stream(recording))


@settings(few, max_examples=150)
@given(whole=files, data=st.data())
def test_a_cut_file_is_read_or_refused(whole, data):
    reads_or_refuses(whole[: data.draw(st.integers(0, len(whole)))])


@settings(few, max_examples=300)
@given(whole=files, data=st.data())
def test_a_file_with_bytes_changed_is_read_or_refused(whole, data):
    at = st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255))
    damaged = bytearray(whole)
    for place, octet in data.draw(st.lists(at, min_size=1, max_size=12)):
        damaged[place] = octet

    reads_or_refuses(bytes(damaged))


@settings(few, max_examples=150)
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=200).map(lambda tail: WHOLE[:14] + tail),
        st.text(max_size=200).map(lambda text: XML[:60] + text.encode("utf-8", "replace")),
    )
)
def test_noise_is_read_or_refused(data):
    reads_or_refuses(data)
