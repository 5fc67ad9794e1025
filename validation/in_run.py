"""A change of cadence at matched speed, planted in a real season and looked for after each run.

``python -m validation.in_run [--write]`` prints the table of ``validation/in_run.md``. Needs the
measuring data beside the repository (../shared/data/runs/season_a, season_b). The order of the
runs is permuted, so that a season's own drift is out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import numpy as np

from psoas.app.reading import read_run
from psoas.loop.retest.in_run import BySpeed, Moved, in_run
from psoas.runs.matched import by_speed
from validation import tell

RUNS = Path(__file__).parents[2] / "shared" / "data" / "runs"
RESULT = Path(__file__).with_suffix(".md")
PLANTED_SPM = (0.0, 2.0, 4.0, 8.0, -4.0)
N_BEFORE, N_AFTER, N_PERMUTED = 40, 30, 100
SEED = 20261126

Run = BySpeed


def season(name: str) -> list[Run]:
    """Return the runs of a season by bands of speed, those that have any."""
    found = []
    for path in sorted((RUNS / name).glob("*.fit*")):
        run = read_run(path)
        if run.load is not None and (bands := by_speed(run.stream)):
            found.append({(run.recording.device, band): each for band, each in bands.items()})
    return found


def planted(run: Run, change_spm: float) -> Run:
    """Return a run whose every cadence is changed."""
    return {
        band: attrs.evolve(each, cadence_spm=each.cadence_spm + change_spm)
        for band, each in run.items()
    }


def found_after(runs: list[Run], change_spm: float, rng: np.random.Generator) -> int | None:
    """Return after how many runs a change is told, None where it is not within 30."""
    order = rng.permutation(len(runs))
    before = [runs[k] for k in order[:N_BEFORE]]
    after = [planted(runs[k], change_spm) for k in order[N_BEFORE : N_BEFORE + N_AFTER]]
    for n in range(1, len(after) + 1):
        if in_run(before, after[:n]).moved is not Moved.CANNOT_TELL_YET:
            return n
    return None


def lines() -> Iterator[str]:
    """Return the page."""
    yield "# In the run: cadence at matched speed"
    yield ""
    yield (
        f"Made by `python -m validation.in_run --write`: {N_PERMUTED} permutations of each season, "
        f"{N_BEFORE} runs before and up to {N_AFTER} after, looked at after each run, seed {SEED}."
    )
    yield ""
    yield "| season | planted, steps/min | told at all | told within 10 runs | median run |"
    yield "|---|---|---|---|---|"
    for name in ("season_a", "season_b"):
        runs = season(name)
        for change_spm in PLANTED_SPM:
            rng = np.random.default_rng(SEED)
            told = [found_after(runs, change_spm, rng) for _ in range(N_PERMUTED)]
            some = [each for each in told if each is not None]
            middle = f"{np.median(some):.0f}" if some else "–"
            yield (
                f"| {name} ({len(runs)} runs) | {change_spm:+g} | {len(some)} of {len(told)} "
                f"| {sum(each <= 10 for each in some)} of {len(told)} | {middle} |"
            )


if __name__ == "__main__":
    sys.exit(tell(lines(), result=RESULT))
