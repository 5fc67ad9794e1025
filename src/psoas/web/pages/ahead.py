"""Planned runs on the page Plan: typed in, brought in as files, dropped."""

from __future__ import annotations

from anyio import to_thread
from litestar import post
from litestar.response import Redirect, Template

from psoas.app.load.planned_runs import Brought, add_planned, drop, import_planned, read_files
from psoas.errors import InvalidAnswer
from psoas.web.desk import AnyRequest, Desk, go
from psoas.web.form import Form, Posted
from psoas.web.pages.plan import plan_page
from psoas.web.threads import threaded
from psoas.web.upload import TO_DISK, Upload, upload_of

#: A few plans at once.
PLANS_LIMIT_BYTES = 8 * 1024 * 1024


@post("/plan/ahead")
@threaded
def add_run(request: AnyRequest, data: Posted) -> Redirect:
    """Keep a run that was typed in."""
    desk, form = Desk.of(request), Form(data)
    on = form.day("on", name="day")
    if on is None:
        raise InvalidAnswer("no day was given", where="day", fix="Choose the day of the run")
    with desk.open() as logbook:
        add_planned(
            logbook, on=on, title=form.text("title"), parts=form.text("parts"), now=desk.now()
        )
    return go("/plan?kept=ahead#ahead")


@post("/plan/ahead/drop")
@threaded
def drop_run(request: AnyRequest, data: Posted) -> Redirect:
    """Drop planned runs."""
    form = Form(data)
    with Desk.of(request).open() as logbook:
        drop(logbook, ids=form.many("run") or [""])
    return go("/plan?kept=dropped#ahead")


@post(
    "/plan/ahead/files",
    opt={TO_DISK: True},
    request_max_body_size=PLANS_LIMIT_BYTES,
    status_code=200,
)
async def bring_plans(request: AnyRequest) -> Template:
    """Bring planned runs in, and say what became of each file."""
    await request.form()
    upload = upload_of(request.scope, take=True)
    if upload is None or not upload.paths:
        raise InvalidAnswer(
            "no file was chosen", where="plan", fix="Choose a calendar, a table or a workout"
        )
    return await to_thread.run_sync(_brought, request, upload)


def _brought(request: AnyRequest, upload: Upload) -> Template:
    desk = Desk.of(request)
    try:
        contents = read_files(upload.paths)
        on = Form(upload.fields).day("on", name="day")
    finally:
        upload.remove()
    with desk.open() as logbook:
        brought: Brought = import_planned(logbook, contents, now=desk.now(), on=on)
    return plan_page(request, brought=brought)


HANDLERS = (add_run, drop_run, bring_plans)
