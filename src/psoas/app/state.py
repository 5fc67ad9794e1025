"""Where a runner stands on a day: runs, pain, screening, plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from attrs import field, frozen
from sqlalchemy import Connection

from psoas.app.observing import REACH_DAYS, Seen, observed_of
from psoas.app.weighing import owned_by, weighed_anew
from psoas.diary import Done, Pain, Reading, Sitting
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import Light, RunFact, pain_light
from psoas.loop.condition import Sheet
from psoas.loop.equipment import Equipment
from psoas.quantity import Answer
from psoas.store import Logbook
from psoas.store.activities import run_facts, worn_since
from psoas.store.diary import dones, pains, profile, readings, sittings
from psoas.store.sheets import KeptPlan, KeptSheet, latest_plan, latest_sheet


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
    """The newest check, its drivers weighed by all that is known now."""
    observed: Sheet = field(factory=dict)
    """What runs, tests taken since and a clip show the drivers."""
    plan: KeptPlan | None
    light: Verdict
    screening: Verdict | None
    """Why there can be no exercise now; None where a valid screen allows a programme."""

    @property
    def trains(self) -> bool:
        """Whether exercises may be shown."""
        return self.screening is None


def _screening(sheet: KeptSheet | None, *, now: datetime, shelf: Shelf) -> Verdict | None:
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
    return None


def _seen(connection: Connection, pain: tuple[Pain, ...], *, on: date) -> Seen:
    """Read what the drivers may look at."""
    return Seen(
        on=on,
        runs=run_facts(connection),
        worn=worn_since(connection, on - timedelta(days=REACH_DAYS)),
        pains=pain,
        readings=readings(connection),
    )


def _observed(kept: KeptSheet | None, seen: Seen, *, shelf: Shelf) -> Sheet:
    """Return what is seen beside a check whose runner may train; else nothing is looked at."""
    if kept is None or not kept.assessment.disposition.trains:
        return {}
    answers = kept.answers.get("structured") or {}
    return observed_of(seen, answers, answered_at=kept.answered_at, shelf=shelf)


def seen_of(logbook: Logbook, *, on: date) -> tuple[Seen, frozenset[Equipment]]:
    """Read what the drivers of a check that is answered now may look at, and what is owned."""
    with logbook.reading() as connection:
        return _seen(connection, pains(connection), on=on), owned_by(profile(connection))


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
        light = pain_light(pain, on=now.date(), limits=shelf.limits)
        seen = _seen(connection, pain, on=now.date())
        about = profile(connection)
        kept = latest_sheet(connection)
        observed = _observed(kept, seen, shelf=shelf)
        sheet = kept and weighed_anew(
            kept,
            observed,
            shelf=shelf,
            owned=owned_by(about),
            tests_allowed=light.level != Light.RED,
        )
        return State(
            on=now.date(),
            now=now,
            runs=tuple(seen.runs),
            pains=pain,
            sittings=sittings(connection),
            readings=tuple(seen.readings),
            done=tuple(each for each, _ in done),
            exercises_done=frozenset(name for _, names in done for name in names),
            trained=done,
            profile=about,
            sheet=sheet,
            observed=observed,
            plan=latest_plan(connection),
            light=light,
            screening=_screening(sheet, now=now, shelf=shelf),
        )
