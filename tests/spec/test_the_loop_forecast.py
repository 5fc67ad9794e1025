"""The whole loop with a diary: when scores answer to runs, what must change and what must not."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from psoas.app.forecast.forecasting import forecasts_of
from psoas.loop.retest.drivers import RUNNING, Found
from psoas.store import Logbook
from tests.kit.loop import NOW, WEEK_KM, eight_weeks, turn

#: Scores stop a month ago: no pain light of the last 30 days speaks of the next run.
FROM_D, TILL_D = 88, 31


def after_runs(seed: int = 2) -> list[tuple[int, int]]:
    """Days ago with a score: low, and higher on the day after a run, by its length."""
    rng = np.random.default_rng(seed)
    told = []
    for ago in range(FROM_D, TILL_D, -1):
        yesterday = (NOW.date() - timedelta(days=ago + 1)).weekday()
        nrs = 0.6 + 0.25 * WEEK_KM.get(yesterday, 0.0) + rng.normal(0, 0.5)
        told.append((ago, int(np.clip(round(nrs), 0, 5))))
    return told


def shuffled(diary: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same scores on other days."""
    mixed = np.random.default_rng(5).permutation([nrs for _, nrs in diary])
    return [(ago, int(nrs)) for (ago, _), nrs in zip(diary, mixed, strict=True)]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return eight_weeks(tmp_path_factory.mktemp("runs"), until=NOW.date(), weeks=13)


@pytest.fixture
def walk(tmp_path, files, shelf):
    opened: list[Logbook] = []

    def walked(**changes):
        opened.append(Logbook.open(tmp_path / f"{len(opened)}.db"))
        return turn(opened[-1], files, shelf, pain_nrs=None, **changes)

    yield walked
    for logbook in opened:
        logbook.close()


def test_scores_that_answer_to_runs_name_the_load_and_lower_the_cap_and_nothing_else(walk):
    answering, not_answering = (walk(diary=each) for each in (after_runs(), shuffled(after_runs())))
    yes, no = (forecasts_of(each.state) for each in (answering, not_answering))

    assert yes.drivers.found is not Found.OPEN
    assert yes.drivers.channel in RUNNING
    assert yes.drivers.lag_d == 1
    assert no.drivers.found is Found.OPEN
    assert yes.forecast.less_nrs.low > no.forecast.less_nrs.low

    caps = [each.today.guard.cap for each in (answering, not_answering)]
    assert caps[0].text == "guard.cap-diary"
    assert caps[0].values["cap_km"] < caps[1].values["cap_km"]

    assert answering.guard == not_answering.guard
    assert answering.disposition == not_answering.disposition
    assert answering.drivers == not_answering.drivers
    assert answering.exercises == not_answering.exercises


def test_for_whom_a_clinician_comes_first_nothing_is_foretold(walk):
    referred = walk(diary=after_runs(), answers={"locking_catching": True})
    found = forecasts_of(referred.state)

    assert referred.plan is None
    assert found.withheld.text == "forecast.referred"
    assert found.forecast is found.flare is found.drivers is found.help is None
