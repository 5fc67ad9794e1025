"""The trial of a drill on made-up runners: how often it is wrong, looked at after each session.

``python -m validation.reset_trial [--write]`` prints the table of
``validation/reset_trial.md``. A session begins when it hurts at least as usual. A score is what
is felt with an error, as a whole number; nobody has measured how far scores of a hip fall by
themselves within five minutes, so rows are told for several falls.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from psoas.library import shelf
from psoas.loop.reset import Fate, Tried, trial
from validation import tell

RESULT = Path(__file__).with_suffix(".md")
N_RUNNERS, MOST_SESSIONS, SEED = 1000, 12, 20261126
#: Between days [source:psoas-stats-notes]; between two scores of one state: the smallest
#: detectable change of 1.77 [source:nrs-mdc-thieme] over 1.96 and the root of 2.
DAY_SD, ERROR_SD = 1.3, 0.64
DRILL = "shin-box"
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
#: What the drill takes, what falls by itself, the error of a score, every how manyth session is
#: a quiet one (0: none).
ROWS = (
    (0.0, 0.0, ERROR_SD, 0),
    (0.0, 0.0, 1.0, 0),
    (0.0, 0.5, ERROR_SD, 0),
    (0.0, 1.0, ERROR_SD, 0),
    (0.0, 1.0, ERROR_SD, 3),
    (1.0, 0.0, ERROR_SD, 0),
    (2.0, 0.0, ERROR_SD, 0),
    (2.0, 0.0, ERROR_SD, 3),
    (3.0, 0.0, ERROR_SD, 0),
)


def scored(
    rng: np.random.Generator, n: int, level: float, falls: float, error_sd: float, *, quiet: bool
) -> Tried:
    """Return a session that begins with at least the runner's usual score."""
    while True:
        felt = level + rng.normal(0, DAY_SD)
        before, after = (
            int(np.clip(round(each + rng.normal(0, error_sd)), 0, 10))
            for each in (felt, felt - falls)
        )
        if before >= max(1, round(level)):
            return Tried(
                session=f"{n}",
                drills=frozenset() if quiet else frozenset({DRILL}),
                done_at=BEGUN + timedelta(days=n),
                before_nrs=before,
                after_nrs=after,
            )


def fate_of(
    rng: np.random.Generator, takes: float, by_itself: float, error_sd: float, every: int
) -> tuple[Fate, int]:
    """Return what a runner is told at last, and after how many sessions with the drill."""
    level, records, n_alone = rng.uniform(2, 6), [], 0
    limits = shelf().limits
    for n in range(3 * MOST_SESSIONS):
        quiet = every > 0 and n % every == every - 1
        falls = by_itself + (0.0 if quiet else takes)
        records.append(scored(rng, n, level, falls, error_sd, quiet=quiet))
        n_alone += not quiet
        found = trial(records, drill=DRILL, limits=limits)
        if found.fate is not Fate.CANNOT_TELL:
            return found.fate, n_alone
    return Fate.CANNOT_TELL, n_alone


def lines() -> Iterator[str]:
    """Return the lines of the result."""
    yield "# Reset: a drill on trial"
    yield ""
    yield (
        f"Made by `python -m validation.reset_trial --write`: {N_RUNNERS} made-up runners a row,"
        f" looked at after each session, seed {SEED}."
    )
    yield ""
    yield "| drill takes | falls by itself | error of a score | quiet | keep | drop | tries |"
    yield "|---|---|---|---|---|---|---|"
    for takes, by_itself, error_sd, every in ROWS:
        rng = np.random.default_rng(SEED)
        found = [fate_of(rng, takes, by_itself, error_sd, every) for _ in range(N_RUNNERS)]
        shares = [
            100 * sum(fate is wanted for fate, _ in found) / N_RUNNERS
            for wanted in (Fate.KEEP, Fate.DROP)
        ]
        median = float(np.median([n for _, n in found]))
        yield (
            f"| {takes:g} | {by_itself:g} | {error_sd:g} | {f'1 in {every}' if every else 'none'}"
            f" | {shares[0]:.1f} % | {shares[1]:.1f} % | {median:g} |"
        )


if __name__ == "__main__":
    sys.exit(tell(lines(), result=RESULT))
