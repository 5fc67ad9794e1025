"""Sets as they are typed, and a record as it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from psoas.app.check.checking import check, keep_check
from psoas.app.plan.planning import make_plan
from psoas.app.session.performing import Record, keep_record
from psoas.app.session.reading_records import read_record_file
from psoas.app.session.typed_sets import typed_sets
from psoas.app.state import state_of
from psoas.errors import InvalidAnswer, NotFound, UnreadableFile
from psoas.library import shelf as shipped
from psoas.quantity import Side
from psoas.store import Logbook
from tests.kit.sheets import plain_runner

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SHELF = shipped()


def typed(*texts: str):
    return typed_sets(texts, session="s", shelf=SHELF, now=NOW)


@pytest.fixture
def logbook(tmp_path: Path) -> Iterator[Logbook]:
    with Logbook.open(tmp_path / "runner.db") as found:
        keep_check(found, check({"structured": plain_runner()}, shelf=SHELF), now=NOW)
        make_plan(found, shelf=SHELF, now=NOW)
        yield found


def test_a_set_says_what_is_typed_and_nothing_else():
    found = typed("dead-bug:left:8:reserve=2:pain=1", "side-plank:20s:load=2.5:instead=sit-up")
    first, second = found.values()

    assert list(found) == ["dead-bug.left.1", "side-plank.none.1"]
    assert (first.side, first.reps, first.in_reserve, first.pain_nrs) == (Side.LEFT, 8, 2, 1)
    assert (first.hold_s, first.load_kg, first.instead_of) == (None, None, None)
    assert (second.hold_s, second.load_kg, second.instead_of) == (20.0, 2.5, "sit-up")
    assert (second.side, second.reps, second.in_reserve, second.pain_nrs) == (None,) * 4


def test_sets_are_counted_on_each_side():
    found = typed("dead-bug:left", "dead-bug:right", "dead-bug:left", "sit-up")

    assert [each.set_number for each in found.values()] == [1, 1, 2, 1]


@pytest.mark.parametrize(
    "text",
    [
        *("", ":", "deadbug:8", "dead-bug:", "dead-bug:both", "dead-bug:8:9", "dead-bug:-1"),
        *("dead-bug:8.5", "dead-bug:pain=11", "dead-bug:pain=2.5", "dead-bug:pain=", "dead-bug:s"),
        *("dead-bug:pain=1:pain=2", "dead-bug:colour=red", "dead-bug:instead=nothing"),
        *("dead-bug:99999999999", "dead-bug:٣", "dead-bug:load=1e3", "dead-bug:left:right"),
    ],
)
def test_what_is_not_understood_is_refused_with_how_to_write_it(text):
    with pytest.raises(InvalidAnswer) as refused:
        typed(text)

    assert refused.value.where == f"--set {text}"


def test_typed_again_replaces_all_of_it(logbook):
    for texts in (("dead-bug:8", "dead-bug:8", "dead-bug:6"), ("dead-bug:9",)):
        sets = typed(*texts)
        record = Record(id="typed-s", session="s", finished_at=NOW, sets=sets)
        keep_record(logbook, record, shelf=SHELF, now=NOW, anew=True)

    state = state_of(logbook, shelf=SHELF, now=NOW)
    assert [each.reps for each in state.performed] == [9]
    assert [each.session for each in state.done] == ["s"]


def test_pain_in_a_set_is_the_sessions_pain_even_where_less_was_said(logbook):
    record = Record(
        id="r", session="s", finished_at=NOW, during_nrs=1, sets=typed("dead-bug:pain=6")
    )

    kept = keep_record(logbook, record, shelf=SHELF, now=NOW)

    assert kept.done is not None
    assert kept.done.pain_nrs == 6
    assert state_of(logbook, shelf=SHELF, now=NOW).light.level == "red"


def test_a_record_file_is_read_and_what_is_none_is_told(tmp_path):
    good, bad = tmp_path / "record.json", tmp_path / "bad.json"
    good.write_text(json.dumps({"record": "r", "session": "s", "finished_at": NOW.isoformat()}))
    bad.write_bytes(b"{")

    assert read_record_file(good) == Record(id="r", session="s", finished_at=NOW)
    with pytest.raises(UnreadableFile):
        read_record_file(bad)
    with pytest.raises(NotFound):
        read_record_file(tmp_path / "none.json")
    bad.write_text("[" * 100_000)
    with pytest.raises(UnreadableFile):
        read_record_file(bad)
    bad.write_text("[]")
    with pytest.raises(InvalidAnswer):
        read_record_file(bad)
