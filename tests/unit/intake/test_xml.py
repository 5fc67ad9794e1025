"""GPX and TCX on files that we write: what tools write, what breaks, what attacks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from psoas.errors import NotAnActivity, UnreadableFile
from psoas.intake.gpx import read_gpx
from psoas.intake.tcx import read_tcx
from psoas.runs.model import Sport
from psoas.runs.stream import to_stream
from psoas.runs.summary import summarise
from tests.kit.reading import one_gpx, one_tcx

START = datetime(2025, 5, 4, 6, 30, tzinfo=UTC)
N = 120
STEP_DEG = np.degrees(3.0 / 6_371_009)  # 3 m northwards
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def gpx_points(n=N, *, extension="", time=None, step_deg=STEP_DEG) -> str:
    time = time or (lambda i: f"{START + timedelta(seconds=i):%Y-%m-%dT%H:%M:%SZ}")
    return "".join(
        f'<trkpt lat="{48 + i * step_deg:.9f}" lon="16"><ele>200.5</ele>'
        f"<time>{time(i)}</time>{extension}</trkpt>"
        for i in range(n)
    )


def gpx(points: str | None = None, *, kind="<type>running</type>", head=HEAD) -> bytes:
    points = gpx_points() if points is None else points
    return (
        f'{head}<gpx version="1.1" creator="a watch"><trk><name>x</name>{kind}'
        f"<trkseg>{points}</trkseg></trk></gpx>"
    ).encode()


HEART = "<extensions><a:hr>140</a:hr><a:cad>85</a:cad></extensions>"  # 'a' is never declared


def tcx(points: str, *, sport="Running", head=HEAD) -> bytes:
    return (
        f'{head}<TrainingCenterDatabase><Activities><Activity Sport="{sport}">'
        f'<Id>x</Id><Lap StartTime="2025-05-04T06:30:00Z">'
        f"<TotalTimeSeconds>120</TotalTimeSeconds><DistanceMeters>9999</DistanceMeters>"
        f"<Track>{points}</Track></Lap><Creator><Name>a watch</Name></Creator>"
        f"</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def tcx_points(n=N) -> str:
    return "".join(
        f"<Trackpoint><Time>{START + timedelta(seconds=i):%Y-%m-%dT%H:%M:%S}.000Z</Time>"
        f"<AltitudeMeters>200.5</AltitudeMeters><DistanceMeters>{3.0 * i}</DistanceMeters>"
        f"<HeartRateBpm><Value>140</Value></HeartRateBpm><Extensions><ns3:TPX>"
        f"<ns3:Speed>3.0</ns3:Speed><ns3:RunCadence>86</ns3:RunCadence></ns3:TPX></Extensions>"
        f"</Trackpoint>"
        for i in range(n)
    )


def texts(recording) -> set[str]:
    return {note.text for note in recording.notes}


def test_gpx_positions_give_distance_and_speed_and_are_forgotten():
    recording = one_gpx(gpx(gpx_points(extension=HEART)))
    summary = summarise(recording, to_stream(recording))

    assert recording.sport is Sport.RUN
    assert recording.device == "a watch"
    assert recording.started_at == START
    assert recording.indoor is False
    assert summary.distance_m == pytest.approx(3.0 * (N - 1), rel=1e-4)
    assert summary.speed_mps == pytest.approx(3.0, rel=1e-3)
    assert summary.cadence_spm == pytest.approx(170)
    np.testing.assert_allclose(recording.heart_bpm, 140)
    np.testing.assert_allclose(recording.altitude_m, 200.5)
    assert {"note.distance-from-positions", "note.speed-from-distance"} <= texts(recording)
    assert not any("lat" in name or "lon" in name for name in type(recording).__annotations__)


def test_a_jump_of_the_position_is_left_out_and_counted():
    points = gpx_points().replace('lat="48.001', 'lat="49.001', 1)

    recording = one_gpx(gpx(points))

    note = next(n for n in recording.notes if n.text == "note.distance-from-positions")
    assert note.values["jumps"] == 2
    assert recording.distance_m[-1] == pytest.approx(3.0 * (N - 1), abs=7)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + gpx(),
        b"\n  " + gpx(),
        gpx(head='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16"),
        gpx().replace(b"<name>x", b"<name>\x01\x0b"),
        gpx().replace(b"<name>x", b"<name>caf\xe9"),  # Latin-1 that says it is UTF-8
        gpx(head=""),
    ],
    ids=["bom", "blanks", "utf-16", "control-characters", "latin-1", "no-declaration"],
)
def test_what_tools_write_is_read_whole(data):
    assert len(one_gpx(data).t_s) == N


def test_a_cut_file_keeps_the_points_before():
    recording = one_gpx(gpx()[:-2000])

    assert 0 < len(recording.t_s) < N
    assert "note.file-cut-short" in texts(recording)


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        ("<ele>", "<ele"),
        ("</trkpt>", "</trkpT>"),
        ('lat="', 'lat"'),
        ("<time>", "\x00\x01<time>"),
        ("</time>", "<time>"),
    ],
)
@pytest.mark.parametrize("nth", [1, 30, N])
def test_a_broken_point_costs_that_point_and_no_other(whole, broken, nth):
    text = gpx().decode()
    pieces = text.split(whole)
    damaged = whole.join(pieces[:nth]) + broken + whole.join(pieces[nth:])

    recording = one_gpx(damaged.encode())

    assert len(recording.t_s) >= N - 1
    assert recording.sport is Sport.RUN


def test_two_broken_places_in_a_tcx():
    text = tcx(tcx_points()).decode()
    for at in (20, 70):
        text = text.replace(f"<DistanceMeters>{3.0 * at}<", f"<DistanceMeters>{3.0 * at}&&<")

    recording = one_tcx(text.encode())

    assert len(recording.t_s) == N - 2
    assert recording.timer_s == 120
    assert texts(recording) >= {"note.points-salvaged"}


def test_offsets_tell_the_zone_and_z_does_not():
    east = one_gpx(gpx(gpx_points(time=lambda i: f"2025-05-04T08:30:{i:02d}.5+02:00", n=50)))

    assert east.utc_offset_s == 7200
    assert east.started_at == START + timedelta(seconds=0.5)
    assert one_gpx(gpx()).utc_offset_s is None


def test_times_without_a_zone_are_noted():
    recording = one_gpx(gpx(gpx_points(time=lambda i: f"2025-05-04T06:30:{i:02d}", n=50)))

    assert "note.time-without-zone" in texts(recording)


def test_points_without_times_are_a_route():
    with pytest.raises(UnreadableFile, match="route"):
        one_gpx(gpx(gpx_points(time=lambda _i: "")), name="x.gpx")


def test_entities_are_refused():
    bomb = '<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'

    with pytest.raises(UnreadableFile, match="entities"):
        one_gpx(gpx(head=HEAD + bomb).replace(b"<name>x", b"<name>&b;"))
    with pytest.raises(UnreadableFile, match="entities"):
        one_gpx(gpx(head=HEAD + '<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/hostname">]>'))


@pytest.mark.parametrize(
    ("kind", "sport"),
    [
        ("<type>Run</type>", Sport.RUN),
        ("<type>trail_running</type>", Sport.RUN),
        ("<type>9</type>", Sport.RUN),
        ("<type>cycling</type>", Sport.RIDE),
        ("<type>hiking</type>", Sport.WALK),
        ("<type>kite surfing</type>", Sport.OTHER),
    ],
)
def test_the_word_for_the_sport(kind, sport):
    assert one_gpx(gpx(kind=kind)).sport is sport


@pytest.mark.parametrize(
    ("speed_mps", "cadence", "sport", "note"),
    [
        (3.0, 85, Sport.RUN, "note.sport-assumed-run"),
        (3.0, None, Sport.RUN, "note.sport-assumed-run"),
        (3.0, 172, Sport.RUN, "note.sport-assumed-run"),
        (3.0, 55, Sport.OTHER, "note.sport-unknown"),
        (1.4, None, Sport.OTHER, "note.sport-unknown"),
        (8.0, 85, Sport.OTHER, "note.sport-unknown"),
    ],
)
def test_without_a_word_only_what_moves_as_runs_do_is_a_run(speed_mps, cadence, sport, note):
    extension = f"<cad>{cadence}</cad>" if cadence else ""
    points = gpx_points(extension=extension, step_deg=STEP_DEG * speed_mps / 3)

    recording = one_gpx(gpx(points, kind=""))

    assert recording.sport is sport
    assert note in texts(recording)


def test_tcx():
    recording = one_tcx(b"   \n" + tcx(tcx_points()))  # Strava writes blanks first

    assert recording.sport is Sport.RUN
    assert recording.device == "a watch"
    assert recording.timer_s == 120
    np.testing.assert_allclose(recording.distance_m, 3.0 * np.arange(N))
    np.testing.assert_allclose(recording.speed_mps, 3.0)
    np.testing.assert_allclose(recording.heart_bpm, 140)
    np.testing.assert_allclose(recording.cadence_spm, 172)
    assert texts(recording) == {"note.cadence-doubled"}


def test_a_tcx_lap_without_points_is_an_empty_recording():
    recording = one_tcx(tcx(""))

    assert recording.started_at == START
    assert len(recording.t_s) == 0


@pytest.mark.parametrize("broken", ["", "\x01"], ids=["plain", "streamed"])
def test_each_activity_of_a_tcx_history_is_read(broken):
    run, ride = tcx(tcx_points()).decode(), tcx(tcx_points(2 * N), sport="Biking").decode()
    ride = ride.replace("2025-05-04", "2025-05-05").replace("a watch", f"a computer{broken}")
    begin, end = "<Activity ", "</Activities>"
    second = ride[ride.index(begin) : ride.index(end)]

    found = read_tcx(run.replace(end, second + end).encode())

    assert [one.sport for one in found] == [Sport.RUN, Sport.RIDE]
    assert [len(one.t_s) for one in found] == [N, 2 * N]
    assert [one.device for one in found] == ["a watch", "a computer"]
    assert [one.timer_s for one in found] == [120, 120]


def history(*, broken: bool) -> bytes:
    """A run, two hours later a ride, and a run: the first lap may have a broken tag."""
    parts = []
    for sport, hour in (("Running", 6), ("Biking", 8), ("Running", 10)):
        one = tcx(tcx_points(), sport=sport).decode().replace("T06:", f"T{hour:02d}:")
        parts.append(one[one.index("<Activity ") : one.index("</Activities>")])
    if broken:
        parts[0] = parts[0].replace("</TotalTimeSeconds>", "</TotalTimeSecond>")
    text = tcx("").decode()
    head, tail = text[: text.index("<Activity ")], text[text.index("</Activities>") :]
    return (head + "".join(parts) + tail).encode()


@pytest.mark.parametrize("broken", [False, True])
def test_a_break_in_a_history_never_makes_one_sport_of_another(broken):
    found = read_tcx(history(broken=broken))

    assert [one.sport for one in found] == [Sport.RUN, Sport.RIDE, Sport.RUN]
    assert [len(one.t_s) for one in found] == [N, N, N]


@pytest.mark.parametrize("order", [("running", "cycling"), ("cycling", "running")])
def test_each_track_of_a_gpx_has_its_own_sport(order):
    first, second = (gpx(kind=f"<type>{word}</type>").decode() for word in order)
    second = second.replace("T06:", "T08:")
    track = second[second.index("<trk>") : second.index("</gpx>")]

    found = read_gpx(first.replace("</gpx>", f"{track}</gpx>").encode())

    sports = {"running": Sport.RUN, "cycling": Sport.RIDE}
    assert [one.sport for one in found] == [sports[word] for word in order]
    assert [len(one.t_s) for one in found] == [N, N]


def test_a_flood_of_activities_is_refused():
    one = '<Activity Sport="Running"><Lap StartTime="2025-05-04T06:30:00Z"/></Activity>'
    text = tcx("").decode()
    head, tail = text[: text.index("<Activity ")], text[text.index("</Activities>") :]

    with pytest.raises(UnreadableFile, match="activities"):
        read_tcx((head + 6000 * one + tail).encode())


def test_tracks_a_day_apart_are_two_activities():
    later = gpx_points().replace("2025-05-04", "2025-05-06")
    first, second = read_gpx(gpx(gpx_points() + later))

    assert (second.started_at - first.started_at).days == 2
    assert len(first.t_s) == len(second.t_s) == N


def test_a_few_points_of_another_day_are_left_out_and_counted():
    stray = gpx_points(3).replace("2025-05-04", "2001-01-01")
    recording = one_gpx(gpx(stray + gpx_points()))

    assert recording.started_at == START
    assert "note.longer-than-a-day-apart" in texts(recording)


def test_a_tcx_course_is_no_activity():
    with pytest.raises(NotAnActivity):
        one_tcx(b"<TrainingCenterDatabase><Courses/></TrainingCenterDatabase>")
