"""What a runner may have at home."""

from __future__ import annotations

from enum import StrEnum


class Equipment(StrEnum):
    """What it needs beyond the runner."""

    BAND = "band"
    KETTLEBELL = "kettlebell"
    ANKLE_WEIGHT = "ankle-weight"
    DUMBBELL = "dumbbell"
    BOX = "box"
    BLOCK = "block"
    BENCH = "bench"
    BAR = "bar"
    MAT = "mat"
    WALL = "wall"
    ROLLER = "roller"
    BALL = "ball"
    WATCH = "watch"
    THERAPIST = "therapist"


#: What every home has: never a reason to leave an exercise out. Our own convention.
ALWAYS_THERE = frozenset({Equipment.MAT, Equipment.WALL, Equipment.BLOCK})
