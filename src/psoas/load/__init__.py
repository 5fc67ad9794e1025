"""Hip-flexor load of a stride, a run, a season; and the flare-up guard.

``curves`` give moment and force of a stride beside what is ``published``, ``watch``
estimates a run from speed, cadence and gradient (``strides``; ``seconds`` one by one),
``claim`` says what may be said of two loads, ``guard`` compares a run with the thirty days
before it, ``pain`` reads the traffic light. Nobody has measured iliopsoas force in
a runner: every force here is a model's band, meant for comparing a runner with himself or
herself.
"""

from psoas.load.claim import Claim, compared
from psoas.load.guard import judge_history, judge_run
from psoas.load.model import DayLoad, Light, RunFact, RunLoad
from psoas.load.pain import pain_light
from psoas.load.season import by_day
from psoas.load.seconds import SecondLoad, each_second
from psoas.load.watch import hip_flexor_load

__all__ = [
    "Claim",
    "DayLoad",
    "Light",
    "RunFact",
    "RunLoad",
    "SecondLoad",
    "by_day",
    "compared",
    "each_second",
    "hip_flexor_load",
    "judge_history",
    "judge_run",
    "pain_light",
]
