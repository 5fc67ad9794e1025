"""What every page needs: the logbook, the shelf, the clock, and how the runner looks at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen
from litestar import MediaType, Request
from litestar.response import Redirect, Response, Template

from psoas.app.state import State, state_of
from psoas.library import Shelf
from psoas.render.units import System
from psoas.render.words import worded
from psoas.store import Logbook
from psoas.web.clips import Clips
from psoas.web.guard import REPORT_POLICY
from psoas.web.imports import Imports
from psoas.web.incoming import Incoming
from psoas.web.unkept import Unkept

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "psoas_theme"
SYSTEM_COOKIE = "psoas_distance"

AnyRequest = Request[Any, Any, Any]


@frozen(kw_only=True)
class Look:
    """How the runner wants pages to look; kept in two cookies, for this browser only."""

    theme: str
    system: System

    @classmethod
    def of(cls, request: AnyRequest) -> Look:
        """Read the cookies; what is not understood is the default."""
        theme = request.cookies.get(THEME_COOKIE, "auto")
        system = request.cookies.get(SYSTEM_COOKIE, System.KM)
        return cls(
            theme=theme if theme in THEMES else "auto",
            system=System(system) if system in list(System) else System.KM,
        )


@frozen(kw_only=True)
class Desk:
    """The place of the logbook, where shelf and time come from, and what is being brought in.

    The logbook is opened for each request: it takes 3 ms, and a command line that writes
    or forgets meanwhile is seen.
    """

    logbook_path: Path
    read_shelf: Callable[[], Shelf]
    now: Callable[[], datetime]
    imports: Imports
    incoming: Incoming
    clips: Clips
    unkept: Unkept = field(factory=Unkept)

    @classmethod
    def of(cls, request: AnyRequest) -> Desk:
        """Return the desk of the application that answers *request*."""
        desk = request.app.state["desk"]
        if not isinstance(desk, cls):
            raise TypeError(f"the application has no desk but {desk!r}")
        return desk

    @property
    def shelf(self) -> Shelf:
        """The shelf; it is read once."""
        return self.read_shelf()

    def open(self) -> Logbook:
        """Open the logbook; use it with ``with``."""
        return Logbook.open(self.logbook_path)

    def stand(self) -> State:
        """Return where the runner stands now."""
        with self.open() as logbook:
            return state_of(logbook, shelf=self.shelf, now=self.now())


def page(request: AnyRequest, name: str, *, status: int = 200, **values: Any) -> Template:
    """Return the page *name* with *values* and what every page shows."""
    desk = Desk.of(request)
    return Template(
        template_name=name,
        status_code=status,
        context={
            "look": Look.of(request),
            "here": request.url.path,
            "today": desk.now().date(),
            "shelf": desk.read_shelf,
            "importing": desk.imports.now(),
            "say": lambda verdict: worded(verdict, texts=desk.shelf.texts),
            **values,
        },
    )


def whole_page(text: str) -> Response[str]:
    """Answer with a page that carries all it needs."""
    return Response(
        text, media_type=MediaType.HTML, headers={"content-security-policy": REPORT_POLICY}
    )


def go(path: str) -> Redirect:
    """Answer a form that was kept: see *path*."""
    return Redirect(path=path, status_code=303)
