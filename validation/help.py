"""Whether exercise is thanked for what it did not do: made-up runners who train, and what is told.

``python -m validation.help [--write] [--n 100] [--seed 1]`` prints the table of
``validation/help.md``. The runners are those of ``validation/made_up.py``; training works, or the
pain eases by itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from psoas.loop.retest.exercise_help import exercise_help
from psoas.stats.level import Days
from psoas.stats.level.track import adherence
from validation import tell
from validation.made_up import SCENARIOS, runner

RESULT = Path(__file__).with_suffix(".md")
SEED, N_DAYS = 20261127, 168
#: Somebody looks every other week from here on.
FROM_D, EVERY_D = 84, 14
MIXED = next(each for each in SCENARIOS if each.name.startswith("mixed"))
#: What happens: points that the level moves by itself, points that training takes away.
TRUTHS = {
    "nothing works": (0.0, 0.0),
    "pain eases by itself, by 2": (-2.0, 0.0),
    "pain eases by itself, by 3": (-3.0, 0.0),
    "pain grows by itself, by 2": (2.0, 0.0),
    "training takes 2 away": (0.0, 2.0),
    "training takes 4 away": (0.0, 4.0),
}
#: Weeks without training among 22 of them, which follow two without.
BREAKS = {"no break": (), "two weeks off": ((12, 14),), "twice two weeks": ((10, 12), (16, 18))}

PerDay = NDArray[np.float64]


def done(breaks: tuple[tuple[int, int], ...]) -> PerDay:
    """Return the share of the last seven days' plan that was done, as the app counts it."""
    each = np.ones(N_DAYS)
    each[:14] = 0.0
    for first, last in breaks:
        each[7 * first : 7 * last] = 0.0
    return np.convolve(each, np.full(7, 1 / 7))[:N_DAYS]


def told(number: int, *, truth: tuple[float, float], trained: PerDay, seed: int) -> frozenset[str]:
    """Return all that one runner is told in any look."""
    change, helps = truth
    rng = np.random.default_rng([seed, number])
    score = runner(replace(MIXED, change=change), rng, n_days=N_DAYS).days.score
    faded = adherence(Days(score=score, loads={}, done=trained))
    score = np.clip(np.round(score - helps * (0.0 if faded is None else faded)), 0, 10)
    looks = range(FROM_D, N_DAYS + 1, EVERY_D)
    found = (exercise_help(Days(score=score[:n], loads={}, done=trained[:n])) for n in looks)
    return frozenset(each.verdict.level for each in found)


def lines(n: int, *, seed: int) -> Iterator[str]:
    """Return the page."""
    yield "# Does exercise help? What is told, and what is true"
    yield ""
    yield (
        f"Made by `python -m validation.help --write`: {n} runners a cell, {N_DAYS} days each, "
        f"who train from day 14 on but for the break, looked at every other week from day "
        f"{FROM_D} on, seed {seed}. Told at any look *goes with less pain* / *goes with more*, "
        f"of 100."
    )
    yield ""
    yield f"| truth | {' | '.join(BREAKS)} |"
    yield f"|---|{'---|' * len(BREAKS)}"
    with ProcessPoolExecutor(max_workers=2) as pool:
        for name, truth in TRUTHS.items():
            cells = []
            for breaks in BREAKS.values():
                one = partial(told, truth=truth, trained=done(breaks), seed=seed)
                found = list(pool.map(one, range(n), chunksize=10))
                share = [sum(way in each for each in found) for way in ("helps", "goes-with-more")]
                cells.append(" / ".join(f"{100 * each / n:.0f}" for each in share))
            yield f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write validation/help.md.")
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--seed", type=int, default=SEED)
    wanted = parser.parse_args()
    tell(lines(wanted.n, seed=wanted.seed), result=RESULT)


if __name__ == "__main__":
    sys.exit(main())
