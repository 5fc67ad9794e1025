from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.load.guard import Exposure, judge_all
from psoas.quantity import Answer
from tests.kit.guard import judge_run
from tests.kit.runs import fact

DAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)


def history(*km: float, gap_days: int = 2):
    return [fact(DAY - timedelta(days=gap_days * (n + 1)), each) for n, each in enumerate(km)]


# T27: the classes of the cohort, each bound in the class below it
@pytest.mark.parametrize(
    ("ratio", "level", "text"),
    [
        (1.00, "green", "guard.spike-none"),
        (1.10, "green", "guard.spike-none"),
        (1.11, "amber", "guard.spike-small"),
        (1.30, "amber", "guard.spike-small"),
        (1.31, "amber", "guard.spike-moderate"),
        (2.00, "amber", "guard.spike-moderate"),
        (2.01, "red", "guard.spike-large"),
    ],
)
def test_spike_classes(shelf, ratio, level, text):
    verdict = judge_run(
        distance_m=10_000 * ratio, at=AT, history=history(10, 5, 5), limits=shelf.limits
    )
    assert (verdict.level, verdict.text) == (level, text)
    assert verdict.values["longest_km"] == 10
    assert "frandsen-2025" in verdict.sources


def test_the_run_itself_and_later_runs_are_not_its_baseline(shelf):
    runs = [*history(10, 9, 8), fact(DAY + timedelta(days=1), 40)]
    verdict = judge_run(
        distance_m=12_000, at=AT, history=[*runs, fact(DAY, 30)], limits=shelf.limits
    )
    assert verdict.values["longest_km"] == 30  # the morning's run at seven is before eight
    verdict = judge_run(distance_m=12_000, at=AT, history=runs, limits=shelf.limits)
    assert verdict.values["longest_km"] == 10


@pytest.mark.parametrize(("days_ago", "counts"), [(30, True), (31, False)])
def test_the_window_is_thirty_days(shelf, days_ago, counts):
    old = fact((AT - timedelta(days=days_ago)).date(), 20)
    at = datetime(2026, 11, 22, 7, tzinfo=UTC)
    runs = [*history(10, 9, 8), old]
    verdict = judge_run(distance_m=15_000, at=at, history=runs, limits=shelf.limits)
    assert (verdict.level == "green") is counts


# T29: no baseline, no division
@pytest.mark.parametrize("km", [(), (10,), (10, 10), (2.9, 2.9, 2.9)])
def test_without_a_baseline_the_answer_is_unknown(shelf, km):
    verdict = judge_run(distance_m=9_000, at=AT, history=history(*km), limits=shelf.limits)
    assert verdict.answer is Answer.UNKNOWN
    assert verdict.text == "guard.no-baseline"


def test_a_run_without_distance_is_not_judged(shelf):
    verdict = judge_run(distance_m=None, at=AT, history=history(9, 9, 9), limits=shelf.limits)
    assert verdict.answer is Answer.UNKNOWN


@given(km=st.lists(st.floats(0.5, 50), min_size=1, max_size=25), gap_days=st.integers(1, 15))
def test_a_history_is_judged_as_each_run_alone(shelf, km, gap_days):
    runs = history(*km, gap_days=gap_days)
    judged_all = judge_all(map(Exposure.of, runs), limits=shelf.limits)
    ordered = sorted(runs, key=lambda run: (run.started_at, run.id))
    for run, judged in zip(ordered, judged_all, strict=True):
        alone = judge_run(
            distance_m=run.distance_m, at=run.started_at, history=runs, limits=shelf.limits
        )
        assert judged.by("G1") == alone


@given(shorter=st.floats(1, 60), longer=st.floats(1, 60))
def test_a_longer_run_is_never_judged_milder(shelf, shorter, longer):
    shorter, longer = sorted((shorter, longer))
    order = ("green", "amber", "red")
    levels = [
        order.index(
            judge_run(
                distance_m=1000 * km, at=AT, history=history(10, 9, 8), limits=shelf.limits
            ).level
        )
        for km in (shorter, longer)
    ]
    assert levels[0] <= levels[1]
