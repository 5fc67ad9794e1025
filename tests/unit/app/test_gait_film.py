"""Pictures of a clip: no frame shows the face, nothing else of the clip's file comes along."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

import psoas
from psoas.app.gait.files import NAMES, OF_CLIP
from psoas.app.gait.overlay import filmed, write_key_frames, write_overlay
from psoas.app.gait.pair import same_phase_s, stride_spans_s, write_side_by_side
from psoas.app.gait.pictures import frames_in, seen_in
from psoas.errors import InvalidAnswer
from psoas.library import shelf
from psoas.pose import clip_of, frames
from tests.kit import filmed as kit
from tests.kit.gait import csv_of, runner
from tests.kit.shell import process, told


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return kit.clip(tmp_path_factory.mktemp("clip") / "clip.mp4")


def pictures(path):
    return [(frame.time_s, frame.rgb) for frame in frames(clip_of(path))]


def overlaid(path, points, clip, **how):
    found = psoas.gait(points)
    write_overlay(filmed(clip, found.gait, points, **how), path)
    return pictures(path)


EVERY = ("left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle")
EVERY += ("left_heel", "right_heel", "left_toe", "right_toe", "shoulder")
LOST = slice(60, 90)


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(kit.key_points(has_face=True), id="face and shoulders"),
        pytest.param(kit.key_points(has_face=False), id="shoulders only"),
        pytest.param(
            kit.key_points(has_face=True, lost=("nose", "left_eye"), lost_frames=LOST),
            id="half a face for a second",
        ),
        pytest.param(
            kit.key_points(has_face=False, lost=("shoulder",), lost_frames=slice(0, None)),
            id="hips only",
        ),
        pytest.param(
            kit.key_points(has_face=False, lost=EVERY, lost_frames=slice(60, 72)),
            id="nothing at all for a while",
        ),
        pytest.param(
            kit.key_points(has_face=False, lost=EVERY, lost_frames=slice(0, 15)),
            id="nothing at the beginning",
        ),
    ],
)
def test_no_frame_shows_the_face(tmp_path, clip, points):
    found = overlaid(tmp_path / "overlay.mp4", points, clip)

    assert len(found) == len(kit.times_s())
    left = [kit.stripes_left(picture, at) for at, (_, picture) in enumerate(found)]
    assert max(left) < 0.25, int(np.argmax(left))


def test_only_who_asks_for_it_sees_the_face(tmp_path, clip):
    points = kit.key_points(has_face=True)
    found = overlaid(tmp_path / "overlay.mp4", points, clip, is_blurred=False)

    assert min(kit.stripes_left(picture, at) for at, (_, picture) in enumerate(found)) > 0.6


def test_a_face_that_is_found_elsewhere_does_not_bare_the_head(tmp_path, clip):
    points = kit.key_points(has_face=True)
    for track in points.face.values():
        track += [120.0, -90.0]  # a poster on the wall
    found = overlaid(tmp_path / "overlay.mp4", points, clip)

    assert max(kit.stripes_left(picture, at) for at, (_, picture) in enumerate(found)) < 0.25


def test_frames_are_in_order_at_their_true_times(tmp_path):
    times_s = kit.times_s() + np.where(np.arange(len(kit.times_s())) % 2, 0.008, 0.0)
    clip = kit.clip(tmp_path / "even.mp4")
    uneven = tmp_path / "uneven.mp4"
    with av.open(clip) as even, av.open(uneven, "w") as out:
        (stream,) = even.streams.video
        written = out.add_stream("libx264", rate=30)
        written.width, written.height, written.pix_fmt = kit.WIDTH, kit.HEIGHT, "yuv420p"
        written.codec_context.time_base = written.time_base = Fraction(1, 90_000)
        for time_s, frame in zip(times_s, even.decode(stream), strict=True):
            frame.pts, frame.time_base = round(time_s * 90_000), Fraction(1, 90_000)
            out.mux(written.encode(frame))
        out.mux(written.encode())

    found = overlaid(tmp_path / "overlay.mp4", kit.key_points(has_face=True), uneven)

    said_s = [time_s for time_s, _ in found]
    np.testing.assert_allclose(said_s, times_s, atol=0.001)
    assert all(first < second for first, second in pairwise(said_s))


def test_a_turned_clip_comes_out_upright(tmp_path):
    clip = kit.clip(tmp_path / "turned.mp4", turn_deg=90)
    assert clip_of(clip).turn_deg != 0

    found = overlaid(tmp_path / "overlay.mp4", kit.key_points(has_face=True), clip)

    assert clip_of(tmp_path / "overlay.mp4").turn_deg == 0
    assert found[0][1].shape[:2] == (kit.HEIGHT, kit.WIDTH)
    assert max(kit.stripes_left(picture, at) for at, (_, picture) in enumerate(found)) < 0.25


def test_sound_place_date_and_device_stay_behind(tmp_path, clip):
    spoken = tmp_path / "spoken.mp4"
    marks = {
        "location": "+51.5074-000.1278/",
        "creation_time": "2026-11-22T07:30:00.000000Z",
        "com.apple.quicktime.make": "PhoneMaker",
        "comment": "my own garden",
        "title": "Anna runs",
    }
    with (
        av.open(clip) as source,
        av.open(spoken, "w", options={"movflags": "use_metadata_tags"}) as out,
    ):
        out.metadata.update(marks)
        seen = source.streams.video[0]
        picture = out.add_stream_from_template(seen)
        sound = out.add_stream("aac", rate=44_100, layout="mono")
        for packet in source.demux(seen):
            if packet.dts is not None:
                packet.stream = picture
                out.mux(packet)
        noise = np.random.default_rng(0).normal(0, 0.1, (1, 44_100)).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(noise, format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 44_100, 0
        out.mux(sound.encode(frame))
        out.mux(sound.encode())
    before = spoken.read_bytes()
    assert b"PhoneMaker" in before
    assert b"+51.5074" in before

    overlaid(tmp_path / "overlay.mp4", kit.key_points(has_face=True), spoken)

    with av.open(tmp_path / "overlay.mp4") as found:
        assert [stream.type for stream in found.streams] == ["video"]
        assert not set(marks) & set(found.metadata)
        assert found.streams.video[0].codec_context.name == "h264"
        assert found.streams.video[0].codec_context.pix_fmt == "yuv420p"
    after = (tmp_path / "overlay.mp4").read_bytes()
    words = (b"PhoneMaker", b"51.5074", b"2026", b"garden", b"Anna", b"mp4a")
    assert [word for word in words if word in after] == []


def test_what_is_drawn_lies_on_the_runner_in_the_colours_of_the_sides(tmp_path, clip):
    points = kit.key_points(has_face=True)
    found = overlaid(tmp_path / "overlay.mp4", points, clip)
    places = kit.places_px()
    at = 100
    picture = found[at][1].astype(float)
    for side, colour in (("right", (230, 159, 0)), ("left", (86, 180, 233))):
        middle = (places[f"{side}_knee"][at] + places[f"{side}_ankle"][at]) / 2
        x, y = np.round(middle).astype(int)
        near = picture[y - 3 : y + 4, x - 3 : x + 4].reshape(-1, 3)
        assert np.abs(near - colour).max(axis=1).min() < 60  # chroma is halved in H.264


def test_key_frames_are_pictures_without_the_face(tmp_path, clip):
    from PIL import Image

    points = kit.key_points(has_face=True)
    found = psoas.gait(points)
    film = filmed(clip, found.gait, points)
    moments = frames_in(found.gait, seen_in(found))
    write_key_frames(film, moments, tmp_path / "kinogram.jpg", texts=shelf().texts)

    sheet = Image.open(tmp_path / "kinogram.jpg")
    assert not sheet.getexif()
    grey = np.asarray(sheet.convert("L"), dtype=float)
    head = grey[0:110, 0:270]  # the first cell above the hips
    assert np.abs(np.diff(head, axis=1)).max() < 150  # stripes would jump by 255


def test_the_command_writes_the_clip_too(tmp_path, clip):
    file = tmp_path / "points.csv"
    file.write_bytes(csv_of(kit.key_points(has_face=False)))
    printed = told("gait", file, "--clip", clip, "--out", tmp_path / "out")

    names = [each.rpartition("/")[2] for each in printed["files"]]
    assert names == [*NAMES, *OF_CLIP]
    assert len(pictures(tmp_path / "out" / "overlay.mp4")) == len(kit.times_s())


@pytest.mark.parametrize("option", [["--no-blur"], ["--force"], ["--clip", "x.mp4"]])
def test_options_of_files_ask_for_a_folder(tmp_path, option):
    file = tmp_path / "points.csv"
    file.write_bytes(csv_of(runner(px_per_m=500)))

    assert process("gait", file, *option).returncode == 2


def test_points_of_another_clip_are_refused(clip):
    other = runner(px_per_m=500)
    with pytest.raises(InvalidAnswer, match="1500 x 1000"):
        filmed(clip, psoas.gait(other).gait, other)
    with pytest.raises(InvalidAnswer, match="metres"):
        filmed(clip, psoas.gait(runner()).gait, runner())
    long = runner(px_per_m=kit.PX_PER_M, seconds=10.0)
    with pytest.raises(InvalidAnswer, match=r"4\.0 s"):
        filmed(clip, psoas.gait(long).gait, kit.key_points(has_face=False).slowed(0.4))


def test_the_same_phase_of_two_strides_of_different_length():
    spans, others = ((1.0, 1.7), (1.7, 2.4)), ((5.0, 5.6), (5.6, 6.2), (6.2, 6.8))

    assert same_phase_s(1.0, spans, others) == pytest.approx(5.0)
    assert same_phase_s(1.35, spans, others) == pytest.approx(5.3)  # half of the first
    assert same_phase_s(2.05, spans, others) == pytest.approx(5.9)  # half of the second
    assert same_phase_s(0.9, spans, others) is None
    assert same_phase_s(2.4, spans, others) is None


def test_a_clip_beside_itself_is_the_same_picture_twice_without_a_face(tmp_path, clip):
    points = kit.key_points(has_face=True)
    film = filmed(clip, psoas.gait(points).gait, points)
    write_side_by_side(film, film, tmp_path / "both.mp4", texts=shelf().texts)

    found = pictures(tmp_path / "both.mp4")
    spans = stride_spans_s(film.overlays.gait, film.overlays.side)
    assert len(found) == pytest.approx((spans[-1][1] - spans[0][0]) * kit.RATE_HZ, abs=2)
    for _, picture in found:
        half = picture.shape[1] // 2
        left, right = (picture[:600, at : at + half].astype(float) for at in (0, half))
        assert np.abs(left - right).mean() < 3  # the same moment, to what H.264 makes of it
        assert np.abs(np.diff(left[:150].mean(axis=2), axis=1)).max() < 150  # no stripes
