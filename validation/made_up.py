"""Made-up runners whose truth is known, and is not one of our models.

Scores are whole numbers with a floor; some are copied from the day before; flares are heavy
tailed and last; days are missing more often when it hurts. The level stays, or moves on a
smooth curve (a logistic one, ours are straight ramps). Load works with a lag and a decay of
its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np

from psoas.stats.level import Days

N_DAYS = 126
BASELINE_D = 14


@dataclass(frozen=True)
class Scenario:
    """How runners of one kind are made."""

    name: str
    notes: str
    """The row of stats.md B3 that it is made after."""
    change: float = 0.0
    """Points by which the level moves, from about day 21 over six weeks."""
    white_sd: tuple[float, float] = (0.6, 1.1)
    """Of what differs from one day to the next."""
    wave_sd: tuple[float, float] = (0.4, 0.9)
    """Of what lasts some days; *keeps* of it is left on the next."""
    keeps: tuple[float, float] = (0.1, 0.7)
    flare_rate: float = 0.04
    flare_keeps: float = 0.7
    walk_sd: float = 0.0
    effect: tuple[float, float] = (0.0, 0.9)
    missing: float = 0.2
    sticky: float = 0.1
    level: tuple[float, float] = (2.5, 6.0)
    taper_at: int | None = None
    is_stress: bool = False


#: The rows of stats.md B3 in our own making (its simulator is not here): copied and missing days,
#: rounding and the floor come on top in each. The stress row is outside of what diaries show.
SCENARIOS = (
    Scenario(
        "independent days, load",
        "iid + load",
        wave_sd=(0.0, 0.0),
        flare_rate=0.0,
        white_sd=(0.9, 1.3),
    ),
    Scenario(
        "days that hang together (0.3), flares",
        "AR .3 + flare shocks",
        keeps=(0.3, 0.3),
        flare_rate=0.06,
    ),
    Scenario(
        "slow waves (0.7)",
        "AR .7 sd .9",
        keeps=(0.7, 0.7),
        wave_sd=(0.9, 0.9),
        white_sd=(0.9, 0.9),
        flare_rate=0.0,
    ),
    Scenario("load falls at day 70", "load taper at d70", taper_at=70),
    Scenario("level wanders 0.03 a day", "level walk .03/d", walk_sd=0.03),
    Scenario("mixed (0.1 to 0.7)", "phi~U(.1,.7)"),
    Scenario(
        "stress: waves of 0.9",
        "stress: AR .9",
        keeps=(0.9, 0.9),
        wave_sd=(0.9, 0.9),
        white_sd=(0.9, 0.9),
        flare_rate=0.0,
        is_stress=True,
    ),
)


@dataclass(frozen=True)
class Runner:
    """One runner's days, and the level that was behind the scores."""

    days: Days
    level: np.ndarray
    score: np.ndarray
    """Of every day, those too on which none was written down."""
    scenario: Scenario = field(repr=False)

    def change_at(self, day: int) -> float:
        """How far the level is from its mean over the baseline's days."""
        return float(self.level[day] - self.level[:BASELINE_D].mean())


def runner(scenario: Scenario, rng: np.random.Generator, *, n_days: int = N_DAYS) -> Runner:
    """Make one runner."""
    at = np.arange(n_days)
    middle, width = 21 + 21 + rng.normal(0, 4), 42 / 8.8  # 1.2 % to 98.8 % in 42 days
    level = rng.uniform(*scenario.level) + scenario.change / (1 + np.exp(-(at - middle) / width))
    level = level + np.cumsum(rng.normal(0, scenario.walk_sd, n_days))
    load = _load(scenario, rng, n_days)
    answered = rng.uniform(*scenario.effect) * _answer(load, rng)
    white = rng.normal(0, rng.uniform(*scenario.white_sd), n_days)
    sd, keeps = rng.uniform(*scenario.wave_sd), rng.uniform(*scenario.keeps)
    wave = _wave(sd, keeps, rng, n_days) + _flares(scenario, rng, n_days)
    true = np.clip(level + answered + wave + white, 0, 10)
    score = np.round(true)
    for day in range(1, n_days):
        if rng.random() < scenario.sticky:
            score[day] = score[day - 1]
    gone = rng.random(n_days) < np.clip(scenario.missing + 0.05 * (wave > 1.5), 0, 0.9)
    return Runner(
        days=Days(score=np.where(gone, np.nan, score), loads={"distance": load}),
        level=level,
        score=score,
        scenario=scenario,
    )


def _load(scenario: Scenario, rng: np.random.Generator, n_days: int) -> np.ndarray:
    """Four to five runs a week, one of them long."""
    load = np.where(rng.random(n_days) < 0.6, rng.lognormal(-0.05, 0.35, n_days), 0.0)
    if scenario.taper_at is not None:
        load[scenario.taper_at :] *= 0.4
    return load


def _answer(load: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    lag, decay = int(rng.choice([1, 1, 1, 2])), float(rng.uniform(0.7, 2.5))
    answered, memory = np.zeros_like(load), 0.0
    for day in range(lag, len(load)):
        memory = memory * np.exp(-1 / decay) + load[day - lag]
        answered[day] = memory
    return answered - answered.mean()


def _wave(sd: float, keeps: float, rng: np.random.Generator, n_days: int) -> np.ndarray:
    wave = np.zeros(n_days)
    wave[0] = rng.normal(0, sd)
    for day in range(1, n_days):
        wave[day] = keeps * wave[day - 1] + rng.normal(0, sd * np.sqrt(1 - keeps**2))
    return wave


def _flares(scenario: Scenario, rng: np.random.Generator, n_days: int) -> np.ndarray:
    flare, now = np.zeros(n_days), 0.0
    for day in range(n_days):
        now *= scenario.flare_keeps
        if rng.random() < scenario.flare_rate:
            now += min(rng.pareto(2.5), 4.0)
        flare[day] = now
    return flare - scenario.flare_rate * 0.66 / (1 - scenario.flare_keeps)


def runners(scenario: Scenario, n: int, *, seed: int, n_days: int = N_DAYS) -> Iterator[Runner]:
    """Make some runners; no two scenarios share their luck."""
    own = crc32(scenario.name.encode())
    for number in range(n):
        yield runner(scenario, np.random.default_rng([seed, own, number]), n_days=n_days)
