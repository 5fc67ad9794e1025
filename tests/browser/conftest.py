"""A server of our own on this machine, and Debian's chromium."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from litestar import Litestar
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from psoas.app.demo import fill_demo
from psoas.store import Logbook
from psoas.web import make_app

NOW = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
"""A Thursday evening: the sample runner's strength day."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WAIT_MS = 15_000
"""How long a page may take on a busy machine; what is on it is waited for, never read at once."""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def serving(app: Litestar, *, port: int = 0) -> Iterator[str]:
    """Serve *app* until the iterator is gone on with."""
    config = uvicorn.Config(app, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        port = listening.getsockname()[1]
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < deadline, "the server did not start in 20 s"
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


def _serve(path: Path) -> Iterator[str]:
    yield from serving(make_app(path, now=lambda: NOW))


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[str]:
    yield from _serve(tmp_path / "logbook.db")


@pytest.fixture
def demo_site(tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "logbook.db"
    with Logbook.open(path) as logbook:
        fill_demo(logbook, now=NOW)
    yield from _serve(path)


expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(_playwright: Playwright) -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("chromium is not installed: apt-get install chromium", pytrace=False)
    browser = _playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield browser
    browser.close()


class Watched:
    """A page that remembers what went wrong on it and whom it asked."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.asked: set[str] = set()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self.asked.add(request.url))

    def _said(self, message) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)


@pytest.fixture
def visit(chromium: Browser):
    """Open a page in a context of its own: ``visit(viewport=…, color_scheme=…)``."""
    contexts = []

    def opened(*, viewport=PHONE, color_scheme="light", **more) -> Watched:
        context = chromium.new_context(viewport=viewport, color_scheme=color_scheme, **more)
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        return Watched(context)

    yield opened
    for context in contexts:
        context.close()
