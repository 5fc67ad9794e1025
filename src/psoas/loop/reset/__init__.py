"""Reset: five minutes for an immediate, felt change; kept only if it helps."""

from psoas.loop.reset.choose import (
    RELIEF_LEVEL,
    Moment,
    choose_drills,
    choose_warm_up,
    is_held,
    truly_restricted,
)
from psoas.loop.reset.trial import Fate, Trial, Tried, trial, tried
from psoas.loop.reset.turns import Turn, next_turn

__all__ = [
    "RELIEF_LEVEL",
    "Fate",
    "Moment",
    "Trial",
    "Tried",
    "Turn",
    "choose_drills",
    "choose_warm_up",
    "is_held",
    "next_turn",
    "trial",
    "tried",
    "truly_restricted",
]
