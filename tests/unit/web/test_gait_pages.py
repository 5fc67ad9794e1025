"""Filming in the browser: a clip or key points in, progress, findings, files, refusals."""

from __future__ import annotations

import re
import time

import pytest

from psoas.library import shelf
from psoas.motion.quality import Cause
from psoas.web.pages.gait import CAUSES
from tests.kit.gait import csv_of, runner
from tests.kit.video import write_sound
from tests.unit.web.test_pages import Browser, _browser

PARTS = {"speed_kmh": "12,6", "height_cm": "175"}


@pytest.fixture
def site(tmp_path):
    yield from _browser(tmp_path / "logbook.db")


def bring(site: Browser, name: str, content: bytes, **fields) -> str:
    """Bring a clip, wait for the end, and return its path."""
    answer = site.post("/gait", {**PARTS, **fields}, files={"clip": (name, content)})
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"]
    deadline = time.monotonic() + 60
    while not site.get(f"{path}/state").json()["ended"]:
        assert time.monotonic() < deadline, "the clip was not measured in 60 s"
        time.sleep(0.02)
    return path


@pytest.fixture
def points():
    return csv_of(runner(px_per_m=500))


def test_key_points_become_findings_with_pictures(site, points):
    text = site.get(bring(site, "me.csv", points)).text

    assert "What the film says" in text
    assert "Cadence" in text
    assert text.count("<svg") > 8
    assert not re.search(r"−0(\.0+)?[ °<]|\d\.00 |\d °", text)  # numbers as people write them
    assert "Nobody has shown that being outside a norm hurts" in text
    assert "Pelvic tilt" in text.partition("What is not told")[2]


def test_each_file_can_be_taken_along_and_no_other(site, points, tmp_path):
    path = bring(site, "me.csv", points)
    for name in ("gait.json", "keypoints.trc", "steps.csv", "curves.svg"):
        assert name in site.get(path).text
        assert site.get(f"{path}/files/{name}").status_code == 200
    for name in ("logbook.db", "..%2Flogbook.db", "overlay.mp4"):
        assert site.get(f"{path}/files/{name}").status_code == 404


def test_the_clip_is_dropped_when_it_is_measured(site, points, tmp_path):
    bring(site, "a-clip-of-me.csv", points)

    assert list(tmp_path.rglob("a-clip-of-me.csv")) == []


def test_what_cannot_be_measured_is_told_with_the_way_out(site):
    still = csv_of(runner(px_per_m=500, seconds=1.0))
    text = site.get(bring(site, "short.csv", still)).text

    assert "It cannot be measured" in text
    assert shelf().texts["gait.too-short-fix"] in text
    assert 'href="/gait/filming"' in text


def test_a_file_without_pictures_is_no_clip(site, tmp_path):
    write_sound(tmp_path / "sound.mp4")
    text = site.get(bring(site, "sound.mp4", (tmp_path / "sound.mp4").read_bytes())).text

    assert "It cannot be measured" in text
    assert "What to do" in text


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"speed_kmh": "fast"}, "is not a number"), ({"height_cm": "1,78 m"}, "is not a number")],
)
def test_a_number_that_is_none_is_refused_before_the_work(site, points, fields, said):
    answer = site.post("/gait", {**PARTS, **fields}, files={"clip": ("me.csv", points)})

    assert answer.status_code == 422
    assert said in answer.text


def test_without_a_clip_nothing_begins(site):
    assert site.post("/gait", PARTS, files={"other": ("", b"")}).status_code == 422


def test_a_clip_of_another_day_is_gone_and_says_so(site):
    answer = site.get("/gait/no-such-clip")

    assert answer.status_code == 404
    assert "Bring the clip again" in answer.text


def test_the_guide_names_a_way_out_of_each_cause_of_filming(site):
    text = site.get("/gait/filming").text
    texts = shelf().texts

    assert set(CAUSES) <= {each.value for each in Cause}
    for cause in CAUSES:
        assert texts[f"gait_cause.{cause}"] in text
    assert "{" not in text.partition("<main")[2]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"height_cm": "1.78"}, "120 to 230"),
        ({"speed_kmh": "90"}, "3.6 to 43.2"),
        ({"capture_fps": "0"}, "10 to 2000"),
        ({"start_s": "-3"}, "0 to"),
    ],
)
def test_a_number_that_nobody_has_is_refused_in_the_forms_own_unit(site, points, fields, said):
    """It was told after minutes of work, and in metres a second."""
    answer = site.post("/gait", {**PARTS, **fields}, files={"clip": ("me.csv", points)})

    assert (answer.status_code, said in answer.text) == (422, True)


def kept_ids(site: Browser) -> list[str]:
    return re.findall(r"/gait/kept/([-\w]+)/remove", site.get("/gait").text)


def test_what_a_clip_said_can_be_removed_and_the_clip_with_it(site, points):
    """Of the wrong runner it would speak in the check for six weeks."""
    bring(site, "mine.csv", points, keep="yes")
    (mine,) = kept_ids(site)
    bring(site, "a-friend.csv", csv_of(runner(px_per_m=500, step_spm=160.0)))
    (friend,) = set(kept_ids(site)) - {mine}

    assert site.get(f"/gait/kept/{mine}/clip").content == points
    assert site.get(f"/gait/kept/{friend}/clip").status_code == 404
    assert site.post(f"/gait/kept/{friend}/remove").status_code == 303
    assert kept_ids(site) == [mine]
    assert site.post(f"/gait/kept/{mine}/remove").status_code == 303
    assert kept_ids(site) == []
    assert site.get(f"/gait/kept/{mine}/clip").status_code == 404


def test_a_part_of_key_points_is_refused_and_not_ignored(site, points):
    text = site.get(bring(site, "me.csv", points, start_s="2")).text

    assert "a part can be taken of a video only" in text
