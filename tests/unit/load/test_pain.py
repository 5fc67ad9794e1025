from datetime import UTC, date, datetime, timedelta

import pytest

from psoas.diary import Pain, When
from psoas.load import pain_light

DAY = date(2026, 11, 22)


def pain(nrs: int, *, days_ago: int = 0, when: When = When.DURING) -> Pain:
    at = datetime(2026, 11, 22, 12, tzinfo=UTC) - timedelta(days=days_ago)
    return Pain(felt_on=at.date(), when=when, pain_nrs=nrs, entered_at=at)


def light(shelf, *entries: Pain) -> str:
    return pain_light(entries, on=DAY, limits=shelf.limits).level


@pytest.mark.parametrize(
    ("nrs", "level"),
    [(0, "green"), (2, "green"), (3, "amber"), (5, "amber"), (6, "red"), (10, "red")],
)
def test_the_three_colours(shelf, nrs, level):
    assert light(shelf, pain(nrs)) == level


def test_without_a_score_of_today_or_yesterday_it_is_unknown(shelf):
    assert light(shelf) == "unknown"
    assert light(shelf, pain(8, days_ago=2)) == "unknown"
    assert light(shelf, pain(1, days_ago=1)) == "green"


# T42: 3 in the run and the same next morning is amber; one more next morning is red
@pytest.mark.parametrize(("morning", "level"), [(1, "amber"), (2, "red")])
def test_the_next_morning_decides(shelf, morning, level):
    entries = (
        pain(1, days_ago=1, when=When.MORNING),
        pain(3, days_ago=1),
        pain(morning, when=When.MORNING),
    )
    assert light(shelf, *entries) == level


def test_a_weekly_mean_that_rises_two_weeks_running_is_red(shelf):
    rising = [pain(2 - n // 7, days_ago=n) for n in range(21)]
    falling = [pain(n // 7, days_ago=n) for n in range(21)]
    assert light(shelf, *rising) == "red"
    assert light(shelf, *falling) == "green"
    assert light(shelf, *rising[:9]) == "green"  # two scores make no week


def test_tomorrow_is_not_looked_at(shelf):
    assert light(shelf, pain(1), pain(9, days_ago=-1)) == "green"
