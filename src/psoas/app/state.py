"""Where a runner stands on a day: runs, pain, screening, plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from attrs import field, frozen
from sqlalchemy import Connection

from psoas.app.check.course import referred_in, seen_on
from psoas.app.check.earlier import Held, held_by, held_verdict
from psoas.app.check.measured import measured_answers, scores_of, with_measured
from psoas.app.check.observing import REACH_DAYS, Seen, observed_of
from psoas.app.check.weighing import owned_by, weighed_anew
from psoas.app.diary.weekly import readings_of
from psoas.app.gait.keeping import clip_of_gait, still_valid
from psoas.diary import Attempt, Done, Pain, Performed, Reading, Recheck, Sitting, Week
from psoas.evidence import Verdict
from psoas.library import Shelf
from psoas.load import Light, RunFact, pain_light
from psoas.load.pain import not_alone, rising_weeks
from psoas.loop.condition import Sheet
from psoas.loop.equipment import Equipment
from psoas.programme.calendar import PlannedDay
from psoas.quantity import Answer, Side
from psoas.render.units import day
from psoas.runs.dated import is_dated
from psoas.store import Logbook
from psoas.store.activities import run_facts, undated_days, worn_since
from psoas.store.attempts import attempts, weeks
from psoas.store.diary import dones, last_recheck, pains, profile, readings, sittings
from psoas.store.gaits import gaits
from psoas.store.performed import performed
from psoas.store.planned import planned_runs
from psoas.store.sheets import KeptPlan, KeptSheet, latest_plan, latest_sheet, sheets_since

WORSE_AFTER_DAYS = 7
"""A check that is younger has seen the second of two worse weeks (hazard H-11)."""

#: What became of a planned run is told for so long.
PLANNED_KEPT_IN_SIGHT = timedelta(weeks=4)
#: Twice as long as a check counts: one that was held, and the one that holds it.
SHEETS_KEPT_IN_SIGHT = timedelta(days=30)


@frozen(kw_only=True)
class State:
    """All that is kept of a runner, as of a day."""

    on: date
    now: datetime
    runs: tuple[RunFact, ...]
    undated: tuple[date, ...] = ()
    """Days of activities that cannot be true: they are kept, and count in no load."""
    pains: tuple[Pain, ...]
    louder: tuple[Pain, ...] = ()
    """Pain of 3 or more that was told as a measure: it counts beside the diary."""
    sittings: tuple[Sitting, ...]
    readings: tuple[Reading, ...]
    """Of measures, and what the questions of the week measure."""
    attempts: tuple[Attempt, ...] = ()
    """Every time a measure was taken, scored or not."""
    weeks: tuple[Week, ...] = ()
    done: tuple[Done, ...]
    exercises_done: frozenset[str]
    trained: tuple[tuple[Done, tuple[str, ...]], ...] = ()
    """Each session done, with its exercises."""
    performed: tuple[Performed, ...] = ()
    """Each set as it was done."""
    profile: Mapping[str, Any]
    sheet: KeptSheet | None
    """The newest check, its drivers weighed by all that is known now."""
    observed: Sheet = field(factory=dict)
    """What runs and a clip show the drivers."""
    sheets: tuple[KeptSheet, ...] = ()
    """The checks of the last four weeks, oldest first."""
    plan: KeptPlan | None
    planned: tuple[PlannedDay, ...] = ()
    """Runs that are planned elsewhere or by hand, from four weeks back on."""
    light: Verdict
    referred: tuple[Verdict, ...] = ()
    """What in the course of the last weeks calls for a clinician."""
    recheck: Recheck | None = None
    """What was answered last before a session."""
    screening: Verdict | None
    """Why there can be no exercise now; None where a valid screen allows a programme."""

    @property
    def pains_said(self) -> tuple[Pain, ...]:
        """The diary, and louder pain that was told as a measure."""
        return (*self.pains, *self.louder)

    @property
    def held(self) -> Held | None:
        """The earlier check that holds the newest one back, where one does."""
        return _held(self.sheet, self.sheets, now=self.now)

    @property
    def trains(self) -> bool:
        """Whether exercises may be shown."""
        return self.screening is None

    @property
    def light_told(self) -> Verdict:
        """The pain light as it is shown: green says *go on* only to who may train."""
        return self.light if self.trains else not_alone(self.light)

    @property
    def is_referred(self) -> bool:
        """Whether a clinician comes first: by the newest check, an earlier one, or the course."""
        refers = self.sheet is not None and not self.sheet.assessment.disposition.trains
        return refers or bool(self.referred) or self.held is not None

    @property
    def sore(self) -> Side | None:
        """The sore side, as set or as answered in the check; None where it is not known."""
        return _sore(self.profile, self.sheet)


def _sore(profile: Mapping[str, Any], sheet: KeptSheet | None) -> Side | None:
    answered = sheet.answers.get("structured", {}).get("side") if sheet else None
    said = profile.get("tight_side") or answered
    return Side(said) if isinstance(said, str) and said in list(Side) else None


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
    referred: tuple[Verdict, ...],
    seen: date | None,
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
    if referred:  # the course of the weeks outweighs the answers of one day
        return referred[0]
    if seen is not None and sheet.answered_at.astimezone(now.tzinfo).date() < seen:
        return verdict("screen.seen", on=day(seen))
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


def _seen(connection: Connection, pain: tuple[Pain, ...], *, on: date) -> Seen:
    """Read what the drivers may look at."""
    gait = still_valid(gaits(connection, limit=1), on=on)
    return Seen(
        on=on,
        runs=tuple(each for each in run_facts(connection) if is_dated(each.local_on, on=on)),
        worn=worn_since(connection, on - timedelta(days=REACH_DAYS)),
        pains=pain,
        clip=None if gait is None else clip_of_gait(gait),
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
        taken, tried, kept_weeks = readings(connection), attempts(connection), weeks(connection)
        sheet, about = latest_sheet(connection), profile(connection)
        recheck = last_recheck(connection)
        referred = referred_in(connection, shelf=shelf, now=now)
        sheets = sheets_since(connection, now - SHEETS_KEPT_IN_SIGHT)
        if sheet is not None:
            said = measured_answers(taken, tried, sore=_sore(about, sheet), now=now, shelf=shelf)
            sheet = with_measured(sheet, said, shelf=shelf)
        read = (*taken, *readings_of(kept_weeks))
        louder = scores_of(read, zone=now.tzinfo, shelf=shelf)
        light = pain_light((*pain, *louder), on=now.date(), limits=shelf.limits)
        seen = _seen(connection, pain, on=now.date())
        observed = _observed(sheet, seen, shelf=shelf)
        sheet = sheet and weighed_anew(
            sheet,
            observed,
            shelf=shelf,
            owned=owned_by(about),
            tests_allowed=light.level != Light.RED,
        )
        return State(
            on=now.date(),
            now=now,
            runs=tuple(seen.runs),
            undated=undated_days(connection, on=now.date()),
            pains=pain,
            louder=louder,
            sittings=sittings(connection),
            readings=read,
            attempts=tried,
            weeks=kept_weeks,
            done=tuple(each for each, _ in done),
            exercises_done=frozenset(name for _, names in done for name in names),
            trained=done,
            performed=performed(connection),
            profile=about,
            sheet=sheet,
            observed=observed,
            sheets=sheets,
            plan=latest_plan(connection),
            planned=planned_runs(connection, since=now.date() - PLANNED_KEPT_IN_SIGHT),
            light=light,
            referred=referred,
            recheck=recheck,
            screening=_screening(
                sheet,
                sheets=sheets,
                pain=pain,
                recheck=recheck,
                referred=referred,
                seen=seen_on(about),
                now=now,
                shelf=shelf,
            ),
        )
