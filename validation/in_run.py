"""A change of cadence at matched speed, planted in a real season and looked for after each run.

``python -m validation.in_run [--write] [--seed 1]`` prints the tables of
``validation/in_run.md``. Needs the measuring data beside the repository
(../shared/data/runs/season_a, season_b). Once the order of the runs is permuted, so that a
season's own drift is out; once they stay in their order, and what is told without a change planted
is the drift of a real runner.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import attrs
import numpy as np

from psoas.app.files.reading import read_run
from psoas.app.retest.around import MOST_BEFORE
from psoas.loop.retest.in_run import Moved, in_run
from psoas.runs.matched import AtSpeed, BySpeed, by_speed
from validation import tell

RUNS = Path(__file__).parents[2] / "shared" / "data" / "runs"
RESULT = Path(__file__).with_suffix(".md")
PLANTED_SPM = (0.0, 2.0, 4.0, 8.0, -4.0)
N_BEFORE, N_AFTER, N_PERMUTED, EVERY = 40, 30, 100, 4
SEED = 20261126

Run = BySpeed
Told = tuple[int, Moved] | None


def season(name: str) -> list[tuple[datetime, Run]]:
    """Return the runs of a season by bands of speed, those that have any, with their start."""
    found = []
    for path in sorted((RUNS / name).glob("*.fit*")):
        run = read_run(path)
        if run.load is not None and (bands := by_speed(run.stream)):
            told = {(run.recording.device, band): each for band, each in bands.items()}
            found.append((run.recording.started_at, told))
    return found


def planted(run: Run, change_spm: float) -> Run:
    """Return a run whose every cadence is changed."""
    return {
        band: attrs.evolve(each, cadence_spm=each.cadence_spm + change_spm)
        for band, each in run.items()
    }


def found_after(runs: Sequence[Run], change_spm: float, *, n_before: int) -> Told:
    """Return after how many runs a change is told and which, None where it is not within 30."""
    before = runs[:n_before]
    after = [planted(run, change_spm) for run in runs[n_before : n_before + N_AFTER]]
    for n in range(1, len(after) + 1):
        if (moved := in_run(before, after[:n]).moved) is not Moved.CANNOT_TELL_YET:
            return n, moved
    return None


def permuted(runs: Sequence[Run], *, seed: int) -> Iterator[Sequence[Run]]:
    """Yield the runs in one order at random after the other."""
    rng = np.random.default_rng(seed)
    for _ in range(N_PERMUTED):
        yield [runs[k] for k in rng.permutation(len(runs))]


def permuted_by_band(runs: Sequence[Run], *, seed: int) -> Iterator[Sequence[Run]]:
    """Yield the runs, the values of each band of speed on each watch in an order at random."""
    rng = np.random.default_rng(seed)
    places: dict[tuple[str | None, int], list[int]] = {}
    for place, run in enumerate(runs):
        for key in run:
            places.setdefault(key, []).append(place)
    for _ in range(N_PERMUTED):
        mixed: list[dict[tuple[str | None, int], AtSpeed]] = [{} for _ in runs]
        for key, own in places.items():
            for to, origin in zip(own, rng.permutation(own), strict=True):
                mixed[to][key] = runs[origin][key]
        yield mixed


def rolled(runs: Sequence[Run], *, n_before: int) -> Iterator[Sequence[Run]]:
    """Yield every stretch of the season that is long enough, in its own order."""
    for begin in range(0, len(runs) - n_before - N_AFTER, EVERY):
        yield runs[begin : begin + n_before + N_AFTER]


def row(name: str, stretches: Sequence[Sequence[Run]], change_spm: float, *, n_before: int) -> str:
    """Return a row of a table."""
    told = [found_after(each, change_spm, n_before=n_before) for each in stretches]
    right = Moved.MORE if change_spm > 0 else Moved.LESS
    some = [n for n, moved in filter(None, told) if change_spm == 0 or moved is right]
    wrong = sum(each is not None for each in told) - len(some)
    middle = f"{np.median(some):.0f}" if some else "–"
    return (
        f"| {name} | {change_spm:+g} | {len(some)} of {len(told)} "
        f"| {sum(n <= 10 for n in some)} of {len(told)} | {middle} | {wrong} |"
    )


def _in_order(timed: Sequence[tuple[datetime, Run]]) -> list[Run]:
    return [run for _, run in sorted(timed, key=lambda each: each[0])]


HEAD = (
    "| season | planted, steps/min | told at all | told within 10 runs | median run | wrong way |",
    "|---|---|---|---|---|---|",
)


def lines(*, seed: int) -> Iterator[str]:
    """Return the page."""
    seasons = {name: season(name) for name in ("season_a", "season_b")}
    yield "# In the run: cadence at matched speed"
    yield ""
    yield (
        f"Made by `python -m validation.in_run --write`: up to {N_AFTER} runs after the day, "
        f"looked at after each run, and {N_BEFORE} runs before it, or {MOST_BEFORE}, as many as "
        "the app reads. Two runners, two watches each. A row with +0 counts false claims."
    )
    for n_before in (N_BEFORE, MOST_BEFORE):
        yield ""
        yield (
            f"{n_before} runs before, in an order at random ({N_PERMUTED} times, seed {seed}): no "
            "drift, watches mixed."
        )
        yield ""
        yield from HEAD
        for name, timed in seasons.items():
            mixed = list(permuted([run for _, run in timed], seed=seed))
            for change_spm in PLANTED_SPM:
                yield row(f"{name} ({len(timed)} runs)", mixed, change_spm, n_before=n_before)
    for n_before in (N_BEFORE, MOST_BEFORE):
        yield ""
        yield (
            f"{n_before} runs before; here each band of speed is put in an order at random by "
            f"itself, on each watch ({N_PERMUTED} times)."
        )
        yield ""
        yield from HEAD
        for name, timed in seasons.items():
            mixed = list(permuted_by_band(_in_order(timed), seed=seed))
            for change_spm in (0.0, 4.0, -4.0):
                yield row(name, mixed, change_spm, n_before=n_before)
    for n_before in (N_BEFORE, MOST_BEFORE):
        yield ""
        yield (
            f"{n_before} runs before, in their own order, from every {EVERY}th run on (stretches "
            "overlap). Here cadence really drifts: over two years season_b rises by 10 steps/min "
            "and falls again. What is told at +0 is a true change of the cadence, but nothing "
            "that a training did."
        )
        yield ""
        yield from HEAD
        for name, timed in seasons.items():
            stretches = list(rolled(_in_order(timed), n_before=n_before))
            for change_spm in PLANTED_SPM:
                yield row(name, stretches, change_spm, n_before=n_before)


def main() -> None:
    """Print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write validation/in_run.md.")
    parser.add_argument("--seed", type=int, default=SEED)
    tell(lines(seed=parser.parse_args().seed), result=RESULT)


if __name__ == "__main__":
    sys.exit(main())
