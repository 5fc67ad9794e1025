"""GPX and TCX: megabytes a second of our readers, of lxml and of gpxpy on the same files.

    python benchmarks/xml_files.py FILE_OR_FOLDER…

Without files it measures on two that it makes. lxml and gpxpy are measured where they are
installed: they are no dependency of psoas. All run in turn, in one process, on processor
time; the median of the rounds counts. The floor is expat without any handler.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from psoas.errors import PsoasError
from psoas.intake.gpx import read_gpx
from psoas.intake.sniff import sniff
from psoas.intake.tcx import read_tcx
from psoas.runs.model import Source

ROUNDS = 7
LEAST_S = 0.3
POINTS = 3600


def made_gpx() -> bytes:
    points = "".join(
        f"""   <trkpt lat="{48 + i * 2.7e-5:.7f}" lon="{16 + i * 1e-6:.7f}">
    <ele>{200 + i % 50}.4</ele>
    <time>2025-05-04T{clock(i)}Z</time>
    <extensions>
     <gpxtpx:TrackPointExtension>
      <gpxtpx:hr>{140 + i % 20}</gpxtpx:hr>
      <gpxtpx:cad>{84 + i % 3}</gpxtpx:cad>
     </gpxtpx:TrackPointExtension>
    </extensions>
   </trkpt>
"""
        for i in range(POINTS)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<gpx creator="x" version="1.1" '
    spaces = 'xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/x">'
    return f"{head}{spaces}<trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>".encode()


def made_tcx() -> bytes:
    points = "".join(
        f"""     <Trackpoint>
      <Time>2025-05-04T{clock(i)}.000Z</Time>
      <Position>
       <LatitudeDegrees>{48 + i * 2.7e-5}</LatitudeDegrees>
       <LongitudeDegrees>{16 + i * 1e-6}</LongitudeDegrees>
      </Position>
      <AltitudeMeters>{200 + i % 50}.4</AltitudeMeters>
      <DistanceMeters>{i * 3.1}</DistanceMeters>
      <HeartRateBpm>
       <Value>{140 + i % 20}</Value>
      </HeartRateBpm>
      <Extensions>
       <ns3:TPX>
        <ns3:Speed>3.1</ns3:Speed>
        <ns3:RunCadence>{84 + i % 3}</ns3:RunCadence>
       </ns3:TPX>
      </Extensions>
     </Trackpoint>
"""
        for i in range(POINTS)
    )
    return (
        '<TrainingCenterDatabase xmlns="http://x/v2" xmlns:ns3="http://x/v3"><Activities>'
        '<Activity Sport="Running"><Lap StartTime="2025-05-04T06:00:00Z"><Track>'
        f"{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def clock(i: int) -> str:
    return f"{6 + i // 3600:02d}:{i // 60 % 60:02d}:{i % 60:02d}"


def floor(data: bytes) -> None:
    with contextlib.suppress(expat.ExpatError):
        expat.ParserCreate().Parse(data.lstrip(), True)


def by_lxml(data: bytes) -> object:
    """The points of a file as numbers, in a plain loop."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(data.lstrip(), parser)
    rows = []
    for point in root.iter("{*}trkpt", "{*}Trackpoint"):
        row = dict(point.attrib)
        for leaf in point.iter():
            if leaf.text and not leaf.text.isspace():
                row[leaf.tag] = leaf.text
        rows.append({k: v if "ime" in k else float(v) for k, v in row.items() if v})
    return rows


def by_gpxpy(data: bytes) -> object:
    import gpxpy

    return gpxpy.parse(data.decode())


def tried(read: Callable[[bytes], object], data: bytes) -> bool:
    try:
        read(data)
    except (PsoasError, ImportError, ValueError):
        return False
    except Exception as error:  # peers fail in their own ways
        print(f"    {read.__name__}: {type(error).__name__}", file=sys.stderr)
        return False
    return True


def mb_per_s(read: Callable[[bytes], object], files: list[bytes]) -> float:
    n_bytes, began = 0, time.process_time()
    while (spent := time.process_time() - began) < LEAST_S:
        for data in files:
            read(data)
        n_bytes += sum(map(len, files))
    return n_bytes / spent / 1e6


def measure(kind: str, files: list[bytes], readers: dict[str, Callable[[bytes], object]]) -> None:
    able = {
        name: (read, [data for data in files if tried(read, data)])
        for name, read in readers.items()
    }
    able = {name: pair for name, pair in able.items() if pair[1]}
    rates: dict[str, list[float]] = {name: [] for name in able}
    for _ in range(ROUNDS):
        for name, (read, readable) in able.items():
            rates[name].append(mb_per_s(read, readable))
    print(f"{kind}: {len(files)} files, {sum(map(len, files)) / 1e6:.1f} MB")
    for name, found in rates.items():
        ratio = statistics.median(
            ours / theirs for ours, theirs in zip(rates["psoas"], found, strict=True)
        )
        print(
            f"  {name:8} {statistics.median(found):7.1f} MB/s  {len(able[name][1])} files"
            f"  psoas is {ratio:.2f}x"
        )


def main(arguments: list[str]) -> None:
    files: dict[Source, list[bytes]] = {Source.GPX: [], Source.TCX: []}
    for argument in map(Path, arguments):
        paths = sorted(argument.rglob("*.*x")) if argument.is_dir() else [argument]
        for path in paths:
            data = path.read_bytes()
            kind = sniff(data)
            if kind in files:
                files[kind].append(data)
    if not arguments:
        files = {Source.GPX: [made_gpx()], Source.TCX: [made_tcx()]}
    peers = {"floor": floor, "lxml": by_lxml}
    if files[Source.GPX]:
        measure("GPX", files[Source.GPX], {"psoas": read_gpx, **peers, "gpxpy": by_gpxpy})
    if files[Source.TCX]:
        measure("TCX", files[Source.TCX], {"psoas": read_tcx, **peers})


if __name__ == "__main__":
    main(sys.argv[1:])
