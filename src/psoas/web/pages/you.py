"""You: what the runner has and wants, how pages look, and what is kept."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Response, Template

from psoas.app.archive import export_logbook, forget_logbook
from psoas.app.check.agreeing import agreed_at, withdraw
from psoas.app.check.weighing import owned_by
from psoas.app.diary.keeping import set_up
from psoas.app.outgoing.feed import feed_seen
from psoas.errors import InvalidAnswer
from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.quantity import Side
from psoas.render.units import System
from psoas.web.desk import SYSTEM_COOKIE, THEME_COOKIE, THEMES, AnyRequest, Desk, go, page
from psoas.web.form import Form, Posted
from psoas.web.threads import threaded

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
A_YEAR_S = 365 * 24 * 3600


def you_page(request: AnyRequest, *, kept: str = "", address: str = "") -> Template:
    """Return the page, with the new *address* of the calendar where one was just made."""
    desk = Desk.of(request)
    state = desk.stand()
    with desk.open() as logbook:
        agreed, feed = agreed_at(logbook), feed_seen(logbook, now=desk.now())
    return page(
        request,
        "you.html",
        agreed=agreed,
        feed=feed,
        address=address,
        state=state,
        owned=owned_by(state.profile),
        equipment=tuple(each for each in Equipment if each not in ALWAYS_THERE),
        days=state.profile.get("days") or list(range(7)),
        weekdays=WEEKDAYS,
        sides=tuple(Side),
        systems=tuple(System),
        themes=THEMES,
        logbook_path=desk.logbook_path,
        kept=kept,
    )


@get("/you")
@threaded
def show_you(request: AnyRequest) -> Template:
    """Show the settings and the data."""
    return you_page(request, kept=request.query_params.get("kept", ""))


@post("/you")
@threaded
def keep_you(request: AnyRequest, data: Posted) -> Redirect:
    """Keep equipment, days, race day and sore side."""
    desk, form = Desk.of(request), Form(data)
    days = [int(each) for each in form.many("days") if each.isascii() and each.isdecimal()]
    if not days:
        raise InvalidAnswer("no weekday is ticked", where="weekdays", fix="Tick at least one day")
    race_on = form.day("race_on", name="race day")
    values = {
        "equipment": list(form.many("equipment")),
        "days": sorted(set(days)),
        "race_on": race_on.isoformat() if race_on else None,
        "tight_side": form.text("tight_side") or None,
    }
    with desk.open() as logbook:
        set_up(logbook, values, now=desk.now())
    return go("/you?kept=you")


def _remember(form: Form, name: str, value: str) -> Redirect:
    answer = go(form.path("back"))
    cookie = Cookie(key=name, value=value, max_age=A_YEAR_S, samesite="strict", httponly=True)
    answer.set_cookie(cookie)
    return answer


@post("/look/theme")
@threaded
def keep_theme(data: Posted) -> Redirect:
    """Remember light, dark, or as the device has it."""
    form = Form(data)
    theme = form.text("theme")
    return _remember(form, THEME_COOKIE, theme if theme in THEMES else THEMES[0])


@post("/look/distance")
@threaded
def keep_system(data: Posted) -> Redirect:
    """Remember km or miles."""
    form = Form(data)
    system = form.text("system")
    return _remember(form, SYSTEM_COOKIE, system if system in list(System) else System.KM)


@get("/you/export")
@threaded
def export(request: AnyRequest) -> Response[bytes]:
    """Hand out all that is kept as one file."""
    desk = Desk.of(request)
    now = desk.now()
    with TemporaryDirectory(prefix="psoas-") as folder, desk.open() as logbook:
        out = Path(folder) / "export.zip"
        export_logbook(logbook, out, now=now)
        content = out.read_bytes()
    name = f"psoas-{now.date().isoformat()}.zip"
    return Response(
        content,
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _and_on_the_phone(answer: Redirect) -> Redirect:
    """Let the browser delete what it keeps of us: sessions, records, and its worker.

    The page's own script does so too, because browsers heed this only over https and on
    this machine.
    """
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


@post("/you/forget")
@threaded
def forget(request: AnyRequest, data: Posted) -> Redirect:
    """Delete all that is kept."""
    desk, form = Desk.of(request), Form(data)
    if form.text("sure") != "yes":
        raise InvalidAnswer(
            "the box was not ticked, so nothing was deleted",
            where="forget",
            fix="Tick the box to delete everything",
        )
    desk.imports.close()
    desk.incoming.close()
    with desk.open() as logbook:
        forget_logbook(logbook)
    return _and_on_the_phone(go("/"))


@post("/you/withdraw")
@threaded
def take_back(request: AnyRequest, data: Posted) -> Redirect:
    """Delete the runner's health answers: they no longer agree that these are kept."""
    desk, form = Desk.of(request), Form(data)
    if form.text("sure") != "yes":
        raise InvalidAnswer(
            "the box was not ticked, so nothing was deleted",
            where="withdraw",
            fix="Tick the box to delete your health answers",
        )
    with desk.open() as logbook:
        withdraw(logbook, now=desk.now())
    return _and_on_the_phone(go("/you?kept=withdrawn"))


HANDLERS = (show_you, keep_you, keep_theme, keep_system, export, take_back, forget)
