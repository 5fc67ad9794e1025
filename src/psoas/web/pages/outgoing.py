"""The plan going out: for a calendar, for the watch, for the printer, as plain text."""

from __future__ import annotations

import io
import zipfile
from datetime import time

from litestar import MediaType, get, post
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.params import FromPath
from litestar.response import Redirect, Response, Template

from psoas.app.cue.beating import beat
from psoas.app.outgoing.feed import (
    TOKEN_LETTERS,
    calendar_of,
    close_feed,
    feed_behind,
    feed_of,
    open_feed,
    set_feed,
    workouts_of,
)
from psoas.app.outgoing.handing_out import plan_text, printed_plan
from psoas.app.plan.todays import plan_today
from psoas.app.state import State
from psoas.errors import InvalidAnswer, NotFound
from psoas.library import Shelf
from psoas.programme import Plan
from psoas.render.standalone import Back
from psoas.web.desk import AnyRequest, Desk, go, whole_page
from psoas.web.form import Form, Posted
from psoas.web.pages.you import you_page
from psoas.web.threads import threaded

CALENDAR = "text/calendar"
WORKOUT = "application/vnd.ant.fit"
#: A calendar looks a few times a day; whoever guesses addresses is slowed. psoas-convention
FEED_RATE = RateLimitConfig(rate_limit=("minute", 30))


def _file(content: bytes, *, media_type: str, name: str) -> Response[bytes]:
    return Response(
        content,
        media_type=media_type,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _planned(state: State, *, shelf: Shelf) -> Plan:
    plan = plan_today(state, shelf=shelf)
    if plan is None:
        raise NotFound("there is no plan to hand out", where="plan", fix="Look at the page Plan")
    return plan


@get("/feed/{name:str}", middleware=[FEED_RATE.middleware])
@threaded
def feed(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """Answer a calendar that knows the address; to all others there is nothing here."""
    token, dot, ending = name.rpartition(".")
    desk = Desk.of(request)
    found = None
    if dot and ending == "ics" and len(token) == TOKEN_LETTERS and token.isascii():
        with desk.open() as logbook:
            found = feed_behind(logbook, token)
    if found is None:
        return Response(b"There is no calendar here.", media_type=MediaType.TEXT, status_code=404)
    content = calendar_of(desk.stand(), found, shelf=desk.shelf, base_url=str(request.base_url))
    return Response(content, media_type=CALENDAR)


@post("/you/feed", status_code=200)
@threaded
def make_feed(request: AnyRequest) -> Template:
    """Make a new address and show it, this once."""
    desk = Desk.of(request)
    with desk.open() as logbook:
        token = open_feed(logbook, now=desk.now())
    base = str(request.base_url).rstrip("/")
    return you_page(request, address=f"{base}/feed/{token}.ics")


@post("/you/feed/set")
@threaded
def change_feed(request: AnyRequest, data: Posted) -> Redirect:
    """Keep what the calendar tells and when a session begins."""
    desk, form = Desk.of(request), Form(data)
    said = form.text("at_time")
    try:
        at_time = time.fromisoformat(said).replace(second=0, microsecond=0) if said else None
    except ValueError as error:
        raise InvalidAnswer(
            f"{said!r} is not a time of day", where="time", fix="Give one such as 18:30"
        ) from error
    with desk.open() as logbook:
        details = form.text("details") == "yes"
        set_feed(logbook, details=details, at_time=at_time, now=desk.now())
    return go("/you?kept=feed")


@post("/you/feed/close")
@threaded
def end_feed(request: AnyRequest) -> Redirect:
    """Take the address back."""
    desk = Desk.of(request)
    with desk.open() as logbook:
        close_feed(logbook, now=desk.now())
    return go("/you?kept=feed-closed")


@get("/plan/calendar")
@threaded
def plan_as_calendar(request: AnyRequest) -> Response[bytes]:
    """Hand out the plan as a calendar file."""
    desk = Desk.of(request)
    state = desk.stand()
    _planned(state, shelf=desk.shelf)
    with desk.open() as logbook:
        kept = feed_of(logbook, now=desk.now())
    content = calendar_of(state, kept, shelf=desk.shelf, base_url=str(request.base_url))
    return _file(content, media_type=CALENDAR, name="psoas.ics")


@get("/plan/workouts")
@threaded
def plan_as_workouts(request: AnyRequest) -> Response[bytes]:
    """Hand out the sessions from today on as workouts for the watch, in one zip."""
    desk = Desk.of(request)
    state = desk.stand()
    _planned(state, shelf=desk.shelf)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in workouts_of(state, shelf=desk.shelf):
            archive.writestr(zipfile.ZipInfo(each.name), each.content)
    return _file(packed.getvalue(), media_type="application/zip", name="psoas-workouts.zip")


@get("/plan/workout/{name:str}")
@threaded
def one_workout(request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
    """Hand out one workout for the watch, such as ``2026-11-24-reload.fit``."""
    desk = Desk.of(request)
    for each in workouts_of(desk.stand(), shelf=desk.shelf):
        if each.name == name:
            return _file(each.content, media_type=WORKOUT, name=each.name)
    raise NotFound("there is no such workout", where=name, fix="Look at the plan")


@get("/plan/text")
@threaded
def plan_as_text(request: AnyRequest) -> Response[str]:
    """Show the plan as plain text."""
    desk = Desk.of(request)
    text = plan_text(_planned(desk.stand(), shelf=desk.shelf), shelf=desk.shelf)
    return Response(text, media_type=MediaType.TEXT)


@get("/plan/print")
@threaded
def print_plan(request: AnyRequest) -> Response[str]:
    """Show the plan as a page to print."""
    desk = Desk.of(request)
    state = desk.stand()
    plan = _planned(state, shelf=desk.shelf)
    back = Back(path="/plan", name="Plan")
    return whole_page(printed_plan(state, plan, shelf=desk.shelf, back=back))


@get("/beat")
@threaded
def beat_to_run_by(request: AnyRequest) -> Response[bytes]:
    """Hand out a beat as a sound file; what it is comes in the address, for nothing is kept."""
    form = Form(dict(request.query_params))
    cadence_spm = form.number("cadence", name="cadence")
    minutes = form.number("minutes", name="minutes")
    fades = bool(form.text("on") or form.text("off"))
    content = beat(
        cadence_spm,
        minutes=minutes,
        on_min=form.number("on", name="minutes on") if fades else None,
        off_min=form.number("off", name="minutes off") if fades else None,
    )
    return _file(content, media_type="audio/wav", name=f"beat-{cadence_spm:g}.wav")


HANDLERS = (
    *(feed, make_feed, change_feed, end_feed),
    *(plan_as_calendar, plan_as_workouts, one_workout, plan_as_text, print_plan, beat_to_run_by),
)
