"""What the retest of pain costs: half a year of daily scores, on one core.

``python benchmarks/retest.py`` prints CPU seconds and memory of one fit, of one more day, and of
one model alone as the floor: the same Kalman filter without the grid.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from psoas.stats.level import FORECAST, Days, Grid, Kernel, Ramp, advance, grid_of
from psoas.stats.level.say import change_of, factors, weights
from psoas.stats.level.track import responses, track

N_DAYS, ROUNDS = 180, 5


def days(n_channels: int, seed: int = 1) -> Days:
    rng = np.random.default_rng(seed)
    level = 5 - 2 * np.clip((np.arange(N_DAYS) - 60) / 42, 0, 1)
    score = np.round(np.clip(level + rng.normal(0, 1, N_DAYS), 0, 10))
    score[rng.random(N_DAYS) < 0.2] = np.nan
    loads = {
        f"load {k}": rng.random(N_DAYS) * (rng.random(N_DAYS) < 0.6) for k in range(n_channels)
    }
    return Days(score=score, loads=loads)


def cpu_s(work) -> float:
    spent = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return float(np.median(spent))


def one_model() -> Grid:
    return Grid(
        kernels=(Kernel(channel="", weight=1.0),),
        noises=FORECAST[:1],
        ramps=(Ramp(weight=1.0),),
    )


def line(n_channels: int) -> str:
    known = days(n_channels)
    grid = grid_of(tuple(known.loads), N_DAYS, noises=FORECAST)
    n_models = len(grid.kernels) * len(grid.noises) * len(grid.ramps)
    found = track(grid, known)
    told = responses(grid, known)[:, -1]
    weight = weights(found)
    fit_s = cpu_s(lambda: track(grid, known))
    day_ms = 1000 * cpu_s(lambda: advance(found, score=3.0, response=told))
    change_ms = 1000 * cpu_s(lambda: change_of(found, weight).quantile(0.5))
    factors_ms = 1000 * cpu_s(lambda: factors(found))
    return (
        f"{n_channels} loads, {n_models:,} models: fit {fit_s:.3f} s, a day {day_ms:.1f} ms, "
        f"change {change_ms:.0f} ms, factors {factors_ms:.1f} ms"
    )


def peak_mb() -> float:
    """Of this process itself; what the shell took before is not in it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    print(f"{N_DAYS} days, median of {ROUNDS} rounds, CPU time on one core")
    before_mb = peak_mb()
    for n_channels in (2, 4):
        print(line(n_channels))
    floor = one_model()
    print(f"floor, one model alone: {1000 * cpu_s(lambda: track(floor, days(0))):.1f} ms")
    own_mb = peak_mb() - before_mb
    print(f"memory: {own_mb:.0f} MB above the {before_mb:.0f} MB of numpy and psoas")


if __name__ == "__main__":
    main()
