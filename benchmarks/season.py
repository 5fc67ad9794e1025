"""Time a season of ten years: 2,500 runs on 3,650 days, laid out, framed and compared.

The floor is to add the runs' numbers up by day in plain Python, once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter

import numpy as np

from psoas.library import shelf
from psoas.load import RunFact, by_day, find_onset, frames_of, season_of, weeks_of, what_changed
from psoas.load.model import EXPONENTS

FIRST, N_DAYS, N_RUNS, TIMES = date(2016, 1, 1), 3650, 2500, 15


def history() -> list[RunFact]:
    random = np.random.default_rng(20261125)
    runs = []
    for name, n in enumerate(sorted(random.choice(N_DAYS, N_RUNS))):
        on = FIRST + timedelta(days=int(n))
        km = 8 * float(np.exp(random.normal(0, 0.35)))
        runs.append(
            RunFact(
                id=str(name),
                started_at=datetime(on.year, on.month, on.day, 7, tzinfo=UTC),
                local_on=on,
                distance_m=1000 * km,
                moving_s=345 * km,
                fast_m=0.0,
                units=dict.fromkeys(EXPONENTS, km),
            )
        )
    return runs


def took_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(TIMES):
        begun_s = perf_counter()
        work()
        times.append(perf_counter() - begun_s)
    return 1000 * median(times)


def main() -> None:
    runs, limits = history(), shelf().limits
    on = FIRST + timedelta(days=N_DAYS)
    onset = find_onset(answered_on=on, duration_weeks=3, pains=(), limits=limits)

    def season() -> None:
        laid = season_of(runs)
        if laid is not None:
            frames_of(laid)
            weeks_of(laid)
            what_changed(laid, onset, limits=limits)

    print(f"season of {N_RUNS} runs on {N_DAYS} days: {took_ms(season):.1f} ms")
    print(f"the same runs summed by day, nothing else: {took_ms(lambda: by_day(runs)):.1f} ms")


if __name__ == "__main__":
    main()
