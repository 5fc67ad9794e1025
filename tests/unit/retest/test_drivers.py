"""What drives flare-ups: named only when known; tomorrow; the run that adds little."""

from __future__ import annotations

import numpy as np
import pytest

from psoas.loop.retest import flare
from psoas.loop.retest.drivers import Found, drivers
from psoas.loop.retest.flare import _text, flare_nrs, flare_tomorrow, longest_run_ratio
from psoas.loop.retest.forecast import Known, known_from
from psoas.quantity import Answer
from psoas.stats.level import Days

CAP = {"excess_ratio": 0.10, "within_days": 3}


def days(
    n: int = 150, *, by: str = "distance", effect: float = 1.0, lag_d: int = 1, seed: int = 7
) -> Days:
    rng = np.random.default_rng(seed)
    loads = {
        "distance": rng.lognormal(0, 0.4, n) * (rng.random(n) < 0.6),
        "fast": rng.lognormal(0, 0.4, n) * (rng.random(n) < 0.25),
        "sitting": rng.lognormal(0, 0.4, n),
    }
    felt = np.r_[np.zeros(lag_d), loads[by][: n - lag_d]]
    score = 3 + effect * (felt - felt.mean()) + rng.normal(0, 0.8, n)
    return Days(score=np.round(np.clip(score, 0, 10)), loads=loads)


def known(days: Days) -> Known:
    return known_from(days, checked=False)


def found_in(days: Days):
    return drivers(known(days).found, days)


@pytest.mark.parametrize("by", ["distance", "fast", "sitting"])
@pytest.mark.parametrize("lag_d", [0, 1, 2])
def test_the_load_and_its_lag_are_named(by, lag_d):
    found = found_in(days(by=by, effect=1.5, lag_d=lag_d))

    assert (found.channel, found.lag_d) == (by, lag_d)
    assert found.found in (Found.KNOWN, Found.LIKELY)
    assert found.verdict.text == f"drivers.{by}-{lag_d}"
    assert found.weeks is None
    assert found.effect_nrs.low > 0.5
    assert found.answers_to_running == (by != "sitting")


@pytest.mark.parametrize("seed", range(6))
def test_where_nothing_drives_nothing_is_named(seed):
    found = found_in(days(effect=0.0, seed=seed))

    assert found.found is Found.OPEN
    assert found.verdict.answer is Answer.UNKNOWN
    assert not found.answers_to_running
    assert found.factor < 19


def test_chances_sum_to_one():
    found = found_in(days(60))
    assert sum(found.by_channel_ratio.values()) + found.none_ratio == pytest.approx(1)
    assert sum(found.by_lag_ratio.values()) == pytest.approx(1)


def test_a_weak_effect_is_told_with_the_weeks_it_takes():
    found = found_in(days(50, effect=0.5))
    assert found.found is Found.OPEN
    assert 1 <= found.weeks <= 26
    assert found.verdict.text == "drivers.open"


def test_two_loads_that_go_together_are_told_as_running():
    one = days(150, effect=1.5)
    same = {"distance": one.loads["distance"], "units-1": one.loads["distance"] * 1.1}
    found = found_in(Days(score=one.score, loads=same))

    assert found.found is Found.RUNNING
    assert found.answers_to_running
    assert found.weeks is None
    assert found.verdict.text == "drivers.running-long"


def test_without_loads_there_is_no_driver():
    score = days(60).score
    assert drivers(known(Days(score=score, loads={})).found, Days(score=score, loads={})) is None


def test_a_flare_is_two_points_above_the_level():
    assert flare_nrs(known(days(90, effect=0.0))) == 5
    high = Days(score=np.full(60, 9.0), loads={})
    assert flare_nrs(known(high)) is None
    assert flare_tomorrow(known(high), {}) is None


def tomorrow(known_: Known, km: float = 0.0):
    return flare_tomorrow(
        known_, {name: np.full(1, km * (name == "distance")) for name in known_.days.loads}
    )


def test_a_long_run_today_makes_a_flare_likelier_tomorrow():
    one = days(effect=1.5)
    one.loads["distance"][-1] = 0.0
    two = Days(score=one.score, loads={**one.loads, "distance": one.loads["distance"].copy()})
    two.loads["distance"][-1] = 3.0
    rest, ran = tomorrow(known(one)), tomorrow(known(two))

    assert ran.chance_ratio.central > rest.chance_ratio.central + 0.3
    assert rest.chance_ratio.low <= rest.chance_ratio.central <= rest.chance_ratio.high
    assert ran.verdict.values["nrs"] == ran.at_least_nrs == 5


def cap(known_: Known) -> float | None:
    return longest_run_ratio(known_, {"distance": 1.0}, **CAP)


def test_the_cap_bounds_the_excess_and_falls_with_the_response():
    mild, strong = cap(known(days(effect=0.8))), cap(known(days(effect=2.0)))

    assert 0 < strong < mild
    assert cap(known(days(effect=0.0))) is None


def test_a_runner_who_is_often_sore_anyway_keeps_a_cap():
    """The chance without a run is 0.27 and more: an absolute bound would forbid every run."""
    rng = np.random.default_rng(3)
    noisy = days(180, effect=1.0)
    score = np.clip(noisy.score + rng.choice([0, 0, 0, 3], 180), 0, 10)
    assert cap(known(Days(score=score, loads=noisy.loads))) > 0.2


@pytest.mark.parametrize(
    ("low", "of_10", "high", "text"),
    [
        (0, 0, 1, "rare"),
        (0, 1, 1, "sure"),
        (0, 1, 5, "most"),  # never "0 in 10"
        (1, 2, 3, ""),
        (3, 3, 3, "sure"),
        (9, 10, 10, "near"),  # never "10 in 10"
    ],
)
def test_tomorrow_is_never_told_as_if_it_must_or_could_not_be(low, of_10, high, text):
    assert _text(low, of_10, high) == "flare.tomorrow" + (text and f"-{text}")


def test_half_a_point_is_rounded_up_and_the_level_is_told_beside_it(monkeypatch):
    known = known_from(days(60), checked=False)
    for level, nrs in ((0.5, 3), (1.5, 4), (2.49, 4), (2.5, 5), (8.4, 10), (8.6, None)):
        monkeypatch.setattr(flare, "_level_nrs", lambda _, level=level: level)
        assert flare_nrs(known) == nrs
    monkeypatch.undo()
    said = flare_tomorrow(known, {name: load[:1] for name, load in known.days.loads.items()})
    assert abs(said.verdict.values["level"] + 2 - said.verdict.values["nrs"]) <= 0.55
