"""Stages laid on a calendar round runs and races.

``usual_week`` reads how the runner trains, ``lay_out`` places sessions, ``breaches``
checks any plan, whoever made it.
"""

from psoas.programme.breaches import Breach, breaches
from psoas.programme.layout import lay_out
from psoas.programme.model import Brief, Plan, PlanDay, RunKind, Session, SessionKind
from psoas.programme.week import usual_week

__all__ = [
    "Breach",
    "Brief",
    "Plan",
    "PlanDay",
    "RunKind",
    "Session",
    "SessionKind",
    "breaches",
    "lay_out",
    "usual_week",
]
