"""From errors to pages: what went wrong, where, and what to do."""

from __future__ import annotations

import structlog
from litestar.exceptions import HTTPException
from litestar.response import Response, Template

from psoas.errors import (
    Conflict,
    InvalidAnswer,
    LibraryError,
    MissingProgram,
    NotAnActivity,
    NotFound,
    NotMeasurable,
    NotNow,
    PsoasError,
    UnreadableFile,
)
from psoas.web.desk import AnyRequest, page
from psoas.web.guard import drop_stale_token

Answer = Template | Response[dict[str, str]]

log = structlog.get_logger(__name__)

#: The one table from kinds of errors to HTTP statuses.
STATUSES: dict[type[PsoasError], int] = {
    UnreadableFile: 422,
    NotAnActivity: 422,
    InvalidAnswer: 422,
    NotMeasurable: 422,
    NotFound: 404,
    Conflict: 409,
    LibraryError: 500,
    MissingProgram: 501,
    NotNow: 503,
}

#: What to say where Litestar itself refuses: title, what, fix.
_REFUSED = {
    403: (
        "This page was open too long",
        "Its form is no longer valid, so nothing was kept",
        "Go back, load the page again, and send it once more",
    ),
    404: (
        "No such page",
        "There is nothing at this address",
        "Begin again from today",
    ),
    405: (
        "Not like this",
        "This address takes a form, not a visit",
        "Begin again from today",
    ),
    413: (
        "Too much at once",
        "The upload is larger than 8 GB, so nothing was kept",
        "Send it in parts, or use psoas import",
    ),
}
_OTHER = ("Not understood", "The request was not understood", "Go back and try again")


def status_of(error: PsoasError) -> int:
    """Return the HTTP status of an error."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def _page(
    request: AnyRequest, status: int, *, title: str, what: str, where: str, fix: str
) -> Answer:
    if request.headers.get("accept") == "application/json":  # a script asks, not a person
        return Response({"what": what, "where": where, "fix": fix}, status_code=status)
    return page(request, "error.html", status=status, title=title, what=what, where=where, fix=fix)


def on_psoas_error(request: AnyRequest, error: PsoasError) -> Answer:
    """Show an error that a person can mend."""
    return _page(
        request,
        status_of(error),
        title="That did not work",
        what=error.what,
        where=error.where,
        fix=error.fix,
    )


def on_refusal(request: AnyRequest, error: HTTPException) -> Answer:
    """Show what the framework refused."""
    status = error.status_code
    if status >= 500:
        return on_crash(request, error)
    title, what, fix = _REFUSED.get(status, _OTHER)
    said = _page(request, status, title=title, what=what, where=request.url.path, fix=fix)
    if status == 403:
        drop_stale_token(request, said)
    return said


def on_crash(request: AnyRequest, error: Exception) -> Answer:
    """Say that it is our fault; the log names the kind of error and no value."""
    log.error("request_failed", error=type(error).__name__, method=request.method)
    return _page(
        request,
        500,
        title="Something broke",
        what="This is a fault of psoas; what was kept before is still there",
        where=request.url.path,
        fix="Try again; if it happens again, report it with what you did",
    )
