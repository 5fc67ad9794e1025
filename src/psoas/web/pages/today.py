"""Today: how it feels, what to do, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template

from psoas.app.demo import fill_demo
from psoas.app.diary.keeping import log_pain, log_sitting, set_up, undo_pain
from psoas.app.forecast.forecasting import flare_of
from psoas.app.load.ahead import by_day, runs_ahead
from psoas.app.plan.todays import Today, today
from psoas.app.plan.told import beat_path
from psoas.app.state import State
from psoas.diary import When
from psoas.errors import InvalidAnswer
from psoas.library import Shelf
from psoas.quantity import Side
from psoas.render.cue_words import cue_run_lines
from psoas.render.units import System
from psoas.web.desk import AnyRequest, Desk, Look, go, page
from psoas.web.form import Form, Posted
from psoas.web.result import parts_of
from psoas.web.threads import threaded
from psoas.web.worth import ahead_of

#: Until this hour a pain score is taken for the morning's. Our own convention.
MORNING_UNTIL_H = 11
SITTING_H = (2, 4, 6, 8, 10, 12)


def usual_when(state: State, *, now: datetime) -> When:
    """Return the moment a pain score is probably about; the runner can choose another."""
    if now.hour < MORNING_UNTIL_H:
        return When.MORNING
    ran = any(run.local_on == state.on for run in state.runs)
    trained = any(done.finished_at.astimezone(now.tzinfo).date() == state.on for done in state.done)
    return When.AFTER if ran or trained else When.BEFORE


def _cue_run(found: Today, *, shelf: Shelf, system: System) -> dict[str, Any]:
    """Return the day's cue run in words, what it costs, and where its beat is."""
    day, course = found.day, found.course
    if day is None or day.cue_run is None or course is None:
        return {"cue_lines": (), "cue_cost": None, "beat": None}
    texts, limits = shelf.texts, shelf.limits
    lines = cue_run_lines(
        day.cue_run, course, limits=limits, texts=texts, system=system, with_cost=False
    )
    return {
        "cue_lines": tuple(lines),
        "cue_cost": course.trade_off.verdict if course.trade_off is not None else None,
        "beat": beat_path(day.cue_run, course, shelf=shelf),
    }


@get("/")
@threaded
def show_today(request: AnyRequest) -> Template:
    """Show today, or the welcome of an empty logbook."""
    desk = Desk.of(request)
    state, now = desk.stand(), desk.now()
    if not (state.runs or state.pains or state.sheet):
        return page(request, "welcome.html")
    sheet, shelf = state.sheet, desk.shelf
    found = today(state, shelf=shelf)
    return page(
        request,
        "today.html",
        state=state,
        found=found,
        **_cue_run(found, shelf=shelf, system=Look.of(request).system),
        planned_today=by_day(runs_ahead(state, shelf=shelf)).get(state.on, ()),
        referred=sheet is not None and not sheet.assessment.disposition.trains,
        **(parts_of(sheet.assessment, shelf) if sheet else {}),
        ahead=ahead_of(sheet.assessment, shelf)[:1] if sheet and not state.screening else (),
        flare=flare_of(state),
        whens=tuple(When),
        usual=usual_when(state, now=now),
        scored={p.when: p for p in state.pains if p.felt_on == state.on},
        sitting=next((s.sitting_h for s in state.sittings if s.on == state.on), None),
        sitting_choices=SITTING_H,
        kept=request.query_params.get("kept", ""),
    )


@post("/pain")
@threaded
def keep_pain(request: AnyRequest, data: Posted) -> Redirect:
    """Keep a pain score of today."""
    desk, form = Desk.of(request), Form(data)
    nrs = form.whole("pain", name="pain")
    when, side = form.text("when"), form.text("side")
    if nrs is None or when not in list(When) or side not in ("", *Side):
        raise InvalidAnswer(
            "the score is not whole", where="pain", fix="Tap a number from 0 to 10, and when it was"
        )
    now = desk.now()
    with desk.open() as logbook:
        log_pain(
            logbook,
            pain_nrs=nrs,
            when=When(when),
            side=Side(side) if side else None,
            felt_on=now.date(),
            now=now,
        )
    return go("/?kept=pain")


@post("/pain/undo")
@threaded
def take_pain_back(request: AnyRequest) -> Redirect:
    """Take back the score that was entered last today."""
    desk = Desk.of(request)
    with desk.open() as logbook:
        undo_pain(logbook, now=desk.now())
    return go("/?kept=undone")


@post("/sitting")
@threaded
def keep_sitting(request: AnyRequest, data: Posted) -> Redirect:
    """Keep how long the runner sat today."""
    desk, form = Desk.of(request), Form(data)
    now = desk.now()
    with desk.open() as logbook:
        log_sitting(logbook, sitting_h=form.number("hours", name="sitting"), on=now.date(), now=now)
    return go("/?kept=sitting")


@post("/seen")
@threaded
def keep_seen(request: AnyRequest) -> Redirect:
    """Keep that a clinician looked at it today; the check is asked again."""
    desk = Desk.of(request)
    now = desk.now()
    with desk.open() as logbook:
        set_up(logbook, {"seen_on": now.date().isoformat()}, now=now)
    return go("/check")


@post("/demo")
@threaded
def start_demo(request: AnyRequest) -> Redirect:
    """Fill the empty logbook with the sample runner."""
    desk = Desk.of(request)
    with desk.open() as logbook:
        fill_demo(logbook, now=desk.now())
    return go("/")


HANDLERS = (show_today, keep_pain, take_pain_back, keep_sitting, keep_seen, start_demo)
