"""A gait in the logbook: it answers where the runner did not, and never changes who is referred."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import psoas
from psoas.app.archive import export_logbook, forget_logbook, restore_logbook
from psoas.app.checking import check, keep_check
from psoas.app.gait_keeping import VALID, check_with_gait, keep_gait, latest_gait, standings_of
from psoas.app.gait_told import as_plain
from psoas.app.state import state_of
from psoas.evidence import Made
from psoas.library import shelf
from psoas.motion.measures import Standing
from psoas.store import Logbook
from psoas.store.gaits import KeptGait, gaits, original_of_gait
from tests.kit.gait import csv_of, runner
from tests.kit.sheets import plain_runner
from tests.kit.shell import AT, process, said, told

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CASES = Path(__file__).parents[3].parent / "shared" / "data" / "clinical" / "cases.jsonl"


def kept(**answers) -> KeptGait:
    return KeptGait(
        id="g",
        kept_at=NOW,
        name="clip.mp4",
        told={},
        answers=answers,
        made=Made(by="motion/gait", version=1),
    )


OVERSTRIDE = kept(cadence_spm=152.0, foot_lands_ahead=True)


@pytest.fixture
def clip(tmp_path):
    file = tmp_path / "clip.csv"
    file.write_bytes(csv_of(runner(px_per_m=500, step_spm=152.0, reach_deg=30.0)))
    return file


def record(**answers):
    return {"id": "r", "structured": plain_runner(**answers)}


def drivers(checked):
    return [each.driver.value for each in checked.assessment.drivers]


def test_a_clip_answers_what_was_left_open_and_says_so():
    checked, filmed = check_with_gait(record(), OVERSTRIDE, shelf=shelf())

    assert "overstride_low_cadence" in drivers(checked)
    assert filmed.answers == {"cadence_spm": 152.0, "foot_lands_ahead": True}
    assert "From your clip, kept on 2026-11-22" in checked.text
    assert "overstride_low_cadence" not in drivers(check(record(), shelf=shelf()))


def test_what_the_runner_said_stands():
    said_so = record(foot_lands_ahead=False, cadence_spm=178)
    checked, filmed = check_with_gait(said_so, OVERSTRIDE, shelf=shelf())

    assert filmed is None
    assert checked == check(said_so, shelf=shelf())
    half, from_clip = check_with_gait(
        record(foot_lands_ahead="not_sure", cadence_spm=150), OVERSTRIDE, shelf=shelf()
    )
    assert from_clip.answers == {"foot_lands_ahead": True}
    assert half.answers["structured"]["cadence_spm"] == 150


@pytest.mark.real
@pytest.mark.skipif(not CASES.exists(), reason="../shared/data is not there")
@pytest.mark.parametrize("answers", [OVERSTRIDE, kept(cadence_spm=200.0, foot_lands_ahead=False)])
def test_no_case_is_referred_or_cleared_by_a_clip(answers):
    """Hazard H-25: the same answers with and without a clip have the same disposition."""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        plain = check(case, shelf=shelf())
        found, _ = check_with_gait(case, answers, shelf=shelf())
        if plain.assessment is None:
            assert found.assessment is None
            continue
        assert found.assessment.disposition is plain.assessment.disposition, case["id"]
        assert found.assessment.running is plain.assessment.running, case["id"]
        assert found.assessment.reasons == plain.assessment.reasons, case["id"]


def test_a_clip_that_would_refuse_the_sheet_is_left_out():
    impossible = kept(cadence_spm=900.0)
    checked, filmed = check_with_gait(record(), impossible, shelf=shelf())

    assert filmed is None
    assert checked == check(record(), shelf=shelf())


def test_check_and_plan_use_what_was_kept_and_say_where_it_is_from(tmp_path, clip):
    db, sheet = tmp_path / "my.db", tmp_path / "sheet.json"
    sheet.write_text(json.dumps(record()))
    found = told("gait", clip, "--speed", 3.5, "--db", db, "--at", AT)
    assert found["kept"]

    checked = told("check", sheet, "--db", db, "--at", AT)
    planned = told("plan", "--db", db, "--at", AT)

    assert checked["filmed"]["answers"] == found["answers"]
    assert checked["filmed"]["says"] in checked["text"]
    assert "overstride_low_cadence" in checked["drivers"]
    assert planned["filmed"] == checked["filmed"]
    assert "From your clip" in said("plan", "--db", db, "--at", AT).stdout
    with Logbook.open(db) as logbook, logbook.reading() as connection:
        assert len(gaits(connection)) == 1
    assert told("check", sheet)["filmed"] is None  # another logbook, or none


def test_the_sheet_in_the_logbook_stays_as_it_was_said(tmp_path, clip):
    with Logbook.open(tmp_path / "my.db") as logbook:
        keep_check(logbook, check(record(), shelf=shelf()), now=NOW)
        before = state_of(logbook, shelf=shelf(), now=NOW)
        found = psoas.gait(psoas.read_keypoints(clip), speed_mps=3.5)
        keep_gait(
            logbook, found, name="clip.csv", told=as_plain(found, texts=shelf().texts), now=NOW
        )
        after = state_of(logbook, shelf=shelf(), now=NOW)
        later = state_of(logbook, shelf=shelf(), now=NOW + VALID + timedelta(days=1))

        again = latest_gait(logbook, now=NOW)
    assert standings_of(again)["overstride"] is Standing.ABOVE
    assert set(standings_of(again)) == set(again.told["measures"])
    assert before.filmed is None
    assert after.filmed.answers["foot_lands_ahead"] is True
    assert after.sheet.assessment.disposition is before.sheet.assessment.disposition
    assert after.sheet.assessment.drivers != before.sheet.assessment.drivers
    assert later.filmed is None  # after six weeks it answers no more
    assert later.sheet.answers == before.sheet.answers


def test_the_file_is_kept_only_where_it_is_asked_for(tmp_path, clip):
    db = tmp_path / "my.db"
    said("gait", clip, "--db", db)
    said("gait", clip, "--db", db, "--keep-original")

    with Logbook.open(db) as logbook, logbook.reading() as connection:
        files = [original_of_gait(connection, each.id) for each in gaits(connection)]
    assert files == [clip.read_bytes(), None]
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
        assert latest_gait(restored, now=first[0].kept_at) == first[0]
        removed = forget_logbook(restored)
    assert tmp_path / "new.db" in removed
    assert not (tmp_path / "new.db").exists()


def test_nothing_is_kept_where_a_file_is_in_the_way(tmp_path, clip):
    db, out = tmp_path / "my.db", tmp_path / "out"
    out.mkdir()
    (out / "gait.json").write_text("mine")

    assert process("gait", clip, "--db", db, "--out", out).returncode == 1
    assert not db.exists()
