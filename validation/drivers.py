"""What drives flare-ups, said of runners of whom it is known, and when it is named.

``python -m validation.drivers [--write] [--n 60]`` prints ``validation/drivers.md``. The runners
are those of ``validation/made_up.py``: their distance works, or nothing does; fast metres and
hours sat are written down too and never work. Somebody looks every week.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from psoas.loop.retest.drivers import Drivers, Found, drivers
from psoas.stats.level import Days, grid_ahead
from psoas.stats.level.track import tracks
from validation import tell
from validation.made_up import N_DAYS, SCENARIOS, Runner, Scenario, runners

RESULT = Path(__file__).with_suffix(".md")
SEED = 20261126
LOOKS_D = tuple(range(28, N_DAYS + 1, 7))
#: Points for a typical run: none, small, middle, large.
EFFECTS = (0.0, 0.3, 0.6, 1.2)
NAMED = (Found.KNOWN, Found.LIKELY)


@dataclass(frozen=True)
class Looks:
    """What was said of one runner on each look."""

    scenario: Scenario
    effect: float
    said: tuple[Drivers, ...]

    def first(self, of: tuple[Found, ...]) -> int | None:
        """Return the first look at which it was said."""
        return next((k for k, each in enumerate(self.said) if each.found in of), None)


def with_decoys(runner: Runner, rng: np.random.Generator) -> Days:
    """Write down fast metres, which go with some of the runs, and hours sat."""
    days = runner.days
    distance = days.loads["distance"]
    fast = distance * (rng.random(len(distance)) < 0.35) * rng.lognormal(0, 0.5, len(distance))
    sitting = rng.lognormal(0, 0.35, len(distance))
    return Days(score=days.score, loads={"distance": distance, "fast": fast, "sitting": sitting})


def looked_at(runner: Runner, effect: float, rng: np.random.Generator) -> Looks:
    """Look every week."""
    days = with_decoys(runner, rng)
    said = []
    for day, found in enumerate(tracks(grid_ahead(tuple(days.loads)), days)):
        if day in LOOKS_D:
            past = Days(
                score=days.score[:day], loads={name: x[:day] for name, x in days.loads.items()}
            )
            said.append(drivers(found, past))
    return Looks(runner.scenario, effect, tuple(said))


def all_looks(n: int) -> list[Looks]:
    """Look at *n* runners of each kind and effect."""
    found = []
    for scenario in SCENARIOS:
        for effect in EFFECTS:
            wanted = replace(scenario, effect=(effect, effect))
            for number, runner in enumerate(runners(wanted, n, seed=SEED)):
                found.append(looked_at(runner, effect, np.random.default_rng([SEED, number])))
    return found


def _pct(values: list[bool]) -> str:
    return f"{100 * float(np.mean(values)):.1f} %" if values else "–"


def _named(found: list[Looks]) -> Iterator[str]:
    yield "## Named at any look, weeks 4 to 18"
    yield ""
    heads = ("points for a typical run", "runners", "a load, right", "wrong", "*running*", "week 8")
    yield f"| {' | '.join(heads)} |"
    yield "|---|---|---|---|---|---|"
    for effect in EFFECTS:
        mine = [e for e in found if e.effect == effect and not e.scenario.is_stress]
        told = [next((s for s in e.said if s.found in NAMED), None) for e in mine]
        right = [s is not None and s.channel == "distance" and effect > 0 for s in told]
        wrong = [s is not None and not r for s, r in zip(told, right, strict=True)]
        running = [e.first((Found.RUNNING,)) is not None for e in mine]
        early = [(k := e.first(NAMED)) is not None and LOOKS_D[k] <= 56 for e in mine]
        cells = " | ".join(_pct(each) for each in (right, wrong, running, early))
        yield f"| {effect:g} | {len(mine)} | {cells} |"
    yield ""
    yield "Nothing works, by kind of noise, a load or *running* said at any look:"
    yield ""
    for scenario in SCENARIOS:
        mine = [e for e in found if e.effect == 0 and e.scenario.name == scenario.name]
        said = [e.first((*NAMED, Found.RUNNING)) is not None for e in mine]
        yield f"- {scenario.name}: {_pct(said)} of {len(mine)}"
    yield ""


def _lags(found: list[Looks]) -> Iterator[str]:
    yield "## Where the right load is named on the last day: is its size held by the range?"
    yield ""
    yield "| points for a typical run | named | 90 % range, points (means) |"
    yield "|---|---|---|"
    for effect in EFFECTS[1:]:
        last = [e.said[-1] for e in found if e.effect == effect and not e.scenario.is_stress]
        named = [s for s in last if s.found in NAMED and s.channel == "distance"]
        if named:
            low, high = (
                float(np.mean([getattr(s.effect_nrs, end) for s in named]))
                for end in ("low", "high")
            )
            yield f"| {effect:g} | {len(named)} of {len(last)} | {low:.2f} to {high:.2f} |"
    yield ""
    yield (
        "The true response fades in its own time (0.7 to 2.5 days, or two days late), and scores "
        "are rounded and copied: the size at the peak is not quite ours."
    )
    yield ""


def _weeks(found: list[Looks]) -> Iterator[str]:
    yield "## How many more weeks: said at week 8, and how it came"
    yield ""
    yield "| weeks said | runners | named within them | within twice as many, or by week 18 |"
    yield "|---|---|---|---|"
    at = LOOKS_D.index(56)
    groups: Counter[str] = Counter()
    within: Counter[str] = Counter()
    later: Counter[str] = Counter()
    for each in found:
        look = each.said[at]
        if each.scenario.is_stress or look.found is not Found.OPEN:
            continue
        name = _group(look.weeks)
        first = each.first(NAMED)
        groups[name] += 1
        weeks = 99 if first is None else first - at
        within[name] += look.weeks is not None and weeks <= look.weeks
        later[name] += first is not None and (look.weeks is None or weeks <= 2 * look.weeks)
    for name in ("1 to 3", "4 to 8", "9 to 26", "more than 26"):
        if groups[name]:
            n = groups[name]
            shares = (100 * each[name] / n for each in (within, later))
            yield f"| {name} | {n} | {' | '.join(f'{share:.0f} %' for share in shares)} |"
    yield ""
    yield "A row ends at week 18: of *9 to 26* many weeks lie behind it."
    yield ""


def _group(weeks: int | None) -> str:
    if weeks is None:
        return "more than 26"
    return "1 to 3" if weeks <= 3 else "4 to 8" if weeks <= 8 else "9 to 26"


def lines(found: list[Looks]) -> Iterator[str]:
    """Return the page."""
    yield "# What drives flare-ups: what is said, and what is true"
    yield ""
    yield (
        f"Made by `python -m validation.drivers --write`: {len(found)} runners of "
        f"`validation/made_up.py`, {N_DAYS} days each, seed {SEED}; distance, fast metres and "
        "hours sat are written down, distance alone works. Somebody looks every week from week 4."
    )
    yield ""
    yield from _named(found)
    yield from _lags(found)
    yield from _weeks(found)


def main() -> None:
    """Print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write validation/drivers.md.")
    parser.add_argument("--n", type=int, default=60)
    tell(lines(all_looks(parser.parse_args().n)), result=RESULT)


if __name__ == "__main__":
    sys.exit(main())
