"""The report of a runner as one HTML file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from psoas.app.battery.entries import latest_verdicts
from psoas.app.check.earlier import held_verdict
from psoas.app.cue.cueing import CueToday, cue_today
from psoas.app.cue.kept import CueKept, cue_kept
from psoas.app.diary.weekly import week_verdicts
from psoas.app.load.guarding import guarded, next_of
from psoas.app.plan.planning import current_plan
from psoas.app.retest.around import in_run_of
from psoas.app.retest.retesting import retest
from psoas.app.state import State, state_of
from psoas.app.writing import check_place
from psoas.errors import NotNow
from psoas.evidence import Grade, SourceId, Verdict
from psoas.library import Shelf
from psoas.loop.assess.model import Assessment
from psoas.loop.retest.in_run import InRun
from psoas.quantity import Answer
from psoas.render.report_page import report_page
from psoas.render.standalone import Back
from psoas.render.worth import next_line, result_lines, then_line
from psoas.report import Report, Statement, build
from psoas.store import Logbook


def report_of(
    state: State,
    *,
    shelf: Shelf,
    running: tuple[InRun, ...] = (),
    by_cue: tuple[CueKept, ...] = (),
) -> Report:
    """Gather the report from where a runner stands, and what their runs show."""
    found = guarded(state, shelf=shelf)
    held = state.held
    retested = retest(state, shelf=shelf, running=running)
    plan = current_plan(state)
    cued = cue_today(state, plan, shelf=shelf) if plan is not None else None
    return build(
        on=state.on,
        runs=state.runs,
        days=found.days,
        judged=found.judged,
        guard=next_of(state, shelf=shelf, now=state.now),
        light=state.light_told,
        screening=state.screening,
        assessment=state.sheet.assessment if state.sheet else None,
        ahead=tuple(_ahead(state.sheet.assessment, shelf)) if state.sheet else (),
        plan=cued.plan if cued is not None else None,
        changes=retested.changes,
        pain=retested.symptoms.said if retested.symptoms else (),
        in_the_run=(*(each.verdict for each in retested.running), retested.also),
        decision=retested.decision,
        next_decisive=retested.following,
        held=held_verdict(held, shelf=shelf) if held else None,
        taken=latest_verdicts(state, shelf=shelf),
        week=week_verdicts(state.weeks, on=state.on, shelf=shelf),
        cue=tuple(_cue(cued, by_cue)) if cued is not None else (),
    )


def _cue(cued: CueToday, by_cue: tuple[CueKept, ...]) -> Iterator[Statement]:
    """Say what the course's cadence costs, why it waits, and how its runs were run."""
    course = cued.plan.course
    if course is not None and course.runs and course.trade_off is not None:
        yield Statement(verdict=course.trade_off.verdict)
    if cued.waits is not None:
        yield Statement(verdict=cued.waits)
    for each in by_cue:
        yield Statement(verdict=each.verdict, about=each.asked.on.isoformat())


def _ahead(assessment: Assessment, shelf: Shelf) -> Iterator[Verdict]:
    """Say what to test next and what each result would change, or that nothing would."""
    for n, each in enumerate(assessment.next_tests):
        line = then_line if n else next_line
        probe = shelf.probes[each.probe]
        yield Verdict(
            rule="next-test",
            answer=Answer.UNKNOWN,
            level="next",
            text="report.next-test",
            values={
                "line": line(each, probes=shelf.probes, texts=shelf.texts),
                "results": " ".join(result_lines(each, texts=shelf.texts)),
                "points": "" if n else shelf.texts["next.points"],
            },
            sources=probe.sources,
            grade=probe.grade,
        )
    if not assessment.next_tests:
        yield Verdict(
            rule="next-test",
            answer=Answer.NO,
            level="next",
            text="report.nothing-next",
            values={},
            sources=(SourceId("psoas-convention"),),
            grade=Grade.OWN_CONVENTION,
        )


def write_report(logbook: Logbook, out: Path, *, shelf: Shelf, now: datetime) -> Report:
    """Write the report; the file is complete or not there.

    Raises
    ------
    NotNow
        Where the file cannot be written.
    """
    report, page = reported(logbook, shelf=shelf, now=now)
    write_page(page, out)
    return report


def reported(
    logbook: Logbook, *, shelf: Shelf, now: datetime, back: Back | None = None
) -> tuple[Report, str]:
    """Return the report of a logbook, and its page."""
    state = state_of(logbook, shelf=shelf, now=now)
    report = report_of(
        state,
        shelf=shelf,
        running=in_run_of(logbook, state),
        by_cue=cue_kept(logbook, state, shelf=shelf),
    )
    page = report_page(
        report,
        texts=shelf.texts,
        sources=shelf.sources,
        exercises=shelf.exercises,
        measures=shelf.measures,
        cues=shelf.cues,
        back=back,
    )
    return report, page


def write_page(page: str, out: Path) -> None:
    """Write a page; the file is complete or not there.

    Raises
    ------
    Conflict
        Where it is a logbook, or no file.
    NotNow
        Where the file cannot be written.
    """
    check_place(out)
    part = out.with_name(out.name + ".part")
    try:
        part.write_text(page, encoding="utf-8")
        part.replace(out)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise NotNow(
            f"the report cannot be written ({error.strerror})",
            where=str(out),
            fix="Choose a folder you may write to, with space left",
        ) from error
