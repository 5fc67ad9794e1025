"""What the logbook tells the guard, and planned runs as they are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from psoas.app.diary.keeping import finish_session, log_pain
from psoas.app.load.guarding import check_ahead, flags_of, planned_from, told_of, worst
from psoas.app.state import state_of
from psoas.diary import Done, When
from psoas.errors import InvalidAnswer
from psoas.library import shelf as shipped
from psoas.load.guard import ChangeKind
from psoas.store import Logbook
from tests.kit.loop import NOW, turn

MONDAY = datetime(2026, 11, 16, 18, tzinfo=UTC)


@pytest.fixture
def logbook(tmp_path):
    with Logbook.open(tmp_path / "a.db") as opened:
        yield opened


def trains(logbook, days, *exercises, kind="reload"):
    at = MONDAY + timedelta(days=days)
    done = Done(session=f"{at.date()}-{kind}", finished_at=at)
    finish_session(logbook, done, exercises=exercises, shelf=shipped())


def told(logbook, shelf):
    return told_of(state_of(logbook, shelf=shelf, now=NOW), shelf=shelf)


def test_without_a_session_strength_is_not_known(logbook, shelf):
    found = told(logbook, shelf)
    assert (found.heavy, found.changes, found.known) == (None, (), frozenset())


def test_a_new_stage_is_a_level_that_was_never_done(logbook, shelf):
    trains(logbook, 0, "supine-march")
    trains(logbook, 2, "supine-march")
    trains(logbook, 4, "wall-push-hip-flexor-pump")
    trains(logbook, 5, "lizard-pose", kind="reset")
    found = told(logbook, shelf)

    assert found.known == {ChangeKind.STRENGTH}  # how much a cue did is not known
    assert [each.at for each in found.changes] == [MONDAY, MONDAY + timedelta(days=4)]
    assert [each.on for each in found.heavy] == [date(2026, 11, 20)]


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({}, "green"),
        ({"limp": True, "pain_walk_0_10": 4}, "red"),
        ({"feels_feverish_or_unwell": None}, "unknown"),
    ],
)
def test_the_newest_check_speaks_for_the_next_run(logbook, shelf, answers, level):
    state = turn(logbook, [], shelf, answers=answers).state
    assert flags_of(state, shelf=shelf).level == level


def test_a_clinician_first_without_a_stop_is_amber_as_the_check_says(logbook, shelf):
    state = turn(logbook, [], shelf, answers={"limp": True, "pain_walk_0_10": 4}).state
    assessment = attrs.evolve(state.sheet.assessment, running="modify")
    eased = attrs.evolve(state, sheet=attrs.evolve(state.sheet, assessment=assessment))
    assert flags_of(eased, shelf=shelf).level == "amber"


def test_a_flag_outlives_the_check_and_its_absence_does_not(logbook, shelf):
    empty = state_of(logbook, shelf=shelf, now=NOW)
    assert flags_of(empty, shelf=shelf).level == "unknown"
    turn(logbook, [], shelf)
    later = state_of(logbook, shelf=shelf, now=NOW + timedelta(days=14))
    assert flags_of(later, shelf=shelf).level == "unknown"
    turn(logbook, [], shelf, answers={"limp": True, "pain_walk_0_10": 4})
    later = state_of(logbook, shelf=shelf, now=NOW + timedelta(days=14))
    assert flags_of(later, shelf=shelf).level == "red"


@pytest.mark.parametrize(
    ("said", "distance_m", "fast_m", "at"),
    [
        ("12", 12000, None, NOW),
        ("7.5km", 7500, None, NOW),
        ("12@2026-11-24", 12000, None, datetime(2026, 11, 24, 12, tzinfo=UTC)),
        ("12:800@2026-11-24T18:30", 12000, 800, datetime(2026, 11, 24, 18, 30, tzinfo=UTC)),
        ("5:0m", 5000, 0, NOW),
    ],
)
def test_a_planned_run_as_it_is_written(said, distance_m, fast_m, at):
    (found,) = planned_from([said], now=NOW)
    assert (found.distance_m, found.fast_m, found.started_at) == (distance_m, fast_m, at)
    assert found.local_on == at.date()


@pytest.mark.parametrize(
    "said", ["far", "", "0", "5000", "-3", "5@yesterday", "5@2026-11-20", "5:6000"]
)
def test_a_planned_run_that_is_none(said):
    with pytest.raises(InvalidAnswer) as caught:
        planned_from([said], now=NOW)
    assert caught.value.where == "--planned"


def test_a_red_flag_is_the_worst_of_a_planned_run(logbook, shelf):
    state = turn(logbook, [], shelf, answers={"limp": True, "pain_walk_0_10": 4}).state
    ((judged, flags),) = check_ahead(planned_from(["5"], now=NOW), state, shelf=shelf)
    assert judged.level != "red"
    assert worst(judged, flags) == "red"


def test_little_pain_lets_nobody_run_whom_the_check_refers(logbook, shelf):
    """Below the red of the check stood a green *go on as planned*, by pain alone."""
    log_pain(logbook, pain_nrs=1, when=When.DURING, side=None, felt_on=NOW.date(), now=NOW)
    fine = turn(logbook, [], shelf).state
    ((judged, _),) = check_ahead(planned_from(["5"], now=NOW), fine, shelf=shelf)
    assert judged.by("G5").text == "pain.green"

    referred = turn(logbook, [], shelf, answers={"limp": True, "pain_walk_0_10": 4}).state
    ((judged, _),) = check_ahead(planned_from(["5"], now=NOW), referred, shelf=shelf)
    assert (judged.by("G5").level, judged.by("G5").text) == ("unknown", "pain.green-is-not-enough")
