"""A daily score as a slow level, flares, the response to load, and what is not known of them.

A grid of conjugate dynamic linear models: each is solved exactly, and their evidence weighs
them. See docs/retest.md.
"""

from psoas.stats.level.days import Days
from psoas.stats.level.grid import (
    FORECAST,
    STEADY,
    Grid,
    Kernel,
    Noise,
    Ramp,
    grid_ahead,
    grid_asked,
    grid_far,
    grid_of,
)
from psoas.stats.level.track import Beliefs, advance, begin, track

__all__ = [
    "FORECAST",
    "STEADY",
    "Beliefs",
    "Days",
    "Grid",
    "Kernel",
    "Noise",
    "Ramp",
    "advance",
    "begin",
    "grid_ahead",
    "grid_asked",
    "grid_far",
    "grid_of",
    "track",
]
