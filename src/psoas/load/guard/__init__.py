"""The flare-up guard: rules G1 to G8, each run against what came before it.

``Past`` walks a history once and knows, before each run, the most of the thirty days,
the breaks and the changes. Each rule is a function of the run and that ``Before``; one
rule is one file. ``judge_all`` asks every rule of every run, ``check_planned`` of runs
that are still ahead. No rule divides by a baseline that is not there, and none compares
a week with a month.
"""

from psoas.load.guard.advice import Next, next_run
from psoas.load.guard.eased import beyond_check
from psoas.load.guard.flags import red_flags
from psoas.load.guard.history import check_planned, judge_all
from psoas.load.guard.model import RULES, Change, ChangeKind, Exposure, Heavy, Judged, Told

__all__ = [
    "RULES",
    "Change",
    "ChangeKind",
    "Exposure",
    "Heavy",
    "Judged",
    "Next",
    "Told",
    "beyond_check",
    "check_planned",
    "judge_all",
    "next_run",
    "red_flags",
]
