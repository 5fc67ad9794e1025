"""Hip-flexor load of a stride, a run, a season; and the flare-up guard.

``curves`` give moment and force of a stride beside what is ``published``, ``watch``
estimates a run from speed, cadence and gradient (``strides``), ``claim`` says what may be said
of two loads, ``guard`` asks its rules of every run, done or planned, ``pain`` reads the traffic
light; ``season`` and ``frames`` lay a history on its days, ``before_onset`` says what changed
before the symptoms, ``planned`` compares weeks to come. Nobody has measured iliopsoas force in
a runner: every force here is a model's band, meant for comparing a runner with himself or
herself.
"""

from psoas.load.before_onset import what_changed
from psoas.load.claim import Claim, compared
from psoas.load.compared import Change, Changed
from psoas.load.frames import Frames, Weeks, frames_of, weeks_of
from psoas.load.model import DayLoad, Light, RunFact, RunLoad
from psoas.load.onset import Onset, Told, find_onset
from psoas.load.pain import pain_light
from psoas.load.planned import (
    Heavier,
    PlannedPart,
    PlannedRun,
    WeekLoad,
    compare_weeks,
    week_load,
)
from psoas.load.season import Covered, Season, by_day, season_of
from psoas.load.watch import hip_flexor_load

__all__ = [
    "Change",
    "Changed",
    "Claim",
    "Covered",
    "DayLoad",
    "Frames",
    "Heavier",
    "Light",
    "Onset",
    "PlannedPart",
    "PlannedRun",
    "RunFact",
    "RunLoad",
    "Season",
    "Told",
    "WeekLoad",
    "Weeks",
    "by_day",
    "compare_weeks",
    "compared",
    "find_onset",
    "frames_of",
    "hip_flexor_load",
    "pain_light",
    "season_of",
    "week_load",
    "weeks_of",
    "what_changed",
]
