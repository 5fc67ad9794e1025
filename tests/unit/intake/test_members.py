"""Exports of the platforms, folders and files: everything in them is read or told."""

from __future__ import annotations

import gzip
import zipfile
from datetime import timedelta

import numpy as np
import pytest

from psoas.errors import NotAnActivity, PsoasError
from psoas.intake.members import members
from psoas.intake.read import read_recording
from psoas.runs.model import Sport
from tests.kit import archives as kit
from tests.kit.archives import START, N


def walked(source, name="export.zip") -> dict[str, object]:
    """What became of each member: a recording, or 'skipped' or 'failed' with the reason."""
    outcomes = {}
    last = 0.0
    for member in members(source, name):
        assert (member.content is None) != (member.refused is None)
        assert member.name not in outcomes
        assert last <= member.done_ratio <= 1
        last = member.done_ratio
        if member.refused is not None:
            word = "failed" if member.refused.fix else "skipped"
            outcomes[member.name] = f"{word}: {member.refused.reason}"
            continue
        try:
            outcomes[member.name] = read_recording(
                member.content, member.name, facts=member.facts, notes=member.notes
            )
        except NotAnActivity as error:
            outcomes[member.name] = f"skipped: {error.what}"
        except PsoasError as error:
            outcomes[member.name] = f"failed: {error.what}"
    return outcomes


def texts(recording) -> set[str]:
    return {note.text for note in recording.notes}


def test_photos_of_which_only_the_head_is_read_hardly_count_as_the_way():
    data = kit.zipped(
        [
            ("a.fit", kit.fit(0)),
            ("b.jpg", b"\xff\xd8\xff\xe0" + bytes(3_000_000)),
            ("c.fit", kit.fit(1)),
        ],
        method=zipfile.ZIP_STORED,
    )
    second = next(each for each in members(data, "export.zip") if each.name.endswith("c.fit"))

    assert second.done_ratio < 0.97


@pytest.mark.parametrize("header", [kit.ENGLISH, kit.GERMAN])
@pytest.mark.parametrize("prefix", ["", "export_42/"])
def test_a_strava_export(header, prefix):
    data = kit.strava(header, prefix=prefix)
    found = walked(data)
    at = f"export.zip/{prefix}"

    assert found[f"{at}activities/11.fit.gz"].sport is Sport.RUN
    assert found[f"{at}activities/14.tcx.gz"].sport is Sport.RUN
    assert "entered by hand" in found["export.zip/activities.csv: 2"]
    assert found[f"{at}activities/15.fit.gz"].startswith("failed: The export lists")
    assert found[f"{at}media"] == "skipped: 2 files: No activity"
    assert found[f"{at}profile.csv"] == "skipped: No activity"
    assert len(found) == 7


def test_what_strava_says_of_an_activity_comes_with_it_and_its_name_does_not():
    facts = {m.name: m.facts for m in members(kit.strava(), "x.zip")}["x.zip/activities/13.gpx.gz"]

    assert facts.id == "3"
    assert facts.sport_name == "Run"
    assert (facts.elapsed_s, facts.moving_s, facts.distance_m) == (60, 59, 177)
    assert "easy" not in repr(facts)


def test_stravas_sport_counts_where_the_file_names_none():
    assert walked(kit.gpx(1, step_mps=1.2), "x.gpx")["x.gpx"].sport is Sport.OTHER
    assert walked(kit.strava())["export.zip/activities/13.gpx.gz"].sport is Sport.RUN


def test_an_index_of_2018():
    text = f'{kit.OF_2018}\n7,2018-11-27 19:11:32,a,Ride,"",1468,6075.0,true,x,activities/7.fit\n'
    data = kit.zipped({"activities.csv": text.encode(), "activities/7.fit": kit.fit()})

    (member,) = members(data, "x.zip")

    assert (member.facts.elapsed_s, member.facts.distance_m) == (1468, 6075)


@pytest.mark.parametrize(
    "index",
    [b"", b"\xff\xfe\0\0", b"a,b\n1,2\n", b'"' + b"x" * 200_000 + b'",1\n', b"1\n" * 5],
    ids=["empty", "binary", "another", "long-field", "numbers"],
)
def test_what_is_called_an_index_and_is_none(index):
    found = walked(kit.zipped({"activities.csv": index, "activities/1.fit": kit.fit()}))

    assert found["export.zip/activities/1.fit"].sport is Sport.RUN
    assert found["export.zip/activities.csv"] == "skipped: No activity"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_garmin_export_and_nobodys_mail_address(method):
    found = walked(kit.garmin(nested_method=method))
    part = "export.zip/DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part"

    assert found[f"{part}1.zip/…_1.fit"].started_at == START
    assert found[f"{part}1.zip/…_2.fit"].startswith("skipped: ")
    assert found[f"{part}2.zip/…_3.fit"].started_at == START + timedelta(days=1)
    assert found[f"{part}2.zip/…_4.txt"] == "skipped: No activity"
    assert found["export.zip/customer_data/customer.json"] == "skipped: No activity"
    assert not any("@" in name for name in found)


def test_an_export_that_macos_zipped_again():
    found = walked(
        kit.zipped(
            {
                "activities/1.fit": kit.fit(),
                "__MACOSX/activities/._1.fit": b"\x00\x05\x16\x07" + bytes(60),
                ".DS_Store": b"\0\0\0\1Bud1",
            }
        )
    )

    assert found["export.zip/activities/1.fit"].sport is Sport.RUN
    assert "macOS" in found["export.zip/__MACOSX/activities/._1.fit"]
    assert found["export.zip/.DS_Store"].startswith("skipped")


@pytest.fixture(params=["zip", "folder", "file"])
def apple(request, tmp_path):
    if request.param == "zip":
        return kit.zipped(kit.apple_files())
    for name, content in kit.apple_files().items():
        path = tmp_path / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    folder = tmp_path / "export"
    return folder if request.param == "folder" else folder / "apple_health_export" / "Export.xml"


def test_an_apple_export(apple):
    found = walked(apple, "x")
    runs = {name.rpartition(": ")[2]: value for name, value in found.items() if ": " in name}

    run = runs["Running 2025-05-04 06:30 UTC"]
    assert run.sport is Sport.RUN
    assert run.started_at == START
    assert run.utc_offset_s == 7200  # summer time in Vienna, though exported in winter
    assert run.timer_s == 60
    assert run.device == "Watch <3"
    assert len(run.t_s) == N
    assert run.distance_m[-1] == pytest.approx(3.0 * (N - 1), rel=1e-3)
    assert runs["Cycling 2025-05-05 06:30 UTC"].sport is Sport.RIDE
    empty = runs["Running 2025-05-06 06:30 UTC"]
    assert len(empty.t_s) == 0
    assert empty.started_at == START + timedelta(days=2)
    note = next(note for note in empty.notes if note.text == "note.workout-without-route")
    assert note.values == {"duration_s": 60, "distance_m": 180}
    assert sum("no run and has no route" in str(value) for value in found.values()) == 1
    assert not any(".gpx" in name for name in found)


def test_a_workout_is_the_same_file_from_one_export_to_the_next():
    def contents(metadata):
        files = kit.apple_files()
        files = {k: v.replace(b"2026-01-01T00:00:00Z", metadata) for k, v in files.items()}
        return [m.content for m in members(kit.zipped(files), "x.zip") if m.content]

    assert contents(b"2026-01-01T00:00:00Z") == contents(b"2026-02-02T00:00:00Z")


def test_a_folder_a_link_and_a_lost_file(tmp_path):
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025" / "a.fit").write_bytes(kit.fit())
    (tmp_path / "2025" / "b.bin").write_bytes(gzip.compress(kit.gpx(1)))
    (tmp_path / "c.fit").write_bytes(b"rubbish")
    (tmp_path / "d.zip").write_bytes(kit.zipped({"e.tcx": kit.tcx(2)}))
    (tmp_path / "link.fit").symlink_to(tmp_path / "2025" / "a.fit")
    (tmp_path / "loop").symlink_to(tmp_path)

    found = walked(tmp_path, "all")

    assert {name for name, value in found.items() if not isinstance(value, str)} == {
        "all/2025/a.fit",
        "all/2025/b.bin",
        "all/d.zip/e.tcx",
    }
    assert found["all/c.fit"].startswith("failed: The file is in no format")
    assert found["all"] == "skipped: 2 files: A link, which psoas does not follow"
    assert walked(tmp_path / "nothing", "x")["x"].startswith("failed: The file cannot be opened")


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (kit.fit(), 1),
        (gzip.compress(kit.fit()), 1),
        (gzip.compress(gzip.compress(kit.tcx())), 1),
        (gzip.compress(kit.zipped({"a.fit": kit.fit(), "b.gpx": kit.gpx()})), 2),
        (gzip.compress(kit.export_xml(kit.workout())), 1),
    ],
    ids=["plain", "gzip", "gzip-twice", "gzipped-zip", "gzipped-export"],
)
def test_one_file_of_any_kind(data, kinds):
    found = walked(data, "x")

    assert len(found) == kinds
    assert not any(isinstance(value, str) for value in found.values())


def test_pauses_of_a_workout():
    def event(kind, second):
        return (
            f'<WorkoutEvent type="HKWorkoutEventType{kind}" '
            f'date="2025-05-04 07:30:{second:02d} +0100"/>'
        )

    def pauses(*events):
        data = kit.export_xml(kit.workout(inside="".join(events)))
        (recording,) = walked(data, "x").values()
        return recording.pauses_s

    assert pauses() is None
    assert pauses(event("Pause", 10), event("Resume", 20)) == ((10, 20),)
    assert pauses(event("Pause", 10)) == ()  # it says that its timer ran throughout
    assert pauses(event("Resume", 10)) == ()


def test_old_exports_hold_the_points_themselves_and_miles():
    points = "".join(
        f'<Location date="2025-05-04 07:30:{i:02d} +0100" latitude="{48 + i * 2.7e-5}" '
        f'longitude="16" altitude="200" speed="-1"/>'
        for i in range(50)
    )
    data = kit.export_xml(
        kit.workout(inside=points, zone=None, distance='totalDistance="1" totalDistanceUnit="mi"')
    )
    (member,) = members(data, "x")
    recording = read_recording(member.content, "x")

    assert member.facts.distance_m == 1609.344
    assert len(recording.t_s) == 50
    assert np.isnan(recording.speed_mps).all()
    assert {"note.zone-of-the-export", "note.distance-from-positions"} <= texts(recording)


def test_a_route_that_is_lost_or_another_days():
    files = kit.apple_files()
    lost = {name: content for name, content in files.items() if "05-04" not in name}
    other = files | {name: kit.gpx(9) for name in files if "05-04" in name}
    name = "export.zip/apple_health_export/Export.xml: Running 2025-05-04 06:30 UTC"

    assert "note.route-missing" in texts(walked(kit.zipped(lost))[name])
    assert "note.route-of-another-day" in texts(walked(kit.zipped(other))[name])


def test_an_export_in_pieces_of_any_size_gives_the_same_workouts():
    from psoas.intake.apple_export import workouts

    data = kit.export_xml(*(kit.workout(day) for day in range(5)), records=50)
    expected = list(workouts([data]))

    assert len(expected) == 5
    for size in (1, 7, 1000):
        assert list(workouts(data[i : i + size] for i in range(0, len(data), size))) == expected


def test_small_pieces_are_searched_one_by_one(monkeypatch):
    from psoas.intake import apple_export

    monkeypatch.setattr(apple_export, "AT_ONCE_BYTES", 1)
    test_an_export_in_pieces_of_any_size_gives_the_same_workouts()


def test_a_cut_export_gives_what_came_before():
    data = kit.export_xml(*(kit.workout(day) for day in range(3)))
    found = walked(data[: data.rfind(b"</Workout>")], "x")

    assert sum(not isinstance(value, str) for value in found.values()) == 2
    assert found["x"].startswith("failed: Some workouts of the export are cut")
