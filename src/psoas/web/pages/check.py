"""The check with all questions on one page, and what follows from the answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template

from psoas.app.check.agreeing import BOXES, agree, agreed_at
from psoas.app.check.checking import keep_check
from psoas.app.check.checking_in import check_in
from psoas.app.check.earlier import Held, changed_answers
from psoas.app.state import State
from psoas.loop.assess.model import Assessment
from psoas.render.clinician_page import answer_words
from psoas.report.clinician import Changed
from psoas.web.answers import FIRST, fields_of, record_of, sections
from psoas.web.desk import AnyRequest, Desk, go, page
from psoas.web.form import Form, Posted
from psoas.web.result import parts_of
from psoas.web.threads import threaded
from psoas.web.worth import ahead_of


def _form_page(
    request: AnyRequest,
    values: Mapping[str, Any],
    *,
    problems: Mapping[str, str] | None = None,
    told: str = "",
    status: int = 200,
) -> Template:
    desk = Desk.of(request)
    shelf = desk.shelf
    with desk.open() as logbook:
        agreed = agreed_at(logbook) is not None
    return page(
        request,
        "check.html",
        status=status,
        sections=sections(shelf.questions.values()),
        first=[shelf.questions[key] for key in FIRST if key in shelf.questions],
        values=values,
        problems=problems or {},
        told=told,
        consent_needed=not agreed,
    )


@get("/check/all")
@threaded
def show_check(request: AnyRequest) -> Template:
    """Show the questions; with ``?again`` today's answers are filled in, to be completed."""
    desk = Desk.of(request)
    sheet = desk.stand().sheet
    now = desk.now()
    same_day = sheet and sheet.answered_at.astimezone(now.tzinfo).date() == now.date()
    if sheet and same_day and "again" in request.query_params:
        return _form_page(request, fields_of(sheet.answers, desk.shelf.questions))
    return _form_page(request, {})


@post("/check/all")
@threaded
def answer_check(request: AnyRequest, data: Posted) -> Template | Redirect:
    """Assess the answers and keep them, or name the answers that are wrong."""
    desk, form = Desk.of(request), Form(data)
    shelf = desk.shelf
    record = record_of(form, shelf.questions.values())
    now, state = desk.now(), desk.stand()
    with desk.open() as logbook:
        checked = check_in(logbook, record, shelf=shelf, now=now)
    problems = dict(checked.problems)
    with desk.open() as logbook:
        agreed = agreed_at(logbook) is not None
    if not agreed:
        problems |= {key: said for key, said in BOXES.items() if not form.text(key)}
    if problems:
        told = checked.text.rpartition("\n")[0]  # a warning stands before the list of problems
        return _form_page(request, data, problems=problems, told=told, status=422)
    with desk.open() as logbook:
        kept = keep_check(logbook, checked, now=now)
        if kept is not None:
            agree(logbook, now=now)
    if kept is None and checked.assessment is not None:
        return _result(request, checked.assessment, state=state, on=now.date(), kept=False)
    return go("/check/result")


@get("/check/result")
@threaded
def show_result(request: AnyRequest) -> Template | Redirect:
    """Show what the newest check says, with the reasons."""
    state = Desk.of(request).stand()
    if state.sheet is None:
        return go("/check")
    sheet, now = state.sheet, state.now
    held = state.held
    return _result(
        request,
        sheet.assessment,
        state=state,
        on=sheet.answered_at.astimezone(now.tzinfo).date(),
        held=held,
        changed=changed_answers(held.sheet.answers, sheet.answers) if held else (),
    )


def _result(
    request: AnyRequest,
    assessment: Assessment,
    *,
    state: State,
    on: date,
    kept: bool = True,
    held: Held | None = None,
    changed: tuple[Changed, ...] = (),
) -> Template:
    shelf = Desk.of(request).shelf
    return page(
        request,
        "result.html",
        state=state,
        on=on,
        kept=kept,
        held=held,
        changed=changed,
        answer_words=lambda key, value: answer_words(
            key, value, shelf.questions.get(key), texts=shelf.texts
        ),
        **parts_of(assessment, shelf),
        ahead=ahead_of(assessment, shelf),
    )


HANDLERS = (show_check, answer_check, show_result)
