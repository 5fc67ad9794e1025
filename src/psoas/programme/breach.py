"""What a broken constraint is, and what a plan is checked with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from attrs import frozen

from psoas.evidence import Limits
from psoas.loop.exercise import Exercise
from psoas.programme.model import Brief, Plan, Session


@frozen(kw_only=True)
class Breach:
    """A constraint that a plan breaks, where, and how."""

    constraint: str
    sessions: tuple[str, ...]
    because: str
    on: date | None = None
    """The day, where a breach is about the day and not about its sessions."""


@frozen(kw_only=True)
class Checked:
    """A plan with all that it must answer to."""

    plan: Plan
    brief: Brief
    exercises: Mapping[str, Exercise]
    limits: Limits

    def days(self, limit: str) -> timedelta:
        """Return a limit in days."""
        return timedelta(days=self.limits[limit].value)

    def before_race(self, session: Session) -> timedelta | None:
        """Return how long before the race a session is; None without a race ahead of it."""
        race_on = self.plan.race_on
        if race_on is None or session.on > race_on:
            return None
        return race_on - session.on


Found = Iterator[Breach]


def contents(session: Session) -> set[str]:
    """Return the ids of a session's exercises."""
    return {str(each.exercise) for each in session.prescriptions}
