"""Hip-flexor load of a stride, a run, a season; and the flare-up guard.

``curves`` give moment and force of a stride, ``watch`` estimates a run from speed and
cadence, ``guard`` asks its rules of every run, done or planned, ``pain`` reads the
traffic light. Nobody has measured iliopsoas force in a runner: every force here is
a model's band, meant for comparing a runner with himself or herself.
"""

from psoas.load.guard import judge_history, judge_run
from psoas.load.model import DayLoad, Light, RunFact, RunLoad
from psoas.load.pain import pain_light
from psoas.load.season import by_day
from psoas.load.watch import hip_flexor_load

__all__ = [
    "DayLoad",
    "Light",
    "RunFact",
    "RunLoad",
    "by_day",
    "hip_flexor_load",
    "judge_history",
    "judge_run",
    "pain_light",
]
