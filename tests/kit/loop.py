"""A runner's whole loop in a logbook, from which tests change one thing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from attrs import frozen

from psoas.app.battery.taking import Taking, add_reading, take
from psoas.app.check.checking import Checked, check, keep_check
from psoas.app.diary.keeping import finish_session, log_pain
from psoas.app.files.importing import import_files
from psoas.app.gait.keeping import keep_gait
from psoas.app.gait.measuring import GaitAndMoments
from psoas.app.gait.told import as_plain
from psoas.app.load.season import SeasonView, read_record, season_view
from psoas.app.plan.planning import current_plan, make_plan
from psoas.app.plan.todays import Today, today
from psoas.app.reporting import report_of
from psoas.app.retest.retesting import Retested, retest
from psoas.app.state import State, seen_of, state_of
from psoas.diary import Done, When
from psoas.library import Shelf
from psoas.programme import Plan
from psoas.quantity import Side
from psoas.report import Report
from psoas.store import Logbook
from psoas.store.diary import set_profile
from tests.kit.runs import run_file
from tests.kit.sheets import plain_runner

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # a Sunday
#: Eight weeks of Tuesday, Thursday and Sunday: kilometres by weekday.
WEEK_KM = {1: 7.0, 3: 8.0, 6: 12.0}

HIP_FLEXOR = {
    "resisted_hip_flexion": "weak_painless",
    "hip_flexor_hold_s": 8,
    "longest_run_prior_30d_km": 12,
    "longest_run_last_14d_km": 12,
}


@frozen(kw_only=True)
class Turn:
    """Where one turn of the loop arrived."""

    imported_new: int
    checked: Checked
    state: State
    plan: Plan | None
    today: Today
    retested: Retested
    report: Report
    season: SeasonView

    @property
    def disposition(self) -> str | None:
        return self.checked.assessment.disposition.value if self.checked.assessment else None

    @property
    def drivers(self) -> list[str]:
        found = self.checked.assessment
        return [ranked.driver.value for ranked in found.drivers] if found else []

    @property
    def guard(self) -> dict[str, str]:
        """Levels of G1, the jump in distance, by day, as the report tells them."""
        return {on: level for on, rule, level in self.guard_rules if rule == "G1"}

    @property
    def guard_rules(self) -> set[tuple[str, str, str]]:
        """What the report lists of every rule: day, rule and level."""
        section = next(each for each in self.report.sections if each.heading == "report.guard")
        said = [(each.about, each.verdict) for each in section.statements if each.about]
        return {(on, verdict.rule, verdict.level) for on, verdict in said}

    @property
    def exercises(self) -> set[str]:
        """Every exercise that is shown anywhere."""
        sessions = (*(self.plan.sessions if self.plan else ()), *self.today.sessions)
        planned = (s for day in self.report.plan for s in day.sessions)
        shown = {p.exercise for s in (*sessions, *planned) for p in s.prescriptions}
        return shown | set(self.checked.exercises)


def eight_weeks(
    folder: Path,
    *,
    until: date,
    last_long_km: float = 12.0,
    weeks: int = 8,
    without_days: Sequence[int] = (),
    fast_days: Sequence[int] = (),
) -> list[Path]:
    """Write the files: eight weeks, or so many, with one thing changed.

    The last long run is longer; days before *until* have no run; or on some there is a fast
    run of 2 km, whatever the weekday.
    """
    files = []
    for n in range(7 * weeks, 0, -1):
        on = until - timedelta(days=n)
        km = WEEK_KM.get(on.weekday())
        if n in fast_days:
            files.append(run_file(folder, on, km=2.0, speed_mps=5.5, cadence_spm=185.0))
        elif km is not None and n not in without_days:
            spiked = last_long_km if n <= 7 and on.weekday() == 6 else km
            files.append(run_file(folder, on, km=spiked))
    return files


def turn(
    logbook: Logbook,
    files: Sequence[Path],
    shelf: Shelf,
    *,
    now: datetime = NOW,
    answers: dict[str, Any] | None = None,
    checked: Checked | None = None,
    free_text: str = "",
    pain_nrs: int | None = 1,
    readings: Sequence[tuple[str, Side | None, float]] = (),
    taken: Sequence[Taking] = (),
    plan_days_ago: int = 0,
    plan_cue: str | None = None,
    race_on: date | None = None,
    do_sessions: bool = True,
    clip: GaitAndMoments | None = None,
    equipment: Sequence[str] | None = None,
    diary: Sequence[tuple[int, int]] = (),
) -> Turn:
    """Walk the loop once: files, check, tests, plan, sessions, pain, today, retest, report.

    A *clip* was measured and kept before the check; *checked* is a check that was not made from
    a sheet. With *plan_days_ago* the plan began earlier, and its sessions up to yesterday were
    done unless *do_sessions* is false. What is *taken* is measured after the check, before the
    plan. *plan_cue* and *race_on* are asked of the plan. *equipment* is what the runner says is
    there; *diary* are days ago with a score.
    """
    if equipment is not None:
        with logbook.writing() as connection:
            set_profile(connection, {"equipment": list(equipment)}, at=now)
    imported = import_files(logbook, files, now=now)
    if clip is not None:
        plain = as_plain(clip, texts=shelf.texts)
        at = now - timedelta(days=plan_days_ago)
        keep_gait(logbook, clip, name="clip", told=plain, now=at)
    sheet = plain_runner(**(HIP_FLEXOR | (answers or {})))
    record = {"id": "loop", "structured": sheet, "free_text": free_text}
    began = now - timedelta(days=plan_days_ago)
    seen, owned = seen_of(logbook, on=began.date())
    checked = checked or check(record, shelf=shelf, seen=seen, owned=owned, now=began)
    if checked.assessment is not None:
        keep_check(logbook, checked, now=began)
        for taking in taken:
            take(logbook, taking, shelf=shelf, now=began)
        if checked.assessment.disposition.trains:
            kept = make_plan(logbook, shelf=shelf, now=began, cue=plan_cue, race_on=race_on)
            past = [s for s in kept.plan.sessions if s.on < now.date()]
            for session in past if do_sessions else ():
                names = tuple(p.exercise for p in session.prescriptions)
                done = Done(session=session.id, finished_at=began, pain_nrs=None)
                finish_session(logbook, done, exercises=names, shelf=shelf)
    for n, (measure, side, value) in enumerate(readings):
        at = now - timedelta(days=30 - 7 * n)
        add_reading(logbook, measure=measure, value=value, side=side, shelf=shelf, now=at)
    for days_ago, nrs in diary:
        at = now - timedelta(days=days_ago)
        log_pain(logbook, pain_nrs=nrs, when=When.AFTER, side=None, felt_on=at.date(), now=at)
    if pain_nrs is not None:
        log_pain(
            logbook,
            pain_nrs=pain_nrs,
            when=When.DURING,
            side=Side.RIGHT,
            felt_on=now.date(),
            now=now,
        )
    state = state_of(logbook, shelf=shelf, now=now)
    return Turn(
        imported_new=imported.new,
        checked=checked,
        state=state,
        plan=current_plan(state),
        today=today(state, shelf=shelf),
        retested=retest(state, shelf=shelf),
        report=report_of(state, shelf=shelf),
        season=season_view(state, read_record(logbook, on=state.on), shelf=shelf),
    )


def example_sheet(name: str) -> dict[str, Any]:
    """Return a shipped answer sheet."""
    import psoas.app

    folder = Path(psoas.app.__file__).parent / "sheets"
    found: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return found
