"""Videos as they come: turned, uneven, fast, cut short, huge, and none at all."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from psoas.errors import InvalidAnswer, NotFound, NotMeasurable, UnreadableFile
from psoas.pose import Frame, clip_of, frames, is_video
from psoas.pose.clip import MOST_S
from tests.kit.video import plain_video, write_sound, write_video

RED = np.array([220, 20, 20])


def read(path: Path, **part: float) -> list[Frame]:
    return list(frames(clip_of(path), **part))


def test_a_plain_clip_says_what_it_is(tmp_path):
    clip = clip_of(plain_video(tmp_path / "a.mp4", n=45, rate_hz=60))

    assert clip.size_px == (96, 64)
    assert clip.duration_s == pytest.approx(0.75, abs=0.02)
    assert clip.rate_hz == pytest.approx(60)
    assert (clip.codec, clip.turn_deg, clip.is_variable) == ("h264", 0, False)


def test_a_clock_of_whole_milliseconds_keeps_the_rate(tmp_path):
    """Matroska's and WebM's steps are 33 and 34 ms: the median would say 30.3."""
    clip = clip_of(plain_video(tmp_path / "a.mkv", n=60, rate_hz=30))

    assert (round(clip.rate_hz, 2), clip.is_variable) == (pytest.approx(30.0, abs=0.02), False)


@pytest.mark.parametrize("rate_hz", [24, 29.97, 60, 120, 240])
def test_frames_have_the_times_at_which_they_were_taken(tmp_path, rate_hz):
    found = read(plain_video(tmp_path / "a.mp4", n=20, rate_hz=rate_hz))

    expected = np.arange(20) / rate_hz
    np.testing.assert_allclose([each.time_s for each in found], expected, atol=1 / 15000)


@pytest.mark.parametrize("suffix", ["mp4", "mov", "3gp", "mkv", "webm"])
def test_every_container_that_is_read_is_known_and_gives_its_pictures(tmp_path, suffix):
    codec = "libvpx" if suffix == "webm" else "libx264"
    path = plain_video(tmp_path / f"a.{suffix}", n=12, rate_hz=25, codec=codec)

    assert is_video(path.read_bytes()[:512])
    times_s = [each.time_s for each in read(path)]
    assert times_s == pytest.approx(np.arange(12) / 25, abs=0.002)


def test_an_uneven_clock_stays_uneven(tmp_path):
    times_s = np.cumsum([0.0, *([1 / 30, 2 / 30] * 15)])
    pictures = [np.full((64, 96, 3), 8 * at, np.uint8) for at in range(31)]
    clip = clip_of(write_video(tmp_path / "a.mp4", pictures, times_s=list(times_s)))

    assert clip.is_variable
    np.testing.assert_allclose([each.time_s for each in frames(clip)], times_s, atol=1e-3)


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_a_turned_picture_is_set_upright(tmp_path, turn_deg):
    """Players turn the stored picture to the left by the angle; the red corner goes along."""
    clip = clip_of(plain_video(tmp_path / "a.mp4", n=12, turn_deg=turn_deg))
    first = next(iter(frames(clip))).rgb
    height, width = first.shape[:2]
    corners = {"top left": first[4, 4], "bottom left": first[-5, 4]}
    corners |= {"top right": first[4, -5], "bottom right": first[-5, -5]}
    red = {name for name, value in corners.items() if np.abs(value - RED).max() < 60}

    assert clip.size_px == (width, height) == ((96, 64) if turn_deg in (0, 180) else (64, 96))
    assert clip.turn_deg == turn_deg
    at = {0: "top left", 90: "bottom left", 180: "bottom right", 270: "top right"}
    assert red == {at[turn_deg]}


def test_a_part_is_what_lies_in_it(tmp_path):
    path = plain_video(tmp_path / "a.mp4", n=60, rate_hz=30)

    part = [each.time_s for each in read(path, start_s=0.5, end_s=1.0)]
    assert part == pytest.approx(np.arange(15, 30) / 30, abs=1e-4)
    whole = read(path)
    again = read(path, start_s=0.5, end_s=1.0)
    assert all((a.rgb == b.rgb).all() for a, b in zip(whole[15:30], again, strict=True))


@pytest.mark.parametrize(("start_s", "end_s"), [(2.5, 3.0), (-1.0, 1.0), (1.0, 1.0), (1.5, 1.0)])
def test_a_part_that_is_not_there_is_said(tmp_path, start_s, end_s):
    clip = clip_of(plain_video(tmp_path / "a.mp4", n=60, rate_hz=30))

    with pytest.raises(InvalidAnswer, match=r"is not in a clip of 2\.0 s"):
        next(frames(clip, start_s=start_s, end_s=end_s))


def test_three_hours_ask_for_a_part_and_give_it(tmp_path):
    """The part is found without reading the rest."""
    path = plain_video(tmp_path / "a.mp4", n=10_800, rate_hz=1.0, size=(32, 32))
    clip = clip_of(path)

    with pytest.raises(NotMeasurable, match="180 minutes of video") as caught:
        next(frames(clip))
    assert "--start" in caught.value.fix
    begun_s = time.process_time()
    assert [round(each.time_s) for each in frames(clip, start_s=9000, end_s=9005)] == [
        *range(9000, 9005)
    ]
    assert time.process_time() - begun_s < 2


def test_a_part_longer_than_is_measured_is_refused(tmp_path):
    clip = clip_of(plain_video(tmp_path / "a.mp4", n=400, rate_hz=1.0, size=(32, 32)))

    with pytest.raises(NotMeasurable, match="201 s of video"):
        next(frames(clip, start_s=10, end_s=10 + MOST_S + 81))


def test_sound_alone_is_no_video(tmp_path):
    with pytest.raises(UnreadableFile, match="no moving pictures"):
        clip_of(write_sound(tmp_path / "a.mp4"))


@pytest.mark.parametrize("keep_ratio", [0.3, 0.6, 0.9])
def test_a_clip_without_its_index_is_cut_short(tmp_path, keep_ratio):
    path = plain_video(tmp_path / "a.mp4", n=60)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(keep_ratio * len(whole))])

    with pytest.raises(UnreadableFile, match="cut short or broken"):
        clip_of(path)


def test_a_clip_whose_end_is_missing_gives_what_is_there_and_says_so(tmp_path):
    noise = np.random.default_rng(3)
    pictures = [noise.integers(0, 255, (64, 96, 3), np.uint8) for _ in range(90)]
    path = write_video(
        tmp_path / "a.mp4",
        pictures,
        times_s=[at / 30 for at in range(90)],
        options={"movflags": "faststart"},
    )
    whole = path.read_bytes()
    path.write_bytes(whole[: int(0.6 * len(whole))])
    clip = clip_of(path)
    found = []

    with pytest.raises(UnreadableFile, match=r"It ends after 1\.\d of 3\.0 s") as caught:
        found.extend(each.time_s for each in frames(clip))
    assert 30 < len(found) < 60
    assert "--end 1" in caught.value.fix or "--end 2" in caught.value.fix
    assert len(list(frames(clip, end_s=1.0))) == 30


def test_bytes_that_are_flipped_lose_frames_and_nothing_else(tmp_path):
    """Whatever is broken: our own error, or frames whose times rise."""
    path = plain_video(tmp_path / "a.mp4", n=60)
    whole = path.read_bytes()
    at = np.random.default_rng(7)
    for _ in range(60):
        broken = bytearray(whole)
        for place in at.integers(0, len(whole), 20):
            broken[place] ^= 1 << int(at.integers(0, 8))
        path.write_bytes(broken)
        try:
            times_s = [each.time_s for each in read(path)]
        except (UnreadableFile, NotMeasurable, InvalidAnswer):
            continue
        assert all(before < after for before, after in pairwise(times_s))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 and more", "no video"),
        (b"\0\0\0\x18ftypmp42" + bytes(400), "cut short or broken"),
        (b"\x1a\x45\xdf\xa3" + bytes(400), "cut short or broken"),
        (b"RIFF\0\0\0\0AVI LIST", "AVI does not keep"),
        (b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n/etc/passwd\n", "no video"),
    ],
)
def test_what_is_no_video_is_said_at_once(tmp_path, content, said):
    path = tmp_path / "a.mp4"
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=said) as caught:
        clip_of(path)
    assert caught.value.where == "a.mp4"
    assert caught.value.fix


def test_pictures_of_some_pixels_show_nobody(tmp_path):
    with pytest.raises(UnreadableFile, match="8 x 8 show nobody"):
        clip_of(plain_video(tmp_path / "a.mp4", n=5, size=(8, 8)))


def test_one_picture_is_no_clip(tmp_path):
    with pytest.raises(UnreadableFile, match="no two frames"):
        clip_of(plain_video(tmp_path / "a.mp4", n=1))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(NotFound):
        clip_of(tmp_path / "none.mp4")
    with pytest.raises(NotFound):
        clip_of(tmp_path)


def test_a_file_that_may_not_be_read_is_said(tmp_path):
    """Root may read everything but a process's own first page."""
    path = Path("/proc/self/mem")
    if os.geteuid() or not path.exists():
        path = plain_video(tmp_path / "a.mp4", n=3)
        path.chmod(0)

    with pytest.raises(UnreadableFile, match="cannot be opened") as caught:
        clip_of(path)
    assert caught.value.fix == "Check that you may read it"


EIGHT_K = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
from psoas.errors import NotMeasurable
from psoas.pose import clip_of
try:
    clip_of(sys.argv[1])
except NotMeasurable as error:
    print(error.what)
"""


def test_eight_k_is_refused_before_a_picture_is_decoded(tmp_path):
    """Within 1 GB of address space; the clip is written by a process without that limit."""
    path = plain_video(tmp_path / "a.mp4", n=2, size=(7680, 4320))
    begun_s = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", EIGHT_K, path], capture_output=True, text=True, timeout=60
    )

    assert done.stdout.strip() == "Pictures of 7680 x 4320 are larger than psoas reads"
    assert time.monotonic() - begun_s < 20


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells its peak")
def test_reading_keeps_no_pictures(tmp_path):
    """Two hundred pictures of 6 MB each: the peak grows by far less than what was read."""
    grey = np.full((1088, 1920, 3), 128, np.uint8)
    path = write_video(
        tmp_path / "a.mp4", (grey for _ in range(200)), times_s=[at / 60 for at in range(200)]
    )
    code = (
        "import sys\n"
        "from psoas.pose import clip_of, frames\n"
        "n = sum(each.rgb.nbytes for each in frames(clip_of(sys.argv[1])))\n"
        "peak = [x for x in open('/proc/self/status') if x.startswith('VmHWM')]\n"
        "print(n, peak[0].split()[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True)
    n_bytes, peak_kb = map(int, done.stdout.split())

    assert n_bytes > 1.2e9
    assert peak_kb < 300_000
