"""Where a runner stands on a day: runs, pain, screening, plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from attrs import frozen

from psoas.app.earlier import Held, held_by, held_verdict
from psoas.diary import Done, Pain, Reading, Recheck, Sitting
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import RunFact, pain_light
from psoas.load.pain import rising_weeks
from psoas.quantity import Answer
from psoas.store import Logbook
from psoas.store.activities import run_facts
from psoas.store.diary import dones, last_recheck, pains, profile, readings, sittings
from psoas.store.sheets import KeptPlan, KeptSheet, latest_plan, latest_sheet, sheets_since

WORSE_AFTER_DAYS = 7
"""A check that is younger has seen the second of two worse weeks (hazard H-11)."""

#: Twice as long as a check counts: one that was held, and the one that holds it.
SHEETS_KEPT_IN_SIGHT = timedelta(days=30)


@frozen(kw_only=True)
class State:
    """All that is kept of a runner, as of a day."""

    on: date
    now: datetime
    runs: tuple[RunFact, ...]
    pains: tuple[Pain, ...]
    sittings: tuple[Sitting, ...]
    readings: tuple[Reading, ...]
    done: tuple[Done, ...]
    exercises_done: frozenset[str]
    trained: tuple[tuple[Done, tuple[str, ...]], ...] = ()
    """Each session done, with its exercises."""
    profile: Mapping[str, Any]
    sheet: KeptSheet | None
    sheets: tuple[KeptSheet, ...] = ()
    """The checks of the last four weeks, oldest first."""
    plan: KeptPlan | None
    light: Verdict
    recheck: Recheck | None = None
    """What was answered last before a session."""
    screening: Verdict | None
    """Why there can be no exercise now; None where a valid screen allows a programme."""

    @property
    def held(self) -> Held | None:
        """The earlier check that holds the newest one back, where one does."""
        return _held(self.sheet, self.sheets, now=self.now)

    @property
    def trains(self) -> bool:
        """Whether exercises may be shown."""
        return self.screening is None


def _held(sheet: KeptSheet | None, sheets: tuple[KeptSheet, ...], *, now: datetime) -> Held | None:
    if sheet is None:
        return None
    return held_by(sheet.assessment, sheets, at=sheet.answered_at, now=now, but=sheet.id)


def _screening(
    sheet: KeptSheet | None,
    *,
    sheets: tuple[KeptSheet, ...],
    pain: tuple[Pain, ...],
    recheck: Recheck | None,
    now: datetime,
    shelf: Shelf,
) -> Verdict | None:
    """Say what stands between the runner and exercises."""
    valid = shelf.limits["screen-valid"]

    def verdict(text: str, **values: int | str) -> Verdict:
        return Verdict(
            rule="screen-valid",
            answer=Answer.UNKNOWN,
            level="not-screened",
            text=text,
            values=values,
            sources=valid.sources,
            grade=valid.grade,
        )

    if sheet is None:
        return verdict("screen.not-yet")
    age_days = (now - sheet.answered_at).days
    if not sheet.assessment.disposition.trains:
        said = sheet.assessment.reasons
        return said[0] if said else verdict("screen.not-yet")
    if age_days >= valid.value:
        return verdict("screen.expired", days=age_days, valid_days=int(valid.value))
    held = _held(sheet, sheets, now=now)
    if held is not None:  # a check that was kept without a look at the earlier ones
        return held_verdict(held, shelf=shelf)
    if recheck is not None and recheck.stands(sheet.answered_at):
        return verdict("screen.felt")
    needed = int(shelf.limits["pain-week-entries"].value)
    if age_days >= WORSE_AFTER_DAYS and rising_weeks(pain, now.date(), needed=needed):
        return verdict("screen.worse")
    return None


def state_of(logbook: Logbook, *, shelf: Shelf, now: datetime) -> State:
    """Read where the runner stands.

    Parameters
    ----------
    logbook
        The runner's.
    shelf
        For the limits of pain light and screening.
    now
        The moment asked about, aware; its own day is the runner's day.
    """
    with logbook.reading() as connection:
        pain, done = pains(connection), dones(connection)
        sheet, recheck = latest_sheet(connection), last_recheck(connection)
        sheets = sheets_since(connection, now - SHEETS_KEPT_IN_SIGHT)
        return State(
            on=now.date(),
            now=now,
            runs=run_facts(connection),
            pains=pain,
            sittings=sittings(connection),
            readings=readings(connection),
            done=tuple(each for each, _ in done),
            exercises_done=frozenset(name for _, names in done for name in names),
            trained=done,
            profile=profile(connection),
            sheet=sheet,
            sheets=sheets,
            plan=latest_plan(connection),
            light=pain_light(pain, on=now.date(), limits=shelf.limits),
            recheck=recheck,
            screening=_screening(
                sheet, sheets=sheets, pain=pain, recheck=recheck, now=now, shelf=shelf
            ),
        )
