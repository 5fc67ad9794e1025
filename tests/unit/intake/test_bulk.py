"""Two ways to read points, one result: all at once, or element by element."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.errors import PsoasError
from psoas.intake import xml_read
from psoas.intake.bulk import NotPlain, bulk
from psoas.intake.gpx import Reader as GpxReader
from psoas.intake.points import CHANNELS
from psoas.intake.tcx import _Reader as TcxReader
from tests.kit import archives as kit
from tests.unit.intake.test_xml import HEART, gpx, gpx_points, tcx, tcx_points

GPX = gpx(gpx_points(20, extension=HEART))
TCX = tcx(tcx_points(20))


def told(data: bytes, make, *, at_once: bool):
    """Everything that a reader knows of a file in the end, or the error."""
    limit = xml_read.BULK_BYTES
    xml_read.BULK_BYTES = limit if at_once else -1
    try:
        reader, notes = xml_read.read(data, make, name="x")
    except PsoasError as error:
        return error.what
    finally:
        xml_read.BULK_BYTES = limit
    raw = reader.points.raw()
    columns = {name: getattr(raw, name) for name in (*CHANNELS, "unix_s", "segment")}
    rest = {
        name: getattr(reader, name)
        for name in ("creator", "words", "activities")
        if hasattr(reader, name)
    }
    clock = reader.points.clock
    return columns, rest | {"zone": clock.offset_s, "naive": clock.naive}, notes


def assert_same(data: bytes, make) -> None:
    fast, slow = (told(data, make, at_once=at_once) for at_once in (True, False))
    if isinstance(fast, str) or isinstance(slow, str):
        assert fast == slow
        return
    assert fast[1:] == slow[1:]
    for name, values in fast[0].items():
        np.testing.assert_allclose(values, slow[0][name], rtol=5e-16, err_msg=name)


def is_plain(data: bytes, make) -> bool:
    try:
        bulk(data, make.point, make.stretch, make.fields)
    except NotPlain:
        return False
    return True


@pytest.mark.parametrize(
    ("data", "make"), [(GPX, GpxReader), (TCX, TcxReader), (kit.gpx(), GpxReader)]
)
def test_what_watches_write_is_read_at_once(data, make):
    data = data.replace(b"<a:", b"<").replace(b"</a:", b"</").replace(b"ns3:", b"")

    assert is_plain(data, make)
    assert_same(data, make)


ODD = {
    "a comment": GPX.replace(b"<trkseg>", b"<trkseg><!-- <trkpt/> -->"),
    "a section of text": GPX.replace(b"<name>x", b"<name><![CDATA[<trkpt>]]>"),
    "a reference": GPX.replace(b"<ele>200.5", b"<ele>20&#48;.5", 1),
    "an attribute": GPX.replace(b"<ele>", b'<ele unit="m">', 1),
    "an empty value": GPX.replace(b"<ele>200.5</ele>", b"<ele/>", 1),
    "no value": GPX.replace(b"<ele>200.5</ele>", b"<ele></ele>", 1),
    "the other order": GPX.replace(b'lon="16"', b"").replace(b"<trkpt ", b'<trkpt lon="16" '),
    "other quotes": GPX.replace(b'lon="16"', b"lon='16'"),
    "more attributes": GPX.replace(b'lon="16"', b'lon="16" id="7"'),
    "a blank in the tag": GPX.replace(b'lon="16">', b'lon="16" >'),
    "an empty point": GPX.replace(b"</trkseg>", b'<trkpt lat="1" lon="2"/></trkseg>'),
    "points with a prefix": GPX.replace(b"<trkpt", b"<x:trkpt").replace(b"/trkpt", b"/x:trkpt"),
    "stretches with a prefix": GPX.replace(b"trkseg>", b"x:trkseg>"),
    "two stretches": GPX.replace(b"</trkpt>", b"</trkpt></trkseg><trkseg>", 3),
    "a value twice": GPX.replace(b"<ele>200.5", b"<ele>7</ele><ele>200.5"),
    "nonsense, then a value": GPX.replace(b"<ele>200.5", b"<ele>x</ele><ele>200.5"),
    "two times": GPX.replace(b"<time>", b"<time>2020-01-01T00:00:00Z</time><time>", 2),
    "no times": GPX.replace(b"time>", b"tome>"),
    "one without a time": GPX.replace(b"time>", b"tome>", 2),
    "times of two lengths": GPX.replace(b"Z</time>", b".5Z</time>", 3),
    "times with a zone": GPX.replace(b"Z</time>", b"+02:00</time>"),
    "no such day": GPX.replace(b"2025-05-04", b"2025-02-30", 3),
    "a leap second": GPX.replace(b":03Z", b":60Z"),
    "other numbers": GPX.replace(b"200.5", b" +2e2 ").replace(b">140<", b">-0<"),
    "long numbers": GPX.replace(b"200.5", b"200.12345678901234567890"),
    "numbers of 17 digits": GPX.replace(b"200.5", b"51.509863585233694"),
    "no number": GPX.replace(b"200.5", b"NaN").replace(b">140<", b">1.2.3<"),
    "infinity": GPX.replace(b"200.5", b"-inf"),
    "another encoding": GPX.replace(b"UTF-8", b"ISO-8859-1").replace(b"<name>x", b"<name>\xe9"),
    "the mark of bytes": b"\xef\xbb\xbf" + GPX,
    "no such letter": GPX.replace(b"<name>x", b"<name>\xe9"),
    "an entity": GPX.replace(b"<gpx", b'<!DOCTYPE gpx [<!ENTITY a "b">]><gpx', 1),
    "a bracket in a name": GPX.replace(b"<name>x", b"<name>x>y"),
    "a bracket in an attribute": GPX.replace(b'creator="a', b'creator="a>b'),
    "a wrong end": GPX.replace(b"</ele>", b"</elf>", 1),
    "a point in a name": GPX.replace(b"a watch", b"trkpt lat"),
    "points in a point": GPX.replace(b"<ele>", b"<trkpt></trkpt><ele>", 1),
    "another time zone": GPX.replace(b"2025-05-04", b"1969-05-04"),
    "long names": GPX.replace(b"ele>", b"x" * 40 + b":ele>"),
    "a long prefix": GPX.replace(b"ele>", b"x" * 20 + b":ele>"),
}


@pytest.mark.parametrize("kind", ODD)
def test_oddities_are_read_the_same_both_ways(kind):
    assert ODD[kind] != GPX
    assert_same(ODD[kind], GpxReader)


@given(
    which=st.sampled_from([(GPX, GpxReader), (TCX, TcxReader)]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=3),
    cut=st.floats(0.5, 1),
)
def test_damage_is_read_the_same_both_ways(which, changes, cut):
    data, make = which
    damaged = bytearray(data)
    for place, octet in changes:
        damaged[int(place * (len(data) - 1))] = octet
    kept = len(data) if cut > 0.9 else int(cut * len(data))

    assert_same(bytes(damaged[:kept]), make)


@given(st.lists(st.from_regex(r"-?[0-9]{0,20}(\.[0-9]{0,20})?", fullmatch=True), min_size=16))
def test_numbers_are_as_float_reads_them(texts):
    points = "".join(
        f"<trkpt><ele>{text}</ele><time>2025-05-04T06:30:{i % 60:02d}Z</time></trkpt>"
        for i, text in enumerate(texts)
    )
    data = gpx(points)

    assert is_plain(data, GpxReader)
    assert_same(data, GpxReader)
