"""A gait in the logbook: it speaks to the drivers, and never changes who is referred."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

import psoas
from psoas.app.archive import export_logbook, forget_logbook, restore_logbook
from psoas.app.check.checking import check, keep_check
from psoas.app.gait.keeping import VALID, keep_gait
from psoas.app.gait.told import as_plain
from psoas.app.state import state_of
from psoas.library import shelf
from psoas.store import Logbook
from psoas.store.gaits import gaits, original_of_gait
from tests.kit.gait import csv_of, runner
from tests.kit.sheets import plain_runner
from tests.kit.shell import AT, process, said, told

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def clip(tmp_path):
    file = tmp_path / "clip.csv"
    file.write_bytes(csv_of(runner(px_per_m=500, step_spm=152.0, reach_deg=30.0)))
    return file


def record(**answers):
    return {"id": "r", "structured": plain_runner(**answers)}


def test_check_and_plan_look_at_the_clip_and_who_is_referred_does_not_change(tmp_path, clip):
    """Hazard H-25: the same answers with and without a clip have the same disposition."""
    db, sheet = tmp_path / "my.db", tmp_path / "sheet.json"
    for answers in ({}, {"limp": True, "pain_walk_0_10": 4, "weight_bearing": "painful"}):
        sheet.write_text(json.dumps(record(**answers)))
        plain = told("check", sheet, "--at", AT)
        if not db.exists():
            assert told("gait", clip, "--speed", 3.5, "--db", db, "--at", AT)["kept"]
        filmed = told("check", sheet, "--db", db, "--at", AT)
        for key in ("disposition", "running", "error"):
            assert filmed[key] == plain[key]
        if not answers:
            assert "overstride_low_cadence" in filmed["drivers"]
            assert "overstride_low_cadence" not in plain["drivers"]
            assert "your clip: the foot lands" in json.dumps(filmed["why"])  # where it is from


def test_the_sheet_in_the_logbook_stays_as_it_was_said(tmp_path, clip):
    with Logbook.open(tmp_path / "my.db") as logbook:
        keep_check(logbook, check(record(), shelf=shelf()), now=NOW)
        before = state_of(logbook, shelf=shelf(), now=NOW)
        found = psoas.gait(psoas.read_keypoints(clip), speed_mps=3.5)
        plain = as_plain(found, texts=shelf().texts)
        keep_gait(logbook, found, name="clip.csv", told=plain, now=NOW)
        after = state_of(logbook, shelf=shelf(), now=NOW)
        later = state_of(logbook, shelf=shelf(), now=NOW + VALID + timedelta(days=1))

    assert "clip_overstride" not in before.observed
    assert after.observed["clip_overstride"] == "above"
    assert after.sheet.answers == before.sheet.answers
    assert after.sheet.assessment.disposition is before.sheet.assessment.disposition
    assert after.sheet.assessment.drivers != before.sheet.assessment.drivers
    assert "clip_overstride" not in later.observed  # after six weeks it speaks no more


def test_the_file_is_kept_only_where_it_is_asked_for(tmp_path, clip):
    db = tmp_path / "my.db"
    for asked, kept in (((), None), (("--keep-original",), clip.read_bytes())):
        said("gait", clip, "--db", db, *asked)
        with Logbook.open(db) as logbook, logbook.reading() as connection:
            files = [original_of_gait(connection, each.id) for each in gaits(connection)]
        assert files == [kept]
    assert process("gait", clip, "--keep-original").returncode == 2


def test_it_is_exported_restored_and_forgotten(tmp_path, clip):
    db = tmp_path / "my.db"
    said("gait", clip, "--speed", 3.5, "--db", db, "--keep-original")
    with Logbook.open(db) as logbook:
        with logbook.reading() as connection:
            first = gaits(connection)
        counts = export_logbook(logbook, tmp_path / "all.zip", now=NOW)
    assert counts["gait"] == 1
    with Logbook.open(tmp_path / "new.db") as restored:
        restore_logbook(restored, tmp_path / "all.zip")
        with restored.reading() as connection:
            assert gaits(connection) == first
            assert original_of_gait(connection, first[0].id) == clip.read_bytes()
        removed = forget_logbook(restored)
    assert tmp_path / "new.db" in removed
    assert not (tmp_path / "new.db").exists()


def test_nothing_is_kept_where_a_file_is_in_the_way(tmp_path, clip):
    db, out = tmp_path / "my.db", tmp_path / "out"
    out.mkdir()
    (out / "gait.json").write_text("mine")

    assert process("gait", clip, "--db", db, "--out", out).returncode == 1
    assert not db.exists()


def test_a_clip_that_is_measured_again_is_kept_once_and_is_no_clip_of_today(tmp_path, clip):
    """It would speak for six weeks more, and be told as filmed on that day."""
    found = psoas.gait(psoas.read_keypoints(clip), speed_mps=3.5)
    plain = as_plain(found, texts=shelf().texts)
    faster = psoas.gait(psoas.read_keypoints(clip), speed_mps=4.5)
    with Logbook.open(tmp_path / "my.db") as logbook:
        first = keep_gait(logbook, found, name="clip.csv", told=plain, now=NOW)
        later = NOW + timedelta(days=30)
        again = keep_gait(logbook, found, name="same.csv", told=plain, now=later)
        with_file = keep_gait(
            logbook, found, name="clip.csv", told=plain, now=later, original=b"clip"
        )
        keep_gait(
            logbook, faster, name="clip.csv", told=as_plain(faster, texts=shelf().texts), now=later
        )
        with logbook.reading() as connection:
            kept = gaits(connection)
            original = original_of_gait(connection, first.id)

    assert again.id == with_file.id == first.id
    assert [each.kept_at for each in kept] == [later, NOW]
    assert original == b"clip"
