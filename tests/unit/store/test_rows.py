"""What is kept comes back as it was given, and an original is one whatever its wrapping."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.app.check.checking import METHOD as CHECKING
from psoas.app.check.checking import check, keep_check
from psoas.app.diary.keeping import finish_session
from psoas.app.files.importing import import_files
from psoas.app.files.reading import read_run
from psoas.diary import Done, Pain, Reading, Sitting, When
from psoas.edges import from_plain, to_plain
from psoas.library import Shelf
from psoas.load.model import RunLoad
from psoas.programme import Plan
from psoas.quantity import Side
from psoas.store import Logbook
from psoas.store.activities import activities, load_of, run_facts, stream_of
from psoas.store.diary import (
    dones,
    keep_pain,
    keep_reading,
    keep_sitting,
    pains,
    profile,
    readings,
    set_profile,
    sittings,
)
from psoas.store.originals import original_of
from psoas.store.pack import pack
from psoas.store.sheets import (
    KeptPlan,
    KeptSheet,
    drop_plans,
    keep_plan,
    keep_sheet,
    latest_plan,
    latest_sheet,
)
from tests.kit.plans import PLAIN, brief, plan
from tests.kit.rule_sheets import firing_sheet
from tests.kit.runs import run_file
from tests.kit.sheets import plain_runner
from tests.kit.store import rows


def _checked(shelf: Shelf, now: datetime, *, name: str = "x", **record: Any) -> KeptSheet:
    found = check({"id": name, **record}, shelf=shelf)
    assert found.assessment is not None
    return KeptSheet(id=name, answered_at=now, answers=found.answers, assessment=found.assessment)


@pytest.mark.parametrize(
    "record",
    [
        {"structured": plain_runner()},
        {"structured": {}},
        {"structured": plain_runner(weight_bearing="unable", medicines=["warfarin"])},
        {"structured": plain_runner(pain_walk_0_10=4, limp=True), "free_text": "Chest pain, ü 🏃"},
        {"structured": plain_runner(), "age": 41, "sex": "female"},
    ],
)
def test_a_sheet_comes_back(
    logbook: Logbook, shelf: Shelf, now: datetime, record: dict[str, Any]
) -> None:
    kept = _checked(shelf, now, **record)
    with logbook.writing() as connection:
        keep_sheet(connection, kept, made=CHECKING)

    with logbook.reading() as connection:
        assert latest_sheet(connection) == kept


def test_every_rules_assessment_comes_back(shelf: Shelf, now: datetime) -> None:
    for rule in shelf.rules.values():
        found = _checked(shelf, now, structured=firing_sheet(rule)).assessment

        assert from_plain(to_plain(found), type(found)) == found


def test_the_newest_sheet_counts_whatever_the_order_of_entry(
    logbook: Logbook, shelf: Shelf, now: datetime
) -> None:
    with logbook.writing() as connection:
        for name, days_ago in (("old", 3), ("new", 0), ("older", 9)):
            at = now - timedelta(days=days_ago)
            kept = _checked(shelf, at, name=name, structured=plain_runner())
            keep_sheet(connection, kept, made=CHECKING)

    with logbook.reading() as connection:
        found = latest_sheet(connection)
    assert found is not None
    assert found.id == "new"


def test_of_two_sheets_of_one_moment_the_later_entry_counts(
    logbook: Logbook, shelf: Shelf, now: datetime
) -> None:
    for answers in (plain_runner(), plain_runner(weight_bearing="unable")):
        keep_check(logbook, check({"structured": answers}, shelf=shelf), now=now)

    with logbook.reading() as connection:
        found = latest_sheet(connection)
    assert found is not None
    assert not found.assessment.disposition.trains


@pytest.mark.parametrize(
    "changes",
    [{}, {"tight": None, "weeks": 2}, {"race_on": PLAIN.start_on + timedelta(days=20), "weeks": 3}],
)
def test_a_plan_comes_back(
    logbook: Logbook, shelf: Shelf, now: datetime, changes: dict[str, Any]
) -> None:
    made: Plan = plan(shelf, brief(**changes))
    kept = KeptPlan(id="x", planned_at=now, wishes={"weeks": 6, "race_on": None}, plan=made)
    with logbook.writing() as connection:
        keep_plan(connection, kept)

    with logbook.reading() as connection:
        assert latest_plan(connection) == kept
    with logbook.writing() as connection:
        drop_plans(connection)
    with logbook.reading() as connection:
        assert latest_plan(connection) is None


@pytest.mark.parametrize("name", ["run.fit", "run.fit.gz"])
def test_an_original_is_kept_byte_for_byte(
    logbook: Logbook, tmp_path: Path, now: datetime, name: str
) -> None:
    run = run_file(tmp_path / "made", now.date(), km=0.5).read_bytes()
    file = tmp_path / name
    file.write_bytes(gzip.compress(run, mtime=1) if name.endswith("gz") else run)
    import_files(logbook, [file], now=now)

    with logbook.reading() as connection:
        (activity,) = activities(connection)
        original = original_of(connection, activity.original)
    assert original is not None
    assert (original.name, original.content) == (name, file.read_bytes())


@pytest.mark.parametrize("first_gz", [False, True])
def test_a_file_and_its_gz_are_one(
    logbook: Logbook, tmp_path: Path, now: datetime, *, first_gz: bool
) -> None:
    run = run_file(tmp_path / "made", now.date(), km=0.5)
    twice = tmp_path / "twice.fit.gz.gz"
    zipped = tmp_path / "run.fit.gz"
    zipped.write_bytes(gzip.compress(run.read_bytes()))
    twice.write_bytes(gzip.compress(zipped.read_bytes()))
    order = [zipped, run, twice] if first_gz else [run, zipped, twice]

    together = import_files(logbook, order, now=now)
    again = import_files(logbook, order, now=now)

    assert (together.new, together.duplicate) == (1, 2)
    assert (again.new, again.duplicate) == (0, 3)
    with logbook.reading() as connection:
        (activity,) = activities(connection)
    lines = rows(logbook.path, "select original, outcome from intake order by id")
    assert {original for original, _ in lines} == {activity.original}
    assert [outcome for _, outcome in lines] == ["new", *["duplicate"] * 5]


def test_an_activity_comes_back_with_all_that_was_derived(
    logbook: Logbook, tmp_path: Path, now: datetime
) -> None:
    file = run_file(tmp_path, now.date(), km=2.0)
    run = read_run(file)
    import_files(logbook, [file], now=now)

    with logbook.reading() as connection:
        (activity,) = activities(connection, sport="run")
        load = load_of(connection, activity.id)
        stream = stream_of(connection, activity.id)
        (fact,) = run_facts(connection)
        assert load_of(connection, "nobody") is None
        assert stream_of(connection, "nobody") is None
        assert original_of(connection, "nothing") is None
    assert activity.summary == run.summary
    assert (activity.started_at, activity.local_on) == (run.started_at, now.date())
    assert activity.notes == run.recording.notes
    assert load == run.load
    assert isinstance(load, RunLoad)
    assert stream is not None
    assert pack(stream) == pack(run.stream)
    np.testing.assert_array_equal(stream.moving, run.stream.moving)
    assert (fact.id, fact.units) == (activity.id, load.units)
    assert load.unknown_s == fact.unknown_s


def test_a_walk_is_kept_without_a_load(logbook: Logbook, tmp_path: Path, now: datetime) -> None:
    file = run_file(tmp_path, now.date(), km=0.5, speed_mps=1.4, sport="walking")
    import_files(logbook, [file], now=now)

    with logbook.reading() as connection:
        (activity,) = activities(connection)
        assert load_of(connection, activity.id) is None
        assert stream_of(connection, activity.id) is not None
        assert run_facts(connection) == ()


sides = st.sampled_from([None, *Side])


@given(
    nrs=st.integers(0, 10), when=st.sampled_from(When), side=sides, days_ago=st.integers(0, 4000)
)
def test_pain_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    now: datetime,
    nrs: int,
    when: When,
    side: Side | None,
    days_ago: int,
) -> None:
    pain = Pain(
        felt_on=now.date() - timedelta(days=days_ago),
        when=when,
        pain_nrs=nrs,
        side=side,
        entered_at=now + timedelta(microseconds=days_ago),
    )
    with Logbook.open(tmp_path_factory.getbasetemp() / "pains.db") as logbook:
        with logbook.writing() as connection:
            connection.exec_driver_sql("delete from pain")
            keep_pain(connection, pain, record_id="x")
        with logbook.reading() as connection:
            assert pains(connection) == (pain,)


def test_the_last_word_on_a_days_sitting_counts(logbook: Logbook, now: datetime) -> None:
    said = [
        Sitting(on=now.date(), sitting_h=hours, entered_at=now + timedelta(seconds=hours))
        for hours in (8, 6.5)
    ]
    with logbook.writing() as connection:
        for each in said:
            keep_sitting(connection, each)

    with logbook.reading() as connection:
        assert sittings(connection) == (said[-1],)


def test_readings_come_back_in_order_of_time(logbook: Logbook, now: datetime) -> None:
    taken = [
        Reading(measure="side-plank", side=side, value=value, taken_at=now + timedelta(hours=n))
        for n, (side, value) in enumerate([(Side.LEFT, 40.25), (Side.RIGHT, 39.0), (None, 0.1)])
    ]
    with logbook.writing() as connection:
        for each in reversed(taken):
            keep_reading(connection, each, record_id=str(each.value))

    with logbook.reading() as connection:
        assert readings(connection) == tuple(taken)


def test_a_session_done_again_replaces_the_first(
    logbook: Logbook, shelf: Shelf, now: datetime
) -> None:
    first = Done(session="x", finished_at=now, share_done_ratio=0.5)
    again = Done(session="x", finished_at=now, pain_nrs=2, before_nrs=1, after_nrs=0)
    finish_session(logbook, first, exercises=("a-march",), shelf=shelf)
    finish_session(logbook, again, exercises=("a-march", "side-plank"), shelf=shelf)

    with logbook.reading() as connection:
        assert dones(connection) == ((again, ("a-march", "side-plank")),)


def test_none_removes_an_entry_of_the_profile(logbook: Logbook, now: datetime) -> None:
    with logbook.writing() as connection:
        set_profile(connection, {"tight_side": "left", "days": [0, 2], "race_on": None}, at=now)
        set_profile(connection, {"tight_side": None}, at=now)

    with logbook.reading() as connection:
        assert profile(connection) == {"days": [0, 2]}


def test_a_time_without_a_zone_is_not_kept(logbook: Logbook, now: datetime) -> None:
    naive = now.replace(tzinfo=None)

    with pytest.raises(Exception, match="aware"), logbook.writing() as connection:
        set_profile(connection, {"days": [1]}, at=naive)
