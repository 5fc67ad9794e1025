"""What the retest of pain costs: half a year of daily scores, on one core.

``python benchmarks/retest.py`` prints CPU seconds and memory of one fit, of one more day, and of
one model alone as the floor: the same Kalman filter without the grid; then of all that is
foretold. ``--peers PYTHON`` adds other engines, run by a Python that has them
(``retest_peers.py`` says how to make one).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import time
from functools import partial
from pathlib import Path

import numpy as np

from psoas.loop.retest.drivers import drivers
from psoas.loop.retest.flare import flare_tomorrow, longest_run_ratio
from psoas.loop.retest.forecast import When, as_usual, forecast, known_from, with_less_running
from psoas.loop.retest.in_run import in_run
from psoas.runs.matched import AtSpeed
from psoas.stats.level import FORECAST, Days, Grid, Kernel, Ramp, advance, grid_asked, grid_of
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
    asked = grid_asked(tuple(known.loads), N_DAYS)
    asked_s = cpu_s(lambda: track(asked, known))
    day_ms = 1000 * cpu_s(lambda: advance(found, score=3.0, response=told))
    change_ms = 1000 * cpu_s(lambda: change_of(found, weight).quantile(0.5))
    factors_ms = 1000 * cpu_s(lambda: factors(found))
    return (
        f"{n_channels} loads, {n_models:,} models: fit {fit_s:.3f} s, of the grid that asks for "
        f"a change {asked_s:.3f} s, a day {day_ms:.1f} ms, "
        f"change {change_ms:.0f} ms, factors {factors_ms:.1f} ms"
    )


def ahead_line() -> str:
    """All that ``psoas forecast`` computes, with six loads."""
    names = ("distance", "fast", "units-1", "units-2", "units-4", "sitting")
    plain = days(len(names))
    known_days = Days(score=plain.score, loads=dict(zip(names, plain.loads.values(), strict=True)))
    known = known_from(known_days)
    usual = as_usual(known_days, 35)
    less = with_less_running(usual, share_ratio=0.7)
    when = When(first_d=29)
    run = {"distance": 1.0, "units-4": 1.0}
    checked_s = cpu_s(lambda: known_from(known_days))
    plain_s = cpu_s(lambda: known_from(known_days, checked=False))
    week_ms = 1000 * cpu_s(lambda: forecast(known, when, usual, other=less, other_pct=70))
    drivers_ms = 1000 * cpu_s(lambda: drivers(known.found, known_days))
    tomorrow = {name: load[:1] for name, load in usual.items()}
    flare_ms = 1000 * cpu_s(lambda: flare_tomorrow(known, tomorrow))
    cap_ms = 1000 * cpu_s(lambda: longest_run_ratio(known, run, excess_ratio=0.1, within_days=3))
    return (
        f"ahead, 6 loads: fit {plain_s:.3f} s, with every past forecast {checked_s:.3f} s, "
        f"race week {week_ms:.0f} ms, drivers {drivers_ms:.0f} ms, flare {flare_ms:.0f} ms, "
        f"cap {cap_ms:.0f} ms"
    )


def in_run_line() -> str:
    """A look at the cadence of 150 runs before and 60 since, of one watch to three."""
    rng = np.random.default_rng(1)
    n_before, n_after = 150, 60

    def run(watches: int) -> dict[tuple[str | None, int], AtSpeed]:
        watch = f"watch {rng.integers(watches)}"
        cadence_spm = 170 + rng.normal(0, 2)
        return {(watch, band): AtSpeed(seconds=600, cadence_spm=cadence_spm) for band in (11, 12)}

    spent = []
    for watches in (1, 2, 3):
        runs = [run(watches) for _ in range(n_before + n_after)]
        spent.append(1000 * cpu_s(partial(in_run, runs[:n_before], runs[n_before:])))
    told = ", ".join(f"{each:.0f}" for each in spent)
    return f"in the run, {n_before} and {n_after} runs of 1, 2 and 3 watches: {told} ms"


def peer_lines(python: str) -> list[str]:
    """Our own change on one diary and load, and what other engines make of the same."""
    known = days(1)
    grid = grid_of(tuple(known.loads), N_DAYS, noises=FORECAST)

    def ours():
        found = track(grid, known)
        change = change_of(found, weights(found))
        return [change.quantile(each) for each in (0.05, 0.5, 0.95)]

    own_s = cpu_s(ours)
    (load,) = known.loads.values()
    said = {"score": [None if np.isnan(y) else y for y in known.score], "load": list(load)}
    script = Path(__file__).with_name("retest_peers.py")
    command = [python, str(script)]
    told = subprocess.run(
        command, input=json.dumps(said), capture_output=True, text=True, check=True
    )
    lines = [f"psoas: {own_s:.3f} s, change {_numbers(ours())} (true -2)"]
    lines += [
        f"{each['name']}: {each['fit_s']:.2f} s ({each['fit_s'] / own_s:.1f} times; import "
        f"{each['import_s']:.1f} s), change {_numbers(each['change'])}; {each['note']}"
        for each in json.loads(told.stdout)
    ]
    return lines


def _numbers(values) -> str:
    return " / ".join(f"{each:.2f}" for each in values)


def peak_mb() -> float:
    """Of this process itself; what the shell took before is not in it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", metavar="PYTHON", help="A Python with statsmodels and numpyro.")
    wanted = parser.parse_args()
    print(f"{N_DAYS} days, median of {ROUNDS} rounds, CPU time on one core")
    before_mb = peak_mb()
    for n_channels in (2, 4):
        print(line(n_channels))
    floor = one_model()
    print(f"floor, one model alone: {1000 * cpu_s(lambda: track(floor, days(0))):.1f} ms")
    own_mb = peak_mb() - before_mb
    print(f"memory: {own_mb:.0f} MB above the {before_mb:.0f} MB of numpy and psoas")
    print(ahead_line())
    print(in_run_line())
    if wanted.peers:
        print("\n".join(peer_lines(wanted.peers)))


if __name__ == "__main__":
    main()
