"""What a phone keeps so that a session goes on without a connection."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from litestar import get
from litestar.response import Response, Template

from psoas.web.desk import AnyRequest, page

STATIC = Path(__file__).parents[1] / "static"
WORKER = STATIC / "worker-body.js"
#: The player and what its page looks like; no page with anything of the runner.
KEPT = ("player*.js", "offline.js", "css/base.css", "css/parts.css", "css/dark.css")
KEPT_TOO = ("css/player.css", "icon.svg", "icon-192.png", "manifest.webmanifest")


@cache
def shell() -> tuple[str, ...]:
    """Return the addresses of the files that a phone keeps."""
    found = [path for pattern in (*KEPT, *KEPT_TOO) for path in STATIC.glob(pattern)]
    return tuple(sorted(f"/static/{path.relative_to(STATIC).as_posix()}" for path in found))


@cache
def version() -> str:
    """Return a name that changes with any file that a phone keeps."""
    contents = sha256(WORKER.read_bytes())
    for address in shell():
        contents.update((STATIC / address.removeprefix("/static/")).read_bytes())
    return contents.hexdigest()[:16]


@get("/player-worker.js", sync_to_thread=False)
def worker() -> Response[str]:
    """Hand out the service worker with its version and the files that it keeps."""
    said = f"const VERSION = {json.dumps(version())};\nconst SHELL = {json.dumps(shell())};\n"
    return Response(said + WORKER.read_text(encoding="utf-8"), media_type="text/javascript")


@get("/offline", sync_to_thread=False)
def without_connection(request: AnyRequest) -> Template:
    """Show what is on this phone: sessions to play, and records to send."""
    return page(request, "offline.html")


HANDLERS = (worker, without_connection)
