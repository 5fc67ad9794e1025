"""Stages laid on a calendar round runs and races.

``usual_week`` reads how the runner trains, ``lay_out`` places sessions by a 0/1 model solved
week by week, ``replan`` lays a plan anew with least change, ``clash_of`` says which wishes do
not fit together, and ``breaches`` checks any plan, whoever made it.
"""

from psoas.programme.asking import Shelves
from psoas.programme.breach import Breach
from psoas.programme.breaches import breaches
from psoas.programme.clash import Clash, clash_of
from psoas.programme.layout import lay_out
from psoas.programme.model import Brief, Plan, PlanDay, RunKind, Session, SessionKind, day_named
from psoas.programme.preset import Programme
from psoas.programme.replan import broken_since, replan, unmoved_ratio
from psoas.programme.week import usual_week
from psoas.programme.wish import Wish, WishKind

__all__ = [
    "Breach",
    "Brief",
    "Clash",
    "Plan",
    "PlanDay",
    "Programme",
    "RunKind",
    "Session",
    "SessionKind",
    "Shelves",
    "Wish",
    "WishKind",
    "breaches",
    "broken_since",
    "clash_of",
    "day_named",
    "lay_out",
    "replan",
    "unmoved_ratio",
    "usual_week",
]
