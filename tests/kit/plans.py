"""Briefs and plans for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from psoas.library import Shelf, shelf
from psoas.load.model import Light
from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.programme import Brief, Plan, RunKind, lay_out
from psoas.quantity import Side

START = date(2026, 11, 23)  # a Monday
WEEK = {1: RunKind.EASY, 3: RunKind.HARD, 5: RunKind.EASY, 6: RunKind.LONG}

PLAIN = Brief(
    start_on=START,
    weeks=6,
    race_on=None,
    usual_runs=WEEK,
    owned=ALWAYS_THERE | {Equipment.BAND, Equipment.KETTLEBELL},
    tight=Side.RIGHT,
    drivers=("hip_flexor_weakness", "load_spike"),
    sheet={},
    light=Light.GREEN,
    worst_pain_nrs=1,
    programme=shelf().programmes["general"],
    done=(),
)


def brief(**changes: Any) -> Brief:
    return attrs.evolve(PLAIN, **changes)


def plan(on: Shelf, made_from: Brief) -> Plan:
    return lay_out(made_from, shelves=on.for_plans)
