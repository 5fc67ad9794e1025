"""What the retest says of runners whose truth is known.

``python -m validation.retest [--write] [--n 300]`` prints the tables of
``validation/retest.md``. Runners are made by ``validation/diaries.py``, and not by our models.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from psoas.loop.retest.symptoms import CONFIRMED, has_long_waves
from psoas.stats.level import FORECAST, STEADY, grid_of
from psoas.stats.level.mixture import Mixture
from psoas.stats.level.say import change_of, factors, next_of, weights
from psoas.stats.level.track import responses, tracks
from validation import tell
from validation.diaries import BASELINE_D, SCENARIOS, Runner, Scenario, runners

RESULT = Path(__file__).with_suffix(".md")
LOOKS_D = (56, 84, 126)
#: From this day on somebody looks every day.
FROM_D = 28
CHANGES = (0.0, -1.0, -2.0, -3.0, 2.0)
SEED = 20261126


@dataclass(frozen=True)
class Seen:
    """What was said of one runner."""

    scenario: str
    change: float
    spread: float
    lag_one: float
    covered: tuple[bool, ...]
    true: tuple[float, ...]
    falls: tuple[bool, ...]
    """Whether a fall had been confirmed by each look."""
    rose: bool
    next_covered: int
    next_asked: int


def seen(runner: Runner) -> Seen:
    """Follow one runner, looking every day."""
    fall_at, rose = None, False
    days = runner.days
    for day, found in enumerate(tracks(grid_of(["distance"], days.n_days, noises=STEADY), days)):
        if day >= FROM_D:
            told = factors(found)
            rose |= told.rise >= CONFIRMED
            if fall_at is None and told.fall >= CONFIRMED and not has_long_waves(found):
                fall_at = day
    covered, true, hit, asked = [], [], 0, 0
    grid = grid_of(["distance"], days.n_days, noises=FORECAST)
    told_load = responses(grid, days)
    for day, found in enumerate(tracks(grid, days)):
        if day in LOOKS_D:
            interval = change_of(found, weights(found))
            low, high = interval.quantile(0.05), interval.quantile(0.95)
            true.append(runner.change_at(day - 1))
            covered.append(bool(low - 1e-9 <= true[-1] <= high + 1e-9))
        if FROM_D <= day < days.n_days and day % 7 == 0 and not np.isnan(days.score[day]):
            ahead = next_of(found, weights(found), told_load[:, day])
            hit += _within(ahead, float(days.score[day]))
            asked += 1
    score = days.score
    apart = score - np.nanmean(score)
    both = ~np.isnan(apart[1:] * apart[:-1])
    return Seen(
        scenario=runner.scenario.name,
        change=runner.scenario.change,
        spread=float(np.nanstd(score)),
        lag_one=float((apart[1:] * apart[:-1])[both].mean() / np.nanvar(score)),
        covered=tuple(covered),
        true=tuple(true),
        falls=tuple(fall_at is not None and fall_at <= look for look in LOOKS_D),
        rose=rose,
        next_covered=hit,
        next_asked=asked,
    )


def _within(ahead: Mixture, score: float) -> bool:
    """Whether a score is one of the whole numbers that 90 of 100 is spread over."""
    chances = ahead.whole_numbers(10)
    below, above = chances[: int(score)].sum(), chances[int(score) + 1 :].sum()
    return bool(below < 0.95 and above < 0.95)


def made(scenario: Scenario, n: int) -> list[Seen]:
    """Make runners of one kind and follow each."""
    return [seen(each) for each in runners(scenario, n, seed=SEED)]


def all_seen(n: int, *, changes: Sequence[float] = CHANGES) -> list[Seen]:
    """Follow *n* runners of each kind and change, on two cores."""
    wanted = [replace(each, change=change) for change in changes for each in SCENARIOS]
    with ProcessPoolExecutor(max_workers=2) as pool:
        return [one for many in pool.map(partial(made, n=n), wanted) for one in many]


def _pct(values: Sequence[bool]) -> str:
    return f"{100 * float(np.mean(values)):.1f} %" if len(values) else "–"


def _false_alarms(found: list[Seen]) -> Iterator[str]:
    yield "## Unchanged runners, looked at every day from day 28 to day 126"
    yield ""
    yield "| runners | SD | lag-1 | said to improve | said to flare or worsen |"
    yield "|---|---|---|---|---|"
    for scenario in SCENARIOS:
        mine = [each for each in found if each.scenario == scenario.name and each.change == 0]
        yield (
            f"| {scenario.name} ({len(mine)}) | {np.mean([s.spread for s in mine]):.2f} "
            f"| {np.mean([s.lag_one for s in mine]):.2f} | {_pct([s.falls[-1] for s in mine])} "
            f"| {_pct([s.rose for s in mine])} |"
        )
    yield ""


def _power(found: list[Seen]) -> Iterator[str]:
    yield "## Changed runners: confirmed by a day (the change takes days 21 to 63)"
    yield ""
    yield "| change, points | day 56 | day 84 | day 126 | said to worsen |"
    yield "|---|---|---|---|---|"
    plain = {each.name for each in SCENARIOS if not each.is_stress}
    for change in CHANGES:
        mine = [each for each in found if each.change == change and each.scenario in plain]
        cells = [_pct([s.falls[k] for s in mine]) for k in range(len(LOOKS_D))]
        yield f"| {change:+g} | {' | '.join(cells)} | {_pct([s.rose for s in mine])} |"
    yield ""


def _coverage(found: list[Seen]) -> Iterator[str]:
    yield "## The change of the level: how often the 90 % interval holds the truth"
    yield ""
    yield "| true change at the day | day 56 | day 84 | day 126 |"
    yield "|---|---|---|---|"
    plain = {each.name for each in SCENARIOS if not each.is_stress}
    mine = [each for each in found if each.scenario in plain]
    edges = (("beyond -1.5", -9, -1.5), ("-1.5 to -0.5", -1.5, -0.5), ("-0.5 to 0.5", -0.5, 0.5))
    for name, low, high in (*edges, ("above 0.5", 0.5, 9), ("all", -9, 9)):
        cells = []
        for look in range(len(LOOKS_D)):
            part = [s.covered[look] for s in mine if low <= s.true[look] < high]
            cells.append(f"{_pct(part)} ({len(part)})")
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""
    asked = sum(s.next_asked for s in mine)
    hit = sum(s.next_covered for s in mine)
    share = 100 * hit / asked
    yield f"The next day's score lies within its 90 % range in {share:.1f} % of {asked}."
    yield ""


def lines(found: list[Seen]) -> Iterator[str]:
    """Return the page."""
    yield "# Retest: what is said, and what is true"
    yield ""
    yield (
        f"Made by `python -m validation.retest --write`: {len(found)} runners of "
        f"`validation/diaries.py`, {LOOKS_D[-1]} days each, seed {SEED}. Scores are whole numbers "
        f"with a floor, a tenth is copied from the day before, a fifth is missing, more when it "
        f"hurts; flares are heavy tailed. The level moves on a logistic curve, or not at all; "
        f"none of this is one of our models. The baseline is the first {BASELINE_D} days."
    )
    yield ""
    yield from _false_alarms(found)
    yield from _power(found)
    yield from _coverage(found)


def main() -> None:
    """Print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write validation/retest.md.")
    parser.add_argument("--n", type=int, default=60)
    wanted = parser.parse_args()
    tell(lines(all_seen(wanted.n)), result=RESULT)


if __name__ == "__main__":
    sys.exit(main())
