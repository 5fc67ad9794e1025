"""The sample runner: sixteen weeks of made-up runs, the same every time.

Four runs a week: Tuesday easy, Thursday fast repeats, Saturday easy, Sunday long. The
long run grows gently until the twelfth week, where it jumps; the hip begins to ache after
it. Each second's speed is the kind of run's speed times a slow wave and noise; cadence
is the usual one at that speed, a little below it, with noise. Nothing here is measured
from a person. ``docs/demo.md`` shows the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.load.curves import usual_cadence_spm
from psoas.render.fit_file import activity_fit

WEEKS = 16
SEED = 20261122
UTC_OFFSET_S = 3600

LONG_KM = (
    11.0,
    12.0,
    11.5,
    12.0,
    12.0,
    12.5,
    13.0,
    13.0,
    14.0,
    14.5,
    15.0,
    21.0,
    13.0,
    12.0,
    12.0,
    12.0,
)
EASY_KM = 7.0
EASY_MPS, LONG_MPS, FAST_MPS, JOG_MPS = 2.9, 2.8, 5.3, 2.5
REPEATS, REPEAT_S, JOG_S, WARM_UP_S = 6, 80, 90, 900
CADENCE_BELOW_USUAL_SPM = 6.0


@frozen(kw_only=True)
class SampleRun:
    """A run to be: its day and the speed of each of its seconds."""

    name: str
    on: date
    speed_mps: NDArray[np.float64]

    @property
    def started_at(self) -> datetime:
        """Seven in the morning, local time."""
        local = datetime.combine(self.on, time(7), tzinfo=UTC)
        return local - timedelta(seconds=UTC_OFFSET_S)


def _steady_mps(km: float, mps: float) -> NDArray[np.float64]:
    return np.full(round(1000 * km / mps), mps)


def _repeats_mps() -> NDArray[np.float64]:
    part = np.concatenate([np.full(REPEAT_S, FAST_MPS), np.full(JOG_S, JOG_MPS)])
    warm_up = np.full(WARM_UP_S, EASY_MPS)
    return np.concatenate([warm_up, np.tile(part, REPEATS), warm_up])


def monday_of(week: int, *, until: date) -> date:
    """Return the Monday of a week, counted from 0; the last week is that of *until*."""
    return until - timedelta(days=until.weekday(), weeks=WEEKS - 1 - week)


def jump_on(*, until: date) -> date:
    """Return the day of the long run that jumps."""
    week = max(range(WEEKS), key=lambda each: LONG_KM[each])
    return monday_of(week, until=until) + timedelta(days=6)


def sample_runs(*, until: date) -> Iterator[SampleRun]:
    """Return the runs of sixteen weeks, the last one up to the day before *until*."""
    random = np.random.default_rng(SEED)
    for week in range(WEEKS):
        monday = monday_of(week, until=until)
        week_of = {
            1: ("easy", _steady_mps(EASY_KM, EASY_MPS)),
            3: ("fast", _repeats_mps()),
            5: ("easy", _steady_mps(EASY_KM, EASY_MPS)),
            6: ("long", _steady_mps(LONG_KM[week], LONG_MPS)),
        }
        for weekday, (name, plain) in week_of.items():
            seconds = np.arange(len(plain))
            wave = 1 + 0.03 * np.sin(2 * np.pi * seconds / 600 + random.uniform(0, 6))
            noise = np.convolve(random.normal(0, 0.12, len(plain)), np.ones(5) / 5, mode="same")
            speed = np.clip(plain * wave + noise, 1.5, 8.0)
            run = SampleRun(name=name, on=monday + timedelta(days=weekday), speed_mps=speed)
            if run.on < until:
                yield run


def as_fit(run: SampleRun) -> bytes:
    """Return a sample run as a FIT file, as a watch would write it."""
    random = np.random.default_rng(SEED + run.on.toordinal())
    n = len(run.speed_mps)
    spm = usual_cadence_spm(run.speed_mps) - CADENCE_BELOW_USUAL_SPM + random.normal(0, 1.5, n)
    pulse: NDArray[np.float64] = 115.0 + 22 * (run.speed_mps - 2.0) + random.normal(0, 2, n)
    return activity_fit(
        started_at=run.started_at,
        utc_offset_s=UTC_OFFSET_S,
        sport="running",
        t_s=np.arange(n, dtype=np.float64),
        distance_m=np.cumsum(run.speed_mps) - run.speed_mps[0],
        speed_mps=run.speed_mps,
        cadence_spm=np.round(spm),
        heart_bpm=np.clip(np.round(pulse), 90.0, 190.0).astype(np.float64),
        product_name="sample runner",
    )
