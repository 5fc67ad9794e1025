"""The next decisive test: which, when, and what reading would count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from psoas.diary import Reading
from psoas.library import shelf as shipped
from psoas.loop.measure import Better
from psoas.loop.retest import Direction, compare
from psoas.loop.retest.following import Asked, _counting, following, would_count
from psoas.quantity import Side
from psoas.render.words import worded

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def asked(shelf, measure, *values, days_ago=14, factor=19.0) -> Asked:
    """Readings a week apart; the last one so many days ago."""
    found = tuple(
        Reading(
            measure=measure,
            side=Side.RIGHT,
            value=value,
            taken_at=NOW - timedelta(days=days_ago + 7 * (len(values) - 1 - n)),
        )
        for n, value in enumerate(values)
    )
    change = compare(
        found,
        measure=shelf.measures[measure],
        side=Side.RIGHT,
        limits=shelf.limits,
        told_from_factor=factor,
    )
    return Asked(
        measure=shelf.measures[measure],
        side=Side.RIGHT,
        readings=found,
        told_from_factor=factor,
        change=change if found else None,
    )


HOLD, THOMAS, PAIN = "hip-flexor-hold", "modified-thomas-held", "pain-nrs-run"


def told_with(each: Asked, value: float, times: int, shelf) -> Direction:
    more = [
        Reading(
            measure=each.measure.id,
            side=each.side,
            value=value,
            taken_at=NOW + timedelta(days=(21 if each.measure.strains else 7) * n),
        )
        for n in range(times)
    ]
    return compare(
        [*each.readings, *more],
        measure=each.measure,
        side=each.side,
        limits=shelf.limits,
        told_from_factor=each.told_from_factor,
    ).direction


@pytest.mark.parametrize(
    ("measure", "values"), [(HOLD, (20, 20, 21)), (THOMAS, (0, 1, 0)), (PAIN, (6, 6))]
)
def test_the_reading_that_is_named_counts_and_a_smaller_one_does_not(shelf, measure, values):
    each = asked(shelf, measure, *values)
    counts = would_count(each, at=NOW, limits=shelf.limits)
    before = each.change.before
    less = before + 0.9 * (counts.value - before)

    assert told_with(each, counts.value, counts.times, shelf) is Direction.BETTER
    assert told_with(each, less, counts.times, shelf) is not Direction.BETTER


def test_a_test_of_the_body_waits_three_weeks_and_a_question_one(shelf):
    body = following([asked(shelf, HOLD, 20, 20, 21)], now=NOW, limits=shelf.limits)
    said = following([asked(shelf, PAIN, 6, 6, days_ago=3)], now=NOW, limits=shelf.limits)

    assert body.values["on"] == str(date(2026, 11, 27))  # 21 days after the last one
    assert said.values["on"] == str(date(2026, 11, 24))
    assert body.text.startswith("next_decisive.counts-higher")
    assert said.text.startswith("next_decisive.counts-lower")
    for each in (body, said):
        assert "{" not in worded(each, texts=shipped().texts)


def test_one_that_has_a_baseline_comes_before_one_that_has_none(shelf):
    found = following(
        [asked(shelf, THOMAS), asked(shelf, HOLD, 20, 20, 21)], now=NOW, limits=shelf.limits
    )

    assert found.values["measure"] == shelf.measures[HOLD].name


def test_without_a_baseline_it_says_how_many_are_missing(shelf):
    found = following([asked(shelf, HOLD, 20)], now=NOW, limits=shelf.limits)

    assert (found.text, found.values["missing"]) == ("next_decisive.baseline", 2)


def test_what_is_decided_is_not_asked_again(shelf):
    decided = asked(shelf, HOLD, 20, 20, 20, 30, 34, 35, 36)

    assert decided.change.direction is Direction.BETTER
    assert following([decided], now=NOW, limits=shelf.limits) is None
    assert following([], now=NOW, limits=shelf.limits) is None


@pytest.mark.parametrize(
    ("value", "unit", "better", "shown"),
    [
        (30.01, "s", Better.HIGHER, 30.1),
        (30.0, "s", Better.HIGHER, 30.0),
        (-5.28, "deg", Better.LOWER, -5.3),
        (12.2, "reps", Better.HIGHER, 13.0),
        (3.9, "count", Better.LOWER, 3.0),
    ],
)
def test_what_would_count_is_rounded_to_what_does(value, unit, better, shown):
    assert _counting(value, unit, better).value == shown


def test_readings_in_a_row_are_as_far_apart_as_the_test_may_be(shelf):
    each = asked(shelf, HOLD, 20, 20, 21, factor=19.0 * 5000)
    found = following([each], now=NOW, limits=shelf.limits)

    assert found.text == "next_decisive.counts-higher-times"
    assert found.values["apart"] == 21
    assert "21 days apart" in worded(found, texts=shipped().texts)
