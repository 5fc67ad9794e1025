"""The clinician's page: of the newest check of a logbook, or of an answer sheet alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from psoas.app.check.checking import Checked, first_exercises
from psoas.app.check.earlier import changed_answers
from psoas.app.check.weighing import believed_sheet, owned_by
from psoas.app.load.guarding import guarded
from psoas.app.reporting import write_page
from psoas.app.state import State
from psoas.diary import Reading
from psoas.edges import to_json, to_plain
from psoas.errors import NotFound
from psoas.library import Shelf
from psoas.loop.assess.model import Assessment
from psoas.render.clinician_page import clinician_html
from psoas.render.standalone import Back
from psoas.report.clinician import Changed, ClinicianPage, Ran, clinician_page

WEEKS = 4
"""So many weeks of running are told (hazard H-01 looks at 30 days)."""
_DAYS_A_WEEK = 7


def rules_version(shelf: Shelf) -> str:
    """Return which rules are in force: the newest day, and a mark that any change of them moves."""
    rules = list(shelf.rules.values())
    newest = max(rule.since for rule in rules)
    mark = sha256(to_json(to_plain(rules)).encode()).hexdigest()[:8]
    return f"{newest:%Y-%m-%d}-{mark}"


def _ran(state: State, shelf: Shelf) -> Ran | None:
    """Gather what was run in the last four weeks; None where no run is kept in them."""
    first = state.on - timedelta(days=WEEKS * _DAYS_A_WEEK - 1)
    runs = [run for run in state.runs if first <= run.local_on <= state.on]
    if not runs:
        return None
    week_km = [0.0] * WEEKS
    for run in runs:
        week_km[(run.local_on - first).days // _DAYS_A_WEEK] += (run.distance_m or 0.0) / 1000
    judged = guarded(state, shelf=shelf).judged
    return Ran(
        runs=len(runs),
        km=sum(week_km),
        longest_km=max((run.distance_m or 0.0) / 1000 for run in runs),
        week_km=tuple(week_km),
        hip_units=sum(run.units.get(4, 0.0) for run in runs),
        loud=tuple(
            (each.run.local_on, verdict)
            for each in judged
            if each.run.local_on >= first
            for verdict in each.loud
        ),
    )


def _page(
    record: Mapping[str, Any],
    assessment: Assessment,
    *,
    shelf: Shelf,
    answered_at: datetime,
    exercises: tuple[str, ...],
    readings: Sequence[Reading] = (),
    ran: Ran | None = None,
    changed: tuple[Changed, ...] = (),
    changed_since: datetime | None = None,
) -> ClinicianPage:
    return clinician_page(
        answered_at=answered_at,
        answers=record.get("structured", {}),
        beside={"age_years": record.get("age"), "sex": record.get("sex")},
        believed=believed_sheet(record, shelf=shelf),
        assessment=assessment,
        questions=shelf.questions,
        rules=shelf.rules,
        measures=shelf.measures,
        readings=readings,
        ran=ran,
        exercises=exercises,
        changed=changed,
        changed_since=changed_since.date() if changed_since else None,
        rules_version=rules_version(shelf),
    )


def page_of_check(checked: Checked, *, shelf: Shelf, now: datetime) -> ClinicianPage:
    """Return the page of an answer sheet alone.

    Raises
    ------
    NotFound
        Where the sheet was refused: there is nothing to say but what is wrong with it.
    """
    if checked.assessment is None:
        raise NotFound(
            "this sheet has no assessment", where="check", fix="Correct the answers it names"
        )
    return _page(
        checked.answers,
        checked.assessment,
        shelf=shelf,
        answered_at=now,
        exercises=checked.exercises,
    )


def page_of_state(state: State, *, shelf: Shelf) -> ClinicianPage:
    """Return the page of the newest check that is kept.

    Raises
    ------
    NotFound
        Where there is none.
    """
    sheet = state.sheet
    if sheet is None:
        raise NotFound("there is no check yet", where="report", fix="Answer the check first")
    held = state.held
    exercises = (
        ()
        if state.referred
        else first_exercises(
            sheet.assessment,
            believed_sheet(sheet.answers, shelf=shelf),
            shelf=shelf,
            owned=owned_by(state.profile),
        )
    )
    return _page(
        sheet.answers,
        sheet.assessment,
        shelf=shelf,
        answered_at=sheet.answered_at.astimezone(state.now.tzinfo),
        exercises=exercises,
        readings=state.readings,
        ran=_ran(state, shelf),
        changed=changed_answers(held.sheet.answers, sheet.answers) if held else (),
        changed_since=held.sheet.answered_at.astimezone(state.now.tzinfo) if held else None,
    )


def as_html(page: ClinicianPage, *, shelf: Shelf, back: Back | None = None) -> str:
    """Return the page as HTML that needs nothing else."""
    return clinician_html(
        page,
        texts=shelf.texts,
        questions=shelf.questions,
        measures=shelf.measures,
        sources=shelf.sources,
        back=back,
    )


def write_clinician(page: ClinicianPage, out: Path, *, shelf: Shelf) -> None:
    """Write the page; the file is complete or not there.

    Raises
    ------
    NotNow
        Where the file cannot be written.
    """
    write_page(as_html(page, shelf=shelf), out)
