"""A plan: days, each with its run, its sessions and its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from psoas.diary import Done
from psoas.evidence import Made, Verdict
from psoas.load.model import Light
from psoas.loop.condition import Sheet
from psoas.loop.equipment import Equipment
from psoas.loop.prescription import Prescription
from psoas.loop.retrain.course import Course, CueRun
from psoas.loop.retrain.course import Target as CadenceTarget
from psoas.programme.preset import Programme
from psoas.programme.wish import Wish
from psoas.quantity import Answer, Side


class RunKind(StrEnum):
    """What the runner usually does on a day."""

    REST = "rest"
    EASY = "easy"
    HARD = "hard"
    LONG = "long"
    RACE = "race"


class SessionKind(StrEnum):
    """What a session is for."""

    RESET = "reset"
    RELOAD = "reload"
    RETRAIN = "retrain"
    """Running drills, before the day's easy run."""
    REST = "rest"
    """What is left of a session on a red day: nothing to do."""
    RETEST = "retest"


@frozen(kw_only=True)
class Session:
    """What to do on a day, at most 30 minutes; *cue* is for that day's run."""

    id: str
    on: date
    kind: SessionKind
    prescriptions: tuple[Prescription, ...]
    measures: tuple[str, ...] = ()
    minutes: float
    heavy: bool
    why: tuple[Verdict, ...]


def day_named(session: str) -> date | None:
    """Return the day of a session, which its id begins with; None where it names none."""
    try:
        return date.fromisoformat(session[:10])
    except ValueError:
        return None


@frozen(kw_only=True)
class PlanDay:
    """One day of a plan."""

    on: date
    run: RunKind
    cue: str | None
    sessions: tuple[Session, ...]
    why: tuple[Verdict, ...]
    cue_run: CueRun | None = None
    """How the day's run is run by its cue."""


@frozen(kw_only=True)
class Brief:
    """What a plan is made from."""

    start_on: date
    weeks: int
    race_on: date | None
    usual_runs: Mapping[int, RunKind]
    """By weekday, Monday 0."""
    planned_runs: Mapping[date, RunKind] = field(factory=dict)
    """What is planned for a day stands over the habit."""
    days: frozenset[int] = frozenset(range(7))
    """Weekdays on which the runner can train."""
    owned: frozenset[Equipment]
    tight: Side | None
    drivers: tuple[str, ...]
    sheet: Sheet
    light: Light
    worst_pain_nrs: int | None
    programme: Programme
    """What weighs more, and for how long."""
    done: tuple[Done, ...]
    known: frozenset[str] = frozenset()
    """Exercises done before: they are not new."""
    level_now: int | None = None
    """The level earned, by sessions and tests; None: as the sessions done say."""
    level_most: int = 4
    """No exercise above this level: a test has shut the gate to the next."""
    kept: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    """Drills that the runner's own trials kept, and dropped."""
    strength_done: Answer = Answer.UNKNOWN
    """Whether strength has done its part, so that running fast may come in."""
    wishes: tuple[Wish, ...] = ()


@frozen(kw_only=True)
class CueRunDone:
    """A cue run that was run, and the cadence that was asked for; None for a cue of words."""

    on: date
    run: CueRun
    target: CadenceTarget | None


@frozen(kw_only=True)
class Plan:
    """A plan and how it was made."""

    start_on: date
    race_on: date | None
    days: tuple[PlanDay, ...]
    left_out: tuple[Verdict, ...] = field(default=())
    """What could not be placed, and why."""
    course: Course | None = None
    """The course of the plan's one cue."""
    cue_runs_before: tuple[CueRunDone, ...] = ()
    """The course's runs that were done before this plan was laid, oldest first."""
    cues_over: tuple[str, ...] = ()
    """Cues whose course was run and checked."""
    made: Made

    @property
    def sessions(self) -> tuple[Session, ...]:
        """All its sessions in order."""
        return tuple(session for day in self.days for session in day.sessions)

    @property
    def weeks(self) -> tuple[tuple[PlanDay, ...], ...]:
        """Its weeks, seven days each from its first day: doses and notes count in these."""
        return tuple(self.days[n : n + 7] for n in range(0, len(self.days), 7))
