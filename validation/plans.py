"""Plans for made-up runners: never a breach, never a contraindicated exercise.

    python -m validation.plans --weeks 10000     # one-week problems
    python -m validation.plans --long 100        # plans of twelve weeks
    python -m validation.plans --weeks 2000 --long 100 --write

Runners, runs, races, pains, answers, equipment, calendars and wishes are drawn at random
from a seed; ``psoas.programme.breaches`` judges, which shares no code with the model that
lays a plan.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from psoas.library import Shelf, shelf
from psoas.load.model import Light
from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.loop.exercise import Target
from psoas.programme import Brief, Plan, RunKind, Wish, WishKind, breaches, lay_out
from psoas.programme.wish import WEEKDAYS
from psoas.quantity import Answer, Side

START = date(2026, 11, 23)
SEED = 7
DRIVERS = (
    "hip_flexor_weakness",
    "glute_girdle_weakness",
    "core_pelvic_control",
    "load_spike",
    "speed_overload",
    "overstride_low_cadence",
    "restricted_extension",
    "prolonged_sitting",
)
#: Answers that rule exercises out or let some in, with what may be answered.
ANSWERS: dict[str, tuple[object, ...]] = {
    "pain_run_0_10": (0, 1, 2, 3, 4, 5),
    "flexion_rotation_pinch": (True, False),
    "joint_hypermobility": (True, False),
    "resisted_hip_flexion": ("weak_painful", "weak_painless", "strong_painless"),
    "back_pain": (True, False),
    "foot_lands_ahead": (True, False),
    "thomas_pelvis_held": (True, False),
    "thomas_thigh_above_horizontal_deg": (-12, 0, 6),
    "location": (["knee"], ["front_hip"], ["shoulder"], ["groin", "knee"]),
    "pregnant": (True, False),
    "weeks_postpartum": (4, 20),
}
TARGETS = (Target.ILIOPSOAS, Target.GLUTE_MAX, Target.TRUNK)


def _some(rng: np.random.Generator, values: tuple, ratio: float) -> list:  # type: ignore[type-arg]
    return [each for each in values if rng.random() < ratio]


def _wish(rng: np.random.Generator) -> Wish:
    kind = WishKind(rng.choice(list(WishKind)))
    days = tuple(sorted(_some(rng, WEEKDAYS, 0.4), key=WEEKDAYS.index)) or ("mon",)
    match kind:
        case WishKind.DAYS | WishKind.FREE:
            return Wish(kind=kind, of=days)
        case WishKind.MINUTES:
            return Wish(kind=kind, amount=float(rng.integers(4, 30)))
        case WishKind.STRENGTH | WishKind.REST:
            return Wish(kind=kind, amount=float(rng.integers(1, 5)))
        case WishKind.DOSE:
            return Wish(kind=kind, amount=float(rng.integers(3, 12)), of=(rng.choice(TARGETS),))
        case WishKind.WITH:
            return Wish(kind=kind, amount=1.0, of=("circuit",))
        case WishKind.WITHOUT:
            return Wish(kind=kind, of=("side-plank", "dead-bug"))


def made_up(rng: np.random.Generator, *, weeks: int, on: Shelf) -> Brief:
    """Draw a runner."""
    kinds = (RunKind.EASY, RunKind.EASY, RunKind.HARD, RunKind.LONG)
    runs = {day: kinds[int(rng.integers(4))] for day in range(7) if rng.random() < 0.55}
    equipment = [each for each in Equipment if each is not Equipment.THERAPIST]
    side = (None, Side.LEFT, Side.RIGHT, Side.BOTH)[int(rng.integers(4))]
    pain = int(rng.integers(-1, 9))
    planned = {
        START + timedelta(days=int(rng.integers(7 * weeks))): kinds[int(rng.integers(4))]
        for _ in range(int(rng.integers(4)))
    }
    race_on = START + timedelta(days=int(rng.integers(0, 90))) if rng.random() < 0.5 else None
    return Brief(
        start_on=START,
        weeks=weeks,
        race_on=race_on,
        usual_runs=runs,
        planned_runs=planned,
        days=frozenset(_some(rng, tuple(range(7)), 0.7)) or frozenset({int(rng.integers(7))}),
        owned=ALWAYS_THERE | frozenset(_some(rng, tuple(equipment), 0.4)),
        tight=side,
        drivers=tuple(str(each) for each in rng.permutation(DRIVERS)[: int(rng.integers(4))]),
        sheet={
            key: values[int(rng.integers(len(values)))]
            for key, values in ANSWERS.items()
            if rng.random() < 0.3
        },
        light=list(Light)[int(rng.integers(4))],
        worst_pain_nrs=None if pain < 0 else pain,
        programme=list(on.programmes.values())[int(rng.integers(len(on.programmes)))],
        done=(),
        known=frozenset(_some(rng, tuple(map(str, on.exercises)), 0.15 * int(rng.integers(3)))),
        level_now=(None, 1, 2, 3, 4)[int(rng.integers(5))],
        level_most=int(rng.integers(1, 5)),
        kept=frozenset(_some(rng, ("lizard-pose", "shin-box", "leg-swings"), 0.2)),
        dropped=frozenset(_some(rng, ("worlds-greatest-stretch", "crawl-to-squat"), 0.2)),
        strength_done=list(Answer)[int(rng.integers(3))],
        wishes=tuple({w.id: w for w in (_wish(rng) for _ in range(int(rng.integers(4))))}.values()),
    )


def plans(n: int, *, weeks: int, seed: int, on: Shelf) -> Iterator[tuple[Brief, Plan]]:
    """Lay plans for so many made-up runners."""
    rng = np.random.default_rng(seed)
    for _ in range(n):
        brief = made_up(rng, weeks=weeks, on=on)
        yield brief, lay_out(brief, shelves=on.for_plans)


def found_in(n: int, *, weeks: int, seed: int = SEED) -> tuple[Counter[str], int]:
    """Count breaches by constraint, and sessions, of so many plans."""
    on = shelf()
    broken: Counter[str] = Counter()
    sessions = 0
    for brief, plan in plans(n, weeks=weeks, seed=seed, on=on):
        sessions += len(plan.sessions)
        for breach in breaches(plan, brief, on.exercises, limits=on.limits):
            broken[breach.constraint] += 1
            print(f"{breach.constraint}: {breach.because}", file=sys.stderr)
    return broken, sessions


def main() -> int:
    """Count breaches and print a table."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--weeks", type=int, default=200, help="one-week problems")
    reader.add_argument("--long", type=int, default=0, help="plans of twelve weeks")
    reader.add_argument("--seed", type=int, default=SEED)
    reader.add_argument("--write", action="store_true", help="write validation/plans.md")
    asked = reader.parse_args()
    rows, worst = [], 0
    for n, weeks in ((asked.weeks, 1), (asked.long, 12)):
        if n:
            began_s = time.process_time()
            broken, sessions = found_in(n, weeks=weeks, seed=asked.seed)
            took_s = time.process_time() - began_s
            worst += sum(broken.values())
            rows.append(
                f"| {n} | {weeks} | {sessions} | {sum(broken.values())} | {took_s / n:.2f} |"
            )
    head = ("| plans | weeks each | sessions | breaches | CPU s a plan |", "|---|---|---|---|---|")
    table = "\n".join((*head, *rows))
    print(table)
    if asked.write:
        text = f"# Plans of made-up runners\n\n`python -m validation.plans`, seed {asked.seed}\n\n"
        Path(__file__).with_suffix(".md").write_text(f"{text}{table}\n", encoding="utf-8")
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
