"""Exports as Strava, Garmin and Apple shape them, from small activities that we write."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO

import numpy as np

from psoas.render.fit_file import activity_fit

START = datetime(2025, 5, 4, 6, 30, tzinfo=UTC)
N = 60
ENGLISH = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,"
    "Distance,Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,"
    "Filename,Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed"
)
GERMAN = (
    "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Aktivitätsart,Aktivitätsbeschreibung,"
    "Verstrichene Zeit,Distanz,Max. Herzfrequenz,Relative Leistung,Pendeln,"
    "Hinweis zur Privatsphäre für Aktivitäten,Aktivitätsausrüstung,Dateiname,Sportlergewicht,"
    "Fahrradgewicht,Verstrichene Zeit,Bewegungszeit,Distanz,Höchstgeschw."
)
OF_2018 = "id,date,name,type,description,elapsed_time,distance,commute,gear,filename"
NAME = '"Run, ""easy""\nline two"'


def fit(day: int = 0, **changes) -> bytes:
    """A run of one minute, on the given day."""
    t_s = np.arange(float(N))
    given = {
        "started_at": START + timedelta(days=day),
        "utc_offset_s": 7200,
        "sport": "running",
        "t_s": t_s,
        "distance_m": 3.0 * t_s,
        "speed_mps": np.full(N, 3.0),
        "cadence_spm": np.full(N, 171.0),
        "heart_bpm": np.full(N, 140.0),
    }
    return activity_fit(**given | changes)


def track(day: int = 0, *, step_mps: float = 3.0) -> str:
    """A track of one minute northwards."""
    step_deg = np.degrees(step_mps / 6_371_009)
    points = "".join(
        f'<trkpt lon="16.0" lat="{48 + i * step_deg:.9f}"><ele>200.5</ele>'
        f"<time>{START + timedelta(days=day, seconds=i):%Y-%m-%dT%H:%M:%SZ}</time>"
        f"<extensions><speed>{step_mps}</speed></extensions></trkpt>\n"
        for i in range(N)
    )
    return f"<trk><name>x</name><trkseg>{points}</trkseg></trk>"


def gpx(day: int = 0, *, step_mps: float = 3.0) -> bytes:
    """A GPX file that names no sport."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="x">'
    metadata = "<metadata><time>2026-01-01T00:00:00Z</time></metadata>"
    return f"{head}{metadata}{track(day, step_mps=step_mps)}</gpx>".encode()


def tcx(day: int = 0) -> bytes:
    """A TCX file as Strava gives it: with blanks first."""
    points = "".join(
        f"<Trackpoint><Time>{START + timedelta(days=day, seconds=i):%Y-%m-%dT%H:%M:%S}.000Z</Time>"
        f"<DistanceMeters>{3.0 * i}</DistanceMeters></Trackpoint>"
        for i in range(N)
    )
    return (
        "          <TrainingCenterDatabase><Activities><Activity Sport='Running'>"
        f"<Lap StartTime='2025-05-04T06:30:00Z'><Track>{points}</Track></Lap>"
        "</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def zipped(files: Mapping[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]], **more) -> bytes:
    """A zip archive of files."""
    pairs = files.items() if isinstance(files, Mapping) else files
    with BytesIO() as out:
        with zipfile.ZipFile(out, "w", more.pop("method", zipfile.ZIP_DEFLATED)) as archive:
            for name, content in pairs:
                archive.writestr(name, content)
        return out.getvalue()


def row(number: int, file: str, *, sport: str = "Run", name: str = NAME, km: str = '"0,18"') -> str:
    """A row of Strava's index: comma decimals, a newline in the name."""
    return (
        f'{number},"4 May 2025, 06:30:00",{name},{sport},,60,{km},140,,false,,,{file},,,'
        "60.0,59.0,177.0,3.4"
    )


def strava(header: str = ENGLISH, *, prefix: str = "", more: Mapping[str, bytes] = {}) -> bytes:
    """A Strava export: three runs in three formats, one without a file, one whose file is lost."""
    rows = [
        row(1, "activities/11.fit.gz"),
        row(2, ""),
        row(3, "activities/13.gpx.gz"),
        row(4, "activities/14.tcx.gz"),
        row(5, "activities/15.fit.gz"),
    ]
    files = {
        "activities.csv": "\n".join([header, *rows, ""]).encode(),
        "activities/11.fit.gz": gzip.compress(fit(0)),
        "activities/13.gpx.gz": gzip.compress(gpx(1, step_mps=1.2)),
        "activities/14.tcx.gz": gzip.compress(tcx(2)),
        "media/a.jpg": b"\xff\xd8\xff\xe0" + bytes(50),
        "media/b.jpg": b"\xff\xd8\xff\xe0" + bytes(50),
        "profile.csv": b"a,b\n",
    }
    return zipped({prefix + name: content for name, content in (files | dict(more)).items()})


def garmin(*, nested_method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Garmin account export: zips in a zip, files named after a mail address."""
    uploaded = "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part"
    wellness = fit(3).replace(b"\0\4\xff\0", b"\0\x20\xff\0", 1)
    parts = (
        {"runner@example.org_1.fit": fit(0), "runner@example.org_2.fit": wellness},
        {"runner@example.org_3.fit": fit(1), "runner@example.org_4.txt": b"hello"},
    )
    files = {f"{uploaded}{i}.zip": zipped(part) for i, part in enumerate(parts, start=1)}
    files["DI_CONNECT/DI-Connect-Wellness/sleep.json"] = b'[{"asleep": 1}]'
    files["customer_data/customer.json"] = b"{}"
    return zipped(files, method=nested_method)


def workout(
    day: int = 0,
    *,
    sport: str = "Running",
    route: str | None = None,
    zone: str | None = "Europe/Vienna",
    inside: str = "",
    distance: str = 'totalDistance="0.18" totalDistanceUnit="km"',
) -> str:
    """A workout of one minute as iOS writes it."""
    begin = START + timedelta(days=day, hours=1)  # written in the zone of the export
    moment = "{:%Y-%m-%d %H:%M:%S} +0100".format
    zoned = f'<MetadataEntry key="HKTimeZone" value="{zone}"/>' if zone else ""
    told = (
        f'<WorkoutRoute sourceName="Watch"><FileReference path="/workout-routes/{route}"/>'
        "</WorkoutRoute>"
        if route
        else ""
    )
    return (
        f'<Workout workoutActivityType="HKWorkoutActivityType{sport}" duration="1" '
        f'durationUnit="min" {distance} sourceName="Watch &lt;3" '
        f'startDate="{moment(begin)}" endDate="{moment(begin + timedelta(seconds=60))}">\n'
        f"{zoned}{inside}{told}</Workout>\n"
    )


DTD = (
    "<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 12 -->\n"
    "<!ELEMENT HealthData (ExportDate,Me,(Record|Workout)*)>\n"
    "<!ATTLIST HealthData\n  locale CDATA #REQUIRED\n>\n"
    "<!ELEMENT Workout ((MetadataEntry|WorkoutEvent)*)>\n"
    "<!ELEMENT WorkoutEvent EMPTY>  <!ATTLIST broken here\n]>\n"
)
RECORD = (
    '<Record type="HKQuantityTypeIdentifierRunningSpeed" unit="km/hr" value="10.5" '
    'sourceName="Wat\x0bch" startDate="2025-05-04 06:30:00 +0200"/>\n'
)


def export_xml(*workouts: str, dtd: str = DTD, records: int = 3) -> bytes:
    """An ``export.xml`` with a broken description of itself, as iOS 16 wrote it."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{dtd}<HealthData locale="de_AT">\n'
        f'<ExportDate value="2026-01-01 10:00:00 +0100"/>\n{RECORD * records}'
        f"{''.join(workouts)}{RECORD}</HealthData>\n"
    ).encode()


def apple_files() -> dict[str, bytes]:
    """An Apple Health export: a run with a route, one without, a ride with, yoga without."""
    root = "apple_health_export/"
    routes = [f"route_2025-05-0{4 + day}_8.30am.gpx" for day in range(2)]
    return {
        root + "workout-routes/" + routes[0]: gpx(0),
        root + "workout-routes/" + routes[1]: gpx(1, step_mps=8.0),
        root + "Export.xml": export_xml(
            workout(0, route=routes[0]),
            workout(1, route=routes[1], sport="Cycling"),
            workout(2),
            workout(3, sport="Yoga"),
        ),
        root + "export_cda.xml": b"<?xml version='1.0'?><ClinicalDocument></ClinicalDocument>",
        root + "electrocardiograms/ecg_1.csv": b"a,b\n",
    }
