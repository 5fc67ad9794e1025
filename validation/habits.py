"""How runners write their scores, and how a diary begins: who is told to improve that did not.

``python -m validation.habits [--write] [--n 200] [--seed 1]`` prints ``validation/habits.md``. The
pain is that of ``validation/made_up.py`` and its level stays; what differs is the writing.
"""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from psoas.loop.retest.habit import written_otherwise
from psoas.loop.retest.symptoms import (
    CONFIRMED,
    LATEST_D,
    LEAST_SCORES,
    has_long_waves,
)
from psoas.stats.level import Beliefs, Days, grid_asked
from psoas.stats.level.grid import HALF_YEAR_D
from psoas.stats.level.say import factors
from psoas.stats.level.track import tracks
from validation import tell
from validation.made_up import N_DAYS, SCENARIOS, runner

RESULT = Path(__file__).with_suffix(".md")
SEED = 20261128
#: Days before the diary begins; the first of them tell what is usual.
BEFORE_D, USUAL_D = 70, 28
#: Kinds of noise round a level and a load that stay.
STAYS = [each for each in SCENARIOS if not (each.is_stress or each.walk_sd or each.taper_at)]
#: From this day on and over six weeks the level of those who improve falls.
FALLS_D, FALLS_NRS = 42, 2.0
YEAR_D = 365

Rng = np.random.Generator
PerDay = NDArray[np.float64]


@dataclass
class Pain:
    """What a runner felt, day by day, the days before the diary first; what is known of it."""

    score: PerDay
    load: PerDay
    n_written: PerDay | None = None
    first: int = BEFORE_D
    missing: float = 0.1

    @property
    def day(self) -> PerDay:
        """Days since the diary began."""
        return np.arange(len(self.score)) - self.first

    def only(self, where: NDArray[np.bool_]) -> Pain:
        """Return it, written down on some days only."""
        return replace(self, score=np.where(where, self.score, np.nan))

    def moved(self, points: PerDay) -> Pain:
        """Return it with more points on each day, in whole ones."""
        return replace(self, score=np.clip(np.round(self.score + points), 0, 10))

    def diary(self, rng: Rng) -> Days:
        """Return what was written; it begins with a score."""
        score = self.score[self.first : self.first + N_DAYS].copy()
        score[1:][rng.random(N_DAYS - 1) < self.missing] = np.nan
        begins = int(np.flatnonzero(~np.isnan(score))[0])
        part = slice(self.first + begins, self.first + N_DAYS)
        written = None if self.n_written is None else self.n_written[part]
        return Days(score=score[begins:], loads={"distance": self.load[part]}, n_written=written)


Habit = Callable[[Rng], Pain]


def pain(rng: Rng, level: tuple[float, float] = (2.5, 6.0)) -> Pain:
    """Make the pain of one runner, every day of it."""
    kind = replace(STAYS[int(rng.integers(len(STAYS)))], level=level)
    made = runner(kind, rng, n_days=BEFORE_D + N_DAYS)
    return Pain(made.score.copy(), made.days.loads["distance"])


def bad_days(found: Pain, *, until_d: int) -> Pain:
    """Return it with the worse days only, about a quarter, up to a day; all from then on."""
    return found.only((found.score >= found.score.mean() + 0.8) | (found.day >= until_d))


def in_pain(found: Pain, *, until_d: int) -> Pain:
    """Return it with the days of 2 and more only, up to a day; all from then on."""
    return found.only((found.score >= 2) | (found.day >= until_d))


def strongest(rng: Rng, *, until_d: int) -> Pain:
    """Return three scores a day, of which the strongest counts, up to a day; one from then on."""
    found = pain(rng)
    apart = rng.normal(0, 1.0, (3, len(found.score)))
    moved = found.moved(np.where(found.day < until_d, apart.max(axis=0), apart[0]))
    return replace(moved, n_written=np.where(found.day < until_d, 3.0, 1.0))


def begun_in_flare(rng: Rng) -> Pain:
    """Return a diary that is begun on the first day that is two points beyond what is usual."""
    while True:
        found = pain(rng)
        usual = found.score[:USUAL_D].mean()
        flares = np.flatnonzero(found.score[USUAL_D : BEFORE_D + 1] >= usual + 2)
        if len(flares):
            return replace(found, first=USUAL_D + int(flares[0]))


def easing(rng: Rng, *, halves_d: float) -> Pain:
    """Return a diary that is begun in a flare of 3 points, which eases by itself."""
    found = pain(rng, (2.5, 5.0))
    return found.moved(np.where(found.day < 0, 0, 3 * 0.5 ** (np.maximum(found.day, 0) / halves_d)))


def rested(rng: Rng) -> Pain:
    """Return one with two weeks without running and without scores."""
    found = pain(rng)
    away = (found.day >= 50) & (found.day < 64)
    return replace(found.only(~away), load=np.where(away, 0.0, found.load))


def risen_and_back(rng: Rng) -> Pain:
    """Return scores of 0 and 1, five weeks round 2, and 0 and 1 again."""
    found = pain(rng, (0.0, 0.6))
    return found.moved(np.where((found.day >= 42) & (found.day < 77), 1.5, 0.0))


def thrice_a_week(found: Pain) -> Pain:
    """Return it scored on three days of each week."""
    return found.only(np.isin(found.day % 7, (0, 2, 4)))


def fallen(rng: Rng) -> Pain:
    """Return one whose level truly falls by 2 points, from day 21 to 63."""
    found = pain(rng, (3.5, 6.0))
    return found.moved(-FALLS_NRS / (1 + np.exp(-(found.day - FALLS_D) / (42 / 8.8))))


STAYED: dict[str, Habit] = {
    "nine of ten days": pain,
    "three days a week": lambda rng: thrice_a_week(pain(rng)),
    "days of 2 and more only": lambda rng: in_pain(pain(rng, (1.0, 3.5)), until_d=N_DAYS),
    "bad days only": lambda rng: bad_days(pain(rng), until_d=N_DAYS),
    "bad days for four weeks, then all": lambda rng: bad_days(pain(rng), until_d=28),
    "bad days for eight weeks, then all": lambda rng: bad_days(pain(rng), until_d=56),
    "2 and more for eight weeks, then all": lambda rng: in_pain(pain(rng, (1.0, 3.5)), until_d=56),
    "the strongest of three for eight weeks, then one": partial(strongest, until_d=56),
    "0 and 1 all along": lambda rng: pain(rng, (0.0, 0.6)),
    "0 and 1, round 2 for five weeks, 0 and 1": risen_and_back,
    "two weeks without runs and scores": rested,
    "begun on a day 2 above the usual": begun_in_flare,
}
FELL: dict[str, Habit] = {
    "begun in a flare of 3, halved in 7 days": partial(easing, halves_d=7),
    "begun in a flare of 3, halved in 14 days": partial(easing, halves_d=14),
    "a fall of 2, nine of ten days": fallen,
    "a fall of 2, three days a week": lambda rng: thrice_a_week(fallen(rng)),
}


def told(number: int, *, name: str, seed: int) -> tuple[bool, bool, bool]:
    """Return whether one was told to improve, would have been had it been written alike, or worse.

    Somebody looks every day, as soon as the app says anything.
    """
    own = [*STAYED, *FELL].index(name)
    rng = np.random.default_rng([seed, own, number])
    days = ({**STAYED, **FELL}[name])(rng).diary(rng)
    better = held = worse = False
    for day, found in enumerate(tracks(grid_asked(["distance"], days.n_days), days)):
        known = np.flatnonzero(~np.isnan(days.score[:day]))
        if len(known) < LEAST_SCORES or day - 1 - known[-1] >= LATEST_D:
            continue
        said = factors(found)
        if said.rise >= CONFIRMED and said.rise > said.fall:
            worse = True
        elif said.fall >= CONFIRMED and not has_long_waves(found):
            written = None if days.n_written is None else days.n_written[:day]
            until = Days(score=days.score[:day], loads={}, n_written=written)
            otherwise = written_otherwise(until) is not None
            better, held = better or not otherwise, held or otherwise
    return better, held and not better, worse


def told_in_a_year(number: int, *, seed: int) -> tuple[bool, bool]:
    """Return whether one whose level stays is told to improve in half a year, and in a year.

    Later than half a year somebody looks every sixth day: each look is at a half year of its own.
    """
    made = runner(
        STAYS[number % len(STAYS)],
        np.random.default_rng([seed, YEAR_D, number]),
        n_days=YEAR_D,
    )
    grid = grid_asked(["distance"], HALF_YEAR_D)

    def looked(last: int) -> Iterator[Beliefs]:
        part = slice(last - HALF_YEAR_D, last)
        load = {"distance": made.days.loads["distance"][part]}
        return tracks(grid, Days(score=made.days.score[part], loads=load))

    half = any(_fell(each) for each in looked(HALF_YEAR_D) if each.n_scores >= LEAST_SCORES)
    later = range(HALF_YEAR_D + 6, YEAR_D + 1, 6)
    return half, half or any(_fell(deque(looked(last), maxlen=1).pop()) for last in later)


def _fell(found: Beliefs) -> bool:
    said = factors(found)
    return said.fall >= max(CONFIRMED, said.rise) and not has_long_waves(found)


def lines(n: int, *, seed: int) -> Iterator[str]:
    """Return the page."""
    yield "# How scores are written, and how a diary begins"
    yield ""
    yield (
        f"Made by `python -m validation.habits --write`: {n} runners a row, {N_DAYS} days each, "
        f"looked at every day, seed {seed}. *Held back*: it would have been confirmed, had the "
        f"first weeks been written as the last. Of 100:"
    )
    for head, rows in (
        ("The level stayed", STAYED),
        ("The pain fell", FELL),
    ):
        yield ""
        yield f"| {head} | told better | held back | told worse |"
        yield "|---|---|---|---|"
        with ProcessPoolExecutor(max_workers=2) as pool:
            for name in rows:
                found = list(pool.map(partial(told, name=name, seed=seed), range(n), chunksize=10))
                cells = (f"{100 * sum(each) / n:.1f}" for each in zip(*found, strict=True))
                yield f"| {name} | {' | '.join(cells)} |"
    with ProcessPoolExecutor(max_workers=2) as pool:
        years = list(pool.map(partial(told_in_a_year, seed=seed), range(n // 2), chunksize=10))
    half, year = (sum(each) for each in zip(*years, strict=True))
    yield ""
    yield (
        f"A diary of a year: half a year is read, so its first day moves. Of {len(years)} whose "
        f"level stayed {half} were told better in the first half year, {year} in the whole year."
    )


def main() -> None:
    """Print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write validation/habits.md.")
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--seed", type=int, default=SEED)
    wanted = parser.parse_args()
    tell(lines(wanted.n, seed=wanted.seed), result=RESULT)


if __name__ == "__main__":
    sys.exit(main())
