"""What protects a page that anyone on this machine can reach: hosts and headers."""

from __future__ import annotations

from hmac import compare_digest
from typing import Any

from litestar import Request
from litestar.datastructures import MutableScopeHeaders
from litestar.middleware.csrf import CSRF_SECRET_LENGTH, generate_csrf_hash
from litestar.response import Response
from litestar.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})

#: Only our own files; no frame, no plug-in, no form to elsewhere.
HEADERS = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


#: The report carries its style with it, so that it can be saved as one file; it asks for
#: nothing and runs nothing.
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def host_name(host: str) -> str:
    """Return a Host header without its port."""
    name, _, port = host.rpartition(":")
    return name.lower() if name and port.isdecimal() else host.lower()


def only_hosts(allowed: frozenset[str]) -> type:
    """Return a middleware that answers requests for *allowed* host names only.

    A page elsewhere whose name resolves to this machine cannot read the logbook then.
    """

    class OnlyHosts:
        def __init__(self, app: ASGIApp) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            if host_name(host) in allowed:
                await self.app(scope, receive, send)
                return
            await send(
                {
                    "type": "http.response.start",
                    "status": 400,
                    "headers": [(b"content-type", b"text/plain; charset=utf-8")],
                }
            )
            body = b"This name is not answered here. Use http://localhost with the same port."
            await send({"type": "http.response.body", "body": body, "more_body": False})

    return OnlyHosts


def drop_stale_token(request: Request[Any, Any, Any], answer: Response[Any]) -> None:
    """Make *answer* take back a token that an earlier start of psoas gave out.

    The browser keeps it across our restarts, and Litestar would put it on every page again:
    then no form could be sent until the browser is closed.
    """
    config = request.app.csrf_config
    token = request.cookies.get(config.cookie_name) if config else None
    if config is None or token is None:
        return
    secret, told = token[:CSRF_SECRET_LENGTH], token[CSRF_SECRET_LENGTH:]
    if not compare_digest(told, generate_csrf_hash(token=secret, secret=config.secret)):
        answer.delete_cookie(config.cookie_name)


async def add_headers(message: Message, scope: Scope) -> None:
    """Put the security headers on every answer that has not stricter or other ones itself.

    Pages with health data are not cached.
    """
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if not scope["path"].startswith("/static/"):
        headers["cache-control"] = "no-store"
