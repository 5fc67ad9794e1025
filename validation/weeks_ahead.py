"""The mean of a week, four weeks ahead, said of made-up runners whose truth is known.

``python -m validation.weeks_ahead [--write] [--n 40]`` prints ``validation/weeks_ahead.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from psoas.stats.level import Days, grid_ahead, grid_far, track
from psoas.stats.level.ahead import mean_ahead
from psoas.stats.level.say import weights
from psoas.stats.level.track import responses
from validation import tell
from validation.drawn import said_and_true
from validation.made_up import SCENARIOS, Runner, Scenario, runners

RESULT = Path(__file__).with_suffix(".md")
SEED = 20261126
CHANGES = (0.0, -1.0, -2.0, -3.0, 2.0)
#: A week four weeks ahead is foretold on these days.
FROM_D = (70, 98)
NOTHING_MUCH = 2.0
BINS = (0, 0.05, 0.2, 0.5, 0.8, 1.01)
WAYS = ("with ramps", "without ramps")


@dataclass(frozen=True)
class Week:
    """What was said of the mean of a week, four weeks before it, and what it was."""

    way: str
    change: float
    low: float
    middle: float
    high: float
    chance: float
    """Of a mean of at most 2."""
    came: float


def week_ahead(runner: Runner, day: int, way: str) -> Week:
    """Say four weeks ahead what the mean of a week will be; loads are known as planned."""
    days = runner.days
    past = Days(score=days.score[:day], loads={k: v[:day] for k, v in days.loads.items()})
    channels = ["distance"]
    grid = grid_far(channels, day) if way == WAYS[0] else grid_ahead(channels)
    found = track(grid, past)
    asked = slice(day + 21, day + 28)
    mean = mean_ahead(found, weights(found), responses(grid, days)[:, asked], days=22)
    low, middle, high = (mean.quantile(each) for each in (0.05, 0.5, 0.95))
    return Week(
        way=way,
        change=runner.scenario.change,
        low=max(low, 0.0),
        middle=max(middle, 0.0),
        high=min(high, 10.0),
        chance=mean.below(NOTHING_MUCH),
        came=float(runner.score[asked].mean()),
    )


def weeks_of(scenario: Scenario, n: int) -> list[Week]:
    """Foretell two weeks of each runner of a kind, both ways."""
    made = runners(scenario, n, seed=SEED)
    return [week_ahead(each, day, way) for each in made for day in FROM_D for way in WAYS]


def all_weeks(n: int) -> list[Week]:
    """Foretell weeks of *n* runners of each kind and change, on two cores."""
    plain = [each for each in SCENARIOS if not each.is_stress]
    wanted = [replace(each, change=change) for change in CHANGES for each in plain]
    with ProcessPoolExecutor(max_workers=2) as pool:
        return [week for some in pool.map(partial(weeks_of, n=n), wanted) for week in some]


def points_of(weeks: Sequence[Week]) -> list[tuple[float, float, int]]:
    """Return what was said, how often it came, and of how many, by bin."""
    bins = [[w for w in weeks if low <= w.chance < high] for low, high in pairwise(BINS)]
    return [
        (
            float(np.mean([w.chance for w in part])),
            float(np.mean([w.came <= NOTHING_MUCH for w in part])),
            len(part),
        )
        for part in bins
        if part
    ]


def lines(found: Sequence[Week]) -> Iterator[str]:
    """Return the page."""
    yield "# The mean of a week, four weeks ahead"
    yield ""
    yield (
        "Made by `python -m validation.weeks_ahead --write`: runners of `validation/made_up.py`, "
        f"asked on days {FROM_D[0]} and {FROM_D[1]}; the change takes days 21 to 63. Shipped is "
        "*with ramps*."
    )
    yield ""
    yield "| models | weeks | 90 % range holds | its width | middle off by |"
    yield "|---|---|---|---|---|"
    for way in WAYS:
        mine = [week for week in found if week.way == way]
        holds = np.mean([week.low <= week.came <= week.high for week in mine])
        wide = np.mean([week.high - week.low for week in mine])
        off = np.mean([abs(week.middle - week.came) for week in mine])
        yield f"| {way} | {len(mine)} | {100 * holds:.1f} % | {wide:.1f} | {off:.2f} |"
    yield ""
    yield "Mean error of the middle, points, by true change:"
    yield ""
    yield f"| models | {' | '.join(f'{change:+g}' for change in CHANGES)} |"
    yield f"|---|{'---|' * len(CHANGES)}"
    for way in WAYS:
        cells = []
        for change in CHANGES:
            part = [week for week in found if week.way == way and week.change == change]
            cells.append(f"{np.mean([week.middle - week.came for week in part]):+.2f}")
        yield f"| {way} | {' | '.join(cells)} |"
    yield ""
    yield f"| models | said chance of a mean of at most {NOTHING_MUCH:g} | came | weeks |"
    yield "|---|---|---|---|"
    for way in WAYS:
        for said, came, n in points_of([week for week in found if week.way == way]):
            yield f"| {way} | {said:.2f} | {came:.2f} | {n} |"
    yield ""
    yield "![said and true](weeks_ahead.svg)"


def main() -> None:
    """Print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write validation/weeks_ahead.md.")
    parser.add_argument("--n", type=int, default=40)
    wanted = parser.parse_args()
    found = all_weeks(wanted.n)
    tell(lines(found), result=RESULT)
    if wanted.write:
        shipped = points_of([week for week in found if week.way == WAYS[0]])
        picture = RESULT.with_suffix(".svg")
        said_and_true(shipped, to=picture, what="a mean of at most 2, four weeks ahead")


if __name__ == "__main__":
    sys.exit(main())
