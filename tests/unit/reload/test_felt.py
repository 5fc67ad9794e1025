"""What was felt round sessions and runs, gathered from diary and log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from psoas.diary import Done, Pain, When
from psoas.load.felt_runs import felt_runs, green_in_a_row
from psoas.load.model import Light
from psoas.loop.reload.even import compared_sides
from psoas.loop.reload.model import Felt, felt_by_session
from psoas.quantity import Side
from tests.kit.rooms import DAY_0, SHELF, reading, readings
from tests.kit.runs import fact

MONDAY = date(2026, 11, 2)
NOW = DAY_0 + timedelta(days=60)


def pain(days: int, nrs: int, when: When = When.MORNING) -> Pain:
    on = MONDAY + timedelta(days=days)
    return Pain(
        felt_on=on,
        when=when,
        pain_nrs=nrs,
        entered_at=datetime(on.year, on.month, on.day, 20, tzinfo=UTC),
    )


def session(name: str, nrs: int | None) -> Done:
    return Done(session=name, finished_at=datetime(2026, 11, 2, 18, tzinfo=UTC), pain_nrs=nrs)


def test_a_session_has_its_own_morning_and_the_next():
    pains = [pain(0, 1), pain(1, 3), pain(1, 2), pain(1, 9, When.DURING), pain(2, 8)]
    found = felt_by_session([session("a", 2)], pains, on={"a": MONDAY})

    assert found == {"a": Felt(during_nrs=2, morning_before_nrs=1, morning_after_nrs=3)}


def test_a_session_without_a_day_or_a_score_is_not_known():
    found = felt_by_session([session("a", None), session("b", 1)], [pain(0, 1)], on={"a": MONDAY})

    assert found == {"a": Felt(morning_before_nrs=1), "b": Felt(during_nrs=1)}


# ── runs ─────────────────────────────────────────────────────────────────────────────


def after(days: int, nrs: int) -> Pain:
    return pain(days, nrs, When.DURING)


def runs(n: int, **changes):
    return [
        attrs.evolve(fact(MONDAY + timedelta(days=2 * k), 6.0), **{"moving_s": 2100.0, **changes})
        for k in range(n)
    ]


def row(made, pains):
    return green_in_a_row(felt_runs(made, pains, limits=SHELF.limits), least_min=30)


def test_green_easy_runs_in_a_row_are_counted_from_the_newest():
    assert row(runs(3), [after(0, 1), after(2, 0), after(4, 2)]) == 3
    assert row(runs(3), [after(0, 1), after(2, 4), after(4, 2)]) == 1
    assert row(runs(3), [after(0, 1), after(2, 0)]) == 0  # the newest has no score


def test_a_worse_next_morning_is_not_green():
    calm = [after(0, 1), after(2, 1), after(4, 4), pain(4, 0)]

    assert row(runs(3), [*calm, pain(5, 2)]) == 0


@pytest.mark.parametrize(
    "change", [{"moving_s": 1700.0}, {"fast_m": 300.0}, {"unknown_s": 60.0}], ids=str
)
def test_a_short_a_fast_or_an_unseen_run_is_no_easy_half_hour(change):
    assert row(runs(3, **change), [after(0, 1), after(2, 0), after(4, 2)]) == 0


def test_the_light_and_the_worst_score_of_a_run():
    (found,) = felt_runs(runs(1), [after(0, 3), pain(0, 5, When.AFTER)], limits=SHELF.limits)

    assert (found.light, found.pain_nrs, found.is_easy) == (Light.AMBER, 5, True)


# ── sides ────────────────────────────────────────────────────────────────────────────


def sides(taken, name="hip-flexor-hold"):
    return compared_sides(taken, SHELF.measures[name], now=NOW, valid_days=42)


def test_the_weaker_side_its_share_and_whether_it_is_beyond_the_error():
    """The hold is good to 10 s."""
    found = sides(readings("hip-flexor-hold", 40, 51))
    assert (found.weaker, round(found.ratio, 2), found.beyond_error) == (Side.LEFT, 0.78, True)

    near = sides(readings("hip-flexor-hold", 40, 49))
    assert near.beyond_error is False


def test_an_error_that_nobody_knows_says_nothing_of_a_difference():
    found = sides(readings("single-leg-squat", 3, 1), "single-leg-squat")

    assert found.beyond_error is None


@pytest.mark.parametrize(
    "taken",
    [
        [],
        readings("hip-flexor-hold", 40, None),
        readings("hip-flexor-hold", 0, 0),
        [reading("hip-flexor-hold", side, 40, days_ago=43) for side in Side.BOTH.single],
        [reading("hip-flexor-hold", side, 40, days_ago=-1) for side in Side.BOTH.single],
    ],
)
def test_without_both_sides_there_is_no_comparison(taken):
    assert sides(taken) is None


def test_the_newest_reading_of_a_side_counts():
    old = reading("hip-flexor-hold", Side.LEFT, 20, days_ago=20)

    assert sides([old, *readings("hip-flexor-hold", 50, 50), old]).ratio == 1
