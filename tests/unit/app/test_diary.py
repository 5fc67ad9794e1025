"""What cannot be true is refused with the reason, and nothing of it is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from psoas.app.battery.taking import add_reading
from psoas.app.diary.keeping import as_done, finish_session, log_pain, log_sitting, set_up
from psoas.app.state import state_of
from psoas.diary import Done, When
from psoas.diary.model import NotAnEntry
from psoas.errors import InvalidAnswer, NotFound, PsoasError
from psoas.library import Shelf
from psoas.loop.measure import Kind, Measure
from psoas.quantity import Side
from psoas.store import Logbook
from psoas.store.diary import dones, pains, profile, readings, sittings
from tests.kit.store import count

TABLES = ("pain", "sitting", "reading", "done", "profile")


def _nothing_kept(logbook: Logbook) -> bool:
    return not any(count(logbook.path, table) for table in TABLES)


@pytest.mark.parametrize("nrs", [0, 1, 10])
def test_pain_within_bounds_is_kept(logbook: Logbook, now: datetime, nrs: int) -> None:
    yesterday = now.date() - timedelta(days=1)
    said = log_pain(logbook, pain_nrs=nrs, when=When.DURING, side=None, felt_on=yesterday, now=now)

    with logbook.reading() as connection:
        assert pains(connection) == (said,)
    assert (said.felt_on, said.entered_at) == (yesterday, now)


@pytest.mark.parametrize("nrs", [-1, 11, True])
def test_pain_out_of_bounds_is_refused(logbook: Logbook, now: datetime, nrs: int) -> None:
    with pytest.raises(InvalidAnswer, match="0 to 10"):
        log_pain(logbook, pain_nrs=nrs, when=When.AFTER, side=None, felt_on=now.date(), now=now)

    assert _nothing_kept(logbook)


def test_a_day_in_the_future_is_refused(logbook: Logbook, now: datetime) -> None:
    tomorrow = now.date() + timedelta(days=1)

    with pytest.raises(InvalidAnswer, match="future"):
        log_pain(logbook, pain_nrs=3, when=When.MORNING, side=None, felt_on=tomorrow, now=now)
    with pytest.raises(InvalidAnswer, match="future"):
        log_sitting(logbook, sitting_h=3, on=tomorrow, now=now)

    assert _nothing_kept(logbook)


@pytest.mark.parametrize("hours", [0, 0.5, 24])
def test_sitting_within_a_day_is_kept(logbook: Logbook, now: datetime, hours: float) -> None:
    said = log_sitting(logbook, sitting_h=hours, on=now.date(), now=now)

    with logbook.reading() as connection:
        assert sittings(connection) == (said,)


@pytest.mark.parametrize("hours", [-0.1, 24.1, float("nan"), float("inf")])
def test_sitting_beyond_a_day_is_refused(logbook: Logbook, now: datetime, hours: float) -> None:
    with pytest.raises(InvalidAnswer, match="0 to 24"):
        log_sitting(logbook, sitting_h=hours, on=now.date(), now=now)

    assert _nothing_kept(logbook)


def plainly_taken(shelf: Shelf) -> list[Measure]:
    """Measures that a number alone scores: no point to control, no form."""
    return [m for m in shelf.measures.values() if not m.control and m.kind is not Kind.FORM]


def test_each_measure_takes_its_bounds_and_nothing_beyond(
    logbook: Logbook, shelf: Shelf, now: datetime
) -> None:
    n_kept = 0
    for measure in plainly_taken(shelf):
        low, high = measure.plausible
        side = Side.LEFT if measure.sided else None

        def add(value: float, measure: str = measure.id, side: Side | None = side) -> None:
            add_reading(logbook, measure=measure, value=value, side=side, shelf=shelf, now=now)

        add(low)
        add(high)
        n_kept += 2
        for value in (low - 0.01, high + 0.01, float("nan"), float("inf"), -float("inf")):
            with pytest.raises(InvalidAnswer, match="out of range"):
                add(value)

    with logbook.reading() as connection:
        assert len(readings(connection)) == n_kept


def test_a_sided_measure_takes_one_side_and_another_takes_none(
    logbook: Logbook, shelf: Shelf, now: datetime
) -> None:
    taken = set()
    for measure in plainly_taken(shelf):
        for side in (None, *Side):
            try:
                add_reading(
                    logbook,
                    measure=measure.id,
                    value=measure.plausible[0],
                    side=side,
                    shelf=shelf,
                    now=now,
                )
            except InvalidAnswer as error:
                assert "side" in error.fix
            else:
                taken.add((measure.sided, side))

    assert taken == {(True, Side.LEFT), (True, Side.RIGHT), (False, None)}


def test_an_unknown_measure_is_not_found_and_the_known_are_named(
    logbook: Logbook, shelf: Shelf, now: datetime
) -> None:
    with pytest.raises(NotFound) as refused:
        add_reading(logbook, measure="bicep-curl", value=1, side=None, shelf=shelf, now=now)

    assert all(name in refused.value.fix for name in shelf.measures)


def test_pain_in_a_session_is_also_a_pain_of_its_day(
    logbook: Logbook, shelf: Shelf, now: datetime
) -> None:
    done = Done(session="x", finished_at=now, pain_nrs=4, before_nrs=1, after_nrs=0)

    finish_session(logbook, done, exercises=("side-plank",), shelf=shelf)

    with logbook.reading() as connection:
        (pain,) = pains(connection)
        assert dones(connection) == ((done, ("side-plank",)),)
    assert (pain.felt_on, pain.when, pain.pain_nrs) == (now.date(), When.DURING, 4)


def test_a_red_score_before_or_after_a_session_is_a_pain_of_its_day(
    logbook: Logbook, shelf: Shelf, now: datetime
) -> None:
    done = Done(session="x", finished_at=now, before_nrs=6, after_nrs=8)
    finish_session(logbook, done, exercises=("side-plank",), shelf=shelf)

    with logbook.reading() as connection:
        found = {each.when: each.pain_nrs for each in pains(connection)}
    assert found == {When.BEFORE: 6, When.AFTER: 8}
    assert state_of(logbook, shelf=shelf, now=now).light.level == "red"


@pytest.mark.parametrize("which", ["pain_nrs", "before_nrs", "after_nrs"])
@pytest.mark.parametrize("nrs", [-1, 11, 3.5, True])
def test_pain_in_a_session_is_bounded(now: datetime, which: str, nrs: float) -> None:
    pain: dict[str, Any] = {which: nrs}

    with pytest.raises(InvalidAnswer, match="a whole number from 0 to 10"):
        as_done("x", finished_at=now, **pain)
    with pytest.raises(NotAnEntry):  # so no other way in keeps it either
        Done(session="x", finished_at=now, **pain)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_the_share_of_a_session_is_bounded(now: datetime, share: float) -> None:
    with pytest.raises(InvalidAnswer, match="from 0 to 1"):
        as_done("x", finished_at=now, share_done_ratio=share)


def test_what_was_set_up_is_kept_and_may_be_taken_back(logbook: Logbook, now: datetime) -> None:
    said = {
        "equipment": ["band", "box"],
        "days": [0, 6],
        "race_on": "2027-04-11",
        "tight_side": "both",
    }
    set_up(logbook, said, now=now)
    with logbook.reading() as connection:
        assert profile(connection) == said

    set_up(logbook, dict.fromkeys(said), now=now)
    with logbook.reading() as connection:
        assert profile(connection) == {}


@pytest.mark.parametrize(
    "said",
    [
        {"equipment": ["band", "treadmill"]},
        {"equipment": "band"},
        {"days": []},
        {"days": [7]},
        {"days": ["mon"]},
        {"days": 3},
        {"race_on": "11 April"},
        {"race_on": 20270411},
        {"tight_side": "front"},
        {"shoe_size": 43},
    ],
)
def test_what_is_not_understood_sets_nothing(
    logbook: Logbook, now: datetime, said: dict[str, Any]
) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        set_up(logbook, {"tight_side": "left", **said}, now=now)

    assert refused.value.where == next(iter(said))
    assert _nothing_kept(logbook)


def test_unknown_equipment_is_answered_with_what_is_known(logbook: Logbook, now: datetime) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        set_up(logbook, {"equipment": ["band", "step"]}, now=now)
    assert "kettlebell" in refused.value.fix
    with pytest.raises(InvalidAnswer) as refused:
        set_up(logbook, {"days": [9]}, now=now)
    assert "0 for Monday" in refused.value.fix


def test_every_refusal_says_what_to_do(logbook: Logbook, shelf: Shelf, now: datetime) -> None:
    with pytest.raises(PsoasError) as refused:
        add_reading(logbook, measure="side-plank", value=-1, side=Side.LEFT, shelf=shelf, now=now)

    assert "between" in refused.value.fix
