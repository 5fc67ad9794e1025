"""Putting the application together."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from psoas.errors import NotNow, PsoasError
from psoas.library import Shelf, shelf
from psoas.render import units
from psoas.render.dose import dose_range, dose_words, side_words, tempo_words
from psoas.render.exercise_picture import picture
from psoas.render.performed import set_words
from psoas.store import Logbook
from psoas.web import errors
from psoas.web.clips import Clips
from psoas.web.desk import Desk
from psoas.web.guard import LOCAL_HOSTS, add_headers, only_hosts
from psoas.web.imports import Imports
from psoas.web.incoming import Incoming, sweep
from psoas.web.pages import (
    ahead,
    battery,
    check,
    exercises,
    explain,
    feel,
    gait,
    imports,
    interview,
    offline,
    outgoing,
    plan,
    progress,
    record,
    runs,
    season,
    session,
    today,
    you,
)
from psoas.web.upload import PsoasRequest, remove_upload

HERE = Path(__file__).parent
PAGES = (
    *(today, imports, runs, season, interview, check, plan, ahead, session, battery, feel),
    *(progress, gait, you, outgoing, explain, exercises, record, offline),
)
#: A form without files: it is held in memory.
FORM_LIMIT_BYTES = 4 * 1024 * 1024


def _templates() -> TemplateConfig[JinjaTemplateEngine]:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "distance": units.distance,
        "pace": units.pace,
        "clock": units.clock,
        "spoken": units.spoken,
        "minutes": units.minutes,
        "number": units.number,
        "unit": units.unit,
        "quantity": units.quantity,
        "band": units.band,
        "day": units.day,
        "day_near": units.day_near,
        "time_of_day": units.time_of_day,
        "words": units.words,
        "dose_words": dose_words,
        "tempo_words": tempo_words,
        "dose_range": dose_range,
        "side_words": side_words,
        "set_words": set_words,
        "picture": picture,
    }
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment))


def local_now() -> datetime:
    """Return the moment, with this machine's own day."""
    return datetime.now().astimezone()


def _begin(desk: Desk) -> None:
    """Remove the uploads that a killed server left."""
    sweep(desk.logbook_path.parent)


def _end(desk: Desk) -> None:
    """Stop what is being brought in; what was kept stays."""
    with suppress(NotNow):
        desk.imports.close()
        desk.clips.close()
    desk.incoming.close()


def make_app(
    logbook_path: Path,
    *,
    now: Callable[[], datetime] = local_now,
    read_shelf: Callable[[], Shelf] = shelf,
    hosts: frozenset[str] = LOCAL_HOSTS,
) -> Litestar:
    """Make the web application of one logbook.

    Parameters
    ----------
    logbook_path
        The logbook; it is made when first needed.
    now
        The clock: aware, and its own day is the runner's day.
    read_shelf
        Where exercises, questions and texts come from.
    hosts
        Host names that are answered, without ports.
    """
    desk = Desk(
        logbook_path=logbook_path,
        read_shelf=read_shelf,
        now=now,
        imports=Imports(lambda: Logbook.open(logbook_path), "import"),
        incoming=Incoming(logbook_path.parent),
        clips=Clips(lambda: Logbook.open(logbook_path), "clip"),
    )
    return Litestar(
        route_handlers=[
            *(handler for module in PAGES for handler in module.HANDLERS),
            create_static_files_router(path="/static", directories=[HERE / "static"]),
        ],
        state=State({"desk": desk}),
        template_config=_templates(),
        csrf_config=CSRFConfig(
            secret=secrets.token_urlsafe(),
            cookie_name="psoas_csrf",
            cookie_httponly=True,
            cookie_samesite="strict",
        ),
        middleware=[only_hosts(hosts)],
        before_send=[add_headers],
        exception_handlers={
            PsoasError: errors.on_psoas_error,
            HTTPException: errors.on_refusal,
            Exception: errors.on_crash,
        },
        request_class=PsoasRequest,
        request_max_body_size=FORM_LIMIT_BYTES,
        after_exception=[remove_upload],
        on_startup=[lambda: _begin(desk)],
        on_shutdown=[lambda: _end(desk)],
        logging_config=None,
        openapi_config=None,
    )


def from_environment() -> Litestar:
    """Make the application of the logbook that the settings name; uvicorn starts this."""
    from psoas.settings import read_settings

    settings = read_settings()
    return make_app(settings.db, hosts=LOCAL_HOSTS | {settings.host.lower()})
