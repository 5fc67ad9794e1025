"""All that is on the shelf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from psoas.evidence import Limit, Source
from psoas.loop.assess.interview import Screen
from psoas.loop.assess.model import Disposition, Question, Weight
from psoas.loop.assess.probe import Probe
from psoas.loop.drawing import Drawing
from psoas.loop.exercise import Exercise
from psoas.loop.measure import Measure
from psoas.loop.retrain.cue import Cue
from psoas.loop.rule import Rule
from psoas.programme.preset import Programme

if TYPE_CHECKING:
    from psoas.programme.asking import Shelves


@frozen(kw_only=True)
class Shelf:
    """The entries of the library by id, each kind in the order of its files."""

    sources: Mapping[str, Source]
    measures: Mapping[str, Measure]
    rules: Mapping[str, Rule[Disposition]]
    limits: Mapping[str, Limit]
    weights: Mapping[str, Weight]
    questions: Mapping[str, Question]
    screens: Mapping[str, Screen]
    exercises: Mapping[str, Exercise]
    drawings: Mapping[str, Drawing]
    """By the exercise's id; every exercise has one."""
    cues: Mapping[str, Cue]
    programmes: Mapping[str, Programme]
    probes: Mapping[str, Probe]
    texts: Mapping[str, str]

    @property
    def for_plans(self) -> Shelves:
        """What a plan is filled from."""
        from psoas.programme.asking import Shelves  # reading the shelf does not need the planner

        return Shelves(
            exercises=tuple(self.exercises.values()),
            cues=tuple(self.cues.values()),
            measures=tuple(self.measures.values()),
            limits=self.limits,
        )
