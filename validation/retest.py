"""What the retest says of runners whose truth is known.

``python -m validation.retest [--write] [--n 60] [--seed 1]`` prints the tables of
``validation/retest.md``. Runners are made by ``validation/made_up.py``, and not by our models.
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
from psoas.stats.level import FORECAST, grid_asked, grid_of
from psoas.stats.level.ahead import score_ahead
from psoas.stats.level.mixture import Mixture
from psoas.stats.level.say import change_of, factors, weights
from psoas.stats.level.track import responses, tracks
from validation import tell
from validation.drawn import coverage_by_change
from validation.made_up import BASELINE_D, SCENARIOS, Runner, Scenario, runners

RESULT = Path(__file__).with_suffix(".md")
LOOKS_D = (56, 84, 126)
#: The change ends on day 63.
FOUR_WEEKS_LATER_D = 63 + 28
#: Until when a fall is confirmed.
FALLS_D = (56, 84, FOUR_WEEKS_LATER_D, 126)
LATER = FALLS_D.index(FOUR_WEEKS_LATER_D)
#: From this day on somebody looks every day.
FROM_D = 28
EDGES = (
    ("beyond -1.5", -9, -1.5),
    ("-1.5 to -0.5", -1.5, -0.5),
    ("-0.5 to 0.5", -0.5, 0.5),
    ("above 0.5", 0.5, 9),
)
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
    """Whether it had been confirmed four weeks after the change ends."""
    rose: bool
    next_covered: int
    next_asked: int


def seen(runner: Runner) -> Seen:
    """Follow one runner, looking every day."""
    fall_at, rose = None, False
    days = runner.days
    for day, found in enumerate(tracks(grid_asked(["distance"], days.n_days), days)):
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
            ahead = score_ahead(found, weights(found), told_load[:, day], days=1)
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
        falls=tuple(fall_at is not None and fall_at <= look for look in FALLS_D),
        rose=rose,
        next_covered=hit,
        next_asked=asked,
    )


def _within(ahead: Mixture, score: float) -> bool:
    """Whether a score is one of the whole numbers that 90 of 100 is spread over."""
    chances = ahead.whole_numbers(10)
    below, above = chances[: int(score)].sum(), chances[int(score) + 1 :].sum()
    return bool(below < 0.95 and above < 0.95)


def made(scenario: Scenario, n: int, *, seed: int) -> list[Seen]:
    """Make runners of one kind and follow each."""
    return [seen(each) for each in runners(scenario, n, seed=seed)]


def all_seen(n: int, *, n_unchanged: int, seed: int) -> list[Seen]:
    """Follow *n* runners of each kind and change, and more of those who stay, on two cores."""
    wanted = [replace(each, change=change) for change in CHANGES for each in SCENARIOS]
    many = [n if each.change else n_unchanged for each in wanted]
    with ProcessPoolExecutor(max_workers=2) as pool:
        return [one for some in pool.map(partial(made, seed=seed), wanted, many) for one in some]


def _pct(values: Sequence[bool]) -> str:
    return f"{100 * float(np.mean(values)):.1f} %" if len(values) else "–"


def _evenly(found: list[Seen]) -> list[Seen]:
    """Return as many of each change, the stress left out."""
    plain = {each.name for each in SCENARIOS if not each.is_stress}
    groups: dict[tuple[str, float], list[Seen]] = {}
    for each in found:
        if each.scenario in plain:
            groups.setdefault((each.scenario, each.change), []).append(each)
    n = min(map(len, groups.values()))
    return [each for some in groups.values() for each in some[:n]]


def _false_alarms(found: list[Seen]) -> Iterator[str]:
    yield "## Unchanged runners, looked at every day from day 28 to day 126"
    yield ""
    yield "| runners | row of stats.md B3 | SD | lag-1 | said to improve | to flare or worsen |"
    yield "|---|---|---|---|---|---|"
    for scenario in SCENARIOS:
        mine = [each for each in found if each.scenario == scenario.name and each.change == 0]
        yield (
            f"| {scenario.name} ({len(mine)}) | {scenario.notes} "
            f"| {np.mean([s.spread for s in mine]):.2f} "
            f"| {np.mean([s.lag_one for s in mine]):.2f} | {_pct([s.falls[-1] for s in mine])} "
            f"| {_pct([s.rose for s in mine])} |"
        )
    yield ""


def _power(found: list[Seen]) -> Iterator[str]:
    yield "## Changed runners: confirmed by a day (the change takes days 21 to 63)"
    yield ""
    yield "| change, points | day 56 | day 84 | day 91 | day 126 | said to worsen |"
    yield "|---|---|---|---|---|---|"
    plain = {each.name for each in SCENARIOS if not each.is_stress}
    for change in CHANGES:
        mine = [each for each in found if each.change == change and each.scenario in plain]
        cells = [_pct([s.falls[k] for s in mine]) for k in range(len(FALLS_D))]
        yield f"| {change:+g} | {' | '.join(cells)} | {_pct([s.rose for s in mine])} |"
    yield ""
    two = [each for each in found if each.change == -2 and each.scenario in plain]
    yield (
        f"Four weeks after the change (day {FOUR_WEEKS_LATER_D}) a fall of 2 points is confirmed "
        f"in {_pct([s.falls[LATER] for s in two])} of {len(two)}; of each kind, in the order "
        f"above: {', '.join(_by_kind(two))}."
    )
    yield ""


def _by_kind(found: list[Seen]) -> Iterator[str]:
    for scenario in SCENARIOS:
        if mine := [s.falls[LATER] for s in found if s.scenario == scenario.name]:
            yield _pct(mine)


def _coverage(found: list[Seen]) -> Iterator[str]:
    yield "## The change of the level: how often the 90 % interval holds the truth"
    yield ""
    yield "| true change at the day | day 56 | day 84 | day 126 |"
    yield "|---|---|---|---|"
    mine = _evenly(found)
    for name, low, high in (*EDGES, ("all", -9, 9)):
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


def lines(found: list[Seen], *, seed: int) -> Iterator[str]:
    """Return the page."""
    yield "# Retest: what is said, and what is true"
    yield ""
    yield (
        f"Made by `python -m validation.retest --write`: {len(found)} runners of "
        f"`validation/made_up.py`, {LOOKS_D[-1]} days each, seed {seed}. Scores are whole numbers "
        f"with a floor, a tenth is copied from the day before, a fifth is missing, more when it "
        f"hurts; flares are heavy tailed. The level moves on a logistic curve, or not at all; "
        f"none of this is one of our models. The baseline is the first {BASELINE_D} days."
    )
    yield ""
    yield from _false_alarms(found)
    yield from _power(found)
    yield from _coverage(found)
    yield "![coverage by true change](retest_coverage.svg)"


def draw(found: list[Seen]) -> None:
    """Write the small picture beside the page."""
    mine = _evenly(found)
    covered = [
        (f"day {day}", name, float(np.mean(part)), len(part))
        for look, day in enumerate(LOOKS_D)
        for name, low, high in EDGES
        if (part := [s.covered[look] for s in mine if low <= s.true[look] < high])
    ]
    coverage_by_change(covered, to=RESULT.with_name("retest_coverage.svg"))


def main() -> None:
    """Print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write validation/retest.md.")
    parser.add_argument("--n", type=int, default=60)
    parser.add_argument("--n-unchanged", type=int, default=500)
    parser.add_argument("--seed", type=int, default=SEED)
    wanted = parser.parse_args()
    found = all_seen(wanted.n, n_unchanged=wanted.n_unchanged, seed=wanted.seed)
    tell(lines(found, seed=wanted.seed), result=RESULT)
    if wanted.write:
        draw(found)


if __name__ == "__main__":
    sys.exit(main())
